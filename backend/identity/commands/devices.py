"""Three ways from a provisional session to a trusted device: the old device, the printed code, the desk."""

import hmac
from datetime import datetime
from uuid import UUID

from backend import audit
from backend.allowance import spend
from backend.core.actor import Family, Role, Staff
from backend.core.errors import Code, CountedRefusal, DomainError, NotFound
from backend.database import Connection
from backend.identity.limits import LIMITS
from backend.identity.phones import canonical_phone
from backend.identity.rules import check_stepped_up
from backend.identity.tokens import device_code, recovery_code, recovery_digest
from backend.once import once
from backend.sealed import blind_index

_TRUST = "select trust_device($1, 'old_device', $2, $3, $4, $5)"
_GENERATION = "select recovery_generation from account where id = $1"
_REDEEM = "select redeem_recovery_code($1, $2, $3, $4, $5, $6, $7)"
_WAITING = "select session_id from waiting_devices($1, $2, $3)"
_VOUCH = "select vouch_for_device($1, $2, $3, $4, $5, $6)"


@once
async def approve_device(
    tx: Connection, actor: Family, *, session_id: UUID, now: datetime
) -> dict[str, object]:
    """A trusted device of the account lets a new one in. Raises DEVICE_NOT_TRUSTED or NotFound."""
    if actor.provisional:
        raise DomainError(Code.DEVICE_NOT_TRUSTED)
    if not await tx.fetchval(_TRUST, session_id, now, *_terms(now)):
        raise NotFound()
    await audit.record(
        tx,
        actor,
        "identity.device.trusted",
        f"session:{session_id}",
        facts={"how": "old_device"},
        now=now,
    )
    return {"session_id": session_id}


@once
async def use_recovery_code(
    tx: Connection, actor: Family, *, code: str, now: datetime
) -> dict[str, object]:
    """The code printed at the first sign-in makes this device a trusted one; the next code is shown once.

    Raises NOT_ALLOWED on a device that is trusted already, CODE_WRONG, or SIGN_IN_PAUSED after too many tries.
    """
    generation: int = await tx.fetchval(_GENERATION, actor.account_id)
    said = recovery_digest(actor.account_id, code)
    if not actor.provisional:
        return _shown_again(actor, said, generation)
    bucket = f"recovery code {actor.account_id}"
    if not await spend(tx, bucket, LIMITS.recovery_tries, now=now):
        raise DomainError(Code.SIGN_IN_PAUSED)
    generation += 1
    following = recovery_digest(actor.account_id, recovery_code(actor.account_id, generation))
    if not await tx.fetchval(_REDEEM, actor.session_id, said, following, now, *_terms(now)):
        raise CountedRefusal(Code.CODE_WRONG)
    await audit.record(
        tx,
        actor,
        "identity.device.trusted",
        f"session:{actor.session_id}",
        facts={"how": "recovery_code"},
        now=now,
    )
    return {"account_id": actor.account_id, "recovery_generation": generation}


@once
async def vouch_for_device(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    phone: str,
    code: str,
    now: datetime,
) -> dict[str, object]:
    """At the desk: the registrar saw the person's document, and on the new phone the device's code.

    Raises NOT_ALLOWED, STEP_UP_NEEDED, PHONE_NOT_ACCEPTED, or NotFound when no such phone is waiting.
    """
    if not actor.holds(establishment_id, Role.VISITS_REGISTRAR):
        raise DomainError(Code.NOT_ALLOWED)
    check_stepped_up(actor, now)
    index, said = blind_index("phone", canonical_phone(phone)), code.strip().upper()
    waiting = await tx.fetch(_WAITING, establishment_id, index, now)
    meant = [row["session_id"] for row in waiting if device_code(row["session_id"]) == said]
    if not meant or not await tx.fetchval(_VOUCH, establishment_id, meant[0], now, *_terms(now)):
        raise NotFound()
    await audit.record(
        tx,
        actor,
        "identity.device.trusted",
        f"session:{meant[0]}",
        establishment_id=establishment_id,
        facts={"how": "desk"},
        now=now,
    )
    return {"session_id": meant[0]}


def _shown_again(actor: Family, said: bytes, generation: int) -> dict[str, object]:
    """The phone whose answer was lost is trusted by now, and shows the code that it has just spent."""
    if generation < 2:
        raise DomainError(Code.NOT_ALLOWED)
    spent = recovery_digest(actor.account_id, recovery_code(actor.account_id, generation - 1))
    if not hmac.compare_digest(said, spent):
        raise DomainError(Code.NOT_ALLOWED)
    return {"account_id": actor.account_id, "recovery_generation": generation}


def _terms(now: datetime) -> tuple[datetime, int, datetime]:
    """Until when the device is trusted, how many are kept, until when the notice is shown."""
    return now + LIMITS.session_life, LIMITS.devices, now + LIMITS.notice_life
