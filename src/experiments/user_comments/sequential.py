"""A user by name, and the comments on their posts, in turn.

pip install aiohttp
python sequential.py [base URL] [username=Bret]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def sequential(session: aiohttp.ClientSession, name: str) -> dict:
    user = by_username(await get(session, "/users"), name)
    posts = await get(session, f"/posts?userId={user['id']}")
    comments = []
    for post in posts:
        comments += await get(session, f"/comments?postId={post['id']}")
    return {
        "user": user,
        "posts_count": len(posts),
        "comments_count": len(comments),
        "comments": comments,
    }


def by_username(users: list[dict], name: str) -> dict:
    for user in users:
        if user["username"].lower() == name.lower():
            return user
    raise RuntimeError(f"User {name} not found")


async def get(session: aiohttp.ClientSession, path: str) -> Any:
    async with session.get(base + path) as response:
        if not response.ok:
            raise RuntimeError(f"Status code: {response.status}")
        return await response.json()


async def main() -> dict:
    async with aiohttp.ClientSession() as session:
        return await sequential(session, params.get("username", "Bret"))


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
