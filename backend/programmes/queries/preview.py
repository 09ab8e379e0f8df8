"""What a director reads before releasing: what differs, how many households will be told, and what else is on then."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from backend.core.actor import Staff
from backend.core.clock import LIMA, lima_day
from backend.core.errors import NotFound
from backend.database import Connection
from backend.programmes.access import WRITERS, office_event
from backend.programmes.queries.differences import Plan, households, plan_release
from backend.programmes.queries.effects import visits_off
from backend.programmes.rules.content import Content, from_json
from backend.programmes.rules.series import WantedDate
from backend.programmes.rules.vocabulary import ClashKind, Where
from backend.visits import queries as visits

MOST_CLASHES = 60

_DRAFT = "select content from event_draft where event_id = $1"
# Of other establishments, those where the reader is posted.
_OTHERS = """
select o.starts_at, o.ends_at, w.nth, e.establishment_id, e.content ->> 'title' as title,
  e.content -> 'venue' ->> 'where' as place, lower(btrim(e.content -> 'venue' ->> 'room')) as room
from unnest($2::timestamptz[], $3::timestamptz[]) with ordinality as w (begins, ends, nth)
join occurrence o on o.starts_at < w.ends and o.ends_at > w.begins and o.state <> 'cancelled'
join event e on e.id = o.event_id and e.id <> $1
where e.establishment_id = any ($4)
  or exists (select from event_place p where p.event_id = e.id and p.establishment_id = any ($4))
order by w.nth, o.starts_at, o.id limit $5
"""
_DAYS = "select on_day, name from calendar_day where on_day = any($1) order by on_day, name"


@dataclass(frozen=True, slots=True)
class Clash:
    """Something else of that day, in words of its own: hours, a title, the name of a day."""

    kind: ClashKind
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a release would do. `languages`: rows of `language` and `households`; `visits_off`: booked visits."""

    plan: Plan
    languages: Sequence[asyncpg.Record]
    clashes: Sequence[Clash]
    visits_off: int


async def release_preview(
    tx: Connection, actor: Staff, event_id: UUID, *, now: datetime
) -> Preview:
    """Of an event's draft. Raises NotFound, also where there is none, or BAD_INPUT for a date that would go back."""
    event = await office_event(tx, actor, event_id, *WRITERS)
    kept = await tx.fetchval(_DRAFT, event_id)
    if kept is None:
        raise NotFound()
    content = from_json(kept)
    plan = await plan_release(tx, event, content, now=now)
    told = await households(tx, event, plan, now)
    standing = [each for each in plan.standing if each.starts_at > now]
    found = await _clashes(tx, event, content, standing)
    off = await visits_off(tx, event["establishment_id"], content.effect, standing, now)
    return Preview(plan, told, found, off)


async def _clashes(
    tx: Connection, event: asyncpg.Record, content: Content, dates: Sequence[WantedDate]
) -> list[Clash]:
    place: str = event["establishment_id"]
    days = [lima_day(each.starts_at) for each in dates]
    found: list[Clash] = []
    if content.venue.where is Where.INSIDE:
        for row in await visits.slot_hours(tx, place, days):
            hours = _hours(row["starts_at"], row["ends_at"])
            found.append(Clash(ClashKind.VISITS, row["visit_on"], hours))
    others = await tx.fetch(
        _OTHERS,
        event["id"],
        [each.starts_at for each in dates],
        [each.ends_at for each in dates],
        [place, *content.also_at],
        MOST_CLASHES,
    )
    found.extend(_other(row, place, content, days) for row in others)
    found.extend(
        Clash(ClashKind.CALENDAR_DAY, row["on_day"], row["name"])
        for row in await tx.fetch(_DAYS, days)
    )
    return list(_first(sorted(found, key=lambda each: (each.on, each.kind, each.words))))


def _other(row: asyncpg.Record, place: str, content: Content, days: Sequence[date]) -> Clash:
    same_room = (
        content.venue.where is Where.INSIDE
        and row["place"] == Where.INSIDE
        and row["establishment_id"] == place
        and row["room"] == content.venue.room.strip().lower()
    )
    kind = ClashKind.ROOM if same_room else ClashKind.OTHER_EVENT
    return Clash(
        kind, days[row["nth"] - 1], f"{row['title']}, {_hours(row['starts_at'], row['ends_at'])}"
    )


def _first(clashes: Sequence[Clash]) -> Iterator[Clash]:
    seen: set[Clash] = set()
    for each in clashes:
        if each not in seen and len(seen) < MOST_CLASHES:
            seen.add(each)
            yield each


def _hours(starts_at: datetime, ends_at: datetime) -> str:
    return f"{starts_at.astimezone(LIMA):%H:%M} - {ends_at.astimezone(LIMA):%H:%M}"
