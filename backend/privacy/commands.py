"""A family takes its data with it, or has it erased."""

from datetime import datetime
from functools import partial
from uuid import UUID

from backend import audit
from backend.allowance import Allowance, spend
from backend.core.actor import Actor, Anonymous, Family
from backend.core.errors import Code, DomainError
from backend.database import Connection, reading, retrying, transaction
from backend.identity import commands as identity
from backend.once import body_digest, once

FILES = Allowance(burst=3, per_hour=3 / 24)
"""Files of one account: three, then one every eight hours."""

_UNDER_WAY = """
select exists (select from booking b join slot s on s.id = b.slot_id
where b.account_id = $1 and b.state = 'active' and s.starts_at <= $2 and s.ends_at > $2)
"""
_ERASE = "select account_erase($1)"
_ERASED = "select account_erased($1, $2)"


async def admit_my_data(actor: Family, *, now: datetime) -> None:
    """Count and write down that the account's file is taken, before it is. Raises DATA_PAUSED."""
    await retrying(partial(_admit, actor, now))


async def erase_my_data(
    actor: Actor, request_id: UUID, *, challenge_id: UUID, code: str, now: datetime
) -> dict[str, int]:
    """Erase the account that asks; answers how many visits that called off.

    The phone whose answer was lost is signed in no more: with the same request and code it is answered again,
    for as long as requests are remembered. Raises what `erase_account` does, and SIGN_IN_NEEDED.
    """
    if isinstance(actor, Family):
        return await erase_account(actor, request_id, challenge_id=challenge_id, code=code, now=now)
    digest = body_digest(erase_account.__name__, {"challenge_id": challenge_id, "code": code})
    async with reading(Anonymous()) as tx:
        answer: dict[str, int] | None = await tx.fetchval(_ERASED, request_id, digest)
    if answer is None:
        raise DomainError(Code.SIGN_IN_NEEDED)
    return answer


@once
async def erase_account(
    tx: Connection, actor: Family, *, challenge_id: UUID, code: str, now: datetime
) -> dict[str, int]:
    """Call off every visit to come and forget the account, its people and its number: see `erasing.sql`.

    Raises CODE_WRONG or TOO_MANY_TRIES, VISIT_UNDER_WAY while one of its visits is going on, and
    SESSION_ENDED when another device was first.
    """
    await identity.prove_erasure(tx, actor, challenge_id, code, now)
    if await tx.fetchval(_UNDER_WAY, actor.account_id, now):
        raise DomainError(Code.VISIT_UNDER_WAY)
    called_off: int = await tx.fetchval(_ERASE, now)
    await audit.record(
        tx,
        actor,
        "privacy.account.erased",
        f"account:{actor.account_id}",
        facts={"called_off": called_off},
        now=now,
    )
    return {"called_off": called_off}


async def _admit(actor: Family, now: datetime) -> None:
    async with transaction(actor) as tx:
        if not await spend(tx, f"own data {actor.account_id}", FILES, now=now):
            raise DomainError(Code.DATA_PAUSED)
        await audit.record(tx, actor, "privacy.data.taken", f"account:{actor.account_id}", now=now)
