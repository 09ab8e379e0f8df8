"""The stop button: what was told is taken back until its last delivery has left; a stopped kind is let go again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from backend import audit
from backend.core.actor import Actor
from backend.database import Connection, retrying, transaction

AT_ONCE = 5_000
"""Notices that one transaction takes back: whoever sends or reads waits for so many, not for a hundred thousand."""

_PATIENTLY = (
    "select set_config('statement_timeout', '1min', true), set_config('lock_timeout', '10s', true)"
)
# A notice by its id; else everything that one act told. What is over or was taken back is left alone.
_MEANT = """
select id, kind from notice where id = $1 and withdrawn_at is null and expires_at > $3
union all
select id, kind from notice where cause = $2 and withdrawn_at is null and expires_at > $3
  and not exists (select from notice where id = $1)
"""
_SOME = (
    "select id, count(*) over () as standing from (" + _MEANT + ") as meant order by id limit $4"
)
_KNOWN = "select exists (select from notice where id = $1) or exists (select from notice where cause = $2)"
_UNSENT = """
select count(*) filter (where state in ('queued', 'held', 'retry')) as unsent,
  count(*) filter (where state = 'claimed') as leaving,
  count(*) filter (where channel = 'push' and state = 'accepted') as pushed,
  count(*) filter (where channel = 'sms' and state = 'accepted') as texted
from delivery where notice_id = any($1) and channel <> 'inbox' and not withdrawal
"""
_TAKE_BACK = "select notice_take_back($1, 'stopped', $2)"
# Of this very transaction, so that nothing is counted that left while the question was being read.
_TAKEN = """
select count(*) filter (where not withdrawal and state = 'cancelled' and changed_in = here.number) as unsent,
  count(*) filter (where withdrawal and changed_in = here.number) as withdrawals,
  count(*) filter (where channel = 'sms' and state = 'accepted') as texted
from delivery, (select pg_current_xact_id()::text::bigint as number) as here
where notice_id = any($1) and channel <> 'inbox'
"""
_RESUME = """
with was as (select kind, stopped_at from notice_kind where kind = $1 for update)
update notice_kind k set stopped_at = null from was where k.kind = was.kind returning was.stopped_at
"""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a stop would take back: notices by kind; deliveries by what has become of them."""

    kinds: Mapping[str, int]
    unsent: int
    leaving: int
    pushed: int
    texted: int


@dataclass(frozen=True, slots=True)
class Stopped:
    """What a stop took back. `withdrawals`: pushes that are taken off screens; `texted`: nothing takes those back."""

    notices: int
    unsent: int
    withdrawals: int
    texted: int

    def and_then(self, more: "Stopped") -> "Stopped":
        """Both together."""
        return Stopped(
            self.notices + more.notices,
            self.unsent + more.unsent,
            self.withdrawals + more.withdrawals,
            self.texted + more.texted,
        )


async def meant_to_stop(tx: Connection, name: str, now: datetime) -> Meant | None:
    """What `name`, a notice's id or a cause, would stop; None when nothing is called so."""
    await tx.execute(_PATIENTLY)
    if not await tx.fetchval(_KNOWN, _as_id(name), name):
        return None
    rows = await tx.fetch(_MEANT, _as_id(name), name, now)
    kinds: dict[str, int] = {}
    for row in rows:
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + 1
    (deliveries,) = await tx.fetch(_UNSENT, [row["id"] for row in rows])
    return Meant(kinds, *deliveries)


async def stop_notices(
    actor: Actor,
    name: str,
    *,
    now: datetime,
    at_once: int = AT_ONCE,
    progress: Callable[[int], None] = lambda left: None,
) -> Stopped:
    """Take back what `name` means: what has not left stays, what may be on a screen is taken off it.

    `at_once` notices a transaction, each with an audit entry of what it stopped and how many notices were left;
    `progress` hears that number after each. Killed in between, what was taken back stays so, and the next call
    goes on with the rest.
    """
    stopped, left = Stopped(0, 0, 0, 0), 1
    while left:
        some, left = await retrying(partial(_stop_some, actor, name, now, at_once))
        stopped = stopped.and_then(some)
        progress(left)
    return stopped


async def _stop_some(actor: Actor, name: str, now: datetime, at_once: int) -> tuple[Stopped, int]:
    """One part, and how many notices are left."""
    async with transaction(actor) as tx:
        await tx.execute(_PATIENTLY)
        rows = await tx.fetch(_SOME, _as_id(name), name, now, at_once)
        ids = [row["id"] for row in rows]
        left = rows[0]["standing"] - len(rows) if rows else 0
        notices = await tx.fetchval(_TAKE_BACK, ids, now)
        (deliveries,) = await tx.fetch(_TAKEN, ids)
        stopped = Stopped(notices, *deliveries)
        if notices:
            facts: dict[str, object] = {
                "notices": notices,
                "unsent": stopped.unsent,
                "withdrawals": stopped.withdrawals,
                "left": left,
            }
            await audit.record(
                tx, actor, "notifications.notices.stopped", name, facts=facts, now=now
            )
    return stopped, left


async def resume_kind(tx: Connection, actor: Actor, kind: str, *, now: datetime) -> bool | None:
    """Let a stopped kind go again; False when it was not stopped, None when there is no such kind."""
    row = await tx.fetchrow(_RESUME, kind)
    if row is None:
        return None
    if row["stopped_at"] is None:
        return False
    facts: dict[str, object] = {"stopped_at": row["stopped_at"].isoformat()}
    await audit.record(tx, actor, "notifications.kind.resumed", kind, facts=facts, now=now)
    return True


def _as_id(name: str) -> UUID | None:
    try:
        return UUID(name)
    except ValueError:
        return None
