"""Opening notices: the first time is written down, by whoever opened them, for themselves."""

from datetime import datetime
from uuid import UUID

from backend.core.actor import Family
from backend.core.errors import Code, DomainError
from backend.database import Connection
from backend.notifications import queries
from backend.once import once

AT_ONCE = 200
"""Notices opened by one request at most."""

_SEE = """
update delivery set state = 'seen', seen_at = $3 where id in (
  select d.id from delivery d join notice n on n.id = d.notice_id
  where d.notice_id = any($2) and d.account_id = $1 and d.channel = 'inbox' and d.state = 'accepted'
    and n.tell_from <= $3
  order by d.id for update of d)
"""


@once
async def see_notices(
    tx: Connection, actor: Family, *, notice_ids: list[UUID], now: datetime
) -> dict[str, int]:
    """Mark as seen what the account may read; what is not in its inbox is passed over. Raises BAD_INPUT."""
    if len(notice_ids) > AT_ONCE:
        raise DomainError(Code.BAD_INPUT, field="notice_ids")
    await tx.execute(_SEE, actor.account_id, notice_ids, now)
    return {"unseen": await queries.unseen(tx, actor, now)}
