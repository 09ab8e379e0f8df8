"""Many at once: never over a ceiling, never a place lost, never a circle of locks. Each with its control."""

import asyncio
import random

import pytest

from backend.allocation import commands as allocation
from backend.core.errors import DomainError
from tests import make
from tests.allocation import make_pools as pools
from tests.allocation.make_pools import LATER, NOW, UNGUARDED

pytestmark = pytest.mark.anyio


async def _rush(owner, families: int) -> list[str]:
    """So many families who take one of twenty places at once, in groups of one."""
    pool_id = await pools.pool(owner, people=20, groups=25)
    asking = [await make.family(owner) for _ in range(families)]
    taking = (pools.take(family, pool_id, people=1, groups=1) for family in asking)
    return await asyncio.gather(*(pools.outcome(each) for each in taking))


async def test_a_rush_gets_exactly_the_places_there_are(db, owner):
    outcomes = await _rush(owner, 60)

    assert (outcomes.count("taken"), outcomes.count("NO_PLACE")) == (20, 40)
    assert await pools.out_of_step(owner) == []


async def test_control_looking_first_and_taking_afterwards_overbooks(db, owner):
    await owner.execute(UNGUARDED)

    outcomes = await _rush(owner, 60)

    assert outcomes.count("taken") > 20


async def test_holds_that_move_between_pools_in_every_order_never_wait_in_a_circle(db, owner):
    several = [await pools.pool(owner, people=6, groups=6) for _ in range(4)]
    families = [await make.family(owner) for _ in range(12)]
    dice = random.Random(7)

    async def wander(family):
        for _ in range(6):
            await pools.outcome(pools.hold(family, dice.choice(several), people=1, groups=1))

    await asyncio.gather(*(wander(family) for family in families))

    assert await pools.out_of_step(owner) == []
    live = await owner.fetchval("select count(*) from claim where state = 'held'")
    assert live == len(families)


async def _cross(owner) -> list[str]:
    """Two families swap pools at the same moment, slowly; what went wrong."""
    here, there = await pools.pool(owner, people=6), await pools.pool(owner, people=6)
    one, other = await make.family(owner), await make.family(owner)
    await pools.hold(one, here, people=1)
    await pools.hold(other, there, people=1)
    body = await owner.fetchval("select pg_get_functiondef('allocation_give_back'::regproc)")
    assert "return given" in body
    await owner.execute(body.replace("return given", "perform pg_sleep(0.1); return given"))

    swaps = (pools.hold(one, there, people=1), pools.hold(other, here, people=1))
    said = await asyncio.gather(*swaps, return_exceptions=True)
    return [type(each).__name__ for each in said if isinstance(each, Exception)]


async def test_two_holds_that_cross_wait_for_each_other_in_one_order(db, owner):
    assert await _cross(owner) == []
    assert await pools.out_of_step(owner) == []


async def test_control_without_the_order_of_locks_they_wait_in_a_circle(db, owner):
    await owner.execute(
        "create or replace function allocation_lock(pools uuid[]) returns void language plpgsql as"
        " $$ begin null; end $$"
    )

    assert await _cross(owner) == ["DeadlockDetectedError"]


async def test_one_account_holding_on_two_devices_has_one_live_hold(db, owner):
    pool_id, family = await pools.pool(owner, people=50), await make.family(owner)

    await asyncio.gather(*(pools.hold(family, pool_id, people=2) for _ in range(10)))

    assert await owner.fetchval("select count(*) from claim where state = 'held'") == 1
    assert await pools.taken(owner, pool_id) == {"people": 2}


@pytest.mark.parametrize("rival", ["a new hold", "the sweep"])
async def test_a_hold_is_either_kept_or_given_back_never_both(db, owner, rival):
    first, second = await pools.pool(owner, people=50), await pools.pool(owner, people=50)

    async def one_round() -> None:
        family = await make.family(owner)
        held = await pools.hold(family, first, people=1)
        just_in_time = NOW + LATER * 0.999999
        against = (
            pools.hold(family, second, people=1)
            if rival == "a new hold"
            else allocation.sweep_expired(NOW + LATER)
        )
        kept, _ = await asyncio.gather(
            pools.keep(family, held, first, people=1, now=just_in_time), against
        )
        state = await owner.fetchval("select state from claim where id = $1", held)
        assert state == ("kept" if kept else "released")

    for _ in range(12):
        await one_round()

    assert await pools.out_of_step(owner) == []


async def test_many_releases_of_one_claim_give_back_once(db, owner):
    pool_id, family = await pools.pool(owner, people=9), await make.family(owner)
    claim_id = await pools.take(family, pool_id, people=4)
    await pools.take(family, pool_id, people=4)

    released = await asyncio.gather(*(pools.release(family, claim_id) for _ in range(9)))

    assert sum(map(len, released)) == 1
    assert await pools.taken(owner, pool_id) == {"people": 4}


async def test_the_last_wall_is_the_check_itself(db, owner):
    pool_id, family = await pools.pool(owner, people=1), await make.family(owner)
    await owner.execute(UNGUARDED)
    await owner.execute(
        "alter table ceiling add constraint ceiling_never_over check (taken between 0 and capacity)"
    )

    async def attempt() -> str:
        try:
            return await pools.outcome(pools.take(family, pool_id, people=1))
        except DomainError:
            raise
        except Exception as error:
            return type(error).__name__

    outcomes = await asyncio.gather(*(attempt() for _ in range(9)))

    assert outcomes.count("taken") == 1
    assert "CheckViolationError" in outcomes
