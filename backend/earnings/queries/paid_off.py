"""Whose civil reparation the month that was closed paid the last of: whoever pays is told, and stops."""

from datetime import date, datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.database import Connection
from backend.earnings.access import OFFICE
from backend.gql.paging import Keyset, Page
from backend.registry.access import check_posted

PAID_OFF = Keyset("reparations paid off", UUID)
"""By statement."""

_COUNT = """
select count(*) from live_statement s join statement_line l on l.statement_id = s.id
where s.establishment_id = $1 and s.month = $2 and l.code = 'civil_reparation' and l.facts ->> 'left' = '0'
"""
_LIST = """
select s.id as statement_id, s.inmate_id, n.given_names, n.surnames, l.booked as last_paid
from live_statement s join statement_line l on l.statement_id = s.id
left join statement_names(array[s.inmate_id]) n on true
where s.establishment_id = $1 and s.month = $2 and l.code = 'civil_reparation' and l.facts ->> 'left' = '0'
  and ($3::uuid is null or s.id > $3) order by s.id limit $4
"""


async def paid_off(tx: Connection, establishment_id: str, month: date) -> int:
    """How many reparations a month (its first day) paid the last of. No check of the actor."""
    found: int = await tx.fetchval(_COUNT, establishment_id, month)
    return found


async def paid_reparations(
    tx: Connection, actor: Staff, establishment_id: str, month: date, page: Page, now: datetime
) -> list[asyncpg.Record]:
    """Whose they are, and the céntimos that were the last. Raises NOT_ALLOWED. The look is an audit entry."""
    check_posted(actor, establishment_id, *OFFICE)
    (after,) = page.after or (None,)
    rows: list[asyncpg.Record] = await tx.fetch(_LIST, establishment_id, month, after, page.limit)
    await audit.record(
        tx,
        actor,
        "earnings.paid_reparations.read",
        establishment_id,
        establishment_id=establishment_id,
        facts={"month": month.isoformat(), "people": len(rows)},
        now=now,
    )
    return rows
