"""Rosters and persons of tests: invented rows, the loads of files, and what the database holds afterwards."""

import csv
import io
from collections.abc import Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.actor import System
from backend.core.custody import EventKind
from backend.core.ids import new_id
from backend.database import transaction
from backend.registry.custody import Change, apply_event
from backend.registry.roster import Report, import_roster
from backend.registry.rules.words import column_names
from backend.registry.seeding import seed_establishments
from backend.sealed import blind_index, seal

NOW = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
COLUMNS = list(column_names().values())
EXAMPLE = Path(__file__).parents[2] / "seeds" / "roster-example.csv"


async def establishments() -> None:
    """The 69 real establishments."""
    async with transaction(System()) as tx:
        await seed_establishments(tx, System(), NOW)


def row(**cells: object) -> list[str]:
    """A line of the roster by its Spanish columns: a sound admission unless told otherwise."""
    sound: dict[str, object] = {
        "evento_id": "",
        "evento": "ingreso",
        "fecha_efectiva": "2025-01-10",
        "establecimiento": "lurigancho",
        "registro": "T-0001",
        "apellidos": "Quispe Inventado",
        "nombres": "Juan",
        "sexo": "M",
        **cells,
    }
    if sound["evento"] not in ("ingreso", "reingreso"):
        sound = {
            **sound,
            **{name: cells.get(name, "") for name in ("apellidos", "nombres", "sexo")},
        }
    assert set(sound) <= set(COLUMNS)
    return [str(sound.get(column, "")) for column in COLUMNS]


def text(*rows: Iterable[str], header: Iterable[str] = COLUMNS) -> str:
    """The rows as a file's text."""
    page = io.StringIO()
    csv.writer(page, lineterminator="\n").writerows([header, *rows])
    return page.getvalue()


LIFE = [
    row(evento_id="1", pabellon="5", etapa="mediana"),
    row(evento_id="2", evento="cambio de etapa", fecha_efectiva="2025-02-10", etapa="mínima"),
    row(
        evento_id="3",
        evento="traslado",
        fecha_efectiva="2025-03-10",
        establecimiento_destino="ancon",
        pabellon="7",
    ),
    row(evento_id="4", evento="libertad", fecha_efectiva="2025-04-10", establecimiento="ancon"),
]
"""One person's four events, in order."""


def people(count: int, first: int = 1) -> list[list[str]]:
    """Admissions of so many people."""
    return [
        row(evento_id=f"p{number}", registro=f"P-{number:05d}", nombres="Juan")
        for number in range(first, first + count)
    ]


async def load(folder: Path, content: str | bytes, **how: Any) -> Report:
    """Load a file with this content; the rejects go to `rejected(folder)`."""
    file = folder / "roster.csv"
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    options: dict[str, Any] = {
        "actor": System(),
        "now": NOW,
        "rejects_path": folder / "rejects.csv",
        "progress": lambda line: None,
        **how,
    }
    return await import_roster(file, **options)


def rejected(folder: Path) -> list[dict[str, str]]:
    """The rows of the rejects file."""
    with (folder / "rejects.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


async def contents(owner: asyncpg.Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Everything a load may write, but for the trail that it ran."""
    tables = {"inmate": "id", "custody_event": "recorded_no", "pavilion": "id"}
    return {
        table: [tuple(found) for found in await owner.fetch(f"table {table} order by {key}")]
        for table, key in tables.items()
    }


async def standing(owner: asyncpg.Connection, register: str = "T0001") -> dict[str, Any]:
    """Where the person of a register number stands."""
    found = await owner.fetchrow(
        "select i.id, i.establishment_id, p.name as pavilion, regime, stage, status, status_on, admitted_on"
        " from inmate i left join pavilion p on p.id = i.pavilion_id where register_index = $1",
        blind_index("register", register),
    )
    assert found is not None
    return dict(found)


async def inmate(
    owner: asyncpg.Connection, *, place: str = "lurigancho", register: str = "T0001"
) -> UUID:
    """Somebody admitted on 2025-01-10, by an event, as the owner of the tables."""
    person = new_id()
    await owner.execute(
        "insert into inmate (id, register_index, register_cipher, given_names, surnames, name_key, sex,"
        " establishment_id, regime, stage, status, admitted_on, status_on) values ($1, $2, $3, 'Juan',"
        " 'Quispe Inventado', 'quispe inventado juan', 'M', $4, 'closed_ordinary', 'medium', 'held', $5, $5)",
        person,
        blind_index("register", register),
        seal("inmate.register", person, register),
        place,
        date(2025, 1, 10),
    )
    await owner.execute(
        "insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by,"
        " facts, source_key) values ($1, $2, $3, 'admission', $4, $5, 'test', $6, $7)",
        new_id(),
        place,
        person,
        date(2025, 1, 10),
        NOW,
        '{"regime": "closed_ordinary", "stage": "medium"}',
        f"test:{person}",
    )
    return person


async def happen(
    person: UUID,
    kind: EventKind,
    day: str,
    *,
    key: str = "",
    now: datetime = NOW,
    actor: Any = None,
    **facts: str,
) -> Change | None:
    """`apply_event` in a transaction of its own."""
    who = actor or System()
    async with transaction(who) as tx:
        return await apply_event(
            tx,
            who,
            inmate_id=person,
            kind=kind,
            effective_on=date.fromisoformat(day),
            facts=facts,
            source_key=key or f"{kind}:{day}",
            recorded_by="test",
            now=now,
        )
