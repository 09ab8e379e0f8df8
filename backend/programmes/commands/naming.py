"""Who takes part in an event, or whose relatives are invited to it. Families never read these names."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.custody import Regime, Stage
from backend.core.errors import NotFound
from backend.database import Connection
from backend.once import once
from backend.programmes.access import WRITERS, office_event
from backend.programmes.rules.checking import ACT, check_text, fine
from backend.programmes.rules.content import from_json
from backend.programmes.rules.taking_part import Held, check_people
from backend.programmes.rules.vocabulary import Audience, Part

MOST_NAMED = 200

_HELD = """
select i.id, i.sex, i.regime, i.stage from inmate i
where i.id = any($1) and i.status in ('held', 'outside', 'monitored') and (i.establishment_id = $2
  or i.establishment_id = any($4)
    and exists (select from event_place p where p.event_id = $3 and p.establishment_id = i.establishment_id))
order by i.id
"""
_NAME = """
insert into event_person (event_id, establishment_id, inmate_id, part, named_at, named_by, consent_act)
select $1, $2, unnest($3::uuid[]), $4, $5, $6, $7 on conflict (event_id, inmate_id, part) where ended_at is null
  do update set consent_act = excluded.consent_act
  where event_person.consent_act is null and excluded.consent_act is not null
returning inmate_id, xmax = 0 as fresh
"""
_ASKED = """
select p.sex_held, d.content as drafted from establishment p left join event_draft d on d.event_id = $2
where p.id = $1
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
    consent_act: str | None = None,
    now: datetime,
) -> dict[str, int]:
    """Name people held where the event is; answers how many were not yet. Raises what `name_people` does."""
    return await name_people(
        tx,
        actor,
        event_id=event_id,
        inmate_ids=inmate_ids,
        part=part,
        consent_act=consent_act,
        now=now,
    )


async def name_people(
    tx: Connection,
    actor: Staff,
    *,
    event_id: UUID,
    inmate_ids: Sequence[UUID],
    part: Part,
    consent_act: str | None = None,
    now: datetime,
) -> dict[str, int]:
    """Name people held where the event is, inside an act; answers how many were not yet.

    Relatives of somebody named after a release, where it is for them, hear of the event now. `consent_act`: the number
    of the paper that all of them signed; whoever was named without one has it now. Everybody has to fit what is
    released, and what is being written. Raises NotFound, also for anybody held elsewhere, BAD_INPUT, NOT_ELIGIBLE with
    how many do not fit, or CONSENT_ACT_NEEDED.
    """
    fine("inmateIds", 0 < len(set(inmate_ids)) <= MOST_NAMED)
    event = await office_event(tx, actor, event_id, *WRITERS, locked=True)
    place = event["establishment_id"]
    mine = [each for each in actor.establishments if actor.holds(each, *WRITERS)]
    wanted = list(set(inmate_ids))
    held = await tx.fetch(_HELD, wanted, place, event_id, mine)
    if len(held) < len(wanted):
        raise NotFound()
    act = (consent_act or "").strip() or None
    check_text("consentAct", act or "", ACT)
    await _check_fit(tx, event, held, part, act)
    ids = [row["id"] for row in held]
    written = await tx.fetch(_NAME, event_id, place, ids, part, now, actor.staff_id, act)
    named = [row for row in written if row["fresh"]]
    if named and event["audience"] == _OF_PART[part]:
        await tx.execute(_PUBLISH, event_id, now)
    await audit.record(
        tx,
        actor,
        "programmes.people.named",
        str(event_id),
        establishment_id=place,
        facts={"part": part, "inmates": [str(row["inmate_id"]) for row in written], "act": act},
        now=now,
    )
    return {"named": len(named)}


async def _check_fit(
    tx: Connection,
    event: asyncpg.Record,
    held: Sequence[asyncpg.Record],
    part: Part,
    act: str | None,
) -> None:
    asked = await tx.fetchrow(_ASKED, event["establishment_id"], event["id"])
    assert asked is not None
    people = [held_of(row, part, act) for row in held]
    for content in (event["content"], asked["drafted"]):
        if content is not None:
            check_people(from_json(content), asked["sex_held"], people)


def held_of(row: asyncpg.Record, part: Part, act: str | None) -> Held:
    """Somebody as the register has them: `sex`, `regime` and `stage`."""
    return Held(
        sex=row["sex"],
        regime=Regime(row["regime"]),
        stage=Stage(row["stage"]) if row["stage"] else None,
        part=part,
        consent_act=act,
    )


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
