"""A family signs in: the right code opens a session, whose trust depends on the device."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Anonymous, Family
from backend.core.ids import new_id
from backend.database import Connection
from backend.identity.commands import sessions
from backend.identity.commands.challenges import SIGN_IN, prove_number
from backend.identity.limits import LIMITS
from backend.identity.rules import check_device, tidy_label
from backend.identity.tokens import recovery_code, recovery_digest
from backend.once import once
from backend.sealed import blind_index, seal

_OPEN = """
insert into account (id, phone_cipher, phone_index, language, created_at) values ($1, $2, $3, $4, $5)
on conflict (phone_index) do nothing
"""
# Locked: two devices that sign in at once are told apart, and counted, one after the other.
_ACCOUNT = "select id, language, recovery_generation from account where phone_index = $1 for update"
_LAST_OF_DEVICE = """
select not provisional and end_reason is distinct from 'removed' and refreshed_at > $3
from session where account_id = $1 and device_index = $2 order by created_at desc, id limit 1
"""
_EVER = "select exists (select from session where account_id = $1)"
_REPLACE = """
update session set ended_at = $3, end_reason = 'replaced'
where account_id = $1 and device_index = $2 and ended_at is null
"""
_KEEP = "select end_extra_devices($1, $2, $3)"
_KEEP_PROVISIONAL = """
update session set ended_at = $3, end_reason = 'ceiling' where id in (
  select id from session where account_id = $1 and provisional and ended_at is null
  order by created_at desc, id offset $2)
"""
_FIRST_CODE = "update account set recovery_digest = $2, recovery_generation = $3 where id = $1"


class Standing(StrEnum):
    """What an account knows of a device that has proved the number."""

    FIRST = "first"
    TRUSTED = "trusted"
    UNKNOWN = "unknown"


@once
async def confirm_sign_in_code(
    tx: Connection,
    actor: Anonymous,
    *,
    challenge_id: UUID,
    code: str,
    device: str,
    device_label: str | None = None,
    now: datetime,
) -> dict[str, object]:
    """A session for the device that asked for the code; a number seen for the first time gets an account.

    The account's first device is trusted and gets a recovery code to keep. A device the account does not know
    gets a provisional session: it may only wait for trust. Raises CODE_WRONG, TOO_MANY_TRIES or SIGN_IN_PAUSED.
    """
    check_device(device)
    device_index = blind_index("device", device)
    number = await prove_number(tx, actor, challenge_id, code, device_index, SIGN_IN, now)
    account = await _account_of(tx, number, actor.language, now)
    standing = await _standing(tx, account["id"], device, now)
    provisional = standing is Standing.UNKNOWN
    await tx.execute(_REPLACE, account["id"], device_index, now)
    pair = await sessions.begin(
        tx,
        account_id=account["id"],
        device=device,
        label=tidy_label(device_label),
        language=actor.language if provisional else account["language"],
        provisional=provisional,
        now=now,
    )
    generation = await _settle(tx, account, standing, pair.session_id, now)
    await audit.record(
        tx,
        Family(account_id=account["id"], session_id=pair.session_id),
        "identity.signed_in",
        f"session:{pair.session_id}",
        facts={"device": standing.value},
        now=now,
    )
    return {**pair._asdict(), "account_id": account["id"], "recovery_generation": generation}


async def _account_of(tx: Connection, number: str, language: str, now: datetime) -> Any:
    index, account_id = blind_index("phone", number), new_id()
    found = await tx.fetchrow(_ACCOUNT, index)
    if found is None:
        cipher = seal("account.phone", account_id, number)
        await tx.execute(_OPEN, account_id, cipher, index, language, now)
        found = await tx.fetchrow(_ACCOUNT, index)
    return found


async def _standing(tx: Connection, account_id: UUID, device: str, now: datetime) -> Standing:
    since = now - LIMITS.trust_life
    index = blind_index("device", device)
    if await tx.fetchval(_LAST_OF_DEVICE, account_id, index, since):
        return Standing.TRUSTED
    ever = await tx.fetchval(_EVER, account_id)
    return Standing.UNKNOWN if ever else Standing.FIRST


async def _settle(
    tx: Connection, account: Any, standing: Standing, session_id: UUID, now: datetime
) -> int | None:
    """Keep the ceilings of devices, warn the others, print the first recovery code: its generation."""
    account_id: UUID = account["id"]
    if standing is Standing.UNKNOWN:
        await tx.execute(_KEEP_PROVISIONAL, account_id, LIMITS.provisional_devices, now)
        await sessions.warn(tx, account_id, "sign_in_new_device", session_id, now)
        return None
    await tx.execute(_KEEP, account_id, LIMITS.devices, now)
    if standing is Standing.TRUSTED:
        return None
    generation: int = account["recovery_generation"] + 1
    digest = recovery_digest(account_id, recovery_code(account_id, generation))
    await tx.execute(_FIRST_CODE, account_id, digest, generation)
    return generation
