"""Programmes with their seasons and partners, and days that matter for a plan. They name no person."""

from collections.abc import Sequence
from datetime import date, timedelta

import asyncpg

from backend.core.actor import Staff
from backend.core.errors import Code, DomainError
from backend.database import Connection
from backend.programmes.access import WRITERS
from backend.registry.access import check_posted

LONGEST_LOOK = timedelta(days=731)

_PROGRAMMES = """
select p.id, p.title, p.summary, p.establishment_id is null as national, p.source,
  coalesce((select json_agg(json_build_object('id', s.id, 'title', s.title, 'first_on', s.first_on,
      'last_on', s.last_on) order by s.first_on desc, s.id)
    from season s where s.programme_id = p.id), '[]') as seasons,
  coalesce((select json_agg(json_build_object('name', t.name, 'kind', t.kind, 'contribution', t.contribution,
      'worth', t.worth, 'note', t.note) order by t.name)
    from partner t where t.programme_id = p.id), '[]') as partners
from programme p
where (p.establishment_id is null or p.establishment_id = $1) and p.ended_on is null
order by p.establishment_id is null, p.title, p.id limit 200
"""
_DAYS = """
select on_day, name, confirmed, source from calendar_day where on_day between $1 and $2 order by on_day, name
"""


async def programmes(
    tx: Connection, actor: Staff, establishment_id: str
) -> Sequence[asyncpg.Record]:
    """An establishment's programmes that go on, then the institute's. Raises NOT_ALLOWED."""
    check_posted(actor, establishment_id, *WRITERS)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_PROGRAMMES, establishment_id)
    return rows


async def calendar_days(tx: Connection, first_on: date, last_on: date) -> Sequence[asyncpg.Record]:
    """Feasts and days of the institute, both ends included. Raises BAD_INPUT for more than two years."""
    if not first_on <= last_on <= first_on + LONGEST_LOOK:
        raise DomainError(Code.BAD_INPUT, field="to")
    rows: Sequence[asyncpg.Record] = await tx.fetch(_DAYS, first_on, last_on)
    return rows
