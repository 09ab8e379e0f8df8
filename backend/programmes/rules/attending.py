"""Who came: what a mark at a door must say, when a door is kept, how an audience is counted, what a paper calls it."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError
from backend.programmes.rules.checking import MOST_GUESTS, fine
from backend.programmes.rules.telling import TELLS, check_neutral
from backend.programmes.rules.vocabulary import DateState

MOST_MARKS = 500
"""In one call."""

KEPT_BEFORE, KEPT_AFTER = timedelta(days=1), timedelta(days=30)
"""Days before and after a date on which its door is kept; example values. No list of names is read on another day."""

MOST_MINUTES = 24 * 60

MINUTES_SLACK = timedelta(hours=2)
"""How much longer than from the doors to the end somebody may have taken part in a date; an example value."""


class GuestClass(StrEnum):
    """As whom somebody came."""

    RELATIVE = "relative"
    PUBLIC = "public"
    OFFICIAL = "official"
    INMATE = "inmate"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorMark:
    """Somebody came: a guest of a household, so many of a party without an account, or so many whom nobody expected.

    With `undoes` it says that another mark was a mistake, and counts nobody.
    """

    id: UUID
    answer_id: UUID | None
    visitor_id: UUID | None
    open_answer_id: UUID | None
    guest_class: GuestClass
    adults: int
    children: int
    undoes: UUID | None
    marked_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartMark:
    """How long somebody named with an event took part in one date of it; nought minutes: was not there."""

    id: UUID
    inmate_id: UUID
    minutes: int
    marked_at: datetime


Count = tuple[int, int]
"""Adults and children."""


def is_kept(state: str, starts_at: datetime, ends_at: datetime, now: datetime) -> bool:
    """Whether a door is kept today: from the day before until thirty days after (Lima), unless the date is off."""
    first = lima_day(starts_at) - KEPT_BEFORE
    return state != DateState.CANCELLED and first <= lima_day(now) <= lima_day(ends_at) + KEPT_AFTER


def check_kept(state: str, starts_at: datetime, ends_at: datetime, now: datetime) -> None:
    """Raise DOOR_CLOSED unless the door is kept today."""
    if not is_kept(state, starts_at, ends_at, now):
        raise DomainError(Code.DOOR_CLOSED)


def check_marks(marks: Sequence[DoorMark]) -> None:
    """Raise BAD_INPUT naming `marks` unless each says something that can be so.

    Any hour is taken: a phone's clock may be wrong, and somebody stands there all the same.
    """
    fine("marks", 0 < len(marks) <= MOST_MARKS)
    for mark in marks:
        people = mark.adults + mark.children
        fine("marks", min(mark.adults, mark.children) >= 0 and people <= MOST_GUESTS)
        if mark.undoes is not None:
            fine("marks", people == 0 and mark.undoes != mark.id)
        elif mark.open_answer_id is not None:
            fine("marks", people > 0 and mark.answer_id is None and mark.visitor_id is None)
        elif mark.answer_id is not None or mark.visitor_id is not None:
            fine("marks", people == 1 and mark.visitor_id is not None)
        else:
            fine("marks", people > 0)


def check_parts(marks: Sequence[PartMark]) -> None:
    """Raise BAD_INPUT naming `marks` unless each says how many minutes of a day."""
    fine("marks", 0 < len(marks) <= MOST_MARKS)
    fine("marks", all(0 <= mark.minutes <= MOST_MINUTES for mark in marks))


def check_part_minutes(marks: Sequence[PartMark], doors_at: datetime, ends_at: datetime) -> None:
    """Raise BAD_INPUT naming `marks` where somebody is said to have taken part for longer than the date can be."""
    most = ends_at - doors_at + MINUTES_SLACK
    fine("marks", all(timedelta(minutes=mark.minutes) <= most for mark in marks))


def check_count(adults: int, children: int) -> None:
    """Raise BAD_INPUT unless so many people can have been counted. Nobody at all can."""
    fine("adults", 0 <= adults <= MOST_GUESTS)
    fine("children", 0 <= children <= MOST_GUESTS - adults)


def audience(
    marked: Mapping[GuestClass, Count], counted: Mapping[GuestClass, Count]
) -> dict[GuestClass, Count]:
    """How many of each class came: of what was marked and the latest count by hand, the one with more people.

    Whoever counts a room counts those too who were marked at its door, so the two are never added; and either may miss
    somebody, never invent them. Where both are as many, the marks stand: they know who is an adult.
    """
    both = [each for each in GuestClass if each in marked or each in counted]
    return {
        each: max(marked.get(each, (0, 0)), counted.get(each, (0, 0)), key=sum) for each in both
    }


_SHORT_FOR_PLACE = re.compile(r"\be\s?\.?\s?p\b")
"""As offices write what the place is."""

_GENERIC = frozenset(
    {"anexo", "base", "centro", "del", "establecimiento", "las", "los", "modelo", "mujeres"}
    | {"penitenciario", "san", "santa", "varones"}
)
"""Words in names of places that name none, without accents."""


def certified_title(title: str, programme: str, places: Iterable[str]) -> str:
    """What a certificate calls an activity: its title, or its programme's where that says where it was.

    `places` are the names of all establishments of the event. Raises BAD_INPUT naming the title where both tell: a
    stranger reads the paper.
    """
    telling = {word for place in places for word in _distinctive(place)}
    for words in (title, programme):
        if _is_neutral(words, telling):
            return words
    raise DomainError(Code.BAD_INPUT, field="title", reason=TELLS)


def _is_neutral(words: str, telling: set[str]) -> bool:
    try:
        check_neutral("title", " ".join(words.split()))
    except DomainError:
        return False
    plain = _plain(words)
    return _SHORT_FOR_PLACE.search(plain) is None and telling.isdisjoint(_words(plain))


def _distinctive(place: str) -> set[str]:
    """Words of the name of a place that say which one it is: of four letters, or of three where there are no longer."""
    said = _words(_plain(place)) - _GENERIC
    return {word for word in said if len(word) > 3} or {word for word in said if len(word) == 3}


def _words(plain: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", plain))


def _plain(words: str) -> str:
    """Without accents and capitals, with single spaces."""
    apart = unicodedata.normalize("NFKD", words)
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return " ".join(bare.lower().split())
