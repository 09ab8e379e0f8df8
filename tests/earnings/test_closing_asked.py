"""The worker and a closing that was asked for: killed it goes on, two make one closing, and rows say what is so."""

import asyncio
import os
import signal
import subprocess
import sys
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Staff, System
from backend.database import transaction
from backend.earnings.commands import closing_asked
from backend.earnings.jobs import close_asked_months
from backend.ledger.queries import verify, verify_seals
from backend.work.commands import Piece
from tests.conftest import SECRET, Database
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER, DAYS, MAY
from tests.earnings.test_closing_killed import ended
from tests.servers import ROOT
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

WORKERS, BATCH = 7, 3
ABOUT = {"establishmentId": HERE, "month": MAY}
JOB = f"""
import asyncio, sys
from datetime import UTC, datetime
from backend.database import connected
from backend.earnings.jobs import close_asked_months
async def main():
    async with connected(sys.argv[1]):
        await close_asked_months(datetime.now(UTC), batch={BATCH})
asyncio.run(main())
"""
STALL = """
create function stall() returns trigger language plpgsql as $$
begin if (select count(*) from earning_statement) >= 6 then perform pg_sleep(60); end if; return null; end $$;
create trigger stall after insert on statement_line for each statement execute function stall();
"""
PASSED_ON = """
create function pass_on() returns trigger language plpgsql security definer as $$
begin update month_closing set turn = turn + 1; return null; end $$;
create trigger pass_on after insert on earning_statement for each statement execute function pass_on();
"""
EXPIRE = "update month_closing set lease_until = clock_timestamp() - interval '1 second' where state = 'running'"


@pytest.fixture
async def director(db, owner) -> Staff:
    """Who has asked for the closing of a month in which seven people worked."""
    await months.rules()
    shop = await work.workshop(owner)
    price = await work.price(owner, shop)
    for nth in range(WORKERS):
        one = await work.worker(owner, shop)
        await months.recorded([months.shift(one, DAYS[0], 480, Piece(price, 40 + nth))])
    await months.review(shop)
    director = months.director()
    await ask(director)
    return director


async def ask(by: Staff) -> None:
    await closing_asked.close_month(by, uuid4(), establishment_id=HERE, month=MAY, now=AFTER)


async def closing(by: Staff) -> dict:
    return await reading.read(by, "monthClosing", **ABOUT)


async def statements(owner: asyncpg.Connection) -> list[asyncpg.Record]:
    return await owner.fetch("select * from earning_statement order by id")


async def closings(owner: asyncpg.Connection) -> int:
    return await owner.fetchval(
        "select count(*) from audit_entry where action = 'earnings.month.closed'"
    )


async def is_sound() -> bool:
    async with transaction(System()) as tx:
        return (await verify(tx, HERE)).is_good and not await verify_seals(tx, HERE)


def worker(database: Database) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", JOB, database.url],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "ENCUENTRO_SECRET": SECRET},
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


async def test_killed_between_batches_it_goes_on_with_who_has_none(director, owner, database):
    await owner.execute(STALL)
    process = worker(database)
    for _ in range(600):
        if await owner.fetchval("select count(*) from earning_statement") == BATCH:
            break
        await asyncio.sleep(0.1)
    os.kill(process.pid, signal.SIGKILL)
    await ended(process)
    await owner.execute("drop function stall cascade")
    half = await statements(owner)

    found = await closing(director)
    assert (found["state"], found["made"], found["people"]) == ("RUNNING", BATCH, WORKERS)
    assert await close_asked_months(AFTER, BATCH) == 0, "another may be at it still"
    await owner.execute(EXPIRE)
    assert await close_asked_months(AFTER, BATCH) == 1

    found = await closing(director)
    assert (found["state"], found["made"], found["people"]) == ("CLOSED", WORKERS, WORKERS)
    ids = {row["id"] for row in half}
    assert (
        len(half) == BATCH and [row for row in await statements(owner) if row["id"] in ids] == half
    )
    assert await owner.fetchval("select max(turn) from month_closing") == 2
    assert await closings(owner) == 1 and await is_sound()


async def test_two_workers_make_one_closing(director, owner):
    taken = await asyncio.gather(*(close_asked_months(AFTER, BATCH) for _ in range(4)))

    assert sorted(taken) == [0, 0, 0, 1]
    assert len(await statements(owner)) == WORKERS
    assert await closings(owner) == 1 and await is_sound()


async def test_the_command_line_beside_the_worker_makes_one_closing(director, owner):
    """The lease saves work; that a month is closed once rests on the lock and on what is told."""
    closed, taken = await asyncio.gather(
        months.close(by=months.director(), batch=BATCH), close_asked_months(AFTER, BATCH)
    )

    assert (closed.statements, taken) == (WORKERS, 1)
    assert await owner.fetchval("select state from month_closing") == "closed"
    assert len(await statements(owner)) == WORKERS
    assert await closings(owner) == 1 and await is_sound()


async def test_a_worker_that_was_overtaken_writes_no_more(director, owner):
    await owner.execute(PASSED_ON)

    assert await close_asked_months(AFTER, BATCH) == 1

    assert len(await statements(owner)) == BATCH, "the batch before, and nothing after"
    assert await owner.fetchval("select status from pay_period") == "open"
    assert await owner.fetchval("select state from month_closing") == "running"
    await owner.execute("drop function pass_on cascade")
    await owner.execute(EXPIRE)
    await close_asked_months(AFTER, BATCH)
    assert (await closing(director))["state"] == "CLOSED" and await closings(owner) == 1


async def test_a_closing_that_stopped_does_not_keep_another_place_from_its_own(director, owner):
    shop = await work.workshop(owner, at="cusco")
    there = await work.worker(owner, shop, at="cusco")
    await months.recorded([months.shift(there, DAYS[0])], at="cusco")
    await months.review(shop, at="cusco")
    of_cusco = months.director("cusco")
    await closing_asked.close_month(
        of_cusco, uuid4(), establishment_id="cusco", month=MAY, now=AFTER
    )
    late = await work.worker(
        owner, await owner.fetchval("select id from workshop order by opened_on limit 1")
    )
    assert late
    await owner.execute("update work_month set state = 'draft', reviewed_by = null, reviewed_at = null, digest = null"
                        " where establishment_id = $1", HERE)  # fmt: skip

    assert await close_asked_months(AFTER) == 2

    states = await owner.fetch("select establishment_id, state from month_closing order by 1")
    assert [tuple(row) for row in states] == [("cusco", "closed"), (HERE, "stopped")]


# Walls ------------------------------------------------------------------------------------------------

SAID = {
    "month_closing_begins_asked": "insert into month_closing (establishment_id, month, state, asked_at, asked_by,"
    " lease_until) values ('{here}', '2025-04-01', 'running', now(), gen_random_uuid(), now())",
    "month_closing_stays": "update month_closing set asked_by = gen_random_uuid()",
    "month_closing_moves": "update month_closing set state = 'stopped', problem = 'X'",
    "month_closing_as_it_is": "update month_closing set state = 'running', turn = 1, lease_until = now();"
    " update month_closing set state = 'closed', lease_until = null",
    "month_closing_kept": "delete from month_closing",
    "month_closing_leased": "update month_closing set state = 'running', turn = 1",
    "earnings_append_only": "truncate month_closing",
}


@pytest.mark.parametrize("guard", sorted(SAID))
async def test_a_closing_says_nothing_that_is_not_so_whoever_writes(director, owner, guard):
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        async with owner.transaction():
            await owner.execute(SAID[guard].format(here=HERE))

    assert refused.value.constraint_name == guard
    assert tuple(await owner.fetchrow("select state, turn from month_closing")) == ("asked", 0)


async def test_an_office_writes_no_more_than_that_it_asks(director, owner):
    other = months.director("cusco")
    refusals = (
        (director, "update month_closing set state = 'running', turn = 1, lease_until = now()"),
        (director, "update month_closing set turn = 1"),
        (director, f"insert into month_closing (establishment_id, month, state, asked_at, asked_by)"
                   f" values ('{HERE}', '2025-04-01', 'asked', now(), gen_random_uuid())"),
        (other, f"insert into month_closing (establishment_id, month, state, asked_at, asked_by)"
                f" values ('{HERE}', '2025-04-01', 'asked', now(), '{other.staff_id}')"),
    )  # fmt: skip
    for actor, sql in refusals:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(actor) as tx:
                await tx.execute(sql)
    async with transaction(other) as tx:
        assert await tx.fetch("select * from month_closing") == []
    assert tuple(await owner.fetchrow("select state, turn from month_closing")) == ("asked", 0)


async def test_an_office_asks_again_in_its_own_name_alone(director, owner):
    await owner.execute("update month_closing set state = 'running', turn = 1, lease_until = now()")
    await owner.execute(
        "update month_closing set state = 'stopped', lease_until = null, problem = 'MONTH_NOT_READY'"
    )
    again = "update month_closing set state = 'asked', problem = null, asked_by = $1"

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(director) as tx:
            await tx.execute(again, uuid4())
    async with transaction(director) as tx:
        await tx.execute(again, director.staff_id)

    assert await owner.fetchval("select state from month_closing") == "asked"
