"""Several posts; the first failure ends it and stops the others.

pip install aiohttp
python fail_fast.py [base URL] [posts=1,2,999] [timeout=1000]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def fail_fast(
    session: aiohttp.ClientSession, posts: list[int], limit: float
) -> list[dict]:
    tasks = [asyncio.create_task(load(session, post_id, limit)) for post_id in posts]
    try:
        return await asyncio.gather(*tasks)
    finally:
        # gather only stops waiting. This is what stops the others; from Python 3.11 on
        # an asyncio.TaskGroup does both.
        for task in tasks:
            task.cancel()


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


async def main() -> list[dict]:
    posts = numbers(params.get("posts", "1,2,999"))
    limit = int(params.get("timeout", "1000")) / 1000
    async with aiohttp.ClientSession() as session:
        return await fail_fast(session, posts, limit)


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
