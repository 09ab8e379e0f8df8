"""How much each gateway takes: read from what all workers wrote down, moved by steps, and what failed here just now."""

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from backend.core.actor import System
from backend.database import Connection, transaction
from backend.notifications.rules.failover import (
    LAST_CALLS,
    LOOK_BACK,
    REST,
    SLOW,
    SOUND,
    Health,
    Record,
    moved,
    order,
)
from backend.notifications.rules.verdicts import (
    PASSING,
    PAUSE_AFTER_REFUSED_KEY,
    QUOTA_SECONDS,
    Answer,
    Outcome,
)

LOOK_EVERY = timedelta(seconds=10)

_log = logging.getLogger("encuentro.notifications")
_KNOW = """
insert into carrier (name, share) select * from unnest($1::text[], $2::integer[])
on conflict (name) do update set share = coalesce(carrier.share, excluded.share)
"""
_LOCK = "select name from carrier where name = any($1) order by name for update"
# Only calls since a share last moved count: each step needs new evidence.
_RECORDS = """
select c.name, c.share, c.moved_at, c.paused_until, coalesce(a.calls, 0) as calls, coalesce(a.troubled, 0) as troubled
from carrier c left join lateral (
  select count(*) as calls, count(*) filter (where outcome = any($3) or ended_at - started_at > $4) as troubled
  from (select outcome, started_at, ended_at from attempt
    where carrier = c.name and ended_at > greatest($2::timestamptz, c.moved_at) order by ended_at desc limit $5) last
) a on true
where c.name = any($1)
"""
_MOVE = """
update carrier set share = v.share, moved_at = $3 from unnest($1::text[], $2::integer[]) as v (name, share)
where carrier.name = v.name
"""
_PAUSE = """
insert into carrier (name, paused_until, paused_reason) values ($1, $2, 'unauthorised')
on conflict (name) do update set paused_until = excluded.paused_until, paused_reason = excluded.paused_reason
"""


class Shares:
    """Whom to ask first. `wanted`: each gateway's share of a hundred when all is well."""

    def __init__(self, wanted: Mapping[str, int]) -> None:
        self._wanted = dict(wanted)
        self._shares = dict(wanted)
        self._health: dict[str, Health] = {}
        self._looked_at: datetime | None = None
        self._looking = asyncio.Lock()

    def order(self, now: datetime, chance: float) -> list[str]:
        """The gateways, whom to ask first at the front."""
        return order(self._shares, self._health, now, chance)

    async def look(self, now: datetime) -> None:
        """Every few seconds: read how all have done, and move a share if one must. Without a database nothing moves."""
        async with self._looking:  # whoever comes meanwhile waits, and goes by what is read
            if self._looked_at is not None and abs(now - self._looked_at) < LOOK_EVERY:
                return
            try:
                async with transaction(System()) as tx:
                    await self._look(tx, now)
            except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
                _log.warning("shares of gateways could not be read: %s", type(error).__name__)
            self._looked_at = now

    async def note(self, name: str, answer: Answer, now: datetime) -> None:
        """What a call of this worker came to: after a failure others are asked first for a while."""
        if answer.outcome not in PASSING:
            self._health[name] = SOUND
            return
        rest = REST
        if answer.outcome is Outcome.QUOTA:
            rest = timedelta(seconds=answer.wait or QUOTA_SECONDS)
        if answer.outcome is Outcome.UNAUTHORISED:
            rest = PAUSE_AFTER_REFUSED_KEY
            _log.error("the gateway %s refuses our key", name)
        before = self._health.get(name, SOUND)
        self._health[name] = before.failed(now, rest)
        if answer.outcome is Outcome.UNAUTHORISED and not before.rests(now):
            async with transaction(System()) as tx:
                await tx.execute(_PAUSE, name, now + PAUSE_AFTER_REFUSED_KEY)

    async def _look(self, tx: Connection, now: datetime) -> None:
        names = sorted(self._wanted)
        await tx.execute(_KNOW, names, [self._wanted[name] for name in names])
        await tx.execute(_LOCK, names)
        troubles = [outcome.value for outcome in sorted(PASSING)]
        rows = await tx.fetch(_RECORDS, names, now - LOOK_BACK, troubles, SLOW, LAST_CALLS)
        shares = {row["name"]: row["share"] for row in rows}
        changes = moved([_record(row, self._wanted) for row in rows], now)
        if sum(shares.values()) != 100:  # gateways were added or taken away
            changes = self._wanted
        if changes:
            await tx.execute(_MOVE, list(changes), list(changes.values()), now)
            _log.warning(
                "shares of gateways: %s", ", ".join(f"{k} {v}" for k, v in changes.items())
            )
        self._shares = {name: changes.get(name, shares[name]) for name in self._wanted}
        for row in rows:
            if row["paused_until"] is not None and row["paused_until"] > now:
                before = self._health.get(row["name"], SOUND)
                self._health[row["name"]] = before.held_until(row["paused_until"])


def _record(row: Any, wanted: Mapping[str, int]) -> Record:
    return Record(
        row["name"],
        row["share"],
        wanted[row["name"]],
        row["calls"],
        row["troubled"],
        row["moved_at"],
    )
