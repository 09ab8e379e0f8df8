"""How many operations run at once in this process, and how many may wait for their turn."""

import asyncio
import random
from types import TracebackType

from backend.core.errors import Code
from backend.gql.refusals import Refused

RUNNING = 64
WAITING = 128
PATIENCE = 2.0
"""Seconds in the queue at most: whoever waits longer has better go away and come back."""

RETRY_AFTER = (1, 5)
"""Seconds after which to come back, drawn for each caller so that they do not all come at once."""


class Gate:
    """`async with gate:` around an operation; raises `Refused` with 503 when there is no room."""

    def __init__(
        self, running: int = RUNNING, waiting: int = WAITING, patience: float = PATIENCE
    ) -> None:
        self._free = asyncio.Semaphore(running)
        self.waiting = 0
        self._room = waiting
        self._patience = patience

    async def __aenter__(self) -> None:
        if not self._free.locked():
            await self._free.acquire()
            return
        if self.waiting >= self._room:
            raise overloaded()
        self.waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await self._free.acquire()
        except TimeoutError:
            raise overloaded() from None
        finally:
            self.waiting -= 1

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._free.release()


def overloaded() -> Refused:
    """The refusal of a request for which there is no room now."""
    seconds = random.randint(*RETRY_AFTER)
    message = "Many people are asking at once. Try again in a moment."
    headers = {"retry-after": str(seconds)}
    return Refused(Code.TRY_AGAIN.value, message, status=503, headers=headers)
