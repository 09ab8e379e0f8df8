"""A load in a process of its own, to be killed: `python -m tests.registry.roster_process URL FILE`."""

import asyncio
import sys
from pathlib import Path

from backend.core.actor import System
from backend.database import connected
from backend.registry.roster import import_roster
from backend.sealed import use_secret
from tests.conftest import SECRET
from tests.registry.make_roster import NOW


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


async def main(url: str, file: Path) -> None:
    use_secret(SECRET)
    async with connected(url):
        await import_roster(
            file,
            actor=System(),
            now=NOW,
            rejects_path=file.with_suffix(".rejects.csv"),
            progress=_say,
            batch_lines=50,
        )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
