"""The demo: the same story whatever day it is begun on, made once."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import asyncpg
import pytest

from backend import demo
from backend.core.actor import System
from backend.core.clock import lima_day
from backend.database import transaction
from backend.demo.culture import REHEARSALS, SINGERS
from backend.demo.programmes import READINGS
from backend.ledger.queries import verify
from backend.seeding import seed_everything
from backend.work.queries.closing import holidays

pytestmark = pytest.mark.anyio

LEAP_DAY = datetime(2024, 2, 29, 15, tzinfo=UTC)
NEW_YEAR = datetime(2026, 1, 1, 5, 1, tzinfo=UTC)
"""One minute into the year in Lima: a holiday, and the first of a month and of a year."""

SUNDAY = datetime(2025, 6, 1, 15, tzinfo=UTC)
"""The first of a month, too."""

AFTER_EASTER = datetime(2025, 4, 21, 4, 59, tzinfo=UTC)
"""The last minute of Easter Sunday."""

COUNTED = (
    "account", "answer", "audit_entry", "bank_file", "budget_line", "contribution", "door_count",
    "earning_statement", "enrolment", "ensemble", "ensemble_member", "entry", "event", "event_draft",
    "event_person", "event_release", "inmate", "journal", "notice", "occurrence", "part_mark", "partner",
    "price", "programme", "remittance", "request_key", "spending", "staff", "statement_consent",
    "statement_question", "tie", "visitor", "work_month", "work_record", "workshop",
)  # fmt: skip


def quiet(_: str) -> None:
    pass


async def seeded(now: datetime) -> None:
    await seed_everything(now, quiet)
    await demo.seed_demo(now, quiet)


async def rows(owner) -> dict[str, int]:
    return {table: await owner.fetchval(f"select count(*) from {table}") for table in COUNTED}


@pytest.mark.parametrize("now", [LEAP_DAY, NEW_YEAR, SUNDAY], ids=str)
async def test_the_demo_can_begin_on_any_day(db, owner, now):
    await seeded(now)

    first, second, waiting, running = months_until(lima_day(now))
    states = await owner.fetch(
        "select w.name, m.month, m.state from work_month m join workshop w on w.id = m.workshop_id"
        " order by m.month, w.name"
    )
    story = [
        ("Carpintería", first, "closed"),
        ("Cuero", first, "closed"),
        ("Carpintería", second, "closed"),
        ("Cuero", second, "closed"),
        ("Carpintería", waiting, "reviewed"),
        ("Cuero", waiting, "draft"),
    ]
    assert [tuple(row) for row in states[:6]] == story
    assert {tuple(row) for row in states[6:]} <= {
        ("Carpintería", running, "draft"),
        ("Cuero", running, "draft"),
    }
    worked_on = await owner.fetchval("select max(worked_on) from work_record")
    assert worked_on == await last_working_day(waiting, lima_day(now))
    assert (
        await owner.fetchval("select count(*) from work_record where worked_on >= $1", running) % 12
        == 0
    )
    assert await money(owner) == ["confirmed", "sent"]
    assert await owner.fetchval("select max(moved_at) from remittance") <= now
    assert await owner.fetchval("select count(*) from earning_statement") == 24
    async with transaction(System()) as tx:
        assert (await verify(tx, "lurigancho")).is_good
    await check_choir(owner, now)


async def test_one_person_shows_every_sort_of_line_and_nothing_is_doubled_by_another_start(
    db, owner
):
    await seeded(AFTER_EASTER)
    before = await rows(owner)

    await seeded(AFTER_EASTER)
    await seeded(NEW_YEAR)

    assert await rows(owner) == before
    codes = await owner.fetch(
        "select distinct l.code from statement_line l join earning_statement s on s.id = l.statement_id"
        " join inmate i on i.id = s.inmate_id where i.given_names = 'Juan Carlos'"
    )
    assert {row["code"] for row in codes} == {
        "gross", "gross_piece", "inpe_contribution", "civil_reparation", "personal_share", "arrears", "free_share",
        "family_assignment", "savings", "personal",
    }  # fmt: skip
    assert await owner.fetchval("select count(*) from statement_consent") == 4
    questions = await owner.fetch(
        "select a.question_id is not null as answered from statement_question q"
        " left join statement_answer a on a.question_id = q.id order by q.asked_at"
    )
    assert [row["answered"] for row in questions] == [True, False]
    objected = await owner.fetchval(
        "select count(*) from work_month_line where outcome = 'objected'"
    )
    assert objected == 1


async def test_a_start_that_was_cut_short_is_completed_by_the_next(db, owner):
    await seed_everything(SUNDAY, quiet)
    cut_short = asyncio.create_task(demo.seed_demo(SUNDAY, quiet))
    for _ in range(3000):
        if await owner.fetchval("select count(*) from work_record") >= 500:
            break
        await asyncio.sleep(0.02)
    cut_short.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cut_short

    await demo.seed_demo(SUNDAY, quiet)

    made = await rows(owner)
    story = {"workshop": 2, "price": 4, "enrolment": 12, "staff": 5, "remittance": 2, "bank_file": 2,
        "earning_statement": 24, "statement_consent": 4, "statement_question": 2}  # fmt: skip
    assert {table: made[table] for table in story} == story
    days = await owner.fetchval("select count(distinct worked_on) from work_record")
    assert made["work_record"] == days * 12


@pytest.mark.parametrize("cut_at", ["event", "answer", "release"])
async def test_events_that_were_cut_short_are_completed_on_another_day_and_not_doubled(
    db, owner, cut_at
):
    await seed_everything(SUNDAY, quiet)
    table = {"event": "event", "answer": "answer", "release": "event_release"}[cut_at]
    await owner.execute(
        f"create function cut() returns trigger language plpgsql as $$ begin if (select count(*) from {table}) >= 1"
        " then raise exception 'cut short'; end if; return new; end $$"
    )
    await owner.execute(f"create trigger cut before insert on {table} execute function cut()")
    with pytest.raises(asyncpg.RaiseError):
        await demo.seed_demo(SUNDAY, quiet)
    await owner.execute(f"drop trigger cut on {table}; drop function cut()")

    await demo.seed_demo(SUNDAY + timedelta(days=9), quiet)

    made = [await owner.fetchval(f"select count(*) from {each}") for each in ("event", "answer")]
    assert made == [5, 3]
    assert await owner.fetchval("select count(*) from event_draft") == 0
    assert await owner.fetchval("select count(*) from occurrence") == READINGS + REHEARSALS + 3


async def test_events_of_the_coming_weeks_are_released_and_one_day_is_off(db, owner):
    await seeded(SUNDAY)

    events = await owner.fetch(
        "select e.content ->> 'title' as title, e.state, e.release_no, count(*) as dates,"
        " count(*) filter (where o.state = 'cancelled') as off, min(o.starts_at) > $1 as to_come"
        " from event e join occurrence o on o.event_id = e.id"
        " group by e.id having max(o.starts_at) > $1 order by 1",
        SUNDAY,
    )
    assert [tuple(row) for row in events] == [
        ("Concierto para todos", "released", 1, 1, 0, True),
        ("Día de la familia", "released", 1, 1, 0, True),
        ("Lectura en familia", "released", 2, READINGS, 1, True),
    ]
    answers = await owner.fetch("select state, ended_why from answer order by state, ended_why")
    assert [tuple(row) for row in answers] == [
        ("going", None),
        ("going", None),
        ("withdrawn", "cancelled"),
    ]
    assert await owner.fetchval("select count(*) from event_draft") == 0
    two = "select bool_and(released_by <> submitted_by) from event_release"
    assert await owner.fetchval(two)


async def check_choir(owner, now: datetime) -> None:
    """A choir rehearsed and sang, nobody was told, and this year has what it costs."""
    dates = await owner.fetch(
        "select count(distinct p.inmate_id) as people, count(*) filter (where p.minutes > 0) as parts"
        " from occurrence o join part_mark p on p.occurrence_id = o.id where o.ends_at < $1 group by o.id",
        now,
    )
    assert [tuple(row) for row in dates] == [(len(SINGERS), len(SINGERS) - 1)] * (REHEARSALS + 1)
    assert await owner.fetchval("select sum(adults + children) from door_count") == 99
    year = lima_day(now).year
    sums = await owner.fetchrow(
        "select sum(l.planned) as planned, sum((select sum(s.amount) from spending s where s.budget_line_id = l.id))"
        " as spent from budget_line l where l.year = $1",
        year,
    )
    assert tuple(sums) == (16_300_00, 9_785_00)
    given = "select count(*) from contribution where extract(year from given_on) = $1"
    assert await owner.fetchval(given, year) == 3
    told = (
        "select count(*) from notice n join event e on e.id::text = n.facts ->> 'event_id'"
        " where e.content ->> 'title' like '%coro'"
    )
    assert await owner.fetchval(told) == 0, "who sings has nobody there"


def months_until(today: date) -> list[date]:
    """The first days of four months, today's the last."""
    nth = today.year * 12 + today.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(nth - 3, nth + 1)]


async def last_working_day(month: date, today: date) -> date:
    """Before today: no Sunday and no holiday."""
    async with transaction(System()) as tx:
        free = await holidays(tx, month, today)
    days = (today - timedelta(days=nth) for nth in range(1, 10))
    return next(day for day in days if day.isoweekday() != 7 and day not in free)


async def money(owner) -> list[str]:
    """The states of what was sent, in the order in which it was asked for."""
    return [
        row["state"] for row in await owner.fetch("select state from remittance order by asked_at")
    ]
