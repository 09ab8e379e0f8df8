"""A booking is told; a visit that falls is told by itself and takes back what was told of it. Secrets stay secrets."""

from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest

from backend.core.clock import lima_instant
from backend.core.custody import EventKind
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from backend.visits import commands, jobs
from tests.notifications import make_notices as notices
from tests.registry import make_registry as registry
from tests.visits import make_told as making
from tests.visits import make_visits as visits
from tests.visits.make_told import ENDS, EVENING, SIX_HOURS, STARTS, TOLD_OF, moved_in_secret, told
from tests.visits.make_visits import NOW, SATURDAY, WEEK
from tests.visits.phone_visits import answered

pytestmark = pytest.mark.anyio
FAST = Limits(first=100_000, most=100_000)


async def test_a_booking_is_told_with_its_subject_and_its_hours(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))

    [notice] = await told(owner)

    assert (notice.kind, notice.account_id) == ("visit_booked", one.family.account_id)
    assert notice.subject == f"visit:{booked}"
    assert (notice.act_by, notice.send_until, notice.expires_at) == (
        STARTS - SIX_HOURS,
        STARTS,
        ENDS,
    )
    assert notice.facts == {"booking_id": str(booked), "visit_on": "2026-03-07"}


async def test_a_visit_that_falls_is_told_until_it_would_be_over_and_read_for_a_week(db, owner):
    await visits.place(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    slot_id = await visits.slot(owner)
    booked, untouched = await one.book(slot_id), await other.book(slot_id)

    await making.happens(one, EventKind.RELEASE)

    [notice] = await told(owner, "visit_called_off")
    event = await owner.fetchval("select id from custody_event where kind = 'release'")
    assert (notice.account_id, notice.subject, notice.cause) == (
        one.family.account_id,
        f"visit:{booked}",
        str(event),
    )
    assert (notice.tell_from, notice.act_by) == (NOW, STARTS - SIX_HOURS)
    assert (notice.send_until, notice.expires_at) == (ENDS, ENDS + timedelta(days=7))
    assert await making.kinds(owner, one) == [
        ("visit_booked", "replaced"),
        ("visit_called_off", None),
    ]
    assert await making.kinds(owner, other) == [("visit_booked", None)]
    assert untouched != booked


async def test_the_inbox_still_says_it_when_it_is_too_late_to_send_it(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    await notices.phone(owner, one.family)
    await one.book(await visits.slot(owner))
    await making.happens(one, EventKind.RELEASE, now=NOW)
    carrier = notices.FakeCarrier()

    await Dispatcher("push", carrier, FAST).drain(ENDS)

    assert carrier.letters == []
    said = await answered(one.family, "family/notices/myNotices", now=ENDS)
    assert b"visit_called_off" in said


async def test_what_a_family_calls_off_itself_takes_back_what_it_was_told(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    booked = await one.book(await visits.slot(owner))
    kept = await one.book(await visits.slot(owner, on=SATURDAY + WEEK))
    await jobs.ask_again_tomorrow(EVENING)
    assert ("visit_go", None) in await making.kinds(owner, one)

    await one.cancel(booked, now=EVENING + timedelta(minutes=5))

    gone = {
        each.kind: each.withdrawn for each in await told(owner) if each.subject[6:] == str(booked)
    }
    assert gone == {"visit_booked": "replaced", "visit_go": "replaced", "visit_cancelled": None}
    [stands] = [each for each in await told(owner) if each.subject == f"visit:{kept}"]
    assert (stands.kind, stands.withdrawn) == ("visit_booked", None)


async def test_a_death_says_nothing_and_takes_back_what_is_no_longer_true(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    await one.book(await visits.slot(owner))

    await making.happens(one, EventKind.DEATH)

    assert await making.kinds(owner, one) == [("visit_booked", "replaced")]


async def _seen(one: visits.Relative, booked, now: datetime) -> list[bytes]:
    """Everything a family is shown: its visits and its notices."""
    return [
        await answered(one.family, "family/visits/visit", id=booked, now=now),
        await answered(one.family, "family/visits/nextVisits", now=now),
        await answered(one.family, "family/notices/myNotices", now=now),
    ]


async def test_nothing_is_sent_taken_back_or_shown_before_a_secret_may_be_told(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    one = await visits.relative(owner)
    await notices.phone(owner, one.family)
    booked = await one.book(await visits.slot(owner, on=SATURDAY + WEEK))
    carrier = notices.FakeCarrier()
    push = Dispatcher("push", carrier, FAST)
    await push.drain(NOW)
    before, sent = await _seen(one, booked, NOW), len(carrier.letters)

    assert await moved_in_secret(one) == 1
    just_before = lima_instant(TOLD_OF, time(0)) - timedelta(seconds=1)
    for now in (NOW, just_before):
        assert await jobs.take_back_secrets(now) == 0
        await push.drain(now)
        assert await _seen(one, booked, now) == before
    assert len(carrier.letters) == sent == 1
    assert await owner.fetchval("select count(*) from delivery where withdrawal") == 0

    told_at = lima_instant(TOLD_OF, time(8))
    assert await jobs.take_back_secrets(told_at) == 1
    assert await jobs.take_back_secrets(told_at) == 0
    await push.drain(told_at)

    # The newer notice takes the older one's line on the screen, so nothing has to be wiped off it.
    assert [(letter.kind, letter.withdrawal) for letter, *_ in carrier.letters[1:]] == [
        ("visit_called_off", False)
    ]
    assert await making.kinds(owner, one) == [
        ("visit_booked", "replaced"),
        ("visit_called_off", None),
    ]


async def test_who_calls_off_what_fell_in_secret_sees_what_everybody_sees_who_calls_off(db, owner):
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    slot_id = await visits.slot(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    fell, stood = await one.book(slot_id), await other.book(slot_id)
    await moved_in_secret(one)

    await one.cancel(fell)
    await other.cancel(stood)

    assert (
        await making.kinds(owner, one)
        == await making.kinds(owner, other)
        == [
            ("visit_booked", "replaced"),
            ("visit_cancelled", None),
        ]
    )
    mine, theirs = await told(owner, "visit_cancelled")
    assert {mine.subject, theirs.subject} == {f"visit:{fell}", f"visit:{stood}"}
    assert (mine.act_by, mine.send_until, mine.expires_at) == (
        theirs.act_by,
        theirs.send_until,
        theirs.expires_at,
    )
    after = lima_instant(TOLD_OF, time(8))
    assert b"visit_called_off" not in await answered(
        one.family, "family/notices/myNotices", now=after
    )


async def test_a_roster_that_calls_off_for_many_causes_names_each(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    some = [await visits.relative(owner) for _ in range(3)]
    for one in some:
        await one.book(slot_id)
        await making.happens(one, EventKind.RELEASE)

    causes = {each.cause for each in await told(owner, "visit_called_off")}

    assert len(causes) == 3


async def test_what_is_refused_tells_nobody(db, owner):
    await visits.place(owner)
    one = await visits.relative(owner)
    await one.book(await visits.slot(owner))
    before = await told(owner)

    stranger = registry.officer("ica")
    closing = commands.close_days(
        stranger,
        uuid4(),
        establishment_id="huaraz",
        first_on=SATURDAY,
        last_on=SATURDAY,
        reason=commands.ClosureReason.SEARCH,
        now=NOW,
    )

    assert await visits.refused(closing) == "NOT_ALLOWED"
    early = making.happens(one, EventKind.RELEASE, effective_on=date(2026, 3, 4))
    assert await visits.refused(early) == "CUSTODY_NOT_POSSIBLE"
    assert await told(owner) == before
