"""Hours that events of an establishment ask of its visits, and the visits booked in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Self

import asyncpg

from backend.core.clock import lima_day, lima_instant
from backend.database import Connection
from backend.visits.rules import YIELDING_TYPES

# As `visit_is_closed` has it. A visit that was called off in secret looks alive to its family, and falls as others do.
_IN_THE_WAY = """
select distinct on (b.id) b.id, w.nth
from unnest($2::timestamptz[], $3::timestamptz[]) with ordinality as w (begins, ends, nth)
join slot s on s.establishment_id = $1 and s.starts_at > $4 and s.visit_type = any($5)
  and s.starts_at < w.ends and s.ends_at - s.longer * interval '1 minute' > w.begins
join booking b on b.slot_id = s.id and (b.state = 'active' or b.told_from > $4 and b.told_from > b.cancelled_at)
order by b.id, w.nth
"""


class Effect(StrEnum):
    """No visits that day; none in those hours; those that touch them last until their end."""

    REPLACES = "replaces"
    BLOCKS = "blocks"
    EXTENDS = "extends"


@dataclass(frozen=True, slots=True)
class Yielding:
    """What one date asks of visits, and between which instants."""

    effect: Effect
    from_at: datetime
    until_at: datetime

    @classmethod
    def of(cls, effect: Effect, doors_at: datetime, ends_at: datetime) -> Self:
        """Of a date that lasts from the opening of its doors to its end; one that replaces takes its whole day."""
        if effect is not Effect.REPLACES:
            return cls(effect, doors_at, ends_at)
        begins = lima_instant(lima_day(doors_at), time(0))
        return cls(effect, begins, begins + timedelta(days=1))

    @property
    def closes(self) -> bool:
        """Whether visits cannot be held."""
        return self.effect is not Effect.EXTENDS


async def in_the_way(
    tx: Connection, establishment_id: str, wanted: Sequence[Yielding], now: datetime
) -> list[asyncpg.Record]:
    """Visits booked, each once, that cannot be held: `id`, and as `nth` which of `wanted`, from 1, says so first.

    What makes visits longer has no place in `wanted`.
    """
    rows: list[asyncpg.Record] = await tx.fetch(
        _IN_THE_WAY,
        establishment_id,
        [each.from_at for each in wanted],
        [each.until_at for each in wanted],
        now,
        YIELDING_TYPES,
    )
    return rows
