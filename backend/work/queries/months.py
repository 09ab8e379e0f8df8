"""The month of a workshop, what workshops brought out in a year, and what statements are made of."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.database import Connection
from backend.registry.access import check_posted
from backend.work.access import EVERYBODY, workshop_place

_MONTH = """
select id, state, reviewed_by, reviewed_at, review_why, closed_at from work_month where workshop_id = $1 and month = $2
"""
_LINES = """
select s.inmate_id, i.surnames, i.given_names, s.minutes, s.countable_minutes, s.days, s.pieces, s.gross, s.digest,
  l.digest is not distinct from s.digest as shown, l.outcome, l.words, l.answered_at
from work_month_sums($1, $2) s
left join inmate i on i.id = s.inmate_id
left join work_month_line l on l.month_id = $3 and l.inmate_id = s.inmate_id
order by i.surnames, i.given_names, s.inmate_id
"""
_CONTRADICTED = """
select r.id, r.inmate_id, r.worked_on from work_record r
where r.workshop_id = $1 and r.live and r.minutes > 0 and r.worked_on >= $2 and r.worked_on < $2 + interval '1 month'
  and not custody_is_inside(r.inmate_id, r.establishment_id, r.worked_on) order by r.worked_on, r.id
"""
_MONTHS = """
select m.id, m.workshop_id, w.name, w.modality, m.month, m.state, m.reviewed_at, m.closed_at,
  count(l.inmate_id) as people, count(l.outcome) filter (where l.outcome = 'signed') as signed,
  count(l.outcome) filter (where l.outcome = 'objected') as objected
from work_month m join workshop w on w.id = m.workshop_id left join work_month_line l on l.month_id = m.id
where m.establishment_id = $1 and m.month = $2 group by m.id, w.id order by w.name, m.id
"""
_OUTPUT = """
select w.month::date as month, coalesce(sum(s.minutes), 0)::bigint as minutes,
  coalesce(sum(s.countable_minutes), 0)::bigint as countable_minutes, coalesce(sum(s.pieces), 0)::bigint as pieces,
  coalesce(sum(s.gross), 0) as gross, count(s.inmate_id) as people
from generate_series($2::timestamp - interval '11 months', $2::timestamp, interval '1 month') as w (month)
left join lateral work_month_sums($1, w.month::date) s on true
group by w.month order by w.month
"""
_PRICED = """
select r.inmate_id, r.workshop_id, w.modality, p.price_id, c.product, c.operation, c.grade, c.basis, c.rate,
  sum(p.made)::bigint as made, sum(p.rejected)::bigint as rejected, sum(p.made - p.rejected)::bigint as accepted
from work_record r join work_piece p on p.record_id = r.id join price c on c.id = p.price_id
join workshop w on w.id = r.workshop_id
where r.establishment_id = $1 and r.live and r.worked_on between $2 and $3
group by r.inmate_id, r.workshop_id, w.modality, p.price_id, c.id order by r.inmate_id, c.product, c.operation,
  p.price_id
"""
_DAYS = """
select r.inmate_id, r.worked_on, sum(r.minutes)::integer as minutes,
  least(480, sum(r.countable_minutes))::integer as countable_minutes
from work_record r
where r.establishment_id = $1 and r.live and r.worked_on between $2 and $3
group by r.inmate_id, r.worked_on order by r.inmate_id, r.worked_on
"""


async def month_of_workshop(
    tx: Connection, actor: Staff, workshop_id: UUID, month: date, now: datetime
) -> dict[str, Any]:
    """What a month (its first day) comes to, one of `lines` a person, by the records as they are now.

    `shown`: the person was shown exactly this; `contradicted` are records of days on which, by what the register
    knows today, the person was not there. `gross` in soles, not rounded. Raises NotFound. The look is an audit entry.
    """
    place = await workshop_place(tx, actor, workshop_id, *EVERYBODY)
    found = await tx.fetchrow(_MONTH, workshop_id, month)
    lines = await tx.fetch(_LINES, workshop_id, month, found and found["id"])
    contradicted = await tx.fetch(_CONTRADICTED, workshop_id, month)
    await audit.record(
        tx,
        actor,
        "work.month.read",
        str(workshop_id),
        establishment_id=place,
        facts={"month": month.isoformat(), "people": len(lines)},
        now=now,
    )
    return {
        "month": dict(found) if found else None,
        "lines": [dict(row) for row in lines],
        "contradicted": [dict(row) for row in contradicted],
    }


async def workshop_months(
    tx: Connection, actor: Staff, establishment_id: str, month: date
) -> Sequence[asyncpg.Record]:
    """The month of every workshop of a place: state, and how many lines are signed or objected. Raises NOT_ALLOWED."""
    check_posted(actor, establishment_id, *EVERYBODY)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_MONTHS, establishment_id, month)
    return rows


async def workshop_output(
    tx: Connection, actor: Staff, workshop_id: UUID, last_month: date
) -> Sequence[asyncpg.Record]:
    """Twelve months up to `last_month` (a first day): minutes, countable minutes, pieces, gross in soles, people.

    Raises NotFound.
    """
    await workshop_place(tx, actor, workshop_id, *EVERYBODY)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_OUTPUT, workshop_id, last_month)
    return rows


async def priced_lines(
    tx: Connection, establishment_id: str, first_on: date, last_on: date
) -> Sequence[asyncpg.Record]:
    """What everybody made at a place from one day to another, one row a person and price.

    `made` and `accepted` are in the unit of the price's basis: pieces, minutes, days, céntimos of a sale, days,
      times;
    `rate` in soles is exact. For whoever makes statements: no check of the actor here.
    """
    rows: Sequence[asyncpg.Record] = await tx.fetch(_PRICED, establishment_id, first_on, last_on)
    return rows


async def worked_days(
    tx: Connection, establishment_id: str, first_on: date, last_on: date
) -> Sequence[asyncpg.Record]:
    """Minutes of every person and day at a place, absences as 0; of a day's shifts at most 480 are countable.

    For whoever counts labour: no check of the actor here.
    """
    rows: Sequence[asyncpg.Record] = await tx.fetch(_DAYS, establishment_id, first_on, last_on)
    return rows
