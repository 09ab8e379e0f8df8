"""The yearly report of culture: what an office words of it, and what a file of it is made of, with the year's figures.

A report is written at the version that was looked at; what another wrote meanwhile is never written over.
"""

from datetime import datetime
from typing import Any

from backend import audit
from backend.core.actor import Actor, Staff
from backend.core.clock import lima_day
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.programmes.access import WRITERS
from backend.programmes.commands.drafting import refuse_version
from backend.programmes.culture_paper import About
from backend.programmes.queries.culture import read_report, read_year
from backend.programmes.rules.checking import fine
from backend.programmes.rules.figures import check_year
from backend.programmes.rules.measure import UNFILLED, CultureMeasure, check_measure, to_json
from backend.registry.access import check_posted

_BEGIN = """
insert into culture_report (id, establishment_id, year, version, content, edited_at, edited_by)
values ($1, $2, $3, 1, $4, $5, $6) on conflict (establishment_id, year) do nothing returning version
"""
_WRITE = """
update culture_report set version = version + 1, content = $4, edited_at = $5, edited_by = $6
where establishment_id = $1 and year = $2 and version = $3 returning version
"""
_NOW = """
select version, staff_name(edited_by) as who from culture_report where establishment_id = $1 and year = $2
"""


@once
async def save_culture_report(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    year: int,
    version: int,
    measure: CultureMeasure,
    now: datetime,
) -> dict[str, int]:
    """Write over the report of `version`; 0 begins it. Answers the version it has from now on.

    Raises NOT_ALLOWED, BAD_INPUT naming the field, DRAFT_CHANGED with who wrote meanwhile.
    """
    check_posted(actor, establishment_id, *WRITERS)
    check_year(year)
    check_measure(measure, year, lima_day(now))
    written: tuple[dict[str, Any], datetime, object] = (to_json(measure), now, actor.staff_id)
    if version == 0:
        found = await tx.fetchval(_BEGIN, new_id(), establishment_id, year, *written)
    else:
        found = await tx.fetchval(_WRITE, establishment_id, year, version, *written)
    if found is None:
        refuse_version(actor, await tx.fetchrow(_NOW, establishment_id, year), version)
    await _trail(tx, actor, "saved", establishment_id, {"year": year, "version": found}, now)
    return {"year": year, "version": found}


async def take_culture_report(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    year: int,
    public: bool,
    now: datetime,
) -> About:
    """What a file is made of; that it was taken is an audit entry. Raises NOT_ALLOWED or BAD_INPUT."""
    check_posted(actor, establishment_id, *WRITERS)
    check_year(year)
    return await gather(
        tx, actor, establishment_id=establishment_id, year=year, public=public, now=now
    )


async def gather(
    tx: Connection,
    actor: Actor,
    *,
    establishment_id: str | None,
    year: int,
    public: bool,
    now: datetime,
    measure: CultureMeasure | None = None,
) -> About:
    """The same for whoever was let in already; of the whole country where `establishment_id` is None.

    `measure`: its words, where they are not those that the establishment's office saved. Raises NotFound, and BAD_INPUT
    for a public report of a year that is not over: the difference of two would tell few people.
    """
    fine("public", not public or lima_day(now).year > year)
    found = await read_year(tx, establishment_id, year, now)
    if measure is None and establishment_id is not None:
        report = await read_report(tx, establishment_id, year)
        measure = report.measure if report.version else None
    place = found.places[0].name if establishment_id is not None else None
    facts: dict[str, object] = {"year": year, "public": public}
    await _trail(tx, actor, "taken", establishment_id or audit.NOWHERE, facts, now)
    return About(place, measure or UNFILLED, found, public, now)


async def _trail(
    tx: Connection, actor: Actor, done: str, place: str, facts: dict[str, object], now: datetime
) -> None:
    await audit.record(
        tx,
        actor,
        f"programmes.culture_report.{done}",
        place,
        establishment_id=place,
        facts=facts,
        now=now,
    )
