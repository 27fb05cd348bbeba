"""A company's people, their posts, todos and albums, all at once.

pip install aiohttp
python nested.py [base URL] [company=Romaguera-Crona]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def nested(session: aiohttp.ClientSession, company: str) -> dict:
    users = staff(await get(session, "/users"), company)
    ids = [user["id"] for user in users]
    posts, todos, albums = await asyncio.gather(
        asyncio.gather(*(get(session, f"/posts?userId={id}") for id in ids)),
        asyncio.gather(*(get(session, f"/todos?userId={id}") for id in ids)),
        asyncio.gather(*(get(session, f"/albums?userId={id}") for id in ids)),
    )
    return {
        "company": company,
        "users": users,
        "posts_count": sum(map(len, posts)),
        "todos_count": sum(map(len, todos)),
        "albums_count": sum(map(len, albums)),
    }


def staff(users: list[dict], company: str) -> list[dict]:
    found = [user for user in users if company in ("*", user["company"]["name"])]
    if not found:
        raise RuntimeError(f"No users found for company {company}")
    return found


async def get(session: aiohttp.ClientSession, path: str) -> Any:
    # Head, body and decoding in one: joining session.get alone would join only the heads.
    async with session.get(base + path) as response:
        if not response.ok:
            raise RuntimeError(f"Status code: {response.status}")
        return await response.json()


async def main() -> dict:
    async with aiohttp.ClientSession() as session:
        return await nested(session, params.get("company", "Romaguera-Crona"))


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
