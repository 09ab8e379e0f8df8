"""Loading a roster file: one load at a time, from a readable file, into a database that knows its establishments."""

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from backend.core.actor import Actor
from backend.core.errors import Code, DomainError
from backend.database import reading
from backend.registry.bulk import one_load_at_a_time
from backend.registry.roster.loading import AfterBatch, BeforeBatch, Load
from backend.registry.roster.reading import RosterFile
from backend.registry.roster.rejects import Rejects
from backend.registry.roster.report import Report
from backend.registry.rules.naming import plain

BATCH_LINES = 1_000

_PLACES = """
select id, name, null as code from establishment
union all select establishment_id, value, null from establishment_fact where kind in ('name', 'also_known_as')
union all select establishment_id, null, value from establishment_fact where kind = 'census_code'
"""


async def import_roster(
    path: Path,
    *,
    actor: Actor,
    now: datetime,
    rejects_path: Path,
    progress: Callable[[str], None],
    before_batch: BeforeBatch | None = None,
    after_batch: AfterBatch | None = None,
    batch_lines: int = BATCH_LINES,
    stopwatch: Callable[[], float] = time.monotonic,
) -> Report:
    """Record the events of a roster file (format: seeds/README-roster.md), each once, however often it is loaded.

    Lines may come in any order. Sound lines are kept; every other one is counted by reason and written to
    `rejects_path` with its number, its reason and its own cells. Each batch is one transaction, in which
    `before_batch` is called with the people on record whom it names, before anything is locked or written,
    and `after_batch` with the changes to them. A load that was cut short is completed by running it again.
    One load at a time: a second one is refused (ROSTER_RUNNING).
    Raises DomainError for a file that is no roster (ROSTER_FILE_MISSING, ROSTER_FILE_NOT_CSV, ROSTER_COLUMNS).
    """
    _check_apart(path, rejects_path)
    with RosterFile(path) as file:
        async with one_load_at_a_time(actor):
            places = await _places(actor)
            with Rejects(rejects_path, file) as rejects:
                load = Load(
                    file,
                    rejects,
                    places,
                    actor,
                    now,
                    progress,
                    before_batch,
                    after_batch,
                    stopwatch,
                )
                load.check()
                await load.record(batch_lines)
                await load.leave_trail()
    return load.report


def _check_apart(path: Path, rejects_path: Path) -> None:
    occupied = rejects_path.exists() and not rejects_path.is_file()
    if occupied or rejects_path.resolve() == path.resolve():
        raise DomainError(Code.ROSTER_REJECTS_OVER_FILE)


async def _places(actor: Actor) -> Mapping[str, str]:
    """Establishment ids by id, name, other name and code; what could mean two establishments means none."""
    async with reading(actor) as tx:
        rows = await tx.fetch(_PLACES)
    if not rows:
        raise DomainError(Code.NO_ESTABLISHMENTS)
    meanings: dict[str, set[str]] = {}
    for row in rows:
        for word in (row["id"], row["name"], row["code"]):
            if word:
                meanings.setdefault(plain(word), set()).add(row["id"])
    return {word: ids.pop() for word, ids in meanings.items() if len(ids) == 1}
