"""How a command speaks, asks and reaches the database."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, TypeVar

from backend import serving
from backend.database import connected
from backend.sealed import use_secret
from backend.settings import Settings, SettingsError

Arguments = argparse.Namespace
Add = Callable[..., argparse.ArgumentParser]
T = TypeVar("T")


def moment() -> datetime:
    """What time it is."""
    return datetime.now(UTC)


def on_database(settings: Settings, run: Callable[[datetime], Awaitable[T]]) -> T:
    """Run with the database open, at one moment."""
    use_secret(settings.secret)

    async def connect(url: str) -> T:
        async with connected(url, settings.pool_size):
            return await run(moment())

    with serving.open_database(settings) as opened:
        return asyncio.run(connect(opened.database_url))


@contextmanager
def new_file(file: Path) -> Iterator[BinaryIO]:
    """Made before anybody is looked up, so that none is written over; what fails leaves none behind."""
    with file.open("xb") as out:
        try:
            yield out
        except BaseException:
            file.unlink()
            raise


def progress(line: str) -> None:
    """One line that is written over while it grows, on a terminal; a line each otherwise."""
    print(
        f"\r\033[K{line}" if sys.stdout.isatty() else line,
        end="" if sys.stdout.isatty() else "\n",
        flush=True,
    )


def agreed(lines: Sequence[str], asked: str = "Stop this") -> bool:
    """Whether whoever sits there writes yes."""
    print("\n".join(lines))
    print(f"{asked}? Write yes:", end=" ", flush=True)
    return sys.stdin.readline().strip().lower() in ("yes", "y", "si", "sí")


def said(*lines: str) -> int:
    """Print; the status of a command that ended well."""
    print("\n".join(lines))
    return 0


def refused(words: str) -> int:
    """Say why nothing was done; the status of that."""
    print(f"encuentro: {words}", file=sys.stderr)
    return 1


def refuse_in_production(settings: Settings) -> None:
    """Raise SettingsError."""
    if settings.production:
        raise SettingsError(
            "Invented people, with passwords that everybody knows, have no place in production."
        )
