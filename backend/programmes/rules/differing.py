"""What a content changes of the dates there are: the list of what is done, and so of whom to tell.

Dates are told by their keys alone. What has begun is never changed, and no date is ever lost: one that drops out of its
series is called off, and stays.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from backend.core.errors import Code, DomainError
from backend.programmes.rules.content import Content, ExceptionDay
from backend.programmes.rules.series import WantedDate, wanted_dates
from backend.programmes.rules.vocabulary import ChangeKind, DateState, ExceptionKind

FIELDS = (
    "kind", "audience", "title", "summary", "venue", "words", "works", "also_at", "effect", "places", "answers",
    "entry", "access", "poster", "takes_part",
)  # fmt: skip
"""All that an event says besides its dates."""

CONCERN_GUESTS = frozenset({"kind", "audience", "title", "venue", "entry", "access"})
"""Whoever has answered is told when one of these differs: where it is, and how to get in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownDate:
    """A date as it stands; `households`: with a live answer, or with one that ended when the date was called off."""

    id: UUID
    key: str
    starts_at: datetime
    doors_at: datetime
    ends_at: datetime
    answers_until: datetime
    state: DateState
    why: str | None = None
    households: int = 0

    def is_open(self, now: datetime) -> bool:
        """Whether it has not begun; one that waits for a day begins when it has one."""
        return self.starts_at > now or self.state is DateState.POSTPONED

    @property
    def wanted(self) -> WantedDate:
        """As a content would want it."""
        return WantedDate(
            key=self.key,
            starts_at=self.starts_at,
            doors_at=self.doors_at,
            ends_at=self.ends_at,
            answers_until=self.answers_until,
            state=self.state,
            why=self.why,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What happens to one date. `was`: None for a new one; `will_be`: as it stands afterwards."""

    kind: ChangeKind
    was: KnownDate | None
    will_be: WantedDate

    @property
    def key(self) -> str:
        return self.will_be.key

    @property
    def households(self) -> int:
        """Those with a live answer to it, or who had one when it was called off."""
        return self.was.households if self.was else 0


def fields_differing(old: Content | None, new: Content) -> tuple[str, ...]:
    """Names of the fields besides dates which differ; of an event that is new, none."""
    if old is None:
        return ()
    return tuple(name for name in FIELDS if getattr(old, name) != getattr(new, name))


def hours(known: Iterable[KnownDate]) -> Mapping[str, datetime]:
    """When the dates there are start, by key."""
    return {each.key: each.starts_at for each in known}


def dates_differing(
    known: Iterable[KnownDate],
    wanted: Iterable[WantedDate],
    *,
    fields: Iterable[str],
    dropped: str,
    now: datetime,
) -> tuple[Difference, ...]:
    """What is done to each date, soonest key first. `dropped`: why one is called off that nobody wants any more.

    `fields`: what differs of the event itself. Raises BAD_INPUT for a date that would be moved into the past.
    """
    there = {each.key: each for each in known}
    by_key = {each.key: each for each in wanted}
    touched = not CONCERN_GUESTS.isdisjoint(fields)
    found: list[Difference] = []
    for key in sorted(there.keys() | by_key.keys()):
        was, will_be = there.get(key), by_key.get(key)
        if was is None:
            if will_be is not None:
                found.extend(_added(None, will_be, now))
        elif was.is_open(now):
            found.extend(_changed(was, will_be or _gone(was, dropped), touched, now))
    return tuple(found)


def check_dates(
    content: Content, known: Iterable[KnownDate], old: Content | None, now: datetime
) -> None:
    """Raise BAD_INPUT for what would be done to no date: an exception of one that is none, or that has begun.

    And where two dates to come stand at one hour. `old`: what was released last.
    """
    there = {each.key: each for each in known}
    wanted = wanted_dates(content, hours(there.values()))
    keys = there.keys() | {each.key for each in wanted}
    released = {each.key: each for each in old.dates.exceptions} if old else {}
    for each in content.dates.exceptions:
        begun = each.key in there and not there[each.key].is_open(now)
        if each.key not in keys or (begun and released.get(each.key) != each):
            raise DomainError(Code.BAD_INPUT, field="dates.exceptions.key")
    stand = [
        each.starts_at
        for each in wanted
        if each.state is DateState.PLANNED and each.starts_at > now
    ]
    if len(set(stand)) < len(stand):
        raise DomainError(Code.BAD_INPUT, field="dates.exceptions.on")


def called_off(known: Iterable[KnownDate], why: str, now: datetime) -> tuple[Difference, ...]:
    """Every date that is still to come, called off."""
    return tuple(
        Difference(kind=ChangeKind.CANCELLED, was=each, will_be=_gone(each, why))
        for each in known
        if each.is_open(now) and each.state is not DateState.CANCELLED
    )


def without(content: Content, keys: Iterable[str], why: str) -> Content:
    """The content with these dates called off, so that it says what stands."""
    gone = set(keys)
    kept = [each for each in content.dates.exceptions if each.key not in gone]
    off = [ExceptionDay(key=key, kind=ExceptionKind.CANCELLED, why=why) for key in sorted(gone)]
    return replace(content, dates=replace(content.dates, exceptions=(*kept, *off)))


def _gone(was: KnownDate, why: str) -> WantedDate:
    """It keeps its hours: that is when nobody must come. What is off already stays as it is."""
    if was.state is DateState.CANCELLED:
        return was.wanted
    return replace(was.wanted, state=DateState.CANCELLED, why=why)


def _added(was: KnownDate | None, will_be: WantedDate, now: datetime) -> Iterator[Difference]:
    """A date that nobody could come to before; one of the past, or off from the beginning, is none."""
    if will_be.starts_at > now and will_be.state is not DateState.CANCELLED:
        yield Difference(kind=ChangeKind.ADDED, was=was, will_be=will_be)


def _changed(
    was: KnownDate, will_be: WantedDate, touched: bool, now: datetime
) -> Iterator[Difference]:
    if was.state is DateState.CANCELLED:
        yield from _added(was, will_be, now)
        return
    if will_be.state is DateState.CANCELLED:
        off = replace(was.wanted, state=DateState.CANCELLED, why=will_be.why)
        yield Difference(kind=ChangeKind.CANCELLED, was=was, will_be=off)
        return
    waits = will_be.state is DateState.POSTPONED
    if waits and was.state is DateState.POSTPONED and will_be.starts_at <= now:
        will_be = replace(was.wanted, why=will_be.why)  # its old hour says nothing any more
    elif will_be.starts_at <= now:
        raise DomainError(Code.BAD_INPUT, field="dates")
    if will_be == was.wanted and not touched:
        return
    postponed = waits and was.state is DateState.PLANNED
    kind = ChangeKind.POSTPONED if postponed else ChangeKind.CHANGED
    yield Difference(kind=kind, was=was, will_be=will_be)
