"""Pools with ceilings and the books that must agree: what is taken is what live claims hold."""

import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.allocation import commands as allocation
from backend.core.actor import Family, System
from backend.core.errors import DomainError
from backend.core.ids import new_id
from backend.database import transaction
from tests.registry import make_registry as registry

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
LATER = timedelta(minutes=10)

UNGUARDED = """
alter table ceiling drop constraint ceiling_never_over;
create or replace function allocation_take(new_claim uuid, wanted_pool uuid, holder uuid, wanted jsonb, new_state text,
    at timestamptz, until timestamptz, instead_of uuid default null)
  returns void language plpgsql security definer set search_path = public as $$
begin
  if exists (select from ceiling where pool_id = wanted_pool and wanted ? unit
      and taken + (wanted ->> unit)::int > capacity) then
    raise exception 'no place' using errcode = 'EN001';
  end if;
  perform pg_sleep(0.02);
  update ceiling set taken = taken + (wanted ->> unit)::int where pool_id = wanted_pool and wanted ? unit;
  insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at, expires_at)
    select new_claim, establishment_id, id, holder, new_state, wanted, at, until from pool where id = wanted_pool;
end $$;
"""
"""The control: looks first and takes afterwards, with nothing behind it."""


async def pool(owner: asyncpg.Connection, **ceilings: int) -> UUID:
    """A pool of something that is no visit."""
    await registry.establishment(owner)
    pool_id = new_id()
    async with transaction(System()) as tx:
        await allocation.open_pools(
            tx,
            pool_ids=[pool_id],
            establishment_ids=["huaraz"],
            purpose="event",
            ceilings=[ceilings],
        )
    return pool_id


async def hold(family: Family, pool_id: UUID, *, now: datetime = NOW, **amounts: int) -> UUID:
    """A hold of ten minutes."""
    claim_id = new_id()
    await _acting(
        family,
        allocation.hold,
        claim_id=claim_id,
        pool_id=pool_id,
        account_id=family.account_id,
        amounts=amounts,
        until=now + LATER,
        now=now,
    )
    return claim_id


async def take(
    family: Family,
    pool_id: UUID,
    *,
    instead_of: UUID | None = None,
    now: datetime = NOW,
    **amounts: int,
) -> UUID:
    """A claim that stays."""
    claim_id = new_id()
    await _acting(
        family,
        allocation.take,
        claim_id=claim_id,
        pool_id=pool_id,
        account_id=family.account_id,
        amounts=amounts,
        instead_of=instead_of,
        now=now,
    )
    return claim_id


async def keep(
    family: Family, claim_id: UUID, pool_id: UUID, *, now: datetime = NOW, **amounts: int
) -> bool:
    kept = await _acting(
        family,
        allocation.keep,
        claim_id=claim_id,
        pool_id=pool_id,
        account_id=family.account_id,
        amounts=amounts,
        now=now,
    )
    return bool(kept)


async def release(family: Family, *claim_ids: UUID, now: datetime = NOW) -> list[UUID]:
    async with transaction(family) as tx:
        return await allocation.release(tx, claim_ids, now=now)


async def _acting(family: Family, act: Any, **facts: Any) -> Any:
    """One transaction; again when a lock was not had in time, but a circle of locks is a failure."""
    while True:
        with contextlib.suppress(asyncpg.LockNotAvailableError):
            async with transaction(family) as tx:
                await tx.execute(
                    "set local lock_timeout = '5s'"
                )  # longer than it takes to find a circle
                return await act(tx, **facts)


async def outcome(act: Any) -> str:
    """ "taken", or the code of the refusal."""
    try:
        await act
    except DomainError as refusal:
        return refusal.code.value
    return "taken"


async def taken(owner: asyncpg.Connection, pool_id: UUID) -> dict[str, int]:
    rows = await owner.fetch("select unit, taken from ceiling where pool_id = $1", pool_id)
    return {row["unit"]: row["taken"] for row in rows}


async def out_of_step(owner: asyncpg.Connection) -> list[asyncpg.Record]:
    """Ceilings whose `taken` is not the sum of the claims that are held or kept."""
    return await owner.fetch(
        "select c.pool_id, c.unit, c.taken, coalesce(sum((amounts ->> c.unit)::int), 0) as claimed from ceiling c"
        " left join claim on claim.pool_id = c.pool_id and claim.state <> 'released' and amounts ? c.unit"
        " group by c.id having c.taken <> coalesce(sum((amounts ->> c.unit)::int), 0)"
    )
