"""Closing a month by one command beside the same sums in one hand-written SQL statement, and the memory it takes.

The hand-written statement adds every record and piece up, splits the gross and writes one bare row a worker: no
lines, no journals, no orders, no checks. The command is the office's own, `encuentro close-month`,
its start included. Memory is the process's peak; flat means that ten times as many workers take hardly more of it.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as clock
from uuid import uuid4

import asyncpg

from backend.core.actor import System
from backend.core.clock import lima_instant
from backend.database import connected, transaction
from backend.database.migrate import migrate
from backend.database.temporary import temporary_server
from backend.earnings.seeding import seed_earning_rules
from backend.ledger.queries import verify
from backend.sealed import use_secret
from tests.registry import make_registry as registry

SECRET = "a-secret-for-benches-that-protects-nobody"
MONTH = date(2025, 5, 1)
CREW = 250
"""Workers of a workshop."""

AT_ONCE = 2_000
GROWTH = 1.5
"""By how much the peak of memory may grow from the fewest workers to the most."""

_PEOPLE = """
insert into inmate (id, register_index, register_cipher, given_names, surnames, name_key, sex, establishment_id, regime,
  status, admitted_on, status_on)
select id, sha256(id::text::bytea), 'x', 'Julián', 'Huamán', 'huaman julian', 'M', $2, 'closed_ordinary', 'held',
  '2025-01-01', '2025-01-01' from unnest($1::uuid[]) as p (id)
"""
_ENROLMENTS = """
insert into enrolment (id, inmate_id, establishment_id, workshop_id, started_on, consent_on, recorded_at, recorded_by)
select inmate_id, inmate_id, $3, workshop_id, '2025-01-01', '2025-01-01', '2025-01-01', gen_random_uuid()
from unnest($1::uuid[], $2::uuid[]) as e (inmate_id, workshop_id)
"""
_RECORDS = """
insert into work_record (id, establishment_id, inmate_id, enrolment_id, workshop_id, worked_on, shift, begins_at,
  ends_at, minutes, place, digest, recorded_at, recorded_by)
select gen_random_uuid(), $3, e.inmate_id, e.inmate_id, e.workshop_id, d.day, 1, d.begins,
  d.begins + interval '9 hours', 480, 'workshop', sha256(''), '2025-06-01', $6
from unnest($1::uuid[], $2::uuid[]) as e (inmate_id, workshop_id),
  unnest($4::date[], $5::timestamptz[]) as d (day, begins)
"""
_PIECES = """
insert into work_piece (record_id, line_no, establishment_id, price_id, made, rejected, reject_reason)
select r.id, p.nth, r.establishment_id, p.id, 10 + (hashtext(r.id::text) & 15), 0, null
from work_record r join (select *, row_number() over (partition by workshop_id order by id) as nth from price) p
  on p.workshop_id = r.workshop_id where r.establishment_id = $1
"""
_MONTHS = """
insert into work_month (establishment_id, workshop_id, month, state, reviewed_by, reviewed_at, digest)
select establishment_id, id, $2, 'reviewed', gen_random_uuid(), '2025-06-01', work_month_digest(id, $2)
from workshop where establishment_id = $1
"""
_BY_HAND = """
insert into bare_statement
with pay as (
  select r.inmate_id, floor(sum((p.made - p.rejected) * c.rate * 100))::bigint as gross
  from work_record r join work_piece p on p.record_id = r.id join price c on c.id = p.price_id
  where r.establishment_id = $1 and r.live and r.worked_on between $2 and $3 group by 1
), day as (
  select inmate_id, worked_on, least(480, sum(countable_minutes)) as minutes from work_record
  where establishment_id = $1 and live and worked_on between $2 and $3 group by 1, 2
), days as (select inmate_id, sum(minutes) as minutes, count(*) filter (where minutes >= 240) as days
  from day group by 1)
select inmate_id, gross, gross / 10, gross - gross / 10, minutes, days from pay join days using (inmate_id)
"""


async def arrange(owner: asyncpg.Connection, place: str, workers: int, days: int) -> None:
    """A prison whose workers have each worked so many days, two products a day, all reviewed."""
    await registry.establishment(owner, place)
    shops = [uuid4() for _ in range(-(-workers // CREW))]
    people = [uuid4() for _ in range(workers)]
    await owner.execute("set session_replication_role = replica")  # written in bulk, without guards
    for shop in shops:
        await owner.execute(
            "insert into workshop (id, establishment_id, name, trade, modality, place, opened_on)"
            " values ($1::uuid, $2, $1::uuid::text, 'confecciones', 'private_workshop', 'Taller', '2025-01-01')",
            shop,
            place,
        )
        for product, rate in (("polo", "1.35"), ("buzo", "2.80")):
            await owner.execute(
                "insert into price (id, workshop_id, establishment_id, product, operation, basis, rate, valid_from,"
                " recorded_at, recorded_by) values (gen_random_uuid(), $1, $2, $3, 'armado', 'piece',"
                " $4::text::numeric, '2025-01-01', '2025-01-01', gen_random_uuid())",
                shop,
                place,
                product,
                rate,
            )
    month = (MONTH + timedelta(days=nth) for nth in range(31))
    on = [day for day in month if day.isoweekday() < 7][:days]
    begins = [lima_instant(day, clock(8)) for day in on]
    author = uuid4()
    for first in range(0, workers, AT_ONCE):
        some = people[first : first + AT_ONCE]
        at = [shops[(first + nth) // CREW] for nth in range(len(some))]
        await owner.execute(_PEOPLE, some, place)
        await owner.execute(_ENROLMENTS, some, at, place)
        await owner.execute(_RECORDS, some, at, place, on, begins, author)
    await owner.execute(_PIECES, place)
    await owner.execute("analyze")
    await owner.execute(_MONTHS, place, MONTH)
    await owner.execute("set session_replication_role = origin")
    await owner.execute("vacuum analyze")


def command(url: str, place: str) -> tuple[float, float]:
    """Seconds that `encuentro close-month` takes, and its peak of memory in MB."""
    words = ("close-month", "--establishment", place, "--month", f"{MONTH:%Y-%m}", "--yes")
    environment = os.environ | {"DATABASE_URL": url, "ENCUENTRO_SECRET": SECRET}
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "backend.cli", *words], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"close-month ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - begun, used.ru_maxrss / 1024


async def by_hand(owner: asyncpg.Connection, place: str) -> tuple[float, int]:
    """Seconds of the one statement, and the gross it comes to."""
    await owner.execute("truncate bare_statement")
    begun = time.perf_counter()
    await owner.execute(_BY_HAND, place, MONTH, date(2025, 5, 31))
    seconds = time.perf_counter() - begun
    return seconds, await owner.fetchval("select sum(gross)::bigint from bare_statement")


async def measured(owner: asyncpg.Connection, url: str, workers: int, days: int) -> float:
    """Print one size; its peak of memory in MB."""
    place = f"prison-{workers}"
    await arrange(owner, place, workers, days)
    hand, gross = await by_hand(owner, place)
    ours, peak = await asyncio.to_thread(command, url, place)
    told = await owner.fetchrow(
        "select count(*) as statements, sum(gross)::bigint as gross from earning_statement"
        " where establishment_id = $1",
        place,
    )
    async with transaction(System()) as tx:
        await tx.execute("select set_config('statement_timeout', '10min', true)")
        sound = (await verify(tx, place)).is_good
    if tuple(told) != (workers, gross) or not sound:
        raise SystemExit(f"not the same sums: {tuple(told)} and {(workers, gross)}")
    print(
        f"closing {workers:6} workers, {workers * days:7} records: {ours:7.1f} s"
        f"   one statement by hand {hand:6.2f} s   ratio {ours / hand:5.1f}"
        f"   {ours / workers * 1000:5.2f} ms a worker   peak memory {peak:5.0f} MB",
        flush=True,
    )
    return peak


async def run(owner_url: str, app_url: str, sizes: list[int], days: int) -> None:
    use_secret(SECRET)
    await migrate(owner_url)
    owner = await asyncpg.connect(owner_url, command_timeout=None)
    await owner.execute(
        "create table bare_statement (inmate_id uuid, gross bigint, contribution bigint, personal bigint, "
        "minutes bigint, days bigint)"
    )
    async with connected(app_url):
        async with transaction(System()) as tx:
            await seed_earning_rules(tx, System(), datetime.now(UTC))
        peaks = [await measured(owner, app_url, workers, days) for workers in sizes]
    await owner.close()
    growth = peaks[-1] / peaks[0]
    print(f"memory from the fewest to the most workers: x {growth:.2f}  target x {GROWTH:.2f}")
    if growth > GROWTH:
        raise SystemExit("memory is not flat: it grows with the workers")


async def _create(address: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute("create database bench")
    await connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--workers", default="2500,25000", help="sizes, the smallest first")
    parser.add_argument("--days", type=int, default=20, help="records a worker")
    arguments = parser.parse_args()
    sizes = [int(each) for each in arguments.workers.split(",")]
    with temporary_server() as server:
        asyncio.run(_create(server.url()))
        urls = server.url(database="bench"), server.url("encuentro_app", "bench")
        asyncio.run(run(*urls, sizes, arguments.days))


if __name__ == "__main__":
    main()
