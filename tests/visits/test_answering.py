"""A family says whether it comes, on its phone or by text message; whoever has not is reminded in the morning."""

import asyncio
from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from backend.core.actor import System
from backend.core.clock import lima_instant
from backend.database import transaction
from backend.visits import commands, jobs
from tests.registry import make_registry as registry
from tests.visits import make_told as making
from tests.visits import make_visits as visits
from tests.visits.make_told import (
    ENDS,
    EVENING,
    MORNING,
    SIX_HOURS,
    STARTS,
    moved_in_secret,
    told,
    who,
)
from tests.visits.make_visits import NOW, SATURDAY, WEEK
from tests.visits.phone_visits import asked, refusal

pytestmark = pytest.mark.anyio
ANSWER = "family/visits/answerVisit"
HALF_AN_HOUR = timedelta(minutes=30)


async def _said(owner, booked) -> tuple:
    row = await owner.fetchrow(
        "select coming, answered_at, state from booking where id = $1", booked
    )
    return tuple(row)


async def _by_text(one: visits.Relative, now=EVENING) -> bool:
    async with transaction(System()) as tx:
        return await commands.answer_by_text(tx, one.family.account_id, now)


async def test_the_last_word_counts_and_calls_nothing_off(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))
    request = uuid4()

    said = await asked(one.family, ANSWER, bookingId=booked, coming=True, requestId=request)
    assert (said["__typename"], said["coming"]) == ("Booking", True)
    assert await _said(owner, booked) == (True, NOW, "active")
    later = NOW + timedelta(hours=1)
    await asked(one.family, ANSWER, bookingId=booked, coming=False, now=later)
    await asked(one.family, ANSWER, bookingId=booked, coming=True, requestId=request, now=later)

    assert await _said(owner, booked) == (False, later, "active")


async def test_a_visit_of_others_that_began_or_was_called_off_is_not_answered(db, owner):
    await visits.place(owner)
    one, stranger = await visits.relative(owner), await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))

    assert await refusal(stranger.family, ANSWER, bookingId=booked, coming=True) == "NOT_FOUND"
    late = await refusal(one.family, ANSWER, bookingId=booked, coming=True, now=STARTS)
    assert late == "SLOT_PAST"
    await one.cancel(booked)
    gone = await refusal(one.family, ANSWER, bookingId=booked, coming=True)

    assert gone == "ALREADY_CANCELLED"
    assert await _said(owner, booked) == (None, None, "cancelled")


async def test_what_was_called_off_in_secret_is_answered_like_any_other(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))
    await moved_in_secret(one)

    said = await asked(one.family, ANSWER, bookingId=booked, coming=True)

    assert said["coming"] is True


async def test_a_letter_by_text_answers_the_next_day_with_visits_and_no_other(db, owner):
    await visits.place(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    morning, afternoon = (
        await visits.slot(owner),
        await visits.slot(owner, starts=time(14), ends=time(16)),
    )
    first, second = await one.book(morning), await one.book(afternoon)
    sunday = await one.book(await visits.slot(owner, on=SATURDAY + timedelta(days=1)))
    theirs = await other.book(morning)

    assert await _by_text(one, NOW) is False  # too far ahead
    assert await _by_text(one) is True
    assert await _by_text(one) is True

    for booked, coming in ((first, True), (second, True), (sunday, None), (theirs, None)):
        assert (await _said(owner, booked))[0] is coming
    assert await _by_text(one, STARTS) is True  # the afternoon is still to come
    nobody = await visits.relative(owner)
    assert await _by_text(nobody) is False


async def test_in_the_morning_whoever_has_not_answered_is_reminded_once(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one, answered, cancelled = [await visits.relative(owner) for _ in range(3)]
    booked = await one.book(slot_id)
    await asked(answered.family, ANSWER, bookingId=await answered.book(slot_id), coming=True)
    await cancelled.cancel(await cancelled.book(slot_id))
    await one.book(await visits.slot(owner, on=SATURDAY + WEEK))

    assert await jobs.remind_of_today(lima_instant(SATURDAY, time(7, 3))) == 0
    counts = await asyncio.gather(*(jobs.remind_of_today(MORNING) for _ in range(3)))
    assert sum(counts) == 1
    assert await jobs.remind_of_today(MORNING + HALF_AN_HOUR) == 0

    [notice] = await told(owner, "visit_reminder")
    assert (notice.account_id, notice.subject) == (one.family.account_id, f"visit:{booked}")
    assert (notice.tell_from, notice.act_by) == (MORNING, STARTS - SIX_HOURS)
    assert (notice.send_until, notice.expires_at) == (STARTS - HALF_AN_HOUR, ENDS)


async def test_nobody_is_reminded_too_late_of_a_stay_or_of_what_was_booked_this_morning(db, owner):
    await visits.place(owner)
    early = await visits.slot(owner, starts=time(7, 30), ends=time(8))
    one, other, third = [await visits.relative(owner) for _ in range(3)]
    await one.book(early)
    await other.book(await visits.slot(owner))
    await owner.execute(
        "update booking set still_on = 'stay', asked_at = $1 where account_id = $2",
        EVENING,
        other.family.account_id,
    )
    afternoon = await visits.slot(owner, starts=time(14), ends=time(16))
    await third.book(afternoon, now=MORNING)

    assert await jobs.remind_of_today(MORNING + timedelta(minutes=1)) == 0

    assert await told(owner, "visit_reminder") == []


async def test_what_was_called_off_in_secret_is_reminded_of_like_any_other(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    slot_id = await visits.slot(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    await one.book(slot_id)
    await other.book(slot_id)
    await moved_in_secret(one, secret_until=date(2026, 3, 9))

    assert await jobs.remind_of_today(MORNING) == 2

    assert set(await who(owner, "visit_reminder")) == {
        one.family.account_id,
        other.family.account_id,
    }
    assert ("visit_called_off", None) in await making.kinds(owner, one)
