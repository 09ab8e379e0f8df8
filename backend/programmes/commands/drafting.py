"""Drafts of events: written, sent to the director, taken back, returned. Families see nothing of them.

Every act says the version it was looking at; one that was written meanwhile is never written over.
"""

from datetime import datetime
from typing import Any, NoReturn
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.core.text import say
from backend.database import Connection
from backend.once import once
from backend.programmes.access import RELEASERS, WRITERS, office_event
from backend.programmes.commands.naming import held_of
from backend.programmes.commands.planning import check_programme
from backend.programmes.queries.differences import known_dates
from backend.programmes.rules.checking import check_content, check_to_come, check_why, fine
from backend.programmes.rules.content import Content, from_json, to_json
from backend.programmes.rules.differing import check_dates
from backend.programmes.rules.taking_part import check_approval, check_people
from backend.programmes.rules.vocabulary import DraftState, Part
from backend.registry.access import check_posted

_EVENT = """
insert into event (id, programme_id, season_id, establishment_id, state, release_no, made_at, made_by)
values ($1, $2, $3, $4, 'draft', 0, $5, $6)
"""
_DRAFT = """
insert into event_draft (event_id, establishment_id, version, state, content, edited_at, edited_by, editors)
values ($1, $2, 1, 'open', $3, $4, $5, array[$5::uuid]) on conflict (event_id) do nothing returning version
"""
_EDIT = """
update event_draft set version = version + 1, content = $3, edited_at = $4, edited_by = $5,
  editors = array(select distinct unnest(editors || $5::uuid))
where event_id = $1 and version = $2 and state = 'open' returning version
"""
_DISCARD = """
delete from event_draft where event_id = $1 and version = $2 and state = 'open' returning version
"""
_SUBMIT = """
update event_draft set version = version + 1, state = 'submitted', submitted_at = $3, submitted_by = $4,
  returned_why = null
where event_id = $1 and version = $2 and state = 'open' returning version
"""
_REOPEN = """
update event_draft set version = version + 1, state = 'open', submitted_at = null, submitted_by = null,
  returned_why = $3
where event_id = $1 and version = $2 and state = 'submitted' returning version
"""
_NOW = """
select d.version, d.state, d.content, staff_name(coalesce(d.submitted_by, d.edited_by)) as who
from event_draft d where d.event_id = $1
"""
_SEASON = "select id from season where id = $1 and programme_id = $2"
_POSTER = "select true from poster where id = $1 and event_id = $2"
_RELEASED_BY = """
select staff_name(released_by) from event_release where event_id = $1 order by no desc limit 1
"""
_SEX_HELD = "select sex_held from establishment where id = $1"
_NAMED = """
select i.sex, i.regime, i.stage, n.part, n.consent_act from event_person n join inmate i on i.id = n.inmate_id
where n.event_id = $1 and n.ended_at is null and i.establishment_id = any($2)
  and i.status in ('held', 'outside', 'monitored') order by n.id
"""
_ESTABLISHMENTS = "select count(*) from establishment where id = any($1)"


@once
async def draft_event(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    programme_id: UUID,
    season_id: UUID | None = None,
    content: Content,
    now: datetime,
) -> dict[str, Any]:
    """Begin an event of a programme; answers its id and the draft's version. Nobody is told.

    Raises NOT_ALLOWED, NotFound for a programme or season of another place, BAD_INPUT naming the field.
    """
    check_posted(actor, establishment_id, *WRITERS)
    await check_programme(tx, programme_id, establishment_id)
    if season_id is not None and await tx.fetchval(_SEASON, season_id, programme_id) is None:
        raise NotFound()
    await _check(tx, content, establishment_id)
    check_dates(content, (), None, now)
    fine("poster", not content.poster)  # one is sent to an event that there is
    check_to_come(content, now)
    event_id = new_id()
    await tx.execute(
        _EVENT, event_id, programme_id, season_id, establishment_id, now, actor.staff_id
    )
    version = await tx.fetchval(
        _DRAFT, event_id, establishment_id, to_json(content), now, actor.staff_id
    )
    return await _done(tx, actor, "drafted", event_id, establishment_id, version, now)


@once
async def edit_event(
    tx: Connection,
    actor: Staff,
    *,
    event_id: UUID,
    version: int,
    release_no: int | None = None,
    content: Content,
    now: datetime,
) -> dict[str, Any]:
    """Write over the draft of `version`; of a released event without one, version 0 begins it.

    `release_no`: the last release that the writer has read, so that a draft begun over an older one brings nothing back
    that was called off meanwhile; None: not asked. Raises NotFound, BAD_INPUT naming the field, DRAFT_CHANGED with who
    wrote meanwhile, DRAFT_SUBMITTED.
    """
    event = await office_event(tx, actor, event_id, *WRITERS, locked=version == 0)
    if version == 0 and release_no not in (None, event["release_no"]):
        _refuse_version(actor, await tx.fetchval(_RELEASED_BY, event_id))
    place = str(event["establishment_id"])
    await _check(tx, content, place)
    old = from_json(event["content"]) if event["content"] is not None else None
    check_dates(content, await known_dates(tx, event_id), old, now)
    fine("poster", not content.poster or await tx.fetchval(_POSTER, content.poster, event_id))
    if event["release_no"] == 0:
        check_to_come(content, now)
    written = (to_json(content), now, actor.staff_id)
    if version == 0 and event["release_no"] > 0:
        found = await tx.fetchval(_DRAFT, event_id, place, *written)
    else:
        found = await tx.fetchval(_EDIT, event_id, version, *written)
    if found is None:
        await _refuse(tx, actor, event_id, version, DraftState.OPEN)
    return await _done(tx, actor, "edited", event_id, place, found, now)


@once
async def discard_draft(
    tx: Connection, actor: Staff, *, event_id: UUID, version: int, now: datetime
) -> dict[str, Any]:
    """Throw the draft away; what was released stays as it is. Raises NotFound, DRAFT_CHANGED, DRAFT_SUBMITTED."""
    event = await office_event(tx, actor, event_id, *WRITERS)
    if await tx.fetchval(_DISCARD, event_id, version) is None:
        await _refuse(tx, actor, event_id, version, DraftState.OPEN)
    place = str(event["establishment_id"])
    return await _done(tx, actor, "discarded", event_id, place, None, now)


@once
async def submit_event(
    tx: Connection, actor: Staff, *, event_id: UUID, version: int, now: datetime
) -> dict[str, Any]:
    """Ask a director to release the draft, which everybody named has to fit.

    Raises NotFound, BAD_INPUT, NOT_ELIGIBLE, CONSENT_ACT_NEEDED, DRAFT_CHANGED, DRAFT_SUBMITTED.
    """
    event = await office_event(tx, actor, event_id, *WRITERS, locked=True)
    draft = await tx.fetchrow(_NOW, event_id)
    if draft is not None:
        content = from_json(draft["content"])
        if event["release_no"] == 0:
            check_to_come(content, now)
        await _check_people(tx, event, content)
    found = await tx.fetchval(_SUBMIT, event_id, version, now, actor.staff_id)
    if found is None:
        await _refuse(tx, actor, event_id, version, DraftState.OPEN)
    return await _done(tx, actor, "submitted", event_id, str(event["establishment_id"]), found, now)


@once
async def take_back_event(
    tx: Connection, actor: Staff, *, event_id: UUID, version: int, now: datetime
) -> dict[str, Any]:
    """Go on writing what was sent to the director. Raises NotFound, DRAFT_CHANGED, DRAFT_NOT_SUBMITTED."""
    event = await office_event(tx, actor, event_id, *WRITERS)
    found = await tx.fetchval(_REOPEN, event_id, version, None)
    if found is None:
        await _refuse(tx, actor, event_id, version, DraftState.SUBMITTED)
    return await _done(
        tx, actor, "taken_back", event_id, str(event["establishment_id"]), found, now
    )


@once
async def return_event(
    tx: Connection, actor: Staff, *, event_id: UUID, version: int, why: str, now: datetime
) -> dict[str, Any]:
    """A director gives the draft back, saying why.

    Raises NotFound, BAD_INPUT, DRAFT_CHANGED, DRAFT_NOT_SUBMITTED.
    """
    event = await office_event(tx, actor, event_id, *RELEASERS)
    check_why(why)
    found = await tx.fetchval(_REOPEN, event_id, version, why.strip())
    if found is None:
        await _refuse(tx, actor, event_id, version, DraftState.SUBMITTED)
    return await _done(tx, actor, "returned", event_id, str(event["establishment_id"]), found, now)


async def _check(tx: Connection, content: Content, establishment_id: str) -> None:
    """Raise BAD_INPUT for what cannot be so, or for other establishments that are none."""
    check_content(content)
    others = list(content.also_at)
    known = await tx.fetchval(_ESTABLISHMENTS, others)
    fine("alsoAt", establishment_id not in others and known == len(others))


async def _check_people(tx: Connection, event: asyncpg.Record, content: Content) -> None:
    """Whoever is named and still held where the event is fits, and no man enters a women's place without an act."""
    place = event["establishment_id"]
    sex_held = await tx.fetchval(_SEX_HELD, place)
    check_approval(content, sex_held)
    rows = await tx.fetch(_NAMED, event["id"], [place, *content.also_at])
    people = [held_of(row, Part(row["part"]), row["consent_act"]) for row in rows]
    check_people(content, sex_held, people)


async def _refuse(
    tx: Connection, actor: Staff, event_id: UUID, version: int, wanted: DraftState
) -> NoReturn:
    """Say what the draft is instead of what was thought: another version, or in another's hands."""
    row = await tx.fetchrow(_NOW, event_id)
    refuse_version(actor, row, version)
    if wanted is DraftState.OPEN:
        raise DomainError(Code.DRAFT_SUBMITTED)
    raise DomainError(Code.DRAFT_NOT_SUBMITTED)


def refuse_version(actor: Staff, row: asyncpg.Record | None, version: int) -> None:
    """Raise DRAFT_CHANGED, with who wrote, where a draft is gone or of another version."""
    if row is None or row["version"] != version:
        _refuse_version(actor, row["who"] if row is not None else None)


def _refuse_version(actor: Staff, who: str | None) -> NoReturn:
    raise DomainError(Code.DRAFT_CHANGED, who=who or say("event.somebody", actor.language))


async def _done(
    tx: Connection,
    actor: Staff,
    done: str,
    event_id: UUID,
    place: str,
    version: int | None,
    now: datetime,
) -> dict[str, Any]:
    await audit.record(
        tx, actor, f"programmes.event.{done}", str(event_id), establishment_id=place, now=now
    )
    return {"id": event_id, "version": version}
