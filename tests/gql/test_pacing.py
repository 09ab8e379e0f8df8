"""How long an answer takes tells nothing."""

import asyncio
import time

import pytest

from backend.gql.pacing import paced

pytestmark = pytest.mark.anyio
STEP = 0.06


async def seconds_of(work: float, fault: Exception | None = None) -> float:
    started = time.monotonic()
    try:
        async with paced(STEP):
            await asyncio.sleep(work)
            if fault is not None:
                raise fault
    except ValueError:
        pass  # the refusal whose time is measured
    return time.monotonic() - started


async def test_answers_and_refusals_leave_at_whole_steps():
    quick, slow, refused = await asyncio.gather(
        seconds_of(0), seconds_of(0.03), seconds_of(0.01, ValueError())
    )
    longer = await seconds_of(STEP * 1.2)

    for seconds in (quick, slow, refused):
        assert STEP <= seconds + 0.001 < STEP * 1.7
    assert STEP * 2 <= longer + 0.001 < STEP * 2.7
