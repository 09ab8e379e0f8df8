"""Programmes of an establishment, and their seasons."""

from datetime import date, datetime, timedelta
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
from backend.programmes.access import WRITERS
from backend.programmes.rules.checking import TEXT, TITLE, check_text, fine
from backend.programmes.rules.means import OLDEST, check_past
from backend.registry.access import check_posted

LONGEST_SEASON = timedelta(days=3 * 366)

_ADD = """
insert into programme (id, establishment_id, code, title, summary, words, source, begun_on, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, '{}', '', null, $6, $7)
"""
_OWN = "select establishment_id, begun_on, ended_on from programme where id = $1 for no key update"
_EDIT = "update programme set title = $2, summary = $3 where id = $1"
_END = "update programme set ended_on = $2 where id = $1"
_OF_PLACE = """
select id from programme where id = $1 and (establishment_id is null or establishment_id = $2)
  and ended_on is null
"""
_ADD_SEASON = """
insert into season (id, programme_id, title, first_on, last_on, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7)
"""


@once
async def add_programme(
    tx: Connection, actor: Staff, *, establishment_id: str, title: str, summary: str, now: datetime
) -> dict[str, Any]:
    """Add a programme of an establishment; answers its id. Raises NOT_ALLOWED or BAD_INPUT."""
    check_posted(actor, establishment_id, *WRITERS)
    check_text("title", title, TITLE, needed=True)
    check_text("summary", summary, TEXT)
    programme_id = new_id()
    code = f"{establishment_id[:24]}-{programme_id.hex[-12:]}"
    await tx.execute(
        _ADD, programme_id, establishment_id, code, title.strip(), summary, now, actor.staff_id
    )
    await _trail(tx, actor, "programmes.programme.added", programme_id, establishment_id, now)
    return {"id": programme_id, "version": None}


@once
async def edit_programme(
    tx: Connection, actor: Staff, *, programme_id: UUID, title: str, summary: str, now: datetime
) -> dict[str, Any]:
    """Say anew what a programme of an establishment is called.

    Raises BAD_INPUT, ALREADY_DECIDED for one that ended, NotFound, also for one of the institute.
    """
    check_text("title", title, TITLE, needed=True)
    check_text("summary", summary, TEXT)
    own = await _own_programme(tx, actor, programme_id)
    await tx.execute(_EDIT, programme_id, title.strip(), summary)
    place = own["establishment_id"]
    await _trail(tx, actor, "programmes.programme.edited", programme_id, place, now)
    return {"id": programme_id, "version": None}


@once
async def end_programme(
    tx: Connection, actor: Staff, *, programme_id: UUID, ended_on: date, now: datetime
) -> dict[str, Any]:
    """End a programme of an establishment: nothing new begins under it. Events that it has go on.

    Raises BAD_INPUT for a day to come, ALREADY_DECIDED for one that ended, NotFound, also for one of the institute.
    """
    own = await _own_programme(tx, actor, programme_id)
    check_past("endedOn", ended_on, lima_day(now), since=own["begun_on"] or OLDEST)
    await tx.execute(_END, programme_id, ended_on)
    place = own["establishment_id"]
    await _trail(tx, actor, "programmes.programme.ended", programme_id, place, now)
    return {"id": programme_id, "version": None}


@once
async def add_season(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    programme_id: UUID,
    title: str,
    first_on: date,
    last_on: date,
    now: datetime,
) -> dict[str, Any]:
    """Add a season of a programme of the establishment or of the institute; both days are of it.

    Raises NOT_ALLOWED, NotFound for another place's programme, BAD_INPUT, ALREADY_DECIDED for a title that is there.
    """
    check_posted(actor, establishment_id, *WRITERS)
    check_text("title", title, TITLE, needed=True)
    fine("lastOn", first_on <= last_on <= first_on + LONGEST_SEASON)
    await check_programme(tx, programme_id, establishment_id)
    season_id = new_id()
    try:
        await tx.execute(
            _ADD_SEASON,
            season_id,
            programme_id,
            title.strip(),
            first_on,
            last_on,
            now,
            actor.staff_id,
        )
    except asyncpg.UniqueViolationError as error:
        raise DomainError(Code.ALREADY_DECIDED) from error
    await _trail(tx, actor, "programmes.season.added", season_id, establishment_id, now)
    return {"id": season_id, "version": None}


async def check_programme(tx: Connection, programme_id: UUID, establishment_id: str) -> None:
    """Raise NotFound unless it is the establishment's, or everybody's, and goes on."""
    if await tx.fetchval(_OF_PLACE, programme_id, establishment_id) is None:
        raise NotFound()


async def _own_programme(tx: Connection, actor: Staff, programme_id: UUID) -> asyncpg.Record:
    """A programme of an establishment whose writer this is, locked. Raises NotFound or ALREADY_DECIDED."""
    own = await tx.fetchrow(_OWN, programme_id)
    if own is None or not actor.holds(own["establishment_id"] or "", *WRITERS):
        raise NotFound()
    if own["ended_on"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    return own


async def _trail(
    tx: Connection, actor: Staff, done: str, subject: UUID, place: str, now: datetime
) -> None:
    await audit.record(tx, actor, done, str(subject), establishment_id=place, now=now)
