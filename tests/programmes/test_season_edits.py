"""A season edited at random, release after release: what is past and what was answered keeps its identity.

A few of them in `make test`; a thousand with `CAMPAIGN=1`.
"""

import os
import random
from dataclasses import replace
from datetime import datetime, time, timedelta
from uuid import UUID

import asyncpg
import pytest

from backend.core.errors import DomainError
from backend.programmes.rules.content import Content, ExceptionDay, ExtraDay, Venue
from backend.programmes.rules.vocabulary import ExceptionKind, Where
from tests.allocation.make_pools import out_of_step
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import NOW, SATURDAY
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
CAMPAIGN = bool(os.environ.get("CAMPAIGN"))
SEASONS, EDITS = (20, 50) if CAMPAIGN else (2, 15)


def other_rule(said: Content, chance: random.Random) -> Content:
    """Another rule with the same first day, or none."""
    every, count = chance.randint(1, 3), chance.randint(1, 10)
    rule = chance.choice(
        (
            f"FREQ=WEEKLY;INTERVAL={every};COUNT={count}",
            f"FREQ=WEEKLY;BYDAY=WE,SA;COUNT={count}",
            f"FREQ=DAILY;INTERVAL={every + 1};COUNT={count}",
            f"FREQ=MONTHLY;BYDAY=2SA;COUNT={min(count, 5)}",
            "",
        )
    )
    return replace(said, dates=replace(said.dates, rule=rule))


def an_exception(said: Content, chance: random.Random, keys: list[str]) -> Content:
    key = chance.choice(keys)
    day = make.day(key[:10])
    odd = chance.choice(
        (
            ExceptionDay(key=key, kind=ExceptionKind.CANCELLED, why="Se malogró la luz"),
            ExceptionDay(key=key, kind=ExceptionKind.POSTPONED, why="Falta el profesor"),
            ExceptionDay(key=key, kind=ExceptionKind.MOVED, on=day + timedelta(days=chance.randint(0, 3)),
                         at=time(chance.randint(8, 19))),
        )
    )  # fmt: skip
    kept = tuple(each for each in said.dates.exceptions if each.key != key)
    return replace(said, dates=replace(said.dates, exceptions=(*kept, odd)))


def no_exception(said: Content, chance: random.Random) -> Content:
    kept = list(said.dates.exceptions)
    if kept:
        kept.pop(chance.randrange(len(kept)))
    return replace(said, dates=replace(said.dates, exceptions=tuple(kept)))


def extra_days(said: Content, chance: random.Random) -> Content:
    days = {
        (SATURDAY + timedelta(days=chance.randint(0, 60)), time(chance.choice((10, 18, 19))))
        for _ in range(chance.randint(0, 3))
    }
    extra = tuple(ExtraDay(on=on, at=at, minutes=60) for on, at in sorted(days))
    return replace(said, dates=replace(said.dates, extra=extra))


def other_words(said: Content, chance: random.Random) -> Content:
    room = chance.choice(("Auditorio", "Capilla", "Patio"))
    return replace(
        said,
        title=f"Recital {chance.randint(1, 9)}",
        venue=Venue(where=Where.INSIDE, room=room),
        dates=replace(said.dates, at=time(chance.randint(9, 20), 30)),
    )


async def _edit(said: Content, chance: random.Random, keys: list[str]) -> Content:
    for _ in range(chance.randint(1, 3)):
        act = chance.choice((other_rule, no_exception, extra_days, other_words, an_exception))
        said = an_exception(said, chance, keys) if act is an_exception else act(said, chance)
    return said


async def _facts(owner: asyncpg.Connection, event_id: UUID) -> dict[UUID, tuple]:
    rows = await owner.fetch("select * from occurrence where event_id = $1", event_id)
    return {row["id"]: tuple(row) for row in rows}


async def _answered(owner: asyncpg.Connection) -> set[tuple]:
    rows = await owner.fetch(
        "select a.id, a.occurrence_id, o.key from answer a join occurrence o on o.id = a.occurrence_id"
    )
    return {tuple(row) for row in rows}


async def _check(
    owner: asyncpg.Connection,
    event_id: UUID,
    before: dict[UUID, tuple],
    answered: set[tuple],
    now: datetime,
) -> None:
    after = await _facts(owner, event_id)
    named = ("id", "key", "starts_at", "sequence", "state")
    places = [list(await _columns(owner)).index(name) for name in named]
    assert before.keys() <= after.keys()
    assert answered <= await _answered(owner)
    for date_id, row in before.items():
        id_, key, starts_at, sequence, state = (row[at] for at in places)
        new_id, new_key, _, new_sequence, _ = (after[date_id][at] for at in places)
        assert (id_, key) == (new_id, new_key)
        assert new_sequence in (sequence, sequence + 1)
        if starts_at <= now and state != "postponed":  # which waits for a day, whenever it was
            assert after[date_id] == row
        elif after[date_id] != row:
            assert new_sequence == sequence + 1
    live = await owner.fetchval(
        "select count(*) from answer a join occurrence o on o.id = a.occurrence_id"
        " where a.state <> 'withdrawn' and o.state = 'cancelled'"
    )
    assert live == 0
    assert await out_of_step(owner) == []


async def _columns(owner: asyncpg.Connection) -> list[str]:
    row = await owner.fetchrow("select * from occurrence limit 1")
    return list(row.keys())


@pytest.mark.parametrize("seed", range(SEASONS))
async def test_dates_that_are_past_or_answered_keep_their_identity_through_every_edit(
    db, owner, seed
):
    chance = random.Random(seed)
    office = await offices.office(owner)
    households = [await visits.relative(owner) for _ in range(3)]
    said, now = make.content(rule=make.MONTH, people=2, close_hours=0), NOW
    event_id = await office.publish(said)
    done = 0
    for _ in range(EDITS):
        now += timedelta(hours=chance.randint(1, 48))
        dates = await offices.dates(owner, event_id)
        for one in households:
            chosen = chance.choice(list(dates.values()))
            await answers.outcome(answers.answer(one, chosen["id"], now=now))
        wanted = await _edit(said, chance, list(dates))
        before, answered = await _facts(owner, event_id), await _answered(owner)
        try:
            await office.republish(event_id, wanted, now=now)
        except DomainError as refusal:
            # What cannot be, such as two extra days at one hour, or a move into the past: nothing is changed.
            assert refusal.code.value == "BAD_INPUT"
            assert await _facts(owner, event_id) == before
            await owner.execute("delete from event_draft")
            continue
        said, done = wanted, done + 1
        await _check(owner, event_id, before, answered, now)
    assert done > EDITS // 3
