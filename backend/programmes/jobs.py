"""What the worker does for events: ends offers and waiting in time, follows moves once told, reminds, forgets.

Safe to run twice, or by many.
"""

from datetime import datetime, timedelta
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
_REMIND_DUE = "select id from event_remind_due($1) as id"
_REMIND = "select event_remind($1, $2)"
_FORGET = """
update open_answer a set digest = null, code = null from occurrence o
where a.occurrence_id = o.id and a.digest is not null and o.ends_at < $1 and o.state <> 'postponed'
"""

OPEN_ANSWERS_KEPT = timedelta(days=30)
"""After their date is over; how many came stays in what was counted."""


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


async def forget_open_answers(now: datetime) -> None:
    """Forget secrets and codes of answers without an account: their pages are no more."""
    async with transaction(System()) as tx:
        await tx.execute(_FORGET, now - OPEN_ANSWERS_KEPT)


async def remind_answers(now: datetime) -> int:
    """Tell whoever has places of a date that it is tomorrow, a date a transaction; answers how many households.

    From nine in the morning (Lima) of the day before, and not once it began. What was told is not told again, whoever
    was killed in between; a date that a release changed is told anew.
    """
    async with transaction(System()) as tx:
        dates = [row["id"] for row in await tx.fetch(_REMIND_DUE, now)]
    return sum([await retrying(partial(_of_date, _REMIND, each, now)) for each in dates])


async def _of_date(sql: str, occurrence_id: UUID, now: datetime) -> int:
    async with transaction(System()) as tx:
        ended: int = await tx.fetchval(sql, occurrence_id, now)
    return ended


async def _follow(now: datetime) -> int:
    async with transaction(System()) as tx:
        ended: int = await tx.fetchval(_FOLLOW, now)
    return ended
