"""Codes by text message: asking for one, and trying one."""

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from backend import audit
from backend.allowance import Allowance, is_left, spend
from backend.core.actor import Anonymous, Family
from backend.core.errors import Code, CountedRefusal, DomainError
from backend.core.text import say
from backend.database import Connection
from backend.identity.limits import LIMITS
from backend.identity.phones import canonical_phone, prefix_of
from backend.identity.rules import check_device
from backend.once import once
from backend.sealed import blind_index, keyed_digest, seal, unseal

SIGN_IN, ERASE = "sign_in", "erase"
"""The purpose of a challenge; its code opens nothing else."""

_PLACE = "sign_in_challenge.phone"
_SPACING = Allowance(burst=1, per_hour=timedelta(hours=1) / LIMITS.resend_after)
_FAILED = "codes failed"

_SENT_TODAY = """
select count(*) from sign_in_challenge
where phone_index = $1 and created_at > $2 and ($3::bytea is null or device_index = $3)
"""
_INSERT = """
insert into sign_in_challenge
  (id, phone_cipher, phone_index, device_index, purpose, code_digest, created_at, expires_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_SEND = "select code_owe($1, $2, $3, $4, $5)"
# Counting and the right to be looked at are one statement: parallel tries queue on the row.
_TRY = """
update sign_in_challenge set tries = tries + 1
where id = $1 and device_index = $2 and purpose = $3 and expires_at > $4 and created_at <= $4
  and tries < $5 and used_at is null
returning id, phone_cipher, phone_index, code_digest, tries
"""
_SPENT = """
select exists (select from sign_in_challenge
where id = $1 and device_index = $2 and purpose = $3 and tries >= $4 and used_at is null)
"""
_USE = "update sign_in_challenge set used_at = $2 where id = $1"
# From the device to the number: asked from a stranger's device, it reads no account, whatever the number.
_TRUSTED = """
with mine as materialized (
  select distinct on (account_id) account_id,
    not provisional and end_reason is distinct from 'removed' and refreshed_at > $3 as trusted
  from session where device_index = $2 and account_id is not null
  order by account_id, created_at desc, id
)
select exists (select from mine
where trusted and (select phone_index from account where id = mine.account_id) = $1)
"""


@once
async def request_sign_in_code(
    tx: Connection, actor: Anonymous, *, phone: str, device: str, now: datetime
) -> dict[str, object]:
    """Send a code to a number. Whether somebody has an account with it makes no difference to anybody else.

    Raises PHONE_NOT_ACCEPTED, BAD_INPUT, or SIGN_IN_PAUSED when an allowance is used up.
    """
    check_device(device)
    number, device_index = canonical_phone(phone), blind_index("device", device)
    return await send_code(tx, number, device_index, SIGN_IN, actor.language, now)


async def send_code(
    tx: Connection, number: str, device_index: bytes, purpose: str, language: str, now: datetime
) -> dict[str, object]:
    """A new code to a number, for one device and one purpose. Raises SIGN_IN_PAUSED."""
    if not await _may_ask(tx, number, device_index, now):
        raise DomainError(Code.SIGN_IN_PAUSED)
    challenge_id = UUID(bytes=secrets.token_bytes(16))
    await _issue(tx, challenge_id, number, device_index, purpose, language, now)
    return {
        "challenge_id": challenge_id,
        "expires_at": now + LIMITS.code_life,
        "resend_after": now + LIMITS.resend_after,
    }


async def _may_ask(tx: Connection, number: str, device_index: bytes, now: datetime) -> bool:
    """The bucket of the number comes first: its lock makes the count of today exact.

    A device the account trusts has codes of its own, so that nobody can use them up from elsewhere.
    """
    phone_index, device = blind_index("phone", number), device_index.hex()
    own = device_index if await _is_trusted(tx, phone_index, device_index, now) else None
    whose = f"{number} {device}" if own else number
    return (
        await spend(tx, _of("codes by phone", whose), _SPACING, now=now)
        and await _sent_today(tx, phone_index, own, now) < LIMITS.codes_a_day
        and await spend(tx, _of("codes by device", device), LIMITS.codes_by_device, now=now)
        and await spend(
            tx, _of("codes by prefix", prefix_of(number)), LIMITS.codes_by_prefix, now=now
        )
        and await spend(tx, "codes sent", LIMITS.codes_sent, now=now)
    )


async def _sent_today(
    tx: Connection, phone_index: bytes, device_index: bytes | None, now: datetime
) -> int:
    since = now - timedelta(days=1)
    count: int = await tx.fetchval(_SENT_TODAY, phone_index, since, device_index)
    return count


async def _is_trusted(
    tx: Connection, phone_index: bytes, device_index: bytes, now: datetime
) -> bool:
    since = now - LIMITS.trust_life
    return bool(await tx.fetchval(_TRUSTED, phone_index, device_index, since))


async def _issue(
    tx: Connection,
    challenge_id: UUID,
    number: str,
    device_index: bytes,
    purpose: str,
    language: str,
    now: datetime,
) -> None:
    """The message has the id of its challenge, and goes with it when the number is forgotten."""
    code = str(secrets.randbelow(10**LIMITS.code_digits)).zfill(LIMITS.code_digits)
    expires_at = now + LIMITS.code_life
    await tx.execute(
        _INSERT,
        challenge_id,
        seal(_PLACE, challenge_id, number),
        blind_index("phone", number),
        device_index,
        purpose,
        _code_digest(challenge_id, code),
        now,
        expires_at,
    )
    body = say(f"sms.{purpose}_code", language, {"code": code})
    await tx.execute(
        _SEND,
        challenge_id,
        seal("text_message.phone", challenge_id, number),
        seal("text_message.body", challenge_id, body),
        now,
        expires_at,
    )


async def prove_number(
    tx: Connection,
    actor: Anonymous | Family,
    challenge_id: UUID,
    code: str,
    device_index: bytes,
    purpose: str,
    now: datetime,
) -> str:
    """The number that the right code proves, `+519…`; the code is used up.

    Raises CODE_WRONG or TOO_MANY_TRIES, and SIGN_IN_PAUSED without looking at the code while too many
    codes fail everywhere; a device that the account trusts is not held back by others.
    """
    facts = (challenge_id, device_index, purpose)
    challenge = await tx.fetchrow(_TRY, *facts, now, LIMITS.code_tries)
    if challenge is None:
        spent = await tx.fetchval(_SPENT, *facts, LIMITS.code_tries)
        raise DomainError(Code.TOO_MANY_TRIES if spent else Code.CODE_WRONG)
    right = hmac.compare_digest(
        bytes(challenge["code_digest"]), _code_digest(challenge_id, code.strip())
    )
    if not await _may_fail(tx, challenge, device_index, right, now):
        raise DomainError(Code.SIGN_IN_PAUSED)
    if not right:
        await audit.record(
            tx, actor, f"identity.{purpose}.failed", f"challenge:{challenge_id}", now=now
        )
        raise CountedRefusal(Code.CODE_WRONG)
    await tx.execute(_USE, challenge_id, now)
    return unseal(_PLACE, challenge_id, challenge["phone_cipher"])


async def _may_fail(
    tx: Connection, challenge: Any, device_index: bytes, right: bool, now: datetime
) -> bool:
    """Whether the outcome may be told: a wrong code uses one of the allowance, a right one only looks."""
    if await _is_trusted(tx, challenge["phone_index"], device_index, now):
        return True
    if right:
        return await is_left(tx, _FAILED, LIMITS.codes_failed, now=now)
    return await spend(tx, _FAILED, LIMITS.codes_failed, now=now)


def _of(allowance: str, whose: str) -> str:
    """The name of somebody's bucket, which does not tell whose it is."""
    return f"{allowance} {blind_index('allowance', whose).hex()}"


def _code_digest(challenge_id: UUID, code: str) -> bytes:
    return keyed_digest("sign-in code", challenge_id.bytes + code.encode())
