"""Places are taken under every ceiling or not at all, and come back exactly once."""

from datetime import timedelta

import asyncpg
import pytest

from backend.allocation import commands as allocation
from backend.core.ids import new_id
from backend.database import transaction
from tests import make
from tests.allocation import make_pools as pools
from tests.allocation.make_pools import LATER, NOW

pytestmark = pytest.mark.anyio


async def test_all_ceilings_count_at_once(db, owner):
    pool_id, family = (
        await pools.pool(owner, people=10, groups=2, booths=2),
        await make.family(owner),
    )

    await pools.take(family, pool_id, people=3, groups=1, booths=1)

    assert await pools.taken(owner, pool_id) == {"people": 3, "groups": 1, "booths": 1}


async def test_one_full_ceiling_refuses_and_takes_nothing_of_the_others(db, owner):
    pool_id, family = await pools.pool(owner, people=10, groups=1), await make.family(owner)
    await pools.take(family, pool_id, people=3, groups=1)

    assert await pools.outcome(pools.take(family, pool_id, people=3, groups=1)) == "NO_PLACE"
    assert await pools.taken(owner, pool_id) == {"people": 3, "groups": 1}
    assert await owner.fetchval("select count(*) from claim") == 1


async def test_the_last_places_can_be_taken_exactly(db, owner):
    pool_id, family = await pools.pool(owner, people=5), await make.family(owner)

    await pools.take(family, pool_id, people=5)

    assert await pools.outcome(pools.take(family, pool_id, people=1)) == "NO_PLACE"


async def test_a_unit_without_a_ceiling_is_free_and_a_pool_without_any_has_no_place(db, owner):
    family = await make.family(owner)
    limited, unlimited = await pools.pool(owner, people=5), await pools.pool(owner)

    await pools.take(family, limited, people=1, booths=7)

    assert await pools.taken(owner, limited) == {"people": 1}
    assert await pools.outcome(pools.take(family, unlimited, people=1)) == "NO_PLACE"
    assert await pools.outcome(pools.take(family, new_id(), people=1)) == "NO_PLACE"


@pytest.mark.parametrize("amount", [0, -1])
async def test_nothing_or_less_cannot_be_taken(db, owner, amount):
    pool_id, family = await pools.pool(owner, people=5), await make.family(owner)

    with pytest.raises(asyncpg.InvalidParameterValueError):
        await pools.take(family, pool_id, people=amount)

    assert await pools.taken(owner, pool_id) == {"people": 0}


async def test_a_hold_is_true_for_everybody(db, owner):
    pool_id = await pools.pool(owner, people=1)
    holder, other = await make.family(owner), await make.family(owner)

    await pools.hold(holder, pool_id, people=1)

    assert await pools.outcome(pools.take(other, pool_id, people=1)) == "NO_PLACE"


async def test_a_new_hold_gives_the_former_one_back(db, owner):
    family = await make.family(owner)
    first, second = await pools.pool(owner, people=3), await pools.pool(owner, people=3)
    await pools.hold(family, first, people=2)

    await pools.hold(family, second, people=3)

    assert await pools.taken(owner, first) == {"people": 0}
    assert await pools.taken(owner, second) == {"people": 3}


async def test_a_hold_of_the_same_pool_makes_room_for_its_own_successor(db, owner):
    pool_id, family = await pools.pool(owner, people=3), await make.family(owner)
    await pools.hold(family, pool_id, people=2)

    await pools.hold(family, pool_id, people=3)

    assert await pools.taken(owner, pool_id) == {"people": 3}


async def test_a_hold_that_finds_no_place_leaves_the_former_one(db, owner):
    family, other = await make.family(owner), await make.family(owner)
    first, full = await pools.pool(owner, people=3), await pools.pool(owner, people=1)
    await pools.take(other, full, people=1)
    held = await pools.hold(family, first, people=2)

    assert await pools.outcome(pools.hold(family, full, people=1)) == "NO_PLACE"

    assert await pools.taken(owner, first) == {"people": 2}
    assert await owner.fetchval("select state from claim where id = $1", held) == "held"


async def test_an_expired_hold_gives_way_on_the_next_touch(db, owner):
    pool_id = await pools.pool(owner, people=1)
    holder, other = await make.family(owner), await make.family(owner)
    await pools.hold(holder, pool_id, people=1)

    just_before = NOW + LATER - timedelta(microseconds=1)
    assert await pools.outcome(pools.take(other, pool_id, people=1, now=just_before)) == "NO_PLACE"
    await pools.take(other, pool_id, people=1, now=NOW + LATER)

    assert await pools.taken(owner, pool_id) == {"people": 1}
    assert await pools.out_of_step(owner) == []


async def test_the_sweep_gives_back_once_however_often_it_runs(db, owner):
    pool_id = await pools.pool(owner, people=9, groups=9)
    await pools.hold(await make.family(owner), pool_id, people=1, groups=1, now=NOW + LATER / 2)
    for _ in range(3):
        await pools.hold(await make.family(owner), pool_id, people=2, groups=1)

    swept = [await allocation.sweep_expired(NOW + LATER) for _ in range(2)]

    assert swept == [3, 0]
    assert await pools.taken(owner, pool_id) == {"people": 1, "groups": 1}


async def test_a_live_hold_is_kept_and_an_expired_one_is_not(db, owner):
    pool_id = await pools.pool(owner, people=9)
    on_time, late = await make.family(owner), await make.family(owner)
    kept, missed = [await pools.hold(family, pool_id, people=2) for family in (on_time, late)]

    assert await pools.keep(on_time, kept, pool_id, people=2, now=NOW + LATER / 2)
    assert not await pools.keep(late, missed, pool_id, people=2, now=NOW + LATER)

    assert await allocation.sweep_expired(NOW + 2 * LATER) == 1
    assert await pools.taken(owner, pool_id) == {"people": 2}


async def test_a_hold_of_other_places_or_another_pool_is_not_kept(db, owner):
    pool_id, elsewhere = await pools.pool(owner, people=9), await pools.pool(owner, people=9)
    family = await make.family(owner)
    held = await pools.hold(family, pool_id, people=2)

    assert not await pools.keep(family, held, pool_id, people=3)
    assert not await pools.keep(family, held, pool_id, people=1)
    assert not await pools.keep(family, held, elsewhere, people=2)


async def test_a_claim_taken_instead_of_a_hold_uses_the_places_of_the_hold(db, owner):
    pool_id, family = await pools.pool(owner, people=3), await make.family(owner)
    held = await pools.hold(family, pool_id, people=2)

    await pools.take(family, pool_id, people=3, instead_of=held)

    assert await pools.taken(owner, pool_id) == {"people": 3}
    assert await pools.out_of_step(owner) == []


async def test_a_claim_gives_back_once(db, owner):
    pool_id, family = await pools.pool(owner, people=3), await make.family(owner)
    claim_id = await pools.take(family, pool_id, people=2)

    released = [await pools.release(family, claim_id) for _ in range(2)]

    assert released == [[claim_id], []]
    assert await pools.taken(owner, pool_id) == {"people": 0}


async def test_releasing_a_hold_never_releases_what_was_kept(db, owner):
    pool_id, family = await pools.pool(owner, people=3), await make.family(owner)
    held = await pools.hold(family, pool_id, people=2)
    await pools.keep(family, held, pool_id, people=2)

    async with transaction(family) as tx:
        gone = await allocation.release_hold(
            tx, claim_id=held, account_id=family.account_id, now=NOW
        )

    assert not gone
    assert await pools.taken(owner, pool_id) == {"people": 2}


async def test_a_family_reaches_no_claim_but_its_own(db, owner):
    pool_id = await pools.pool(owner, people=3)
    family, stranger = await make.family(owner), await make.family(owner)
    claim_id = await pools.hold(family, pool_id, people=2)

    assert not await pools.keep(stranger, claim_id, pool_id, people=2)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await pools.release(stranger, claim_id)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(stranger) as tx:
            await allocation.take(
                tx,
                claim_id=new_id(),
                pool_id=pool_id,
                account_id=family.account_id,
                amounts={"people": 1},
                now=NOW,
            )

    assert await pools.taken(owner, pool_id) == {"people": 2}


async def test_inner_functions_and_those_of_the_office_do_nothing_for_a_family(db, owner):
    pool_id, family = await pools.pool(owner, people=3), await make.family(owner)
    claim_id = await pools.take(family, pool_id, people=2)

    for statement in (
        "select allocation_give_back(array[$1::uuid], '{kept}', now())",
        "update ceiling set taken = 0 where pool_id = $1",
        "delete from claim where id = $1",
        "select allocation_sweep($1, 'infinity')",
        "select allocation_open(array[$1::uuid], '{huaraz}', 'event', array['{}'::jsonb])",
        "select visit_open_slots('{huaraz}', '2026-03-01', '2026-03-02') where $1::uuid is not null",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(family) as tx:
                await tx.execute(statement, claim_id)


async def test_opening_a_pool_again_changes_nothing(db, owner):
    pool_id = await pools.pool(owner, people=3)

    await owner.execute(
        "select allocation_open(array[$1::uuid], '{huaraz}', 'event', array['{\"people\": 9}'::jsonb])",
        pool_id,
    )

    assert [tuple(row) for row in await owner.fetch("select unit, capacity from ceiling")] == [
        ("people", 3)
    ]
