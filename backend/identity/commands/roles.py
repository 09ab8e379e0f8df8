"""Who may be what, where: roles are given, ended, and a colleague's way in is closed."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Role, Staff
from backend.core.documents import DocumentKind, canonical_document
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.identity.rules import check_may_appoint, check_stepped_up
from backend.once import once
from backend.sealed import document_index

_COLLEAGUE = "select staff_to_appoint($1, $2)"
_GRANT = """
insert into role_grant (id, staff_id, establishment_id, role, granted_at, granted_by)
values ($1, $2, $3, $4, $5, $6)
on conflict (staff_id, establishment_id, role) where ended_at is null do nothing returning id
"""
_STANDING_GRANT = """
select id from role_grant
where staff_id = $1 and establishment_id = $2 and role = $3 and ended_at is null
"""
_FIND = "select staff_id, establishment_id, role, ended_at from role_grant where id = $1"
_END = "update role_grant set ended_at = $2 where id = $1 and ended_at is null returning id"
_POSTINGS = "select establishment_id, role from postings_of($1)"
_DISABLE = "select disable_colleague($1, $2)"


@once
async def grant_role(
    tx: Connection,
    actor: Staff,
    *,
    document_kind: DocumentKind,
    document_number: str,
    establishment_id: str,
    role: Role,
    now: datetime,
) -> dict[str, object]:
    """Give a colleague a role at one's own establishment; a role that is held already stays as it is.

    Raises NOT_ALLOWED (not one's to give, or to oneself), STEP_UP_NEEDED, DOCUMENT_NOT_VALID or NotFound.
    """
    check_stepped_up(actor, now)
    check_may_appoint(actor, establishment_id, role)
    number = canonical_document(document_kind, document_number)
    index = document_index(document_kind, number)
    staff_id = await tx.fetchval(_COLLEAGUE, establishment_id, index)
    if staff_id is None:
        raise NotFound()
    if staff_id == actor.staff_id:
        raise DomainError(Code.NOT_ALLOWED)
    place = (staff_id, establishment_id, role.value)
    grant_id = await tx.fetchval(_GRANT, new_id(), *place, now, str(actor.staff_id))
    if grant_id is None:
        return {"grant_id": await tx.fetchval(_STANDING_GRANT, *place)}
    await _record(tx, actor, "identity.role.granted", staff_id, establishment_id, role.value, now)
    return {"grant_id": grant_id}


@once
async def end_role(
    tx: Connection, actor: Staff, *, grant_id: UUID, now: datetime
) -> dict[str, object]:
    """End a colleague's role, from the next request on. Raises NOT_ALLOWED, STEP_UP_NEEDED or NotFound."""
    check_stepped_up(actor, now)
    grant = await tx.fetchrow(_FIND, grant_id)
    if grant is None:
        raise NotFound()
    check_may_appoint(actor, grant["establishment_id"], Role(grant["role"]))
    if grant["staff_id"] == actor.staff_id:
        raise DomainError(Code.NOT_ALLOWED)
    if await tx.fetchval(_END, grant_id, now) is not None:
        place, role = grant["establishment_id"], grant["role"]
        await _record(tx, actor, "identity.role.ended", grant["staff_id"], place, role, now)
    return {"grant_id": grant_id}


@once
async def disable_staff(
    tx: Connection, actor: Staff, *, staff_id: UUID, now: datetime
) -> dict[str, object]:
    """Close a colleague's way in and end their sessions, from the next request on.

    Whoever also serves where the actor does not appoint cannot be disabled from here: end the role instead.
    Raises NOT_ALLOWED, STEP_UP_NEEDED or NotFound.
    """
    check_stepped_up(actor, now)
    postings: list[Any] = await tx.fetch(_POSTINGS, staff_id)
    if not postings:
        raise NotFound()
    for posting in postings:
        check_may_appoint(actor, posting["establishment_id"], Role(posting["role"]))
    if not await tx.fetchval(_DISABLE, staff_id, now):
        raise DomainError(Code.NOT_ALLOWED)
    for place in sorted({posting["establishment_id"] for posting in postings}):
        await _record(tx, actor, "identity.staff.disabled", staff_id, place, None, now)
    return {"staff_id": staff_id}


async def _record(
    tx: Connection,
    actor: Staff,
    action: str,
    staff_id: UUID,
    establishment_id: str,
    role: str | None,
    now: datetime,
) -> None:
    await audit.record(
        tx,
        actor,
        action,
        f"staff:{staff_id}",
        establishment_id=establishment_id,
        facts={"role": role} if role else {},
        now=now,
    )
