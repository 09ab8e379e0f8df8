"""What the worker does for events: offers that nobody took, waiting that is over, moves that were a secret until now.

Safe to run twice, or by many.
"""

from datetime import datetime
from functools import partial
from uuid import UUID

from backend.core.actor import System
from backend.database import retrying, transaction

_EXPIRED = """
select distinct occurrence_id from answer where state = 'offered' and offered_until <= $1 order by 1
"""
_EXPIRE = "select event_expire($1, $2)"
_CLOSED = """
select distinct a.occurrence_id from answer a join occurrence o on o.id = a.occurrence_id
where a.state = 'waiting' and o.state = 'planned' and o.answers_until <= $1 order by 1
"""
_STOP_WAITING = "select event_stop_waiting($1, $2)"
_FOLLOW = "select event_follow_secrets($1)"


async def expire_offers(now: datetime) -> int:
    """Give the places of offers that have ended to whoever is next, a date a transaction; answers how many ended."""
    async with transaction(System()) as tx:
        dates = [row["occurrence_id"] for row in await tx.fetch(_EXPIRED, now)]
    return sum([await retrying(partial(_of_date, _EXPIRE, each, now)) for each in dates])


async def stop_waiting(now: datetime) -> int:
    """End the waiting for dates closed to answers, and say so, a date a transaction; answers how many waited."""
    async with transaction(System()) as tx:
        dates = [row["occurrence_id"] for row in await tx.fetch(_CLOSED, now)]
    return sum([await retrying(partial(_of_date, _STOP_WAITING, each, now)) for each in dates])


async def follow_secret_moves(now: datetime) -> int:
    """End the answers of whoever comes through somebody whose move may be known from today; answers how many."""
    return await retrying(partial(_follow, now))


async def _of_date(sql: str, occurrence_id: UUID, now: datetime) -> int:
    async with transaction(System()) as tx:
        ended: int = await tx.fetchval(sql, occurrence_id, now)
    return ended


async def _follow(now: datetime) -> int:
    async with transaction(System()) as tx:
        ended: int = await tx.fetchval(_FOLLOW, now)
    return ended
