"""Calendars by RFC 5545: the same dates make the same bytes, whenever they are asked for."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import product
from uuid import UUID

from icalendar import Calendar, Event, Timezone, TimezoneStandard, vText

from backend.core.clock import LIMA
from backend.core.text import say
from backend.programmes.rules.vocabulary import AnswerState, DateState

OFTEN = timedelta(hours=4)
"""After how long a phone asks again."""

_MADE_BY = "-//Encuentro//Calendar 1//ES"
_OFFSET = timedelta(hours=-5)
_SINCE = datetime(2000, 1, 1)  # noqa: DTZ001 - a time zone's own beginning has none


class Standing(StrEnum):
    """Whether somebody should set out at that hour."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"


_STATUS = {
    Standing.CONFIRMED: "CONFIRMED",
    Standing.TENTATIVE: "TENTATIVE",
    # The standard has no word for it. Nothing happens at that hour: a new one is another version of the same entry.
    Standing.POSTPONED: "CANCELLED",
    Standing.CANCELLED: "CANCELLED",
}
_SAID_AS = {
    Standing.TENTATIVE: "calendar.tentative",
    Standing.POSTPONED: "calendar.postponed",
    Standing.CANCELLED: "calendar.cancelled",
}
_OF_A_DATE = {
    DateState.PLANNED: Standing.CONFIRMED,
    DateState.POSTPONED: Standing.POSTPONED,
    DateState.CANCELLED: Standing.CANCELLED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One date in a calendar. `id`: by what the calendar knows it; `title`: what it is called where it stands;
    `address`: a page about it."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    sequence: int
    changed_at: datetime
    standing: Standing
    title: str
    words: str = ""
    place: str = ""
    address: str = ""
    private: bool = False


def standing(state: DateState, answer: AnswerState | None = None) -> Standing:
    """How a date stands for whoever gave this answer: only who is going is sure of a place."""
    of_date = _OF_A_DATE[state]
    if of_date is Standing.CONFIRMED and answer not in (None, AnswerState.GOING):
        return Standing.TENTATIVE
    return of_date


def own_entry(
    language: str,
    *,
    id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    state: DateState,
    answer: AnswerState,
    sequence: int,
    changed_at: datetime,
) -> Entry:
    """A date in the calendar of somebody's own: the same neutral words for each."""
    return Entry(
        id=id,
        starts_at=starts_at,
        ends_at=ends_at,
        sequence=sequence,
        changed_at=changed_at,
        standing=standing(state, answer),
        title=say("calendar.own", language),
        words=say("calendar.own_words", language),
        private=True,
    )


def calendar_bytes(name: str, language: str, entries: tuple[Entry, ...]) -> bytes:
    """The whole calendar, lines of at most 75 octets that end in CRLF."""
    calendar = Calendar()
    calendar.add("prodid", _MADE_BY)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("name", vText(_plain(name)))
    calendar.add("x-wr-calname", vText(_plain(name)))
    calendar.add("x-wr-timezone", str(LIMA))
    calendar.add("refresh-interval", OFTEN, {"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT4H")
    calendar.add_component(_lima())
    for entry in entries:
        calendar.add_component(_event(entry, language))
    return bytes(calendar.to_ical())


@lru_cache(maxsize=16)
def shape(language: str) -> bytes:
    """A calendar with one entry of every sort: other bytes here mean other bytes everywhere."""
    entries = tuple(
        Entry(
            id=UUID(int=nth),
            starts_at=datetime(2026, 1, 1, 15, tzinfo=LIMA),
            ends_at=datetime(2026, 1, 1, 17, tzinfo=LIMA),
            sequence=nth,
            changed_at=datetime(2026, 1, 1, tzinfo=LIMA),
            standing=each,
            title=say("calendar.own", language),
            words=say("calendar.own_words", language),
            place="x",
            address="https://example.org",
            private=private,
        )
        for nth, (each, private) in enumerate(product(Standing, (False, True)))
    )
    return calendar_bytes(say("calendar.public_name", language), language, entries)


def _event(entry: Entry, language: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.id}@encuentro")
    event.add("dtstamp", entry.changed_at)
    event.add("last-modified", entry.changed_at)
    event.add("sequence", entry.sequence)
    event.add("status", _STATUS[entry.standing])
    event.add("dtstart", entry.starts_at.astimezone(LIMA))
    event.add("dtend", entry.ends_at.astimezone(LIMA))
    event.add("summary", _titled(entry, language))
    for name, words in (("description", entry.words), ("location", entry.place)):
        if words:
            event.add(name, _plain(words))
    if entry.address:
        event.add("url", entry.address)
    if entry.private:
        event.add("class", "PRIVATE")
    if _STATUS[entry.standing] == "CANCELLED":
        event.add("transp", "TRANSPARENT")
    return event


def _titled(entry: Entry, language: str) -> str:
    title = _plain(entry.title)
    key = _SAID_AS.get(entry.standing)
    return say(key, language, {"title": title}) if key else title


def _lima() -> Timezone:
    """Peru has turned no clock since 1994; a test finds out when the world's tables say otherwise."""
    standard = TimezoneStandard()
    standard.add("dtstart", _SINCE)
    standard.add("tzoffsetfrom", _OFFSET)
    standard.add("tzoffsetto", _OFFSET)
    standard.add("tzname", "-05")
    zone = Timezone()
    zone.add("tzid", str(LIMA))
    zone.add_component(standard)
    return zone


def _plain(words: str) -> str:
    """Without signs that a calendar may not hold; lines stay."""
    kept = words.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(sign for sign in kept if sign == "\n" or sign == "\t" or sign.isprintable())
