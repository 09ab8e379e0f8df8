"""Allowances: so many at once, so many an hour, counted by one statement however many ask in parallel."""

from datetime import datetime
from typing import NamedTuple

from backend.database import Connection

_SPEND = """
insert into rate_bucket as b (key, remaining, filled_at)
select $1::text, $2::float8 - $5::float8, $4::timestamptz where $2 >= $5
on conflict (key) do update set
  remaining = least($2, b.remaining + $3 * extract(epoch from greatest($4 - b.filled_at, interval '0'))::float8) - $5,
  filled_at = greatest(b.filled_at, $4)
where least($2, b.remaining + $3 * extract(epoch from greatest($4 - b.filled_at, interval '0'))::float8) >= $5
returning key
"""
_LEFT = """
select least($2::float8, remaining + $3 * extract(epoch from greatest($4 - filled_at, interval '0'))::float8) >= 1
from rate_bucket where key = $1
"""


class Allowance(NamedTuple):
    """A full bucket holds `burst`; what was taken comes back at `per_hour`: at most their sum in any hour."""

    burst: int
    per_hour: float


async def spend(
    tx: Connection, key: str, allowance: Allowance, *, amount: int = 1, now: datetime
) -> bool:
    """Take `amount` of what `key` is allowed; False when less is left, and then nothing is written.

    What a refused act spent is given back with everything else it wrote, unless it raises CountedRefusal.
    """
    return await tx.fetchval(_SPEND, *_terms(key, allowance, now), float(amount)) is not None


async def is_left(tx: Connection, key: str, allowance: Allowance, *, now: datetime) -> bool:
    """Whether one could be taken now. Takes nothing and locks nothing."""
    left = await tx.fetchval(_LEFT, *_terms(key, allowance, now))
    return left is None or bool(left)


def _terms(key: str, allowance: Allowance, now: datetime) -> tuple[str, float, float, datetime]:
    return key, float(allowance.burst), allowance.per_hour / 3600, now
