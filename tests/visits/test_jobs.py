"""Slots are made ahead once, however often and by however many; expired holds are given back."""

import asyncio
import random
from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from backend.core.actor import System
from backend.core.ids import new_id
from backend.database import transaction
from backend.registry.seeding import seed_establishments
from backend.visits import jobs, seeding
from backend.visits.commands import HORIZON
from backend.visits.rules import Session, occurrences
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW

pytestmark = pytest.mark.anyio
TODAY = date(2026, 3, 2)

SESSION = """
insert into timetable_session (id, establishment_id, name, visit_type, place, visitor_sex, weekday, starts, ends,
  every_weeks, valid_from, valid_to, ceilings, source)
values ($1, 'huaraz', 'Visita', 'ordinary', 'direct', 'F', $2, $3, $4, $5, $6, $7, '{"people": 60, "groups": 30}',
  'test')
"""


async def _session(owner, weekday=6, *, every_weeks=1, valid_from=date(2025, 1, 1), valid_to=None):
    session_id = new_id()
    values = (weekday, time(9), time(17), every_weeks, valid_from, valid_to)
    await owner.execute(SESSION, session_id, *values)
    return session_id


async def test_slots_are_made_to_the_horizon_with_places_and_instants(db, owner):
    await registry.establishment(owner)
    await _session(owner)

    assert await jobs.open_slots(NOW) == 4

    slots = await owner.fetch("select * from slot order by starts_at")
    assert [slot["visit_on"] for slot in slots] == [date(2026, 3, day) for day in (7, 14, 21, 28)]
    assert slots[0]["starts_at"] == datetime(2026, 3, 7, 14, tzinfo=UTC)
    assert slots[0]["ends_at"] == datetime(2026, 3, 7, 22, tzinfo=UTC)
    assert (slots[0]["visitor_sex"], slots[0]["place"]) == ("F", "direct")
    ceilings = await owner.fetch(
        "select unit, capacity, taken from ceiling where pool_id = $1 order by unit", slots[0]["id"]
    )
    assert [tuple(row) for row in ceilings] == [("groups", 30, 0), ("people", 60, 0)]


async def test_running_again_or_in_many_workers_makes_each_slot_once(db, owner):
    await registry.establishment(owner)
    for weekday in (3, 6, 7):
        await _session(owner, weekday)

    made = await asyncio.gather(*(jobs.open_slots(NOW) for _ in range(6)))

    assert sum(made) == 12
    assert await jobs.open_slots(NOW) == 0
    assert await jobs.open_slots(NOW + timedelta(days=7)) == 3
    rows = await registry.rows(owner, "slot", "pool", "ceiling")
    assert rows == {"slot": 15, "pool": 15, "ceiling": 30}


async def test_the_days_are_those_the_timetable_yields(db, owner):
    await registry.establishment(owner)
    dice = random.Random(11)
    expected = {}
    for _ in range(40):
        begins = TODAY + timedelta(days=dice.randint(-60, 20))
        ends = dice.choice([None, begins + timedelta(days=dice.randint(0, 70))])
        weekday, every = dice.randint(1, 7), dice.randint(1, 8)
        session_id = await _session(
            owner, weekday, every_weeks=every, valid_from=begins, valid_to=ends
        )
        session = Session(weekday, time(9), time(17), begins, ends, every)
        expected[session_id] = [
            (each.on, each.starts_at, each.ends_at)
            for each in occurrences(session, TODAY, TODAY + HORIZON)
        ]

    await jobs.open_slots(NOW)

    made = {session_id: [] for session_id in expected}
    for row in await owner.fetch("select * from slot order by visit_on"):
        made[row["session_id"]].append((row["visit_on"], row["starts_at"], row["ends_at"]))
    assert made == expected


async def test_closed_days_get_slots_that_nobody_can_book_until_they_open(db, owner):
    await visits.place(owner)
    await _session(owner)
    closure = uuid4()
    await owner.execute(
        "insert into closed_day (id, establishment_id, first_on, last_on, reason_code, recorded_at)"
        " values ($1, 'huaraz', '2026-03-07', '2026-03-07', 'search', $2)",
        closure,
        NOW,
    )
    await jobs.open_slots(NOW)
    slot_id = await owner.fetchval("select id from slot where visit_on = '2026-03-07'")
    one = await visits.relative(owner)

    assert await visits.refused(one.book(slot_id)) == "DAY_CLOSED"
    await owner.execute("update closed_day set ended_at = $2 where id = $1", closure, NOW)
    await one.book(slot_id)


async def test_all_seeded_establishments_are_served_and_only_the_naval_base_has_none(db, owner):
    async with transaction(System()) as tx:
        await seed_establishments(tx, System(), NOW)
    async with transaction(System()) as tx:
        sessions = await seeding.seed_timetables(tx, System(), NOW)

    made = await jobs.open_slots(NOW)

    assert (sessions, made) == (473, 1892)
    without = await owner.fetch(
        "select id from establishment e where not exists (select from slot where establishment_id = e.id)"
    )
    assert [row["id"] for row in without] == ["cerec-base-naval"]


async def test_seeding_again_changes_nothing_and_what_was_ended_stays_ended(db, owner):
    async with transaction(System()) as tx:
        await seed_establishments(tx, System(), NOW)
    added = []
    for _ in range(2):
        async with transaction(System()) as tx:
            rules = await seeding.seed_rules(tx, System(), NOW)
            added.append((rules, await seeding.seed_timetables(tx, System(), NOW)))
        await owner.execute("update timetable_session set valid_to = '2026-03-05'")

    assert added[1] == (0, 0)
    assert added[0][0] > 50
    assert (
        await owner.fetchval("select count(*) from timetable_session where valid_to is null") == 0
    )


async def test_a_rule_whose_example_fails_is_not_loaded(db, owner, tmp_path):
    await registry.establishment(owner)
    await owner.execute("update establishment set id = 'lurigancho'")
    text = seeding.RULES.read_text(encoding="utf-8")
    first = text[: text.index('id = "art29-eight-hours"')].rsplit("[[rule]]", 1)[0]
    broken = tmp_path / "rules.toml"
    broken.write_text(first.replace("at_most = 3", "at_most = 2"), encoding="utf-8")

    with pytest.raises(seeding.RulesFail, match="The third visit of the week is allowed"):
        async with transaction(System()) as tx:
            await seeding.seed_rules(tx, System(), NOW, broken)

    assert await owner.fetchval("select count(*) from visit_rule") == 0


async def test_a_version_edited_in_place_is_refused(db, owner, tmp_path):
    async with transaction(System()) as tx:
        await seed_establishments(tx, System(), NOW)
        await seeding.seed_rules(tx, System(), NOW)
    edited = tmp_path / "rules.toml"
    text = seeding.RULES.read_text(encoding="utf-8")
    edited.write_text(text.replace("minutes = 480", "minutes = 470"), encoding="utf-8")

    with pytest.raises(ValueError, match="art29-eight-hours: version 1 was edited"):
        async with transaction(System()) as tx:
            await seeding.seed_rules(tx, System(), NOW, edited)


async def test_expired_holds_are_given_back_by_the_job_and_by_two_workers_once(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    for _ in range(5):
        await (await visits.relative(owner)).hold(slot_id)
    live = await visits.relative(owner)
    await live.hold(slot_id, now=NOW + timedelta(minutes=9))

    swept = await asyncio.gather(*(jobs.sweep_holds(NOW + timedelta(minutes=10)) for _ in range(3)))

    assert sum(swept) == 5
    assert await visits.taken(owner, slot_id) == {"people": 1}
