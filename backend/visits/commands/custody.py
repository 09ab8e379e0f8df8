"""Custody events and restrictions as an office records them, with what they mean for visits already booked."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.core.actor import Role, Staff
from backend.core.custody import EventKind, Regime, Stage
from backend.core.documents import DocumentKind, canonical_document
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.registry import commands as registry
from backend.registry.access import posted_inmate
from backend.registry.commands import Bar
from backend.sealed import document_index
from backend.visits.commands.reconsidering import (
    Cause,
    lock_change,
    reconsider,
    reconsider_changes,
)
from backend.visits.rules import VisitType

RECORDERS = (Role.VISITS_REGISTRAR, Role.DIRECTOR)

_INMATES_OF = "select visit_inmates_of($1, $2)"


@once
async def record_custody_event(
    tx: Connection,
    actor: Staff,
    *,
    inmate_id: UUID,
    kind: EventKind,
    effective_on: date,
    to_establishment_id: str | None = None,
    pavilion_id: UUID | None = None,
    regime: Regime | None = None,
    stage: Stage | None = None,
    until: date | None = None,
    secret_until: date | None = None,
    now: datetime,
) -> dict[str, Any]:
    """Record what happened to somebody held here; answers the event's id and how many visits were called off.

    Raises NotFound, or CUSTODY_NOT_POSSIBLE with the reason.
    """
    inmate = await posted_inmate(tx, actor, inmate_id, *RECORDERS)
    await lock_change(tx, inmates=[inmate], now=now)
    said = {
        "to": to_establishment_id,
        "pavilion_id": pavilion_id,
        "regime": regime,
        "stage": stage,
        "until": until,
        "secret_until": secret_until,
    }
    change = await registry.apply_event(
        tx,
        actor,
        inmate_id=inmate,
        kind=kind,
        effective_on=effective_on,
        facts={name: str(value) for name, value in said.items() if value is not None},
        source_key=f"office:{new_id()}",
        recorded_by=str(actor.staff_id),
        now=now,
    )
    if change is None:  # the key was made a moment ago
        raise DomainError(Code.TRY_AGAIN)
    gone = await reconsider_changes(tx, actor, [change], now)
    return {"id": str(change.event_id), "called_off": len(gone)}


@once
async def restrict_visits(
    tx: Connection,
    actor: Staff,
    *,
    kind: registry.RestrictionKind,
    establishment_id: str,
    inmate_id: UUID | None = None,
    document_kind: DocumentKind | None = None,
    document_number: str | None = None,
    everywhere: bool = False,
    visit_types: list[VisitType] | None = None,
    valid_from: date,
    valid_to: date | None = None,
    reason: registry.RestrictionReason,
    now: datetime,
) -> dict[str, Any]:
    """Bar an inmate's visits, a person's, or one person's to one inmate; answers id and visits called off.

    Families learn that a visit was called off, not why. Raises what `registry.add_restriction` does.
    """
    person = _person(document_kind, document_number)
    inmates = [] if inmate_id is None else [inmate_id]
    await lock_change(tx, inmates=inmates, people=[] if person is None else [person], now=now)
    bar = await registry.add_restriction(
        tx,
        actor,
        kind=kind,
        establishment_id=establishment_id,
        inmate_id=inmate_id,
        document_kind=document_kind,
        document_number=document_number,
        everywhere=everywhere,
        visit_types=None if visit_types is None else list(visit_types),
        valid_from=valid_from,
        valid_to=valid_to,
        reason=reason,
        now=now,
    )
    gone = await _ask_again(tx, actor, bar, now)
    return {"id": str(bar.id), "called_off": len(gone)}


@once
async def end_restriction(
    tx: Connection, actor: Staff, *, restriction_id: UUID, now: datetime
) -> dict[str, str]:
    """End a bar before its day; what was called off stays so. Raises NotFound or NOT_ALLOWED."""
    bar = await registry.end_restriction(tx, actor, restriction_id=restriction_id, now=now)
    return {"id": str(bar.id)}


async def _ask_again(tx: Connection, actor: Staff, bar: Bar, now: datetime) -> list[UUID]:
    cause = Cause(reason="restriction", key=str(bar.id))
    touched = [bar.inmate_id]
    if bar.inmate_id is None:
        touched = await tx.fetchval(_INMATES_OF, bar.person_index, now)
    return await reconsider(tx, actor, {each: cause for each in touched if each}, now=now)


def _person(kind: DocumentKind | None, number: str | None) -> bytes | None:
    if kind is None or number is None:
        return None
    return document_index(kind, canonical_document(kind, number))
