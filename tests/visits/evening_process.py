"""The evening's job in a process of its own, to be killed: `python -m tests.visits.evening_process URL`."""

import asyncio
import sys

from backend.database import connected
from backend.sealed import use_secret
from backend.visits import jobs
from tests.conftest import SECRET
from tests.visits.make_told import EVENING


async def main(url: str) -> None:
    use_secret(SECRET)
    async with connected(url):
        await jobs.ask_again_tomorrow(EVENING, at_once=1)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
