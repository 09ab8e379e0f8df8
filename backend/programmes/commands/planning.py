"""Programmes of an establishment, and their seasons."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.programmes.access import WRITERS
from backend.programmes.rules.checking import TEXT, TITLE, check_text, fine
from backend.registry.access import check_posted

LONGEST_SEASON = timedelta(days=3 * 366)

_ADD = """
insert into programme (id, establishment_id, code, title, summary, words, source, begun_on, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, '{}', '', null, $6, $7)
"""
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


async def _trail(
    tx: Connection, actor: Staff, done: str, subject: UUID, place: str, now: datetime
) -> None:
    await audit.record(tx, actor, done, str(subject), establishment_id=place, now=now)
