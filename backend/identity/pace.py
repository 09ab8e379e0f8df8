"""Answers that leave at a steady beat, so that how long the work took tells nothing."""

import asyncio
import functools
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def paced(beat: timedelta) -> Callable[[Callable[P, Awaitable[R]]], Callable[P, Awaitable[R]]]:
    """Answer, or refuse, at the next whole multiple of `beat` since the call."""

    def wrap(act: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
        @functools.wraps(act)
        async def steady(*args: P.args, **kwargs: P.kwargs) -> R:
            clock = asyncio.get_running_loop().time
            started = clock()
            try:
                return await act(*args, **kwargs)
            finally:
                await asyncio.sleep(-(clock() - started) % beat.total_seconds())

        return steady

    return wrap
