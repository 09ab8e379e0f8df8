"""Somebody leaves before their month closes: a statement at once, pending until a chief confirms or returns it."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Actor, Staff, System
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection, retrying, transaction
from backend.earnings.access import OFFICE
from backend.earnings.commands.assembling import cases, place_of
from backend.earnings.commands.making import (
    SERVICE,
    Making,
    StatementKind,
    reckon,
    write,
)
from backend.earnings.queries.rulebook import rulebook
from backend.earnings.rules import Rulebook
from backend.ledger.commands import Outcome, open_period, settle
from backend.once import once
from backend.work.queries.closing import wrote_of

_ALONE = "select pg_advisory_xact_lock(earnings_month_lock($1, $2))"
_IS_OPEN = "select status = 'open' from pay_period where id = $1"
# Whoever left a place lately and has days there of which no statement tells.
_LEFT = """
with gone as (
  select s.inmate_id, s.establishment_id, upper(s.during) - 1 as left_on,
    date_trunc('month', (upper(s.during) - 1)::timestamp)::date as month
  from custody_span s where s.kind = 'held' and upper(s.during) - 1 between $1::date - 62 and $1
)
select g.inmate_id, g.establishment_id, g.month, max(g.left_on) as left_on from gone g
where not exists (select from custody_span h where h.inmate_id = g.inmate_id and h.kind = 'held'
    and h.establishment_id = g.establishment_id and h.during @> g.left_on + 1)
  and not exists (select from pay_period p where p.establishment_id = g.establishment_id and p.month = g.month
    and p.status = 'closed')
  and exists (select from work_record r where r.inmate_id = g.inmate_id and r.live
    and r.establishment_id = g.establishment_id and r.worked_on between g.month and g.left_on
    and not exists (select from live_statement l where l.inmate_id = g.inmate_id
      and l.establishment_id = g.establishment_id and l.month = g.month and l.closes_on >= r.worked_on))
group by 1, 2, 3 order by 2, 3, 1 limit $2
"""
_RETURNED = """
select s.digest from earning_statement s join statement_decision d on d.statement_id = s.id
where s.inmate_id = $1 and s.period_id = $2 and d.outcome = 'returned' order by s.revision desc limit 1
"""
_EXIT = """
select s.id, s.establishment_id, s.inmate_id, s.month, s.starts_on, s.closes_on, s.journal_id, d.outcome
from earning_statement s left join statement_decision d on d.statement_id = s.id
where s.id = $1 and s.kind = 'exit'
"""
_DECIDE = """
insert into statement_decision (statement_id, establishment_id, outcome, why, decided_at, decided_by)
values ($1, $2, $3, $4, $5, $6)
"""
_TELL = "select statement_tell($1, $2)"
_AT_ONCE = 500


class ReturnWhy(StrEnum):
    """What is to be looked at again before somebody who left is settled."""

    HOURS = "hours"
    PIECES = "pieces"
    PEOPLE = "people"
    OTHER = "other"


async def settle_exits(now: datetime) -> int:
    """Make the statement of everybody who left with days that none tells of; answers how many. Safe to run twice.

    One that was returned is made again when what it rests on has changed.
    """
    async with transaction(System()) as tx:
        left = await tx.fetch(_LEFT, lima_day(now), _AT_ONCE)
        book = await rulebook(tx) if left else Rulebook(())
    made = 0
    for row in left:
        person = (row["establishment_id"], row["month"], row["inmate_id"], row["left_on"])

        async def settle_one(person: tuple[str, date, UUID, date] = person) -> int:
            return await _settle(*person, book, now)

        made += await retrying(settle_one)
    return made


async def _settle(
    establishment_id: str,
    month: date,
    inmate_id: UUID,
    left_on: date,
    book: Rulebook,
    now: datetime,
) -> int:
    async with transaction(System()) as tx:
        await tx.execute(_ALONE, establishment_id, month)
        period_id = await open_period(tx, establishment_id=establishment_id, month=month)
        if not await tx.fetchval(_IS_OPEN, period_id):
            return 0
        place = await place_of(tx, establishment_id, period_id, month)
        this = Making(
            tx=tx, place=place, book=book, kind=StatementKind.EXIT, made_by=SERVICE, now=now
        )
        made = await reckon(this, await cases(tx, place, {inmate_id: left_on}, book))
        returned = await tx.fetchval(_RETURNED, inmate_id, period_id)
        made = [each for each in made if each.digest != returned]
        await write(this, made)
        for each in made:
            await _trail(tx, System(), "made", each.id, establishment_id, now)
        return len(made)


@once
async def confirm_exit(
    tx: Connection, actor: Staff, *, statement_id: UUID, now: datetime
) -> dict[str, Any]:
    """Book the statement of somebody who left, and tell who may read it, once the move may be told.

    By a chief who recorded none of its days. Raises NotFound, ALREADY_DECIDED, SECOND_PERSON_NEEDED.
    """
    row = await _waiting(tx, actor, statement_id)
    days = (row["starts_on"], row["closes_on"])
    place = row["establishment_id"]
    if await wrote_of(tx, place, row["inmate_id"], *days, actor.staff_id):
        raise DomainError(Code.SECOND_PERSON_NEEDED)
    await _decide(tx, actor, row, Outcome.POST, "confirmed", None, now)
    await tx.execute(_TELL, [statement_id], now)
    await _trail(tx, actor, "confirmed", statement_id, place, now)
    return {"id": statement_id}


@once
async def return_exit(
    tx: Connection, actor: Staff, *, statement_id: UUID, why: ReturnWhy, now: datetime
) -> dict[str, Any]:
    """Set aside the statement of somebody who left; its days can be corrected again.

    Raises NotFound, ALREADY_DECIDED.
    """
    row = await _waiting(tx, actor, statement_id)
    await _decide(tx, actor, row, Outcome.VOID, "returned", why, now)
    await _trail(tx, actor, "returned", statement_id, row["establishment_id"], now)
    return {"id": statement_id}


async def _waiting(tx: Connection, actor: Staff, statement_id: UUID) -> asyncpg.Record:
    row = await tx.fetchrow(_EXIT, statement_id)
    if row is None or not actor.holds(row["establishment_id"], *OFFICE):
        raise NotFound()
    await tx.execute(_ALONE, row["establishment_id"], row["month"])
    row = await tx.fetchrow(_EXIT, statement_id)
    assert row is not None, "a statement is never deleted"
    if row["outcome"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    return row


async def _decide(
    tx: Connection,
    actor: Staff,
    row: asyncpg.Record,
    booked: Outcome,
    outcome: str,
    why: str | None,
    now: datetime,
) -> None:
    if row["journal_id"] is not None:
        await settle(tx, row["journal_id"], booked, resolved_by=actor.staff_id, now=now)
    said = (row["establishment_id"], outcome, why, now, actor.staff_id)
    await tx.execute(_DECIDE, row["id"], *said)


async def _trail(
    tx: Connection, actor: Actor, done: str, statement_id: UUID, place: str, now: datetime
) -> None:
    await audit.record(
        tx, actor, f"earnings.exit.{done}", str(statement_id), establishment_id=place, now=now
    )
