"""The photos of several albums, in turn.

pip install aiohttp
python sequential.py [base URL] [albums=1-10]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def sequential(session: aiohttp.ClientSession, albums: list[int]) -> list[dict]:
    photos = []
    for album in albums:
        photos += await get(session, f"/photos?albumId={album}")
    return photos


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
    albums = numbers(params.get("albums", "1-10"))
    async with aiohttp.ClientSession() as session:
        return await sequential(session, albums)


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
