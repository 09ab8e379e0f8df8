"""Visits that make way for an event of their establishment, or last as long as it: in the transaction of its release.

Whoever releases calls `hold_offer` before it locks the event, and `follow_event` once the dates are written. Of visits
that are called off every family is told, and nothing brings them back: where the event lets the hours go again they can
be booked anew. What touches no ordinary visit (counsel, officials, consuls) is left alone.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

import asyncpg

from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.ids import new_id
from backend.database import Connection
from backend.visits.commands import telling
from backend.visits.commands.reconsidering import BATCH, Cause, call_off, lock_offer, planned
from backend.visits.commands.timetable import HORIZON
from backend.visits.queries.yielding import Effect, Yielding, in_the_way
from backend.visits.rules import YIELDING_TYPES, Reason, ReasonCode

_LOCK_DAYS = "select visit_lock_days($1, $2, $3)"
_STANDING = """
select id, occurrence_id, effect, from_at, until_at from visit_yielding
where occurrence_id = any($1) and ended_at is null order by id
"""
_BEGIN = """
insert into visit_yielding (id, establishment_id, occurrence_id, effect, visit_types, from_at, until_at, recorded_at,
  recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_END = "update visit_yielding set ended_at = $2 where id = any($1)"
# Of days, those of which an event told already: what further ahead was released told nobody.
_TOLD = """
select distinct (from_at at time zone 'America/Lima')::date as day from visit_yielding
where establishment_id = $1 and effect = 'replaces' and (ended_at is null or ended_at = $3) and id <> all($2)
  and (from_at at time zone 'America/Lima')::date - (recorded_at at time zone 'America/Lima')::date <= $4
"""
_LENGTHEN = "select visit_lengthen($1, $2, $3)"


async def hold_offer(
    tx: Connection, establishment_id: str, wanted: Iterable[Yielding], now: datetime
) -> None:
    """To be called before an event is locked: nobody books there until its release is done.

    `wanted`: what will be asked of visits; of what was asked before, all days are held too.
    """
    await lock_offer(tx, [establishment_id])
    await tx.execute(_LOCK_DAYS, establishment_id, _days(wanted), now)


async def follow_event(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    occurrence_ids: Collection[UUID],
    wanted: Mapping[UUID, Yielding],
    now: datetime,
) -> int:
    """Let visits follow the dates of an event, which are `occurrence_ids`: those of `wanted` ask for what it says, the
    others for nothing any more. Answers how many visits were called off.

    Their families are told that theirs are, or that the hours are others; and of a day without visits, as far as slots
    are made ahead, whoever might have come is told mildly.
    """
    stood = await tx.fetch(_STANDING, list(occurrence_ids))
    before = {row["occurrence_id"]: _read(row) for row in stood}
    ended = [row for row in stood if wanted.get(row["occurrence_id"]) != _read(row)]
    begun = {new_id(): (key, each) for key, each in wanted.items() if before.get(key) != each}
    await tx.execute(_END, [row["id"] for row in ended], now)
    await tx.executemany(
        _BEGIN,
        [
            (
                yielding_id,
                establishment_id,
                occurrence_id,
                each.effect,
                YIELDING_TYPES,
                each.from_at,
                each.until_at,
                now,
                actor.staff_id,
            )
            for yielding_id, (occurrence_id, each) in begun.items()
        ],
    )
    changed = [_read(row) for row in ended] + [each for _, each in begun.values()]
    longer = _days(each for each in changed if not each.closes)
    if longer:
        await tx.execute(_LENGTHEN, establishment_id, longer, now)
    lifted = _days(each for each in (_read(row) for row in ended) if each.closes)
    await telling.take_back_days(tx, establishment_id, lifted, now)
    closing = {key: each for key, (_, each) in begun.items() if each.closes}
    gone = await _call_off(tx, establishment_id, closing, now)
    told = await tx.fetch(_TOLD, establishment_id, list(begun), now, HORIZON.days)
    days = {row["day"] for row in told}
    for yielding_id, each in closing.items():
        if each.effect is Effect.REPLACES and (day := lima_day(each.from_at)) not in days:
            days.add(day)
            await _tell_closed(tx, establishment_id, yielding_id, each, now)
    return len(gone)


async def _call_off(
    tx: Connection, place: str, closing: Mapping[UUID, Yielding], now: datetime
) -> list[UUID]:
    keys = list(closing)
    rows = await in_the_way(tx, place, list(closing.values()), now)
    why = Reason.of(ReasonCode.DAY_CLOSED)
    plan = [
        planned(str(row["id"]), why, Cause(reason="event", key=str(keys[row["nth"] - 1])))
        for row in rows
    ]
    return await call_off(tx, plan, BATCH, now) if plan else []


async def _tell_closed(
    tx: Connection, place: str, yielding_id: UUID, each: Yielding, now: datetime
) -> None:
    """Further ahead nobody can have meant to come."""
    day = lima_day(each.from_at)
    if day > lima_day(now) + HORIZON:
        return
    news = telling.News(
        kind="day_closed",
        scopes=[telling.scope({}, YIELDING_TYPES, day)],
        facts={"visit_on": day, "until_on": day},
        subject=f"closure:{yielding_id}",
        cause=str(yielding_id),
        until=each.until_at,
    )
    await telling.tell_families(tx, [place], news, now)


def _read(row: asyncpg.Record) -> Yielding:
    return Yielding(Effect(row["effect"]), row["from_at"], row["until_at"])


def _days(wanted: Iterable[Yielding]) -> list[date]:
    """Days of Lima that any of them touches."""
    return sorted({lima_day(at) for each in wanted for at in (each.from_at, each.until_at)})
