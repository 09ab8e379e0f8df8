"""`make bench`: the product beside a hand-written endpoint that runs the same SQL, interleaved in one run.

One server process on one core; PostgreSQL and the client share another. `--inmates 1000,10000` repeats it in worlds
of these sizes, which shows whether a reading grows with the population.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from urllib.request import urlopen

import asyncpg

from backend.core.actor import System
from backend.database import connected
from backend.database.migrate import migrate
from backend.database.temporary import temporary_server
from backend.registry.world import make_world
from backend.sealed import use_secret
from backend.seeding import seed_everything
from tests.bench import load
from tests.bench.earned import earned
from tests.bench.scene import PLACE, Scene, arrange
from tests.conftest import SECRET
from tests.servers import ROOT, free_port

WORKLOADS = ("availability", "myVisits", "earningStatement", "bookVisit")
TARGETS = {"availability": 0.10, "myVisits": 0.10, "earningStatement": 0.50, "bookVisit": 0.50}
"""The share of the hand-written endpoint's requests per second that the product is to reach."""

CONNECTIONS = 16
GOOD = {"earningStatement": b'"amount"'}
"""What an answer has to hold; what is not open to somebody is answered with a problem."""


@contextmanager
def pinned(words: list[str], url: str, port: int) -> Iterator[None]:
    """A server process on the first core."""
    environment = os.environ | {
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": url,
        "ENCUENTRO_SECRET": SECRET,
        "ENCUENTRO_PRODUCTION": "1",
        "ENCUENTRO_PORT": str(port),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        env=environment,
        cwd=ROOT,
        preexec_fn=lambda: os.sched_setaffinity(0, {0}),
    )
    try:
        yield
    finally:
        process.kill()
        process.wait()


def wait_for(port: int, path: str) -> None:
    """Until the server answers anything."""
    for _ in range(400):
        try:
            urlopen(f"http://127.0.0.1:{port}{path}", timeout=1)
        except OSError as error:
            if getattr(error, "code", None):
                return
            time.sleep(0.05)
        else:
            return
    raise SystemExit("a server did not start")


async def prepare(owner_url: str, app_url: str, inmates: int, families: int) -> Scene:
    """The database, the world around and the scene."""
    await migrate(owner_url)
    async with connected(app_url):
        now = datetime.now(UTC)
        await seed_everything(now, lambda _: None)
        if inmates:
            await make_world(inmates=inmates, seed=1, actor=System(), now=now, progress=progress)
            print()
    owner = await asyncpg.connect(owner_url)
    scene = await arrange(owner, families)
    async with connected(app_url):
        scene = replace(scene, statements=await earned(owner, PLACE))
    await owner.execute("vacuum analyze")
    await owner.close()
    return scene


def progress(line: str) -> None:
    """One line that is written over."""
    print(f"\r{line}\033[K", end="", flush=True)


def measure(scene: Scene, ports: dict[str, int], rounds: int, seconds: float) -> dict:
    """Figures by workload and server, from interleaved runs."""
    found: dict[tuple[str, str], list[load.Figures]] = {}
    for workload in WORKLOADS:
        booking = scene.requests(workload, product=True), scene.requests(workload, product=False)
        sources = dict(zip(("product", "bare"), booking, strict=True))
        if workload == "bookVisit":
            sources = split_bookings(scene)
        for nth in range(rounds + 1):
            for name, port in ports.items():
                figures = asyncio.run(
                    load.run(
                        port,
                        sources[name],
                        connections=CONNECTIONS,
                        seconds=seconds if nth else 1,
                        good=GOOD.get(workload, b'"data"'),
                    )
                )
                if figures.bad:
                    raise SystemExit(
                        f"{name} {workload}: {figures.bad} bad answers, as {figures.first_bad!r}"
                    )
                if nth:
                    found.setdefault((workload, name), []).append(figures)
    return found


def split_bookings(scene: Scene) -> dict[str, Iterator[bytes]]:
    """Two halves of the slots, so that both servers book the same way and never the same visit."""
    half = len(scene.slots) // 2
    first = Scene(scene.families, scene.slots[:half], scene.first_on, scene.last_on)
    second = Scene(scene.families, scene.slots[half:], scene.first_on, scene.last_on)
    return {
        "product": first.requests("bookVisit", product=True),
        "bare": second.requests("bookVisit", product=False),
    }


def report(inmates: int, found: dict) -> None:
    """A table of medians and ratios."""
    print(
        f"\n{inmates:,} inmates        product                      hand-written                 ratio  target"
    )
    for workload in WORKLOADS:
        cells, medians = [], {}
        for name in ("product", "bare"):
            runs = found[workload, name]
            medians[name] = statistics.median(run.per_second for run in runs)
            p50, p99 = (
                statistics.median(getattr(run, each) for run in runs) for each in ("p50", "p99")
            )
            cells.append(f"{medians[name]:6.0f}/s p50 {p50:5.1f} p99 {p99:5.1f} ms")
        ratio = medians["product"] / medians["bare"]
        print(f"{workload:<16} {cells[0]}  {cells[1]}  {ratio:5.2f}  {TARGETS[workload]:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inmates", default="0", help="sizes of the world, such as 1000,100000")
    parser.add_argument("--families", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=3.0)
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    use_secret(SECRET)
    for size in map(int, arguments.inmates.split(",")):
        with ExitStack() as stack:
            server = stack.enter_context(temporary_server(durable=True))
            asyncio.run(_create(server.url()))
            owner_url, app_url = server.url(database="bench"), server.url("encuentro_app", "bench")
            scene = asyncio.run(prepare(owner_url, app_url, size, arguments.families))
            ports = {"product": free_port(), "bare": free_port()}
            stack.enter_context(pinned(["backend.cli", "web"], app_url, ports["product"]))
            bare = [
                "uvicorn",
                "tests.bench.bare:app",
                "--port",
                str(ports["bare"]),
                "--no-access-log",
            ]
            options = ["--log-level", "warning", "--loop", "uvloop", "--http", "httptools"]
            stack.enter_context(pinned([*bare, *options], app_url, ports["bare"]))
            wait_for(ports["product"], "/health")
            wait_for(ports["bare"], "/availability")
            report(size, measure(scene, ports, arguments.rounds, arguments.seconds))


async def _create(address: str) -> None:
    connection = await asyncpg.connect(address)
    await connection.execute("create database bench")
    await connection.close()


if __name__ == "__main__":
    main()
