"""Who plans and who releases, and the one way from a member of staff to an event."""

from uuid import UUID

import asyncpg

from backend.core.actor import Role, Staff
from backend.core.errors import NotFound
from backend.database import Connection

WRITERS = (Role.PROGRAMME_COORDINATOR, Role.DIRECTOR)
RELEASERS = (Role.DIRECTOR,)

_EVENT = """
select id, establishment_id, programme_id, season_id, state, release_no, content, audience from event where id = $1
"""


async def office_event(
    tx: Connection, actor: Staff, event_id: UUID, *roles: Role, locked: bool = False
) -> asyncpg.Record:
    """An event of an establishment where this member of staff holds one of the roles. Raises NotFound.

    `locked`: until the transaction ends nobody else writes or releases it.
    """
    row = await tx.fetchrow(_EVENT + (" for no key update" if locked else ""), event_id)
    if row is None or not actor.holds(row["establishment_id"], *roles):
        raise NotFound()
    return row
