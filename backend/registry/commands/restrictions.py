"""Bars on visits. Whoever calls these re-asks the bookings they touch, in the same transaction."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from backend import audit
from backend.core.actor import Role, Staff, System
from backend.core.clock import lima_day
from backend.core.documents import DocumentKind, canonical_document
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.registry.access import check_posted
from backend.registry.rules.restrictions import (
    RestrictionKind,
    RestrictionReason,
    check_restriction,
)
from backend.sealed import document_index, seal

RECORDERS = (Role.VISITS_REGISTRAR, Role.DIRECTOR)

_INMATE_PLACE = "select establishment_id from inmate where id = $1 for no key update"
_ADD = """
insert into restriction (id, establishment_id, inmate_id, person_index, person_cipher, visit_types, valid_from,
  valid_to, reason_code, protective, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
_FIND = """
select r.id, r.establishment_id, r.inmate_id, r.person_index, r.visit_types, r.valid_from, r.valid_to,
  r.protective, i.establishment_id as inmate_place
from restriction r left join inmate i on i.id = r.inmate_id
where r.id = $1 and r.ended_at is null for update of r
"""
_FINISH = "update restriction set ended_at = $2 where id = $1"


class Bar(NamedTuple):
    """What a restriction touches: from `valid_from` up to, not including, `valid_to` (None: open).

    `establishment_id` None: wherever the inmate is, or for a person alone, everywhere. `visit_types` None:
    all that a restriction may touch.
    """

    id: UUID
    establishment_id: str | None
    inmate_id: UUID | None
    person_index: bytes | None
    visit_types: list[str] | None
    valid_from: date
    valid_to: date | None


async def add_restriction(
    tx: Connection,
    actor: Staff | System,
    *,
    kind: RestrictionKind,
    establishment_id: str,
    inmate_id: UUID | None = None,
    document_kind: DocumentKind | None = None,
    document_number: str | None = None,
    everywhere: bool = False,
    visit_types: list[str] | None = None,
    valid_from: date,
    valid_to: date | None = None,
    reason: RestrictionReason,
    now: datetime,
) -> Bar:
    """Record a bar at `establishment_id`: an inmate's sanction, a visitor's, or a protective block of a pair.

    A sanction on a person may hold `everywhere`, if a director says so. Raises NOT_ALLOWED, BAD_INPUT,
    DOCUMENT_NOT_VALID, or NotFound for an inmate who is not held at `establishment_id`.
    """
    check_restriction(
        kind,
        has_inmate=inmate_id is not None,
        has_person=document_kind is not None and document_number is not None,
        everywhere=everywhere,
        valid_from=valid_from,
        valid_to=valid_to,
        today=lima_day(now),
    )
    _check_may(actor, establishment_id, *((Role.DIRECTOR,) if everywhere else RECORDERS))
    if inmate_id is not None and await tx.fetchval(_INMATE_PLACE, inmate_id) != establishment_id:
        raise NotFound()
    bar_id = new_id()
    index, cipher = _person(bar_id, document_kind, document_number)
    place = None if everywhere or inmate_id is not None else establishment_id
    bar = Bar(bar_id, place, inmate_id, index, visit_types, valid_from, valid_to)
    await tx.execute(
        _ADD,
        bar.id,
        bar.establishment_id,
        bar.inmate_id,
        bar.person_index,
        cipher,
        bar.visit_types,
        bar.valid_from,
        bar.valid_to,
        reason,
        kind is RestrictionKind.PROTECTIVE_BLOCK,
        now,
        actor.id,
    )
    await _leave_trail(tx, actor, "added", bar, establishment_id, now)
    return bar


async def end_restriction(
    tx: Connection, actor: Staff | System, *, restriction_id: UUID, now: datetime
) -> Bar:
    """End a bar before its day. A protective block, or one that holds everywhere, takes a director.

    Raises NotFound or NOT_ALLOWED.
    """
    row = await tx.fetchrow(_FIND, restriction_id)
    if row is None:
        raise NotFound()
    place: str | None = row["inmate_place"] or row["establishment_id"]
    heavy = row["protective"] or place is None
    place = place or _where(actor, Role.DIRECTOR)
    _check_may(actor, place, *((Role.DIRECTOR,) if heavy else RECORDERS))
    bar = Bar(*(row[name] for name in Bar._fields))
    await tx.execute(_FINISH, bar.id, now)
    await _leave_trail(tx, actor, "ended", bar, place, now)
    return bar


def _person(
    bar_id: UUID, kind: DocumentKind | None, number: str | None
) -> tuple[bytes | None, bytes | None]:
    if kind is None or number is None:
        return None, None
    canonical = canonical_document(kind, number)
    cipher = seal("restriction.person", bar_id, f"{kind} {canonical}")
    return document_index(kind, canonical), cipher


def _check_may(actor: Staff | System, establishment_id: str, *roles: Role) -> None:
    if not isinstance(actor, System):
        check_posted(actor, establishment_id, *roles)


def _where(actor: Staff | System, role: Role) -> str:
    """The place on whose chain a countrywide act is written."""
    if isinstance(actor, System):
        return audit.NOWHERE
    places = sorted(place for place in actor.establishments if actor.holds(place, role))
    if not places:
        raise DomainError(Code.NOT_ALLOWED)
    return places[0]


async def _leave_trail(
    tx: Connection, actor: Staff | System, done: str, bar: Bar, place: str, now: datetime
) -> None:
    await audit.record(
        tx,
        actor,
        f"registry.restriction.{done}",
        str(bar.id),
        establishment_id=place,
        facts={"inmate": str(bar.inmate_id or ""), "everywhere": bar.establishment_id is None},
        now=now,
    )
