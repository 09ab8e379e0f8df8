"""What families were told, as rows to compare; and the hours at which the worker tells."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from backend.core.clock import lima_instant
from backend.core.custody import EventKind
from backend.visits import commands
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY

TODAY = date(2026, 3, 2)
STARTS = lima_instant(SATURDAY, time(9))
ENDS = lima_instant(SATURDAY, time(11))
EVENING = lima_instant(SATURDAY - timedelta(days=1), time(17, 30))
MORNING = lima_instant(SATURDAY, time(7, 5))
SIX_HOURS = timedelta(hours=6)

TOLD_OF = date(2026, 3, 9)
"""Until this day a secret stays one; the visits of Saturday the seventh are over by then."""


@dataclass(frozen=True)
class Told:
    """One notice: what, to whom, about what, and until when it is sent."""

    kind: str
    account_id: UUID
    subject: str
    cause: str | None
    tell_from: datetime
    act_by: datetime | None
    expires_at: datetime
    send_until: datetime | None
    withdrawn: str | None
    facts: dict[str, Any]


async def told(owner: asyncpg.Connection, *kinds: str) -> list[Told]:
    """Every notice, or of these kinds, in the order they were written for each account."""
    rows = await owner.fetch(
        "select n.*, (select expires_at from delivery d where d.notice_id = n.id and d.account_id = n.account_id"
        " and channel = 'push' and not withdrawal) as send_until from notice n"
        " where $1 or kind = any($2) order by account_id, created_at, kind, subject",
        not kinds,
        kinds,
    )
    return [
        Told(
            row["kind"],
            row["account_id"],
            row["subject"],
            row["cause"],
            row["tell_from"],
            row["act_by"],
            row["expires_at"],
            row["send_until"],
            row["withdrawn_reason"],
            orjson.loads(row["facts"]),
        )
        for row in rows
    ]


async def kinds(owner: asyncpg.Connection, one: visits.Relative) -> list[tuple[str, str | None]]:
    """What a family was told, and what of it was taken back and why."""
    mine = [each for each in await told(owner) if each.account_id == one.family.account_id]
    return [(each.kind, each.withdrawn) for each in mine]


async def who(owner: asyncpg.Connection, kind: str) -> Sequence[UUID]:
    """The accounts that were told something, one entry a notice."""
    return [each.account_id for each in await told(owner, kind)]


async def happens(one: visits.Relative, kind: EventKind, **said: Any) -> int:
    """Record a custody event; answers how many visits it called off."""
    now = said.pop("now", NOW)
    answer = await commands.record_custody_event(
        said.pop("actor", registry.officer()),
        uuid4(),
        inmate_id=one.inmate_id,
        kind=kind,
        **({"effective_on": TODAY} | said),
        now=now,
    )
    return int(answer["called_off"])


async def moved_in_secret(one: visits.Relative, to: str = "ica", **said: Any) -> int:
    """A transfer that the family may not know until `TOLD_OF`."""
    return await happens(
        one, EventKind.TRANSFER, to_establishment_id=to, **({"secret_until": TOLD_OF} | said)
    )
