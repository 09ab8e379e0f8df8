"""The stop button in a process of its own, to be killed: `python -m tests.notifications.stopping_process URL CAUSE`."""

import asyncio
import sys
from datetime import UTC, datetime

from backend.core.actor import System
from backend.database import connected
from backend.notifications.commands import stopping
from backend.sealed import use_secret
from tests.conftest import SECRET


async def main(url: str, cause: str) -> None:
    use_secret(SECRET)
    async with connected(url):
        await stopping.stop_notices(System(), cause, now=datetime.now(UTC), at_once=2)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
