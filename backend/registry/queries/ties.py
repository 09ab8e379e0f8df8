"""An account's own ties and requests."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from backend.core.actor import Actor, Family
from backend.core.errors import NotFound
from backend.database import Connection
from backend.gql.paging import Keyset, Page

TIES = Keyset("ties", datetime, UUID)
"""Newest first."""

# The inmate is named through a confirmed tie only, and `inmates_by_id` shows them only while held; how the office came
# to decide is never read.
_COLUMNS = """
select id, visitor_id, kinship, state, asked_at, asked, case when state = 'approved' then inmate_id end as inmate_id,
  case when state in ('approved', 'refused') then decided_at end as decided_at
from tie
"""
_MINE = f"""{_COLUMNS}
where account_id = $1 and ($2::timestamptz is null or (asked_at, id) < ($2, $3))
order by asked_at desc, id desc limit $4
"""
_ONE = f"{_COLUMNS} where id = $1 and account_id = $2"
_CONFIRMED = """
select distinct inmate_id from tie
where (visitor_id = $1 or id = $2) and state = 'approved' and ($3::uuid is null or account_id = $3) order by inmate_id
"""


async def my_ties(tx: Connection, actor: Family, page: Page) -> Sequence[asyncpg.Record]:
    """One page of the account's ties and requests, `page.limit` rows of it."""
    asked, tie_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _MINE, actor.account_id, asked, tie_id, page.limit
    )
    return rows


async def confirmed_inmates(
    tx: Connection, actor: Actor, *, visitor_id: UUID | None = None, tie_id: UUID | None = None
) -> list[UUID]:
    """Inmates of one tie, or of all ties of one visitor, that are confirmed and this actor may see."""
    account_id = actor.account_id if isinstance(actor, Family) else None
    rows = await tx.fetch(_CONFIRMED, visitor_id, tie_id, account_id)
    return [row["inmate_id"] for row in rows]


async def my_tie(tx: Connection, actor: Family, tie_id: UUID) -> asyncpg.Record:
    """One tie or request of the account. Raises NotFound."""
    row = await tx.fetchrow(_ONE, tie_id, actor.account_id)
    if row is None:
        raise NotFound()
    return row
