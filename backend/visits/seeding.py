"""Visit rules, timetables and advice from `seeds/`. Running it again changes nothing."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from backend import audit
from backend.core.actor import Actor
from backend.database import Connection
from backend.visits import queries
from backend.visits.commands import RulesFail, adopt, lock_offer
from backend.visits.rules import VisitRule, rule_rows
from backend.visits.rules.advice import advice_rows
from backend.visits.rules.timetable_seed import timetable_rows

__all__ = [
    "ADVICE",
    "RULES",
    "TIMETABLES",
    "RulesFail",
    "seed_advice",
    "seed_rules",
    "seed_timetables",
]

SEEDS = Path(__file__).parents[2] / "seeds"
RULES = SEEDS / "visit_rules.toml"
TIMETABLES = SEEDS / "timetables.toml"
ADVICE = SEEDS / "visit_advice.toml"

_NAMES = UUID("6f0c9c6e-3a52-4d7f-9a55-6f7d3c1b2a90")
"""The namespace of the ids of seeded sessions and advice, which follow from what they are."""

_PLACES = "select id from establishment order by id"
_POPULATIONS = """
select distinct on (establishment_id) establishment_id, value::int as people from establishment_fact
where kind = 'population' order by establishment_id, valid_from desc
"""
_SESSION = """
insert into timetable_session (id, establishment_id, name, visit_type, place, visitor_sex, weekday, starts, ends,
  every_weeks, valid_from, valid_to, ceilings, source)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) on conflict (id) do nothing
"""
_SESSIONS = "select count(*) from timetable_session"
_ADVICE = """
insert into visit_advice as known (id, establishment_id, code, words, topic, audience, position, valid_from, valid_to,
  legal_basis, source, confirmed)
select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::smallint[], $8::date[],
  $9::date[], $10::text[], $11::text[], $12::boolean[])
on conflict (id) do update set words = excluded.words, topic = excluded.topic, audience = excluded.audience,
  position = excluded.position, valid_to = excluded.valid_to, legal_basis = excluded.legal_basis,
  source = excluded.source, confirmed = excluded.confirmed
where known is distinct from excluded
returning id
"""


async def seed_rules(tx: Connection, actor: Actor, now: datetime, file: Path = RULES) -> int:
    """Load the versions of rules that are missing; answers how many. Visits booked already are asked again.

    Raises ValueError for a file that cannot be read or that edits a version in place, RulesFail when an example
    gives another answer than it says: then nothing is loaded.
    """
    known = {(rule.id, rule.version): rule for rule in await queries.all_rules(tx)}
    missing: list[Mapping[str, Any]] = []
    for row in rule_rows(_text(file)):
        rule = VisitRule.from_row(row)
        former = known.get((rule.id, rule.version))
        if former is None:
            missing.append(row)
        elif (former.scope, former.effect, former.valid_from, former.valid_to) != (
            rule.scope,
            rule.effect,
            rule.valid_from,
            rule.valid_to,
        ):
            raise ValueError(
                f"visit rule {rule.id}: version {rule.version} was edited; write a later one"
            )
    if missing:
        places = [row["id"] for row in await tx.fetch(_PLACES)]
        await lock_offer(tx, places)
        await adopt(tx, actor, missing, places, now)
    return len(missing)


async def seed_timetables(
    tx: Connection, actor: Actor, now: datetime, file: Path = TIMETABLES
) -> int:
    """Load the sessions that are missing; answers how many. What an establishment ended stays ended."""
    people = {row["establishment_id"]: row["people"] for row in await tx.fetch(_POPULATIONS)}
    rows = timetable_rows(_text(file), people)
    await lock_offer(tx, sorted(people))
    before: int = await tx.fetchval(_SESSIONS)
    await tx.executemany(_SESSION, [_session(row) for row in rows])
    after: int = await tx.fetchval(_SESSIONS)
    return after - before


async def seed_advice(tx: Connection, actor: Actor, now: datetime, file: Path = ADVICE) -> int:
    """Load every row of the file; answers how many were added or put right. What it no longer names stays.

    Raises ValueError naming the row when the file is malformed.
    """
    rows = [_advice(row) for row in advice_rows(_text(file))]
    changed = await tx.fetch(_ADVICE, *zip(*rows, strict=True))
    if changed:
        facts: dict[str, object] = {"rows": len(rows), "changed": len(changed)}
        await audit.record(tx, actor, "visits.advice.seeded", file.name, facts=facts, now=now)
    return len(changed)


def _advice(row: Mapping[str, Any]) -> list[Any]:
    key = " ".join(str(row[column]) for column in ("code", "establishment", "valid_from"))
    return [uuid5(_NAMES, f"advice {key}"), *row.values()]


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _session(row: Mapping[str, Any]) -> list[Any]:
    what = ("establishment", "name", "visit_type", "place", "visitor_sex", "weekday", "starts")
    key = " ".join(str(row[column]) for column in (*what, "valid_from"))
    hours = ("ends", "every_weeks", "valid_from", "valid_to", "ceilings", "source")
    return [uuid5(_NAMES, key), *(row[column] for column in (*what, *hours))]
