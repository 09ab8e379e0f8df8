"""Ensembles of an establishment: who belongs to one over time, what it plays, and its members named for an event."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.programmes.access import WRITERS, office_ensemble
from backend.programmes.commands.naming import name_people
from backend.programmes.commands.planning import check_programme
from backend.programmes.rules.checking import LINE, check_text, fine
from backend.programmes.rules.means import (
    MOST_PLAYED,
    EnsembleFacts,
    check_ensemble,
    check_past,
)
from backend.programmes.rules.vocabulary import Part
from backend.registry.access import check_posted

_NOT_HELD = "EN002"

_ADD = """
insert into ensemble (id, programme_id, establishment_id, name, kind, teacher, instruments, begun_on, recorded_at,
  recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_EDIT = """
update ensemble set name = $2, kind = $3, teacher = $4, instruments = $5, begun_on = $6 where id = $1
"""
_FIRST_MEMBER = "select min(from_on) from ensemble_member where ensemble_id = $1"
_LAST_MEMBER = "select max(from_on) from ensemble_member where ensemble_id = $1"
_END = "update ensemble set ended_on = $2 where id = $1"
_END_MEMBERS = """
update ensemble_member set until_on = $2 where ensemble_id = $1 and (until_on is null or until_on > $2)
"""
_ADD_MEMBER = """
insert into ensemble_member (id, ensemble_id, establishment_id, inmate_id, part, from_on, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_MEMBER = """
select ensemble_id, establishment_id, inmate_id, from_on, until_on from ensemble_member where id = $1 for no key update
"""
_END_MEMBER = "update ensemble_member set until_on = $2 where id = $1"
_ADD_WORK = """
insert into ensemble_work (id, ensemble_id, establishment_id, title, author, since_on, recorded_at, recorded_by)
select $1, $2, $3, $4, $5, $6, $7, $8 where (select count(*) from ensemble_work where ensemble_id = $2) < $9
on conflict (ensemble_id, title, author) do nothing returning id
"""
_WORK = "select ensemble_id from ensemble_work where id = $1"
_REMOVE_WORK = "delete from ensemble_work where id = $1 returning id"
_MEMBERS_TODAY = """
select m.inmate_id from ensemble_member m
join inmate i on i.id = m.inmate_id and i.establishment_id = m.establishment_id
where m.ensemble_id = $1 and m.from_on <= $2 and (m.until_on is null or m.until_on >= $2)
  and i.status in ('held', 'outside', 'monitored')
order by m.inmate_id
"""


@once
async def add_ensemble(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    programme_id: UUID,
    ensemble: EnsembleFacts,
    now: datetime,
) -> dict[str, Any]:
    """Add an ensemble of an establishment to a programme that goes on; answers its id.

    Raises NOT_ALLOWED, BAD_INPUT, or NotFound for another place's programme.
    """
    check_posted(actor, establishment_id, *WRITERS)
    check_ensemble(ensemble, lima_day(now))
    await check_programme(tx, programme_id, establishment_id)
    ensemble_id = new_id()
    name, kind, teacher, instruments = _kept(ensemble)
    await tx.execute(
        _ADD,
        ensemble_id,
        programme_id,
        establishment_id,
        name,
        kind,
        teacher,
        instruments,
        ensemble.begun_on,
        now,
        actor.staff_id,
    )
    await _trail(tx, actor, "ensemble.added", ensemble_id, establishment_id, {}, now)
    return {"id": ensemble_id}


@once
async def edit_ensemble(
    tx: Connection, actor: Staff, *, ensemble_id: UUID, ensemble: EnsembleFacts, now: datetime
) -> dict[str, Any]:
    """Say anew what an ensemble is. Raises NotFound, BAD_INPUT, or ALREADY_DECIDED for one that ended."""
    place = await _going_on(tx, actor, ensemble_id)
    check_ensemble(ensemble, lima_day(now))
    first = await tx.fetchval(_FIRST_MEMBER, ensemble_id)
    fine("begunOn", first is None or ensemble.begun_on <= first)
    name, kind, teacher, instruments = _kept(ensemble)
    await tx.execute(_EDIT, ensemble_id, name, kind, teacher, instruments, ensemble.begun_on)
    await _trail(tx, actor, "ensemble.edited", ensemble_id, place, {}, now)
    return {"id": ensemble_id}


@once
async def end_ensemble(
    tx: Connection, actor: Staff, *, ensemble_id: UUID, ended_on: date, now: datetime
) -> dict[str, Any]:
    """End an ensemble and, with it, who belongs to it; `ended_on` is its last day.

    Raises NotFound, ALREADY_DECIDED, or BAD_INPUT for a day to come or before its last member joined.
    """
    ensemble = await office_ensemble(tx, actor, ensemble_id, locked=True)
    _check_going_on(ensemble)
    joined = await tx.fetchval(_LAST_MEMBER, ensemble_id) or ensemble["begun_on"]
    check_past("endedOn", ended_on, lima_day(now), since=max(joined, ensemble["begun_on"]))
    await tx.execute(_END, ensemble_id, ended_on)
    await tx.execute(_END_MEMBERS, ensemble_id, ended_on)
    place = ensemble["establishment_id"]
    await _trail(tx, actor, "ensemble.ended", ensemble_id, place, {}, now)
    return {"id": ensemble_id}


@once
async def add_ensemble_member(
    tx: Connection,
    actor: Staff,
    *,
    ensemble_id: UUID,
    inmate_id: UUID,
    part: str,
    from_on: date,
    now: datetime,
) -> dict[str, Any]:
    """Add somebody held where the ensemble is; answers the membership's id. When they are moved or leave, it ends.

    Raises NotFound, also for anybody held elsewhere; BAD_INPUT; ALREADY_DECIDED for an ensemble that ended, or for who
    belongs to it on one of these days.
    """
    ensemble = await office_ensemble(tx, actor, ensemble_id, locked=True)
    _check_going_on(ensemble)
    check_text("part", part, LINE)
    check_past("fromOn", from_on, lima_day(now), since=ensemble["begun_on"])
    member_id, place = new_id(), ensemble["establishment_id"]
    said = (ensemble_id, place, inmate_id, part.strip(), from_on, now, actor.staff_id)
    try:
        await tx.execute(_ADD_MEMBER, member_id, *said)
    except asyncpg.ExclusionViolationError as error:
        raise DomainError(Code.ALREADY_DECIDED) from error
    except asyncpg.PostgresError as error:
        if error.sqlstate != _NOT_HELD:
            raise
        raise NotFound() from error
    facts: dict[str, object] = {"ensemble": str(ensemble_id), "inmate": str(inmate_id)}
    await _trail(tx, actor, "ensemble_member.added", member_id, place, facts, now)
    return {"id": member_id}


@once
async def end_ensemble_member(
    tx: Connection, actor: Staff, *, member_id: UUID, until_on: date, now: datetime
) -> dict[str, Any]:
    """End a membership; `until_on` is its last day. Raises NotFound, BAD_INPUT, or ALREADY_DECIDED."""
    member = await tx.fetchrow(_MEMBER, member_id)
    if member is None or not actor.holds(member["establishment_id"], *WRITERS):
        raise NotFound()
    if member["until_on"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    check_past("untilOn", until_on, lima_day(now), since=member["from_on"])
    await tx.execute(_END_MEMBER, member_id, until_on)
    facts: dict[str, object] = {
        "ensemble": str(member["ensemble_id"]),
        "inmate": str(member["inmate_id"]),
    }
    place = member["establishment_id"]
    await _trail(tx, actor, "ensemble_member.ended", member_id, place, facts, now)
    return {"id": member_id}


@once
async def add_ensemble_work(
    tx: Connection, actor: Staff, *, ensemble_id: UUID, title: str, author: str, now: datetime
) -> dict[str, Any]:
    """Add a piece to what an ensemble plays; answers its id.

    Raises NotFound; BAD_INPUT; ALREADY_DECIDED for an ensemble that ended, a piece that is there, or one too many.
    """
    place = await _going_on(tx, actor, ensemble_id)
    check_text("title", title, LINE, needed=True)
    check_text("author", author, LINE)
    said = (ensemble_id, place, title.strip(), author.strip(), lima_day(now), now, actor.staff_id)
    work_id = await tx.fetchval(_ADD_WORK, new_id(), *said, MOST_PLAYED)
    if work_id is None:
        raise DomainError(Code.ALREADY_DECIDED)
    facts: dict[str, object] = {"ensemble": str(ensemble_id)}
    await _trail(tx, actor, "ensemble_work.added", work_id, place, facts, now)
    return {"id": work_id}


@once
async def remove_ensemble_work(
    tx: Connection, actor: Staff, *, work_id: UUID, now: datetime
) -> dict[str, Any]:
    """Take a piece off what an ensemble plays. Raises NotFound."""
    ensemble_id = await tx.fetchval(_WORK, work_id)
    if ensemble_id is None:
        raise NotFound()
    ensemble = await office_ensemble(tx, actor, ensemble_id, locked=True)
    if await tx.fetchval(_REMOVE_WORK, work_id) is None:
        raise NotFound()
    facts: dict[str, object] = {"ensemble": str(ensemble_id)}
    place = ensemble["establishment_id"]
    await _trail(tx, actor, "ensemble_work.removed", work_id, place, facts, now)
    return {"id": work_id}


@once
async def name_ensemble_for_event(
    tx: Connection,
    actor: Staff,
    *,
    event_id: UUID,
    ensemble_id: UUID,
    consent_act: str | None = None,
    now: datetime,
) -> dict[str, int]:
    """Name, as taking part, whoever belongs to an ensemble today; answers how many were not named yet.

    Raises what `naming.name_people` does, and BAD_INPUT for an ensemble of nobody.
    """
    await office_ensemble(tx, actor, ensemble_id)
    members = [
        row["inmate_id"] for row in await tx.fetch(_MEMBERS_TODAY, ensemble_id, lima_day(now))
    ]
    fine("ensembleId", bool(members))
    return await name_people(
        tx,
        actor,
        event_id=event_id,
        inmate_ids=members,
        part=Part.PARTICIPANT,
        consent_act=consent_act,
        now=now,
    )


def _kept(ensemble: EnsembleFacts) -> tuple[str, str, str, list[dict[str, object]]]:
    """Name, kind, teacher and instruments as the table has them."""
    instruments: list[dict[str, object]] = [
        {"name": each.name.strip(), "count": each.count} for each in ensemble.instruments
    ]
    return ensemble.name.strip(), ensemble.kind, ensemble.teacher.strip(), instruments


async def _going_on(tx: Connection, actor: Staff, ensemble_id: UUID) -> str:
    """Where an ensemble that did not end is, locked. Raises NotFound or ALREADY_DECIDED."""
    ensemble = await office_ensemble(tx, actor, ensemble_id, locked=True)
    _check_going_on(ensemble)
    place: str = ensemble["establishment_id"]
    return place


def _check_going_on(ensemble: asyncpg.Record) -> None:
    if ensemble["ended_on"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)


async def _trail(
    tx: Connection,
    actor: Staff,
    done: str,
    subject: UUID,
    place: str,
    facts: dict[str, object],
    now: datetime,
) -> None:
    action = f"programmes.{done}"
    await audit.record(
        tx, actor, action, str(subject), establishment_id=place, facts=facts, now=now
    )
