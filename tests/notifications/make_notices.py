"""Invented families with phones, told things, and a carrier that does as it is bid."""

import asyncio
import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from backend.core.actor import Family, System
from backend.core.ids import new_id
from backend.database import transaction
from backend.notifications import commands
from backend.notifications.rules.verdicts import Answer, Outcome
from backend.notifications.sending.carrier import Letter, Sent, To
from backend.notifications.sending.claiming import RANKS, claim
from backend.sealed import blind_index, seal
from tests import make

_numbers = itertools.count(1)


async def phone(
    owner: asyncpg.Connection,
    family: Family,
    *,
    value: str | None = None,
    at: datetime = make.EARLY,
    state: str = "active",
) -> UUID:
    """A live push address of a family, on a session of its own."""
    value = value or f"token-{next(_numbers)}"
    device_id, session_id = new_id(), new_id()
    await owner.execute(
        "insert into session (id, account_id, device_index, device_label, language, provisional, generation,"
        " created_at, refreshed_at, expires_at, ends_at) values ($1, $2, $3, 'x', 'es', false, 0, $4, $4, $5, $5)",
        session_id,
        family.account_id,
        blind_index("device", str(session_id)),
        at,
        at + timedelta(days=3650),
    )
    await owner.execute(
        "insert into push_device (id, account_id, session_id, kind, value_cipher, value_index, state, registered_at,"
        " last_seen_at) values ($1, $2, $3, 'fcm_token', $4, $5, $6, $7, $7)",
        device_id,
        family.account_id,
        session_id,
        seal("push_device.value", device_id, value),
        blind_index("push_device", value),
        state,
        at,
    )
    return device_id


async def told(
    families: Sequence[Family],
    now: datetime,
    *,
    kind: str = "visit_called_off",
    lasts: timedelta = timedelta(days=1),
    **changes: object,
) -> str:
    """Every family told one thing for one cause; answers the cause. Facts are those of a visit."""
    cause = str(new_id())
    owed = [
        commands.Owed(
            account_id=family.account_id,
            facts={"booking_id": str(new_id()), "visit_on": "2026-03-07"},
            dedupe_key=f"{cause} {family.account_id}",
            expires_at=now + lasts,
            **{"act_by": now, **changes},
        )
        for family in families
    ]
    async with transaction(System()) as tx:
        await commands.tell_all(tx, kind, owed, now=now, cause=cause)
    return cause


async def claimed(
    owner: str, at_most: int, now: datetime, channel: str = "push"
) -> tuple[list[Letter], int]:
    """What a worker of that name claims of each rank, the urgent first."""
    letters: list[Letter] = []
    decided = 0
    for rank in RANKS:
        found, rows = await claim(channel, rank, owner, at_most - decided, now)
        letters += found
        decided += rows
    return letters, decided


class FakeCarrier:
    """Takes everything, or answers as `answers` says; remembers what it was given."""

    def __init__(
        self, answers: Callable[[Letter, To], Answer] | None = None, seconds: float = 0.0
    ) -> None:
        self.letters: list[tuple[Letter, To, datetime]] = []
        self._answers, self._seconds = answers, seconds

    async def send(self, letter: Letter, to: To, now: datetime) -> Sent:
        self.letters.append((letter, to, now))
        await asyncio.sleep(self._seconds)
        answer = self._answers(letter, to) if self._answers else Answer(Outcome.ACCEPTED, "taken")
        return Sent("fake", answer)


async def states(owner: asyncpg.Connection, channel: str = "push") -> Counter[str]:
    """How many deliveries of a channel are in which state."""
    rows = await owner.fetch(
        "select state, count(*) as n from delivery where channel = $1 group by state", channel
    )
    return Counter({row["state"]: row["n"] for row in rows})
