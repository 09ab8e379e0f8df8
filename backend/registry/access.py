"""The only way from an actor to an inmate. Whoever is not entitled gets one answer, whatever the truth is."""

from typing import NewType
from uuid import UUID

from backend.core.actor import Actor, Family, Role, Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection

InmateId = NewType("InmateId", UUID)
"""An inmate this actor may see; only the functions here make one."""

_TIED = """
select i.id from inmate i join tie t on t.inmate_id = i.id
where i.id = $1 and t.account_id = $2 and t.state = 'approved'
  and i.status in ('held', 'outside', 'monitored') limit 1
"""
_TIED_TO_LEFT = _TIED.replace("'monitored'", "'monitored', 'released', 'transferred_abroad'")
_POSTED = "select id from inmate where id = $1 and establishment_id = any($2)"


async def tied_inmate(tx: Connection, actor: Family, inmate_id: UUID) -> InmateId:
    """The inmate, when an approved tie of this account leads there and the person is still held.

    Raises NotFound, the same for unknown, not yours, refused and released.
    """
    found = await tx.fetchval(_TIED, inmate_id, actor.account_id)
    if found is None:
        raise NotFound()
    return InmateId(found)


async def tied_inmate_or_left(tx: Connection, actor: Family, inmate_id: UUID) -> InmateId:
    """The same, also of a person who was released or sent abroad: for what is told for a while after that.

    Whoever asks this decides for how long. Raises NotFound.
    """
    found = await tx.fetchval(_TIED_TO_LEFT, inmate_id, actor.account_id)
    if found is None:
        raise NotFound()
    return InmateId(found)


async def posted_inmate(tx: Connection, actor: Staff, inmate_id: UUID, *roles: Role) -> InmateId:
    """The inmate, when held today where this member of staff holds one of the roles. Raises NotFound."""
    places = [place for place in actor.establishments if actor.holds(place, *roles)]
    found = await tx.fetchval(_POSTED, inmate_id, places)
    if found is None:
        raise NotFound()
    return InmateId(found)


def check_posted(actor: Actor, establishment_id: str, *roles: Role) -> None:
    """Raise NOT_ALLOWED unless the member of staff holds one of the roles at the establishment."""
    if not isinstance(actor, Staff) or not actor.holds(establishment_id, *roles):
        raise DomainError(Code.NOT_ALLOWED)
