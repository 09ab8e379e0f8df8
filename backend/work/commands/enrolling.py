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
from backend.work.access import CHIEFS, check, is_text, meaning, refuse, workshop_place
from backend.work.rules import EndReason, Reason

# Two who are enrolled at once are counted one after the other.
_OPEN = "select opened_on, closed_on from workshop where id = $1 for no key update"
# Null: no agreement of that day says how many people it is for.
_PLACES_LEFT = """
select (select sum(a.places) from agreement a where a.workshop_id = $1 and a.valid_from <= $2
    and coalesce(least(a.ended_on, a.valid_to), 'infinity') >= $2)
  - (select count(*) from enrolment e where e.workshop_id = $1
    and coalesce(least(e.ended_on, e.consent_withdrawn_on), 'infinity') >= $2)
"""
_HELD = "select true from inmate where id = $1 and establishment_id = $2"
_ENROL = """
insert into enrolment (id, inmate_id, establishment_id, workshop_id, grade, started_on, consent_on, consent_act,
  recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_ENROLMENT = """
select establishment_id, started_on, ended_on, consent_on, consent_withdrawn_on from enrolment where id = $1 for
  update
"""
_END = "update enrolment set ended_on = $2, end_reason = $3 where id = $1"
_WITHDRAW = "update enrolment set consent_withdrawn_on = $2, withdrawn_act = $3 where id = $1"


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
    consent_act: str | None = None,
    now: datetime,
) -> dict[str, Any]:
    """Enrol an inmate held here, who signed the sheet `consent_act` on `consent_on`; answers the enrolment's id.

    Access is subject to the places there are (D.Leg. 1343 art. 10): no more people than the agreements in force on the
    first day are for; where there is none, nothing says how many. Raises NotFound, BAD_INPUT, or WORK_NOT_POSSIBLE
    (`enrolled_already`, `workshop_closed`, `workshop_full`).
    """
    place = await workshop_place(tx, actor, workshop_id, *CHIEFS)
    await posted_inmate(tx, actor, inmate_id, *CHIEFS)
    if not await tx.fetchval(_HELD, inmate_id, place):
        raise NotFound()
    check(
        consent_on=consent_on <= min(started_on, lima_day(now)),
        consent_act=consent_act is None or is_text(consent_act),
        grade=grade is None or 0 < len(grade) <= 24,
    )
    (shop,) = await tx.fetch(_OPEN, workshop_id)
    if started_on < shop["opened_on"] or shop["closed_on"] is not None:
        refuse(Reason.WORKSHOP_CLOSED)
    left = await tx.fetchval(_PLACES_LEFT, workshop_id, started_on)
    if left is not None and left < 1:
        refuse(Reason.WORKSHOP_FULL)
    enrolment_id = new_id()
    act = consent_act and consent_act.strip()
    said = (inmate_id, place, workshop_id, grade, started_on, consent_on, act)
    with meaning(enrolment_one_at_a_time=Reason.ENROLLED_ALREADY):
        await tx.execute(_ENROL, enrolment_id, *said, now, actor.staff_id)
    await _trail(tx, actor, "made", enrolment_id, place, {"inmate": str(inmate_id)}, now)
    return {"id": enrolment_id}


@once
async def withdraw_work_consent(
    tx: Connection,
    actor: Staff,
    *,
    enrolment_id: UUID,
    withdrawn_on: date,
    act: str | None = None,
    now: datetime,
) -> dict[str, Any]:
    """The inmate takes the consent back: `withdrawn_on`, today or earlier, is the last day that may be recorded.

    `act`: the number of the sheet that says so, if there is one. Raises NotFound, BAD_INPUT, ALREADY_DECIDED, or
    WORK_NOT_POSSIBLE (`later_work`: correct that first).
    """
    row = await _enrolment(tx, actor, enrolment_id)
    check(
        withdrawn_on=row["consent_on"] <= withdrawn_on <= lima_day(now),
        act=act is None or is_text(act),
    )
    if row["consent_withdrawn_on"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    with meaning(enrolment_has_later_work=Reason.LATER_WORK):
        await tx.execute(_WITHDRAW, enrolment_id, withdrawn_on, act and act.strip())
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
