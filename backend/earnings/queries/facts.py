"""What statements rest on besides work: orders, instructions, debts and what was told before. For whoever reckons."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any
from uuid import UUID

import asyncpg

from backend.database import Connection
from backend.earnings.rules.labour import Carried, LabourRate
from backend.earnings.rules.month import Adjustment, Assessed
from backend.earnings.rules.vocabulary import BaseMode
from backend.work.queries import closing as work

_TOLD = """
select inmate_id, max(revision) as revision,
  max(closes_on) filter (where exists (select from live_statement l where l.id = s.id)) as closes_on
from earning_statement s where period_id = $1 and inmate_id = any ($2) group by inmate_id
"""
_BEFORE = """
select distinct on (inmate_id) inmate_id, labour -> 'carried' as carried, modality, workshop_id from live_statement
where inmate_id = any ($1) and closes_on < $2
order by inmate_id, closes_on desc, revision desc
"""
# Locked, so that two places that reckon one person at once do not both take the last of it.
_REPARATIONS = """
select id, inmate_id, total - paid_before as left_over from reparation
where inmate_id = any ($1) and valid_from <= $2 and (ended_on is null or ended_on > $2) order by id for update
"""
_CLAIMS = """
select inmate_id, id, {more}, rate, amount, priority, valid_from, valid_to from {table}
where inmate_id = any ($1) and valid_from <= $2 and (valid_to is null or valid_to > $2) {but}
order by priority, recorded_at, id
"""
_SUPPORT = _CLAIMS.format(table="support_order", more="base, balance", but="")
_ATTACHMENTS = _CLAIMS.format(table="attachment_order", more="balance", but="")
_INSTRUCTIONS = _CLAIMS.format(
    table="standing_instruction", more="payee", but="and revoked_at is null"
)
_ADVANCES = """
select inmate_id, id, amount, parts, given_on from material_advance
where inmate_id = any ($1) and establishment_id = $2 and given_on <= $3 and approved_at is not null
order by given_on, id
"""
_PAID = """
select l.payee_ref, sum(l.booked)::bigint as paid from statement_line l join live_statement s on s.id = l.statement_id
where l.payee_ref = any ($1) and l.part = 'taken' group by l.payee_ref
"""
_RATES = """
select distinct on (inmate_id, valid_from) inmate_id, days, valid_from from labour_rate
where inmate_id = any ($1) order by inmate_id, valid_from, recorded_at desc, id
"""
_ASSESSED = """
select distinct on (inmate_id) inmate_id, mode, amount from assessment
where inmate_id = any ($1) and establishment_id = $2 and month = $3 order by inmate_id, recorded_at desc, id
"""
_ADJUSTMENTS = """
select id, inmate_id, of_month, of_line, amount, worked_on, minutes, reason, approved_by from pending_adjustment
where inmate_id = any ($1) and establishment_id = $2 and of_month <= $3 and approved_at is not null and used_in is null
order by inmate_id, of_month, recorded_at, id for update
"""
_PLANS = """
select inmate_id, owed, first_month from arrears_plan
where inmate_id = any ($1) and establishment_id = $2 and first_month <= $3 order by inmate_id, recorded_at, id
"""
_OWED_TO = """
select inmate_id from pending_adjustment a
where establishment_id = $1 and of_month <= $2 and approved_at is not null and used_in is null
  and ($3::uuid is null or inmate_id > $3) and exists (select from live_statement s
    where s.inmate_id = a.inmate_id and s.establishment_id = $1)
group by inmate_id having sum(amount) > 0 or sum(minutes) > 0 order by inmate_id limit $4
"""
# Whether what waits for a second person counts too, says $4.
_ADDED = """
select a.inmate_id, a.worked_on, sum(a.minutes)::integer as minutes
from unnest($2::uuid[], $3::date[]) as d (inmate_id, worked_on) join pending_adjustment a using (inmate_id, worked_on)
where a.establishment_id = $1 and a.ended_at is null and case when a.used_in is null then $4::boolean
  else exists (select from live_statement s where s.id = a.used_in) end
group by 1, 2
"""


@dataclass(slots=True)
class Known:
    """What is known of one person besides their work."""

    told_to: date | None = None
    """The last day that a statement of the period tells of."""
    revision: int = 0
    carried: Carried | None = None
    modality: str | None = None
    workshop_id: UUID | None = None
    reparation: tuple[UUID, int] | None = None
    support: list[asyncpg.Record] = field(default_factory=list)
    attachments: list[asyncpg.Record] = field(default_factory=list)
    instructions: list[asyncpg.Record] = field(default_factory=list)
    advances: list[asyncpg.Record] = field(default_factory=list)
    rates: list[LabourRate] = field(default_factory=list)
    assessed: Assessed | None = None
    adjustments: list[tuple[UUID, Adjustment]] = field(default_factory=list)
    adjusted_by: UUID | None = None
    late: list[tuple[date, int]] = field(default_factory=list)
    """Days that adjustments give so many countable minutes more, or fewer."""
    plans: list[tuple[int, date]] = field(default_factory=list)


@dataclass(slots=True)
class Facts:
    """What is known of some people. `paid`: céntimos that lines have paid of a claim so far, by its id."""

    people: dict[UUID, Known]
    paid: dict[str, int]

    def left_of(self, claim_id: UUID, whole: int | None) -> int | None:
        """What is still owed of a claim; None for one without an end."""
        return None if whole is None else max(0, whole - self.paid.get(str(claim_id), 0))


async def told(tx: Connection, period_id: UUID, people: Sequence[UUID]) -> dict[UUID, Known]:
    """Who these people are to a period: up to which day they were told, and in how many revisions."""
    known: dict[UUID, Known] = defaultdict(Known)
    for row in await tx.fetch(_TOLD, period_id, people):
        known[row["inmate_id"]].told_to = row["closes_on"]
        known[row["inmate_id"]].revision = row["revision"]
    return known


async def facts_of(
    tx: Connection,
    establishment_id: str,
    month: date,
    last_on: date,
    known: dict[UUID, Known],
    people: Sequence[UUID],
) -> Facts:
    """Everything on which statements rest, as of `last_on`: a query a kind, however many people."""
    for row in await tx.fetch(_BEFORE, people, last_on):
        one = known[row["inmate_id"]]
        one.carried = carried_of(row["carried"])
        one.modality, one.workshop_id = row["modality"], row["workshop_id"]
    for row in await tx.fetch(_REPARATIONS, people, last_on):
        known[row["inmate_id"]].reparation = (row["id"], row["left_over"])
    for name, sql in (
        ("support", _SUPPORT),
        ("attachments", _ATTACHMENTS),
        ("instructions", _INSTRUCTIONS),
    ):
        for row in await tx.fetch(sql, people, last_on):
            getattr(known[row["inmate_id"]], name).append(row)
    for row in await tx.fetch(_ADVANCES, people, establishment_id, last_on):
        known[row["inmate_id"]].advances.append(row)
    await _decided(tx, establishment_id, month, known, people)
    claims = (str(each) for one in known.values() for each in _claims(one))
    paid = await tx.fetch(_PAID, list(claims))
    return Facts(known, {row["payee_ref"]: row["paid"] for row in paid})


async def _decided(
    tx: Connection,
    establishment_id: str,
    month: date,
    known: dict[UUID, Known],
    people: Sequence[UUID],
) -> None:
    for row in await tx.fetch(_RATES, people):
        known[row["inmate_id"]].rates.append(LabourRate(row["valid_from"], row["days"]))
    for row in await tx.fetch(_ASSESSED, people, establishment_id, month):
        known[row["inmate_id"]].assessed = Assessed(
            mode=BaseMode(row["mode"]), amount=row["amount"]
        )
    for row in await tx.fetch(_ADJUSTMENTS, people, establishment_id, month):
        one = known[row["inmate_id"]]
        one.adjusted_by = row["approved_by"]
        about = Adjustment(
            amount=row["amount"],
            of_month=row["of_month"],
            of_line=row["of_line"],
            reason=row["reason"],
        )
        one.adjustments.append((row["id"], about))
        if row["minutes"] is not None:
            one.late.append((row["worked_on"], row["minutes"]))
    for row in await tx.fetch(_PLANS, people, establishment_id, month):
        known[row["inmate_id"]].plans.append((row["owed"], row["first_month"]))


async def told_minutes(
    tx: Connection, establishment_id: str, days: Collection[tuple[UUID, date]], *, waiting: bool
) -> dict[tuple[UUID, date], int]:
    """Countable minutes of people's days by records and by what corrections added, those that wait too if so asked."""
    asked = sorted(set(days))
    if not asked:
        return {}
    people, dates = map(list, zip(*asked, strict=True))
    found = dict.fromkeys(asked, 0)
    for row in await work.worked(tx, establishment_id, people, dates, dates):
        for on, minutes in zip(row["days"], row["countable"], strict=True):
            found[row["inmate_id"], on] += minutes
    for row in await tx.fetch(_ADDED, establishment_id, people, dates, waiting):
        found[row["inmate_id"], row["worked_on"]] += row["minutes"]
    return found


def _claims(one: Known) -> Iterable[UUID]:
    if one.reparation is not None:
        yield one.reparation[0]
    for row in (*one.support, *one.attachments, *one.advances):
        yield row["id"]


def carried_of(said: Any) -> Carried | None:
    """What a statement keeps of the days for the next one."""
    if said is None:
        return None
    return Carried(date.fromisoformat(said["rate_from"]), said["minutes"], said["days"])


async def owed_corrections(
    tx: Connection, establishment_id: str, month: date, after: UUID | None, limit: int
) -> list[UUID]:
    """A page, by id, of people to whom corrections owe something on the whole."""
    rows = await tx.fetch(_OWED_TO, establishment_id, month, after, limit)
    return [row["inmate_id"] for row in rows]


def exact(rate: Any) -> Fraction | None:
    """A numeric column exactly."""
    return None if rate is None else Fraction(rate)
