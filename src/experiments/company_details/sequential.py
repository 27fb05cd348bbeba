"""A company's people, their posts, todos and albums, in turn.

pip install aiohttp
python sequential.py [base URL] [company=Romaguera-Crona]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def sequential(session: aiohttp.ClientSession, company: str) -> dict:
    users = staff(await get(session, "/users"), company)
    posts, todos, albums = [], [], []
    for user in users:
        posts += await get(session, f"/posts?userId={user['id']}")
        todos += await get(session, f"/todos?userId={user['id']}")
        albums += await get(session, f"/albums?userId={user['id']}")
    return {
        "company": company,
        "users": users,
        "posts_count": len(posts),
        "todos_count": len(todos),
        "albums_count": len(albums),
    }


def staff(users: list[dict], company: str) -> list[dict]:
    found = [user for user in users if company in ("*", user["company"]["name"])]
    if not found:
        raise RuntimeError(f"No users found for company {company}")
    return found


async def get(session: aiohttp.ClientSession, path: str) -> Any:
    async with session.get(base + path) as response:
        if not response.ok:
            raise RuntimeError(f"Status code: {response.status}")
        return await response.json()


async def main() -> dict:
    async with aiohttp.ClientSession() as session:
        return await sequential(session, params.get("company", "Romaguera-Crona"))


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
