"""Answers that take the same time whatever the truth is."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

STEP_SECONDS = 0.25
"""Longer than the work it hides; where the work is longer, the next multiple."""


@asynccontextmanager
async def paced(step: float = STEP_SECONDS) -> AsyncIterator[None]:
    """Leave, with an answer or a refusal, only when a whole number of steps has passed since entering.

    Hold no transaction around it: the wait would keep its locks.
    """
    clock = asyncio.get_running_loop().time
    entered = clock()
    try:
        yield
    finally:
        spent = clock() - entered
        await asyncio.sleep(step - spent % step)
