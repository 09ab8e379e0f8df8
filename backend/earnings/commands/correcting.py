"""What two people do: corrections of days that a statement has told of, and materials given in advance."""

from datetime import date, datetime
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

_TOLD = """
select exists (select from live_statement where inmate_id = $1 and establishment_id = $2 and month = $3)
"""
_ADJUST = """
insert into pending_adjustment (id, inmate_id, establishment_id, of_month, of_line, amount, reason, recorded_at,
  recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_PENDING = """
select establishment_id, inmate_id, recorded_by, approved_by from pending_adjustment where id = $1 for no key update
"""
_APPROVE = "update pending_adjustment set approved_at = $2, approved_by = $3 where id = $1"
_WORKSHOP = "select establishment_id from workshop where id = $1"
_ADVANCE = """
insert into material_advance (id, inmate_id, establishment_id, workshop_id, amount, given_on, parts, recorded_at,
  recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_ADVANCED = "select * from material_advance where id = $1 for no key update"
_APPROVE_ADVANCE = """
update material_advance set approved_at = $2, approved_by = $3, journal_id = $4 where id = $1
"""


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
    reason: str,
    now: datetime,
) -> dict[str, Any]:
    """Record a signed correction in céntimos of a month that a statement has told of; somebody else approves it.

    It becomes a line of the next statement. Raises NOT_ALLOWED, BAD_INPUT, NotFound when none told of the month.
    """
    check_posted(actor, establishment_id, *OFFICE)
    check(
        of_month=of_month.day == 1,
        amount=0 < abs(amount) <= HIGHEST,
        reason=10 <= len(reason.strip()) <= 500,
    )
    if not await tx.fetchval(_TOLD, inmate_id, establishment_id, of_month):
        raise NotFound()
    row_id = new_id()
    said = (of_month, of_line, amount, reason.strip(), now, actor.staff_id)
    await tx.execute(_ADJUST, row_id, inmate_id, establishment_id, *said)
    await _trail(tx, actor, "adjustment.recorded", row_id, establishment_id, now)
    return {"id": row_id}


@once
async def approve_adjustment(
    tx: Connection, actor: Staff, *, adjustment_id: UUID, now: datetime
) -> dict[str, Any]:
    """Approve a correction that somebody else recorded. Raises NotFound, ALREADY_DECIDED, SECOND_PERSON_NEEDED."""
    row = _second(await tx.fetchrow(_PENDING, adjustment_id), actor)
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
    row = _second(await tx.fetchrow(_ADVANCED, advance_id), actor)
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


def _second(row: asyncpg.Record | None, actor: Staff) -> asyncpg.Record:
    """What waits for a second person, and this is one."""
    if row is None or not actor.holds(row["establishment_id"], *OFFICE):
        raise NotFound()
    if row["approved_by"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    if row["recorded_by"] == actor.staff_id:
        raise DomainError(Code.SECOND_PERSON_NEEDED)
    return row


async def _trail(
    tx: Connection, actor: Staff, done: str, row_id: UUID, place: str, now: datetime
) -> None:
    await audit.record(tx, actor, f"earnings.{done}", str(row_id), establishment_id=place, now=now)
