"""A family says whether it comes: on its phone, or by one letter in a text message."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.core.actor import Family
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection
from backend.once import once

AHEAD = timedelta(days=1)
"""By text message only visits of today and tomorrow are answered: the ones that were asked about."""

_ANSWER = "select visit_answer($1, $2, $3)"
_MINE = """
select s.starts_at from booking b join slot s on s.id = b.slot_id where b.id = $1 and b.account_id = $2
"""
# What was called off in secret is answered like any other.
_BY_TEXT = """
with waiting as (
  select b.id, b.visit_on from booking b join slot s on s.id = b.slot_id
  where b.account_id = $1 and b.visit_on between $3 and $4 and s.starts_at > $2
    and (b.state = 'active' or b.told_from > $2)
)
update booking set coming = true, answered_at = $2
where id in (select id from waiting where visit_on = (select min(visit_on) from waiting)) returning id
"""


@once
async def answer_visit(
    tx: Connection, actor: Family, *, booking_id: UUID, coming: bool, now: datetime
) -> dict[str, str]:
    """Say that one comes to one's own visit, or not; the last word counts. Not to come calls nothing off.

    Raises NotFound, SLOT_PAST once the visit has begun, or ALREADY_CANCELLED.
    """
    mine = await tx.fetchrow(_MINE, booking_id, actor.account_id)
    if mine is None:
        raise NotFound()
    if mine["starts_at"] <= now:
        raise DomainError(Code.SLOT_PAST)
    if not await tx.fetchval(_ANSWER, booking_id, coming, now):
        raise DomainError(Code.ALREADY_CANCELLED)
    return {"id": str(booking_id)}


async def answer_by_text(tx: Connection, account_id: UUID, now: datetime) -> bool:
    """The family wrote "S", "I am coming": so they do, to what they have on the next day of today and tomorrow.

    For the worker's transaction, safe to run twice. False when there is no such visit.
    """
    today = lima_day(now)
    return bool(await tx.fetch(_BY_TEXT, account_id, now, today, today + AHEAD))
