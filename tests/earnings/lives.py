"""Two prisons, two workers, and what each earned where: the world of the random histories, and what must hold in it."""

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import asyncpg

from backend.core.actor import System
from backend.core.errors import DomainError
from backend.database import transaction
from backend.database.retry import is_passing
from backend.ledger.commands import AccountKind
from backend.ledger.queries import verify
from tests.conftest import Database
from tests.earnings import make_month as months
from tests.earnings.crashes import Dead, doomed
from tests.registry import make_registry as registry
from tests.work import make_work as work

if TYPE_CHECKING:
    from tests.earnings.payments import Remittance

RATE = 135
TOTAL = 30_000
"""Céntimos of each worker's reparation: some histories pay the last of it."""

_places = itertools.count(1)

Spot = tuple[int, str]
"""A worker at a place."""

Crash = tuple[int, str] | None
"""At which statement of an act, and in which way."""

Came = tuple[str, Any]
"""`done` and the answer, or the code (of work: the reason) of the refusal."""


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
    """A statement of a stay that ended. `told`: the days that no earlier one told of."""

    spot: Spot
    told: set[tuple[int, str, date]]
    used: int
    worked: int


class Lives:
    """The model, and the database beside it."""

    database: Database
    loop: asyncio.AbstractEventLoop
    owner: asyncpg.Connection

    crashed = 0

    def run(self, act):
        return self.loop.run_until_complete(act)

    def said(self, act) -> Came:
        try:
            return "done", self.run(act)
        except DomainError as refusal:
            return str(refusal.facts.get("reason", refusal.code.value)), None

    def act(
        self, do: Callable[[], Awaitable[Any]], crash: Crash = None, *, keep: bool = True
    ) -> Came:
        """What came of it. Where the machine died or the line was cut, the very same is sent again.

        Kept, with what came of it, to be sent again at any later time: that changes nothing.
        """
        came = None
        if crash is not None:
            with doomed(*crash) as doom:
                try:
                    came = self.said(do())
                except Dead:
                    pass
                except Exception as error:
                    if not is_passing(error):
                        raise
            type(self).crashed += doom.is_over
        came = came or self.said(do())
        if keep:
            self.sent.append((do, came))
        return came

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
        self.remittances: dict[UUID, Remittance] = {}
        self.sent: list[tuple[Callable[[], Awaitable[Any]], Came]] = []
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
                for kind in (AccountKind.WORKER_PERSONAL, AccountKind.CIVIL_REPARATION):
                    await self._check_account((who, place), kind)

    async def _check_account(self, spot: Spot, kind: AccountKind) -> None:
        held = await self.owner.fetchrow(
            "select coalesce(sum(credits_posted - debits_posted), 0)::bigint as posted,"
            " coalesce(sum(debits_pending), 0)::bigint as reserved from ledger_account"
            " where owner_ref = $1 and establishment_id = $2 and kind = $3",
            self.people[spot[0]].inmate_id,
            spot[1],
            kind,
        )
        paid, reserved = self._paid(spot, kind)
        assert tuple(held) == (await self._booked(spot, kind) - paid, reserved)
        assert held["posted"] >= held["reserved"]

    def _paid(self, spot: Spot, kind: AccountKind) -> tuple[int, int]:
        """What was paid out of an account for good, and what is reserved."""
        mine = [
            each for each in self.remittances.values() if (each.spot, each.kind) == (spot, kind)
        ]
        return (
            sum(each.amount for each in mine if each.state == "confirmed"),
            sum(each.amount for each in mine if each.is_reserved),
        )

    async def free(self, spot: Spot, kind: AccountKind) -> int | None:
        """What may be paid out of an account; None: there is no account."""
        is_there = await self.owner.fetchval(
            "select exists (select from ledger_account where owner_ref = $1 and establishment_id = $2 and kind = $3)",
            self.people[spot[0]].inmate_id,
            spot[1],
            kind,
        )
        return await self._booked(spot, kind) - sum(self._paid(spot, kind)) if is_there else None

    async def _bytes(self, at: str, month: date) -> list:
        return await self.owner.fetch(
            "select s::text, array(select l::text from statement_line l where l.statement_id = s.id order by line_no),"
            " (select encode(hash, 'hex') from period_seal p where p.period_id = s.period_id)"
            " from earning_statement s where establishment_id = $1 and month = $2 order by id",
            at,
            month,
        )

    async def _booked(self, spot: Spot, kind: AccountKind) -> int:
        """What booked statements put on an account."""
        told = "personal + family" if kind is AccountKind.WORKER_PERSONAL else "reparation"
        return await self.owner.fetchval(
            f"select coalesce(sum({told}), 0)::bigint from earning_statement s where inmate_id = $1"
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

    def _tell(self, spot: Spot, last: date) -> set[tuple[int, str, date]]:
        """Days of this month that are told of now, and were not."""
        days = [self.month + timedelta(days=nth) for nth in range((last - self.month).days + 1)]
        new = {(*spot, day) for day in days} - self.told
        self.told |= new
        return new
