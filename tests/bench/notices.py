"""One committed cancellation told to thousands of phones, beside a bare client that sends the same bodies.

Both hand over to the same carrier in the same run: a process on loopback that takes everything. Nothing is pinned:
sender, PostgreSQL and carrier share the same cores in both. Then: how long an urgent notice takes while 50,000 that
are not urgent go out, with the limits of a real worker and without any.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

import aiohttp
import asyncpg

from backend.database import connected
from backend.database.migrate import migrate
from backend.database.temporary import temporary_server
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.fcm import fcm_carrier
from backend.notifications.sending.pace import Limits
from backend.sealed import use_secret
from backend.worker import collect_rarely
from tests.bench.__main__ import wait_for
from tests.bench.recipients import Recipient, bodies, recipients, tell
from tests.conftest import SECRET
from tests.notifications.fake_fcm import private_key
from tests.servers import ROOT, free_port

TARGET = 0.5
"""The share of the bare client's messages per second that the product is to reach."""

URGENT_SECONDS = 10.0
FANNED = 50_000
AT_ONCE = 100
UNLIMITED = Limits(first=1e6, most=1e6, ramp=0, at_once=AT_ONCE)


def credentials(folder: str, address: str) -> str:
    """A service account whose tokens come from the carrier."""
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    path = Path(folder) / "account.json"
    pem = private_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    account = {"type": "service_account", "project_id": "bench", "private_key": pem.decode()}
    account |= {"client_email": "bench@bench.invalid", "token_uri": f"{address}/token"}
    path.write_text(json.dumps(account))
    return str(path)


@contextmanager
def carrier() -> Iterator[str]:
    """The carrier's process; its address."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "tests.bench.carrier", str(port)], cwd=ROOT)
    try:
        wait_for(port, "/count")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.wait()


def counted(address: str) -> dict[str, int]:
    """Messages and their bytes since it was asked last."""
    with urlopen(f"{address}/count", timeout=5) as answer:
        return dict(json.load(answer))


async def product(
    told: Sequence[Recipient], key: str, address: str
) -> tuple[float, float, dict[str, int]]:
    """Seconds to tell everybody and to hand over everything; what the carrier counted."""
    async with fcm_carrier(key, address) as push:
        begun = time.perf_counter()
        await tell(told, "visit_called_off", datetime.now(UTC))
        committed = time.perf_counter()
        await Dispatcher("push", push, UNLIMITED).drain(datetime.now(UTC))
        ended = time.perf_counter()
    return committed - begun, ended - committed, counted(address)


async def bare(made: Sequence[bytes], address: str) -> tuple[float, dict[str, int]]:
    """Seconds that aiohttp alone needs, with as many calls at once."""
    left = iter(made)
    url = f"{address}/v1/projects/bench/messages:send"
    headers = {"authorization": "Bearer bench", "content-type": "application/json"}

    async def send(http: aiohttp.ClientSession) -> None:
        for body in left:
            async with http.post(url, data=body, headers=headers) as answer:
                assert "name" in await answer.json()

    connector = aiohttp.TCPConnector(limit=AT_ONCE)
    async with aiohttp.ClientSession(connector=connector) as http:
        begun = time.perf_counter()
        await asyncio.gather(*(send(http) for _ in range(AT_ONCE)))
        ended = time.perf_counter()
    return ended - begun, counted(address)


async def compare(
    owner: asyncpg.Connection, told: Sequence[Recipient], key: str, address: str, rounds: int
) -> None:
    """Interleaved runs, medians and their ratio."""
    count = len(told)
    made = bodies(told, "visit_called_off", "urgent", datetime.now(UTC))
    telling, ours, theirs = [], [], []
    await product(
        told, key, address
    )  # for the statistics of tables in use, by which queries are planned
    await owner.execute("vacuum analyze")
    for _ in range(rounds):
        seconds, handing, found = await product(told, key, address)
        telling.append(seconds)
        ours.append(handing)
        alone, same = await bare(made, address)
        theirs.append(alone)
        if found["taken"] != count or same["taken"] != count:
            raise SystemExit(f"not everything was handed over: {found}, {same} of {count}")
        if abs(found["length"] - same["length"]) > 8 * count:
            raise SystemExit(f"the bodies are not the same: {found}, {same}")
    product_seconds, bare_seconds = statistics.median(ours), statistics.median(theirs)
    print(
        f"{count:>7,} told in {statistics.median(telling):5.2f} s"
        f"   last one handed over after {product_seconds:6.1f} s ({count / product_seconds:5.0f}/s)"
        f"   bare client {bare_seconds:6.1f} s ({count / bare_seconds:5.0f}/s)"
        f"   ratio {bare_seconds / product_seconds:5.2f}  target {TARGET:.2f}",
        flush=True,
    )


_TOOK = """
select extract(epoch from min(a.ended_at) - n.created_at)::float8 as seconds
from notice n join delivery d on d.notice_id = n.id join attempt a on a.delivery_id = d.id
where n.kind = 'visit_called_off' and n.created_at >= $1 group by n.id
"""
_LEFT = "select count(*) from delivery where channel = 'push' and state in ('queued', 'claimed')"


async def urgent(
    owner: asyncpg.Connection,
    told: Sequence[Recipient],
    key: str,
    address: str,
    limits: Limits | None,
    longest: float,
) -> None:
    """A crowd that is not urgent, and every 0.2 s one notice that is; until the crowd is through, or `longest`."""
    begun = datetime.now(UTC)
    await tell(told, "rule_changed", begun)
    crowd = len(told)
    async with fcm_carrier(key, address) as push:
        dispatcher = Dispatcher("push", push, limits)

        async def work() -> None:
            while True:
                await dispatcher.drain(datetime.now(UTC))
                await asyncio.sleep(0.5)

        running = asyncio.create_task(work())
        until, asked = time.monotonic() + longest, 0
        while time.monotonic() < until and (asked % 20 or await owner.fetchval(_LEFT) > AT_ONCE):
            await tell([told[asked % crowd]], "visit_called_off", datetime.now(UTC))
            asked += 1
            await asyncio.sleep(0.2)
        left = await owner.fetchval(_LEFT)
        if await owner.fetchval("select exists (select from delivery where state = 'held')"):
            raise SystemExit("the crowd is held, so nothing competes")
        await asyncio.sleep(URGENT_SECONDS)
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    took = sorted(row["seconds"] for row in await owner.fetch(_TOOK, begun))
    took += [float("inf")] * (asked - len(took))
    words = "without limits" if limits else "as a worker is limited"
    print(
        f"{crowd:>7,} not urgent, {words}: {asked} urgent ones between them"
        f" p50 {took[len(took) // 2]:4.1f} s, p95 {took[int(len(took) * 0.95)]:4.1f} s,"
        f" longest {took[-1]:4.1f} s; target p95 {URGENT_SECONDS:.0f} s;"
        f" {left:,} of the others were still waiting",
        flush=True,
    )
    await owner.execute("delete from notice")
    counted(address)


async def run(owner_url: str, app_url: str, sizes: Sequence[int], rounds: int) -> None:
    """Everything, on an empty database."""
    await migrate(owner_url)
    owner = await asyncpg.connect(owner_url)
    with tempfile.TemporaryDirectory() as folder, carrier() as address:
        async with connected(app_url):
            key = credentials(folder, address)
            collect_rarely()
            told = await recipients(owner, max(*sizes, FANNED))
            for size in sizes:
                await compare(owner, told[:size], key, address, rounds if size <= 10_000 else 1)
                await owner.execute("delete from notice")
                await owner.execute("vacuum analyze")
            await urgent(owner, told[:FANNED], key, address, UNLIMITED, longest=600)
            await owner.execute("vacuum analyze")
            await urgent(owner, told[:FANNED], key, address, None, longest=40)
    await owner.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    sizes = "10000,100000" if os.environ.get("CAMPAIGN") else "10000"
    parser.add_argument("--recipients", default=sizes, help="sizes, such as 10000,100000")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    use_secret(SECRET)
    with temporary_server(durable=True) as server:
        asyncio.run(_create(server.url()))
        urls = server.url(database="bench"), server.url("encuentro_app", "bench")
        asyncio.run(
            run(*urls, [int(size) for size in arguments.recipients.split(",")], arguments.rounds)
        )


async def _create(address: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute("create database bench")
    await connection.close()


if __name__ == "__main__":
    main()
