"""Taking what is due: each delivery is planned anew under its lock, and claimed, held or ended."""

import logging
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag

from backend.core.actor import System
from backend.database import Connection, retrying, transaction
from backend.notifications.kinds import Urgency
from backend.notifications.rules.planning import (
    Hold,
    Parcel,
    Plan,
    Reader,
    Suppress,
    Why,
    digest_spread,
    plan,
)
from backend.notifications.rules.verdicts import LEASE, Address
from backend.notifications.sending.carrier import Letter, To
from backend.sealed import keyed_digest, unseal

RANKS = (0, 1, 2)
"""Urgent, normal, mild: each is claimed by itself, so that no crowd of one hides or holds up another."""

# `next_line`: what a withdrawal would take off the screen has made room for a newer notice of the same subject
# ("shown"), or will when the newer one is decided on ("due"): both have one tag.
_DUE = """
select d.id, d.notice_id, d.account_id, d.channel, d.withdrawal, d.state, d.attempt_no, d.charged, d.expires_at,
  n.kind, n.urgency, n.subject, n.act_by, n.withdrawn_reason,
  case when d.withdrawal then (select max(case x.state when 'queued' then 'due' else 'shown' end)
    from notice o join delivery x on x.notice_id = o.id
    where o.subject = n.subject and o.account_id = n.account_id and o.id <> n.id
      and o.withdrawn_at is null and o.created_at >= n.created_at
      and x.account_id = d.account_id and x.channel = 'push' and not x.withdrawal and x.expires_at > $3
      and (x.state in ('claimed', 'retry', 'accepted', 'seen') or x.state = 'queued' and x.not_before <= $3))
    end as next_line,
  coalesce(a.language, 'es') as language, coalesce(a.discreet, false) as discreet, a.quiet_from, a.quiet_to,
  a.phone_cipher, m.phone_cipher as message_phone, m.body_cipher as message_body,
  k.stopped_at is not null as stopped,
  (select choice from notice_choice c where c.account_id = d.account_id and c.kind = n.kind and c.channel = d.channel)
    as choice,
  d.account_id is not distinct from n.account_id or exists (select from helper h where h.account_id = n.account_id
    and h.helper_id = d.account_id and h.accepted_at is not null and h.ended_at is null) as consented
from delivery d
join notice n on n.id = d.notice_id
join notice_kind k on k.kind = n.kind
left join account a on a.id = d.account_id
left join text_message m on m.id = d.id
where d.channel = $1 and d.rank = $2 and d.state in ('queued', 'retry') and d.not_before <= $3
order by d.not_before, d.id limit $4 for update of d skip locked
"""
# By themselves: built into each row of the above as JSON they cost two thirds of it.
_DEVICES = """
select account_id, id, kind, value_cipher, state, suspect, registered_at, last_seen_at
from push_device where account_id = any($1) and state <> 'revoked'
"""
# The ids twice: so the rows are found by their key, whatever the planner believes of a table that changes so fast.
_MOVE = """
update delivery d set state = v.state, reason = coalesce(v.reason, d.reason),
  not_before = coalesce(v.until, d.not_before),
  attempt_no = d.attempt_no + (v.state = 'claimed')::integer,
  claimed_at = case v.state when 'claimed' then $6 else d.claimed_at end,
  lease_owner = case v.state when 'claimed' then $5 end,
  lease_until = case v.state when 'claimed' then $7::timestamptz end
from unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) as v (id, state, reason, until)
where d.id = v.id and d.id = any($1)
"""
# A push that reaches no phone becomes a text message, unless the family or the kind says otherwise.
_INSTEAD = """
insert into delivery (notice_id, account_id, channel, rank, state, not_before, expires_at)
select d.notice_id, d.account_id, 'sms', d.rank, 'queued', $2, d.expires_at
from delivery d join notice n on n.id = d.notice_id join notice_kind k on k.kind = n.kind
where d.id = any($1) and d.channel = 'push' and not d.withdrawal and n.withdrawn_at is null and d.expires_at > $2
  and coalesce((select choice from notice_choice c
    where c.account_id = d.account_id and c.kind = n.kind and c.channel = 'sms'), k.sms) = 'instead'
on conflict do nothing
"""
# The index of what is due has the order wanted. By statistics from before a crowd came the planner would rather read
# and sort all of it, for each claim anew: so it is told not to sort while a claim lasts.
_PAUSED = """
select exists (select from carrier where name = $1 and paused_until > $2) from set_config('enable_sort', 'off', true)
"""

_FALLS_BACK = frozenset({Why.NO_DEVICE, Why.CHOICE, Why.STOPPED, Why.UNREADABLE})
_NEXT_LINE = timedelta(seconds=5)
"""How long a withdrawal waits for a newer notice that may take its line."""

_Devices = Mapping[UUID, Sequence[Any]]
"""The rows of the live addresses of each account."""

_log = logging.getLogger("encuentro.notifications")


@dataclass(slots=True)
class _Moves:
    """What becomes of the rows of one claim, as columns."""

    ids: list[UUID] = field(default_factory=list)
    states: list[str] = field(default_factory=list)
    reasons: list[str | None] = field(default_factory=list)
    untils: list[datetime | None] = field(default_factory=list)
    unreached: list[UUID] = field(default_factory=list)

    def add(
        self, key: UUID, state: str, reason: str | None = None, until: datetime | None = None
    ) -> None:
        self.ids.append(key)
        self.states.append(state)
        self.reasons.append(reason)
        self.untils.append(until)


async def claim(
    channel: str, rank: int, owner: str, at_most: int, now: datetime, lease: timedelta = LEASE
) -> tuple[list[Letter], int]:
    """Up to `at_most` letters that are this worker's until the lease ends, and how many rows were decided on."""
    return await retrying(lambda: _claim(channel, rank, owner, at_most, now, lease))


async def _claim(
    channel: str, rank: int, owner: str, at_most: int, now: datetime, lease: timedelta
) -> tuple[list[Letter], int]:
    async with transaction(System(), durable=waits_for_disk(channel)) as tx:
        if await tx.fetchval(_PAUSED, channel, now):
            return [], 0
        rows = await tx.fetch(_DUE, channel, rank, now, at_most)
        if not rows:
            return [], 0
        devices = await _addresses(tx, rows)
        moves, letters = _Moves(), []
        for row in rows:
            if (letter := _decide(row, devices, moves, now, now + lease)) is not None:
                letters.append(letter)
        await tx.execute(
            _MOVE, moves.ids, moves.states, moves.reasons, moves.untils, owner, now, now + lease
        )
        await fall_back(tx, moves.unreached, now)
    return letters, len(rows)


def waits_for_disk(channel: str) -> bool:
    """Whether a claim or a result must outlive a crash of the database server.

    Of a push not: a lost claim is queued again, a lost result is sent again when its lease ends, and both take the
    same line of the screen. A second text message would be read twice and paid for twice.
    """
    return channel != "push"


async def fall_back(tx: Connection, unreached: Sequence[UUID], now: datetime) -> None:
    """Text messages in place of pushes that reach no phone."""
    if unreached:
        await tx.execute(_INSTEAD, list(unreached), now)


async def _addresses(tx: Connection, rows: Sequence[Any]) -> _Devices:
    found: dict[UUID, list[Any]] = defaultdict(list)
    accounts = {row["account_id"] for row in rows if row["channel"] == "push"}
    if accounts:
        for device in await tx.fetch(_DEVICES, list(accounts)):
            found[device["account_id"]].append(device)
    return found


def _decide(
    row: Any, devices: _Devices, moves: _Moves, now: datetime, lease_until: datetime
) -> Letter | None:
    if row["expires_at"] <= now:
        moves.add(row["id"], "expired")
        return None
    if row["withdrawn_reason"] is not None and not row["withdrawal"]:
        moves.add(row["id"], "cancelled", row["withdrawn_reason"])
        return None
    if row["next_line"] is not None:
        _wait_for_next_line(row, moves, now)
        return None
    to_devices = devices.get(row["account_id"], ())
    decided = _plan(row, len(to_devices), now)
    if isinstance(decided, Hold):
        # One that was tried already stays a retry: it is held from its first sending only.
        state = "held" if row["state"] == "queued" else "retry"
        moves.add(row["id"], state, decided.why, decided.until)
        return None
    if isinstance(decided, Suppress):
        _suppress(row, moves, decided.why)
        return None
    try:
        letter = _letter(row, to_devices, lease_until)
    except (InvalidTag, ValueError):  # of another key: it must not hold up the others
        _log.exception("the address or the words of a delivery cannot be read")
        _suppress(row, moves, Why.UNREADABLE)
        return None
    moves.add(row["id"], "claimed")
    return letter


def _suppress(row: Any, moves: _Moves, why: Why) -> None:
    moves.add(row["id"], "suppressed", why)
    if why in _FALLS_BACK:
        moves.unreached.append(row["id"])


def _wait_for_next_line(row: Any, moves: _Moves, now: datetime) -> None:
    if row["next_line"] == "shown":
        moves.add(row["id"], "cancelled", "replaced")
    else:
        moves.add(row["id"], row["state"], until=now + _NEXT_LINE)


def _plan(row: Any, phones: int, now: datetime) -> Plan:
    if row["channel"] == "sms" and row["phone_cipher"] is None and row["message_phone"] is None:
        return Suppress(Why.ERASED)
    parcel = Parcel(
        row["kind"],
        row["urgency"],
        row["channel"],
        row["act_by"],
        row["withdrawal"],
        row["stopped"],
    )
    reader = Reader(
        row["quiet_from"],
        row["quiet_to"],
        row["discreet"],
        row["choice"],
        phones,
        row["consented"],
    )
    if row["urgency"] != Urgency.MILD or row["account_id"] is None:
        return plan(parcel, reader, now)
    return plan(parcel, reader, now, digest_spread(row["account_id"]))


def _letter(row: Any, devices: Sequence[Any], lease_until: datetime) -> Letter:
    return Letter(
        delivery_id=row["id"],
        notice_id=row["notice_id"],
        attempt_no=row["attempt_no"] + 1,
        charged=row["charged"],
        channel=row["channel"],
        kind=row["kind"],
        urgency=row["urgency"],
        language=row["language"],
        discreet=row["discreet"],
        withdrawal=row["withdrawal"],
        tag=keyed_digest("notice tag", row["subject"].encode()).hex()[:24],
        expires_at=row["expires_at"],
        lease_until=lease_until,
        to=_phones(row) if row["channel"] == "sms" else tuple(map(_device, devices)),
        body=_own_words(row),
    )


def _phones(row: Any) -> tuple[To, ...]:
    if row["message_phone"] is not None:
        return (To(unseal("text_message.phone", row["id"], row["message_phone"]), "phone"),)
    return (To(unseal("account.phone", row["account_id"], row["phone_cipher"]), "phone"),)


def _own_words(row: Any) -> str | None:
    if row["message_body"] is None:
        return None
    return unseal("text_message.body", row["id"], row["message_body"])


def _device(row: Any) -> To:
    return To(
        value=unseal("push_device.value", row["id"], row["value_cipher"]),
        kind=row["kind"],
        device_id=row["id"],
        stale=row["state"] == "stale",
        address=Address(row["registered_at"], row["last_seen_at"], row["suspect"]),
    )
