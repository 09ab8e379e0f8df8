"""Who does what about earnings, and refusals in the words of all slices."""

from uuid import UUID

from backend.core.actor import Role, Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection
from backend.registry.access import posted_inmate

OFFICE = (Role.WORK_CHIEF, Role.DIRECTOR)

_HERE = "select establishment_id from inmate where id = $1"
_TIED = "select true from tie where id = $1 and inmate_id = $2 and state = 'approved'"


async def place_of_inmate(tx: Connection, actor: Staff, inmate_id: UUID) -> str:
    """Where an inmate of this office is held. Raises NotFound."""
    await posted_inmate(tx, actor, inmate_id, *OFFICE)
    place: str = await tx.fetchval(_HERE, inmate_id)
    return place


async def check_tied(tx: Connection, tie_id: UUID, inmate_id: UUID) -> None:
    """The tie stands and leads to this inmate. Raises NotFound."""
    if not await tx.fetchval(_TIED, tie_id, inmate_id):
        raise NotFound()


def check(**fields: bool) -> None:
    """Raise BAD_INPUT naming the first field that is not fine."""
    for name, fine in fields.items():
        if not fine:
            raise DomainError(Code.BAD_INPUT, field=name)


def is_act(words: str) -> bool:
    """Whether the number of an act is said, and no more than a number."""
    return 0 < len(words.strip()) <= 120
