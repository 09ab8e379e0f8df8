"""The facts of a month, for many people at once: what they made, what they worked, and all that is known besides."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

import asyncpg

from backend.database import Connection
from backend.earnings.queries.facts import Facts, Known, exact, facts_of, told, told_minutes
from backend.earnings.rules import (
    Advance,
    Attachment,
    Circumstances,
    Earned,
    Instruction,
    LabourRate,
    LateDay,
    Month,
    Rulebook,
    SupportOrder,
    Terms,
    WorkDay,
    instalments,
    labour_day,
    late_day,
)
from backend.earnings.rules.vocabulary import Basis, Modality, OrderBase
from backend.work.queries import closing as work

SUNDAY = 7
DAY = timedelta(days=1)
SINCE_EVER = LabourRate(date.min, None)
"""Where nobody has recorded a rate: days are counted, and none is counted off."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An establishment's month: its workshops, and how many days of it are worked."""

    establishment_id: str
    period_id: UUID
    month: date
    workshops: Mapping[UUID, asyncpg.Record]
    working_days: int

    @property
    def last_on(self) -> date:
        return (self.month + timedelta(days=31)).replace(day=1) - DAY


@dataclass(slots=True)
class Case:
    """One person's month, ready to be reckoned. `workshop_of`: whose work a price row pays."""

    inmate_id: UUID
    known: Known
    starts_on: date
    month: Month
    at: Circumstances
    workshop_id: UUID
    days: list[WorkDay] = field(default_factory=list)
    late: list[LateDay] = field(default_factory=list)
    rates: list[LabourRate] = field(default_factory=list)
    workshop_of: dict[str, UUID] = field(default_factory=dict)


async def place_of(tx: Connection, establishment_id: str, period_id: UUID, month: date) -> Place:
    """What a month's statements at one place have in common."""
    rows = await work.months_of(tx, establishment_id, month)
    last_on = (month + timedelta(days=31)).replace(day=1) - DAY
    free = await work.holidays(tx, month, last_on)
    days = (month + nth * DAY for nth in range((last_on - month).days + 1))
    return Place(
        establishment_id=establishment_id,
        period_id=period_id,
        month=month,
        workshops={row["workshop_id"]: row for row in rows},
        working_days=sum(day.isoweekday() != SUNDAY and day not in free for day in days),
    )


async def cases(
    tx: Connection, place: Place, until: Mapping[UUID, date], book: Rulebook
) -> list[Case]:
    """Whoever of these people has days up to their last one, or corrections, that no statement has told of yet."""
    known = await told(tx, place.period_id, list(until))
    first = {each: _first(place, known[each].told_to) for each in until}
    due = sorted(each for each, last in until.items() if first[each] <= last)
    spans = (due, [first[each] for each in due], [until[each] for each in due])
    days = {row["inmate_id"]: row for row in await work.worked(tx, place.establishment_id, *spans)}
    made = defaultdict(list)
    for row in await work.priced(tx, place.establishment_id, *spans):
        made[row["inmate_id"]].append(row)
    last_on = max(until.values(), default=place.last_on)
    facts = await facts_of(tx, place.establishment_id, place.month, last_on, known, due)
    found = [
        _case(place, each, first[each], until[each], facts, days.get(each), made[each], book)
        for each in due
        if each in days or _is_owed(known[each])
    ]
    await _give_late_days(tx, place, found, book)
    return found


async def _give_late_days(
    tx: Connection, place: Place, found: Sequence[Case], book: Rulebook
) -> None:
    """Days of months told before: from what was told of each, by records and corrections, to what is known now."""
    days = [(each.inmate_id, on) for each in found for on, _ in each.known.late]
    told = await told_minutes(tx, place.establishment_id, days, waiting=False)
    for each in found:
        more: dict[date, int] = defaultdict(int)
        for on, minutes in each.known.late:
            more[on] += minutes
        each.late = [
            late_day(on, told[each.inmate_id, on], minutes, labour_day(book, on))
            for on, minutes in sorted(more.items())
        ]


def _first(place: Place, told_to: date | None) -> date:
    return place.month if told_to is None else told_to + DAY


def _is_owed(one: Known) -> bool:
    """Money or hours, so that they do not wait for work that may never come."""
    owed = (sum(each.amount for _, each in one.adjustments), sum(more for _, more in one.late))
    return one.workshop_id is not None and max(owed) > 0


def _case(
    place: Place,
    inmate_id: UUID,
    first_on: date,
    last_on: date,
    facts: Facts,
    days: asyncpg.Record | None,
    made: Sequence[asyncpg.Record],
    book: Rulebook,
) -> Case:
    one = facts.people[inmate_id]
    lead = _lead(one, days, made)
    shop = place.workshops.get(lead)
    modality = Modality(str(shop["modality"] if shop else one.modality))
    agreement = str(shop["agreement_id"] or "") if shop else ""
    at = Circumstances(modality=modality, establishment=place.establishment_id, agreement=agreement)
    month = Month(
        month=place.month,
        closes_on=last_on,
        modality=modality,
        earned=tuple(_earned(row, place) for row in made) or _unpaid(modality, days),
        adjustments=tuple(each for _, each in one.adjustments),
        assessed=one.assessed,
        arrears=_instalment(one, place.month, book.terms(place.month, at)),
        **_claims(one, facts),
    )
    return Case(
        inmate_id=inmate_id,
        known=one,
        starts_on=first_on,
        month=month,
        at=at,
        workshop_id=lead,
        days=_work_days(days),
        rates=one.rates if SINCE_EVER in one.rates else [SINCE_EVER, *one.rates],
        workshop_of={str(row["price_id"]): row["workshop_id"] for row in made},
    )


def _lead(one: Known, days: asyncpg.Record | None, made: Sequence[asyncpg.Record]) -> UUID:
    """By whose terms a month is reckoned: where most was earned, or else where most was worked, or the last one."""
    worth: dict[UUID, Fraction] = defaultdict(Fraction)
    for row in made:
        unit = {Basis.HOUR: 60, Basis.SALE: 100, Basis.PENALTY: -1}.get(Basis(row["basis"]), 1)
        worth[row["workshop_id"]] += Fraction(row["rate"]) * row["accepted"] * Fraction(1, unit)
    if worth:
        return max(worth, key=lambda each: (worth[each], each))
    last = days["workshops"][0] if days else one.workshop_id
    assert isinstance(last, UUID), "who is reckoned has worked, or was reckoned before"
    return last


def _earned(row: asyncpg.Record, place: Place) -> Earned:
    return Earned(
        basis=Basis(row["basis"]),
        quantity=row["accepted"],
        rate=Fraction(row["rate"]),
        of=place.working_days,
        rejected=row["rejected"],
        product=row["product"],
        operation=row["operation"],
        grade=row["grade"],
        source=str(row["price_id"]),
    )


def _unpaid(modality: Modality, days: asyncpg.Record | None) -> tuple[Earned, ...]:
    """A service that pays nothing has one line that says so."""
    if modality is not Modality.AUXILIARY_SERVICE or days is None:
        return ()
    return (Earned(basis=Basis.ZERO, quantity=sum(days["minutes"])),)


def _work_days(days: asyncpg.Record | None) -> list[WorkDay]:
    if days is None:
        return []
    pairs = zip(days["days"], days["countable"], strict=True)
    return [WorkDay(on=on, minutes=minutes) for on, minutes in pairs if minutes]


def _claims(one: Known, facts: Facts) -> dict[str, Any]:
    """The claims in force, each called by its own id."""
    left = None
    if one.reparation is not None:
        left = facts.left_of(*one.reparation)
    return {
        "reparation": left,
        "support": tuple(
            SupportOrder(base=OrderBase(row["base"]), balance=_balance(row, facts), **_claim(row))
            for row in one.support
        ),
        "attachments": tuple(
            Attachment(balance=_balance(row, facts), **_claim(row)) for row in one.attachments
        ),
        "advances": tuple(_advance(row, facts) for row in one.advances),
        "instructions": tuple(
            Instruction(**_claim(row), savings=row["payee"] == "savings")
            for row in one.instructions
        ),
    }


def _claim(row: asyncpg.Record) -> dict[str, Any]:
    return {
        "payee": str(row["id"]),
        "rate": exact(row["rate"]),
        "amount": row["amount"],
        "priority": row["priority"],
        "valid_from": row["valid_from"],
        "valid_to": row["valid_to"],
    }


def _balance(row: asyncpg.Record, facts: Facts) -> int | None:
    return facts.left_of(row["id"], row["balance"])


def _advance(row: asyncpg.Record, facts: Facts) -> Advance:
    part = -(-row["amount"] // row["parts"])
    left = facts.left_of(row["id"], row["amount"])
    return Advance(payee=str(row["id"]), amount=part, balance=left, valid_from=row["given_on"])


def _instalment(one: Known, month: date, terms: Terms) -> int:
    """What the plans ask for in this month; what the ledger holds may be less."""
    return sum(
        each.amount
        for owed, first in one.plans
        for each in instalments(owed, first, terms)
        if each.month == month
    )
