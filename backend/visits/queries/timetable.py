"""The timetable and the closed days of an establishment: they name no person, anybody signed in may read them."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from backend.core.actor import Actor, Staff
from backend.database import Connection
from backend.gql.paging import Keyset, Page

TIMETABLE = Keyset("timetable", int, UUID)
"""From Monday morning on."""

CLOSED = Keyset("closed days", date, UUID)
"""The nearest first."""

_TIMETABLE = """
select t.*, p.name as pavilion, weekday * 1440 + extract(epoch from starts)::int / 60 as minute_of_week
from timetable_session t left join pavilion p on p.id = t.pavilion_id
where t.establishment_id = $1 and (t.valid_to is null or t.valid_to > $2)
  and ($3::int is null or (weekday * 1440 + extract(epoch from starts)::int / 60, t.id) > ($3, $4))
order by minute_of_week, t.id limit $5
"""
_CLOSED = """
select d.id, d.first_on, d.last_on, d.visit_types, p.name as pavilion, case when $6 then d.reason_code end as reason
from closed_day d left join pavilion p on p.id = d.pavilion_id
where d.establishment_id = $1 and d.last_on >= $2 and d.ended_at is null
  and ($3::date is null or (d.first_on, d.id) > ($3, $4))
order by d.first_on, d.id limit $5
"""
# Slots of a day are made some weeks ahead; before that the timetable says what there will be.
_SLOT_HOURS = """
select visit_on, starts_at, ends_at from slot
where establishment_id = $1 and visit_on = any($2) and closed_at is null
union
select d.day, (d.day + t.starts) at time zone 'America/Lima', (d.day + t.ends) at time zone 'America/Lima'
from unnest($2::date[]) as d (day) join timetable_session t on t.establishment_id = $1
  and t.weekday = extract(isodow from d.day) and t.valid_from <= d.day and (t.valid_to is null or t.valid_to > d.day)
where not exists (select from slot s where s.session_id = t.id and s.visit_on = d.day)
order by 2, 3
"""


async def slot_hours(
    tx: Connection, establishment_id: str, days: Sequence[date]
) -> Sequence[asyncpg.Record]:
    """When there are visits on some days at a place: `visit_on`, `starts_at` and `ends_at`, each once."""
    rows: Sequence[asyncpg.Record] = await tx.fetch(_SLOT_HOURS, establishment_id, days)
    return rows


async def timetable(
    tx: Connection, actor: Actor, establishment_id: str, page: Page, today: date
) -> Sequence[asyncpg.Record]:
    """One page of the sessions in force today or later, `page.limit` rows."""
    minute, session_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _TIMETABLE, establishment_id, today, minute, session_id, page.limit
    )
    return rows


async def closed_days(
    tx: Connection, actor: Actor, establishment_id: str, page: Page, today: date
) -> Sequence[asyncpg.Record]:
    """One page of the closures that are not over, `page.limit` rows; why, for staff of the place alone."""
    first_on, closure_id = page.after or (None, None)
    told = isinstance(actor, Staff) and establishment_id in actor.establishments
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _CLOSED, establishment_id, today, first_on, closure_id, page.limit, told
    )
    return rows
