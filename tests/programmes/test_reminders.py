"""On the day before, whoever has places of a date is reminded of it: once, and never of what is off."""

import asyncio
from datetime import datetime, time, timedelta
from uuid import UUID

import asyncpg
import pytest

from backend.core.custody import EventKind
from backend.programmes import jobs
from backend.programmes.rules.content import ExceptionDay
from backend.programmes.rules.vocabulary import ExceptionKind
from backend.worker import JOBS
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as programmes
from tests.programmes.make_leaving import happens
from tests.programmes.make_programmes import NOW, SATURDAY, lima
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
NINE = lima("2026-03-13 09:00")
"""Of the day before."""

BEGINS = lima("2026-03-14 15:30")
MINUTE = timedelta(minutes=1)
HOUR = 60 * MINUTE
DAY = 24 * HOUR
KEY = SATURDAY.isoformat()


async def _reminded(owner: asyncpg.Connection, now: datetime) -> list[UUID]:
    """Who was reminded by then, once the job has run."""
    await jobs.remind_answers(now)
    return sorted(await answers.told(owner, "event_reminder"))


@pytest.fixture
async def going(db, owner):
    """A date and a household that goes to it; one that waits, and one that took its answer back."""
    event = await programmes.released(owner, people=1)
    one, waiting, gone = [await visits.relative(owner) for _ in range(3)]
    given, _ = await answers.answer(gone, event.occurrence_id)
    await answers.withdraw(gone, given)
    answer_id, state = await answers.answer(one, event.occurrence_id)
    await answers.answer(waiting, event.occurrence_id)
    assert state == "going"
    return event, one, answer_id


async def test_from_nine_of_the_day_before_until_it_begins(going, owner):
    _, one, answer_id = going

    assert await _reminded(owner, NINE - MINUTE) == []
    assert await jobs.remind_answers(NINE) == 1
    assert await _reminded(owner, NINE + DAY) == [one.family.account_id]
    notice = await owner.fetchrow("select * from notice where kind = 'event_reminder'")
    assert notice["subject"] == f"answer:{answer_id}"
    assert notice["expires_at"] == BEGINS + 2 * HOUR
    assert notice["tell_from"] == NINE
    sent = await owner.fetch(
        "select channel, expires_at from delivery where notice_id = $1 order by channel",
        notice["id"],
    )
    assert [tuple(row) for row in sent] == [("inbox", BEGINS + 2 * HOUR), ("push", BEGINS)]


async def test_a_worker_that_was_away_reminds_late_but_not_once_it_has_begun(going, owner):
    _, one, _ = going

    assert await _reminded(owner, BEGINS) == []
    assert await _reminded(owner, BEGINS - MINUTE) == [one.family.account_id]


async def test_many_workers_and_many_runs_remind_once(going, owner):
    _, one, _ = going

    counted = await asyncio.gather(*(jobs.remind_answers(NINE) for _ in range(5)))

    assert sum(counted) == 1
    assert await jobs.remind_answers(NINE + HOUR) == 0
    assert await _reminded(owner, NINE + HOUR) == [one.family.account_id]


async def test_a_worker_killed_between_two_dates_goes_on_where_it_was(going, owner, monkeypatch):
    _, one, _ = going
    other = await visits.relative(owner)
    second = await programmes.released(owner)
    await answers.answer(other, second.occurrence_id)
    whole = jobs._of_date
    done = []

    async def killed(*asked):
        if done:
            raise asyncio.CancelledError
        done.append(await whole(*asked))

    monkeypatch.setattr(jobs, "_of_date", killed)
    with pytest.raises(asyncio.CancelledError):
        await jobs.remind_answers(NINE)
    monkeypatch.undo()
    assert len(await answers.told(owner, "event_reminder")) == 1

    assert await jobs.remind_answers(NINE + MINUTE) == 1
    reminded = await _reminded(owner, NINE + HOUR)
    assert reminded == sorted([one.family.account_id, other.family.account_id])


async def test_whoever_got_places_after_that_hour_knows(db, owner):
    event = await programmes.released(owner, people=1, close_hours=0)
    holder, one = await visits.relative(owner), await visits.relative(owner)
    held, _ = await answers.answer(holder, event.occurrence_id)
    asked, _ = await answers.answer(one, event.occurrence_id)
    await answers.withdraw(holder, held, now=NINE - MINUTE)
    assert await _reminded(owner, NINE) == [], "an offer is no place yet"

    await answers.take(one, asked, now=NINE + MINUTE)

    assert await _reminded(owner, NINE + HOUR) == []


async def test_whoever_takes_the_answer_back_has_no_reminder_any_more(going, owner):
    _, one, answer_id = going
    await _reminded(owner, NINE)

    await answers.withdraw(one, answer_id, now=NINE + HOUR)

    assert await _reminded(owner, NINE + HOUR) == []


async def test_after_a_death_nobody_is_reminded(going, owner):
    _, one, _ = going
    await happens(one.inmate_id, EventKind.DEATH)

    assert await _reminded(owner, NINE) == []


@pytest.fixture
async def office(db, owner):
    """An office, its event of two Saturdays, and a household that goes to the first."""
    here = await offices.office(owner)
    one = await visits.relative(owner)
    event_id = await here.publish(rule="FREQ=WEEKLY;COUNT=2")
    date_id = (await offices.dates(owner, event_id))[KEY]["id"]
    await answers.answer(one, date_id)
    return here, event_id, one


def _moved(**changes) -> dict:
    said = {"key": KEY, "kind": ExceptionKind.MOVED} | changes
    return {"rule": "FREQ=WEEKLY;COUNT=2", "exceptions": (ExceptionDay(**said),)}


async def test_a_date_that_moved_takes_its_reminder_back_and_reminds_of_its_new_day(office, owner):
    here, event_id, one = office
    mine = [one.family.account_id]
    assert await _reminded(owner, NINE) == mine

    later = SATURDAY + timedelta(days=3)
    await here.republish(event_id, now=NINE + HOUR, **_moved(on=later))

    assert await answers.told(owner, "event_reminder") == []
    assert await _reminded(owner, NINE + 3 * DAY - MINUTE) == []
    assert await _reminded(owner, NINE + 3 * DAY) == mine
    assert await jobs.remind_answers(NINE + 3 * DAY + HOUR) == 0


async def test_whoever_was_just_told_of_a_change_is_not_reminded_as_well(office, owner):
    here, event_id, one = office
    await here.republish(event_id, now=NINE + MINUTE, **_moved(at=time(16)))
    assert await answers.told(owner, "event_changed") == [one.family.account_id]

    assert await _reminded(owner, NINE + 3 * MINUTE) == []


async def test_of_a_date_that_is_off_nobody_is_reminded_and_what_was_said_is_taken_back(
    office, owner
):
    here, event_id, one = office
    assert await _reminded(owner, NINE) == [one.family.account_id]

    off = _moved(kind=ExceptionKind.CANCELLED, why="Se malogró la luz")
    await here.republish(event_id, now=NINE + HOUR, **off)

    assert await _reminded(owner, NINE + 2 * HOUR) == []


async def test_an_emergency_before_that_hour_leaves_nothing_to_remind_of(office, owner):
    here, _, _ = office
    await here.cancel_all(now=NINE - HOUR)

    assert await _reminded(owner, NINE) == []


async def test_a_date_without_a_day_is_not_near(office, owner):
    here, event_id, _ = office
    waits = _moved(kind=ExceptionKind.POSTPONED, why="Falta la sala")
    await here.republish(event_id, now=NOW + HOUR, **waits)

    assert await _reminded(owner, NINE) == []


def test_the_worker_does_it():
    assert jobs.remind_answers in [task.job for task in JOBS]
