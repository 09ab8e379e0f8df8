"""Programmes of the whole institute, and days that matter, from `seeds/`. Running it again changes nothing."""

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any

from backend import audit
from backend.core.actor import Actor
from backend.core.ids import new_id
from backend.database import Connection

SEEDS = Path(__file__).parents[2] / "seeds"
PROGRAMMES = SEEDS / "programmes.toml"
CALENDAR_DAYS = SEEDS / "calendar_days.toml"

_ADD_PROGRAMME = """
insert into programme (id, code, title, summary, words, source, recorded_at) values ($1, $2, $3, $4, $5, $6, $7)
on conflict (code) do nothing returning id
"""
_FIND_PROGRAMME = "select id from programme where code = $1"
_ADD_PARTNER = """
insert into partner (id, programme_id, name, kind, contribution, note, source, recorded_at)
values ($1, $2, $3, $4, 'none', $5, $6, $7) on conflict (programme_id, name) do nothing returning id
"""
_ADD_DAYS = """
insert into calendar_day (id, on_day, name, source, confirmed)
select * from unnest($1::uuid[], $2::date[], $3::text[], $4::text[], $5::boolean[])
on conflict (on_day, name) do nothing returning id
"""


async def seed_programmes(
    tx: Connection, actor: Actor, now: datetime, file: Path = PROGRAMMES
) -> int:
    """Load programmes and partners that are missing; answers how many rows. What somebody wrote of one stays."""
    book = tomllib.loads(_text(file))["programme"]
    added = 0
    for told in book:
        added += await _add_programme(tx, told, now)
    return await _seeded(tx, actor, "programmes.seeded", file, len(book), added, now)


async def seed_calendar_days(
    tx: Connection, actor: Actor, now: datetime, file: Path = CALENDAR_DAYS
) -> int:
    """Load the days that are missing; answers how many."""
    book = tomllib.loads(_text(file))
    rows = [{**book["defaults"], **day} for day in book["day"]]
    columns = [[row[name] for row in rows] for name in ("on_day", "name", "source", "confirmed")]
    added = len(await tx.fetch(_ADD_DAYS, [new_id() for _ in rows], *columns))
    return await _seeded(tx, actor, "programmes.days.seeded", file, len(rows), added, now)


async def _add_programme(tx: Connection, told: dict[str, Any], now: datetime) -> int:
    facts = (told["code"], told["title"], told["summary"], _words(told), told["source"], now)
    fresh = await tx.fetchval(_ADD_PROGRAMME, new_id(), *facts)
    programme_id = fresh or await tx.fetchval(_FIND_PROGRAMME, told["code"])
    added = 0 if fresh is None else 1
    for each in told.get("partner", ()):
        facts = (programme_id, each["name"], each["kind"], each["note"], each["source"], now)
        added += await tx.fetchval(_ADD_PARTNER, new_id(), *facts) is not None
    return added


def _words(told: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Title and summary by language."""
    return {
        each["language"]: {"title": each["title"], "summary": each["summary"]}
        for each in told["words"]
    }


async def _seeded(
    tx: Connection, actor: Actor, action: str, file: Path, rows: int, added: int, now: datetime
) -> int:
    if added:
        facts: dict[str, object] = {"rows": rows, "added": added}
        await audit.record(tx, actor, action, file.name, facts=facts, now=now)
    return added


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
