"""Which dated occurrences a session of the timetable yields between two days."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.core.clock import lima_instant
from backend.visits.rules.vocabulary import VisitType

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Session:
    """A row of the timetable: an ISO weekday and hours of Lima that repeat every so many weeks.

    Weeks are counted from that of `valid_from`; `valid_to` is the first day without the session.
    """

    weekday: int
    starts: time
    ends: time
    valid_from: date
    valid_to: date | None = None
    every_weeks: int = 1
    visit_type: VisitType = VisitType.ORDINARY
    pavilion: str | None = None


@dataclass(frozen=True, slots=True)
class Closure:
    """Days from `first_on` to `last_on`, both included, without visits of these types (None: any),
    in one pavilion (None: the whole establishment)."""

    first_on: date
    last_on: date
    pavilion: str | None = None
    visit_types: frozenset[VisitType] | None = None

    def covers(self, on: date, visit_type: VisitType, pavilion: str | None) -> bool:
        """Whether that day has no visit of that type in that pavilion, or for `pavilion` None in
        the whole establishment: one closed pavilion does not close a session for all."""
        return (
            self.first_on <= on <= self.last_on
            and self.pavilion in (None, pavilion)
            and (self.visit_types is None or visit_type in self.visit_types)
        )


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One date of a session; the instants are UTC."""

    on: date
    starts_at: datetime
    ends_at: datetime


def occurrences(
    session: Session, first_on: date, last_on: date, closures: Iterable[Closure] = ()
) -> tuple[Occurrence, ...]:
    """The occurrences from `first_on` to `last_on`, both included, in order."""
    closed = tuple(closures)
    return tuple(
        _occurrence(session, on)
        for on in _days(session, first_on, last_on)
        if not any(each.covers(on, session.visit_type, session.pavilion) for each in closed)
    )


def _days(session: Session, first_on: date, last_on: date) -> Iterator[date]:
    origin = session.valid_from - (session.valid_from.isoweekday() - session.weekday) * DAY
    step = session.every_weeks * 7
    start = max(first_on, session.valid_from)
    on = start + (origin - start).days % step * DAY
    while on <= last_on and (session.valid_to is None or on < session.valid_to):
        yield on
        on += step * DAY


def _occurrence(session: Session, on: date) -> Occurrence:
    return Occurrence(on, lima_instant(on, session.starts), lima_instant(on, session.ends))
