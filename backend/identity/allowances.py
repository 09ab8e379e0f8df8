"""Token buckets in the database: one statement decides, so that every process shares one allowance."""

from datetime import datetime

from backend.database import Connection
from backend.identity.limits import Allowance
from backend.sealed import blind_index

_TAKE = """
insert into rate_bucket as bucket (key, remaining, filled_at) values ($1, $2::float8 - 1, $4)
on conflict (key) do update set
  remaining = least($2, bucket.remaining + $3 * greatest(0, extract(epoch from $4 - bucket.filled_at)) / 3600) - 1,
  filled_at = greatest(bucket.filled_at, $4)
where least($2, bucket.remaining + $3 * greatest(0, extract(epoch from $4 - bucket.filled_at)) / 3600) >= 1
returning key
"""
_LEFT = """
select least($2::float8, remaining + $3 * greatest(0, extract(epoch from $4 - filled_at)) / 3600) >= 1
from rate_bucket where key = $1
"""


async def take(tx: Connection, allowance: Allowance, whose: str, now: datetime) -> bool:
    """Use one of the allowance; False when none is left. Locks the bucket until the transaction ends.

    Undone with the transaction: where the using itself must count, refuse with CountedRefusal.
    """
    return await tx.fetchval(_TAKE, *_facts(allowance, whose, now)) is not None


async def is_left(tx: Connection, allowance: Allowance, whose: str, now: datetime) -> bool:
    """Whether one could be taken now, without taking or locking anything."""
    left = await tx.fetchval(_LEFT, *_facts(allowance, whose, now))
    return left is None or bool(left)


def _facts(allowance: Allowance, whose: str, now: datetime) -> tuple[str, int, float, datetime]:
    key = f"{allowance.name}:{blind_index('allowance', whose).hex()}"
    return key, allowance.burst, allowance.per_hour, now
