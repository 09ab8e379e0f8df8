"""A closing that somebody asked for: a worker takes it up, goes on where another was cut off, or says why it cannot."""

import functools
from datetime import date, datetime
from typing import Any

import asyncpg

from backend import audit
from backend.core.actor import Staff, System
from backend.core.clock import lima_day
from backend.core.errors import DomainError
from backend.database import Connection, retrying, transaction
from backend.earnings.access import OFFICE
from backend.earnings.commands.closing import (
    BATCH,
    Overtaken,
    check_is_over,
    check_ready,
    close_for,
)
from backend.earnings.queries.closing import people_left
from backend.once import once
from backend.registry.access import check_posted
from backend.work.queries import closing as work

_STATE = """
select coalesce((select 'closed' from pay_period where establishment_id = $1 and month = $2 and status = 'closed'),
  (select state from month_closing where establishment_id = $1 and month = $2))
"""
_ASK = """
insert into month_closing (establishment_id, month, state, asked_at, asked_by) values ($1, $2, 'asked', $3, $4)
on conflict (establishment_id, month) do update
  set state = 'asked', asked_at = $3, asked_by = $4, problem = null, facts = '{}'
"""
# By the database's own clock: a long closing outlives the instant at which its job began.
_CLAIM = """
update month_closing c set state = 'running', turn = turn + 1, lease_until = clock_timestamp() + interval '2 minutes'
from (select establishment_id, month from month_closing
  where state = 'asked' or state = 'running' and lease_until <= clock_timestamp()
  order by asked_at, establishment_id, month limit 1 for update skip locked) as due
where (c.establishment_id, c.month) = (due.establishment_id, due.month)
returning c.establishment_id, c.month, c.turn, c.asked_by
"""
_COUNT = """
update month_closing set people = $4 + (select count(*) from live_statement where establishment_id = $1 and month = $2)
where establishment_id = $1 and month = $2 and turn = $3 and state = 'running'
"""
_BEAT = """
update month_closing set lease_until = clock_timestamp() + interval '2 minutes'
where establishment_id = $1 and month = $2 and turn = $3 and state = 'running' returning turn
"""
_CLOSED = """
update month_closing set state = 'closed', lease_until = null
where establishment_id = $1 and month = $2 and turn = $3 and state = 'running'
"""
_STOPPED = """
update month_closing set state = 'stopped', lease_until = null, problem = $4, facts = $5
where establishment_id = $1 and month = $2 and turn = $3 and state = 'running' returning turn
"""


@once
async def close_month(
    tx: Connection, actor: Staff, *, establishment_id: str, month: date, now: datetime
) -> dict[str, Any]:
    """Ask for the closing of a month (its first day), which a worker does. Asked, running or closed, it stays as it is.

    Raises NOT_ALLOWED, BAD_INPUT, MONTH_NOT_READY and SECOND_PERSON_NEEDED, as the closing itself would.
    """
    check_posted(actor, establishment_id, *OFFICE)
    check_is_over(month, lima_day(now))
    about = (establishment_id, month)
    if await tx.fetchval(_STATE, *about) in (None, "stopped"):
        months = await work.months_of(tx, *about)
        await check_ready(tx, establishment_id, month, months, actor.staff_id)
        await tx.execute(_ASK, *about, now, actor.staff_id)
        await _trail(tx, actor, "asked", *about, {}, now)
    return {"establishment_id": establishment_id, "month": month}


async def close_asked_months(now: datetime, batch: int = BATCH) -> int:
    """Close what somebody asked for and no other worker is at; answers how many were taken up. Safe to run twice."""
    taken = 0
    while (row := await retrying(_claimed)) is not None:
        await _close(row, now, batch)
        taken += 1
    return taken


async def _claimed() -> asyncpg.Record | None:
    async with transaction(System()) as tx:
        row = await tx.fetchrow(_CLAIM)
        if row is not None:
            about = (row["establishment_id"], row["month"])
            await tx.execute(_COUNT, *about, row["turn"], await people_left(tx, *about))
        return row


async def _close(row: asyncpg.Record, now: datetime, batch: int) -> None:
    turn = (row["establishment_id"], row["month"], row["turn"])

    async def beat(tx: Connection) -> None:
        if await tx.fetchval(_BEAT, *turn) is None:
            raise Overtaken()

    try:
        await close_for(
            row["asked_by"],
            establishment_id=row["establishment_id"],
            month=row["month"],
            now=now,
            batch=batch,
            beat=beat,
        )
    except Overtaken:
        return  # whoever overtook goes on
    except DomainError as refusal:
        await retrying(functools.partial(_stop, turn, refusal, now))
        return
    async with transaction(System()) as tx:
        await tx.execute(_CLOSED, *turn)


async def _stop(turn: tuple[str, date, int], refusal: DomainError, now: datetime) -> None:
    """Keep why it cannot go on, until somebody asks again."""
    facts = {key: str(value) for key, value in refusal.facts.items()}
    async with transaction(System()) as tx:
        if await tx.fetchval(_STOPPED, *turn, refusal.code.value, facts) is not None:
            said: dict[str, object] = {"code": refusal.code.value}
            await _trail(tx, System(), "stopped", turn[0], turn[1], said, now)


async def _trail(
    tx: Connection,
    actor: Staff | System,
    done: str,
    place: str,
    month: date,
    facts: dict[str, object],
    now: datetime,
) -> None:
    await audit.record(
        tx,
        actor,
        f"earnings.closing.{done}",
        f"{place} {month:%Y-%m}",
        establishment_id=place,
        facts={"month": month.isoformat(), **facts},
        now=now,
    )
