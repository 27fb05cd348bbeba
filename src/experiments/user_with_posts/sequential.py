"""One user and their posts, in turn.

pip install aiohttp
python sequential.py [base URL] [user=1]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def sequential(session: aiohttp.ClientSession, user_id: int) -> dict:
    user = await get(session, f"/users/{user_id}")
    posts = await get(session, f"/posts?userId={user_id}")
    return {"user": user, "posts": posts}


async def get(session: aiohttp.ClientSession, path: str) -> Any:
    async with session.get(base + path) as response:
        if not response.ok:
            raise RuntimeError(f"Status code: {response.status}")
        return await response.json()


async def main() -> dict:
    async with aiohttp.ClientSession() as session:
        return await sequential(session, int(params.get("user", "1")))


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
