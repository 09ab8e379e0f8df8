"""What whoever runs the service asks of notices: honest counts, what waits, what stands still."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.core.clock import lima_day
from backend.database import Connection

_COUNTS = """
select n.kind, case when d.withdrawal then 'withdrawal' else d.channel end as channel, d.state,
  case when d.state = 'suppressed' then d.reason end as reason, count(*) as deliveries
from notice n join delivery d on d.notice_id = n.id
where n.created_at >= $1 and n.created_at <= $2
group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""
# Each rank of each channel by the index of what is due: one row read, however long the queue is.
_OLDEST = """
select way.channel, first.id, first.notice_id, first.not_before, n.kind
from unnest(array['push', 'sms']) as way (channel), lateral (
  select due.* from unnest(array[0, 1, 2]::smallint[]) as line (rank), lateral (
    select d.id, d.notice_id, d.not_before from delivery d
    where d.channel = way.channel and d.rank = line.rank and d.state in ('queued', 'retry') and d.not_before <= $1
    order by d.not_before, d.id limit 1) as due
  order by due.not_before limit 1) as first
join notice n on n.id = first.notice_id
order by first.not_before
"""
_STANDING = """
select channel, withdrawal, state, sum(deliveries)::bigint as deliveries from delivery_count
group by 1, 2, 3 order by 1, 2, 3
"""
_CARRIERS = """
select name, paused_until, paused_reason, slow_until from carrier
where paused_until > $1 or slow_until > $1 order by name
"""
_STOPPED = "select kind, stopped_at from notice_kind where stopped_at is not null order by kind"
_SPENT = "select coalesce((select spent from sms_day where day = $1), 0)"
_ANSWERS = "select carrier, outcome, answers from carrier_answer order by carrier, outcome"


@dataclass(frozen=True, slots=True)
class Count:
    """How many deliveries of a kind and channel came to what. `reason`: why it was never sent."""

    kind: str
    channel: str
    state: str
    reason: str | None
    deliveries: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """The delivery of a channel that has been due for longest."""

    channel: str
    kind: str
    notice_id: UUID
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Restrained:
    """A channel or a carrier that is paused or slowed, and until when."""

    name: str
    paused_until: datetime | None
    reason: str | None
    slow_until: datetime | None

    def is_paused(self, now: datetime) -> bool:
        """Nothing is handed to it."""
        return self.paused_until is not None and self.paused_until > now

    def is_slowed(self, now: datetime) -> bool:
        """It is handed less."""
        return self.slow_until is not None and self.slow_until > now


@dataclass(frozen=True, slots=True)
class Running:
    """How sending stands at an instant. `spent`: céntimos of today, Lima."""

    waiting: Sequence[Waiting]
    restrained: Sequence[Restrained]
    stopped: Mapping[str, datetime]
    spent: int


async def delivery_counts(tx: Connection, since: datetime, until: datetime) -> list[Count]:
    """What came of the notices that were told in a time; every one of their deliveries is read."""
    await tx.execute("select set_config('statement_timeout', '10min', true)")
    return [Count(**row) for row in await tx.fetch(_COUNTS, since, until)]


async def running(tx: Connection, now: datetime) -> Running:
    """What waits, what is restrained, what is stopped, what was spent: a few rows each."""
    waiting = [
        Waiting(row["channel"], row["kind"], row["notice_id"], row["not_before"])
        for row in await tx.fetch(_OLDEST, now)
    ]
    restrained = [
        Restrained(row["name"], row["paused_until"], row["paused_reason"], row["slow_until"])
        for row in await tx.fetch(_CARRIERS, now)
    ]
    stopped = {row["kind"]: row["stopped_at"] for row in await tx.fetch(_STOPPED)}
    spent = await tx.fetchval(_SPENT, lima_day(now))
    return Running(waiting, restrained, stopped, spent)


async def standing_counts(tx: Connection) -> dict[tuple[str, str], int]:
    """How many deliveries there are by channel ("withdrawal" for those) and state; no delivery is read for it."""
    counts: dict[tuple[str, str], int] = {}
    for row in await tx.fetch(_STANDING):
        key = ("withdrawal" if row["withdrawal"] else row["channel"], row["state"])
        counts[key] = counts.get(key, 0) + row["deliveries"]
    return counts


async def carrier_answers(tx: Connection) -> dict[tuple[str, str], int]:
    """How often each carrier gave which answer, since ever."""
    return {(row["carrier"], row["outcome"]): row["answers"] for row in await tx.fetch(_ANSWERS)}
