"""Reads of one's own account and sessions, of colleagues' roles, and of the outbox in development."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any, NamedTuple
from uuid import UUID

from backend.core.actor import Actor, Family, Role, Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.identity.phones import canonical_phone
from backend.identity.rules import APPOINTERS
from backend.identity.tokens import device_code
from backend.sealed import blind_index, unseal

SESSIONS = Keyset("sessions", datetime, UUID)
"""Newest first."""

ROLES = Keyset("roles", datetime, UUID)
"""Newest first."""

_OUTBOX = """
select id, phone_cipher, body_cipher, created_at from text_message order by created_at desc, id limit $1
"""
_OUTBOX_SHOWN = 50
_LANGUAGE = "select language from session where id = $1"
_OF_NUMBER = "select id from account where phone_index = $1"
_PREFERENCES = "select discreet, quiet_from, quiet_to from account where id = $1"
_OWN = """
select s.language, a.phone_cipher, a.discreet, a.quiet_from, a.quiet_to
from session s join account a on a.id = s.account_id where s.id = $1
"""
_ENDING = 3
_ACCOUNT = """
select phone_cipher, language, discreet, quiet_from, quiet_to, created_at from account where id = $1
"""
_KEPT_SESSIONS = """
select device_label, created_at, refreshed_at, ended_at, provisional from session
where account_id = $1 order by created_at desc, id limit $2
"""
_NAME = "select name from staff where id = $1"
_SESSIONS = """
select id, device_label, created_at, refreshed_at, provisional from session
where (account_id = $1 or staff_id = $1) and ended_at is null and expires_at > $2 and ends_at > $2
  and ($3::timestamptz is null or (created_at, id) < ($3, $4::uuid))
order by created_at desc, id desc limit $5
"""
_SESSION = """
select id, device_label, created_at, refreshed_at, provisional from session
where id = $1 and (account_id = $2 or staff_id = $2)
"""
_ROLES = """
select g.id, g.staff_id, f.name, g.establishment_id, g.role, g.granted_at, g.ended_at
from role_grant g join staff f on f.id = g.staff_id
where g.establishment_id = $1 and g.ended_at is null and f.disabled_at is null
  and ($2::timestamptz is null or (g.granted_at, g.id) < ($2, $3::uuid))
order by g.granted_at desc, g.id desc limit $4
"""
_ROLE = """
select g.id, g.staff_id, f.name, g.establishment_id, g.role, g.granted_at, g.ended_at
from role_grant g join staff f on f.id = g.staff_id where g.id = $1
"""


class Message(NamedTuple):
    """A text message owed to a phone."""

    phone: str
    body: str
    created_at: datetime


class Preferences(NamedTuple):
    """How quiet an account is; hours of Lima, both None for none."""

    discreet: bool
    quiet_from: time | None
    quiet_to: time | None


class Whoami(NamedTuple):
    """What a signed-in device may know of itself."""

    language: str
    provisional: bool
    device_code: str | None
    name: str | None
    postings: list[tuple[str, Role]]
    stepped_up_until: datetime | None
    preferences: Preferences | None = None
    phone_ending: str | None = None


class KeptAccount(NamedTuple):
    """Everything held about an account itself."""

    phone: str
    language: str
    preferences: Preferences
    created_at: datetime


class SessionRow(NamedTuple):
    """A live session of the account that asks."""

    id: UUID
    device_label: str
    created_at: datetime
    refreshed_at: datetime
    provisional: bool
    current: bool
    device_code: str | None


async def outbox(tx: Connection) -> list[Message]:
    """The newest text messages, opened: for development, as System."""
    rows = await tx.fetch(_OUTBOX, _OUTBOX_SHOWN)
    return [
        Message(
            unseal("text_message.phone", row["id"], row["phone_cipher"]),
            unseal("text_message.body", row["id"], row["body_cipher"]),
            row["created_at"],
        )
        for row in rows
    ]


async def accounts_of_number(tx: Connection, typed: str) -> list[UUID]:
    """Whose number this is, however it is written; nobody's for what is no mobile of Peru. As System."""
    try:
        number = canonical_phone(typed)
    except DomainError:
        return []
    rows = await tx.fetch(_OF_NUMBER, blind_index("phone", number))
    return [row["id"] for row in rows]


async def who_am_i(tx: Connection, actor: Actor) -> Whoami:
    """Language, standing and roles of whoever asks. Raises SIGN_IN_NEEDED."""
    if not isinstance(actor, Family | Staff):
        raise DomainError(Code.SIGN_IN_NEEDED)
    if isinstance(actor, Family) and not actor.provisional:
        return await _own(tx, actor)
    language = await tx.fetchval(_LANGUAGE, actor.session_id)
    if isinstance(actor, Family):
        return Whoami(language, True, device_code(actor.session_id), None, [], None)
    name = await tx.fetchval(_NAME, actor.staff_id)
    return Whoami(language, False, None, name, sorted(actor.roles), actor.stepped_up_until)


async def my_preferences(tx: Connection, actor: Family) -> Preferences:
    """How quiet this account is. Raises NotFound when it was erased."""
    row = await tx.fetchrow(_PREFERENCES, actor.account_id)
    if row is None:
        raise NotFound()
    return Preferences(**row)


async def kept_account(tx: Connection, actor: Family) -> KeptAccount:
    """The account with its whole number, for its own people alone. Raises NotFound when it was erased."""
    row = await tx.fetchrow(_ACCOUNT, actor.account_id)
    if row is None:
        raise NotFound()
    phone = unseal("account.phone", actor.account_id, row["phone_cipher"])
    return KeptAccount(phone, row["language"], _preferences(row), row["created_at"])


async def kept_sessions(tx: Connection, actor: Family, at_most: int) -> Sequence[Any]:
    """Every device that signed in, also those that no longer are, newest first."""
    rows: list[Any] = await tx.fetch(_KEPT_SESSIONS, actor.account_id, at_most)
    return rows


async def my_sessions(
    tx: Connection, actor: Family | Staff, page: Page, now: datetime
) -> list[SessionRow]:
    """Where this account, or this member of staff, is signed in now."""
    after = page.after or (None, None)
    rows = await tx.fetch(_SESSIONS, actor.id, now, *after, page.limit)
    return [_session(row, actor) for row in rows]


async def session_by_id(tx: Connection, actor: Family | Staff, session_id: UUID) -> SessionRow:
    """One of one's own sessions. Raises NotFound."""
    row = await tx.fetchrow(_SESSION, session_id, actor.id)
    if row is None:
        raise NotFound()
    return _session(row, actor)


async def roles_at(
    tx: Connection, actor: Staff, establishment_id: str, page: Page
) -> Sequence[Any]:
    """Who serves at an establishment as what, for whoever appoints there. Raises NOT_ALLOWED."""
    if not actor.holds(establishment_id, *APPOINTERS):
        raise DomainError(Code.NOT_ALLOWED)
    after = page.after or (None, None)
    rows: list[Any] = await tx.fetch(_ROLES, establishment_id, *after, page.limit)
    return rows


async def role_by_id(tx: Connection, actor: Staff, grant_id: UUID) -> Any:
    """One grant that this member of staff may see. Raises NotFound."""
    row = await tx.fetchrow(_ROLE, grant_id)
    if row is None or not actor.holds(row["establishment_id"], *APPOINTERS):
        raise NotFound()
    return row


async def _own(tx: Connection, actor: Family) -> Whoami:
    row = await tx.fetchrow(_OWN, actor.session_id)
    if row is None:
        raise DomainError(Code.SIGN_IN_NEEDED)
    phone = unseal("account.phone", actor.account_id, row["phone_cipher"])
    return Whoami(row["language"], False, None, None, [], None, _preferences(row), phone[-_ENDING:])


def _preferences(row: Any) -> Preferences:
    return Preferences(row["discreet"], row["quiet_from"], row["quiet_to"])


def _session(row: Any, actor: Family | Staff) -> SessionRow:
    return SessionRow(
        **row,
        current=row["id"] == actor.session_id,
        device_code=device_code(row["id"]) if row["provisional"] else None,
    )
