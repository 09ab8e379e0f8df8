"""What one act told is taken back some at a time, and a stop that was killed goes on with the rest."""

import asyncio
import sys
from datetime import UTC, datetime

import orjson
import pytest

from backend.core.actor import System
from backend.notifications.commands import stopping
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from tests import make
from tests.notifications import make_notices as notices
from tests.servers import ROOT
from tests.test_cli import run

pytestmark = pytest.mark.anyio


def _now() -> datetime:
    """The real clock: the command reads it too."""
    return datetime.now(UTC)


async def _told(owner, count: int) -> str:
    """So many families with a phone told one thing; answers the cause."""
    families = [await make.family(owner) for _ in range(count)]
    for family in families:
        await notices.phone(owner, family)
    return await notices.told(families, _now())


async def _entries(owner) -> list[dict[str, int]]:
    rows = await owner.fetch(
        "select facts from audit_entry where action = 'notifications.notices.stopped' order by seq"
    )
    return [orjson.loads(row["facts"]) for row in rows]


async def _standing(owner, cause: str) -> list[int]:
    """Notices of the cause: how many stand, how many were taken back."""
    row = await owner.fetchrow(
        "select count(*) filter (where withdrawn_at is null), count(withdrawn_at) from notice where cause = $1",
        cause,
    )
    return list(row)


async def test_a_crowd_is_taken_back_some_at_a_time_each_with_its_entry(db, owner):
    cause, other = await _told(owner, 5), await _told(owner, 1)
    await Dispatcher("push", notices.FakeCarrier(), Limits(first=2, most=2)).drain(_now())
    sent = (await notices.states(owner))["accepted"]
    assert sent > 0
    heard: list[int] = []

    stopped = await stopping.stop_notices(
        System(), cause, now=_now(), at_once=2, progress=heard.append
    )

    assert heard == [3, 1, 0]
    entries = await _entries(owner)
    assert [(each["notices"], each["left"]) for each in entries] == [(2, 3), (2, 1), (1, 0)]
    assert stopped.notices == 5
    for part in ("notices", "unsent", "withdrawals"):
        assert getattr(stopped, part) == sum(each[part] for each in entries)
    assert await _standing(owner, cause) == [0, 5]
    assert await _standing(owner, other) == [1, 0]
    writers = "select count(distinct xmin::text) from notice where cause = $1"
    assert await owner.fetchval(writers, cause) == 3


async def test_a_stop_that_finds_nothing_leaves_no_entry(db, owner):
    cause = await _told(owner, 1)

    for taken in (1, 0):
        stopped = await stopping.stop_notices(System(), cause, now=_now())
        assert stopped.notices == taken

    assert len(await _entries(owner)) == 1


async def test_a_stop_that_was_killed_goes_on_with_what_is_left_and_counts_nothing_twice(db, owner):
    cause = await _told(owner, 60)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.notifications.stopping_process",
        db.url,
        cause,
        cwd=ROOT,
    )
    entries = 0
    while entries < 1:
        entries = await owner.fetchval("select count(*) from audit_entry")
        await asyncio.sleep(0.002)
    process.kill()
    await process.wait()
    # What the server still had in hand is done or undone once nobody holds a row any more.
    await owner.fetch("select id from notice where cause = $1 order by id for update", cause)
    left, taken = await _standing(owner, cause)
    assert left and taken, "the process had no time, or too much"
    assert sum(each["notices"] for each in await _entries(owner)) == taken

    ended = run(db, "notices", "stop", cause, "--yes")

    assert ended.returncode == 0, ended.stderr
    assert "0 notices left to take back." in ended.stdout
    assert f"Stopped: {left} notice" in ended.stdout
    assert await _standing(owner, cause) == [0, 60]
    for part in ("notices", "unsent"):
        assert sum(each[part] for each in await _entries(owner)) == 60
    assert await notices.states(owner) == {"cancelled": 60}
    assert "nothing left to stop" in run(db, "notices", "stop", cause, "--yes").stdout
