"""Releases that change how many may come, or who: places, whoever waits, and answers that race with a release."""

import asyncio
from datetime import time, timedelta

import asyncpg
import pytest

from backend.core.actor import System
from backend.core.errors import DomainError
from backend.database import transaction
from backend.programmes.commands import releasing
from backend.programmes.rules.content import ExceptionDay
from backend.programmes.rules.vocabulary import ExceptionKind
from backend.sealed import document_index
from tests.allocation.make_pools import out_of_step
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_office import WHY, dates
from tests.programmes.make_programmes import HERE, NOW, SATURDAY
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import refused

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)


async def test_fewer_places_than_have_answered_are_refused_and_more_go_to_whoever_waits(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(people=2)
    one, two, three = [await visits.relative(owner) for _ in range(3)]
    date_id = (await dates(owner, event_id))[SATURDAY.isoformat()]["id"]
    given = [(await answers.answer(each, date_id))[0] for each in (one, two, three)]
    version = await office.submit(
        event_id, await office.edit(event_id, 0, people=1, now=LATER), now=LATER
    )
    before = await offices.written(owner)

    assert await refused(office.release(event_id, version, now=LATER)) == "PLACES_TAKEN"
    assert await offices.written(owner) == before

    async with transaction(System()) as tx:
        await tx.execute("delete from event_draft")
    await office.republish(event_id, people=3, adults=3, now=LATER)
    assert await answers.states(owner, *given) == [
        ("going", None),
        ("going", None),
        ("offered", None),
    ]
    assert await visits.taken(owner, date_id) == {"people": 3, "adults": 3}
    assert await out_of_step(owner) == []

    await office.republish(event_id, now=LATER)
    assert await visits.taken(owner, date_id) == {"people": 3}
    assert await out_of_step(owner) == []


async def test_a_narrower_audience_ends_the_answers_of_who_may_come_no_more(db, owner):
    office = await offices.office(owner)
    await registry.establishment(owner, "chiclayo")
    office.director = make.director(HERE, "chiclayo")
    event_id = await office.publish(also_at=("chiclayo",), people=1)
    there, here = await visits.relative(owner, at="chiclayo"), await visits.relative(owner)
    date_id = (await dates(owner, event_id))[SATURDAY.isoformat()]["id"]
    mine, _ = await answers.answer(there, date_id)
    hers, state = await answers.answer(here, date_id)
    assert state == "waiting"

    await office.republish(event_id, people=1, now=LATER)

    assert await answers.states(owner, mine, hers) == [("withdrawn", "audience"), ("offered", None)]
    assert await answers.told(owner, "answer_ended") == [there.family.account_id]
    assert await out_of_step(owner) == []


async def test_fewer_places_are_enough_where_the_same_release_ends_answers(db, owner):
    office = await offices.office(owner)
    await registry.establishment(owner, "chiclayo")
    office.director = make.director(HERE, "chiclayo")
    event_id = await office.publish(also_at=("chiclayo",), people=2)
    there, here = await visits.relative(owner, at="chiclayo"), await visits.relative(owner)
    date_id = (await dates(owner, event_id))[SATURDAY.isoformat()]["id"]
    given = [(await answers.answer(each, date_id))[0] for each in (there, here)]

    await office.republish(event_id, people=1, now=LATER)

    assert await answers.states(owner, *given) == [("withdrawn", "audience"), ("going", None)]
    assert await visits.taken(owner, date_id) == {"people": 1}
    assert await out_of_step(owner) == []


async def test_answers_that_race_with_a_cancellation_leave_nobody_going_to_what_is_off(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(people=8)
    date_id = (await dates(owner, event_id))[SATURDAY.isoformat()]["id"]
    rush = [await visits.relative(owner) for _ in range(24)]
    off = ExceptionDay(key=SATURDAY.isoformat(), kind=ExceptionKind.CANCELLED, why=WHY)
    version = await office.edit(event_id, 0, people=8, exceptions=(off,), now=LATER)
    version = await office.submit(event_id, version, now=LATER)

    async def persist(one) -> str:
        while (
            said := await answers.outcome(answers.answer(one, date_id, now=LATER))
        ) == "TRY_AGAIN":
            pass
        return said

    async def release() -> int:
        while True:
            try:
                return await office.release(event_id, version, now=LATER)
            except DomainError as refusal:
                assert refusal.code.value == "TRY_AGAIN"

    await asyncio.gather(
        *(persist(one) for one in rush[:12]), release(), *(persist(one) for one in rush[12:])
    )

    live = await owner.fetchval("select count(*) from answer where state <> 'withdrawn'")
    assert live == 0
    assert await out_of_step(owner) == []
    ended = await owner.fetchval("select count(*) from answer where ended_why = 'cancelled'")
    assert (
        await owner.fetchval("select count(*) from notice where kind = 'event_cancelled'") == ended
    )
    assert await owner.fetchval("select told from event_release where no = 2") == ended


async def bar_on_sundays(owner, number: str) -> None:
    """Somebody may not come on the Sunday after the first date, and comes on the Saturday."""
    bar_id = await registry.restriction(owner, number="00000000")
    await owner.execute(
        "update restriction set person_index = $2, valid_from = '2026-03-15', valid_to = '2026-03-16' where id = $1",
        bar_id,
        document_index("dni", number),
    )


async def test_what_a_barred_household_leaves_goes_to_nobody_before_the_places_are_fewer(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(people=3)
    key = SATURDAY.isoformat()
    one, two, barred, waiting = [await visits.relative(owner) for _ in range(4)]
    date_id = (await dates(owner, event_id))[key]["id"]
    given = [(await answers.answer(each, date_id))[0] for each in (one, two, barred, waiting)]
    await bar_on_sundays(owner, barred.number)
    moved = ExceptionDay(key=key, kind=ExceptionKind.MOVED, on=make.day("2026-03-15"))

    await office.republish(event_id, people=2, exceptions=(moved,), now=LATER)

    assert await answers.states(owner, *given) == [
        ("going", None), ("going", None), ("withdrawn", "audience"), ("waiting", None),
    ]  # fmt: skip
    assert await answers.told(owner, "offer_made") == []
    assert await out_of_step(owner) == []


async def test_only_answers_to_a_date_on_another_day_are_asked_again(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(people=3)
    barred = await visits.relative(owner)
    key = SATURDAY.isoformat()
    mine, _ = await answers.answer(barred, (await dates(owner, event_id))[key]["id"])
    await bar_on_sundays(owner, barred.number)

    await office.republish(event_id, people=3, minutes=60, now=LATER)
    assert await answers.states(owner, mine) == [("going", None)]

    moved = ExceptionDay(key=key, kind=ExceptionKind.MOVED, on=make.day("2026-03-15"))
    await office.republish(event_id, people=3, exceptions=(moved,), now=LATER)
    assert await answers.states(owner, mine) == [("withdrawn", "audience")]


@pytest.mark.parametrize(("to", "kept"), [("2026-03-13", True), ("2026-03-03", False)])
async def test_an_offer_does_not_outlive_the_hour_until_which_its_date_is_answered(
    db, owner, to, kept
):
    office = await offices.office(owner)
    event_id = await office.publish(people=1, offer_hours=14 * 24)
    going, waiting = await visits.relative(owner), await visits.relative(owner)
    key = SATURDAY.isoformat()
    date_id = (await dates(owner, event_id))[key]["id"]
    first, _ = await answers.answer(going, date_id)
    second, _ = await answers.answer(waiting, date_id)
    await answers.withdraw(going, first)
    moved = ExceptionDay(key=key, kind=ExceptionKind.MOVED, on=make.day(to), at=time(10))

    said = make.content(people=1, offer_hours=14 * 24, exceptions=(moved,))
    await office.republish(event_id, said, now=LATER)

    row = await owner.fetchrow("select state, offered_until from answer where id = $1", second)
    if kept:
        until = await owner.fetchval("select answers_until from occurrence")
        assert tuple(row) == ("offered", until)
    else:
        assert tuple(row) == ("withdrawn", None)
        assert await visits.taken(owner, date_id) == {"people": 0}
    assert await out_of_step(owner) == []


@pytest.mark.parametrize("act", ["release", "cancel"])
async def test_what_tells_everybody_may_take_a_minute(db, owner, monkeypatch, act):
    office = await offices.office(owner)
    event_id = await office.publish()
    version = await office.submit(event_id, await office.edit(event_id, 0, summary="Otra"))
    patient = " and current_setting('statement_timeout') = '1min'"
    monkeypatch.setattr(releasing, "_SET", releasing._SET.strip() + patient)

    await (office.release(event_id, version) if act == "release" else office.cancel_all())

    assert await owner.fetchval("select release_no from event") == 2


STAFF_ALONE = (
    "select c.* from event_reach_counts($1, array[$2::uuid], $3, 'public', array[$1], now()) c",
    "select event_call_off($3, array[$2::uuid], false, now()), $1::text",
    "select event_settle($3, array[$2::uuid], '{}', '{}', '{}', '{\"people\": 1}', now()), $1::text",
    "select event_publish($3, now()), $1::text, $2::uuid",
)


@pytest.mark.parametrize("sql", STAFF_ALONE)
async def test_what_tells_people_is_for_staff_of_the_place_alone(db, owner, sql):
    """The second wall: the functions themselves refuse, whatever the commands let through."""
    office = await offices.office(owner)
    one = await visits.relative(owner)
    event_id = await office.publish()
    date_id = (await dates(owner, event_id))[SATURDAY.isoformat()]["id"]
    await answers.answer(one, date_id)
    before = await offices.written(owner)

    for stranger in (make.director("chiclayo"), one.family):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(stranger) as tx:
                await tx.fetch(sql, HERE, date_id, event_id)
    assert await offices.written(owner) == before


async def test_a_date_that_stands_is_not_called_off_behind_its_row(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    date_id = (await dates(owner, event_id))[SATURDAY.isoformat()]["id"]

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(office.director) as tx:
            await tx.execute("select event_call_off($1, $2, false, now())", event_id, [date_id])


async def test_the_database_keeps_releases_as_they_were_and_asks_for_two_people(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()

    for sql in (
        "update event_release set told = 9",
        "delete from event_release",
        "delete from occurrence",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(office.director) as tx:
                await tx.execute(sql)
    with pytest.raises(asyncpg.CheckViolationError, match="event_release_second_person"):
        await owner.execute(
            "insert into event_release (event_id, establishment_id, no, content, changes, told, released_at,"
            " released_by, submitted_by) values ($1, $2, 9, '{}', '{}', 0, $3, $4, $4)",
            event_id,
            HERE,
            NOW,
            office.director.staff_id,
        )


@pytest.mark.parametrize("wrong", ["another", "not submitted", "wrote some", "no second person"])
async def test_the_database_binds_a_release_to_who_acts_and_to_what_was_submitted(db, owner, wrong):
    office = await offices.office(owner)
    event_id = await office.publish()
    version = await office.edit(event_id, 0, summary="Otra", by=office.director)
    version = await office.edit(event_id, version, summary="Otra cosa")
    if wrong != "not submitted":
        await office.submit(event_id, version)
    by = office.director if wrong == "wrote some" else make.director()
    says = make.director().staff_id if wrong == "another" else by.staff_id
    submitted_by = None if wrong == "no second person" else office.writer.staff_id
    insert = (
        "insert into event_release (event_id, establishment_id, no, content, changes, told, released_at,"
        " released_by, submitted_by) values ($1, $2, 2, '{}', '{}', 0, $3, $4, $5)"
    )

    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="event_release"):
        async with transaction(by) as tx:
            await tx.execute(insert, event_id, HERE, NOW, says, submitted_by)


async def test_two_directors_at_once_release_once(db, owner):
    office = await offices.office(owner)
    await visits.relative(owner)
    event_id = await office.draft()
    version = await office.submit(event_id, 1)

    said = await asyncio.gather(
        *(office.release(event_id, version, by=make.director()) for _ in range(4)),
        return_exceptions=True,
    )

    assert [each for each in said if not isinstance(each, DomainError)] == [1]
    assert {each.code.value for each in said if isinstance(each, DomainError)} == {"DRAFT_CHANGED"}
    assert await owner.fetchval("select count(*) from event_release") == 1
    assert await owner.fetchval("select count(*) from notice") == 1
