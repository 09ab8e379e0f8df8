"""Staff: how they are added, sign in with password and second factor, and step up for sensitive acts."""

import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from backend import audit
from backend.allowance import spend
from backend.core.actor import Anonymous, Role, Staff, System
from backend.core.documents import DocumentKind, canonical_document
from backend.core.errors import Code, CountedRefusal, DomainError, NotFound
from backend.core.ids import ALPHABET, new_id
from backend.database import Connection, reading, retrying, transaction
from backend.identity import totp as second_factor
from backend.identity.commands import sessions
from backend.identity.limits import LIMITS
from backend.identity.passwords import NOBODYS_HASH, hashed, matches
from backend.identity.rules import check_device, check_password, tidy_label
from backend.once import once
from backend.sealed import blind_index, document_index, seal

_HASH = "select password_hash from staff where document_index = $1"
_FIND = """
select id, document_index, password_hash, password_once, totp_cipher, language, disabled_at
from staff where document_index = $1
"""
_SELF = "select id, totp_cipher from staff where id = $1"
_KNOWN_DEVICE = """
select exists (select from session s join staff f on f.id = s.staff_id
where f.document_index = $1 and s.device_index = $2)
"""
# A code opens once: the step it belongs to is compared and moved in one statement.
_SPEND_STEP = """
update staff set totp_last_step = $2 where id = $1 and totp_last_step < $2 and disabled_at is null
returning id
"""
_SET_PASSWORD = "update staff set password_hash = $2, password_once = false where id = $1"
_REPLACE = """
update session set ended_at = $2, end_reason = 'replaced' where staff_id = $1 and ended_at is null
"""
_STEP_UP = "update session set stepped_up_until = $2 where id = $1 and ended_at is null"
_ADD = """
insert into staff (id, document_kind, document_cipher, document_index, name, password_hash, password_once,
  totp_cipher, language, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, 'es', $9) on conflict (document_index) do nothing returning id
"""
_GRANT = """
insert into role_grant (id, staff_id, establishment_id, role, granted_at, granted_by)
select $1, $2, id, $4, $5, 'system' from establishment where id = $3 returning id
"""


class AddedStaff(NamedTuple):
    """What the new colleague needs once: the secret for an authenticator, and the password for the first sign-in."""

    staff_id: UUID
    totp_uri: str
    password: str


async def add_staff(
    tx: Connection,
    actor: System,
    *,
    document_kind: DocumentKind,
    document_number: str,
    name: str,
    roles: Sequence[tuple[str, Role]],
    now: datetime,
    password: str | None = None,
    totp_secret: str | None = None,
) -> AddedStaff:
    """Add a member of staff with roles by establishment, from the command line.

    Without `password` one is made that must be changed at the first sign-in.
    Raises STAFF_ALREADY_ADDED, PASSWORD_TOO_WEAK, DOCUMENT_NOT_VALID, or NotFound for an establishment.
    """
    number = canonical_document(document_kind, document_number)
    if password is not None:
        check_password(password, number)
    staff_id, secret = new_id(), totp_secret or second_factor.new_secret()
    chosen = password or _one_time_password()
    added = await tx.fetchval(
        _ADD,
        staff_id,
        document_kind.value,
        seal("staff.document", staff_id, number),
        document_index(document_kind, number),
        name,
        await hashed(chosen, staff_id),
        password is None,
        second_factor.sealed_secret(staff_id, secret),
        now,
    )
    if added is None:
        raise DomainError(Code.STAFF_ALREADY_ADDED)
    for establishment_id, role in roles:
        if not await tx.fetchval(_GRANT, new_id(), staff_id, establishment_id, role.value, now):
            raise NotFound()
        await audit.record(
            tx,
            actor,
            "identity.role.granted",
            f"staff:{staff_id}",
            establishment_id=establishment_id,
            facts={"role": role.value},
            now=now,
        )
    return AddedStaff(staff_id, second_factor.provisioning_uri(secret, name), chosen)


async def sign_in_staff(
    actor: Anonymous,
    request_id: UUID,
    *,
    document_kind: DocumentKind,
    document_number: str,
    password: str,
    totp: str,
    device: str,
    device_label: str | None = None,
    new_password: str | None = None,
    now: datetime,
) -> dict[str, object]:
    """A staff session from document, password and second factor; `new_password` takes the old one's place.

    Unknown, disabled, wrong password and wrong code are one answer: CREDENTIALS_WRONG. Raises SIGN_IN_PAUSED
    after too many tries, PASSWORD_CHANGE_NEEDED while the password is the one made for the first sign-in.
    """
    check_device(device)
    index = document_index(document_kind, canonical_document(document_kind, document_number))
    await retrying(partial(_admit, actor, index, device, now))
    new_hash = await _new_hash(password, new_password, document_number, request_id)
    async with reading(actor) as tx:
        stored = await tx.fetchval(_HASH, index)
    matched = await matches(stored or NOBODYS_HASH, password)
    return await _open_staff_session(
        actor,
        request_id,
        document=index.hex(),
        matched=stored if matched else None,
        totp=totp,
        device=device,
        device_label=device_label,
        new_hash=new_hash,
        now=now,
    )


@once
async def step_up(tx: Connection, actor: Staff, *, totp: str, now: datetime) -> dict[str, object]:
    """Sensitive acts are open for the next five minutes. Raises CODE_WRONG, or SIGN_IN_PAUSED after many tries."""
    if not await spend(tx, f"step-up {actor.staff_id}", LIMITS.step_up_tries, now=now):
        raise DomainError(Code.SIGN_IN_PAUSED)
    staff = await tx.fetchrow(_SELF, actor.staff_id)
    if staff is None or not await _spend_code(tx, staff, totp, now):
        raise CountedRefusal(Code.CODE_WRONG)
    until = now + LIMITS.step_up_life
    await tx.execute(_STEP_UP, actor.session_id, until)
    await audit.record(
        tx, actor, "identity.staff.stepped_up", f"session:{actor.session_id}", now=now
    )
    return {"until": until}


async def _admit(actor: Anonymous, index: bytes, device: str, now: datetime) -> None:
    """Count the try before the costly check of the password, and keep the count whatever follows.

    A device this person used before has tries of its own, so that nobody can use them up from elsewhere.
    """
    async with transaction(actor) as tx:
        device_index = blind_index("device", device)
        known = await tx.fetchval(_KNOWN_DEVICE, index, device_index)
        station = device_index.hex()
        person = f"staff {index.hex()[:32]} {station[:32] if known else 'elsewhere'}"
        if not (
            await spend(tx, person, LIMITS.staff_tries, now=now)
            and await spend(tx, f"staff by {station}", LIMITS.staff_tries_by_device, now=now)
        ):
            raise DomainError(Code.SIGN_IN_PAUSED)


@once
async def _open_staff_session(
    tx: Connection,
    actor: Anonymous,
    *,
    document: str,
    matched: str | None,
    totp: str,
    device: str,
    device_label: str | None,
    new_hash: str | None,
    now: datetime,
) -> dict[str, object]:
    """`matched`: the stored hash that the password was found to match, outside any transaction."""
    staff = await tx.fetchrow(_FIND, bytes.fromhex(document))
    if (
        staff is None
        or staff["password_hash"] != matched
        or not await _spend_code(tx, staff, totp, now)
    ):
        subject = f"document:{document[:16]}"
        await audit.record(tx, actor, "identity.staff_sign_in.failed", subject, now=now)
        raise CountedRefusal(Code.CREDENTIALS_WRONG)
    if staff["password_once"] and new_hash is None:
        raise DomainError(Code.PASSWORD_CHANGE_NEEDED)
    if new_hash is not None:
        await tx.execute(_SET_PASSWORD, staff["id"], new_hash)
    await tx.execute(_REPLACE, staff["id"], now)
    pair = await sessions.begin(
        tx,
        staff_id=staff["id"],
        device=device,
        label=tidy_label(device_label),
        language=staff["language"],
        now=now,
    )
    await audit.record(
        tx,
        Staff(staff_id=staff["id"], session_id=pair.session_id),
        "identity.signed_in",
        f"session:{pair.session_id}",
        facts={"password_changed": new_hash is not None},
        now=now,
    )
    return pair._asdict()


async def _spend_code(tx: Connection, staff: Any, said: str, now: datetime) -> bool:
    step = second_factor.matching_step(staff["id"], staff["totp_cipher"], said, now)
    return step is not None and await tx.fetchval(_SPEND_STEP, staff["id"], step) is not None


async def _new_hash(
    old: str, new: str | None, document_number: str, request_id: UUID
) -> str | None:
    if new is None:
        return None
    check_password(new, document_number)
    if hmac.compare_digest(old.encode(), new.encode()):
        raise DomainError(Code.PASSWORD_TOO_WEAK)
    return await hashed(new, request_id)


def _one_time_password() -> str:
    """A hundred random bits in four groups."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups)
