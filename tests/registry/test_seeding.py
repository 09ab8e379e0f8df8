"""Establishments from the seed file, against a real database."""

from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.registry.seeding import FILE, read_facts, seed_establishments
from tests.conftest import Database

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 1, 15, 0, tzinfo=UTC)
HEADER = "establishment,valid_from,source,name,office,department,sex_held,capacity,population\n"


async def seed(file: Path = FILE) -> int:
    async with transaction(System()) as tx:
        return await seed_establishments(tx, System(), NOW, file)


async def contents(owner: asyncpg.Connection) -> tuple[list[asyncpg.Record], list[asyncpg.Record]]:
    return (
        await owner.fetch("select * from establishment order by id"),
        await owner.fetch("select * from establishment_fact order by id"),
    )


async def test_the_file_holds_the_69_establishments_with_their_figures(
    db: Database, owner: asyncpg.Connection
) -> None:
    await seed()
    assert await owner.fetchval("select count(*) from establishment") == 69
    january = "select sum(value::int) from establishment_fact where kind = $1 and valid_from = '2026-01-01'"
    assert await owner.fetchval(january, "population") == 103_717
    assert await owner.fetchval(january, "capacity") == 41_764
    assert await owner.fetchval(january, "women") == 5_489
    assert await owner.fetchval("select count(*) from establishment_fact where source = ''") == 0
    row = await owner.fetchrow("select * from establishment where id = 'lurigancho'")
    assert dict(row) == {
        "id": "lurigancho",
        "name": "E.P. de Lurigancho",
        "office": "Lima",
        "department": "Lima",
        "province": "Lima",
        "district": "San Juan de Lurigancho",
        "sex_held": "M",
    }


async def test_a_second_run_changes_nothing(db: Database, owner: asyncpg.Connection) -> None:
    added = await seed()
    before = await contents(owner)
    assert added == len(before[0]) + len(before[1])
    assert await seed() == 0
    assert await contents(owner) == before
    assert await owner.fetchval("select count(*) from audit_entry") == 1


async def test_newer_facts_are_added_and_older_ones_stay(
    db: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await seed()
    later = tmp_path / "later.csv"
    later.write_text(
        HEADER
        + "challapalca,2027-01-01,a decree,,Sur,,,,300\n"
        + "challapalca,2015-01-01,an old list,,Lima,,,,111\n",
        encoding="utf-8",
    )
    assert await seed(later) == 5  # four facts, and the row's office
    office = await owner.fetchval("select office from establishment where id = 'challapalca'")
    assert office == "Sur"
    population = await owner.fetch(
        "select valid_from, value from establishment_fact where establishment_id = 'challapalca'"
        " and kind = 'population' and valid_from = any($1) order by 1",
        [date(2015, 1, 1), date(2026, 1, 1), date(2027, 1, 1)],
    )
    assert [row["value"] for row in population] == ["111", "227", "300"]
    assert await seed() == 0, "the first file is older now, and takes nothing back"


async def test_a_fact_of_the_same_day_is_put_right(
    db: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await seed()
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(
        HEADER + "challapalca,2026-01-01,a corrected report,,,,,,228\n", encoding="utf-8"
    )
    assert await seed(corrected) == 1
    fact = await owner.fetchrow(
        "select value, source from establishment_fact where establishment_id = 'challapalca'"
        " and kind = 'population' and valid_from = '2026-01-01'"
    )
    assert tuple(fact) == ("228", "a corrected report")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (HEADER + "chota,yesterday,x,,,,,,1\n", "line 2: valid_from is no day: yesterday"),
        (HEADER + "chota,2026-01-01,x,,,,,,1,2,3\n", "line 2: the columns do not fit"),
        (HEADER + "chota,2026-01-01\n", "line 2: the columns do not fit"),
        (
            HEADER + "chota,2026-01-01,x,,,,,,1\nchota,2026-01-01,y,,,,,,2\n",
            "two facts of one kind",
        ),
    ],
)
async def test_a_malformed_file_is_refused_by_line(
    text: str, complaint: str, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=complaint):
        read_facts(file)
