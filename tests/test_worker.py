"""The worker ends when it is told to, whatever its jobs are in the middle of."""

import asyncio

import pytest

from backend import worker
from backend.worker import Task

pytestmark = pytest.mark.anyio
SECONDS = 20


@pytest.mark.parametrize("answers", ["an error", "nothing"])
async def test_a_job_that_keeps_its_end_to_itself_ends_all_the_same(answers):
    """As a driver does whose statement is cut off: what is told is that the line is broken, or it is tried again."""
    begun, tries = asyncio.Event(), []

    async def job(now: object) -> None:
        tries.append(now)
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if len(tries) > 1:  # only this test's own end comes here
                raise
            if answers == "an error":
                raise ConnectionError("another operation is in progress") from None

    running = asyncio.create_task(worker._run((Task(job, 0.01),)))
    await begun.wait()
    running.cancel()
    done, _ = await asyncio.wait([running], timeout=SECONDS)

    assert done == {running}
    assert running.cancelled()
    assert len(tries) == 1


async def test_a_job_that_fails_by_itself_is_tried_again():
    tries = asyncio.Queue()

    async def job(now: object) -> None:
        tries.put_nowait(now)
        raise ConnectionError("the line is broken")

    running = asyncio.create_task(worker._run((Task(job, 0.01),)))
    async with asyncio.timeout(SECONDS):
        await tries.get()
        await tries.get()
    running.cancel()
    await asyncio.wait([running])

    assert running.cancelled()
