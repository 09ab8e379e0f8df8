"""What is on for a family among 10,000 dates, beside a hand-written endpoint that runs the same SQL; and 2,000
calendars polled, of which hardly one has changed, beside the same files served as they are. Interleaved in one run.
"""

import argparse
import asyncio
import os
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from urllib.request import Request, urlopen
from uuid import UUID, uuid4

import asyncpg
import orjson

from backend.core.clock import lima_day, lima_instant
from backend.core.ids import new_id
from backend.database.migrate import migrate
from backend.database.temporary import temporary_server
from backend.gql.manifest import document_id
from backend.programmes.rules.content import to_json
from backend.programmes.rules.vocabulary import Audience
from backend.programmes.tokens import calendar_digest, calendar_path, calendar_token
from backend.sealed import use_secret
from tests.bench import load
from tests.bench.__main__ import CONNECTIONS, pinned, wait_for
from tests.conftest import SECRET
from tests.phone import document, signed_in
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import THEATRE
from tests.registry import make_registry as registry
from tests.servers import free_port
from tests.visits import make_visits as visits

PLACES = ("bench-a", "bench-b", "bench-c", "bench-d", "bench-e")
EVENTS = 200
DATES = 50
FAMILIES = 200
CALENDARS = 2_000
ANSWERS = 8
"""Of each calendar."""

CHANGED = 20
"""One poll in so many finds something new."""

TARGETS = {"whatsOn": 0.10, "calendar": 0.10}
"""The share of the other's requests per second that the product is to reach."""

_EVENT = """
with released as (
  insert into event (id, programme_id, establishment_id, state, release_no, content, audience, made_at)
  values ($1, $2, $3, 'released', 1, $4, $5, now()) returning id
)
insert into event_release (event_id, establishment_id, no, content, changes, told, released_at)
select id, $3, 1, $4, '{}', 0, now() from released
"""
_DATES = """
with day as (
  select n, gen_random_uuid() as id, $3::timestamptz + n * interval '3 days' as at from generate_series(0, $4 - 1) n
), dated as (
  insert into occurrence (id, event_id, establishment_id, key, starts_at, doors_at, ends_at, answers_until, state,
    sequence, changed_at)
  select id, $1, $2, (at at time zone 'America/Lima')::date::text, at, at - interval '30 minutes',
    at + interval '2 hours', at - interval '1 day', 'planned', 0, now() from day
), pooled as (
  insert into pool (id, establishment_id, purpose) select id, $2, 'event' from day
)
insert into ceiling (pool_id, unit, capacity) select id, 'people', 1000000 from day
"""
_ACCOUNTS = """
insert into account (id, phone_cipher, phone_index, language, created_at)
select id, 'x', sha256(id::text::bytea), 'es', now() from unnest($1::uuid[]) as id
"""
_TOKENS = """
insert into calendar_token (id, account_id, digest, made_at)
select t.id, account_id, digest, now() from unnest($1::uuid[], $2::uuid[], $3::bytea[]) as t (id, account_id, digest)
"""
_ANSWERS = """
with soon as (
  select id, establishment_id, row_number() over (order by starts_at, id) - 1 as nth from occurrence
), chosen as (
  select account_id, s.id as occurrence_id, s.establishment_id, gen_random_uuid() as claim_id
  from unnest($1::uuid[]) with ordinality as a (account_id, k), generate_series(1, $2) n,
    lateral (select * from soon where nth = (k * 37 + n * 211) % $3) s
), claimed as (
  insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at)
  select claim_id, establishment_id, occurrence_id, account_id, 'kept', '{"people": 1}', now() from chosen
)
insert into answer (id, occurrence_id, establishment_id, account_id, state, claim_id, adults, children, asked_at,
  changed_at)
select gen_random_uuid(), occurrence_id, establishment_id, account_id, 'going', claim_id, 1, 0, now(), now() from chosen
on conflict do nothing
"""


@dataclass(frozen=True)
class Scene:
    """Whoever asks what is on, by token; and the addresses that calendars poll."""

    tokens: list[str]
    paths: list[str]


async def prepare(owner_url: str) -> Scene:
    """Establishments, their events and dates, families that are tied, and calendars with answered dates."""
    owner = await asyncpg.connect(owner_url)
    for place in PLACES:
        await visits.place(owner, place)
    for nth in range(EVENTS):
        await _event(owner, nth)
    families = [
        (await visits.relative(owner, at=PLACES[nth % len(PLACES)])).family
        for nth in range(FAMILIES)
    ]
    tokens = [await signed_in(owner, each) for each in families]
    accounts, ids = [uuid4() for _ in range(CALENDARS)], [uuid4() for _ in range(CALENDARS)]
    await owner.execute(_ACCOUNTS, accounts)
    digests = [calendar_digest(calendar_token(each)) for each in ids]
    await owner.execute(_TOKENS, ids, accounts, digests)
    answering = [*accounts, *(each.account_id for each in families)]
    await owner.execute(_ANSWERS, answering, ANSWERS, EVENTS * DATES)
    await owner.execute("vacuum analyze")
    await owner.close()
    return Scene(tokens, [calendar_path(each) for each in ids])


async def _event(owner: asyncpg.Connection, nth: int) -> None:
    """One in four is for everybody; the others are for the relatives of their establishment."""
    place = PLACES[nth % len(PLACES)]
    public = {"audience": Audience.PUBLIC, "venue": THEATRE} if nth % 4 == 0 else {}
    said = programmes.content(title=f"Recital {nth}", **public)
    event_id: UUID = new_id()
    await registry.establishment(owner, place)
    programme_id = await programmes.programme(owner, at=place)
    kept = orjson.dumps(to_json(said)).decode()
    await owner.execute(_EVENT, event_id, programme_id, place, kept, said.audience)
    begins = lima_instant(lima_day(datetime.now(UTC)) + timedelta(days=2), time(8 + nth % 10))
    await owner.execute(_DATES, event_id, place, begins, DATES)


def asking(scene: Scene, *, product: bool) -> Iterator[bytes]:
    """What is on: by document id for the product, plain variables for the peer."""
    known = {"documentId": document_id(document("whatsOn"))} if product else {}
    body = orjson.dumps(known | {"variables": {"first": 10}})
    for token in cycle(scene.tokens):
        yield load.post("/graphql" if product else "/whatsOn", body, token)


def polling(paths: list[str], port: int) -> Iterator[bytes]:
    """Every calendar in its turn, with the tag that it had; one in `CHANGED` with an older one."""
    tags = [_tag(port, path) for path in paths]
    for nth, (path, tag) in enumerate(cycle(zip(paths, tags, strict=True))):
        held = '"older"' if nth % CHANGED == 0 else tag
        yield (f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nif-none-match: {held}\r\n\r\n").encode()


def _tag(port: int, path: str) -> str:
    with urlopen(Request(f"http://127.0.0.1:{port}{path}"), timeout=30) as answer:
        return str(answer.headers["etag"])


def keep_files(paths: list[str], port: int, folder: Path) -> None:
    """The product's own calendars, as files."""
    for path in paths:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            (folder / path.rsplit("/", 1)[1]).write_bytes(answer.read())


def measure(
    sources: dict[str, Iterator[bytes]],
    ports: dict[str, int],
    rounds: int,
    seconds: float,
    good: bytes,
) -> dict[str, list[load.Figures]]:
    """Figures by server, from interleaved runs; the first of each warms up."""
    found: dict[str, list[load.Figures]] = {name: [] for name in ports}
    for nth in range(rounds + 1):
        for name, port in ports.items():
            length = seconds if nth else 1.0
            figures = asyncio.run(
                load.run(port, sources[name], connections=CONNECTIONS, seconds=length, good=good)
            )
            if figures.bad:
                raise SystemExit(f"{name}: {figures.bad} bad answers, as {figures.first_bad!r}")
            if nth:
                found[name].append(figures)
    return found


def report(workload: str, found: dict[str, list[load.Figures]]) -> None:
    """Medians, and the product's share."""
    medians = {
        name: statistics.median(run.per_second for run in runs) for name, runs in found.items()
    }
    cells = []
    for name, runs in found.items():
        p50, p99 = (
            statistics.median(getattr(run, each) for run in runs) for each in ("p50", "p99")
        )
        cells.append(f"{medians[name]:6.0f}/s p50 {p50:5.1f} p99 {p99:5.1f} ms")
    ratio = medians["product"] / medians["bare"]
    print(f"{workload:<10} {cells[0]}  {cells[1]}  {ratio:5.2f}  {TARGETS[workload]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    use_secret(SECRET)
    with ExitStack() as stack:
        server = stack.enter_context(temporary_server(durable=True))
        asyncio.run(_create(server.url()))
        owner_url, app_url = server.url(database="bench"), server.url("encuentro_app", "bench")
        asyncio.run(migrate(owner_url))
        scene = asyncio.run(prepare(owner_url))
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        os.environ["BENCH_FILES"] = str(folder)
        ports = {"product": free_port(), "bare": free_port()}
        stack.enter_context(pinned(["backend.cli", "web"], app_url, ports["product"]))
        bare = ["uvicorn", "tests.bench.bare_events:app", "--port", str(ports["bare"])]
        options = [
            "--no-access-log",
            "--log-level",
            "warning",
            "--loop",
            "uvloop",
            "--http",
            "httptools",
        ]
        stack.enter_context(pinned([*bare, *options], app_url, ports["bare"]))
        wait_for(ports["product"], "/health")
        wait_for(ports["bare"], "/whatsOn")
        keep_files(scene.paths, ports["product"], folder)
        print(
            f"{EVENTS * DATES:,} dates, {CALENDARS:,} calendars\n"
            "           product                      hand-written or a file       ratio  target"
        )
        timed = arguments.rounds, arguments.seconds
        asked = {name: asking(scene, product=name == "product") for name in ports}
        report("whatsOn", measure(asked, ports, *timed, good=b'"endCursor"'))
        polls = {name: polling(scene.paths, port) for name, port in ports.items()}
        report("calendar", measure(polls, ports, *timed, good=b"BEGIN:VCALENDAR"))


async def _create(address: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute("create database bench")
    await connection.close()


if __name__ == "__main__":
    sys.exit(main())
