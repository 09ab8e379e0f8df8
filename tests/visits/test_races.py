"""Bookings that race, through the commands. Every race has a control that goes wrong with its guard off."""

import asyncio
from datetime import time
from uuid import uuid4

import pytest

from backend.core.errors import DomainError
from backend.registry.commands import RestrictionKind, RestrictionReason
from backend.visits import commands
from tests.allocation.make_pools import UNGUARDED, out_of_step
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW

pytestmark = pytest.mark.anyio
ONE_A_WEEK = {"at_most": 1, "period": {"kind": "calendar_week"}}


async def _outcome(act) -> str:
    try:
        await act
    except DomainError as refusal:
        return refusal.code.value
    return "booked"


async def _outcomes(acts) -> dict[str, int]:
    said = await asyncio.gather(*(_outcome(act) for act in acts))
    return {code: said.count(code) for code in sorted(set(said))}


async def _persist(book) -> str:
    """As a phone does: the same request again while the answer is "come back"."""
    while (said := await _outcome(book())) == "TRY_AGAIN":
        pass
    return said


async def test_two_hundred_confirm_at_once_and_a_hundred_places_are_sold(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=100, groups=150)
    rush = [await visits.relative(owner) for _ in range(200)]
    requests = [uuid4() for _ in rush]

    said = await asyncio.gather(
        *(
            _persist(lambda one=one, request=request: one.book(slot_id, request_id=request))
            for one, request in zip(rush, requests, strict=True)
        )
    )

    assert {code: said.count(code) for code in set(said)} == {"booked": 100, "NO_PLACE": 100}
    assert await visits.taken(owner, slot_id) == {"people": 100, "groups": 100}
    assert await owner.fetchval("select count(*) from booking where state = 'active'") == 100
    assert await out_of_step(owner) == []


async def test_control_without_the_guard_more_places_are_sold_than_there_are(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=10)
    rush = [await visits.relative(owner) for _ in range(40)]
    await owner.execute(UNGUARDED)

    said = await _outcomes(one.book(slot_id) for one in rush)

    assert said["booked"] > 10


async def test_fifty_sends_of_one_request_make_one_booking_and_answer_alike(db, owner):
    await visits.place(owner)
    slot_id, request_id = await visits.slot(owner), uuid4()
    one = await visits.relative(owner)

    answers = await asyncio.gather(*(one.book(slot_id, request_id=request_id) for _ in range(50)))

    assert len(set(answers)) == 1
    assert await owner.fetchval("select count(*) from booking") == 1
    assert await visits.taken(owner, slot_id) == {"people": 1}


async def _two_accounts_want_the_last_visit(owner) -> dict[str, int]:
    """Two relatives of one inmate, on two slots of one week, at the same moment; the rule allows one."""
    morning = await visits.slot(owner)
    noon = await visits.slot(owner, starts=time(13), ends=time(15))
    sister = await visits.relative(owner)
    brother = await visits.relative(owner, inmate_id=sister.inmate_id)
    return await _outcomes([sister.book(morning), brother.book(noon)])


async def test_two_accounts_race_for_an_inmates_last_visit_and_one_gets_it(db, owner):
    await visits.place(owner)
    await visits.rule(owner, "visits_per_period", ONE_A_WEEK)
    await _replace(owner, "visit_facts_of", "return json", "perform pg_sleep(0.05); return json")

    for _ in range(3):
        assert await _two_accounts_want_the_last_visit(owner) == {"NO_PLACE": 1, "booked": 1}


async def test_control_without_the_inmates_lock_both_get_it(db, owner):
    await visits.place(owner)
    await visits.rule(owner, "visits_per_period", ONE_A_WEEK)
    lock = "perform from inmate where id = asked_inmate for no key update;"
    await _replace(owner, "visit_facts_locked", lock, "")
    await _replace(owner, "visit_facts_of", "return json", "perform pg_sleep(0.05); return json")

    assert await _two_accounts_want_the_last_visit(owner) == {"booked": 2}


async def test_a_person_on_two_lists_is_in_one_place_at_a_time(db, owner):
    await visits.place(owner)
    morning = await visits.slot(owner)
    overlapping = await visits.slot(owner, starts=time(10), ends=time(12))
    number = registry.dni()
    lists = [await visits.relative(owner, number=number) for _ in range(6)]

    said = await _outcomes(
        one.book(slot_id) for one, slot_id in zip(lists, [morning, overlapping] * 3, strict=True)
    )

    assert said == {"NOT_AVAILABLE": 5, "booked": 1}
    assert await out_of_step(owner) == []


async def test_control_without_the_exclusion_one_person_is_in_two_places(db, owner):
    await visits.place(owner)
    morning = await visits.slot(owner)
    number = registry.dni()
    lists = [await visits.relative(owner, number=number) for _ in range(2)]
    await owner.execute("alter table booking_visitor drop constraint booking_visitor_one_place")

    assert await _outcomes(one.book(morning) for one in lists) == {"booked": 2}


async def test_a_day_that_closes_while_people_book_keeps_no_booking(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    officer = registry.officer()
    rush = [await visits.relative(owner) for _ in range(20)]

    await asyncio.gather(*_books_and(_close(officer), rush, slot_id))

    assert await owner.fetchval("select count(*) from booking where state = 'active'") == 0
    assert await visits.taken(owner, slot_id) == {"people": 0}


async def test_control_without_the_lock_of_the_place_a_booking_slips_through(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    officer = registry.officer()
    rush = [await visits.relative(owner) for _ in range(20)]
    await _replace(owner, "visit_lock_places", "if alone then", "continue; if alone then")
    await _replace(owner, "visit_facts_of", "return json", "perform pg_sleep(0.1); return json")

    await asyncio.gather(*_books_and(_close(officer), rush, slot_id))

    assert await owner.fetchval("select count(*) from booking where state = 'active'") > 0


async def test_a_person_barred_while_they_book_keeps_no_booking(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    officer = registry.officer()
    rush = [await visits.relative(owner) for _ in range(8)]

    await asyncio.gather(
        *(
            act
            for one in rush
            for act in (_outcome(one.book(slot_id)), _outcome(_bar(officer, one.number)))
        )
    )

    assert await owner.fetchval("select count(*) from booking where state = 'active'") == 0
    assert await out_of_step(owner) == []


async def test_booking_and_cancelling_in_a_crowd_leaves_the_books_right(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=6, groups=6)
    crowd = [await visits.relative(owner) for _ in range(12)]

    async def come_and_go(one: visits.Relative) -> None:
        for _ in range(3):
            hold = await _outcome(one.hold(slot_id))
            if hold == "booked":
                try:
                    booking_id = await one.book(slot_id)
                except DomainError:
                    continue
                await one.cancel(booking_id)

    await asyncio.gather(*(come_and_go(one) for one in crowd))

    assert await out_of_step(owner) == []
    active = await owner.fetchval("select count(*) from booking where state = 'active'")
    held = await owner.fetchval("select count(*) from claim where state = 'held'")
    assert await visits.taken(owner, slot_id) == {"people": active + held, "groups": active + held}


def _books_and(act, rush, slot_id):
    books = [_outcome(one.book(slot_id)) for one in rush]
    return [*books[:10], act, *books[10:]]


async def _close(officer):
    return await commands.close_days(
        officer,
        uuid4(),
        establishment_id="huaraz",
        first_on=visits.SATURDAY,
        last_on=visits.SATURDAY,
        reason=commands.ClosureReason.SEARCH,
        now=NOW,
    )


async def _bar(officer, number: str):
    return await commands.restrict_visits(
        officer,
        uuid4(),
        kind=RestrictionKind.VISITOR_SANCTION,
        establishment_id="huaraz",
        document_kind="dni",
        document_number=number,
        valid_from=NOW.date(),
        reason=RestrictionReason.GATE_INCIDENT,
        now=NOW,
    )


async def _replace(owner, function: str, old: str, new: str) -> None:
    """Change a function of the database; the text must be there."""
    body = await owner.fetchval("select pg_get_functiondef($1::regproc)", function)
    assert old in body, function
    await owner.execute(body.replace(old, new, 1))
