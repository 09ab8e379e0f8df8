"""What is told of days that events take whole from visits: once, and taken back once there are visits again."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.database import transaction
from backend.programmes.rules.vocabulary import VisitEffect
from backend.visits.commands import closing
from tests.programmes import make_effects as effects
from tests.programmes.make_programmes import HERE, NOW, SATURDAY
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)
BLOCKS, REPLACES = VisitEffect.BLOCKS, VisitEffect.REPLACES


async def test_of_one_day_that_several_dates_take_everybody_is_told_once(db, owner):
    day = await effects.day(owner)
    other = await visits.relative(owner)
    first = await day.publish(REPLACES)
    second = await day.publish(REPLACES)

    assert await day.told("day_closed") == [other.family.account_id]
    await day.office.republish(first, now=LATER)
    assert await day.told("day_closed") == [other.family.account_id]
    await day.office.republish(second, effect=BLOCKS, now=LATER)
    assert await day.told("day_closed") == []  # there are visits before and after it


async def test_what_a_closed_day_still_closes_stays_told_until_it_is_open_again(db, owner):
    day = await effects.day(owner)
    other = await visits.relative(owner)
    event_id = await day.publish(REPLACES)
    closed = await closing.close_days(
        day.office.director, uuid4(), establishment_id=HERE, first_on=SATURDAY, last_on=SATURDAY,
        reason=closing.ClosureReason.SEARCH, now=LATER,
    )  # fmt: skip
    told = await day.told("day_closed")

    await day.office.republish(event_id, now=LATER)

    assert await day.told("day_closed") == told and told.count(other.family.account_id) == 2
    await closing.reopen_days(
        day.office.director, uuid4(), closure_id=UUID(closed["id"]), now=LATER
    )
    assert await day.told("day_closed") == []


async def test_a_day_whose_every_visit_stays_off_is_not_told_to_be_open(db, owner):
    day = await effects.day(owner)
    other = await visits.relative(owner)
    await owner.execute("update slot set closed_at = $2 where id <> $1", day.slots[1], NOW)
    event_id = await day.publish(REPLACES)

    await day.office.republish(event_id, effect=BLOCKS, now=LATER)
    assert await day.told("day_closed") == [other.family.account_id]
    await day.office.republish(event_id, now=LATER)

    assert await day.told("day_closed") == []


async def test_nobody_lets_visits_make_way_in_anothers_name(db, owner):
    day = await effects.day(owner)
    await day.publish(BLOCKS)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
        async with transaction(day.office.director) as tx:
            await tx.execute(
                "insert into visit_yielding select gen_random_uuid(), establishment_id, occurrence_id, effect,"
                " visit_types, from_at, until_at, recorded_at, gen_random_uuid(), recorded_at from visit_yielding"
            )
