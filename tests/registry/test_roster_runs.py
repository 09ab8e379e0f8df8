"""How a load runs: cut short, watched, alone, in one transaction with what follows from it."""

import hashlib
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from backend import audit
from backend.core.actor import System
from backend.core.errors import Code, DomainError
from backend.database import Connection, reading, transaction
from backend.registry.bulk import ONE_AT_A_TIME
from backend.registry.custody import Change
from tests.conftest import Database
from tests.registry.make_roster import (
    LIFE,
    contents,
    establishments,
    load,
    people,
    row,
    standing,
    text,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def places(db: Database) -> None:
    await establishments()


async def test_what_after_batch_cannot_do_undoes_its_batch_alone(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(tmp_path, text(*people(3)))

    async def fail(tx: Connection, found: list[Change]) -> None:
        raise RuntimeError("no")

    before = await contents(owner)
    with pytest.raises(RuntimeError):
        await load(
            tmp_path,
            text(
                row(
                    evento_id="x",
                    evento="libertad",
                    registro="P-00001",
                    fecha_efectiva="2025-05-05",
                )
            ),
            after_batch=fail,
        )
    assert await contents(owner) == before


async def test_before_batch_hears_of_people_on_record_before_anything_is_written(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(tmp_path, text(*people(2), LIFE[0]))
    person = (await standing(owner))["id"]
    heard: list[list[UUID]] = []

    async def keep(tx: Connection, inmates: list[UUID]) -> None:
        assert await tx.fetchval("select count(*) from custody_event") == 3
        heard.append(inmates)

    await load(tmp_path, text(*people(4), *LIFE), before_batch=keep)
    assert heard == [[person]], (
        "of lines known already and of people yet unknown there is nobody to hear of"
    )


async def test_a_load_cut_short_is_completed_by_the_next(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    class CutShortError(Exception):
        pass

    def stop(line: str) -> None:
        if line.startswith("recording: 20 "):
            raise CutShortError

    lines = [*people(40), *LIFE]
    with pytest.raises(CutShortError):
        await load(tmp_path, text(*lines), batch_lines=10, progress=stop)
    assert await owner.fetchval("select count(*) from custody_event") == 20
    report = await load(tmp_path, text(*lines), batch_lines=10)
    assert (report.kept, report.known, report.rejected) == (24, 20, 0)
    assert await owner.fetchval("select count(*) from custody_event") == 44
    assert await owner.fetchval("select count(*) from inmate") == 41


async def test_progress_grows_and_ends_at_the_whole(places: None, tmp_path: Path) -> None:
    said: list[str] = []
    lines = [*people(30), row(evento_id="x", sexo="?")]
    await load(tmp_path, text(*lines), batch_lines=7, progress=said.append)
    done = [int(line.split()[1]) for line in said if line.startswith("recording")]
    assert done == sorted(done) and done[-1] == 31 and len(done) >= 5
    assert said[0].startswith("checking: 31 lines, 1 rejected")
    assert said[-1].startswith(
        "recording: 31 of 31 lines (100%), 30 new, 0 known already, 1 rejected"
    )


async def test_two_loads_at_once_are_one_and_a_clear_refusal(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    async with reading(System()) as other:
        await other.execute("select pg_advisory_xact_lock($1)", ONE_AT_A_TIME)
        with pytest.raises(DomainError) as refused:
            await load(tmp_path, text(*LIFE))
        assert refused.value.code is Code.ROSTER_RUNNING
    assert await owner.fetchval("select count(*) from custody_event") == 0
    assert (await load(tmp_path, text(*LIFE))).kept == 4


async def test_a_roster_needs_establishments_first(db: Database, tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        await load(tmp_path, text(*LIFE))
    assert refused.value.code is Code.NO_ESTABLISHMENTS


async def test_the_trail_counts_by_establishment_and_names_the_file(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    content = text(*LIFE, row(sexo="?"))
    await load(tmp_path, content)
    digest = hashlib.sha256(content.encode()).hexdigest()
    trail = await owner.fetch(
        "select establishment_id, action, subject, facts from audit_entry"
        " where action like 'registry.roster.%' order by 1"
    )
    assert {entry["subject"] for entry in trail} == {digest}
    assert [(entry["establishment_id"], entry["action"]) for entry in trail] == [
        ("-", "registry.roster.loaded"),
        ("ancon", "registry.roster.recorded"),
        ("lurigancho", "registry.roster.recorded"),
    ]
    assert '"rejected": 1' in trail[0]["facts"] and '"events": 3' in trail[2]["facts"]
    async with transaction(System()) as tx:
        for chain in await audit.chains(tx):
            assert (await audit.verify(tx, chain)).first_bad is None
