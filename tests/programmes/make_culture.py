"""A year of activities written as the owner, and remembered in plain rows, so that it can be counted again by hand."""

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import orjson

from backend.core.ids import new_id
from backend.programmes.rules.measure import CultureMeasure
from tests import make
from tests.programmes import make_programmes as programmes
from tests.programmes.make_programmes import HERE, lima
from tests.registry import make_registry as registry

YEAR = 2026
NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)
"""Late in the year: some of its dates are over, some are to come."""

_nth = itertools.count(1)

MEASURE = CultureMeasure(
    title="Orquestas y coros",
    features="Talleres todo el año.\nDos conciertos.",
    results="Se formaron dos elencos.",
    evaluated=True,
    conclusions="Conviene seguir.",
    goals=("governance", "rights"),
    domains=("music",),
    level="regional",
    start_year=2017,
    website="https://example.org/arte",
    youth=False,
    value_chain=("creation", "access"),
    rate="3.7512",
    rate_on=date(2026, 10, 30),
    rate_source="Superintendencia de Banca, venta",
)
"""Everything that an office can fill."""


async def put(owner: asyncpg.Connection, table: str, **row: Any) -> None:
    """One row."""
    marks = ", ".join(f"${nth}" for nth in range(1, len(row) + 1))
    await owner.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", *row.values())


@dataclass
class World:
    """Rows of a year by table, as they were written: dicts of their columns."""

    owner: asyncpg.Connection
    programme_id: UUID
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def of(self, table: str) -> list[dict[str, Any]]:
        return self.rows.get(table, [])

    async def add(self, table: str, **row: Any) -> UUID:
        """A row with an id of its own."""
        row = {"id": new_id()} | row
        await put(self.owner, table, **row)
        self.rows.setdefault(table, []).append(row)
        return UUID(str(row["id"]))

    async def person(self, sex: str = "M", born_on: date | None = date(1990, 8, 2)) -> UUID:
        held = await registry.inmate(self.owner, born_on=born_on)
        await self.owner.execute("update inmate set sex = $2 where id = $1", held.id, sex)
        self.rows.setdefault("inmate", []).append({"id": held.id, "sex": sex, "born_on": born_on})
        return held.id

    async def event(self, kind: str = "concert", *, at: str = HERE) -> UUID:
        content = orjson.dumps({"kind": kind, "title": "Actividad"}).decode()
        place = await registry.establishment(self.owner, at)
        async with self.owner.transaction():  # what an event says is what was released
            event_id = await self.add(
                "event",
                programme_id=self.programme_id,
                establishment_id=place,
                state="released",
                release_no=1,
                content=content,
                audience="enrolled_relatives",
                made_at=registry.EARLY,
            )
            await put(
                self.owner,
                "event_release",
                event_id=event_id,
                establishment_id=place,
                no=1,
                content=content,
                changes="{}",
                told=0,
                released_at=registry.EARLY,
            )
        return event_id

    async def held(
        self,
        event_id: UUID,
        starts: str | datetime,
        *,
        at: str = HERE,
        hours: int = 2,
        state: str = "planned",
    ) -> UUID:
        """`starts` by Lima's clocks, such as 2026-03-14 15:30."""
        begins = lima(starts) if isinstance(starts, str) else starts
        day = date(2020, 1, 1) + timedelta(days=next(_nth))
        occurrence_id = await self.add(
            "occurrence",
            event_id=event_id,
            establishment_id=at,
            key=day.isoformat(),
            starts_at=begins,
            doors_at=begins,
            ends_at=begins + timedelta(hours=hours),
            answers_until=begins,
            state=state,
            why=None if state == "planned" else "Lluvia",
            sequence=0,
            changed_at=registry.EARLY,
        )
        await put(self.owner, "pool", id=occurrence_id, establishment_id=at, purpose="event")
        return occurrence_id

    def _place(self, date_id: UUID) -> str:
        return next(
            str(row["establishment_id"]) for row in self.of("occurrence") if row["id"] == date_id
        )

    async def part(
        self, date_id: UUID, inmate_id: UUID, minutes: int, *, at: datetime = NOW
    ) -> UUID:
        return await self.add(
            "part_mark",
            occurrence_id=date_id,
            establishment_id=self._place(date_id),
            inmate_id=inmate_id,
            minutes=minutes,
            marked_at=at,
            marked_by=new_id(),
            recorded_at=NOW,
        )

    async def mark(
        self,
        date_id: UUID,
        adults: int,
        children: int = 0,
        *,
        guest_class: str = "relative",
        visitor_id: UUID | None = None,
        undoes: UUID | None = None,
    ) -> UUID:
        key = None
        if visitor_id is not None:
            key = await self.owner.fetchval("select door_guest($1, $2)", date_id, visitor_id)
        return await self.add(
            "door_mark",
            occurrence_id=date_id,
            establishment_id=self._place(date_id),
            guest_key=key,
            guest_class=guest_class,
            adults=adults,
            children=children,
            undoes=undoes,
            marked_at=NOW - timedelta(days=1000 - next(_nth) % 1000),
            marked_by=new_id(),
            recorded_at=NOW,
        )

    async def count(
        self,
        date_id: UUID,
        guest_class: str,
        adults: int,
        children: int = 0,
        *,
        at: datetime = NOW,
    ) -> UUID:
        return await self.add(
            "door_count",
            occurrence_id=date_id,
            establishment_id=self._place(date_id),
            guest_class=guest_class,
            adults=adults,
            children=children,
            counted_at=at,
            counted_by=new_id(),
        )

    async def household(self, date_id: UUID, *, state: str = "going") -> UUID:
        """A household of one that answered; its visitor."""
        family = await make.family(self.owner)
        visitor_id = await registry.visitor(self.owner, family)
        place, claim_id = self._place(date_id), new_id()
        if state == "going":
            await put(
                self.owner,
                "claim",
                id=claim_id,
                establishment_id=place,
                pool_id=date_id,
                account_id=family.account_id,
                state="kept",
                amounts='{"people": 1}',
                claimed_at=registry.EARLY,
            )
        answer_id = await self.add(
            "answer",
            occurrence_id=date_id,
            establishment_id=place,
            account_id=family.account_id,
            state=state,
            claim_id=claim_id if state == "going" else None,
            ended_why=None if state == "going" else "own_wish",
            adults=1,
            children=0,
            asked_at=registry.EARLY,
            changed_at=registry.EARLY,
        )
        guest = {"answer_id": answer_id, "visitor_id": visitor_id, "adult": True}
        await put(self.owner, "answer_guest", **guest)
        key = await self.owner.fetchval("select door_guest($1, $2)", date_id, visitor_id)
        self.rows.setdefault("answer_guest", []).append({**guest, "key": key})
        return visitor_id

    async def ensemble(
        self, begun_on: date, ended_on: date | None = None, *, at: str = HERE
    ) -> UUID:
        return await self.add(
            "ensemble",
            programme_id=self.programme_id,
            establishment_id=at,
            name="Coro",
            kind="choir",
            begun_on=begun_on,
            ended_on=ended_on,
            recorded_at=registry.EARLY,
            recorded_by=new_id(),
        )

    async def certificate(self, event_id: UUID, inmate_id: UUID, issued_at: datetime) -> UUID:
        place = next(row["establishment_id"] for row in self.of("event") if row["id"] == event_id)
        return await self.add(
            "hours_certificate",
            number=_number(),
            establishment_id=place,
            event_id=event_id,
            inmate_id=inmate_id,
            minutes=next(_nth),
            dates=1,
            first_on=date(2026, 1, 1),
            last_on=date(2026, 1, 1),
            title="Taller",
            issued_at=issued_at,
            issued_by=new_id(),
        )

    async def partner(self, name: str, kind: str = "public") -> UUID:
        return await self.add(
            "partner",
            programme_id=self.programme_id,
            name=name,
            kind=kind,
            contribution="none",
            note="",
            source="a test",
            recorded_at=registry.EARLY,
        )

    async def gift(
        self,
        partner_id: UUID,
        worth: int | None,
        given_on: date,
        *,
        kind: str = "cash",
        corrects: UUID | None = None,
        at: str = HERE,
    ) -> UUID:
        return await self.add(
            "contribution",
            partner_id=partner_id,
            establishment_id=at,
            kind=kind,
            worth=worth,
            what="Instrumentos",
            given_on=given_on,
            corrects=corrects,
            recorded_at=registry.EARLY,
            recorded_by=new_id(),
        )

    async def line(
        self,
        source: str,
        planned: int,
        *spent: int,
        year: int = YEAR,
        ended: bool = False,
        at: str = HERE,
    ) -> UUID:
        """A line of a budget with what was spent of it."""
        line_id = await self.add(
            "budget_line",
            establishment_id=at,
            programme_id=self.programme_id,
            year=year,
            source=source,
            item="Cuerdas",
            planned=planned,
            ended_at=NOW if ended else None,
            recorded_at=registry.EARLY,
            recorded_by=new_id(),
        )
        for amount in spent:
            await self.add(
                "spending",
                budget_line_id=line_id,
                establishment_id=at,
                amount=amount,
                spent_on=date(2027, 1, 20),
                document="B001-1",
                recorded_at=registry.EARLY,
                recorded_by=new_id(),
            )
        return line_id


async def world(owner: asyncpg.Connection) -> World:
    """One of nothing yet, at `HERE`."""
    await registry.establishment(owner, HERE)
    return World(owner, await programmes.programme(owner, at=None))


def _number() -> str:
    """Of the shape of a certificate's."""
    signs = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    left, found = next(_nth), ""
    for _ in range(25):
        found, left = signs[left % len(signs)] + found, left // len(signs)
    return found.replace("I", "J")
