"""The photos of several albums, a few at a time.

pip install aiohttp
python limited.py [base URL] [albums=1-10] [limit=3]
"""

import asyncio
import json
import sys
from typing import Any

import aiohttp


async def limited(
    session: aiohttp.ClientSession, albums: list[int], limit: int
) -> list[dict]:
    semaphore = asyncio.Semaphore(limit)

    async def photos_in(album: int) -> list[dict]:
        async with semaphore:
            return await get(session, f"/photos?albumId={album}")

    calls = (photos_in(album) for album in albums)
    return [photo for photos in await asyncio.gather(*calls) for photo in photos]


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
    albums = numbers(params.get("albums", "1-10"))
    async with aiohttp.ClientSession() as session:
        return await limited(session, albums, int(params.get("limit", "3")))


base, *pairs = sys.argv[1:] or ["https://jsonplaceholder.typicode.com"]
params = dict(pair.split("=", 1) for pair in pairs)
try:
    print(json.dumps(asyncio.run(main())))
except Exception as error:
    print(json.dumps({"error": str(error)}))
    sys.exit(1)
