"""A load whose process is killed with -9: nothing is half-written, and the next one completes it."""

import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from tests.conftest import Database
from tests.registry.make_roster import establishments, load, row, text

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]


def _kill_when_recording(url: str, file: Path) -> str:
    words = [sys.executable, "-m", "tests.registry.roster_process", url, str(file)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.startswith("recording: ") and int(line.split()[1].replace(",", "")) >= 150:
                process.kill()
                return line
    raise AssertionError("the load ended before it could be killed")


async def test_a_killed_load_is_completed_with_nothing_doubled(
    db: Database, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await establishments()
    content = text(
        *(
            row(
                evento_id=f"{number}-{nth}",
                registro=f"K-{number:05d}",
                fecha_efectiva=day,
                evento=event,
            )
            for number in range(1000)
            for nth, (day, event) in enumerate(
                [("2025-01-10", "ingreso"), ("2025-02-10", "libertad")]
            )
        )
    )
    file = tmp_path / "roster.csv"
    file.write_text(content, encoding="utf-8")
    _kill_when_recording(db.url, file)
    events = await owner.fetchval("select count(*) from custody_event")
    assert 150 <= events < 2000
    assert events % 50 == 0, "whole batches only"
    whole = await owner.fetchval(
        "select bool_and(exists (select from custody_event e where e.inmate_id = i.id)) from inmate i"
    )
    assert whole, "nobody without the event that tells of them"
    report = await load(tmp_path, content)
    assert (report.kept, report.known, report.rejected) == (2000 - events, events, 0)
    assert await owner.fetchval("select count(*) from custody_event") == 2000
    assert await owner.fetchval("select count(*) from inmate where status = 'released'") == 1000
