"""National holidays from `seeds/`. Running it again changes nothing."""

import tomllib
from datetime import datetime
from pathlib import Path

from backend import audit
from backend.core.actor import Actor
from backend.database import Connection

HOLIDAYS = Path(__file__).parents[2] / "seeds" / "holidays.toml"

_ADD = """
insert into holiday (on_day, name, source, confirmed)
select * from unnest($1::date[], $2::text[], $3::text[], $4::boolean[]) on conflict (on_day) do nothing
returning on_day
"""


async def seed_holidays(tx: Connection, actor: Actor, now: datetime, file: Path = HOLIDAYS) -> int:
    """Load the days that are missing; answers how many. What an office wrote of a day stays."""
    book = tomllib.loads(_text(file))
    rows = [{**book["defaults"], **day} for day in book["holiday"]]
    columns = [[row[name] for row in rows] for name in ("on_day", "name", "source", "confirmed")]
    added = len(await tx.fetch(_ADD, *columns))
    if added:
        facts: dict[str, object] = {"rows": len(rows), "added": added}
        await audit.record(tx, actor, "work.holidays.seeded", file.name, facts=facts, now=now)
    return added


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")
