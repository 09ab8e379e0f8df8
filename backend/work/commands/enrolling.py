"""Inmates in workshops: by their own signed consent, which they may withdraw at any time."""

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
from backend.once import once
from backend.registry.access import posted_inmate
from backend.work.access import CHIEFS, check, meaning, refuse, workshop_place
from backend.work.rules import EndReason, Reason

_OPEN = "select opened_on, closed_on from workshop where id = $1"
_HELD = "select true from inmate where id = $1 and establishment_id = $2"
_ENROL = """
insert into enrolment (id, inmate_id, establishment_id, workshop_id, grade, started_on, consent_on, recorded_at,
  recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_ENROLMENT = """
select establishment_id, started_on, ended_on, consent_on, consent_withdrawn_on from enrolment where id = $1 for
  update
"""
_END = "update enrolment set ended_on = $2, end_reason = $3 where id = $1"
_WITHDRAW = "update enrolment set consent_withdrawn_on = $2 where id = $1"


@once
async def enrol(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    workshop_id: UUID,
    grade: str | None = None,
    started_on: date,
    consent_on: date,
    now: datetime,
) -> dict[str, Any]:
    """Enrol an inmate held here, who signed on `consent_on`; answers the enrolment's id.

    Raises NotFound, BAD_INPUT, or WORK_NOT_POSSIBLE (`enrolled_already`, `workshop_closed`).
    """
    place = await workshop_place(tx, actor, workshop_id, *CHIEFS)
    await posted_inmate(tx, actor, inmate_id, *CHIEFS)
    if not await tx.fetchval(_HELD, inmate_id, place):
        raise NotFound()
    check(
        consent_on=consent_on <= min(started_on, lima_day(now)),
        grade=grade is None or 0 < len(grade) <= 24,
    )
    (shop,) = await tx.fetch(_OPEN, workshop_id)
    if started_on < shop["opened_on"] or shop["closed_on"] is not None:
        refuse(Reason.WORKSHOP_CLOSED)
    enrolment_id = new_id()
    said = (inmate_id, place, workshop_id, grade, started_on, consent_on)
    with meaning(enrolment_one_at_a_time=Reason.ENROLLED_ALREADY):
        await tx.execute(_ENROL, enrolment_id, *said, now, actor.staff_id)
    await _trail(tx, actor, "made", enrolment_id, place, {"inmate": str(inmate_id)}, now)
    return {"id": enrolment_id}


@once
async def withdraw_work_consent(
    tx: Connection, actor: Staff, *, enrolment_id: UUID, withdrawn_on: date, now: datetime
) -> dict[str, Any]:
    """The inmate takes the consent back: `withdrawn_on`, today or earlier, is the last day that may be recorded.

    Raises NotFound, BAD_INPUT, ALREADY_DECIDED, or WORK_NOT_POSSIBLE (`later_work`: correct that first).
    """
    row = await _enrolment(tx, actor, enrolment_id)
    check(withdrawn_on=row["consent_on"] <= withdrawn_on <= lima_day(now))
    if row["consent_withdrawn_on"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    with meaning(enrolment_has_later_work=Reason.LATER_WORK):
        await tx.execute(_WITHDRAW, enrolment_id, withdrawn_on)
    await _trail(tx, actor, "consent_withdrawn", enrolment_id, row["establishment_id"], {}, now)
    return {"id": enrolment_id}


@once
async def end_enrolment(
    tx: Connection,
    actor: Staff,
    *,
    enrolment_id: UUID,
    ended_on: date,
    reason: EndReason,
    now: datetime,
) -> dict[str, Any]:
    """End an enrolment; `ended_on` is its last day.

    Raises NotFound, BAD_INPUT, ALREADY_DECIDED, or WORK_NOT_POSSIBLE (`later_work`: correct that first).
    """
    row = await _enrolment(tx, actor, enrolment_id)
    check(ended_on=ended_on >= row["started_on"])
    if row["ended_on"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    with meaning(enrolment_has_later_work=Reason.LATER_WORK):
        await tx.execute(_END, enrolment_id, ended_on, reason)
    await _trail(tx, actor, "ended", enrolment_id, row["establishment_id"], {"reason": reason}, now)
    return {"id": enrolment_id}


async def _enrolment(tx: Connection, actor: Staff, enrolment_id: UUID) -> asyncpg.Record:
    row = await tx.fetchrow(_ENROLMENT, enrolment_id)
    if row is None or not actor.holds(row["establishment_id"], *CHIEFS):
        raise NotFound()
    return row


async def _trail(
    tx: Connection,
    actor: Staff,
    done: str,
    subject: UUID,
    place: str,
    facts: dict[str, object],
    now: datetime,
) -> None:
    await audit.record(
        tx,
        actor,
        f"work.enrolment.{done}",
        str(subject),
        establishment_id=place,
        facts=facts,
        now=now,
    )
