"""Establishments from `seeds/establishments.csv`: each cell a dated, sourced fact, the newest ones the row itself."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from backend import audit
from backend.core.actor import Actor
from backend.database import Connection

FILE = Path(__file__).parents[2] / "seeds" / "establishments.csv"
ROW_KINDS = ("name", "office", "department", "province", "district", "sex_held")
"""The kinds of fact whose newest value is a column of `establishment`."""

_KEY = ("establishment", "valid_from", "source")

_PLACES = """
insert into establishment (id, name, office, department, province, district, sex_held)
select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
on conflict (id) do update set name = excluded.name, office = excluded.office, department = excluded.department,
  province = excluded.province, district = excluded.district, sex_held = excluded.sex_held
where establishment is distinct from excluded
returning id
"""
_FACTS = """
insert into establishment_fact (id, establishment_id, kind, value, valid_from, source)
select gen_random_uuid(), * from unnest($1::text[], $2::text[], $3::text[], $4::date[], $5::text[])
on conflict (establishment_id, kind, valid_from) do update set value = excluded.value, source = excluded.source
where (establishment_fact.value, establishment_fact.source) is distinct from (excluded.value, excluded.source)
returning id
"""
_KNOWN = """
select distinct on (establishment_id, kind) establishment_id, kind, value, valid_from from establishment_fact
where kind = any($1) order by establishment_id, kind, valid_from desc
"""


class Fact(NamedTuple):
    """One statement about an establishment, true from a day on, with the source that says so (seeds/README.md)."""

    establishment_id: str
    kind: str
    value: str
    valid_from: date
    source: str


async def seed_establishments(
    tx: Connection, actor: Actor, now: datetime, file: Path = FILE
) -> int:
    """Load every fact of the file; answers how many rows were added or put right, 0 on a second run.

    A later file with newer facts adds to them; what is known and not in the file stays. Raises ValueError
    naming the line when the file is malformed.
    """
    facts = read_facts(file)
    rows = await _rows(tx, facts)
    changed = await tx.fetch(_PLACES, *zip(*rows, strict=True))
    changed += await tx.fetch(_FACTS, *zip(*facts, strict=True))
    if changed:
        await audit.record(
            tx,
            actor,
            "registry.establishments.seeded",
            file.name,
            facts={"facts": len(facts), "changed": len(changed)},
            now=now,
        )
    return len(changed)


def read_facts(file: Path) -> list[Fact]:
    """The facts of a file, one for each filled cell. Raises ValueError naming the first bad line."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.DictReader(lines, strict=True)
        facts = [fact for row in reader for fact in _facts_of(row, reader.line_num)]
    seen = {(*fact[:2], fact.valid_from) for fact in facts}
    if len(seen) != len(facts):
        raise ValueError(f"{file.name}: two facts of one kind, day and establishment")
    return facts


def _facts_of(row: dict[str, str], line: int) -> Iterable[Fact]:
    if None in row or None in row.values() or not set(_KEY) <= row.keys():
        raise ValueError(f"line {line}: the columns do not fit the header")
    try:
        valid_from = date.fromisoformat(row["valid_from"])
    except ValueError as error:
        raise ValueError(f"line {line}: valid_from is no day: {row['valid_from']}") from error
    for kind, value in row.items():
        if kind not in _KEY and value.strip():
            yield Fact(row["establishment"], kind, value.strip(), valid_from, row["source"])


async def _rows(tx: Connection, facts: list[Fact]) -> list[tuple[str | None, ...]]:
    """Each establishment of the file as its row should be: the newest of what is known and what the file says."""
    known = await tx.fetch(_KNOWN, list(ROW_KINDS))
    newest = {(r["establishment_id"], r["kind"]): (r["valid_from"], r["value"]) for r in known}
    for fact in facts:
        key = (fact.establishment_id, fact.kind)
        if key not in newest or newest[key][0] <= fact.valid_from:
            newest[key] = (fact.valid_from, fact.value)
    places = sorted({fact.establishment_id for fact in facts})
    return [
        (place, *(newest.get((place, kind), (None, None))[1] for kind in ROW_KINDS))
        for place in places
    ]
