"""What counts of a record: as work decides and the database keeps it, and as the dated rules of earnings say it."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest

from backend.core.actor import System
from backend.core.clock import lima_instant, months_after
from backend.database import transaction
from backend.earnings.commands.ruling import adopt_rules
from backend.earnings.rules import (
    Circumstances,
    Shift,
    WorkDay,
    labour_day,
    not_counted,
    rule_rows,
    training_ends_on,
)
from backend.earnings.rules.labour import NotCounted as Reason
from backend.earnings.rules.vocabulary import Modality
from backend.work.commands import Absence, Incident, NewRecord, NotCounted, WorkPlace
from backend.work.rules import COUNTED_A_DAY, TRAINING_MONTHS, Books, Enrolled
from backend.work.rules.counting import countable
from backend.work.rules.counting import not_counted as decided
from tests.earnings import make_month as months
from tests.earnings.make_month import AFTER
from tests.earnings.reckon import SEEDS, seeded_book
from tests.work import make_work as work

BOOK = seeded_book()
MONDAY, SUNDAY, HOLIDAY, BOTH = (
    date(2025, 5, 5),
    date(2025, 5, 4),
    date(2025, 5, 1),
    date(2024, 7, 28),
)
FIRST = date(2018, 1, 1)
"""The first month that is reckoned begins here."""

MINUTES = (0, 1, 239, 240, 479, 480, 481, 1_440)
ONE = Enrolled(
    id=uuid4(), inmate_id=uuid4(), workshop_id=uuid4(), started_on=FIRST, ended_on=None,
    consent_on=FIRST, withdrawn_on=None,
)  # fmt: skip


def books(day: date, authorised: bool) -> Books:
    known = Books(holidays={day} if day in (HOLIDAY, BOTH) else set())
    if authorised:
        known.authorisations[day, None] = uuid4()
    return known


def record(day: date, minutes: int, **more) -> NewRecord:
    return NewRecord(id=UUID(int=1), enrolment_id=ONE.id, worked_on=day, minutes=minutes, **more)


@pytest.mark.parametrize("day", [MONDAY, SUNDAY, HOLIDAY, BOTH, FIRST])
def test_both_give_every_shift_the_same_reason_and_minutes(day: date) -> None:
    how, seen = labour_day(BOOK, day), set()
    incidents: tuple[Incident | None, ...] = (None, *Incident)
    cases = product(MINUTES, WorkPlace, incidents, (False, True), (False, True))
    for minutes, place, incident, isolation, authorised in cases:
        said = record(day, minutes, place=place, incident=incident, isolation=isolation)
        ours = decided(said, ONE, books(day, authorised))
        law = not_counted(
            Shift(
                on=day, minutes=minutes, place=place, holiday=day in (HOLIDAY, BOTH),
                authorised=authorised, isolation=isolation, lost=incident is Incident.RULE_BROKEN,
            ),
            BOOK,
        )  # fmt: skip
        assert (ours and ours.value) == (law and law.value), said
        by_law = 0 if law else WorkDay(on=day, minutes=minutes).counted(how.cap)
        assert countable(minutes, ours) == by_law
        seen.add(ours)
    assert {None, NotCounted.ABSENT, NotCounted.PLACE, NotCounted.SHIFT_LOST} <= seen


def test_the_reasons_are_the_same_in_the_same_order() -> None:
    assert [each.value for each in NotCounted] == [each.value for each in Reason]


def test_a_training_contract_ends_on_the_same_day() -> None:
    for nth in range(366 * 4):
        started_on = FIRST + timedelta(days=nth)
        terms = BOOK.terms(started_on.replace(day=1), Circumstances(modality=Modality.TRAINING))
        assert training_ends_on(started_on, terms) == months_after(started_on, TRAINING_MONTHS)


@pytest.mark.anyio
async def test_the_database_keeps_the_minutes_that_the_rules_count(db, owner):
    await work.holiday(owner, HOLIDAY)
    shop = await work.workshop(owner)
    more = [{}, {"place": WorkPlace.CELL}, {"incident": Incident.RULE_BROKEN}, {"isolation": True}]
    rows = []
    for day, minutes, said in product((MONDAY, SUNDAY, HOLIDAY), (1, 480, 481, 1_440), more):
        one = await work.worker(owner, shop)
        begins = lima_instant(day, months.time(0))
        hours = {"begins_at": begins, "ends_at": begins + timedelta(hours=24)}
        rows.append(replace(work.said(one, worked_on=day, minutes=minutes, **hours), **said))
    rows += [work.absent(await work.worker(owner, shop), Absence.COURT, worked_on=MONDAY)]

    await months.recorded(rows)

    kept = {
        row["id"]: row["countable_minutes"]
        for row in await owner.fetch("select id, countable_minutes from work_record")
    }
    for said in rows:
        law = not_counted(
            Shift(
                on=said.worked_on, minutes=said.minutes, place=said.place,
                holiday=said.worked_on == HOLIDAY, isolation=said.isolation,
                lost=said.incident is Incident.RULE_BROKEN,
            ),
            BOOK,
        )  # fmt: skip
        cap = labour_day(BOOK, said.worked_on).cap
        assert kept[said.id] == (0 if law else min(said.minutes, cap)), said
    assert max(kept.values()) == COUNTED_A_DAY


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("labour_day", {"unit_minutes": 240, "cap_minutes": 600, "reading": "per_day"}),
        ("labour_place", {"not_counted": ["cell"]}),
        ("training_limit", {"months": 18}),
    ],
)
async def test_a_rule_that_is_not_what_records_are_counted_by_is_not_loaded(db, owner, code, value):
    rows = [
        row | {"value": value} if row["code"] == code and not row["scope"] else row
        for row in rule_rows((SEEDS / "earnings_rules.toml").read_text(encoding="utf-8"))
    ]
    with pytest.raises(ValueError, match="records are counted by"):
        async with transaction(System()) as tx:
            await adopt_rules(tx, rows, AFTER)
    assert await owner.fetchval("select count(*) from earning_rule") == 0
