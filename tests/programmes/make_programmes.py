"""Programmes, drafts and released events with their dates: written as the owner, or said as an office does."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from backend.core.actor import Role, Staff
from backend.core.clock import lima_day, lima_instant
from backend.core.ids import new_id
from backend.programmes.rules.content import (
    Answers,
    Content,
    Dates,
    Places,
    Venue,
    to_json,
)
from backend.programmes.rules.places import limits
from backend.programmes.rules.series import wanted_dates
from backend.programmes.rules.vocabulary import Audience, EventKind, Where
from tests.registry import make_registry as registry

HERE = "huaraz"
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""A Monday, ten in the morning in Lima."""

SATURDAY = date(2026, 3, 14)
"""The one after next."""

HALF_PAST_THREE = time(15, 30)
MONTH = "FREQ=WEEKLY;COUNT=4"
"""Four Saturdays."""

_nth = itertools.count(1)


@dataclass(frozen=True)
class Released:
    """An event that families may find, and its dates, soonest first."""

    event_id: UUID
    occurrence_ids: tuple[UUID, ...]
    programme_id: UUID
    content: Content

    @property
    def occurrence_id(self) -> UUID:
        """Its first date."""
        return self.occurrence_ids[0]


def coordinator(*places: str) -> Staff:
    """Who drafts."""
    return registry.officer(*(places or (HERE,)), role=Role.PROGRAMME_COORDINATOR)


def director(*places: str) -> Staff:
    """Who releases."""
    return registry.officer(*(places or (HERE,)), role=Role.DIRECTOR)


async def programme(owner: asyncpg.Connection, *, at: str | None = HERE) -> UUID:
    """A programme of an establishment, or of the whole institute where `at` is None."""
    programme_id = new_id()
    if at is not None:
        await registry.establishment(owner, at)
    await owner.execute(
        "insert into programme (id, establishment_id, code, title, summary, words, source, recorded_at)"
        " values ($1, $2, $3, $4, 'Música para todos', '{}', 'a test', $5)",
        programme_id,
        at,
        f"programa-{next(_nth)}-{programme_id.hex[-6:]}",
        f"Programa {next(_nth)}",
        registry.EARLY,
    )
    return programme_id


def dates(**changes: Any) -> Dates:
    """The Saturday after next at half past three for two hours."""
    said: dict[str, Any] = {"first_on": SATURDAY, "at": HALF_PAST_THREE, "minutes": 120}
    return Dates(**(said | changes))


def content(**changes: Any) -> Content:
    """A recital in the hall for relatives of whoever is held there, on one Saturday, without a ceiling.

    `rule`, `exceptions`, `extra`, `first_on`, `at` and `minutes` change its dates; the names of `Places` and `Answers`
    change those.
    """
    said: dict[str, Any] = {
        "kind": EventKind.RECITAL,
        "audience": Audience.ENROLLED_RELATIVES,
        "title": "Recital de guitarra",
        "summary": "Los alumnos del taller tocan seis piezas.",
        "venue": Venue(where=Where.INSIDE, room="Auditorio"),
        "dates": dates(**_taken(changes, Dates)),
        "places": Places(**_taken(changes, Places)),
        "answers": Answers(**_taken(changes, Answers)),
    }
    return Content(**(said | changes))


def online(**changes: Any) -> Content:
    """A concert that everybody may watch."""
    said: dict[str, Any] = {
        "audience": Audience.ONLINE,
        "venue": Venue(where=Where.ONLINE, link="https://example.org/concierto"),
    }
    return content(**(said | changes))


async def released(
    owner: asyncpg.Connection,
    *,
    at: str = HERE,
    programme_id: UUID | None = None,
    now: datetime = NOW,
    wanted: Content | None = None,
    **changes: Any,
) -> Released:
    """An event released at `now`, with its dates and their pools; its content is `wanted`, or `content(**changes)`.

    `at` is the establishment here: what begins at another hour comes as `wanted`.
    """
    await registry.establishment(owner, at)
    said = wanted or content(**changes)
    programme_id = programme_id or await programme(owner, at=at)
    event_id, kept = new_id(), orjson.dumps(to_json(said)).decode()
    async with owner.transaction():  # what an event says is what was released
        await owner.execute(
            "insert into event (id, programme_id, establishment_id, state, release_no, content, audience, made_at,"
            " made_by) values ($1, $2, $3, 'released', 1, $4, $5, $6, $7)",
            event_id,
            programme_id,
            at,
            kept,
            said.audience,
            now,
            new_id(),
        )
        await owner.execute(
            "insert into event_release (event_id, establishment_id, no, content, changes, told, released_at,"
            " released_by, submitted_by) values ($1, $2, 1, $3, '{}', 0, $4, $5, $6)",
            event_id,
            at,
            kept,
            now,
            new_id(),
            new_id(),
        )
    for place in said.also_at:
        await owner.execute(
            "insert into event_place values ($1, $2)",
            event_id,
            await registry.establishment(owner, place),
        )
    ids = [
        await _occurrence(owner, event_id, at, said, each, now)
        for each in sorted(wanted_dates(said), key=lambda one: one.starts_at)
    ]
    return Released(event_id, tuple(ids), programme_id, said)


async def rewritten(owner: asyncpg.Connection, path: Sequence[str], value: str) -> None:
    """Every event says something else at `path`, and so do its releases: JSON `value`."""
    async with owner.transaction():
        for table in ("event_release", "event"):
            await owner.execute(
                f"update {table} set content = jsonb_set(content, $1::text[], $2::jsonb)"
                " where content is not null",
                path,
                value,
            )


async def named(
    owner: asyncpg.Connection,
    event_id: UUID,
    inmate_id: UUID,
    *,
    part: str = "participant",
    at: str = HERE,
) -> UUID:
    """Somebody held takes part in an event, or his relatives are invited to it."""
    person_id = new_id()
    await owner.execute(
        "insert into event_person (id, event_id, establishment_id, inmate_id, part, named_at, named_by)"
        " values ($1, $2, $3, $4, $5, $6, $7)",
        person_id,
        event_id,
        at,
        inmate_id,
        part,
        registry.EARLY,
        new_id(),
    )
    return person_id


def day(text: str) -> date:
    """Such as 2026-03-14."""
    return date.fromisoformat(text)


def lima(text: str) -> datetime:
    """Such as 2026-03-14 15:30, by the clocks of Lima."""
    return lima_instant(
        lima_day(datetime.fromisoformat(text + "-05:00")), time.fromisoformat(text[11:])
    )


async def _occurrence(
    owner: asyncpg.Connection, event_id: UUID, at: str, said: Content, wanted: Any, now: datetime
) -> UUID:
    occurrence_id = new_id()
    await owner.execute(
        "insert into occurrence (id, event_id, establishment_id, key, starts_at, doors_at, ends_at, answers_until,"
        " state, why, sequence, changed_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)",
        occurrence_id,
        event_id,
        at,
        wanted.key,
        wanted.starts_at,
        wanted.doors_at,
        wanted.ends_at,
        wanted.answers_until,
        wanted.state,
        wanted.why,
        now,
    )
    await owner.execute(
        "insert into pool (id, establishment_id, purpose) values ($1, $2, 'event')",
        occurrence_id,
        at,
    )
    for unit, most in limits(said.places).items():
        await owner.execute(
            "insert into ceiling (pool_id, unit, capacity) values ($1, $2, $3)",
            occurrence_id,
            unit,
            most,
        )
    return occurrence_id


def _taken(changes: dict[str, Any], kind: type) -> dict[str, Any]:
    """What of `changes` is a field of `kind`, taken out of it."""
    return {name: changes.pop(name) for name in tuple(changes) if name in kind.__dataclass_fields__}
