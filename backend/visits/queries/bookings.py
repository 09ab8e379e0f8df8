"""Visits as they were booked: a family's own, and an establishment's day."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Family, Role, Staff
from backend.core.errors import NotFound
from backend.core.ids import parse_reference
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.registry.access import check_posted

VISITS = Keyset("visits", date, UUID)
"""The latest day first."""

NEXT = Keyset("next visits", datetime, UUID)
"""The soonest first."""

DAY = Keyset("day", datetime, UUID)
"""In the order in which the visits begin."""

READERS = (Role.VISITS_REGISTRAR, Role.GATE_OFFICER, Role.DIRECTOR)

# What was called off in secret looks alive to the family until it may be told.
_MY_VISITS = """
select b.id, b.reference, b.visit_on, b.visit_type, b.rules_used, b.booked_at, s.starts_at, s.ends_at, s.longer,
  s.place, b.coming, case when b.state = 'active' or b.told_from > $1 then b.still_on end as still_on,
  b.still_on_why, b.asked_at,
  case when b.told_from > $1 then 'active' else b.state end as state,
  case when b.told_from > $1 then null else b.cancel_reason end as cancel_reason,
  json_build_object('id', e.id, 'name', e.name, 'department', e.department, 'province', e.province,
    'district', e.district, 'sex_held', e.sex_held) as establishment,
  case when i.id is not null then
    json_build_object('id', i.id, 'given_names', i.given_names, 'surnames', i.surnames) end as inmate,
  (select json_agg(json_build_object('id', v.id, 'given_names', v.given_names, 'surnames', v.surnames,
      'adult', bv.adult) order by bv.adult desc, v.born_on, v.id)
    from booking_visitor bv join visitor v on v.id = bv.visitor_id where bv.booking_id = b.id) as party
from booking b
join slot s on s.id = b.slot_id
join establishment e on e.id = b.establishment_id
left join inmate i on i.id = b.inmate_id
where b.account_id = $2
"""
_PAGE = (
    _MY_VISITS
    + """
  and ($3::date is null or (b.visit_on, b.id) < ($3, $4)) order by b.visit_on desc, b.id desc limit $5
"""
)
# Whoever called a visit off knows it; what others called off is said until its day is over.
_NEXT = (
    _MY_VISITS
    + """
  and b.visit_on >= ($1::timestamptz at time zone 'America/Lima')::date
  and case when b.state = 'active' or b.told_from > $1 then s.ends_at > $1 else b.cancel_reason <> 'family' end
  and ($3::timestamptz is null or (s.starts_at, b.id) > ($3, $4)) order by s.starts_at, b.id limit $5
"""
)
_ONE = _MY_VISITS + " and b.id = $3"
_BY_REFERENCE = _MY_VISITS + " and b.reference = $3"

# Of an account that was erased the visit stands, and nobody knows who came.
_DAY = """
select b.id, b.reference, b.visit_type, s.starts_at, s.ends_at, s.place, s.visitor_sex, p.name as pavilion, b.coming,
  b.still_on, b.still_on_why, b.asked_at,
  json_build_object('id', i.id, 'given_names', i.given_names, 'surnames', i.surnames) as inmate,
  coalesce((select json_agg(json_build_object('id', v.id, 'given_names', v.given_names, 'surnames', v.surnames,
      'adult', bv.adult) order by bv.adult desc, v.born_on, v.id)
    from booking_visitor bv join visitor v on v.id = bv.visitor_id where bv.booking_id = b.id), '[]') as party
from slot s
join booking b on b.slot_id = s.id and b.state = 'active'
join inmate i on i.id = b.inmate_id
left join pavilion p on p.id = i.pavilion_id
where s.establishment_id = $1 and s.visit_on = $2
  and ($3::timestamptz is null or (s.starts_at, b.id) > ($3, $4))
order by s.starts_at, b.id limit $5
"""


async def my_visits(
    tx: Connection, actor: Family, page: Page, now: datetime
) -> Sequence[asyncpg.Record]:
    """One page of the account's visits with slot, place, inmate and party: `page.limit` rows, one statement."""
    day, booking_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _PAGE, now, actor.account_id, day, booking_id, page.limit
    )
    return rows


async def next_visits(
    tx: Connection, actor: Family, page: Page, now: datetime
) -> Sequence[asyncpg.Record]:
    """One page, `page.limit` rows, of the account's visits that are not over: those that stand, and those of
    today or later that others called off."""
    starts_at, booking_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _NEXT, now, actor.account_id, starts_at, booking_id, page.limit
    )
    return rows


async def visit(tx: Connection, actor: Family, booking_id: UUID, now: datetime) -> asyncpg.Record:
    """One visit of the account. Raises NotFound."""
    return _found(await tx.fetchrow(_ONE, now, actor.account_id, booking_id))


async def visit_by_reference(
    tx: Connection, actor: Family, spoken: str, now: datetime
) -> asyncpg.Record:
    """One visit of the account by what is read aloud. Raises NotFound, also for a misheard reference."""
    reference = parse_reference(spoken)
    return _found(await tx.fetchrow(_BY_REFERENCE, now, actor.account_id, reference))


async def day_bookings(
    tx: Connection, actor: Staff, establishment_id: str, day: date, page: Page, now: datetime
) -> Sequence[asyncpg.Record]:
    """One page of a day's visits at an establishment, `page.limit` rows; every look is an audit entry.

    Raises NOT_ALLOWED.
    """
    check_posted(actor, establishment_id, *READERS)
    starts_at, booking_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _DAY, establishment_id, day, starts_at, booking_id, page.limit
    )
    await audit.record(
        tx,
        actor,
        "visits.day.read",
        day.isoformat(),
        establishment_id=establishment_id,
        facts={"bookings": [str(row["id"]) for row in rows[: page.first]]},
        now=now,
    )
    return rows


def _found(row: asyncpg.Record | None) -> asyncpg.Record:
    if row is None:
        raise NotFound()
    return row
