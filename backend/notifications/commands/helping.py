"""Helping: one account is told what another is told, by a code of the one, agreed by the other, ended by either."""

from datetime import datetime, timedelta
from uuid import UUID

from backend import audit
from backend.allowance import Allowance, spend
from backend.core.actor import Family
from backend.core.errors import Code, CountedRefusal, DomainError, NotFound
from backend.core.ids import new_id, parse_spoken, spoken
from backend.database import Connection
from backend.once import once
from backend.sealed import keyed_digest

CODE_KEPT = timedelta(days=1)
HELPERS = 5
"""Accounts that are told what one account is told, at most."""
OPEN = 3
"""Codes of one account that wait to be used; one more ends the oldest."""
INVITATIONS = Allowance(burst=10, per_hour=10 / 24)
TRIES = Allowance(burst=5, per_hour=5)
"""Tries of one account at a code of 40 random bits that is good for a day."""
NOTICE_KEPT = timedelta(days=30)

_COUNT = """
select count(*) from helper where account_id = $1 and accepted_at is not null and ended_at is null
"""
_INVITE = """
insert into helper (id, account_id, code_digest, invited_at, expires_at) values ($1, $2, $3, $4, $5)
"""
_SUPERSEDE = """
update helper set ended_at = $2 where id in (
  select id from helper where account_id = $1 and accepted_at is null and ended_at is null
  order by invited_at desc, id offset $3)
"""
_ACCEPT = "select help, refused from helper_accept($1, $2, $3, $4)"
_END = """
update helper set ended_at = $3
where id = $2 and (account_id = $1 or helper_id = $1) and ended_at is null returning id
"""
_ENDED = "select exists (select from helper where id = $2 and (account_id = $1 or helper_id = $1))"


@once
async def invite_helper(tx: Connection, actor: Family, *, now: datetime) -> dict[str, str]:
    """A code for somebody who shall help; answers its id and last instant. `spoken_helper_code` tells it.

    Raises HELPER_LIMIT when the account has as many helpers as it may, TRIES_PAUSED.
    """
    if await tx.fetchval(_COUNT, actor.account_id) >= HELPERS:
        raise DomainError(Code.HELPER_LIMIT)
    if not await spend(tx, f"helpers invited {actor.account_id}", INVITATIONS, now=now):
        raise DomainError(Code.TRIES_PAUSED)
    code_id, expires_at = new_id(), now + CODE_KEPT
    digest = _digest(spoken_helper_code(code_id))
    await tx.execute(_INVITE, code_id, actor.account_id, digest, now, expires_at)
    await tx.execute(_SUPERSEDE, actor.account_id, now, OPEN)
    await _record(tx, actor, "invited", code_id, now)
    return {"id": str(code_id), "expires_at": expires_at.isoformat()}


@once
async def accept_helping(
    tx: Connection, actor: Family, *, code: str, now: datetime
) -> dict[str, str]:
    """Be told from now on what the account of the code is told, which learns of it; answers the help's id.

    CLAIM_CODE_NOT_VALID is one answer for unknown, misheard, expired and used; the try stays counted. Raises
    HELPER_IS_YOURSELF, HELPER_LIMIT, TRIES_PAUSED.
    """
    if not await spend(tx, f"helper code {actor.account_id}", TRIES, now=now):
        raise DomainError(Code.TRIES_PAUSED)
    digest = _digest(parse_spoken(code) or "")
    found = await tx.fetchrow(_ACCEPT, digest, now, HELPERS, now + NOTICE_KEPT)
    if found is None:
        raise CountedRefusal(Code.CLAIM_CODE_NOT_VALID)
    if found["refused"] is not None:
        raise DomainError(Code(found["refused"]))
    await _record(tx, actor, "joined", found["help"], now)
    return {"id": str(found["help"])}


@once
async def end_helping(
    tx: Connection, actor: Family, *, helper_id: UUID, now: datetime
) -> dict[str, str]:
    """Either side ends it: what was not sent is not sent any more. Raises NotFound."""
    if await tx.fetchval(_END, actor.account_id, helper_id, now) is not None:
        await _record(tx, actor, "ended", helper_id, now)
    elif not await tx.fetchval(_ENDED, actor.account_id, helper_id):
        raise NotFound()
    return {"id": str(helper_id)}


def spoken_helper_code(code_id: UUID) -> str:
    """The code, such as `K7M-P3Q-X9T`: derived under the deployment's secret, stored nowhere."""
    return spoken(keyed_digest("helper code", code_id.bytes))


def _digest(code: str) -> bytes:
    return keyed_digest("helper code at rest", code.encode())


async def _record(tx: Connection, actor: Family, what: str, helper_id: UUID, now: datetime) -> None:
    await audit.record(tx, actor, f"notifications.helper.{what}", f"helper:{helper_id}", now=now)
