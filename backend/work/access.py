"""Who does what in work, and refusals in its own words: for commands and queries alike."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn
from uuid import UUID

import asyncpg

from backend.core.actor import Role, Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection
from backend.work.rules import Reason, Refused

RECORDERS = (Role.WORK_SUPERVISOR,)
CHIEFS = (Role.WORK_CHIEF, Role.DIRECTOR)
EVERYBODY = RECORDERS + CHIEFS

_WORKSHOP = "select establishment_id, closed_on from workshop where id = $1"


async def workshop_place(tx: Connection, actor: Staff, workshop_id: UUID, *roles: Role) -> str:
    """The establishment of a workshop where this member of staff holds one of the roles. Raises NotFound."""
    row = await tx.fetchrow(_WORKSHOP, workshop_id)
    if row is None or not actor.holds(row["establishment_id"], *roles):
        raise NotFound()
    return str(row["establishment_id"])


def refuse(reason: Reason, **facts: object) -> NoReturn:
    """Raise WORK_NOT_POSSIBLE with its reason."""
    raise DomainError(Code.WORK_NOT_POSSIBLE, reason=reason.value, **facts)


@contextmanager
def refusing() -> Iterator[None]:
    """A reason of the rules becomes a refusal of the command."""
    try:
        yield
    except Refused as no:
        refuse(no.reason, **no.facts)


@contextmanager
def meaning(**guards: Reason) -> Iterator[None]:
    """A guard of the database that refuses has a reason: `work_month_closed=Reason.MONTH_CLOSED`."""
    try:
        yield
    except asyncpg.IntegrityConstraintViolationError as error:
        reason = guards.get(error.constraint_name or "")
        if reason is None:
            raise
        refuse(reason)


def check(**fields: bool) -> None:
    """Raise BAD_INPUT naming the first field that is not fine."""
    for name, fine in fields.items():
        if not fine:
            raise DomainError(Code.BAD_INPUT, field=name)


def is_text(words: str, longest: int = 120) -> bool:
    """Whether something is said, and no more than fits."""
    return 0 < len(words.strip()) <= longest
