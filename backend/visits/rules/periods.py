"""Quota periods: the windows of days that a visit on one day falls into."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from backend.visits.rules.fields import Fields

DAY = timedelta(days=1)


class Window(NamedTuple):
    """Days from first to last, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class RollingDays:
    """Any so many days in a row.

    `first_day_counts` reads "cada quince días" as people do: the day of a visit is day one, so the
    same weekday two weeks later is allowed. Regulation art. 34 shows the reading: its "cada 15 días
    los sábados y domingos" can only mean every second weekend.
    """

    days: int
    first_day_counts: bool = False

    @property
    def span(self) -> int:
        """Days in a window."""
        return max(1, self.days - self.first_day_counts)

    def windows(self, day: date) -> Iterator[Window]:
        for back in range(self.span):
            yield self.starting(day - back * DAY)

    def starting(self, first: date) -> Window:
        return Window(first, first + (self.span - 1) * DAY)


@dataclass(frozen=True, slots=True)
class CalendarWeek:
    """Monday to Sunday in Lima."""

    def windows(self, day: date) -> Iterator[Window]:
        monday = day - day.weekday() * DAY
        yield Window(monday, monday + 6 * DAY)


@dataclass(frozen=True, slots=True)
class CalendarMonth:
    """First to last day of the month in Lima."""

    def windows(self, day: date) -> Iterator[Window]:
        first = day.replace(day=1)
        after = (first + 31 * DAY).replace(day=1)
        yield Window(first, after - DAY)


@dataclass(frozen=True, slots=True)
class EverySecondWeek:
    """Pairs of weeks, Monday to the second Sunday, counted from the week of `anchor`."""

    anchor: date

    def windows(self, day: date) -> Iterator[Window]:
        monday = self.anchor - self.anchor.weekday() * DAY
        first = day - (day - monday).days % 14 * DAY
        yield Window(first, first + 13 * DAY)


Period = RollingDays | CalendarWeek | CalendarMonth | EverySecondWeek


def quota_windows(period: Period, day: date) -> tuple[Window, ...]:
    """Every window that contains `day`: many for rolling days, one for the others."""
    return tuple(period.windows(day))


def full_window(period: Period, day: date, taken: Sequence[date], at_most: int) -> Window | None:
    """The latest window around `day` that already holds `at_most` visits, or None."""
    if len(taken) < at_most:
        return None
    for window in _windows_that_matter(period, day, taken):
        if sum(window.first <= visited <= window.last for visited in taken) >= at_most:
            return window
    return None


def _windows_that_matter(period: Period, day: date, taken: Sequence[date]) -> Iterator[Window]:
    """The fullest window begins on `day` or on a visit before it: the others need no look."""
    if not isinstance(period, RollingDays):
        yield from period.windows(day)
        return
    earliest = day - (period.span - 1) * DAY
    starts = {day, *(visited for visited in taken if earliest <= visited <= day)}
    for first in sorted(starts, reverse=True):
        yield period.starting(first)


def read_period(fields: Fields) -> Period:
    """Strict: kind rolling_days (days, first_day_counts), calendar_week, calendar_month or
    every_second_week (anchor: any day of the first week of a pair)."""
    kind = fields.text("kind")
    period = _read_kind(kind, fields)
    fields.done()
    return period


def _read_kind(kind: str, fields: Fields) -> Period:
    if kind == "rolling_days":
        return RollingDays(fields.number("days", 1, 366), fields.flag("first_day_counts"))
    if kind == "every_second_week":
        return EverySecondWeek(fields.day("anchor"))
    if kind == "calendar_week":
        return CalendarWeek()
    if kind == "calendar_month":
        return CalendarMonth()
    raise ValueError(f"{fields.where}: unknown period {kind!r}")
