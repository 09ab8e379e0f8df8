"""Records made up at random, straight into the database: of those that cannot be, none is taken.

What can be is computed here day by day and minute by minute, without the ranges and triggers that guard the tables.
`CAMPAIGN=1` makes a hundred thousand of them.
"""

import os
import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.core.clock import LIMA, lima_instant
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import Worker

pytestmark = pytest.mark.anyio
RECORDS = 100_000 if os.environ.get("CAMPAIGN") else 3_000
A_LIFE = 60
"""Records made up for one world, before another is made."""

FIRST = date(2026, 2, 1)
RECORDED_AT = datetime(2026, 3, 1, 15, tzinfo=UTC)
HOLIDAY, AUTHORISED = date(2026, 2, 16), date(2026, 2, 15)
INSIDE = {(FIRST + timedelta(days=nth)).toordinal() for nth in [*range(3, 9), *range(12, 25)]}
"""Admitted on the 4th, out from the 9th to the 13th, released on the 25th."""

ENROLLED = {FIRST.toordinal() + nth for nth in range(4, 23)}
CONSENTED = {FIRST.toordinal() + nth for nth in range(0, 20)}


@dataclass
class Life:
    """What a plain reading of the rules knows of one person."""

    minutes: Counter = field(default_factory=Counter)
    busy: set = field(default_factory=set)
    keys: set = field(default_factory=set)


def lima(instant: datetime) -> date:
    return instant.astimezone(LIMA).date()


def can_be(row: dict, life: Life, authorised: UUID) -> bool:
    """Whether a record is possible and says of itself what is true."""
    day, minutes, code = row["worked_on"], row["minutes"], row["not_counted"]
    if not 0 <= minutes <= 1440 or (row["worked_on"], row["shift"]) in life.keys:
        return False
    if day > lima(RECORDED_AT):
        return False
    known = row["authorisation_id"] is None or (
        row["authorisation_id"] == authorised and day == AUTHORISED
    )
    if not known or (code == "holiday" and day != HOLIDAY):
        return False
    if minutes == 0:
        return row["absence"] is not None and row["begins_at"] is None and code == "absent"
    begins, ends = row["begins_at"], row["ends_at"]
    if row["absence"] is not None or begins is None or code == "absent" or begins >= ends:
        return False
    span = ends - begins
    if span > timedelta(hours=24) or timedelta(minutes=minutes) > span or ends > RECORDED_AT:
        return False
    if lima(begins) != day or not {day.toordinal(), lima(ends).toordinal()} <= INSIDE:
        return False
    if day.toordinal() not in ENROLLED & CONSENTED or life.minutes[day] + minutes > 1440:
        return False
    if any(begins < other_ends and other_begins < ends for other_begins, other_ends in life.busy):
        return False
    return says_the_truth(row)


def says_the_truth(row: dict) -> bool:
    day, code, free = row["worked_on"], row["not_counted"], row["authorisation_id"] is not None
    never = row["place"] == "cell" or row["incident"] == "rule_broken"
    closed = (day.isoweekday() == 7 or day == HOLIDAY) and not free
    if code is None:
        return not never and not closed
    true = {"sunday": day.isoweekday() == 7, "place": row["place"] == "cell"}
    return true.get(code, code != "shift_lost" or row["incident"] == "rule_broken")


def made_up(dice: random.Random, one: Worker, authorised: UUID) -> dict:
    """A record, likely enough to be possible and likely enough not to be."""
    day = FIRST + timedelta(days=dice.choice([*range(4, 20), *range(0, 32)]))
    begins = lima_instant(day, time(dice.choice([0, 7, 8, 13, 22]), dice.choice([0, 0, 30])))
    ends = begins + timedelta(hours=dice.choice([4, 8, 9, 9, 12, 20, 25, -1]))
    minutes = dice.choice([240, 480, 480, 480, 541, 720, 1200, 1441, -1, 0])
    codes = [None, None, None, "place", "sunday", "holiday", "isolation", "shift_lost", "absent"]
    row = work.columns(
        one,
        worked_on=day,
        shift=dice.choice([1, 1, 2]),
        minutes=minutes,
        begins_at=begins,
        ends_at=ends,
    )
    row |= {
        "recorded_at": RECORDED_AT,
        "place": dice.choice(["workshop", "workshop", "workshop", "cell"]),
        "incident": dice.choice([None, None, None, "rule_broken"]),
        "not_counted": dice.choice(codes),
        "absence": None,
        "authorisation_id": dice.choice([None, None, authorised]),
    }
    if dice.random() < 0.15:  # long shifts side by side: together more than a day
        day = FIRST + timedelta(days=dice.choice([15, 16, 17]))
        shift, starts, hours, minutes = dice.choice([(1, 0, 13, 720), (2, 13, 20, 1200)])
        begins = lima_instant(day, time(starts))
        row |= {"worked_on": day, "shift": shift, "minutes": minutes, "not_counted": None}
        row |= {"begins_at": begins, "ends_at": begins + timedelta(hours=hours)}
        row |= {"authorisation_id": None, "place": "workshop", "incident": None}
    if row["minutes"] == 0:
        row |= {"begins_at": None, "ends_at": None, "absence": "court", "not_counted": "absent"}
    if dice.random() < 0.05:
        row |= dice.choice(
            [{"worked_on": day - timedelta(days=1)}, {"absence": "visit"}, {"begins_at": None}]
        )
    return row


async def a_life(owner: asyncpg.Connection, shop: UUID, authorised: UUID, seed: int) -> Counter:
    """A world of one person and the records somebody tries: how many were taken and refused, both rightly."""
    dice, told, life = random.Random(seed), Counter(), Life()
    held = await registry.inmate(owner)
    for kind, nth in (("admission", 3), ("outing", 8), ("return", 12), ("release", 24)):
        await registry.custody_event(owner, held.id, kind=kind, on=FIRST + timedelta(days=nth))
    one = await work.worker(
        owner, shop, inmate_id=held.id, started_on=FIRST + timedelta(days=4), ended_on=FIRST + timedelta(days=22),
        withdrawn_on=FIRST + timedelta(days=19),
    )  # fmt: skip
    for _ in range(A_LIFE):
        row = made_up(dice, one, authorised)
        possible = can_be(row, life, authorised)
        try:
            await work.insert(owner.execute, row)
            taken = True
        except asyncpg.IntegrityConstraintViolationError:
            taken = False
        assert taken == possible, (seed, row)
        told[taken] += 1
        if taken:
            life.keys.add((row["worked_on"], row["shift"]))
            life.minutes[row["worked_on"]] += row["minutes"]
            if row["minutes"]:
                life.busy.add((row["begins_at"], row["ends_at"]))
    return told


async def test_of_made_up_records_none_that_cannot_be_is_taken(db, owner):
    shop = await work.workshop(owner)
    await work.holiday(owner, HOLIDAY)
    sunday = await work.authorisation(owner, AUTHORISED)
    seeds: list[int] = []

    @settings(
        max_examples=max(1, RECORDS // A_LIFE), deadline=None, database=None,
        suppress_health_check=list(HealthCheck), derandomize=not os.environ.get("CAMPAIGN"),
    )  # fmt: skip
    @given(st.integers(0, 2**32))
    def draw(seed: int) -> None:
        seeds.append(seed)

    draw()
    total: Counter = Counter()
    for seed in seeds:
        total += await a_life(owner, shop, sunday, seed)

    assert total[True] > len(seeds) and total[False] > len(seeds)
    impossible = await owner.fetchval(
        "select count(*) from work_record a join work_record b on a.inmate_id = b.inmate_id and a.id < b.id"
        " and a.begins_at < b.ends_at and b.begins_at < a.ends_at"
    )
    assert impossible == 0
