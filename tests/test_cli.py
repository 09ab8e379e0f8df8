"""The command line, run as an office runs it."""

import os
import subprocess
import sys

import pytest

from tests.conftest import SECRET, Database
from tests.servers import ROOT

pytestmark = pytest.mark.anyio


def run(database: Database, *words: str, **changes: str) -> subprocess.CompletedProcess[str]:
    """`encuentro …` on the test's database."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database.url,
        "DATABASE_OWNER_URL": database.owner_url,
        "ENCUENTRO_SECRET": SECRET,
        **changes,
    }
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", *words],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
    )


async def test_an_office_begins_from_nothing(database, owner, tmp_path):
    assert run(database, "migrate").returncode == 0
    assert run(database, "seed").returncode == 0
    assert await owner.fetchval("select count(*) from establishment") == 69

    roster = run(
        database,
        "import-roster",
        str(ROOT / "seeds" / "roster-example.csv"),
        "--rejects",
        str(tmp_path / "rejects.csv"),
    )
    assert roster.returncode == 0, roster.stdout + roster.stderr
    assert await owner.fetchval("select count(*) from inmate") > 3

    added = run(
        database,
        *("staff", "add", "--dni", "00700123", "--name", "Rosa Inventada"),
        *("--role", "administrator", "--establishment", "huaraz"),
    )
    assert "Password, shown only now" in added.stdout
    assert "otpauth://" in added.stdout

    verdict = run(database, "audit", "verify")
    assert verdict.returncode == 0
    assert "good" in verdict.stdout
    assert "BAD" not in verdict.stdout


async def test_bad_lines_are_told_kept_apart_and_end_with_a_status(database, tmp_path):
    run(database, "seed")
    lines = (ROOT / "seeds" / "roster-example.csv").read_text(encoding="utf-8").splitlines()
    page = tmp_path / "roster.csv"
    page.write_text("\n".join([lines[0], lines[1], lines[2].replace("sentencia", "fiesta")]) + "\n")

    ended = run(database, "import-roster", str(page))

    assert ended.returncode == 1
    assert "roster.rejects.csv" in ended.stdout
    rejects = (tmp_path / "roster.rejects.csv").read_text(encoding="utf-8-sig")
    assert rejects.count("fiesta") == 1


async def test_tampering_ends_the_verification_with_the_first_bad_row(database, owner, tmp_path):
    run(database, "seed")
    run(
        database,
        "import-roster",
        str(ROOT / "seeds" / "roster-example.csv"),
        "--rejects",
        str(tmp_path / "r.csv"),
    )
    place = await owner.fetchval(
        "select establishment_id from audit_head order by seq desc limit 1"
    )
    async with owner.transaction():
        await owner.execute("set local session_replication_role = replica")
        await owner.execute(
            "update audit_entry set facts = '{}' where establishment_id = $1 and seq = 1", place
        )

    verdict = run(database, "audit", "verify")

    assert verdict.returncode == 1
    assert "BAD from entry 1" in verdict.stdout


async def test_an_invented_world_of_any_size(database, owner):
    made = run(database, "make-world", "--inmates", "40", "--seed", "7")

    assert made.returncode == 0, made.stderr
    assert await owner.fetchval("select count(*) from inmate") >= 40


@pytest.mark.parametrize("words", [("serve", "--demo"), ("make-world", "--inmates", "10")])
async def test_production_takes_no_invented_people(database, owner, words):
    ended = run(database, *words, ENCUENTRO_PRODUCTION="1")

    assert ended.returncode == 1
    assert "Invented people" in ended.stderr
    assert await owner.fetchval("select count(*) from staff") == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("import-roster", "no-such-file.csv"), "encuentro: "),
        (("staff", "add", "--dni", "1", "--name", "x", "--role", "auditor", "--establishment", "huaraz"), "documento"),
    ],
)  # fmt: skip
async def test_what_cannot_be_done_is_said_in_a_sentence(database, words, said):
    run(database, "seed")

    ended = run(database, *words)

    assert ended.returncode == 1
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr
