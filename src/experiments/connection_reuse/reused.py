"""Several posts over one connection.

pip install aiohttp
python reused.py [base URL] [posts=1-6]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def reused(ids: list[int]) -> list[dict]:
    posts = []
    async with aiohttp.ClientSession() as session:
        for post_id in ids:
            posts.append(await get(session, f"/posts/{post_id}"))
    return posts


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
    return await reused(numbers(params.get("posts", "1-6")))


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
