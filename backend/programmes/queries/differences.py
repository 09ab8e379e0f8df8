"""What a draft would change: for the preview and for the release itself, which must not differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.text import DEFAULT_LANGUAGE, say
from backend.database import Connection
from backend.programmes.rules.content import Content, from_json
from backend.programmes.rules.differing import (
    Difference,
    KnownDate,
    check_dates,
    dates_differing,
    fields_differing,
    hours,
)
from backend.programmes.rules.series import WantedDate, wanted_dates
from backend.programmes.rules.vocabulary import (
    FOR_FAMILIES,
    Audience,
    ChangeKind,
    DateState,
)

_KNOWN = """
select o.id, o.key, o.starts_at, o.doors_at, o.ends_at, o.answers_until, o.state, o.why,
  (select count(distinct a.account_id) from answer a where a.occurrence_id = o.id
    and (a.state <> 'withdrawn' or o.state = 'cancelled' and a.ended_why = 'cancelled')) as households
from occurrence o where o.event_id = $1 order by o.id
"""
_LOCKED = "select from occurrence where event_id = $1 order by id for no key update"
_REACH = "select language, households from event_reach_counts($1, $2, $3, $4, $5, $6, $7)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What releasing a content does. `news`: to whom the event is news from now on; None: to nobody."""

    content: Content
    first: bool
    fields: tuple[str, ...]
    dates: tuple[Difference, ...]
    known: tuple[KnownDate, ...]
    news: Audience | None

    @property
    def told(self) -> list[UUID]:
        """Dates whose households are told: all but those that nobody could know of."""
        return [each.was.id for each in self.dates if each.was is not None]

    @property
    def back(self) -> list[UUID]:
        """Dates that were called off and stand again: whoever was told not to come hears of it."""
        return [each.was.id for each in self.dates if each.was and each.kind is ChangeKind.ADDED]

    @property
    def standing(self) -> list[WantedDate]:
        """Every date as it will be, soonest first; those that are off or wait for a day are left out."""
        after = {each.key: each.wanted for each in self.known}
        after |= {each.key: each.will_be for each in self.dates}
        return sorted(
            (each for each in after.values() if each.state is DateState.PLANNED),
            key=lambda each: each.starts_at,
        )

    @property
    def cancelled(self) -> tuple[Difference, ...]:
        return tuple(each for each in self.dates if each.kind is ChangeKind.CANCELLED)


async def known_dates(
    tx: Connection, event_id: UUID, *, locked: bool = False
) -> tuple[KnownDate, ...]:
    """The dates of an event. `locked`: until the transaction ends nobody answers one."""
    if locked:
        await tx.fetch(_LOCKED, event_id)
    return tuple(
        KnownDate(**{**row, "state": DateState(row["state"])})
        for row in await tx.fetch(_KNOWN, event_id)
    )


async def plan_release(
    tx: Connection,
    event: asyncpg.Record,
    content: Content,
    *,
    now: datetime,
    locked: bool = False,
) -> Plan:
    """What releasing this content of an event does. Raises BAD_INPUT for a date that would go into the past."""
    known = await known_dates(tx, event["id"], locked=locked)
    old = from_json(event["content"]) if event["content"] is not None else None
    fields = fields_differing(old, content)
    check_dates(content, known, old, now)
    dates = dates_differing(
        known,
        wanted_dates(content, hours(known)),
        fields=fields,
        dropped=say("event.dropped", DEFAULT_LANGUAGE),
        now=now,
    )
    plan = Plan(
        content=content, first=old is None, fields=fields, dates=dates, known=known, news=None
    )
    grown = old is None or not {"audience", "also_at"}.isdisjoint(fields)
    # Where there was nothing to come to before, that there is something now is news.
    begins = not any(each.state is DateState.PLANNED and each.starts_at > now for each in known)
    to_come = any(each.starts_at > now for each in plan.standing)
    if to_come and (grown or begins) and content.audience in FOR_FAMILIES:
        return replace(plan, news=content.audience)
    return plan


async def households(
    tx: Connection, event: Mapping[str, Any] | asyncpg.Record, plan: Plan, now: datetime
) -> Sequence[asyncpg.Record]:
    """How many hear of it, by the language they read, the most first."""
    news = event["id"] if plan.news is not None else None
    place = event["establishment_id"]
    places = [place, *plan.content.also_at]
    return await reached(tx, place, plan.told, news, plan.news, places, now, plan.back)


async def reached(
    tx: Connection,
    place: str,
    dates: Sequence[UUID],
    news: UUID | None,
    wide: Audience | None,
    places: Sequence[str],
    now: datetime,
    back: Sequence[UUID] = (),
) -> Sequence[asyncpg.Record]:
    """Households with a live answer to one of the dates, or to whom an event is news, by language.

    Of dates that come `back`, also those whose answer ended when they were called off.
    """
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _REACH, place, dates, news, wide, places, now, list(back)
    )
    return rows
