"""An allowance is spent one by one, comes back with time, and belongs to one key."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from backend.allowance import Allowance, spend
from backend.database import transaction
from tests import make

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
THREE = Allowance(burst=3, per_hour=2)


async def spent(actor, key="k", *, now=NOW) -> bool:
    async with transaction(actor) as tx:
        return await spend(tx, key, THREE, now=now)


async def test_of_many_at_once_as_many_as_allowed(db, owner):
    family = await make.family(owner)

    results = await asyncio.gather(*(spent(family) for _ in range(20)))

    assert results.count(True) == 3
    assert await spent(family, "another")


async def test_what_was_spent_comes_back_and_no_more(db, owner):
    family = await make.family(owner)
    for _ in range(3):
        await spent(family)

    hour, year = NOW + timedelta(hours=1), NOW + timedelta(days=365)

    assert not await spent(family, now=NOW + timedelta(minutes=29))
    assert [await spent(family, now=hour) for _ in range(3)] == [True, True, False]
    assert [await spent(family, now=year) for _ in range(4)] == [True, True, True, False]


async def test_a_clock_that_went_back_gives_nothing(db, owner):
    family = await make.family(owner)
    for _ in range(3):
        await spent(family)

    assert not await spent(family, now=NOW - timedelta(days=1))
    assert not await spent(family)
