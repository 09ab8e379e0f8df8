"""Crowds: no claim sorts one, and each withdrawal looks at its own reader's notices, not at everybody's."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import asyncpg
import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.notifications import commands
from backend.notifications.sending import claiming
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from tests import make
from tests.notifications import make_notices as making

pytestmark = pytest.mark.anyio
NOW = make.EARLY
LATER = NOW + timedelta(minutes=5)
CROWD = 30
FAST = Limits(first=100_000, most=100_000)


def _parts(plan: dict[str, Any]) -> Iterator[str]:
    """Each part of a plan, and the index it goes by."""
    yield plan.get("Index Name", plan["Node Type"])
    for part in plan.get("Plans", ()):
        yield from _parts(part)


async def _way_to_claim(owner: asyncpg.Connection, before: str) -> list[str]:
    async with owner.transaction():
        await owner.fetch(before, "push", NOW)
        told = await owner.fetchval(f"explain (format json) {claiming._DUE}", "push", 0, NOW, 10)
    return list(_parts(json.loads(told)[0]["Plan"]))


async def test_a_claim_from_a_crowd_never_sorts_it(db, owner):
    """By statistics of a table without anything due: a crowd comes faster than they are made anew."""
    families = [await make.family(owner) for _ in range(CROWD)]
    for family in families:
        await making.phone(owner, family)
    await making.told(families, NOW)
    await Dispatcher("push", making.FakeCarrier(), FAST).drain(NOW)
    await owner.execute("vacuum analyze")
    await making.told(families, NOW)

    claims = await _way_to_claim(owner, claiming._PAUSED)
    otherwise = await _way_to_claim(owner, "select $1::text, $2::timestamptz")

    assert "delivery_due" in claims and "Sort" not in claims
    assert "Sort" in otherwise


def _looked_at(plan: dict[str, Any]) -> Iterator[float]:
    """Rows of other notices of the subject that each part of a plan read."""
    if plan.get("Alias") == "o":
        seen = plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)
        yield seen * plan["Actual Loops"]
    for part in plan.get("Plans", ()):
        yield from _looked_at(part)


async def test_withdrawals_of_a_crowd_do_not_look_at_all_of_it_for_each(db, owner):
    families = [await make.family(owner) for _ in range(CROWD)]
    for family in families:
        await making.phone(owner, family)
    await making.told(families, NOW, kind="rule_changed", subject="rule:a")
    await Dispatcher("push", making.FakeCarrier()).drain(NOW)
    async with transaction(System()) as tx:
        assert await commands.withdraw(tx, ["rule:a"], "stopped", now=LATER) == CROWD

    async with owner.transaction():
        await owner.execute("set local enable_seqscan = off")
        told = await owner.fetchval(
            f"explain (analyze, timing off, format json) {claiming._DUE}", "push", 1, LATER, CROWD
        )

    looked = sum(_looked_at(json.loads(told)[0]["Plan"]))
    assert CROWD <= looked <= 2 * CROWD
