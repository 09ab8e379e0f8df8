"""Certificates of hours that somebody took part in an activity. They name no prison."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import NotFound
from backend.core.ids import new_id, new_number
from backend.database import Connection
from backend.once import once
from backend.programmes.access import WRITERS, office_event
from backend.programmes.rules.attending import certified_title
from backend.registry.access import posted_inmate

_NAMES = """
select e.content ->> 'title' as title, p.title as programme, array(
    select s.name from establishment s where s.id = e.establishment_id
      or s.id in (select a.establishment_id from event_place a where a.event_id = e.id)) as places
from event e join programme p on p.id = e.programme_id where e.id = $1
"""
_HOURS = "select minutes, dates, first_on, last_on from part_hours($1, $2) where inmate_id = $3"
_FIND = """
select id from hours_certificate
where (event_id, inmate_id, minutes, dates, first_on, last_on) = ($1, $2, $3, $4, $5, $6)
"""
_ISSUE = """
insert into hours_certificate (event_id, inmate_id, minutes, dates, first_on, last_on, id, number, establishment_id,
  title, issued_at, issued_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) on conflict on constraint hours_certificate_once do nothing
"""


@once
async def issue_hours_certificate(
    tx: Connection, actor: Staff, *, event_id: UUID, inmate_id: UUID, now: datetime
) -> dict[str, Any]:
    """Certify the hours of somebody held where the event is: of these very hours the paper there is, or else a new one.

    Of fewer hours an earlier paper stays true while there are as many. Raises NotFound, also where there are no hours,
    and BAD_INPUT naming the title where neither the event's nor its programme's may be read by strangers.
    """
    event = await office_event(tx, actor, event_id, *WRITERS)
    place = event["establishment_id"]
    await posted_inmate(tx, actor, inmate_id, *WRITERS)
    done = await tx.fetchrow(_HOURS, event_id, now, inmate_id)
    if done is None:
        raise NotFound()
    hours = (done["minutes"], done["dates"], done["first_on"], done["last_on"])
    which = (event_id, inmate_id, *hours)
    if await tx.fetchval(_FIND, *which) is None:
        title = certified_title(**dict(await tx.fetchrow(_NAMES, event_id) or {}))
        made = (new_id(), new_number(), place, title, now, actor.staff_id)
        await tx.execute(_ISSUE, *which, *made)
    certificate_id = await tx.fetchval(_FIND, *which)
    await audit.record(
        tx,
        actor,
        "programmes.hours.certified",
        str(event_id),
        establishment_id=place,
        facts={"inmates": [str(inmate_id)], "certificate": str(certificate_id)},
        now=now,
    )
    return {"id": certificate_id}
