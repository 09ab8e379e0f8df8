"""The evening's digest: what could wait becomes one notice an account and day, however many workers build it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from backend.core.actor import System
from backend.core.clock import LIMA
from backend.database import Connection, retrying, transaction
from backend.notifications.commands.telling import Owed, tell_all
from backend.notifications.sending.claiming import fall_back

BATCH = 2000
"""Deliveries put together in one transaction."""

KEPT = timedelta(days=1)
"""For how long a digest is in the inbox: until the next one."""

_ALONE = "select pg_try_advisory_xact_lock(hashtextextended('notices digest', 0))"
# Asked again now, as before every sending: what is not to be sent any more is not part of a digest either.
_DUE = """
select d.id, d.account_id, case
    when k.stopped_at is not null then 'stopped'
    when d.account_id <> n.account_id and not exists (select from helper h where h.account_id = n.account_id
      and h.helper_id = d.account_id and h.accepted_at is not null and h.ended_at is null) then 'no_consent'
    when exists (select from notice_choice c where c.account_id = d.account_id and c.kind = n.kind
      and c.channel = 'push' and c.choice = 'off') then 'choice'
    when not exists (select from push_device p where p.account_id = d.account_id and p.state <> 'revoked')
      then 'no_device' end as against
from delivery d join notice n on n.id = d.notice_id join notice_kind k on k.kind = n.kind
where d.state = 'held' and d.reason = 'digest' and d.not_before <= $1 and d.expires_at > $1
order by d.not_before, d.account_id, d.id limit $2 for update of d skip locked
"""
_SUPPRESS = """
update delivery d set state = 'suppressed', reason = v.reason
from unnest($1::uuid[], $2::text[]) as v (id, reason) where d.id = v.id
"""
_ADD = """
update notice n set facts = jsonb_build_object('count', (n.facts->>'count')::integer + v.more)
from unnest($1::text[], $2::integer[]) as v (key, more) where n.dedupe_key = v.key returning n.id, n.dedupe_key
"""
_SAY_AGAIN = "update delivery set changed_in = 0 where notice_id = any($1) and channel = 'inbox'"
_ABSORB = """
update delivery d set state = 'absorbed', absorbed_by_id = p.id
from unnest($1::uuid[], $2::text[]) as v (id, key) join notice n on n.dedupe_key = v.key
  join delivery p on p.notice_id = n.id and p.channel = 'push' and not p.withdrawal
where d.id = v.id
"""
_FALLS_BACK = ("stopped", "choice", "no_device")


@dataclass(slots=True)
class _Due:
    """The deliveries of one batch: those of digests, and those that are not to be sent any more."""

    ids: list[UUID] = field(default_factory=list)
    accounts: list[UUID] = field(default_factory=list)
    dropped: list[UUID] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


async def build_digests(now: datetime) -> int:
    """Put what waits for the evening, and has waited long enough, into digests; answers how many deliveries.

    One transaction a batch: a worker that dies leaves no half of one, and only one worker at a time builds any.
    """
    taken = 0
    while batch := await retrying(lambda: _batch(now)):
        taken += batch
    return taken


async def _batch(now: datetime) -> int:
    async with transaction(System()) as tx:
        if not await tx.fetchval(_ALONE):
            return 0
        rows = await tx.fetch(_DUE, now, BATCH)
        due = _sorted(rows)
        await _drop(tx, due, now)
        if due.ids:
            await _gather(tx, due, now)
    return len(rows)


def _sorted(rows: Sequence[asyncpg.Record]) -> _Due:
    due = _Due()
    for row in rows:
        if row["against"] is None:
            due.ids.append(row["id"])
            due.accounts.append(row["account_id"])
        else:
            due.dropped.append(row["id"])
            due.reasons.append(row["against"])
    return due


async def _drop(tx: Connection, due: _Due, now: datetime) -> None:
    if due.dropped:
        await tx.execute(_SUPPRESS, due.dropped, due.reasons)
        pairs = zip(due.dropped, due.reasons, strict=True)
        await fall_back(tx, [key for key, reason in pairs if reason in _FALLS_BACK], now)


async def _gather(tx: Connection, due: _Due, now: datetime) -> None:
    day = now.astimezone(LIMA).date().isoformat()
    counted = Counter(due.accounts)
    keys = {account: f"digest {account} {day}" for account in counted}
    there = await tx.fetch(_ADD, list(keys.values()), [counted[account] for account in keys])
    await tx.execute(_SAY_AGAIN, [row["id"] for row in there])
    begun = {row["dedupe_key"] for row in there}
    owed = [
        Owed(
            account_id=account,
            facts={"count": counted[account]},
            dedupe_key=key,
            expires_at=now + KEPT,
        )
        for account, key in keys.items()
        if key not in begun
    ]
    await tell_all(tx, "digest", owed, now=now)
    await tx.execute(_ABSORB, due.ids, [keys[account] for account in due.accounts])
