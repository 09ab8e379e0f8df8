"""Who takes part in an event, or whose relatives are invited to it. Families never read these names."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import NotFound
from backend.database import Connection
from backend.once import once
from backend.programmes.access import WRITERS, office_event
from backend.programmes.rules.checking import fine
from backend.programmes.rules.vocabulary import Audience, Part

MOST_NAMED = 200

_HELD = """
select i.id from inmate i
where i.id = any($1) and i.status in ('held', 'outside', 'monitored') and (i.establishment_id = $2
  or i.establishment_id = any($4)
    and exists (select from event_place p where p.event_id = $3 and p.establishment_id = i.establishment_id))
order by i.id
"""
_NAME = """
insert into event_person (event_id, establishment_id, inmate_id, part, named_at, named_by)
select $1, $2, unnest($3::uuid[]), $4, $5, $6 on conflict (event_id, inmate_id, part) where ended_at is null do nothing
returning inmate_id
"""
_PERSON = "select event_id, inmate_id from event_person where id = $1 and ended_at is null"
_UNNAME = """
update event_person set ended_at = $2 where id = $1 and ended_at is null returning inmate_id
"""
_PUBLISH = "select event_publish($1, $2)"
_OF_PART = {Part.PARTICIPANT: Audience.PARTICIPANTS_RELATIVES, Part.INVITED: Audience.INVITED}


@once
async def name_for_event(
    tx: Connection,
    actor: Staff,
    *,
    event_id: UUID,
    inmate_ids: Sequence[UUID],
    part: Part,
    now: datetime,
) -> dict[str, int]:
    """Name people held where the event is; answers how many were not yet.

    Relatives of somebody named after a release, where it is for them, hear of the event now. Raises NotFound, also for
    anybody held elsewhere, or BAD_INPUT.
    """
    fine("inmateIds", 0 < len(set(inmate_ids)) <= MOST_NAMED)
    event = await office_event(tx, actor, event_id, *WRITERS, locked=True)
    place = event["establishment_id"]
    mine = [each for each in actor.establishments if actor.holds(each, *WRITERS)]
    wanted = list(set(inmate_ids))
    held = [row["id"] for row in await tx.fetch(_HELD, wanted, place, event_id, mine)]
    if len(held) < len(wanted):
        raise NotFound()
    named = await tx.fetch(_NAME, event_id, place, held, part, now, actor.staff_id)
    if named and event["audience"] == _OF_PART[part]:
        await tx.execute(_PUBLISH, event_id, now)
    await audit.record(
        tx,
        actor,
        "programmes.people.named",
        str(event_id),
        establishment_id=place,
        facts={"part": part, "inmates": [str(row["inmate_id"]) for row in named]},
        now=now,
    )
    return {"named": len(named)}


@once
async def unname_for_event(
    tx: Connection, actor: Staff, *, event_person_id: UUID, now: datetime
) -> dict[str, int]:
    """Name somebody no more: answers that came through them end. Raises NotFound."""
    person = await tx.fetchrow(_PERSON, event_person_id)
    if person is None:
        raise NotFound()
    event = await office_event(tx, actor, person["event_id"], *WRITERS, locked=True)
    if await tx.fetchval(_UNNAME, event_person_id, now) is None:
        raise NotFound()
    await audit.record(
        tx,
        actor,
        "programmes.people.unnamed",
        str(person["event_id"]),
        establishment_id=event["establishment_id"],
        facts={"inmates": [str(person["inmate_id"])]},
        now=now,
    )
    return {"named": 1}
