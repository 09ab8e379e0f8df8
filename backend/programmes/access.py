"""Who plans and who releases, and the one way from a member of staff to an event."""

from uuid import UUID

import asyncpg

from backend.core.actor import Role, Staff
from backend.core.errors import NotFound
from backend.database import Connection

WRITERS = (Role.PROGRAMME_COORDINATOR, Role.DIRECTOR)
RELEASERS = (Role.DIRECTOR,)
DOOR = (Role.PROGRAMME_COORDINATOR, Role.GATE_OFFICER, Role.DIRECTOR)

_EVENT = """
select id, establishment_id, programme_id, season_id, state, release_no, content, audience from event where id = $1
"""
_ENSEMBLE = "select id, establishment_id, begun_on, ended_on from ensemble where id = $1"


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


async def office_ensemble(
    tx: Connection, actor: Staff, ensemble_id: UUID, *, locked: bool = False
) -> asyncpg.Record:
    """An ensemble of an establishment for which this member of staff writes. Raises NotFound.

    `locked`: until the transaction ends nobody else edits it, or ends it.
    """
    row = await tx.fetchrow(_ENSEMBLE + (" for no key update" if locked else ""), ensemble_id)
    if row is None or not actor.holds(row["establishment_id"], *WRITERS):
        raise NotFound()
    return row


_DATE = """
select o.id, o.event_id, o.establishment_id, o.doors_at, o.starts_at, o.ends_at, o.state, e.content ->> 'title' as title
from occurrence o join event e on e.id = o.event_id where o.id = $1
"""


async def office_date(
    tx: Connection, actor: Staff, occurrence_id: UUID, *roles: Role
) -> asyncpg.Record:
    """A released date of an establishment where this member of staff holds one of the roles. Raises NotFound."""
    row = await tx.fetchrow(_DATE, occurrence_id)
    if row is None or not actor.holds(row["establishment_id"], *roles):
        raise NotFound()
    return row
