"""What is tried again and what is not."""

import asyncpg
import pytest

from backend.core.errors import Code, DomainError
from backend.database import retrying

pytestmark = pytest.mark.anyio


def failing(times: int, error: Exception):
    """Work that fails so often, then answers how often it was called."""
    calls = 0

    async def work() -> int:
        nonlocal calls
        calls += 1
        if calls <= times:
            raise error
        return calls

    return work


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.SerializationError("x"),
        asyncpg.DeadlockDetectedError("x"),
        asyncpg.LockNotAvailableError("x"),
        asyncpg.ConnectionDoesNotExistError("x"),
        asyncpg.InterfaceError("x"),
        ConnectionRefusedError(),
    ],
)
async def test_a_passing_failure_is_tried_again(error):
    assert await retrying(failing(2, error)) == 3


async def test_the_last_failure_comes_out_as_it_is():
    with pytest.raises(asyncpg.SerializationError, match="told"):
        await retrying(failing(99, asyncpg.SerializationError("told")))


@pytest.mark.parametrize(
    "error", [DomainError(Code.NO_PLACE), asyncpg.UniqueViolationError("x"), ValueError()]
)
async def test_what_will_not_pass_is_raised_at_once(error):
    work = failing(1, error)

    with pytest.raises(type(error)):
        await retrying(work)

    assert await work() == 2
