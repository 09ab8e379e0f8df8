"""Visits that make way for an event, or last as long as it: with the release, and as its dates change."""

from datetime import date, datetime, time, timedelta

import asyncpg
import pytest

from backend.core.actor import System
from backend.core.clock import lima_instant
from backend.database import transaction
from backend.programmes.queries.preview import release_preview
from backend.programmes.rules.content import ExceptionDay, Venue
from backend.programmes.rules.vocabulary import ExceptionKind, VisitEffect, Where
from backend.visits.rules import VisitType
from tests.allocation.make_pools import out_of_step
from tests.programmes import make_effects as effects
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_effects import AFTER, DURING
from tests.programmes.make_programmes import NOW, SATURDAY
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_told import moved_in_secret
from tests.visits.make_visits import refused
from tests.visits.phone_visits import asked

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)
KEY = SATURDAY.isoformat()
SUNDAY = date(2026, 3, 15)
_LATE = {"dates": make.dates(at=time(16, 45), minutes=30)}
"""Doors open when the visits of the afternoon are over, but for the hours that an event adds."""
BLOCKS, REPLACES, EXTENDS = VisitEffect.BLOCKS, VisitEffect.REPLACES, VisitEffect.EXTENDS


def _ends(clock: time) -> datetime:
    return lima_instant(SATURDAY, clock)


async def test_visits_in_the_hours_of_an_event_that_blocks_are_off_and_told_once(db, owner):
    day = await effects.day(owner)

    await day.publish(BLOCKS)

    assert await day.states() == ["active", "cancelled", "active"]
    assert await day.told("visit_called_off") == [day.relatives[1].family.account_id]
    assert await day.told("day_closed") == []
    row = await owner.fetchrow(
        "select cancel_reason, told_from from booking where id = $1", day.booked[1]
    )
    assert tuple(row) == ("event", NOW)
    assert await visits.taken(owner, day.slots[1]) == {"people": 0}
    assert await out_of_step(owner) == []
    one = await visits.relative(owner)
    assert await refused(one.book(day.slots[1])) == "DAY_CLOSED"
    await one.book(day.slots[0])


@pytest.mark.parametrize(
    "kind", [each for each in VisitType if each not in ("ordinary", "children")]
)
async def test_what_is_no_ordinary_visit_is_left_alone(db, owner, kind):
    day = await effects.day(owner)
    await effects.retype(owner, day.slots[1], kind)

    await day.publish(REPLACES)

    assert await day.states() == ["cancelled", "active", "cancelled"]
    rows = await owner.fetch("select id, visit_is_closed(s, null) as off from slot s")
    off = {row["id"]: row["off"] for row in rows}
    assert [off[slot] for slot in day.slots] == [True, False, True]


async def test_visits_of_children_make_way_too(db, owner):
    day = await effects.day(owner)
    await effects.retype(owner, day.slots[1], "children")

    await day.publish(BLOCKS)

    assert await day.states() == ["active", "cancelled", "active"]


async def test_an_event_that_replaces_takes_the_whole_day_and_everybody_is_told(db, owner):
    day = await effects.day(owner)
    sunday = await visits.slot(owner, on=SUNDAY)
    other = await visits.relative(owner)
    stays = await other.book(sunday)

    await day.publish(REPLACES)

    assert await day.states() == ["cancelled"] * 3
    assert await visits.states(owner, stays) == ["active"]
    assert sorted(await day.told("visit_called_off")) == sorted(
        one.family.account_id for one in day.relatives
    )
    assert await day.told("day_closed") == [other.family.account_id]


async def test_a_place_beside_which_an_event_concerns_keeps_its_visits(db, owner):
    here, there = await effects.day(owner), await effects.day(owner, at="chiclayo")
    here.office.director = make.director("huaraz", "chiclayo")

    await here.publish(REPLACES, also_at=("chiclayo",))

    assert (await here.states(), await there.states()) == (["cancelled"] * 3, ["active"] * 3)


async def test_visits_that_touch_an_event_that_extends_last_until_its_end(db, owner):
    day = await effects.day(owner)

    await day.publish(EXTENDS)

    rows = await owner.fetch("select id, ends_at, longer from slot")
    found = {row["id"]: (row["ends_at"], row["longer"]) for row in rows}
    assert [found[slot] for slot in day.slots] == [
        (_ends(time(11)), 0), (_ends(time(17, 30)), 90), (_ends(AFTER[1]), 0),
    ]  # fmt: skip
    assert await day.states() == ["active"] * 3
    assert await day.told("visit_changed") == [day.relatives[1].family.account_id]
    one = day.relatives[1]
    mine = await asked(one.family, "family/visits/visit", id=str(day.booked[1]))
    assert (mine["endsAt"], mine["stayMinutes"]) == ("2026-03-14T22:30:00Z", 210)
    offered = await asked(
        one.family,
        "family/visits/availability",
        **{
            "inmateId": str(one.inmate_id),
            "visitorIds": [str(one.visitor_id)],
            "from": KEY,
            "to": KEY,
        },
    )
    assert [each["stayMinutes"] for each in offered["slots"]] == [120, 210, 60]
    late = await visits.relative(owner)
    used = await owner.fetchval(
        "select rules_used -> 'stay_minutes' from booking where id = $1",
        await late.book(day.slots[1]),
    )
    assert used == "120"


async def test_a_slot_that_is_made_after_the_release_is_as_long(db, owner):
    day = await effects.day(owner)
    await day.publish(EXTENDS)

    fresh = await visits.slot(owner, on=SATURDAY, starts=DURING[0], ends=DURING[1])
    other = await visits.slot(owner, on=SUNDAY, starts=DURING[0], ends=DURING[1])

    ends = await owner.fetch("select id, longer from slot where id = any($1)", [fresh, other])
    assert {row["id"]: row["longer"] for row in ends} == {fresh: 90, other: 0}


async def test_a_longer_visit_keeps_nobody_from_one_that_follows_and_a_shorter_frees(db, owner):
    day = await effects.day(owner)
    one = day.relatives[1]
    follows = await visits.slot(owner, on=SATURDAY, starts=time(16), ends=time(17))
    await one.book(follows)

    event_id = await day.publish(EXTENDS)
    late = await visits.relative(owner)
    stays = await late.book(day.slots[1])
    await day.office.republish(event_id, now=LATER)

    assert await day.states() == ["active"] * 3
    assert sorted(await day.told("visit_changed")) == sorted(
        each.family.account_id for each in (one, one, late)
    )  # the visit that follows touches the event too
    rows = await owner.fetch(
        "select s.longer, s.ends_at = v.ends_at as alike from slot s join booking b on b.slot_id = s.id"
        " join booking_visitor v on v.booking_id = b.id where b.id = any($1)",
        [*day.booked, stays],
    )
    assert {tuple(row) for row in rows} == {(0, True)}
    await late.book(follows, now=LATER)


async def _effect_gone(day, event_id):
    await day.office.republish(event_id, now=LATER)


async def _date_off(day, event_id):
    off = ExceptionDay(key=KEY, kind=ExceptionKind.CANCELLED, why=offices.WHY)
    await day.office.republish(event_id, effect=REPLACES, exceptions=(off,), now=LATER)


async def _postponed(day, event_id):
    waits = ExceptionDay(key=KEY, kind=ExceptionKind.POSTPONED, why=offices.WHY)
    await day.office.republish(event_id, effect=REPLACES, exceptions=(waits,), now=LATER)


async def _all_off(day, event_id):
    await day.office.cancel_all(now=LATER)


@pytest.mark.parametrize("act", [_effect_gone, _date_off, _postponed, _all_off])
async def test_hours_that_an_event_lets_go_can_be_booked_again_and_what_was_told_is_taken_back(
    db, owner, act
):
    day = await effects.day(owner)
    other = await visits.relative(owner)
    event_id = await day.publish(REPLACES)
    assert await day.told("day_closed") == [other.family.account_id]

    await act(day, event_id)

    assert await day.told("day_closed") == []
    assert await day.states() == ["cancelled"] * 3
    assert len(await day.told("visit_called_off")) == 3
    await other.book(day.slots[1], now=LATER)
    assert await day.standing() == []


async def test_a_date_that_is_moved_takes_its_hours_along(db, owner):
    day = await effects.day(owner)
    sunday = await visits.slot(owner, on=SUNDAY, starts=DURING[0], ends=DURING[1])
    one = await visits.relative(owner)
    visit = await one.book(sunday)
    event_id = await day.publish(BLOCKS)
    moved = ExceptionDay(key=KEY, kind=ExceptionKind.MOVED, on=SUNDAY, at=time(15, 30))

    await day.office.republish(event_id, effect=BLOCKS, exceptions=(moved,), now=LATER)

    assert await day.standing() == [("blocks", SUNDAY)]
    assert await visits.states(owner, visit) == ["cancelled"]
    await day.relatives[1].book(day.slots[1], now=LATER)


async def test_a_date_that_does_not_change_tells_nobody_again(db, owner):
    day = await effects.day(owner)
    await visits.relative(owner)
    event_id = await day.publish(REPLACES)
    before = await registry.rows(owner, "visit_yielding", "notice", "booking")

    await day.office.republish(event_id, effect=REPLACES, summary="Otra cosa", now=LATER)

    assert await registry.rows(owner, "visit_yielding", "notice", "booking") == before


async def test_other_hours_of_an_event_that_extends_are_told_instead_of_the_former(db, owner):
    day = await effects.day(owner)
    event_id = await day.publish(EXTENDS)

    await day.office.republish(event_id, effect=EXTENDS, minutes=60, now=LATER)

    assert await day.told("visit_changed") == [day.relatives[1].family.account_id]
    assert await owner.fetchval("select longer from slot where id = $1", day.slots[1]) == 30
    taken_back = "select count(*) from notice where kind = 'visit_changed' and withdrawn_at = $1"
    assert await owner.fetchval(taken_back, LATER) == 1


async def test_hours_that_one_event_adds_are_none_that_another_takes(db, owner):
    day = await effects.day(owner)
    await day.publish(EXTENDS)

    await day.publish(BLOCKS, **_LATE)

    assert await day.states() == ["active", "active", "active"]
    await (await visits.relative(owner)).book(day.slots[1])


async def test_of_a_day_too_far_ahead_to_book_nobody_is_told(db, owner):
    day = await effects.day(owner)
    await visits.relative(owner)

    await day.publish(REPLACES, first_on=date(2026, 4, 4))

    assert await day.told("day_closed") == []
    assert await day.standing() == [("replaces", date(2026, 4, 4))]


async def test_a_family_reads_that_its_visit_made_way_for_an_event(db, owner):
    day = await effects.day(owner)
    await day.publish(BLOCKS)
    mine = await asked(day.relatives[1].family, "family/visits/visit", id=str(day.booked[1]))
    assert (mine["state"], mine["cancelReason"]) == ("CANCELLED", "EVENT")


async def test_no_event_moves_an_interview_with_counsel_whoever_asks(db, owner):
    day = await effects.day(owner)
    await day.publish(BLOCKS)
    with pytest.raises(asyncpg.CheckViolationError):
        await owner.execute("update visit_yielding set visit_types = '{ordinary,lawyer}'")


async def test_what_has_begun_keeps_its_hours(db, owner):
    day = await effects.day(owner)
    event_id = await day.publish(BLOCKS, rule="FREQ=WEEKLY;COUNT=2")
    later = make.lima("2026-03-14 15:40")

    await day.office.republish(event_id, rule="FREQ=WEEKLY;COUNT=2", now=later)

    assert await day.standing() == [("blocks", SATURDAY)]


@pytest.mark.parametrize(
    "venue",
    [
        {"venue": Venue(where=Where.OUTSIDE, name="Teatro", address="Plaza")},
        {"said": "online"},
    ],
)
async def test_an_event_elsewhere_has_no_effect_on_visits(db, owner, venue):
    day = await effects.day(owner)
    said = make.online(effect=BLOCKS) if "said" in venue else make.content(effect=BLOCKS, **venue)
    before = await offices.written(owner)

    assert await refused(day.office.draft(said)) == "BAD_INPUT"

    assert await offices.written(owner) == before


async def test_no_visit_lasts_over_midnight(db, owner):
    day = await effects.day(owner)
    assert await refused(day.office.draft(effect=EXTENDS, minutes=600)) == "BAD_INPUT"
    await day.office.draft(effect=BLOCKS, minutes=600)


async def test_the_preview_counts_what_the_release_calls_off(db, owner):
    day = await effects.day(owner)
    for effect, off in ((VisitEffect.NONE, 0), (EXTENDS, 0), (BLOCKS, 1), (REPLACES, 3)):
        event_id = await day.office.draft(effect=effect)
        async with transaction(day.office.writer) as tx:
            found = await release_preview(tx, day.office.writer, event_id, now=NOW)
        assert found.visits_off == off
    await day.office.release(event_id, await day.office.submit(event_id, 1))
    assert (await day.states()).count("cancelled") == found.visits_off
    facts = await owner.fetchval(
        "select facts ->> 'visits_off' from audit_entry where action = 'programmes.event.released'"
    )
    assert facts == "3"


async def test_a_visit_that_was_called_off_in_secret_falls_and_lasts_longer_as_others_do(db, owner):
    await registry.establishment(owner, "ica")
    day = await effects.day(owner)
    await moved_in_secret(day.relatives[1], secret_until=date(2026, 3, 30))
    secret, plain = day.relatives[1].family.account_id, await visits.relative(owner)
    await plain.book(day.slots[1])
    assert (await day.states())[1] == "cancelled"

    event_id = await day.publish(EXTENDS)
    both = sorted([secret, plain.family.account_id])
    assert sorted(await day.told("visit_changed")) == both
    await day.office.republish(event_id, effect=BLOCKS, now=LATER)

    fell = await owner.fetch(
        "select account_id, cause from notice where kind = 'visit_called_off' and tell_from = $1",
        LATER,
    )
    assert sorted(row["account_id"] for row in fell) == both
    assert len({row["cause"] for row in fell}) == 1


async def test_nothing_of_a_release_that_is_refused_touches_visits(db, owner):
    day = await effects.day(owner)
    event_id = await day.office.draft(effect=BLOCKS)
    version = await day.office.submit(event_id, 1)
    before = await offices.written(owner)

    assert await refused(day.office.release(event_id, version - 1)) == "DRAFT_CHANGED"

    assert await offices.written(owner) == before
    assert await day.states() == ["active"] * 3


async def test_staff_of_another_place_hold_and_lengthen_nothing(db, owner):
    await effects.day(owner)
    for call in ("visit_lock_days('huaraz', '{}', now())", "visit_lengthen('huaraz', '{}', now())"):
        with pytest.raises(Exception, match="not posted there"):
            async with transaction(make.director("chiclayo")) as tx:
                await tx.execute(f"select {call}")
    async with transaction(System()) as tx:
        await tx.execute("select visit_lengthen('huaraz', '{}', now())")
