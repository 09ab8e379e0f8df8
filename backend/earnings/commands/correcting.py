"""What two people do: corrections of days that a statement has told of, and materials given in advance."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.earnings.access import OFFICE, check, place_of_inmate
from backend.earnings.commands.orders import HIGHEST
from backend.earnings.queries.facts import told_minutes
from backend.earnings.queries.rulebook import rulebook
from backend.earnings.rules import labour_day
from backend.earnings.rules.vocabulary import LineCode
from backend.ledger.commands import (
    AccountKind,
    Kind,
    Line,
    Posting,
    open_account,
    open_period,
    post,
)
from backend.once import once
from backend.registry.access import check_posted

_TOLD = "select max(closes_on) from live_statement where inmate_id = $1 and establishment_id = $2 and month = $3"
_ADJUST = """
insert into pending_adjustment (id, inmate_id, establishment_id, of_month, of_line, amount, worked_on, minutes, reason,
  recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
"""
_APPROVE = "update pending_adjustment set approved_at = $2, approved_by = $3 where id = $1"
_WORKSHOP = "select establishment_id from workshop where id = $1"
_ADVANCE = """
insert into material_advance (id, inmate_id, establishment_id, workshop_id, amount, given_on, parts, recorded_at,
  recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_WAITING = "select * from {table} where id = $1 for no key update"
_END = "update {table} set ended_at = $2, ended_by = $3, why = $4 where id = $1"
_APPROVE_ADVANCE = """
update material_advance set approved_at = $2, approved_by = $3, journal_id = $4 where id = $1
"""


class CorrectionKind(StrEnum):
    """What waits for a second person."""

    ADJUSTMENT = "adjustment"
    ADVANCE = "advance"

    @property
    def table(self) -> str:
        return {"adjustment": "pending_adjustment", "advance": "material_advance"}[self]


@once
async def record_adjustment(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    inmate_id: UUID,
    of_month: date,
    of_line: LineCode,
    amount: int,
    worked_on: date | None = None,
    minutes: int | None = None,
    reason: str,
    now: datetime,
) -> dict[str, Any]:
    """Record a signed correction in céntimos of a month that a statement has told of; somebody else approves it.

    It becomes a line of the next statement. With `worked_on`, one of the days that were told, and signed countable
    `minutes` the next statement counts them too; the amount may be nothing then. Raises NOT_ALLOWED, BAD_INPUT,
    HOURS_BEYOND_DAY where the day would have fewer than none or more than count, NotFound when none told of the month.
    """
    check_posted(actor, establishment_id, *OFFICE)
    check(
        of_month=of_month.day == 1,
        amount=abs(amount) <= HIGHEST and (amount != 0 or minutes is not None),
        reason=10 <= len(reason.strip()) <= 500,
        minutes=minutes != 0 and (minutes is None) == (worked_on is None),
    )
    told_to = await tx.fetchval(_TOLD, inmate_id, establishment_id, of_month)
    if told_to is None:
        raise NotFound()
    if worked_on is not None and minutes is not None:
        check(worked_on=of_month <= worked_on <= told_to)
        await _check_counts(tx, establishment_id, inmate_id, worked_on, minutes)
    row_id = new_id()
    day = (worked_on, minutes, reason.strip(), now, actor.staff_id)
    await tx.execute(_ADJUST, row_id, inmate_id, establishment_id, of_month, of_line, amount, *day)
    await _trail(tx, actor, "adjustment.recorded", row_id, establishment_id, now)
    return {"id": row_id}


@once
async def approve_adjustment(
    tx: Connection, actor: Staff, *, adjustment_id: UUID, now: datetime
) -> dict[str, Any]:
    """Approve a correction that somebody else recorded. Raises NotFound, ALREADY_DECIDED, SECOND_PERSON_NEEDED."""
    row = _second(await _waiting(tx, CorrectionKind.ADJUSTMENT, adjustment_id, actor), actor)
    await tx.execute(_APPROVE, adjustment_id, now, actor.staff_id)
    await _trail(tx, actor, "adjustment.approved", adjustment_id, row["establishment_id"], now)
    return {"id": adjustment_id}


@once
async def record_advance(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    workshop_id: UUID,
    amount: int,
    given_on: date,
    parts: int,
    now: datetime,
) -> dict[str, Any]:
    """Record materials given in advance, in céntimos, paid back in monthly parts; somebody else approves it.

    Raises NotFound, BAD_INPUT.
    """
    place = await place_of_inmate(tx, actor, inmate_id)
    check(amount=0 < amount <= HIGHEST, parts=1 <= parts <= 24, given_on=given_on <= lima_day(now))
    if await tx.fetchval(_WORKSHOP, workshop_id) != place:
        raise NotFound()
    row_id = new_id()
    said = (amount, given_on, parts, now, actor.staff_id)
    await tx.execute(_ADVANCE, row_id, inmate_id, place, workshop_id, *said)
    await _trail(tx, actor, "advance.recorded", row_id, place, now)
    return {"id": row_id}


@once
async def approve_advance(
    tx: Connection, actor: Staff, *, advance_id: UUID, now: datetime
) -> dict[str, Any]:
    """Approve an advance that somebody else recorded, and book it.

    Raises NotFound, ALREADY_DECIDED, SECOND_PERSON_NEEDED, or PERIOD_CLOSED when its month is.
    """
    row = _second(await _waiting(tx, CorrectionKind.ADVANCE, advance_id, actor), actor)
    place, given_on = row["establishment_id"], row["given_on"]
    owed, company = [
        await open_account(tx, kind=kind, establishment_id=place, owner_ref=owner, now=now)
        for kind, owner in (
            (AccountKind.ADVANCE, row["inmate_id"]),
            (AccountKind.COMPANY_DUE, row["workshop_id"]),
        )
    ]
    posting = Posting(
        scope="material_advance",
        kind=Kind.ADVANCE,
        period_id=await open_period(tx, establishment_id=place, month=given_on.replace(day=1)),
        effective_on=given_on,
        recorded_by=row["recorded_by"],
        approved_by=actor.staff_id,
    )
    journal = await post(
        tx, posting, str(advance_id), [Line(owed, company, row["amount"])], now=now
    )
    await tx.execute(_APPROVE_ADVANCE, advance_id, now, actor.staff_id, journal)
    await _trail(tx, actor, "advance.approved", advance_id, place, now)
    return {"id": advance_id}


@once
async def refuse_correction(
    tx: Connection,
    actor: Staff,
    *,
    kind: CorrectionKind,
    correction_id: UUID,
    why: str,
    now: datetime,
) -> dict[str, Any]:
    """Refuse a correction or an advance that somebody else recorded, and say why.

    Raises NotFound, BAD_INPUT, ALREADY_DECIDED, SECOND_PERSON_NEEDED.
    """
    row = _second(await _waiting(tx, kind, correction_id, actor), actor)
    check(why=10 <= len(why.strip()) <= 500)
    return await _end(tx, actor, kind, row, "refused", why.strip(), now)


@once
async def withdraw_correction(
    tx: Connection, actor: Staff, *, kind: CorrectionKind, correction_id: UUID, now: datetime
) -> dict[str, Any]:
    """Take back a correction or an advance that one recorded oneself. Raises NotFound, ALREADY_DECIDED, NOT_ALLOWED."""
    row = await _waiting(tx, kind, correction_id, actor)
    if row["recorded_by"] != actor.staff_id:
        raise DomainError(Code.NOT_ALLOWED)
    return await _end(tx, actor, kind, row, "withdrawn", None, now)


async def _check_counts(
    tx: Connection, place: str, inmate_id: UUID, worked_on: date, minutes: int
) -> None:
    """With all that waits, a day has no fewer minutes than none and no more than count of one."""
    day = (inmate_id, worked_on)
    told = (await told_minutes(tx, place, [day], waiting=True))[day]
    most = labour_day(await rulebook(tx), worked_on).cap
    if not 0 <= told + minutes <= most:
        raise DomainError(Code.HOURS_BEYOND_DAY, told=told, most=most)


async def _waiting(
    tx: Connection, kind: CorrectionKind, row_id: UUID, actor: Staff
) -> asyncpg.Record:
    """What waits for a second person, locked."""
    row = await tx.fetchrow(_WAITING.format(table=kind.table), row_id)
    if row is None or not actor.holds(row["establishment_id"], *OFFICE):
        raise NotFound()
    if row["approved_by"] is not None or row["ended_by"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    return row


def _second(row: asyncpg.Record, actor: Staff) -> asyncpg.Record:
    """This is a second person."""
    if row["recorded_by"] == actor.staff_id:
        raise DomainError(Code.SECOND_PERSON_NEEDED)
    return row


async def _end(
    tx: Connection,
    actor: Staff,
    kind: CorrectionKind,
    row: asyncpg.Record,
    done: str,
    why: str | None,
    now: datetime,
) -> dict[str, Any]:
    await tx.execute(_END.format(table=kind.table), row["id"], now, actor.staff_id, why)
    await _trail(tx, actor, f"{kind}.{done}", row["id"], row["establishment_id"], now)
    return {"id": row["id"]}


async def _trail(
    tx: Connection, actor: Staff, done: str, row_id: UUID, place: str, now: datetime
) -> None:
    await audit.record(tx, actor, f"earnings.{done}", str(row_id), establishment_id=place, now=now)
