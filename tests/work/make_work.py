"""Workshops, people enrolled in them, prices and records: written as the owner, or said as a phone does."""

import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Role, Staff, System
from backend.core.clock import lima_instant
from backend.core.ids import new_id
from backend.database import transaction
from backend.work import commands
from backend.work.commands import NewRecord, Piece
from tests.registry import make_registry as registry

HERE = "huaraz"
NOW = datetime(2026, 3, 6, 22, tzinfo=UTC)
"""A Friday, five in the afternoon in Lima."""

FRIDAY = date(2026, 3, 6)
SUNDAY = date(2026, 3, 1)
MARCH = date(2026, 3, 1)
SINCE = date(2025, 1, 1)
_nth = itertools.count(1)


@dataclass(frozen=True)
class Worker:
    """Somebody held and enrolled."""

    inmate_id: UUID
    enrolment_id: UUID
    workshop_id: UUID
    establishment_id: str = HERE


def supervisor(*places: str) -> Staff:
    """Who records."""
    return registry.officer(*(places or (HERE,)), role=Role.WORK_SUPERVISOR)


def chief(*places: str) -> Staff:
    """Who reviews, prices and enrols."""
    return registry.officer(*(places or (HERE,)), role=Role.WORK_CHIEF)


async def workshop(
    owner: asyncpg.Connection, *, at: str = HERE, modality: str = "private_workshop"
) -> UUID:
    """A private workshop that makes clothes, open since 2025, unless said otherwise."""
    workshop_id = new_id()
    await owner.execute(
        "insert into workshop (id, establishment_id, name, trade, modality, place, opened_on)"
        " values ($1, $2, $3, 'confecciones', $5, 'Pabellón 1', $4)",
        workshop_id,
        await registry.establishment(owner, at),
        f"Taller {next(_nth)}",
        SINCE,
        modality,
    )
    return workshop_id


async def price(
    owner: asyncpg.Connection,
    workshop_id: UUID,
    *,
    product: str = "polo",
    operation: str = "armado",
    grade: str | None = None,
    basis: str = "piece",
    rate: str = "1.35",
    valid_from: date = SINCE,
    at: str = HERE,
) -> UUID:
    """A price; the one of a T-shirt's assembly unless said otherwise."""
    price_id = new_id()
    await owner.execute(
        "insert into price (id, workshop_id, establishment_id, product, operation, basis, rate, valid_from,"
        " recorded_at, recorded_by, grade) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        price_id,
        workshop_id,
        at,
        product,
        operation,
        basis,
        Decimal(rate),
        valid_from,
        registry.EARLY + timedelta(seconds=next(_nth)),
        new_id(),
        grade,
    )
    return price_id


async def agreement(
    owner: asyncpg.Connection, workshop_id: UUID, *, at: str = HERE, **changes: Any
) -> UUID:
    """A convenio for nine people, in force since 2025, unless said otherwise."""
    row = {
        "id": new_id(), "establishment_id": at, "workshop_id": workshop_id, "number": str(uuid4()),
        "partner": "Una empresa", "signed_on": SINCE, "valid_from": SINCE, "places": 9,
        "pay_due_day": 10, "terms": "{}", "recorded_at": registry.EARLY, "recorded_by": new_id(),
    }  # fmt: skip
    return await insert(owner.execute, row | changes, "agreement")


async def worker(
    owner: asyncpg.Connection,
    workshop_id: UUID,
    *,
    at: str = HERE,
    inmate_id: UUID | None = None,
    grade: str | None = None,
    started_on: date = SINCE,
    ended_on: date | None = None,
    consent_on: date = SINCE,
    withdrawn_on: date | None = None,
) -> Worker:
    """Somebody admitted and enrolled on the first day of 2025, unless said otherwise."""
    if inmate_id is None:
        inmate_id = (await registry.inmate(owner, at=at)).id
        await registry.custody_event(owner, inmate_id, at=at, on=SINCE)
    enrolment_id = new_id()
    await owner.execute(
        "insert into enrolment (id, inmate_id, establishment_id, workshop_id, started_on, ended_on, end_reason,"
        " consent_on, consent_withdrawn_on, recorded_at, recorded_by, grade)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        enrolment_id,
        inmate_id,
        at,
        workshop_id,
        started_on,
        ended_on,
        "other" if ended_on else None,
        consent_on,
        withdrawn_on,
        registry.EARLY,
        new_id(),
        grade,
    )
    return Worker(inmate_id, enrolment_id, workshop_id, at)


async def holiday(owner: asyncpg.Connection, day: date) -> None:
    await owner.execute("insert into holiday values ($1, 'Feriado', 'a test', true)", day)


async def authorisation(
    owner: asyncpg.Connection, day: date, *, at: str = HERE, workshop_id: UUID | None = None
) -> UUID:
    authorisation_id = new_id()
    await owner.execute(
        "insert into work_authorisation (id, establishment_id, workshop_id, on_day, number, reason, recorded_at,"
        " recorded_by) values ($1, $2, $3, $4, '12-2026', 'an order that cannot wait', $5, $6)",
        authorisation_id,
        at,
        workshop_id,
        day,
        registry.EARLY,
        new_id(),
    )
    return authorisation_id


def columns(one: Worker, **changes: Any) -> dict[str, Any]:
    """A row of `work_record`: Friday from eight to noon and from one to five is 8 to 17, 480 minutes."""
    day: date = changes.get("worked_on", FRIDAY)
    return {
        "id": uuid4(),
        "establishment_id": one.establishment_id,
        "inmate_id": one.inmate_id,
        "enrolment_id": one.enrolment_id,
        "workshop_id": one.workshop_id,
        "worked_on": day,
        "shift": 1,
        "begins_at": lima_instant(day, time(8)),
        "ends_at": lima_instant(day, time(17)),
        "minutes": 480,
        "place": "workshop",
        "flags": [],
        "digest": sha256(repr(changes).encode()).digest(),
        "recorded_at": max(NOW, lima_instant(day, time(23))),
        "recorded_by": uuid4(),
    } | changes


Execute = Callable[..., Awaitable[Any]]


async def insert(execute: Execute, row: dict[str, Any], table: str = "work_record") -> UUID:
    """One row, by plain SQL; answers its id."""
    names, places = ", ".join(row), ", ".join(f"${nth}" for nth in range(1, len(row) + 1))
    await execute(f"insert into {table} ({names}) values ({places})", *row.values())
    return row.get("id") or row["record_id"]


async def record(owner: asyncpg.Connection, one: Worker, **changes: Any) -> UUID:
    """A record by plain SQL as the owner."""
    return await insert(owner.execute, columns(one, **changes))


def said(one: Worker, **changes: Any) -> NewRecord:
    """A shift as a phone says it."""
    day: date = changes.get("worked_on", FRIDAY)
    usual = NewRecord(
        id=uuid4(),
        enrolment_id=one.enrolment_id,
        worked_on=day,
        begins_at=lima_instant(day, time(8)),
        ends_at=lima_instant(day, time(17)),
        minutes=480,
    )
    return replace(usual, **changes)


def absent(one: Worker, absence: commands.Absence, **changes: Any) -> NewRecord:
    """Not there."""
    return said(one, minutes=0, begins_at=None, ends_at=None, absence=absence, **changes)


def made(price_id: UUID, pieces: int, rejected: int = 0) -> Piece:
    return Piece(price_id, pieces, rejected, "costura" if rejected else None)


async def send(
    records: list[NewRecord],
    *,
    by: Staff | None = None,
    now: datetime = NOW,
    request: UUID | None = None,
    batch: UUID | None = None,
) -> list[dict[str, Any]]:
    """A batch of one phone; a row of the answer each."""
    answer = await commands.record_work(
        by or supervisor(),
        request or uuid4(),
        establishment_id=HERE,
        batch_id=batch or uuid4(),
        records=records,
        now=now,
    )
    return answer["rows"]


WHY = "todos tienen libre este viernes"


async def review(
    month_id: UUID, by: Staff, *, why: str | None = WHY, now: datetime = NOW, **said: int | None
) -> dict[str, Any]:
    """Reviewed by somebody who saw how many had not answered or do not agree, or says to have seen otherwise."""
    async with transaction(System()) as tx:
        rows = await tx.fetch("select outcome from work_month_line where month_id = $1", month_id)
    outcomes = [row["outcome"] for row in rows]
    seen = {"unanswered": outcomes.count(None), "objected": outcomes.count("objected")} | said
    return await commands.review_month(by, uuid4(), month_id=month_id, why=why, now=now, **seen)


WRITTEN = (
    "work_record",
    "work_piece",
    "work_day",
    "work_conflict",
    "work_month",
    "work_month_line",
)
