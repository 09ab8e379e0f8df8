"""Trying again after a conflict or a lost connection, only for work that is safe to run twice."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
from tortoise.exceptions import DBConnectionError, OperationalError

T = TypeVar("T")

TRIES = 4
LONGEST_PAUSE = 0.4

_log = logging.getLogger("encuentro.database")

_CONFLICTS = (
    asyncpg.SerializationError,
    asyncpg.DeadlockDetectedError,
    asyncpg.LockNotAvailableError,
)
_LOST = (
    asyncpg.AdminShutdownError,
    asyncpg.CrashShutdownError,
    asyncpg.CannotConnectNowError,
    asyncpg.TooManyConnectionsError,
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    ConnectionError,
    FileNotFoundError,  # the socket of a server that is being started again
    DBConnectionError,
)


def is_passing(error: BaseException) -> bool:
    """Whether the same work may succeed when tried again."""
    if isinstance(error, OperationalError) and error.args and isinstance(error.args[0], Exception):
        return is_passing(error.args[0])
    return isinstance(error, _CONFLICTS + _LOST)


async def retrying(work: Callable[[], Awaitable[T]]) -> T:
    """Run `work`, again after a passing failure, with growing random pauses. `work` must be safe to run twice.

    Raises the last failure with its own cause.
    """
    for attempt in range(1, TRIES + 1):
        try:
            return await work()
        except Exception as error:
            if attempt == TRIES or not is_passing(error):
                raise
            _log.info("trying again after %s (%d of %d)", type(error).__name__, attempt, TRIES)
        await asyncio.sleep(random.uniform(0, LONGEST_PAUSE * attempt / TRIES))
    raise AssertionError("unreachable")
