"""What the released dates of an event do to the visits of its own establishment. Elsewhere they do nothing.

A place's offer of visits is held before the event's row is: whoever books or changes people locks in that order.
"""

from datetime import datetime

import asyncpg

from backend.core.actor import Staff
from backend.database import Connection
from backend.programmes.queries.differences import known_dates
from backend.programmes.queries.effects import asked_of_visits, yielding
from backend.programmes.rules.content import Content, from_json
from backend.programmes.rules.differing import hours
from backend.programmes.rules.series import wanted_dates
from backend.programmes.rules.vocabulary import DateState, VisitEffect
from backend.visits import commands as visits

_DRAFT = "select content from event_draft where event_id = $1"
# What has begun stays as it is.
_DATES = """
select id, doors_at, ends_at, state from occurrence
where event_id = $1 and (starts_at > $2 or state <> 'planned') order by id
"""


async def hold_visits(tx: Connection, event: asyncpg.Record, now: datetime) -> bool:
    """Hold the offer of visits where releasing the draft may touch it; answers whether that was so.

    The draft is read without a lock: whoever releases another one asks again whether it is held.
    """
    kept = await tx.fetchval(_DRAFT, event["id"])
    content = from_json(kept) if kept is not None else None
    if not touches_visits(event, content):
        return False
    wanted = []
    if content is not None:
        dates = wanted_dates(content, hours(await known_dates(tx, event["id"])))
        wanted = asked_of_visits(content.effect, dates, now)
    await visits.hold_offer(tx, event["establishment_id"], wanted, now)
    return True


def touches_visits(event: asyncpg.Record, content: Content | None) -> bool:
    """Whether what is released, or would be, has an effect on visits."""
    old = from_json(event["content"]) if event["content"] is not None else None
    return any(each is not None and each.effect is not VisitEffect.NONE for each in (old, content))


async def follow_dates(
    tx: Connection, actor: Staff, event: asyncpg.Record, effect: VisitEffect, now: datetime
) -> int:
    """Let visits follow an event's dates as they are written; answers how many visits were called off."""
    rows = await tx.fetch(_DATES, event["id"], now)
    standing = [row for row in rows if row["state"] == DateState.PLANNED]
    if effect is VisitEffect.NONE:
        standing = []
    return await visits.follow_event(
        tx,
        actor,
        establishment_id=event["establishment_id"],
        occurrence_ids=[row["id"] for row in rows],
        wanted={row["id"]: yielding(effect, row["doors_at"], row["ends_at"]) for row in standing},
        now=now,
    )
