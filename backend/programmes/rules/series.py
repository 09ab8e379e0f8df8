"""From what a content says of its dates to the dates themselves, by RFC 5545 in Lima's clock.

A date is told by its key, the day for which it was first planned: an exception finds it by the key, whatever became of
the rule. Two on one day are told apart by their hours where they are known already.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice

from dateutil.rrule import rrulestr

from backend.core.clock import LIMA, lima_instant
from backend.programmes.rules.content import Content, Dates, ExceptionDay
from backend.programmes.rules.vocabulary import DateState, ExceptionKind

MOST_DATES = 400
LONGEST = timedelta(days=731)
"""From the first day to the last: two years."""

MOST_OF_A_DAY = 9
_NOON = time(12)
_ENDS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_DAYS = r"(MO|TU|WE|TH|FR|SA|SU)"
_LIST = r"(,{0})*"
_PARTS: Mapping[str, Mapping[str, str]] = {
    "DAILY": {},
    "WEEKLY": {"BYDAY": _DAYS + _LIST.format(_DAYS)},
    "MONTHLY": {
        "BYDAY": rf"(-1|[1-4])?{_DAYS}" + _LIST.format(rf"(-1|[1-4])?{_DAYS}"),
        "BYMONTHDAY": r"(-1|[1-9]|[12]\d|3[01])" + _LIST.format(r"(-1|[1-9]|[12]\d|3[01])"),
        "BYSETPOS": r"(-1|[1-4])",
    },
    "YEARLY": {},
}
"""By frequency, what else a rule may say. Of every other one there may be no day at all until the year 9999, and the
library looks for it that long."""

_APART = {"BYDAY", "BYMONTHDAY"}
_STATES = {
    ExceptionKind.MOVED: DateState.PLANNED,
    ExceptionKind.POSTPONED: DateState.POSTPONED,
    ExceptionKind.CANCELLED: DateState.CANCELLED,
}


class NoSeries(ValueError):
    """A rule that cannot be read, does not end, or is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedDate:
    """One date as the content wants it."""

    key: str
    starts_at: datetime
    doors_at: datetime
    ends_at: datetime
    answers_until: datetime
    state: DateState = DateState.PLANNED
    why: str | None = None


@dataclass(frozen=True, slots=True)
class _Planned:
    """A date before exceptions."""

    on: date
    at: time
    minutes: int


def key_day(key: str) -> date:
    """The day of a key. Raises ValueError for what is none."""
    day, slash, nth = key.partition("/")
    if slash and nth not in {str(each) for each in range(2, MOST_OF_A_DAY + 1)}:
        raise ValueError(key)
    found = date.fromisoformat(day)
    if found.isoformat() != day:
        raise ValueError(key)
    return found


def series_days(dates: Dates) -> tuple[date, ...]:
    """The days of the rule alone, soonest first. Raises NoSeries."""
    if not dates.rule:
        return (dates.first_on,)
    parts = _parts(dates.rule)
    # Days are counted at noon and without a zone, so that no clock moves one of them. The rule is always read to the
    # longest, and counted here: one of which no day comes would otherwise be sought for ever.
    last = dates.first_on + LONGEST
    ends = _until(parts["UNTIL"], dates.at) if "UNTIL" in parts else last
    until = min(last, ends)
    said = {name: value for name, value in parts.items() if name not in ("COUNT", "UNTIL")}
    said["UNTIL"] = f"{until:%Y%m%d}T235959"
    text = ";".join(f"{name}={value}" for name, value in said.items())
    most = int(parts.get("COUNT", MOST_DATES + 1))
    try:
        rule = rrulestr(text, dtstart=datetime.combine(dates.first_on, _NOON))
        days = tuple(each.date() for each in islice(rule, most))
    except (ValueError, TypeError, KeyError, IndexError, OverflowError) as error:
        raise NoSeries(dates.rule) from error
    whole = len(days) == most if "COUNT" in parts else ends <= last
    if not days or len(days) > MOST_DATES or not whole:
        raise NoSeries(dates.rule)
    return days


def wanted_dates(
    content: Content, known: Mapping[str, datetime] | None = None
) -> tuple[WantedDate, ...]:
    """Every date of a content, soonest key first; `known`: when those that exist start, by key. Raises NoSeries."""
    dates = content.dates
    by_day: dict[date, list[_Planned]] = defaultdict(list)
    for day in series_days(dates):
        by_day[day].append(_Planned(day, dates.at, dates.minutes))
    for extra in sorted(dates.extra, key=lambda each: (each.on, each.at)):
        by_day[extra.on].append(_Planned(extra.on, extra.at, extra.minutes))
    exceptions = {each.key: each for each in dates.exceptions}
    planned = {
        key: each
        for day in sorted(by_day)
        for key, each in _keyed(day, by_day[day], known or {}, exceptions)
    }
    return tuple(
        _wanted(content, key, each, exceptions.get(key)) for key, each in sorted(planned.items())
    )


def _parts(rule: str) -> dict[str, str]:
    """The parts of a rule, which must end and name days alone. Raises NoSeries."""
    pairs = [part.partition("=") for part in rule.upper().split(";")]
    parts = {name: value for name, _, value in pairs}
    own = _PARTS.get(parts.get("FREQ", ""))
    if (
        own is None
        or len(parts) != len(pairs)
        or not parts.keys() <= _ENDS | own.keys()
        or ("COUNT" in parts) == ("UNTIL" in parts)
        or parts.keys() >= _APART
        or ("BYSETPOS" in parts and "BYDAY" not in parts)
        or not all(re.fullmatch(own[name], parts[name]) for name in parts.keys() & own.keys())
    ):
        raise NoSeries(rule)
    for name in ("COUNT", "INTERVAL"):
        text = parts.get(name, "1")
        if not (re.fullmatch(r"[0-9]{1,3}", text) and 1 <= int(text) <= MOST_DATES):
            raise NoSeries(rule)
    return parts


def _until(value: str, at: time) -> date:
    """The last day of which a date at that hour is not after UNTIL: a day, or an hour of Lima or of UTC (Z).

    Raises NoSeries.
    """
    if not re.fullmatch(r"[0-9]{8}(T[0-9]{6}Z?)?", value):
        raise NoSeries(value)
    try:
        if "T" not in value:
            return date.fromisoformat(value)
        ends = datetime.fromisoformat(value)
        if ends.tzinfo is not None:
            ends = ends.astimezone(LIMA)
        return ends.date() - timedelta(days=ends.time() < at)
    except (ValueError, OverflowError) as error:
        raise NoSeries(value) from error


def _keyed(
    day: date,
    planned: list[_Planned],
    known: Mapping[str, datetime],
    exceptions: Mapping[str, ExceptionDay],
) -> Iterator[tuple[str, _Planned]]:
    """Keys of one day's dates: whoever starts as a known one does keeps its key, the others take the next free ones.

    What is left takes the key of the known one whose hour is nearest. One date alone has the day's own key, unless it
    is known by another.
    """
    free = [day.isoformat(), *(f"{day}/{nth}" for nth in range(2, MOST_OF_A_DAY + 1))]
    if len(planned) > len(free):
        raise NoSeries(day.isoformat())
    left: list[_Planned] = []
    for each in planned:
        starts = lima_instant(each.on, each.at)
        same = next(
            (key for key in free if known.get(key) == starts and not _elsewhere(key, exceptions)),
            None,
        )
        if same is None:
            left.append(each)
            continue
        free.remove(same)
        yield same, each
    near = sorted(
        (abs(known[key] - lima_instant(each.on, each.at)), key, nth)
        for key in free
        if key in known and not _elsewhere(key, exceptions)
        for nth, each in enumerate(left)
    )
    taken: dict[int, str] = {}
    for _, key, nth in near:
        if nth not in taken and key in free:
            taken[nth] = key
            free.remove(key)
    for nth, each in enumerate(left):
        yield taken[nth] if nth in taken else free.pop(0), each


def _elsewhere(key: str, exceptions: Mapping[str, ExceptionDay]) -> bool:
    """Whether a date's hours are no longer the planned ones."""
    return key in exceptions and exceptions[key].kind is ExceptionKind.MOVED


def _wanted(
    content: Content, key: str, planned: _Planned, exception: ExceptionDay | None
) -> WantedDate:
    on, at, minutes = planned.on, planned.at, planned.minutes
    state, why = DateState.PLANNED, None
    if exception is not None:
        state, why = _STATES[exception.kind], exception.why or None
        on, at = exception.on or on, exception.at or at
        minutes = exception.minutes or minutes
    starts_at = lima_instant(on, at)
    return WantedDate(
        key=key,
        starts_at=starts_at,
        doors_at=starts_at - timedelta(minutes=content.dates.doors_minutes),
        ends_at=starts_at + timedelta(minutes=minutes),
        answers_until=starts_at - timedelta(hours=content.answers.close_hours),
        state=state,
        why=why,
    )
