"""Several posts, and the outcome of each.

pip install aiohttp
python per_item.py [base URL] [posts=1,2,999] [timeout=1000]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def per_item(
    session: aiohttp.ClientSession, posts: list[int], limit: float
) -> list[dict]:
    calls = (load(session, post_id, limit) for post_id in posts)
    outcomes = await asyncio.gather(*calls, return_exceptions=True)
    return [
        {"error": str(outcome)} if isinstance(outcome, BaseException) else outcome
        for outcome in outcomes
    ]


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
        return await per_item(session, posts, limit)


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
