"""Posting journals beside bare INSERTs of the same rows, interleaved in one run.

The bare tables have the same columns and indexes, and no guard: no floor, no totals, no locks, no check of anything.
Nothing waits for the disk in either, which would make them look alike. A journal is a worker's month: six lines, of
which five touch accounts that all the others of the prison touch too.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from uuid import uuid4

import asyncpg

from backend.core.actor import System
from backend.database import connected, transaction
from backend.database.migrate import migrate
from backend.database.temporary import temporary_server
from backend.ledger import commands
from backend.ledger.queries import verify
from backend.ledger.rules import AccountKind, Kind, Line, Posting
from tests.ledger.make_ledger import CHIEF, CLERK
from tests.registry import make_registry as registry

TARGETS = {"one by one": 0.2, "all in one": 0.15}
"""The share of the bare INSERTs' rate that posting is to reach."""

WORKERS = 500
SHARED = (AccountKind.WORKSHOP_WAGES, AccountKind.INPE_CONTRIBUTION, AccountKind.CIVIL_REPARATION)

_BARE = """
create table bare_journal (like journal including indexes including defaults);
create table bare_entry (like entry including indexes);
grant select, insert on bare_journal, bare_entry to encuentro_worker
"""
_JOURNALS = """
insert into bare_journal (id, establishment_id, scope, key, request_digest, kind, phase, period_id, effective_on,
    recorded_at, recorded_by, approved_by, line_count, total)
select id, 'huaraz', $3, key, sha256(key::bytea), 'earning', 'posted', $4, $5, $6, $7, $8, 6, 126000
from unnest($1::uuid[], $2::text[]) as j (id, key)
"""
_ENTRIES = """
insert into bare_entry select * from unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::uuid[], $5::bigint[])
"""

Drafts = dict[str, list[Line]]


async def arrange(owner: asyncpg.Connection) -> tuple[Posting, list[list[Line]]]:
    """A prison's open month, and the lines of one month of each worker."""
    await registry.establishment(owner)
    await owner.execute(_BARE)
    now, month = datetime.now(UTC), date(2026, 3, 1)
    workers = [uuid4() for _ in range(WORKERS)]
    async with transaction(System()) as tx:
        period = await commands.open_period(tx, establishment_id="huaraz", month=month)
        wages, inpe, civil = [
            await commands.open_account(
                tx, kind=kind, establishment_id="huaraz", owner_ref=uuid4(), now=now
            )
            for kind in SHARED
        ]
        personal, savings = [
            await commands.open_accounts(
                tx, kind=kind, establishment_id="huaraz", owner_refs=workers, now=now
            )
            for kind in (AccountKind.WORKER_PERSONAL, AccountKind.WORKER_SAVINGS)
        ]
    posting = Posting(
        scope="bench",
        kind=Kind.EARNING,
        period_id=period,
        effective_on=month,
        recorded_by=CLERK,
        approved_by=CHIEF,
    )
    lines = [
        [
            Line(wages, personal[worker], 56_565),
            Line(wages, personal[worker], 27_440),
            Line(personal[worker], inpe, 8_400),
            Line(personal[worker], civil, 16_801),
            Line(personal[worker], savings[worker], 5_670),
            Line(personal[worker], inpe, 11_124),
        ]
        for worker in workers
    ]
    return posting, lines


async def product(posting: Posting, drafts: Drafts) -> None:
    async with transaction(System()) as tx:
        await commands.post_all(tx, posting, drafts, now=datetime.now(UTC))


async def bare(posting: Posting, drafts: Drafts) -> None:
    ids = {key: uuid4() for key in drafts}
    rows = [
        (ids[key], nth, *line) for key, lines in drafts.items() for nth, line in enumerate(lines, 1)
    ]
    async with transaction(System()) as tx:
        await tx.execute(
            _JOURNALS,
            list(ids.values()),
            list(ids),
            posting.scope,
            posting.period_id,
            posting.effective_on,
            datetime.now(UTC),
            posting.recorded_by,
            posting.approved_by,
        )
        await tx.execute(_ENTRIES, *(list(column) for column in zip(*rows, strict=True)))


async def seconds(
    write: Callable[[Posting, Drafts], Awaitable[None]],
    posting: Posting,
    months: list[list[Line]],
    at_once: int,
) -> float:
    """To write a month of every worker, so many journals in one transaction."""
    keyed = [(str(uuid4()), lines) for lines in months]
    begun = time.perf_counter()
    for first in range(0, len(keyed), at_once):
        await write(posting, dict(keyed[first : first + at_once]))
    return time.perf_counter() - begun


async def run(owner_url: str, app_url: str, rounds: int) -> None:
    await migrate(owner_url)
    owner = await asyncpg.connect(owner_url)
    async with connected(app_url):
        posting, months = await arrange(owner)
        await seconds(product, posting, months, WORKERS)
        await owner.execute("vacuum analyze")
        for name, at_once in (("one by one", 1), ("all in one", WORKERS)):
            ours, theirs = [], []
            for _ in range(rounds):
                ours.append(await seconds(product, posting, months, at_once))
                theirs.append(await seconds(bare, posting, months, at_once))
            ledger, inserts = statistics.median(ours), statistics.median(theirs)
            print(
                f"posting, {name}: {WORKERS / ledger:6.0f} journals/s of six lines"
                f"   bare INSERTs {WORKERS / inserts:6.0f}/s"
                f"   ratio {inserts / ledger:5.2f}  target {TARGETS[name]:.2f}",
                flush=True,
            )
        async with transaction(System()) as tx:
            if not (await verify(tx, "huaraz")).is_good:
                raise SystemExit("the books do not agree")
    await owner.close()


async def _create(address: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute("create database bench")
    await connection.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with temporary_server() as server:
        asyncio.run(_create(server.url()))
        urls = server.url(database="bench"), server.url("encuentro_app", "bench")
        asyncio.run(run(*urls, arguments.rounds))


if __name__ == "__main__":
    main()
