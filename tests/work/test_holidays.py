"""Holidays are known ahead: the seeds reach far enough, the worker warns, and an administrator adds what is new."""

import logging
import tomllib
from datetime import date, datetime, timedelta
from itertools import chain
from pathlib import Path

import pytest

from backend import worker
from backend.core.actor import System
from backend.core.errors import Code, DomainError
from backend.database import transaction
from backend.work import jobs
from backend.work.commands.holidays import add_holiday
from backend.work.seeding import HOLIDAYS
from tests.test_cli import run
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, NOW

SEEDS = Path(HOLIDAYS).parent
YEAR = timedelta(days=365)
DAY = timedelta(days=1)
NEW = {"on_day": date(2028, 1, 1), "name": "Año Nuevo", "source": "una norma de prueba"}


def dates(value: object) -> list[date]:
    """Every calendar day in a seed."""
    if isinstance(value, dict):
        return list(chain.from_iterable(map(dates, value.values())))
    if isinstance(value, list):
        return list(chain.from_iterable(map(dates, value)))
    return [value] if isinstance(value, date) and not isinstance(value, datetime) else []


def test_the_holidays_reach_a_year_beyond_every_other_seed() -> None:
    """By what the seeds say, whatever day it is: whoever writes a rule of a new year writes its holidays too."""
    books = {path: tomllib.loads(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.toml")}
    days = dates(books.pop(HOLIDAYS))
    del books[
        SEEDS / "calendar_days.toml"
    ]  # what is only shown when a date is planned counts nothing
    newest = max(chain.from_iterable(map(dates, books.values())))

    assert max(days) >= newest + YEAR, "seeds/holidays.toml ends too soon"


def test_every_seeded_year_has_all_its_holidays() -> None:
    book = tomllib.loads(HOLIDAYS.read_text(encoding="utf-8"))
    days = [each["on_day"] for each in book["holiday"]]
    fixed = {(day.month, day.day) for day in days if not _name(book, day).endswith(" Santo")}
    years = sorted({day.year for day in days})

    assert years == list(range(years[0], years[-1] + 1)) and len(days) == len(set(days))
    for year in years:
        of_year = {(day.month, day.day) for day in days if day.year == year}
        assert fixed <= of_year and len(of_year - fixed) == 2, year


def _name(book: dict, day: date) -> str:
    return next(each["name"] for each in book["holiday"] if each["on_day"] == day)


@pytest.mark.anyio
@pytest.mark.parametrize(("ahead", "warned"), [(None, True), (59, True), (60, False)])
async def test_the_worker_warns_while_no_holiday_of_the_next_60_days_on_is_known(
    db, owner, caplog, ahead, warned
):
    caplog.set_level(logging.WARNING)
    last = FRIDAY + DAY * ahead if ahead else None
    if last:
        await work.holiday(owner, last)

    assert await jobs.watch_holidays(NOW) == last

    told = [each.getMessage() for each in caplog.records if each.name == "encuentro.work"]
    assert len(told) == int(warned)
    assert all(str(last or "any day") in words for words in told)
    [task] = [task for task in worker.JOBS if task.job is jobs.watch_holidays]
    assert task.every <= 86_400


@pytest.mark.anyio
async def test_a_holiday_is_added_once_by_its_source_and_counts_from_then_on(db, owner):
    one = await work.worker(owner, await work.workshop(owner))
    await work.send([work.said(one)])

    async def add(**changes):
        async with transaction(System()) as tx:
            await add_holiday(tx, System(), now=NOW, **(NEW | changes))

    for field in ("name", "source"):
        with pytest.raises(DomainError) as refused:
            await add(**{field: " "})
        assert refused.value.facts["field"] == field
    assert await owner.fetchval("select count(*) from holiday") == 0
    await add(on_day=FRIDAY)
    with pytest.raises(DomainError) as again:
        await add(on_day=FRIDAY, name="otro")

    assert again.value.code is Code.ALREADY_DECIDED
    row = await owner.fetchrow("select * from holiday")
    assert tuple(row) == (FRIDAY, "Año Nuevo", "una norma de prueba", True)
    trail = "select count(*) from audit_entry where action = 'work.holiday.added'"
    assert await owner.fetchval(trail) == 1
    other = await work.worker(owner, one.workshop_id)
    (later,) = await work.send([work.said(other)])
    assert later["not_counted"] == "holiday"
    assert await owner.fetchval("select max(countable_minutes) from work_record") == 480


@pytest.mark.anyio
async def test_an_administrator_adds_it_from_the_command_line(db, owner):
    words = (
        "holiday",
        "add",
        "--day",
        "2028-01-01",
        "--name",
        "Año Nuevo",
        "--source",
        "una norma",
    )

    added, again = run(db, *words), run(db, *words)

    assert (added.returncode, again.returncode) == (0, 1), added.stderr
    assert "2028-01-01 is a holiday: Año Nuevo." in added.stdout
    assert await owner.fetchval("select source from holiday") == "una norma"
