"""What statements are made of: the months of a place, who worked, and what each made. No check of the actor here."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from backend.database import Connection

Rows = Sequence[asyncpg.Record]

_MONTHS = """
select m.id, m.workshop_id, w.name, w.modality, m.state, m.reviewed_by,
  exists (select from work_record r where r.workshop_id = m.workshop_id and r.live and r.worked_on >= $2::date
    and r.worked_on < $2::date + interval '1 month') as worked,
  (select a.id from agreement a where a.workshop_id = m.workshop_id and a.valid_from < $2::date + interval '1 month'
    and coalesce(a.ended_on, a.valid_to, 'infinity') >= $2::date
    order by a.valid_from desc, a.id limit 1) as agreement_id
from work_month m join workshop w on w.id = m.workshop_id
where m.establishment_id = $1 and m.month = $2 order by w.name, m.id
"""
_WORKERS = """
select e.inmate_id from enrolment e
where e.establishment_id = $1 and e.started_on <= $3 and (e.ended_on is null or e.ended_on >= $2)
  and ($4::uuid is null or e.inmate_id > $4)
group by e.inmate_id order by e.inmate_id limit $5
"""
_PRICED = """
select r.inmate_id, r.workshop_id, p.price_id, c.product, c.operation, coalesce(c.grade, '') as grade, c.basis, c.rate,
  sum(p.made - p.rejected)::bigint as accepted, sum(p.rejected)::bigint as rejected
from unnest($2::uuid[], $3::date[], $4::date[]) as s (inmate_id, first_on, last_on)
join work_record r on r.inmate_id = s.inmate_id and r.worked_on between s.first_on and s.last_on and r.live
join work_piece p on p.record_id = r.id join price c on c.id = p.price_id
where r.establishment_id = $1
group by r.inmate_id, r.workshop_id, p.price_id, c.id order by r.inmate_id, c.product, c.operation, grade, p.price_id
"""
_WORKED = """
with shift as materialized (
  select r.inmate_id, r.workshop_id, r.worked_on, r.minutes, r.countable_minutes
  from unnest($2::uuid[], $3::date[], $4::date[]) as s (inmate_id, first_on, last_on)
join work_record r on r.inmate_id = s.inmate_id and r.worked_on between s.first_on and s.last_on and r.live
  where r.establishment_id = $1
), day as (
  select inmate_id, worked_on, least(480, sum(countable_minutes))::integer as countable from shift group by 1, 2
), place as (
  select inmate_id, workshop_id, sum(minutes)::integer as minutes from shift group by 1, 2
), days as (
  select inmate_id, array_agg(worked_on order by worked_on) as days, array_agg(countable order by worked_on)
    as countable
  from day group by 1
), places as (
  select inmate_id, array_agg(workshop_id order by minutes desc, workshop_id) as workshops,
    array_agg(minutes order by minutes desc, workshop_id) as minutes from place group by 1
)
select inmate_id, days, countable, workshops, minutes from days join places using (inmate_id) order by inmate_id
"""
_HOLIDAYS = "select on_day from holiday where on_day between $1 and $2"
_WROTE = """
select exists (select from work_record where establishment_id = $1 and inmate_id = $2 and live
  and worked_on between $3 and $4 and recorded_by = $5)
"""


async def months_of(tx: Connection, establishment_id: str, month: date) -> Rows:
    """The month of each workshop: state, who reviewed it, whether anybody `worked`, the agreement in force."""
    rows: Rows = await tx.fetch(_MONTHS, establishment_id, month)
    return rows


async def workers(
    tx: Connection,
    establishment_id: str,
    first_on: date,
    last_on: date,
    after: UUID | None,
    limit: int,
) -> list[UUID]:
    """A page, by id, of whoever is enrolled on one of these days."""
    rows = await tx.fetch(_WORKERS, establishment_id, first_on, last_on, after, limit)
    return [row["inmate_id"] for row in rows]


async def priced(
    tx: Connection,
    establishment_id: str,
    people: Sequence[UUID],
    first_on: Sequence[date],
    last_on: Sequence[date],
) -> Rows:
    """What each of these people made on their own days, one row a person and price; `rate` in soles is exact."""
    rows: Rows = await tx.fetch(_PRICED, establishment_id, people, first_on, last_on)
    return rows


async def worked(
    tx: Connection,
    establishment_id: str,
    people: Sequence[UUID],
    first_on: Sequence[date],
    last_on: Sequence[date],
) -> Rows:
    """One row a person who has records: countable minutes by day, and minutes by workshop, the most first."""
    rows: Rows = await tx.fetch(_WORKED, establishment_id, people, first_on, last_on)
    return rows


async def holidays(tx: Connection, first_on: date, last_on: date) -> set[date]:
    """Those between two days."""
    return {row["on_day"] for row in await tx.fetch(_HOLIDAYS, first_on, last_on)}


async def wrote_of(
    tx: Connection,
    establishment_id: str,
    inmate_id: UUID,
    first_on: date,
    last_on: date,
    author: UUID,
) -> bool:
    """Whether somebody recorded any of a person's days."""
    found: bool = await tx.fetchval(_WROTE, establishment_id, inmate_id, first_on, last_on, author)
    return found
