"""The inbox of an account: what it has been told and may still read."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from backend.core.actor import Family
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.notifications.rules import sentence

INBOX = Keyset("notices", datetime, UUID)
"""Newest first."""

_INBOX = """
select id, kind, facts, tell_from from notice
where account_id = $1 and tell_from <= $2 and expires_at > $2
  and ($3::timestamptz is null or (tell_from, id) < ($3, $4))
order by tell_from desc, id desc limit $5
"""


_TOLD = """
select kind, facts, tell_from from notice where account_id = $1 and tell_from <= $2
order by tell_from desc, id desc limit $3
"""


async def my_notices(
    tx: Connection, actor: Family, page: Page, now: datetime
) -> Sequence[asyncpg.Record]:
    """One page of the notices that may be read now, `page.limit` rows of it."""
    instant, notice_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _INBOX, actor.account_id, now, instant, notice_id, page.limit
    )
    return rows


async def kept_notices(
    tx: Connection, actor: Family, at_most: int, now: datetime
) -> list[tuple[datetime, str]]:
    """When the account was told what, also what left the inbox, the newest first."""
    rows = await tx.fetch(_TOLD, actor.account_id, now, at_most)
    language = actor.language
    return [(row["tell_from"], sentence(row["kind"], row["facts"], language)) for row in rows]
