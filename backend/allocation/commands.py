"""Taking, keeping and giving back scarce places. The database decides (`sql/allocation.sql`); here are its doors."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

import asyncpg

from backend.core.actor import System
from backend.core.errors import Code, DomainError
from backend.database import Connection, transaction

Amounts = Mapping[str, int]
"""Places by unit, such as `{"people": 3, "groups": 1}`; every amount is at least 1."""

_FULL = "EN001"

_HOLD = "select allocation_take($1, $2, $3, $4, 'held', $5, $6)"
_TAKE = "select allocation_take($1, $2, $3, $4, 'kept', $5, null, $6)"
_KEEP = "select allocation_keep($1, $2, $3, $4, $5)"
_RELEASE = "select allocation_release($1, '{held, kept}', $2)"
_RELEASE_HOLD = """
select allocation_release(array(select id from claim where id = $1 and account_id = $2), '{held}', $3)
"""
_OPEN = "select allocation_open($1, $2, $3, $4)"
_EXPIRED = "select distinct pool_id from claim where state = 'held' and expires_at <= $1"
_SWEEP = "select allocation_sweep($1, $2)"


@contextmanager
def full_means(code: Code) -> Iterator[None]:
    """Say `code` when a statement inside finds a ceiling full."""
    try:
        yield
    except asyncpg.PostgresError as error:
        if error.sqlstate != _FULL:
            raise
        raise DomainError(code) from error


async def hold(
    tx: Connection,
    *,
    claim_id: UUID,
    pool_id: UUID,
    account_id: UUID,
    amounts: Amounts,
    until: datetime,
    now: datetime,
) -> None:
    """Take places until an instant; the account's former hold is given back. Raises NO_PLACE."""
    with full_means(Code.NO_PLACE):
        await tx.execute(_HOLD, claim_id, pool_id, account_id, dict(amounts), now, until)


async def take(
    tx: Connection,
    *,
    claim_id: UUID,
    pool_id: UUID,
    account_id: UUID,
    amounts: Amounts,
    instead_of: UUID | None = None,
    now: datetime,
) -> None:
    """Take places for good; the hold it stands instead of is given back. Raises NO_PLACE."""
    with full_means(Code.NO_PLACE):
        await tx.execute(_TAKE, claim_id, pool_id, account_id, dict(amounts), now, instead_of)


async def keep(
    tx: Connection,
    *,
    claim_id: UUID,
    pool_id: UUID,
    account_id: UUID,
    amounts: Amounts,
    now: datetime,
) -> bool:
    """Turn a live hold of exactly these places into a claim that stays; False when there is none."""
    return bool(await tx.fetchval(_KEEP, claim_id, pool_id, account_id, dict(amounts), now))


async def release(tx: Connection, claim_ids: Sequence[UUID], *, now: datetime) -> list[UUID]:
    """Give places back; answers which claims still had any."""
    return list(await tx.fetchval(_RELEASE, claim_ids, now))


async def release_hold(tx: Connection, *, claim_id: UUID, account_id: UUID, now: datetime) -> bool:
    """Give back a hold, never a kept claim; False when the account has no such hold any more."""
    return bool(await tx.fetchval(_RELEASE_HOLD, claim_id, account_id, now))


async def open_pools(
    tx: Connection,
    *,
    pool_ids: Sequence[UUID],
    establishment_ids: Sequence[str],
    purpose: str,
    ceilings: Sequence[Amounts],
) -> None:
    """Open pools with their ceilings; one that is open already stays as it is."""
    await tx.execute(_OPEN, pool_ids, establishment_ids, purpose, [dict(each) for each in ceilings])


async def sweep_expired(now: datetime) -> int:
    """Give back what expired holds still keep, pool by pool; answers how many holds that were."""
    async with transaction(System()) as tx:
        pools = [row["pool_id"] for row in await tx.fetch(_EXPIRED, now)]
    swept = 0
    for pool_id in pools:
        async with transaction(System()) as tx:
            swept += await tx.fetchval(_SWEEP, pool_id, now)
    return swept
