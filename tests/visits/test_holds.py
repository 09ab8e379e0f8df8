"""Holds: ten minutes, true for everybody, one an account, and worth nothing once they have expired."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from backend.visits import commands, jobs
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW

pytestmark = pytest.mark.anyio
MINUTE = timedelta(minutes=1)
EXPIRED = NOW + 10 * MINUTE


async def test_a_hold_keeps_places_from_everybody_for_ten_minutes(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one, other = await visits.relative(owner), await visits.relative(owner)

    answer = await commands.hold_slot(
        one.family,
        uuid4(),
        slot_id=slot_id,
        inmate_id=one.inmate_id,
        visitor_ids=[one.visitor_id],
        now=NOW,
    )

    assert answer["expires_at"] == "2026-03-02T15:10:00+00:00"
    assert await visits.refused(other.book(slot_id, now=EXPIRED - MINUTE)) == "NO_PLACE"
    await other.book(slot_id, now=EXPIRED)


async def test_a_hold_ends_when_its_visit_begins(db, owner):
    await visits.place(
        owner,
        rules=(("booking_window", {**visits.OPEN[1], "closes_hours_before": 0}), visits.ANYONE),
    )
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)

    hold_id = await one.hold(slot_id, now=datetime(2026, 3, 7, 13, 55, tzinfo=UTC))

    ends = await owner.fetchval("select expires_at from claim where id = $1", hold_id)
    assert ends == datetime(2026, 3, 7, 14, tzinfo=UTC)


async def test_a_held_slot_is_booked_on_its_hold(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one = await visits.relative(owner)
    hold_id = await one.hold(slot_id)

    booking_id = await one.book(slot_id, hold_id=hold_id, now=NOW + 9 * MINUTE)

    claim = await owner.fetchrow(
        "select c.id, c.state, c.expires_at from claim c join booking b on b.claim_id = c.id where b.id = $1",
        booking_id,
    )
    assert tuple(claim) == (hold_id, "kept", None)
    assert await jobs.sweep_holds(NOW + 60 * MINUTE) == 0
    assert await visits.taken(owner, slot_id) == {"people": 1}


async def test_an_expired_hold_is_good_while_nobody_else_came(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one, other = await visits.relative(owner), await visits.relative(owner)
    hold_id = await one.hold(slot_id)

    await one.book(slot_id, hold_id=hold_id, now=EXPIRED)

    assert await visits.refused(other.book(slot_id, now=EXPIRED)) == "NO_PLACE"
    assert await visits.taken(owner, slot_id) == {"people": 1}


async def test_an_expired_hold_never_beats_a_live_one(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one, other = await visits.relative(owner), await visits.relative(owner)
    old = await one.hold(slot_id)
    live = await other.hold(slot_id, now=EXPIRED)
    before = await visits.written(owner)

    late = one.book(slot_id, hold_id=old, now=EXPIRED + MINUTE)
    assert await visits.refused(late) == "HOLD_EXPIRED"

    assert await visits.written(owner) == before
    await other.book(slot_id, hold_id=live, now=EXPIRED + 2 * MINUTE)


async def test_a_hold_can_be_booked_with_more_people_when_there_is_room(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=2)
    one = await visits.relative(owner)
    child_id = await visits.child(owner, one)
    hold_id = await one.hold(slot_id)

    await one.book(slot_id, hold_id=hold_id, visitor_ids=[one.visitor_id, child_id])

    assert await visits.taken(owner, slot_id) == {"people": 2}


async def test_a_hold_that_is_too_small_survives_the_refusal(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=2)
    one, other = await visits.relative(owner), await visits.relative(owner)
    child_id = await visits.child(owner, one)
    await other.book(slot_id)
    hold_id = await one.hold(slot_id)

    more = one.book(slot_id, hold_id=hold_id, visitor_ids=[one.visitor_id, child_id])
    assert await visits.refused(more) == "HOLD_EXPIRED"

    await one.book(slot_id, hold_id=hold_id)
    assert await visits.taken(owner, slot_id) == {"people": 2}


async def test_somebody_elses_hold_is_worth_nothing(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one, thief = await visits.relative(owner), await visits.relative(owner)
    hold_id = await one.hold(slot_id)

    assert await visits.refused(thief.book(slot_id, hold_id=hold_id)) == "HOLD_EXPIRED"
    await one.book(slot_id, hold_id=hold_id)


async def test_a_new_hold_of_the_account_frees_the_former_one(db, owner):
    await visits.place(owner)
    morning = await visits.slot(owner, people=1)
    noon = await visits.slot(owner, starts=time(11), ends=time(13), people=1)
    one, other = await visits.relative(owner), await visits.relative(owner)
    await one.hold(morning)

    await one.hold(noon)

    await other.book(morning)
    assert await visits.taken(owner, noon) == {"people": 1}


async def test_a_hold_is_released_by_hand_once(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one, stranger = await visits.relative(owner), await visits.relative(owner)
    hold_id = await one.hold(slot_id)

    async def release(family):
        answer = await commands.release_hold(family, uuid4(), hold_id=hold_id, now=NOW)
        return answer["released"]

    assert await release(stranger.family) is False
    assert [await release(one.family), await release(one.family)] == [True, False]
    assert await visits.taken(owner, slot_id) == {"people": 0}


async def test_what_is_not_allowed_is_not_held_either(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, visitor_sex="M")
    one = await visits.relative(owner)
    before = await visits.written(owner)

    assert await visits.refused(one.hold(slot_id)) == "WEEKDAY_NOT_FOR_SEX"
    assert await visits.written(owner) == before
