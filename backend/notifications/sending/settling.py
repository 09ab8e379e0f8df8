"""Writing down what came of letters: the delivery's next state, each attempt, each address, each carrier."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from backend.core.actor import System
from backend.database import Connection, retrying, transaction
from backend.notifications.rules.verdicts import (
    PAUSE_AFTER_REFUSED_KEY,
    SLOW_AFTER_QUOTA,
    Outcome,
    Standing,
    Verdict,
)
from backend.notifications.sending.carrier import Call, Letter, Sent
from backend.notifications.sending.claiming import fall_back, waits_for_disk


class Tried(NamedTuple):
    """One call to a carrier, and what it says of the address."""

    device_id: UUID | None
    started_at: datetime
    ended_at: datetime
    sent: Sent
    standing: Standing

    @property
    def calls(self) -> list[Call]:
        """Every call of this try, the last one last."""
        before = self.sent.before
        started = before[-1].ended_at if before else self.started_at
        return [*before, Call(self.sent.carrier, self.sent.answer, started, self.ended_at)]


class Handed(NamedTuple):
    """A letter that was tried, or not: then the verdict says what becomes of it."""

    letter: Letter
    tries: tuple[Tried, ...]
    verdict: Verdict


_LOCK = "select count(*) from (select from delivery where id = any($1) order by id for update) as locked"
# The lease and the attempt must be those under which it was sent; else another has decided meanwhile. Only what is
# claimed has an owner (`delivery_leased`). Both in one condition: of the owner by itself the planner believes that it
# leaves hardly a row, and then compares each with each. The ids twice: so the rows are found by their key, whatever the
# planner believes of a table that changes so fast. Attempts end somewhere, also those that are not charged.
_SETTLE = """
with settled as (
  update delivery d set state = case when v.state = 'retry' and d.attempt_no >= 400 then 'failed' else v.state end,
    reason = case when v.state = 'retry' and d.attempt_no >= 400 then 'attempts' else coalesce(v.reason, d.reason) end,
    provider_id = v.provider,
    charged = d.charged + v.charged::integer, not_before = coalesce(v.until, d.not_before),
    accepted_at = case v.state when 'accepted' then $7::timestamptz end, lease_owner = null, lease_until = null
  from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::boolean[], $6::timestamptz[], $8::integer[])
    as v (id, state, reason, provider, charged, until, attempt_no)
  where d.id = v.id and d.id = any($1) and v.attempt_no = case d.lease_owner when $9 then d.attempt_no end
  returning d.id, d.state)
select id from settled where state in ('suppressed', 'failed')
"""
# Each carrier's answers are counted last: all who write wait for the one who counts.
_ATTEMPTS = """
with v as materialized (
  select * from unnest($1::uuid[], $2::integer[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[],
    $7::text[])
    as v (delivery_id, attempt_no, device_id, carrier, started_at, ended_at, outcome)),
counted as (
  insert into carrier_answer (carrier, outcome, answers)
  select carrier, outcome, count(*) from v group by 1, 2 order by 1, 2
  on conflict (carrier, outcome) do update set answers = carrier_answer.answers + excluded.answers)
insert into attempt (delivery_id, attempt_no, device_id, carrier, started_at, ended_at, outcome)
select v.delivery_id, v.attempt_no, (select id from push_device p where p.id = v.device_id for key share), v.carrier,
  v.started_at, v.ended_at, v.outcome
from v where exists (select from delivery d where d.id = v.delivery_id)
"""
# To the hour, or each letter would write a row here as well.
_GOOD = """
update push_device set last_ok_at = greatest(last_ok_at, $2), suspect = 0 where id = any($1)
  and (suspect > 0 or last_ok_at is null or last_ok_at < $2::timestamptz - interval '1 hour')
"""
_SUSPECT = "update push_device set suspect = least(suspect + 1, 100) where id = any($1)"
# Asked again here: what was heard of since the attempt began is not dead.
_REVOKE = """
update push_device set state = 'revoked', revoked_at = $3, revoked_reason = v.reason
from unnest($1::uuid[], $2::text[], $4::timestamptz[]) as v (id, reason, started_at)
where push_device.id = v.id and state <> 'revoked' and last_seen_at < v.started_at
"""
_PAUSE = """
insert into carrier (name, paused_until, paused_reason) values ($1, $2, 'unauthorised')
on conflict (name) do update set paused_until = excluded.paused_until, paused_reason = excluded.paused_reason
"""
_SLOW = """
insert into carrier (name, slow_until) values ($1, $2)
on conflict (name) do update set slow_until = greatest(carrier.slow_until, excluded.slow_until)
"""
_STOP = """
update notice_kind set stopped_at = $2 where kind = any($1) and stopped_at is null returning kind
"""


async def settle(handed: Sequence[Handed], owner: str, now: datetime) -> list[str]:
    """Write the results of some letters in one transaction; answers the kinds whose words were refused just now."""
    return await retrying(lambda: _settle(handed, owner, now))


async def _settle(handed: Sequence[Handed], owner: str, now: datetime) -> list[str]:
    durable = any(waits_for_disk(each.letter.channel) for each in handed)
    async with transaction(System(), durable=durable) as tx:
        await tx.execute(_LOCK, [each.letter.delivery_id for each in handed])
        await _verdicts(tx, handed, owner, now)
        await _addresses(tx, handed, now)
        stopped = await _channel(tx, handed, now)
        await _attempts(tx, handed)
    return stopped


async def _verdicts(tx: Connection, handed: Sequence[Handed], owner: str, now: datetime) -> None:
    verdicts = [each.verdict for each in handed]
    unreached = await tx.fetch(
        _SETTLE,
        [each.letter.delivery_id for each in handed],
        [each.state for each in verdicts],
        [each.reason for each in verdicts],
        [each.provider_id for each in verdicts],
        [each.charged for each in verdicts],
        [each.not_before for each in verdicts],
        now,
        [each.letter.attempt_no for each in handed],
        owner,
    )
    await fall_back(tx, [row["id"] for row in unreached], now)


async def _attempts(tx: Connection, handed: Sequence[Handed]) -> None:
    calls = [
        (each.letter, tried.device_id, call)
        for each in handed
        for tried in each.tries
        for call in tried.calls
    ]
    if calls:
        await tx.execute(
            _ATTEMPTS,
            [letter.delivery_id for letter, _, _ in calls],
            [letter.attempt_no for letter, _, _ in calls],
            [device_id for _, device_id, _ in calls],
            [call.carrier for _, _, call in calls],
            [call.started_at for _, _, call in calls],
            [call.ended_at for _, _, call in calls],
            [call.answer.outcome for _, _, call in calls],
        )


async def _addresses(tx: Connection, handed: Sequence[Handed], now: datetime) -> None:
    tries = [tried for each in handed for tried in each.tries if tried.device_id is not None]
    good = [tried.device_id for tried in tries if tried.standing is Standing.GOOD]
    if good:
        await tx.execute(_GOOD, good, now)
    suspect = [tried.device_id for tried in tries if tried.standing is Standing.SUSPECT]
    if suspect:
        await tx.execute(_SUSPECT, suspect)
    dead = [tried for tried in tries if tried.standing is Standing.REVOKED]
    if dead:
        dead.sort(key=lambda tried: str(tried.device_id))
        reasons = [tried.sent.answer.outcome.value for tried in dead]
        await tx.execute(
            _REVOKE,
            [tried.device_id for tried in dead],
            reasons,
            now,
            [tried.started_at for tried in dead],
        )


async def _channel(tx: Connection, handed: Sequence[Handed], now: datetime) -> list[str]:
    """A refused key pauses the channel, a crowd slows it, refused words stop the pushes of their kind."""
    seen = {
        (each.letter.channel, tried.sent.answer.outcome) for each in handed for tried in each.tries
    }
    for channel, outcome in sorted(seen):
        if outcome is Outcome.UNAUTHORISED:
            await tx.execute(_PAUSE, channel, now + PAUSE_AFTER_REFUSED_KEY)
        if outcome is Outcome.QUOTA:
            await tx.execute(_SLOW, channel, now + SLOW_AFTER_QUOTA)
    faulty = sorted(
        {
            each.letter.kind
            for each in handed
            if each.verdict.reason == "payload"
            and each.letter.channel == "push"  # a gateway that refuses a text keeps no push back
            and not each.letter.withdrawal  # that has no words
        }
    )
    return [row["kind"] for row in await tx.fetch(_STOP, faulty, now)] if faulty else []


_REAP = """
update delivery set state = case when attempt_no >= 400 then 'failed' else 'retry' end,
  reason = case when attempt_no >= 400 then 'attempts' else reason end,
  not_before = $1, lease_owner = null, lease_until = null
where id in (select id from delivery where state = 'claimed' and lease_until <= $1 and expires_at > $1
  order by id limit 5000 for update skip locked)
"""
# What is on the wire was sent in time: it ends with its lease, unless its worker says before what came of it.
_EXPIRE = """
update delivery set state = 'expired', lease_owner = null, lease_until = null
where id in (select id from delivery where state in ('queued', 'held', 'retry', 'claimed') and expires_at <= $1
  and (state <> 'claimed' or lease_until <= $1)
  order by id limit 5000 for update skip locked)
"""
_WAKE = """
update delivery set state = 'queued'
where id in (select id from delivery where state = 'held' and not_before <= $1 and reason <> 'digest'
  order by id limit 5000 for update skip locked)
"""
# An urgent push that nobody opened may lie in a phone that is off: a text message follows, while there is time.
_UNOPENED = """
select coalesce(array_agg(id), '{}') from (
  select d.id from delivery d join notice n on n.id = d.notice_id join notice_kind k on k.kind = n.kind
  where d.channel = 'push' and d.state = 'accepted' and d.rank = 0 and not d.withdrawal
    and d.accepted_at between $1::timestamptz - interval '1 day' and $1::timestamptz - $2::interval
    and d.expires_at > $1
    and n.withdrawn_at is null
    and coalesce((select choice from notice_choice c
      where c.account_id = d.account_id and c.kind = n.kind and c.channel = 'sms'), k.sms) = 'instead'
    and not exists (select from delivery i where i.notice_id = d.notice_id and i.account_id = d.account_id
      and (i.channel = 'sms' or i.channel = 'inbox' and i.state = 'seen'))
  order by d.accepted_at limit 5000) as unopened
"""
AT_ONCE = 5000
"""Rows one statement of the sweep takes, as written in it."""

UNOPENED = timedelta(minutes=30)
"""How long an urgent push may lie unopened before a text message follows."""


async def sweep(now: datetime) -> None:
    """Lost leases back, what is too late ended, what waited woken."""
    for statement in (_EXPIRE, _REAP, _WAKE):
        while await _in_one_go(statement, now) == AT_ONCE:
            continue


async def follow_unopened(now: datetime) -> None:
    """Text messages after urgent pushes that nobody opened."""
    async with transaction(System()) as tx:
        unopened = await tx.fetchval(_UNOPENED, now, UNOPENED)
        await fall_back(tx, unopened, now)


async def _in_one_go(statement: str, now: datetime) -> int:
    async with transaction(System()) as tx:
        return int((await tx.execute(statement, now)).split()[1])
