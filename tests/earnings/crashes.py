"""A machine that dies, or a line that is cut, at the nth statement of whatever runs: before it, or after it.

Every statement of the pool is counted. Dead: what was open is rolled back, as the server does when nobody is there any
more, nothing else is sent, and the error is none that a program could handle. Lost: one connection is gone, and the
program tries again as it likes.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import asyncpg
from tortoise import Tortoise

from backend.database.connection import tortoise_config

Send = Callable[[], Awaitable[Any]]

WAYS = ("dead before", "dead after", "lost before", "lost after")


class Dead(BaseException):
    """The machine is gone; nobody catches this."""


@dataclass
class Doom:
    """At the nth statement from now, in one of the ways."""

    nth: int
    way: str
    is_over: bool = False

    async def meet(self, connection: asyncpg.Connection, sql: str, send: Send) -> Any:
        when, _, side = self.way.partition(" ")
        ends = sql.lower() == "rollback" or sql == connection.get_reset_query()
        if self.is_over and when == "dead" and not ends:
            raise Dead
        self.nth -= 1
        if self.nth != 0:
            return await send()
        if side == "after":
            await send()
        self.is_over = True
        if when == "dead":
            raise Dead
        connection.terminate()
        raise asyncpg.ConnectionDoesNotExistError("cut off")


class Mortal(asyncpg.Connection):
    """A connection of a pool that may meet its doom."""

    doom: Doom | None = None

    async def _met(
        self, method: Callable[..., Awaitable[Any]], sql: str, *values: Any, **how: Any
    ) -> Any:
        send = partial(method, sql, *values, **how)
        return await (send() if Mortal.doom is None else Mortal.doom.meet(self, sql, send))

    async def execute(self, *asked: Any, **how: Any) -> Any:
        return await self._met(super().execute, *asked, **how)

    async def executemany(self, *asked: Any, **how: Any) -> Any:
        return await self._met(super().executemany, *asked, **how)

    async def fetch(self, *asked: Any, **how: Any) -> Any:
        return await self._met(super().fetch, *asked, **how)

    async def fetchrow(self, *asked: Any, **how: Any) -> Any:
        return await self._met(super().fetchrow, *asked, **how)

    async def fetchval(self, *asked: Any, **how: Any) -> Any:
        return await self._met(super().fetchval, *asked, **how)


@contextmanager
def doomed(nth: int, way: str) -> Iterator[Doom]:
    """Within it, one crash; afterwards the machine runs again."""
    Mortal.doom = doom = Doom(nth, way)
    try:
        yield doom
    finally:
        Mortal.doom = None


@asynccontextmanager
async def mortal_pool(url: str) -> AsyncIterator[None]:
    """The pool of the application, of connections that may die."""
    config = tortoise_config(url)
    config["connections"]["default"]["credentials"]["connection_class"] = Mortal
    await Tortoise.init(config=config, _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()
