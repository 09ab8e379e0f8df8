"""What calendars and the public page are made of, asked without signing in: by a secret, or for what is public."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend.allowance import Allowance, spend
from backend.core.actor import Anonymous, Family
from backend.database import Connection, transaction
from backend.programmes.rules.calendars import Entry, own_entry
from backend.programmes.rules.pictures import ShownPoster
from backend.programmes.rules.vocabulary import AnswerState, DateState, Where
from backend.programmes.tokens import calendar_digest, calendar_uid
from backend.sealed import blind_index

POLLS = Allowance(burst=60, per_hour=60)
"""Of one calendar: phones ask a few times a day."""

ASKING = Allowance(burst=300, per_hour=1200)
"""Of one address, for what is public or unknown. Services that fetch for many phones ask from few addresses."""

MOST = 1000
"""Dates in one calendar."""

_LONGEST_NAME = 60
_SINCE = "select calendar_since()"
_OWN = "select * from feed_private($1, $2)"
_PUBLIC = "select feed_public($1, $2, $3, $4)"
_EVENT = "select event_public($1, $2)"


class Refused(StrEnum):
    """Why nothing is shown: there is no such thing, or too much was asked."""

    UNKNOWN = "unknown"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class OwnCalendar:
    """The dates of one account, in its language."""

    language: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OpenPlaces:
    """Until when anybody may say that they come, and how many adults and children with one answer."""

    until: datetime
    adults: int
    children: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicDate:
    """One date for everybody. `was_at`: when it was to begin before it was moved; `answers`: None where nobody answers
    without an account."""

    id: UUID
    starts_at: datetime
    doors_at: datetime
    ends_at: datetime
    was_at: datetime | None
    state: DateState
    sequence: int
    changed_at: datetime
    title: str
    summary: str
    words: Mapping[str, tuple[str, str]]
    where: Where
    name: str
    address: str
    link: str
    works: tuple[tuple[str, str], ...]
    documents: str
    dress: str
    bring: str
    forbidden: str
    least_age: int | None
    poster: ShownPoster | None
    answers: OpenPlaces | None

    def said(self, language: str) -> tuple[str, str]:
        """Title and summary, in the language where somebody wrote them."""
        return self.words.get(language, (self.title, self.summary))


async def calendar_since(tx: Connection, actor: Family) -> datetime | None:
    """Since when the account's calendar has an address; None: it has none."""
    since: datetime | None = await tx.fetchval(_SINCE)
    return since


async def own_calendar(token: str, address: str, now: datetime) -> OwnCalendar | Refused:
    """The calendar of a secret. What is unknown is counted by `address`, what is known by itself."""
    digest = calendar_digest(token)
    async with transaction(Anonymous()) as tx:
        rows = await tx.fetch(_OWN, digest, now)
        key = f"calendar {digest.hex()}" if rows else counted(address)
        if not await spend(tx, key, POLLS if rows else ASKING, now=now):
            return Refused.PAUSED
    if not rows:
        return Refused.UNKNOWN
    language = rows[0]["language"]
    return OwnCalendar(language, tuple(_own(row, language) for row in rows if row["id"]))


async def public_dates(
    address: str,
    now: datetime,
    *,
    place: str | None = None,
    programme: str | None = None,
    at_most: int = MOST,
) -> tuple[PublicDate, ...] | Refused:
    """The dates for everybody of one establishment, or of the programme with this code, soonest first.

    Where there are more than `at_most`, those that were are left out first, then the latest.
    """
    async with transaction(Anonymous()) as tx:
        if not await spend(tx, counted(address), ASKING, now=now):
            return Refused.PAUSED
        found = await tx.fetchval(_PUBLIC, _name(place), _name(programme), now, at_most)
    return Refused.UNKNOWN if found is None else tuple(public_of(each) for each in found)


async def public_date(address: str, now: datetime, one: UUID | None) -> PublicDate | Refused:
    """One date for everybody. None is asked for like what is unknown."""
    async with transaction(Anonymous()) as tx:
        if not await spend(tx, counted(address), ASKING, now=now):
            return Refused.PAUSED
        found = await tx.fetchval(_EVENT, one, now)
    return Refused.UNKNOWN if found is None else public_of(found)


def _own(row: Any, language: str) -> Entry:
    return own_entry(
        language,
        id=calendar_uid(row["calendar_id"], row["id"]),
        starts_at=row["starts_at"],
        ends_at=row["ends_at"],
        state=DateState(row["state"]),
        answer=AnswerState(row["answer"]),
        sequence=row["sequence"],
        changed_at=row["changed_at"],
    )


def public_of(found: Mapping[str, Any]) -> PublicDate:
    """What SQL's `public_shown` tells."""
    venue, entry = found["venue"], found["entry"]
    return PublicDate(
        id=UUID(found["id"]),
        starts_at=datetime.fromisoformat(found["starts_at"]),
        doors_at=datetime.fromisoformat(found["doors_at"]),
        ends_at=datetime.fromisoformat(found["ends_at"]),
        was_at=datetime.fromisoformat(found["was_at"]) if found["was_at"] else None,
        state=DateState(found["state"]),
        sequence=found["sequence"],
        changed_at=datetime.fromisoformat(found["changed_at"]),
        title=found["title"],
        summary=found["summary"],
        words={
            each["language"]: (each["title"], each["summary"] or found["summary"])
            for each in found["words"]
        },
        where=Where(venue["where"]),
        name=venue["name"],
        address=venue["address"],
        link=venue["link"],
        works=tuple((each["title"], each["author"]) for each in found["works"]),
        documents=entry["documents"],
        dress=entry["dress"],
        bring=entry["bring"],
        forbidden=entry["forbidden"],
        least_age=entry["least_age"],
        poster=ShownPoster(**found["poster"]) if found["poster"] else None,
        answers=_places(found["answers"]) if found["answers"] else None,
    )


def _places(found: Mapping[str, Any]) -> OpenPlaces:
    return OpenPlaces(datetime.fromisoformat(found["until"]), found["adults"], found["children"])


def _name(said: str | None) -> str | None:
    """As said, where it can be a name at all."""
    if said is None or (len(said) <= _LONGEST_NAME and said.isprintable()):
        return said
    return ""


def counted(address: str) -> str:
    """By what an address is counted that asks: none is kept as it is."""
    return f"programmes asked {blind_index('address', address).hex()}"
