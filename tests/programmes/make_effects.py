"""Visits on the day of an event: who had booked them, and what became of them."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any
from uuid import UUID

import asyncpg

from backend.programmes.rules.vocabulary import VisitEffect
from tests.programmes import make_office as offices
from tests.programmes.make_programmes import HERE, SATURDAY
from tests.visits import make_visits as visits

BEFORE, DURING, AFTER = (
    (time(9), time(11)),
    (time(14), time(16)),
    (time(17, 30), time(18, 30)),
)
"""Hours of visits; doors of the event open at three, it begins at half past and ends at half past five."""


@dataclass
class Day:
    """An office, three slots on the Saturday, and a visit in each."""

    owner: asyncpg.Connection
    office: offices.Office
    slots: list[UUID]
    relatives: list[visits.Relative]
    booked: list[UUID]

    async def states(self) -> list[str]:
        return await visits.states(self.owner, *self.booked)

    async def publish(self, effect: VisitEffect, **changes: Any) -> UUID:
        return await self.office.publish(effect=effect, **changes)

    async def told(self, kind: str) -> list[UUID]:
        """Who was told and not taken back."""
        return [row["account_id"] for row in await offices.notices(self.owner, kind)]

    async def standing(self) -> list[tuple[str, date]]:
        """Effects that stand, and the days of Lima on which they begin."""
        rows = await self.owner.fetch(
            "select effect, (from_at at time zone 'America/Lima')::date as day from visit_yielding"
            " where ended_at is null order by from_at"
        )
        return [(row["effect"], row["day"]) for row in rows]


async def day(owner: asyncpg.Connection, *, on: date = SATURDAY, at: str = HERE) -> Day:
    office = await offices.office(owner, at)
    await visits.place(owner, at)
    slots = [
        await visits.slot(owner, at=at, on=on, starts=starts, ends=ends)
        for starts, ends in (BEFORE, DURING, AFTER)
    ]
    relatives = [await visits.relative(owner, at=at) for _ in slots]
    booked = [await one.book(slot) for one, slot in zip(relatives, slots, strict=True)]
    return Day(owner, office, slots, relatives, booked)


async def retype(owner: asyncpg.Connection, slot_id: UUID, visit_type: str) -> None:
    """As if the slot had been one of another kind from the beginning, and its visits too."""
    await owner.execute("update slot set visit_type = $2 where id = $1", slot_id, visit_type)
    await owner.execute(
        "update booking set visit_type = $2 where slot_id = $1", slot_id, visit_type
    )
