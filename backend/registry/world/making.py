"""Making a world: invented in blocks, each written in one transaction, the next one invented meanwhile."""

import asyncio
import time
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from backend import audit
from backend.core.actor import Actor
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError
from backend.database import Connection, retrying, transaction
from backend.registry.bulk import be_patient, insert_events, insert_inmates, one_load_at_a_time
from backend.registry.world.chance import Chance
from backend.registry.world.households import Household, households, shared_ties
from backend.registry.world.people import Inmate, Inventor
from backend.registry.world.places import Country, load_country
from backend.registry.world.rows import Bundle, Row, Scribe

BLOCK = 1_000
"""Inmates that share one set of dice: the nth inmate is the same whatever the size of the world."""

_SEEDS = """
select facts ->> 'seed' as seed from audit_entry
where establishment_id = '-' and subject = 'world' and action = 'registry.world.begun'
"""
_THERE = "select id from inmate where id = any($1)"
_ACCOUNTS = """
insert into account (id, phone_cipher, phone_index, language, created_at)
select * from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::text[], $5::timestamptz[])
"""
_VISITORS = """
insert into visitor (id, account_id, capacity, guardian_id, given_names, surnames, sex, born_on, nationality,
  document_kind, document_cipher, person_index, document_valid_until, consent, created_at)
select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], $5::text[], $6::text[], $7::text[],
  $8::date[], $9::text[], $10::text[], $11::bytea[], $12::bytea[], $13::date[], $14::jsonb[], $15::timestamptz[])
"""
_TIES = """
insert into tie (id, account_id, visitor_id, establishment_id, inmate_id, kinship, asked, state, version,
  asked_at, decided_at, reason_code)
select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::uuid[], $6::text[], $7::jsonb[],
  $8::text[], $9::int[], $10::timestamptz[], $11::timestamptz[], $12::text[])
"""


@dataclass(slots=True)
class Report:
    """How many rows came into the world, and in how long."""

    inmates: int = 0
    events: int = 0
    accounts: int = 0
    visitors: int = 0
    ties: int = 0
    seconds: float = 0.0

    def summary(self) -> str:
        """For the terminal."""
        rate = self.inmates / self.seconds if self.seconds else 0.0
        return (
            f"{self.inmates:,} invented inmates with {self.events:,} events, {self.accounts:,} accounts,"
            f" {self.visitors:,} visitors and {self.ties:,} ties, in {self.seconds:.1f} s ({rate:,.0f} inmates/s)"
        )


async def make_world(
    *,
    inmates: int,
    seed: int,
    actor: Actor,
    now: datetime,
    progress: Callable[[str], None],
    stopwatch: Callable[[], float] = time.monotonic,
) -> Report:
    """Fill a seeded database with an invented population of at least this size.

    The same seed makes the same people, ids included; making it again adds nothing, making it larger adds
    people, and a run cut short is completed by the next. Ages and days count from `now`. The proportions
    and their sources are in `world/shares.py` and seeds/names.toml; documents and phones are of the reserved
    test ranges (`world/numbers.py`). Raises DomainError: NO_ESTABLISHMENTS, ROSTER_RUNNING, or
    WORLD_IS_ANOTHER where another seed was used before.
    """
    report, began = Report(), stopwatch()
    async with one_load_at_a_time(actor):
        country = await _begin(actor, seed, now)
        done = 0
        async with aclosing(_invented(seed, inmates, country, now)) as blocks:
            async for bundles in blocks:
                _count(report, await retrying(partial(_store, actor, bundles, seed, now)))
                done += len(bundles)
                report.seconds = stopwatch() - began
                progress(_progress(done, inmates, report.seconds))
        await _end(actor, seed, report, now)
    return report


def _progress(done: int, whole: int, seconds: float) -> str:
    rate = done / seconds if seconds else 0.0
    return f"inventing: {done:,} of {whole:,} inmates ({done / whole:.0%}), {rate:,.0f} inmates/s"


async def _begin(actor: Actor, seed: int, now: datetime) -> Country:
    async with transaction(actor) as tx:
        seeds = {row["seed"] for row in await tx.fetch(_SEEDS)}
        if seeds - {str(seed)}:
            raise DomainError(Code.WORLD_IS_ANOTHER)
        country = await load_country(tx, seed)
        if not seeds:
            facts: dict[str, object] = {"seed": seed}
            await audit.record(tx, actor, "registry.world.begun", "world", facts=facts, now=now)
    return country


async def _end(actor: Actor, seed: int, report: Report, now: datetime) -> None:
    facts: dict[str, object] = {
        "seed": seed,
        "inmates": report.inmates,
        "visitors": report.visitors,
    }
    async with transaction(actor) as tx:
        await audit.record(tx, actor, "registry.world.made", "world", facts=facts, now=now)


async def _invented(
    seed: int, inmates: int, country: Country, now: datetime
) -> AsyncGenerator[list[Bundle], None]:
    """Block after block; while one is written the next is invented in a thread."""
    sizes = [min(BLOCK, inmates - first) for first in range(0, inmates, BLOCK)]
    upcoming: asyncio.Task[list[Bundle]] | None = None
    try:
        for block, size in enumerate(sizes):
            current = upcoming or _inventing(seed, block, size, country, now)
            bundles = await current
            upcoming = None
            if block + 1 < len(sizes):
                upcoming = _inventing(seed, block + 1, sizes[block + 1], country, now)
            yield bundles
    finally:
        if upcoming is not None:
            upcoming.cancel()


def _inventing(
    seed: int, block: int, size: int, country: Country, now: datetime
) -> "asyncio.Task[list[Bundle]]":
    return asyncio.create_task(asyncio.to_thread(invent, seed, block, size, country, now))


def invent(seed: int, block: int, size: int, country: Country, now: datetime) -> list[Bundle]:
    """The first `size` inmates of a block, with all that comes with them."""
    chance = Chance(seed, block)
    inventor, scribe = Inventor(chance, country, lima_day(now)), Scribe(seed, now)
    bundles: list[Bundle] = []
    previous: Inmate | None = None
    families: list[Household] = []
    for nth in range(block * BLOCK, block * BLOCK + size):
        inmate = inventor.inmate(nth, previous)
        shared = shared_ties(chance, families) if inmate.sibling_of is not None else []
        families = households(chance, inmate)
        bundles.append(scribe.bundle(chance, inmate, families, shared))
        previous = inmate
    return bundles


async def _store(actor: Actor, bundles: Sequence[Bundle], seed: int, now: datetime) -> list[Bundle]:
    """Write what is not there yet; answers that."""
    async with transaction(actor) as tx:
        await be_patient(tx)
        there = {
            row["id"] for row in await tx.fetch(_THERE, [bundle.inmate[0] for bundle in bundles])
        }
        new = [bundle for bundle in bundles if bundle.inmate[0] not in there]
        await insert_inmates(tx, [bundle.inmate for bundle in new])
        events = [event for bundle in new for event in bundle.events]
        await insert_events(tx, events, recorded_by=f"world:{seed}", now=now)
        await _insert(tx, _ACCOUNTS, [row for bundle in new for row in bundle.accounts])
        await _insert(tx, _VISITORS, [row for bundle in new for row in bundle.visitors])
        await _insert(tx, _TIES, [row for bundle in new for row in bundle.ties])
    return new


async def _insert(tx: Connection, statement: str, rows: Sequence[Row]) -> None:
    if rows:
        await tx.execute(statement, *zip(*rows, strict=True))


def _count(report: Report, bundles: Sequence[Bundle]) -> None:
    report.inmates += len(bundles)
    report.events += sum(len(bundle.events) for bundle in bundles)
    report.accounts += sum(len(bundle.accounts) for bundle in bundles)
    report.visitors += sum(len(bundle.visitors) for bundle in bundles)
    report.ties += sum(len(bundle.ties) for bundle in bundles)
