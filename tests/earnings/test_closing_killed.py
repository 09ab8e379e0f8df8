"""A closing that is killed, again and again, is run again: nothing double, nothing lost, the same céntimos."""

import asyncio
import csv
import os
import signal
import subprocess
import sys

import asyncpg
import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.earnings.exporting import export_statements
from backend.earnings.queries.statements import statement_rows
from backend.ledger.queries import verify
from backend.work.commands import Absence, Piece
from tests.conftest import SECRET, Database
from tests.earnings import make_month as months
from tests.earnings.make_month import DAYS
from tests.servers import ROOT
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

WORKERS = 12
MONTH = ("--establishment", HERE, "--month", "2025-05")
SUMS = """
select (select count(*) from earning_statement) as statements, (select count(*) from journal) as journals,
  (select count(*) from earning_statement s where not exists
    (select from statement_line l where l.statement_id = s.id)) as without_lines,
  (select coalesce(sum(gross), 0)::bigint from earning_statement) as gross,
  (select coalesce(sum(debits_posted - credits_posted), 0)::bigint from ledger_account
    where kind = 'workshop_wages') as wages
"""


def started(database: Database, *words: str) -> subprocess.Popen[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": database.url,
        "DATABASE_OWNER_URL": database.owner_url,
        "ENCUENTRO_SECRET": SECRET,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "backend.cli", *words],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    out, error = await asyncio.to_thread(process.communicate, timeout=100)
    return process.returncode, out + error


@pytest.fixture
async def crew(db, owner) -> list[work.Worker]:
    await months.rules()
    shop = await work.workshop(owner)
    price = await work.price(owner, shop)
    crew = [await work.worker(owner, shop) for _ in range(WORKERS)]
    for nth, one in enumerate(crew):
        await months.recorded(
            [months.shift(one, day, 480, Piece(price, 40 + nth, 0, None)) for day in DAYS[:12]]
        )
    await months.review(shop)
    return crew


async def stopped_inside(owner: asyncpg.Connection, database: Database, table: str) -> None:
    """Kill the command while it waits to write into a table in the middle of a batch."""
    async with owner.transaction():
        await owner.execute(f"lock table {table} in share mode")
        process = started(database, "close-month", *MONTH, "--yes", "--batch", "5")
        for _ in range(300):
            waiting = await owner.fetchval(
                "select count(*) from pg_locks l where not granted and relation = $1::regclass",
                table,
            )
            if waiting:
                break
            await asyncio.sleep(0.1)
        assert waiting, (
            process.poll(),
            process.stderr.read() if process.poll() is not None else "",
        )
        os.kill(process.pid, signal.SIGKILL)
        await ended(process)


async def test_a_closing_killed_between_two_lines_goes_on_and_nothing_is_double_or_lost(
    crew, owner, database
):
    for table in ("earning_statement", "statement_line"):
        await stopped_inside(owner, database, table)
        assert tuple(await owner.fetchrow(SUMS)) == (0, 0, 0, 0, 0)
    await owner.execute(
        "create function stop_once() returns trigger language plpgsql as $$ begin"
        " if (select count(*) from earning_statement) >= 10 then perform pg_sleep(60); end if; return null; end $$;"
        "create trigger stop_once after insert on statement_line for each statement execute function stop_once()"
    )
    process = started(database, "close-month", *MONTH, "--yes", "--batch", "5")
    for _ in range(300):
        if await owner.fetchval("select count(*) from earning_statement") == 5:
            break
        await asyncio.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    await ended(process)
    half = await owner.fetchrow(SUMS)
    assert half["statements"] == half["journals"] == 5 and half["without_lines"] == 0
    first = await owner.fetch("select * from earning_statement order by id")
    await owner.execute("drop function stop_once cascade")

    code, said = await ended(started(database, "close-month", *MONTH, "--yes", "--batch", "5"))

    assert code == 0, said
    assert [line for line in said.splitlines() if line.endswith(" made")] == [
        f"{each} statements made" for each in (0, 5, WORKERS - 5)
    ]
    gross = sum(12 * 135 * (40 + nth) for nth in range(WORKERS))
    assert tuple(await owner.fetchrow(SUMS)) == (WORKERS, WORKERS, 0, gross, gross)
    kept = await owner.fetch(
        "select * from earning_statement where id = any ($1) order by id",
        [row["id"] for row in first],
    )
    assert kept == first
    async with transaction(System()) as tx:
        assert (await verify(tx, HERE)).is_good
    again = await ended(started(database, "close-month", *MONTH, "--yes"))
    assert again[0] == 0 and again[1].splitlines()[-3:] == said.splitlines()[-3:]


async def test_a_month_is_closed_only_when_somebody_says_yes_or_it_says_what_is_missing(
    db, owner, database
):
    await months.rules()
    one = await work.worker(owner, await work.workshop(owner))
    await months.worked_month(owner, one)

    asked = await ended(started(database, "close-month", *MONTH))
    refused = await ended(started(database, "close-month", *MONTH, "--yes"))
    nowhere = await ended(
        started(
            database, "close-month", "--establishment", "nowhere", "--month", "2025-05", "--yes"
        )
    )

    name = await owner.fetchval("select name from workshop")
    assert asked[0] == 1 and "nothing was closed" in asked[1]
    assert refused[0] == 1 and f"Falta revisar: {name}" in refused[1]
    assert nowhere[0] == 1 and "Traceback" not in nowhere[1]
    assert await owner.fetchval("select count(*) from earning_statement") == 0


async def test_statements_as_a_file_that_runs_nothing(crew, owner, database, tmp_path):
    await owner.execute("update inmate set surnames = '=cmd|calc' where id = $1", crew[0].inmate_id)
    await months.close()
    file = tmp_path / "mayo.csv"

    code, said = await ended(started(database, "statements", *MONTH, "--csv", str(file)))
    twice = await ended(started(database, "statements", *MONTH, "--csv", str(file)))

    assert code == 0, said
    assert twice[0] == 1, "never over a file that is there"
    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    assert len(rows) == await owner.fetchval("select count(*) from statement_line")
    assert {row["surnames"][0] for row in rows} == {"'", "H"}
    first = [row for row in rows if row["surnames"] == "'=cmd|calc"]
    assert [(row["rule"], row["booked"]) for row in first][-1] == ("personal", "583.2")
    assert (
        await owner.fetchval(
            "select count(*) from audit_entry where action = 'earnings.statements.exported'"
        )
        == 1
    )


async def test_a_closing_says_how_far_it_is(crew):
    said: list[str] = []

    await months.close(batch=5, progress=said.append)

    assert said == [f"{each} statements made" for each in (5, 10, WORKERS)]


async def test_somebody_absent_all_month_is_in_the_file_with_nothing(db, owner, tmp_path):
    """An ordinary line, and one that says 0; in parts of one row each, and told after each."""
    await months.rules()
    shop = await work.workshop(owner)
    price = await work.price(owner, shop)
    maker, absent = await work.worker(owner, shop), await work.worker(owner, shop)
    piece = Piece(price, 10, 0, None)
    await months.recorded([months.shift(maker, DAYS[0], 480, piece)])
    await months.recorded([months.shift(absent, DAYS[0], 0, absence=Absence.MEDICAL)])
    await months.review(shop)
    await months.close()
    file, said = tmp_path / "mayo.csv", list[str]()

    async with transaction(System()) as tx:
        written = await export_statements(
            tx, System(), establishment_id=HERE, month=months.MAY, file=file, now=months.AFTER,
            progress=said.append, named_every=2,
        )  # fmt: skip
        parts = [row["no"] async for row in statement_rows(tx, HERE, months.MAY, at_once=1)]

    with file.open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    lines = await owner.fetchval("select count(*) from statement_line")
    assert written == len(rows) == len(parts) == lines + 1
    assert said == [f"{each} lines written" for each in range(2, written + 1, 2)]
    [empty] = [row for row in rows if row["inmate"] == str(absent.inmate_id)]
    assert (empty["line"], empty["name"], empty["exact"], empty["booked"]) == (
        "0",
        "Este mes no hubo trabajo pagado.",
        "0",
        "0",
    )
