"""Two prisons, two workers, and what each earned where: the world of the random histories, and what must hold in it."""

import asyncio
import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg

from backend.core.actor import System
from backend.core.errors import DomainError
from backend.database import transaction
from backend.ledger.queries import verify
from tests.conftest import Database
from tests.earnings import make_month as months
from tests.registry import make_registry as registry
from tests.work import make_work as work

RATE = 135
TOTAL = 30_000
"""Céntimos of each worker's reparation: some histories pay the last of it."""

_places = itertools.count(1)

Spot = tuple[int, str]
"""A worker at a place."""


@dataclass
class Person:
    """Where a worker is, and what they did there."""

    inmate_id: UUID
    place: str | None
    last: date
    enrolled: dict[str, work.Worker]
    records: dict[tuple[str, date], tuple[UUID, int]] = field(default_factory=dict)


@dataclass
class Exit:
    spot: Spot
    days: list[date]
    used: int
    worked: int


class Lives:
    """The model, and the database beside it."""

    database: Database
    loop: asyncio.AbstractEventLoop
    owner: asyncpg.Connection

    def run(self, act):
        return self.loop.run_until_complete(act)

    def said(self, act) -> str:
        """`done`, or the code (of work: the reason) of the refusal."""
        try:
            self.run(act)
        except DomainError as refusal:
            return str(refusal.facts.get("reason", refusal.code.value))
        return "done"

    def begin(self) -> None:
        """Places of their own for each history."""
        nth = next(_places)
        self.places = [f"taller-{nth}-a", f"taller-{nth}-b"]
        self.month = date(2025, 5, 1)
        self.shops, self.prices = {}, {}
        self.told: set[tuple[int, str, date]] = set()
        self.waiting: dict[UUID, Exit] = {}
        self.owing: dict[Spot, int] = {}
        self.stated: set[tuple[int, str, date]] = set()
        self.reviewed: set[str] = set()
        self.closed: dict[str, object] = {}
        self.sealed: list[tuple[str, date, object, list]] = []
        self.paid: dict[Spot, int] = {}
        self.run(self._arrange())

    async def _arrange(self) -> None:
        for place in self.places:
            self.shops[place] = await work.workshop(self.owner, at=place)
            self.prices[place] = await work.price(self.owner, self.shops[place], at=place)
        self.people = []
        for place in self.places:
            held = await registry.inmate(self.owner, at=place)
            await registry.custody_event(self.owner, held.id, at=place, on=work.SINCE)
            enrolled = {
                at: await work.worker(self.owner, self.shops[at], at=at, inmate_id=held.id)
                for at in self.places
            }
            self.people.append(Person(held.id, place, self.month, enrolled))
            await months.reparation(enrolled[place], total=TOTAL, at=place)

    @property
    def now(self) -> datetime:
        """The second day after the month."""
        ahead = (self.month + timedelta(days=31)).replace(day=2)
        return datetime(ahead.year, ahead.month, 2, 15, tzinfo=UTC)

    async def _check(self) -> None:
        for place in self.places:
            async with transaction(System()) as tx:
                assert (await verify(tx, place)).is_good
        for at, month, _, kept in self.sealed:
            assert await self._bytes(at, month) == kept
        for who, person in enumerate(self.people):
            gone = await self.owner.fetchval(
                "select coalesce(sum(reparation), 0)::bigint from live_statement where inmate_id = $1",
                person.inmate_id,
            )
            assert gone <= TOTAL
            for place in self.places:
                held = await self.owner.fetchval(
                    "select coalesce(sum(credits_posted - debits_posted), 0)::bigint from ledger_account"
                    " where owner_ref = $1 and establishment_id = $2 and kind = 'worker_personal'",
                    person.inmate_id,
                    place,
                )
                spot = (who, place)
                assert held == await self._personal(spot) - self.paid.get(spot, 0) >= 0

    async def _bytes(self, at: str, month: date) -> list:
        return await self.owner.fetch(
            "select s::text, array(select l::text from statement_line l where l.statement_id = s.id order by line_no),"
            " (select encode(hash, 'hex') from period_seal p where p.period_id = s.period_id)"
            " from earning_statement s where establishment_id = $1 and month = $2 order by id",
            at,
            month,
        )

    async def _personal(self, spot: Spot) -> int:
        """What booked statements left a worker at a place."""
        return await self.owner.fetchval(
            "select coalesce(sum(personal + family), 0)::bigint from earning_statement s where inmate_id = $1"
            " and establishment_id = $2 and (kind = 'month' or exists (select from statement_decision d"
            " where d.statement_id = s.id and d.outcome = 'confirmed'))",
            self.people[spot[0]].inmate_id,
            spot[1],
        )

    def _who(self, inmate_id: UUID) -> int:
        return next(n for n, each in enumerate(self.people) if each.inmate_id == inmate_id)

    def _worked_at(self, at: str) -> bool:
        return any(
            place == at and day >= self.month for each in self.people for place, day in each.records
        )

    def _untold(self, spot: Spot, until: date) -> tuple[list[date], int]:
        """Days of this month that no statement tells of, and what they are worth in céntimos."""
        who, at = spot
        found = [
            (day, pieces)
            for (place, day), (_, pieces) in self.people[who].records.items()
            if place == at and self.month <= day <= until and (who, at, day) not in self.told
        ]
        return [day for day, _ in found], sum(pieces * RATE for _, pieces in found)

    def _days_to(self, last: date) -> list[date]:
        return [self.month + timedelta(days=nth) for nth in range((last - self.month).days + 1)]

    def _tell(self, spot: Spot, last: date) -> None:
        self.told |= {(*spot, day) for day in self._days_to(last)}
