"""How many came: marks are a set that comes to the same however it comes in; a count by hand has those marked in it."""

import random
from datetime import date, timedelta

import pytest

from backend.core.errors import Code, DomainError
from backend.programmes.rules.attending import GuestClass, audience
from tests.privacy.make_household import erased, household
from tests.programmes import make_answers as answers
from tests.programmes import make_doors as doors
from tests.programmes import make_programmes as programmes
from tests.programmes.make_doors import AFTER, DOORS, came, mistake
from tests.programmes.make_programmes import NOW

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)
RELATIVE, PUBLIC = GuestClass.RELATIVE, GuestClass.PUBLIC


async def _refused(owner, code: Code, act, **facts) -> None:
    before = await doors.written(owner)
    with pytest.raises(DomainError) as refusal:
        await act
    assert refusal.value.code is code
    assert refusal.value.facts == facts
    assert await doors.written(owner) == before


async def _audience(event: programmes.Released) -> dict[GuestClass, tuple[int, int]]:
    [(_, came_)] = await doors.attendance(event.event_id)
    return came_


async def test_a_guest_whom_two_phones_marked_is_one_and_a_mistake_on_one_leaves_the_other(
    db, owner
):
    event, [(one, going)] = await doors.expected(owner, 1)
    first, second = came(one, going), came(one, going, marked_at=DOORS + DAY / 24)
    await doors.mark(event.occurrence_id, first)
    await doors.mark(event.occurrence_id, second)

    assert await _audience(event) == {RELATIVE: (1, 0)}
    await doors.mark(event.occurrence_id, mistake(first))
    assert await _audience(event) == {RELATIVE: (1, 0)}
    await doors.mark(event.occurrence_id, mistake(second))
    assert await _audience(event) == {}


async def test_of_places_without_an_account_no_more_come_than_there_were(db, owner):
    event = await programmes.released(owner)
    open_id = await doors.open_party(owner, event.occurrence_id, adults=2, children=1)
    party = {"open_answer_id": open_id, "children": 0}
    of_another_date = await doors.open_party(
        owner, (await programmes.released(owner)).occurrence_id
    )

    await doors.mark(event.occurrence_id, came(**party))
    assert await _audience(event) == {PUBLIC: (1, 0)}
    await doors.mark(
        event.occurrence_id, came(**party), came(**(party | {"adults": 2, "children": 1}))
    )

    assert await _audience(event) == {PUBLIC: (2, 1)}
    [open_party] = (await doors.seen(event.occurrence_id)).open_parties
    assert (open_party["open_answer_id"], open_party["adults"]) == (open_id, 2)
    await doors.mark(event.occurrence_id, came(open_answer_id=of_another_date))
    assert await _audience(event) == {PUBLIC: (3, 1)}, "somebody stands there"


async def test_the_latest_count_of_a_class_stands_and_those_marked_are_of_it(db, owner):
    event, [(one, going)] = await doors.expected(owner, 1)
    await doors.mark(event.occurrence_id, came(one, going), came(), came())
    await doors.count(event.occurrence_id, 30, 9, now=DOORS)
    await doors.count(event.occurrence_id, 20, 5)
    await doors.count(event.occurrence_id, 0, 1, guest_class=PUBLIC)

    assert await _audience(event) == {RELATIVE: (20, 5), PUBLIC: (2, 0)}
    counts = (await doors.seen(event.occurrence_id)).counts
    assert {row["guest_class"]: (row["adults"], row["children"]) for row in counts} == {
        "relative": (20, 5),
        "public": (0, 1),
    }
    for wrong, field in (((-1, 0), "adults"), ((0, -1), "children"), ((100_000, 1), "children")):
        act = doors.count(event.occurrence_id, *wrong)
        await _refused(owner, Code.BAD_INPUT, act, field=field)


async def test_a_count_stands_by_the_hour_at_which_it_was_counted(db, owner):
    event = await programmes.released(owner)
    hour = DAY / 24
    await doors.count(event.occurrence_id, 20, counted_at=DOORS + hour)
    await doors.count(event.occurrence_id, 30, counted_at=DOORS, now=AFTER + hour)  # no signal

    [count] = (await doors.seen(event.occurrence_id)).counts
    assert (count["adults"], count["counted_at"]) == (20, DOORS + hour)
    assert await _audience(event) == {RELATIVE: (20, 0)}
    await doors.count(event.occurrence_id, 40, counted_at=AFTER + 4000 * DAY)
    await doors.count(event.occurrence_id, 25, now=AFTER + hour)
    assert await _audience(event) == {RELATIVE: (25, 0)}


def test_of_marks_and_a_count_the_one_with_more_people_stands():
    marked = {RELATIVE: (2, 3), PUBLIC: (1, 0), GuestClass.STAFF: (4, 0)}
    counted = {RELATIVE: (4, 1), PUBLIC: (5, 1), GuestClass.OFFICIAL: (2, 0)}

    assert audience(marked, counted) == {
        RELATIVE: (2, 3),
        PUBLIC: (5, 1),
        GuestClass.OFFICIAL: (2, 0),
        GuestClass.STAFF: (4, 0),
    }


@pytest.mark.parametrize("seed", range(6))
async def test_the_same_marks_come_to_the_same_in_any_order_from_any_phones(db, owner, seed):
    """Three phones send subsets in batches, again and again and out of order, until everything has arrived once."""
    chance = random.Random(seed)
    event, going = await doors.expected(owner, 4)
    open_id = await doors.open_party(owner, event.occurrence_id, adults=2)
    marks = []
    for _ in range(40):
        at = DOORS + timedelta(seconds=chance.randrange(600))
        one, answer_id = chance.choice(going)
        kind = chance.choice(list(GuestClass))
        marks.append(
            chance.choice(
                [
                    came(one, answer_id, marked_at=at, guest_class=kind),
                    came(marked_at=at, guest_class=kind, adults=2),
                    came(marked_at=at, open_answer_id=open_id),
                    mistake(chance.choice(marks), guest_class=kind) if marks else came(),
                ]
            )
        )
    told = []
    for date_id in [event.occurrence_id] * 2:  # the second time everything is known
        left = set(range(len(marks)))
        while left:
            batch = chance.sample(range(len(marks)), chance.randrange(1, 12))
            await doors.mark(date_id, *(marks[nth] for nth in batch), by=doors.officer())
            left -= set(batch)
            found = await doors.seen(date_id)
        told.append((sorted(each["id"] for each in found.marks), await _audience(event)))
        assert told[-1] == told[0]
    assert told[0][1] == _reckoned(marks, going)
    assert sorted(each.id for each in marks) == told[0][0]


def _reckoned(marks, going) -> dict[GuestClass, tuple[int, int]]:
    """The same by other means: what stands of a set of marks."""
    undone = {each.undoes for each in marks}
    live = sorted(
        (each for each in marks if not each.undoes and each.id not in undone),
        key=lambda each: (each.marked_at, each.id),
    )
    guests = {each.visitor_id: (each.guest_class, 1) for each in live if each.visitor_id}
    open_ = [each for each in live if each.open_answer_id]
    found: dict[GuestClass, int] = {}
    for kind, people in [
        *guests.values(),
        *[
            (each.guest_class, each.adults)
            for each in live
            if not each.visitor_id and not each.open_answer_id
        ],
        *([(open_[-1].guest_class, min(2, len(open_)))] if open_ else []),
    ]:
        found[kind] = found.get(kind, 0) + people
    return {kind: (people, 0) for kind, people in found.items()}


async def test_an_erased_account_leaves_its_count_and_nothing_that_leads_to_it(db, owner):
    home = await household(owner)
    one = home.tied()
    past = NOW - timedelta(days=20)
    event = await programmes.released(owner, first_on=date(2026, 2, 21), now=past)
    going, _ = await answers.answer(one, event.occurrence_id, now=past)
    late = came(one, going)
    for mark in (came(one, going), came(one, going)):
        await doors.mark(event.occurrence_id, mark, now=NOW - DAY)

    await erased(home)
    await doors.mark(event.occurrence_id, late, now=NOW + DAY)  # from a phone that had no signal

    [(row, came_)] = await doors.attendance(event.event_id, now=NOW + DAY)
    assert came_ == {RELATIVE: (1, 0)}
    assert row["no_shows"] == 0
    said = "".join([str(each) for each in await owner.fetch("select * from door_mark")])
    assert str(one.visitor_id) not in said and str(going) not in said
    found = await doors.seen(event.occurrence_id, now=NOW + DAY)
    assert found.guests == [] and {each["visitor_id"] for each in found.marks} == {None}
