"""Workers killed with -9 over and over while a carrier misbehaves: nothing lost, doubled, late or stuck.

`CAMPAIGN=1` serves ten thousand families and kills every two seconds.
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import pytest

from backend.notifications.sending.settling import sweep
from tests import make
from tests.conftest import Database
from tests.notifications import make_notices as notices
from tests.notifications.dispatcher_process import FASTER, TIME_OUT, fast_seconds
from tests.notifications.fake_fcm import FakeFcm, fake_fcm

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parents[2]
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAMILIES, EVERY, SEEDS = (10_000, 2.0, 3) if os.environ.get("CAMPAIGN") else (300, 1.5, 1)
RATE = max(80.0, FAMILIES / 30)
LATENCY = timedelta(seconds=FASTER)
"""A second of the machine, from the worker's look at the clock to the carrier's."""

PASSING = ["quota", "broken", "unavailable", "hang", "cut", "garbage", "late"]
DEAD = ["unregistered", "bad address"]


@dataclass
class Run:
    """What the fake carrier saw, on the clock of the workers."""

    fcm: FakeFcm
    begun: float = field(default_factory=fast_seconds)
    said: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    arrived: dict[UUID, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    kills: int = 0

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=fast_seconds() - self.begun)

    async def note(self, address: str) -> None:
        """Before each answer: when it came, and what it will be told."""
        self.arrived[UUID(self.fcm.messages[-1]["data"]["notice"])].append(self.clock())
        waiting = self.fcm.by_address.get(address)
        self.said[address].append(waiting[0] if waiting else "ok")


def misbehave(addresses: list[str], seed: int) -> dict[str, list[str]]:
    """Up to four passing troubles each; one phone in ten then turns out to be dead."""
    chance = random.Random(seed)
    script = {}
    for each in addresses:
        script[each] = chance.choices(PASSING, k=chance.choice([0, 0, 1, 2, 4]))
        if chance.random() < 0.1:
            script[each] += [chance.choice(DEAD)] * 50
    return script


async def served(owner: asyncpg.Connection, run: Run) -> dict[UUID, str]:
    """Families with a phone each, half of whose notices end soon; answers each account's address."""
    addresses = {}
    families = [await make.family(owner) for _ in range(FAMILIES)]
    for family in families:
        addresses[family.account_id] = f"phone-{family.account_id}"
        await notices.phone(owner, family, value=addresses[family.account_id])
    run.begun = fast_seconds()
    await notices.told(families[::2], NOW, lasts=timedelta(days=1))
    await notices.told(families[1::2], NOW, lasts=timedelta(seconds=100 * FAMILIES / RATE))
    return addresses


async def worker(database: Database, credentials: str, run: Run) -> asyncio.subprocess.Process:
    arguments = [
        database.url,
        credentials,
        run.fcm.address,
        NOW.isoformat(),
        str(run.begun),
        str(RATE),
    ]
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.notifications.dispatcher_process",
        *arguments,
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )


async def kill_over_and_over(
    database: Database, owner: asyncpg.Connection, credentials: str, run: Run
) -> None:
    """One worker after the other, until nothing is open."""
    until = time.monotonic() + 120 + FAMILIES / 20
    while await open_pushes(owner):
        assert time.monotonic() < until, f"stuck: {await notices.states(owner)}"
        process = await worker(database, credentials, run)
        try:
            assert process.stdout is not None
            assert await process.stdout.readline() == b"ready\n"
            await asyncio.sleep(EVERY)
        finally:
            process.kill()
            await process.wait()
        run.kills += 1


async def open_pushes(owner: asyncpg.Connection) -> int:
    found: int = await owner.fetchval(
        "select count(*) from delivery where channel = 'push'"
        " and state in ('queued', 'held', 'claimed', 'retry')"
    )
    return found


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("seed", range(SEEDS))
async def test_killed_workers_lose_nothing_double_nothing_and_are_never_late(
    db, database, tmp_path, workers, seed
):
    async with fake_fcm(late=TIME_OUT * 1.5) as fcm:
        run = Run(fcm)
        fcm.before = run.note
        connections = [await asyncpg.connect(database.owner_url) for _ in range(workers)]
        owner = connections[0]
        addresses = await served(owner, run)
        fcm.by_address = misbehave(list(addresses.values()), seed)
        credentials = fcm.credentials(tmp_path)
        async with asyncio.TaskGroup() as group:
            for each in connections:
                group.create_task(kill_over_and_over(database, each, credentials, run))
        await sweep(run.clock() + timedelta(minutes=3))

        await nothing_lost(owner, run, addresses)
        nothing_doubled(run)
        await nothing_late(owner, run)
        for each in connections:
            await each.close()
    assert run.kills >= 2 * workers, "too fast to be killed"


async def nothing_lost(owner: asyncpg.Connection, run: Run, addresses: dict[UUID, str]) -> None:
    """Everybody was reached, or the carrier's own answers say why not; then a text message goes instead."""
    rows = await owner.fetch(
        "select d.notice_id, d.account_id, d.state, d.reason, exists (select from delivery s"
        " where s.notice_id = d.notice_id and s.channel = 'sms') as texted,"
        " d.expires_at from delivery d where d.channel = 'push'"
    )
    taken = set(run.fcm.tray)
    ends: Counter[str] = Counter()
    for row in rows:
        address = addresses[row["account_id"]]
        ends[row["state"]] += 1
        match row["state"], row["reason"]:
            case "accepted", _:
                assert (address, str(row["notice_id"])) in taken
            case "suppressed", "no_device":
                assert set(run.said[address]) & set(DEAD)
                assert row["texted"] or row["expires_at"] <= run.clock()
            case "expired", _:
                assert row["expires_at"] <= run.clock()
            case other:
                raise AssertionError(f"ended as {other}: {run.said[address]}")
    assert ends.total() == FAMILIES
    assert ends["accepted"] > FAMILIES * 0.3, ends


def nothing_doubled(run: Run) -> None:
    """On the wire twice, perhaps; on the screen one line, because each notice has one tag, and no other has it."""
    tags = defaultdict(set)
    for message in run.fcm.messages:
        tags[message["data"]["notice"]].add(message["android"]["notification"]["tag"])
    assert all(len(each) == 1 for each in tags.values())
    assert len({tag for each in tags.values() for tag in each}) == len(tags)


async def nothing_late(owner: asyncpg.Connection, run: Run) -> None:
    late = "select count(*) from attempt a join delivery d on d.id = a.delivery_id where a.started_at >= d.expires_at"
    assert await owner.fetchval(late) == 0
    for row in await owner.fetch("select id, expires_at from notice"):
        assert all(at < row["expires_at"] + LATENCY for at in run.arrived[row["id"]])
