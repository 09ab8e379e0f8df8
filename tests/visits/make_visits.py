"""Slots with places, relatives who may book them, and rules: written as the owner."""

import itertools
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from backend.core.actor import Family
from backend.core.clock import lima_instant
from backend.core.errors import DomainError
from backend.core.ids import new_id
from backend.visits import commands
from tests import make
from tests.registry import make_registry as registry

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
"""A Monday, ten in the morning in Lima."""

SATURDAY = date(2026, 3, 7)
WEEK = timedelta(days=7)
HERE = "huaraz"
_nth = itertools.count()

OPEN = ("booking_window", {"days_before": 28, "at": "06:00", "closes_hours_before": 2})
ANYONE = ("kinship", {"anyone": True})
RULES: tuple[tuple[str, dict[str, Any]], ...] = (OPEN, ANYONE)


@dataclass(frozen=True)
class Relative:
    """Somebody on a list of their own, tied to somebody held."""

    family: Family
    visitor_id: UUID
    inmate_id: UUID
    number: str

    async def book(self, slot_id: UUID, *, now: datetime = NOW, **changes: Any) -> UUID:
        """Book a slot for this person alone, unless `changes` say otherwise."""
        asked = {"slot_id": slot_id, "inmate_id": self.inmate_id, "visitor_ids": [self.visitor_id]}
        request = changes.pop("request_id", None) or uuid4()
        answer = await commands.book_visit(self.family, request, **(asked | changes), now=now)
        return UUID(answer["id"])

    async def hold(self, slot_id: UUID, *, now: datetime = NOW, **changes: Any) -> UUID:
        asked = {"slot_id": slot_id, "inmate_id": self.inmate_id, "visitor_ids": [self.visitor_id]}
        answer = await commands.hold_slot(self.family, uuid4(), **(asked | changes), now=now)
        return UUID(answer["id"])

    async def cancel(self, booking_id: UUID, *, now: datetime = NOW) -> None:
        await commands.cancel_visit(self.family, uuid4(), booking_id=booking_id, now=now)


async def place(
    owner: asyncpg.Connection,
    at: str = HERE,
    rules: tuple[tuple[str, dict[str, Any]], ...] = RULES,
) -> str:
    """An establishment where these rules hold, and nothing else."""
    await registry.establishment(owner, at)
    for kind, effect in rules:
        await rule(owner, kind, effect, at=at)
    return at


async def rule(
    owner: asyncpg.Connection,
    kind: str,
    effect: dict[str, Any],
    *,
    at: str | None = HERE,
    known_from: datetime | None = None,
    valid_from: date = date(2025, 1, 1),
    **scope: Any,
) -> str:
    """A rule of its own id, for ordinary visits; everywhere when `at` is None."""
    where = {} if at is None else {"establishment": at}
    rule_id = f"{kind}-{next(_nth)}"
    await owner.execute(
        "insert into visit_rule (id, version, kind, scope, valid_from, known_from, effect, legal_basis, source, author,"
        " confidence, examples) values ($1, 1, $2, $3, $4, $5, $6, 'a test', 'a test', 'a test', 'example', '[]')",
        rule_id,
        kind,
        orjson.dumps({"visit_types": ["ordinary"], **where, **scope}).decode(),
        valid_from,
        known_from,
        orjson.dumps(effect).decode(),
    )
    return rule_id


async def slot(
    owner: asyncpg.Connection,
    *,
    at: str = HERE,
    on: date = SATURDAY,
    starts: time = time(9),
    ends: time = time(11),
    visitor_sex: str | None = None,
    visit_place: str = "direct",
    pavilion_id: UUID | None = None,
    session_id: UUID | None = None,
    **ceilings: int,
) -> UUID:
    """A dated slot with its places: a hundred people, unless ceilings say otherwise."""
    slot_id, session_id = new_id(), session_id or new_id()
    await owner.execute(
        "insert into timetable_session (id, establishment_id, pavilion_id, name, visit_type, place, visitor_sex,"
        " weekday, starts, ends, valid_from, ceilings, source)"
        " values ($1, $2, $3, 'Visita', 'ordinary', $4, $5, $6, $7, $8, '2025-01-01', $9, 'a test')"
        " on conflict do nothing",
        session_id,
        at,
        pavilion_id,
        visit_place,
        visitor_sex,
        on.isoweekday(),
        starts,
        ends,
        orjson.dumps(ceilings or {"people": 100}).decode(),
    )
    await owner.execute("insert into pool values ($1, 'visit', $2)", slot_id, at)
    await owner.executemany(
        "insert into ceiling (pool_id, unit, capacity) values ($1, $2, $3)",
        [(slot_id, unit, places) for unit, places in (ceilings or {"people": 100}).items()],
    )
    await owner.execute(
        "insert into slot (id, establishment_id, session_id, pavilion_id, visit_on, starts_at, ends_at, visit_type,"
        " place, visitor_sex) values ($1, $2, $3, $4, $5, $6, $7, 'ordinary', $8, $9)",
        slot_id,
        at,
        session_id,
        pavilion_id,
        on,
        lima_instant(on, starts),
        lima_instant(on, ends),
        visit_place,
        visitor_sex,
    )
    return slot_id


async def relative(
    owner: asyncpg.Connection,
    *,
    inmate_id: UUID | None = None,
    family: Family | None = None,
    number: str | None = None,
    at: str = HERE,
    born_on: date = date(1980, 5, 17),
    kinship: str = "sibling",
    sex: str = "F",
) -> Relative:
    """A family with one visitor, tied to an inmate of its own unless told which."""
    held = inmate_id or (await registry.inmate(owner, at=at)).id
    family, number = family or await make.family(owner), number or registry.dni()
    visitor_id = await registry.visitor(owner, family, number, born_on=born_on)
    await owner.execute("update visitor set sex = $2 where id = $1", visitor_id, sex)
    known = registry.Held(held, "", at)
    await registry.tie(owner, family, visitor_id, known, kinship=kinship)
    return Relative(family, visitor_id, held, number)


async def child(owner: asyncpg.Connection, of: Relative, born_on: date = date(2018, 1, 1)) -> UUID:
    """A child of eight under this relative, tied to the same person."""
    visitor_id = await registry.visitor(owner, of.family, born_on=born_on)
    await owner.execute(
        "update visitor set capacity = 'minor', guardian_id = $2 where id = $1",
        visitor_id,
        of.visitor_id,
    )
    await registry.tie(
        owner, of.family, visitor_id, registry.Held(of.inmate_id, "", HERE), kinship="child"
    )
    return visitor_id


async def refused(act: Any) -> str:
    """The code with which an act is refused."""
    try:
        await act
    except DomainError as error:
        return error.code.value
    raise AssertionError("it was not refused")


async def taken(owner: asyncpg.Connection, slot_id: UUID) -> dict[str, int]:
    """What is taken of each ceiling of a slot."""
    rows = await owner.fetch("select unit, taken from ceiling where pool_id = $1", slot_id)
    return {row["unit"]: row["taken"] for row in rows}


async def written(owner: asyncpg.Connection) -> dict[str, Any]:
    """Everything a booking writes, but refusals' own traces: after a refusal, as before."""
    tables = (
        "booking",
        "booking_visitor",
        "claim",
        "notice",
        "closed_day",
        "slot",
        "custody_event",
    )
    counted = await registry.rows(owner, *tables)
    counted["taken"] = await owner.fetchval("select sum(taken) from ceiling")
    counted["told"] = await owner.fetchval(
        "select count(*) from audit_entry where action <> 'request.refused'"
    )
    return counted


async def states(owner, *booking_ids: UUID) -> list[str]:
    rows = await owner.fetch("select id, state from booking")
    known = {row["id"]: row["state"] for row in rows}
    return [known[booking_id] for booking_id in booking_ids]


async def called_off(owner) -> list[tuple[Any, ...]]:
    """Account, booking and instant of every notice that says so."""
    rows = await owner.fetch(
        "select account_id, facts ->> 'booking_id', tell_from from notice"
        " where kind = 'visit_called_off' order by created_at, account_id"
    )
    return [tuple(row) for row in rows]
