"""Sessions: how one begins, is refreshed once a token, and ends."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from backend import audit
from backend.core.actor import Anonymous, Family, Staff
from backend.core.errors import Code, CountedRefusal, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.identity.limits import LIMITS
from backend.identity.rules import Refresh, check_device, refresh_verdict
from backend.identity.tokens import token, token_digest
from backend.once import once
from backend.sealed import blind_index

_BEGIN = """
insert into session (id, account_id, staff_id, device_index, device_label, language, provisional, generation,
  created_at, refreshed_at, expires_at, ends_at)
values ($1, $2, $3, $4, $5, $6, $7, 0, $8, $8, $9, $10)
"""
_ISSUE = """
insert into token (digest, session_id, kind, generation, issued_at, expires_at)
values ($1, $3, 'access', $4, $5, $6), ($2, $3, 'refresh', $4, $5, $7)
"""
# The session's row is locked: refreshes of one session are decided one after the other.
_PRESENTED = """
select s.*, t.generation as presented, t.expires_at as token_expires_at
from token t join session s on s.id = t.session_id
where t.digest = $1 and t.kind = 'refresh' for update of s
"""
_ADVANCE = """
update session set generation = $2, refreshed_at = $3, expires_at = $4 where id = $1
"""
_HELD = "select from session where id = $1 for update"
_LOCK = """
update token set expires_at = $2 where session_id = $1 and kind = 'access' and expires_at > $2
"""
_END = "update session set ended_at = $2, end_reason = $3 where id = $1 and ended_at is null"
_WARN = """
select notice_tell(array[$1::uuid], $2, array[$3::jsonb], array[$4], $5, array[$5::timestamptz],
  array[$6::timestamptz], null, array[$5::timestamptz])
"""
_END_OWN = """
update session set ended_at = coalesce(ended_at, $3),
  end_reason = case when id = $4 then coalesce(end_reason, 'signed_out') else 'removed' end
where id = $1 and (account_id = $2 or staff_id = $2) returning id
"""
# Devices that signed out before lose their trust too: whoever ends everything trusts only this one.
_END_ALL = """
with mine as (
  select id, ended_at is null and expires_at > $2 and ends_at > $2 as live from session
  where (account_id = $1 or staff_id = $1) and (ended_at is null or device_index <>
    (select device_index from session where id = $3)) for update
), ended as (
  update session set ended_at = coalesce(session.ended_at, $2),
    end_reason = case when session.id = $3 then coalesce(end_reason, 'signed_out') else 'removed' end
  from mine where session.id = mine.id
)
select count(*) from mine where live
"""


class Pair(NamedTuple):
    """What is stored of a pair of tokens: from it the pair can be derived again, and by nobody else."""

    session_id: UUID
    generation: int
    provisional: bool
    access_expires_at: datetime
    refresh_expires_at: datetime


async def begin(
    tx: Connection,
    *,
    account_id: UUID | None = None,
    staff_id: UUID | None = None,
    device: str,
    label: str,
    language: str,
    provisional: bool = False,
    now: datetime,
) -> Pair:
    """A new session with its first pair of tokens."""
    refresh_life, session_life = _lives(staff_id is not None, provisional)
    session_id, ends_at = new_id(), now + session_life
    await tx.execute(
        _BEGIN,
        session_id,
        account_id,
        staff_id,
        blind_index("device", device),
        label,
        language,
        provisional,
        now,
        min(now + refresh_life, ends_at),
        ends_at,
    )
    pair = _pair(session_id, 0, provisional, now, refresh_life, ends_at)
    await _issue(tx, pair, now)
    return pair


@once
async def refresh_session(
    tx: Connection, actor: Anonymous, *, refresh_token: str, device: str, now: datetime
) -> dict[str, object]:
    """The successor of a refresh token: one, however often and in parallel it is asked for.

    A token that was spent before, or comes from another device, is in two hands: the session ends
    and the account's devices are told. Raises SESSION_ENDED.
    """
    check_device(device)
    session = await tx.fetchrow(_PRESENTED, token_digest(refresh_token))
    if session is None or session["ended_at"] is not None or session["ends_at"] <= now:
        raise DomainError(Code.SESSION_ENDED)
    verdict = refresh_verdict(
        presented=session["presented"],
        current=session["generation"],
        refreshed_at=session["refreshed_at"],
        now=now,
    )
    if session["device_index"] != blind_index("device", device) or verdict is Refresh.THEFT:
        await _end_stolen(tx, actor, session, now)
        raise CountedRefusal(Code.SESSION_ENDED)
    if verdict is Refresh.REPEAT:
        return _pair_of(session, session["generation"], session["refreshed_at"])._asdict()
    if session["token_expires_at"] <= now:
        raise DomainError(Code.SESSION_ENDED)
    return await _succeed(tx, session, now)


@once
async def end_session(
    tx: Connection, actor: Family | Staff, *, session_id: UUID, now: datetime
) -> dict[str, object]:
    """End one of one's own sessions. Another device thereby loses its trust. Raises NotFound."""
    if await tx.fetchval(_END_OWN, session_id, actor.id, now, actor.session_id) is None:
        raise NotFound()
    await audit.record(tx, actor, "identity.session.ended", f"session:{session_id}", now=now)
    return {"session_id": session_id}


@once
async def end_all_sessions(
    tx: Connection, actor: Family | Staff, *, now: datetime
) -> dict[str, int]:
    """End every session, this one too; every other device must earn its trust again."""
    ended: int = await tx.fetchval(_END_ALL, actor.id, now, actor.session_id)
    facts: dict[str, object] = {"sessions": ended}
    await audit.record(
        tx, actor, "identity.sessions.ended", f"{actor.kind}:{actor.id}", facts=facts, now=now
    )
    return {"ended": ended}


@once
async def sign_out(tx: Connection, actor: Family | Staff, *, now: datetime) -> dict[str, object]:
    """End the session that asks. The device keeps the account's trust."""
    await tx.execute(_END, actor.session_id, now, "signed_out")
    await audit.record(tx, actor, "identity.session.ended", f"session:{actor.session_id}", now=now)
    return {"session_id": actor.session_id}


async def lock_session(
    actor: Family | Staff, request_id: UUID, *, now: datetime
) -> dict[str, object]:
    """End what is open of the session that asks; only its next refresh, by the same device, opens it again.

    Like a refresh it is done as nobody: no database role of a person may touch tokens.
    """
    return await _lock_session(
        Anonymous(language=actor.language),
        request_id,
        session_id=actor.session_id,
        device=f"session:{actor.session_id}",
        now=now,
    )


@once
async def _lock_session(
    tx: Connection, actor: Anonymous, *, session_id: UUID, device: str, now: datetime
) -> dict[str, object]:
    await tx.execute(_HELD, session_id)  # a refresh comes before or after, never in between
    await tx.execute(_LOCK, session_id, now)
    await audit.record(tx, actor, "identity.session.locked", f"session:{session_id}", now=now)
    return {"locked_at": now}


async def warn(
    tx: Connection, account_id: UUID, kind: str, session_id: UUID, now: datetime
) -> None:
    """Tell the devices of an account about one session, in their inbox."""
    await tx.execute(
        _WARN,
        account_id,
        kind,
        {"session_id": str(session_id)},
        f"{kind}:{session_id}",
        now,
        now + LIMITS.notice_life,
    )


async def _succeed(tx: Connection, session: Any, now: datetime) -> dict[str, object]:
    pair = _pair_of(session, session["generation"] + 1, now)
    await tx.execute(_ADVANCE, pair.session_id, pair.generation, now, pair.refresh_expires_at)
    await _issue(tx, pair, now)
    return pair._asdict()


async def _end_stolen(tx: Connection, actor: Anonymous, session: Any, now: datetime) -> None:
    await tx.execute(_END, session["id"], now, "reused")
    if session["account_id"] is not None:
        await warn(tx, session["account_id"], "sign_in_reused", session["id"], now)
    await audit.record(tx, actor, "identity.session.reused", f"session:{session['id']}", now=now)


async def _issue(tx: Connection, pair: Pair, now: datetime) -> None:
    access = token("access", pair.session_id, pair.generation)
    refresh = token("refresh", pair.session_id, pair.generation)
    await tx.execute(
        _ISSUE,
        token_digest(access),
        token_digest(refresh),
        pair.session_id,
        pair.generation,
        now,
        pair.access_expires_at,
        pair.refresh_expires_at,
    )


def _pair_of(session: Any, generation: int, issued_at: datetime) -> Pair:
    refresh_life, _ = _lives(session["staff_id"] is not None, session["provisional"])
    return _pair(
        session["id"],
        generation,
        session["provisional"],
        issued_at,
        refresh_life,
        session["ends_at"],
    )


def _pair(
    session_id: UUID,
    generation: int,
    provisional: bool,
    issued_at: datetime,
    refresh_life: timedelta,
    ends_at: datetime,
) -> Pair:
    return Pair(
        session_id,
        generation,
        provisional,
        min(issued_at + LIMITS.access_life, ends_at),
        min(issued_at + refresh_life, ends_at),
    )


def _lives(is_staff: bool, provisional: bool) -> tuple[timedelta, timedelta]:
    """How long a refresh token and a session live."""
    if is_staff:
        return LIMITS.staff_idle_life, LIMITS.staff_session_life
    return LIMITS.refresh_life, LIMITS.provisional_life if provisional else LIMITS.session_life
