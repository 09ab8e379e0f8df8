"""Many families with phones before one slot, at the hour the clock of this machine shows."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import aiohttp
import asyncpg

from backend.core.clock import lima_day
from tests.phone import Phone, signed_in
from tests.visits import make_visits as visits

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Caller:
    """A relative with a phone."""

    relative: visits.Relative
    token: str

    def at(self, http: aiohttp.ClientSession, address: str) -> Phone:
        return Phone(http, address, self.token)


async def slot_soon(owner: asyncpg.Connection, **ceilings: int) -> UUID:
    """A slot three days from now."""
    return await visits.slot(owner, on=lima_day(datetime.now(UTC)) + SOON, **ceilings)


async def callers(owner: asyncpg.Connection, count: int) -> list[Caller]:
    """So many families, each tied to an inmate of its own, each signed in."""
    made = []
    for _ in range(count):
        relative = await visits.relative(owner)
        made.append(Caller(relative, await signed_in(owner, relative.family)))
    return made


async def book(phone: Phone, caller: Caller, slot_id: UUID, request_id: UUID | None = None) -> dict:
    """`bookVisit` until something final is said, always under the same request id, as the app does."""
    variables = {
        "slotId": str(slot_id),
        "inmateId": str(caller.relative.inmate_id),
        "visitorIds": [str(caller.relative.visitor_id)],
        "requestId": str(request_id or uuid4()),
    }
    while True:
        status, said = await phone.post("bookVisit", variables)
        if status == 503:
            await asyncio.sleep(0.1)
            continue
        assert status == 200 and not said.get("errors"), said
        answer = said["data"]["bookVisit"]
        if answer.get("code") != "TRY_AGAIN":
            return answer


def tally(answers: Sequence[dict]) -> dict[str, int]:
    """How many answers of each kind: a code, or `Booking`."""
    kinds = [answer.get("code") or answer["__typename"] for answer in answers]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}
