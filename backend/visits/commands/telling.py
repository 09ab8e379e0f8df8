"""Telling every family whom a change of rules, timetable or open days touches, in the transaction of the change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.core.clock import lima_instant
from backend.database import Connection
from backend.visits.rules import VisitType
from backend.visits.rules.vocabulary import PROTECTED_TYPES

AT_ONCE = 5_000
"""Families told in one statement; a place with more takes several, in the same transaction."""

KEPT = timedelta(days=7)
"""How long such a notice stays in the inbox after the change has begun."""

_TELL = "select visit_tell_families($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
_REOPENED = "select visit_tell_reopened($1, $2, $3)"
# A day is open again when one of its visits can be had, or, where it has none, when nothing closes it whole.
_OPEN_AGAIN = """
select y.id from visit_yielding y, lateral (select (y.from_at at time zone 'America/Lima')::date as day) d
where y.establishment_id = $1 and y.effect = 'replaces' and y.ended_at is not null and y.until_at > $3
  and d.day = any($2)
  and coalesce((
    select bool_or(s.closed_at is null and s.starts_at > $3 and not visit_is_closed(s, null)) from slot s
    where s.establishment_id = $1 and s.visit_on = d.day and s.visit_type = any(y.visit_types)
  ), not exists (select from visit_yielding o where o.establishment_id = $1 and o.effect = 'replaces'
    and o.ended_at is null and o.from_at = y.from_at
  ) and not exists (select from closed_day c where c.establishment_id = $1 and c.ended_at is null
    and d.day between c.first_on and c.last_on and c.pavilion_id is null
    and (c.visit_types is null or 'ordinary' = any(c.visit_types))))
order by y.id
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One change that touches many. `scopes` are made by `scope`; `cause` is the act's: whoever it told that a
    visit is called off is not told this too, and nobody is told twice. `subject`: by which it is taken back."""

    kind: str
    scopes: Sequence[Mapping[str, Any]]
    facts: Mapping[str, Any]
    subject: str
    cause: str
    until: datetime


def scope(
    where: Mapping[str, Any], types: Sequence[str], first_on: date, ends_on: date | None = None
) -> dict[str, Any]:
    """Whom a change touches: `where` as in a rule's scope; visits of these types from `first_on` to before `ends_on`.

    What is for lawyers and officials alone touches no family that has no such visit.
    """
    return {
        **where,
        "visit_types": [str(each) for each in types],
        "ties": any(VisitType(each) not in PROTECTED_TYPES for each in types),
        "from": first_on,
        "to": ends_on,
    }


def kept_until(first_on: date, now: datetime) -> datetime:
    """Until when a change that begins on a day is told."""
    return max(now, lima_instant(first_on, time(0))) + KEPT


async def tell_families(
    tx: Connection, places: Sequence[str], news: News, now: datetime, at_once: int = AT_ONCE
) -> None:
    """One notice for each account that the change touches at these places, `at_once` in a statement."""
    for place in places:
        behind = None
        while True:
            behind = await tx.fetchval(
                _TELL,
                news.kind,
                [place],
                list(news.scopes),
                dict(news.facts),
                news.subject,
                news.cause,
                now,
                news.until,
                behind,
                at_once,
            )
            if behind is None:
                break


async def take_back_closing(
    tx: Connection, closure_id: UUID, now: datetime, at_once: int = AT_ONCE
) -> None:
    """What was told of days that are open again, `at_once` notices in a statement."""
    while await tx.fetchval(_REOPENED, closure_id, now, at_once) == at_once:
        continue


async def take_back_days(
    tx: Connection, place: str, days: Sequence[date], now: datetime, at_once: int = AT_ONCE
) -> None:
    """What was told of days that events took whole, where visits can be had again, whoever closed them last."""
    for row in await tx.fetch(_OPEN_AGAIN, place, days, now):
        await take_back_closing(tx, row["id"], now, at_once)
