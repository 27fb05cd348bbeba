"""Posts of several users, all at once in the end.

pip install aiohttp
python joined.py [base URL] [users=1-10]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def joined(session: aiohttp.ClientSession, users: list[int]) -> list[dict]:
    return await asyncio.gather(*(load(session, user_id) for user_id in users))


async def load(session: aiohttp.ClientSession, user_id: int) -> dict:
    return {"userId": user_id, "posts": await get(session, f"/posts?userId={user_id}")}


async def get(session: aiohttp.ClientSession, path: str) -> Any:
    # Head, body and decoding in one: joining session.get alone would join only the heads.
    async with session.get(base + path) as response:
        if not response.ok:
            raise RuntimeError(f"Status code: {response.status}")
        return await response.json()


def numbers(text: str) -> list[int]:
    """1-3,7 as [1, 2, 3, 7]"""
    ranges = [piece.split("-") for piece in text.split(",")]
    return [n for ends in ranges for n in range(int(ends[0]), int(ends[-1]) + 1)]


async def main() -> list[dict]:
    users = numbers(params.get("users", "1-10"))
    async with aiohttp.ClientSession() as session:
        return await joined(session, users)


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
