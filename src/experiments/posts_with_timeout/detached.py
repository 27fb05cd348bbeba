"""Several posts; the first failure ends the wait, and the others run on.

pip install aiohttp
python detached.py [base URL] [posts=1,2,999] [timeout=1000]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def detached(
    session: aiohttp.ClientSession, posts: list[int], limit: float
) -> list[dict]:
    return await asyncio.gather(*(load(session, post_id, limit) for post_id in posts))


async def load(session: aiohttp.ClientSession, post_id: int, limit: float) -> dict:
    try:
        return await asyncio.wait_for(get(session, f"/posts/{post_id}"), limit)
    except asyncio.TimeoutError:
        raise RuntimeError(f"Request for post {post_id} timed out") from None
    except (aiohttp.ClientConnectionError, aiohttp.ClientPayloadError):
        raise RuntimeError("Network error") from None


async def get(session: aiohttp.ClientSession, path: str) -> Any:
    async with session.get(base + path) as response:
        if not response.ok:
            raise RuntimeError(f"Status code: {response.status}")
        return await response.json()


def numbers(text: str) -> list[int]:
    """1-3,7 as [1, 2, 3, 7]"""
    ranges = [piece.split("-") for piece in text.split(",")]
    return [n for ends in ranges for n in range(int(ends[0]), int(ends[-1]) + 1)]


async def main() -> int:
    posts = numbers(params.get("posts", "1,2,999"))
    limit = int(params.get("timeout", "1000")) / 1000
    async with aiohttp.ClientSession() as session:
        code = 0
        try:
            print(json.dumps(await detached(session, posts, limit)))
        except Exception as error:
            print(json.dumps({"error": str(error)}), flush=True)
            code = 1
        # The others run on: without this, the end of the session would break them off.
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)
        return code


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
sys.exit(asyncio.run(main()))
