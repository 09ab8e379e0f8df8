"""Hours that become days, and days that count at a rate: never a date of release, which nobody here may promise.

Sources: Penal Execution Code, TUO arts. 49-52 (1991: 44-47); its Regulation, D.S. 015-2003-JUS, arts. 175-181;
D.Leg. 1343 art. 20 (cells and corridors).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from backend.earnings.rules.terms import Rulebook
from backend.earnings.rules.vocabulary import Reading, RuleCode

SUNDAY = 7


class NotCounted(StrEnum):
    """Why a shift's hours are kept but not counted; pay may still be due."""

    PLACE = "place"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    ISOLATION = "isolation"
    SHIFT_LOST = "shift_lost"
    ABSENT = "absent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """One shift as it was recorded; `authorised` says that the Technical Council allowed the day."""

    on: date
    minutes: int
    place: str = "workshop"
    holiday: bool = False
    authorised: bool = False
    isolation: bool = False
    lost: bool = False


def not_counted(shift: Shift, rules: Rulebook) -> NotCounted | None:
    """The first reason why a shift does not count, by the rules of its day; None: it counts."""
    barred_day = rules.rule(RuleCode.LABOUR_EXCLUDED_DAY, shift.on) and not shift.authorised
    lost = rules.rule(RuleCode.LABOUR_LOST_SHIFT, shift.on)
    places = rules.rule(RuleCode.LABOUR_PLACE, shift.on)
    reasons = (
        (NotCounted.ABSENT, not shift.minutes),
        (NotCounted.PLACE, places and shift.place in places.value["not_counted"]),
        (NotCounted.ISOLATION, lost and shift.isolation),
        (NotCounted.SHIFT_LOST, lost and shift.lost),
        (NotCounted.SUNDAY, barred_day and shift.on.isoweekday() == SUNDAY),
        (NotCounted.HOLIDAY, barred_day and shift.holiday),
    )
    return next((reason for reason, holds in reasons if holds), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkDay:
    """Countable minutes of one day. Study counts when its monthly evaluation was passed."""

    on: date
    minutes: int
    study: int = 0
    additive: bool = False
    """Minimum security with three favourable evaluations: work and study count together."""

    def counted(self, cap: int) -> int:
        """Work and study do not add up, but for the exception; a day has a cap either way."""
        both = self.minutes + self.study if self.additive else max(self.minutes, self.study)
        return min(both, cap)


@dataclass(frozen=True, slots=True)
class LabourRate:
    """From a day on: so many counted days for one day of sentence; None: nothing is counted off."""

    valid_from: date
    days: int | None


@dataclass(frozen=True, slots=True)
class LabourDay:
    """How a day is counted: minutes that make one, minutes of one day that count at most."""

    unit: int = 240
    cap: int = 480
    reading: Reading = Reading.PER_DAY


@dataclass(frozen=True, slots=True)
class Carried:
    """What a former month left over in the rate period that began on `rate_from`."""

    rate_from: date
    minutes: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """One rate period of a count. `days_off`: days of sentence, None where nothing is counted off."""

    rate: LabourRate
    minutes: int
    days: int
    left_minutes: int
    days_off: int | None
    left_days: int

    @property
    def carried(self) -> Carried:
        """What the next month begins with, if its rate is the same."""
        return Carried(self.rate.valid_from, self.left_minutes, self.left_days)


@dataclass(frozen=True, slots=True)
class Count:
    """Segments in order of time: days earned at an earlier rate stay as they were counted."""

    segments: tuple[Segment, ...]

    @property
    def minutes(self) -> int:
        return sum(each.minutes for each in self.segments)

    @property
    def days(self) -> int:
        return sum(each.days for each in self.segments)

    @property
    def left_minutes(self) -> int:
        return sum(each.left_minutes for each in self.segments)


def labour_count(
    days: Iterable[WorkDay],
    rates: Sequence[LabourRate],
    how: LabourDay = LabourDay(),
    carried: Carried | None = None,
) -> Count:
    """Countable minutes to days, segment by rate period. `carried` is of the first period or of none.

    Several entries of one day are one day. Raises LookupError for a day before the first rate.
    """
    by_rate: dict[LabourRate, list[int]] = {}
    ordered = sorted(days, key=lambda each: each.on)
    for on, entries in groupby(ordered, key=lambda each: each.on):
        counted = min(sum(each.counted(how.cap) for each in entries), how.cap)
        by_rate.setdefault(rate_on(rates, on), []).append(counted)
    return Count(tuple(_segment(rate, minutes, how, carried) for rate, minutes in by_rate.items()))


def rate_on(rates: Iterable[LabourRate], day: date) -> LabourRate:
    """The rate of a day. Raises LookupError before the first."""
    held = [rate for rate in rates if rate.valid_from <= day]
    if not held:
        raise LookupError(f"no labour rate is in force on {day}")
    return max(held, key=lambda rate: rate.valid_from)


def _segment(
    rate: LabourRate, minutes: Sequence[int], how: LabourDay, carried: Carried | None
) -> Segment:
    if carried is None or carried.rate_from != rate.valid_from:
        carried = Carried(rate.valid_from)
    days, left = _days(minutes, how, carried.minutes)
    if rate.days is None:
        return Segment(rate, sum(minutes), days, left, None, 0)
    days_off, left_days = divmod(days + carried.days, rate.days)
    return Segment(rate, sum(minutes), days, left, days_off, left_days)


def _days(minutes: Sequence[int], how: LabourDay, carried: int) -> tuple[int, int]:
    """One day at most for each calendar day that has a whole unit, shorter days pooled; or all hours pooled."""
    if how.reading is Reading.POOLED:
        return divmod(sum(minutes) + carried, how.unit)
    whole = sum(1 for each in minutes if each >= how.unit)
    pooled, left = divmod(sum(each for each in minutes if each < how.unit) + carried, how.unit)
    return whole + pooled, left


def labour_day(rules: Rulebook, on: date) -> LabourDay:
    """How days are counted by the rule of that date. Raises LookupError when there is none."""
    rule = rules.rule(RuleCode.LABOUR_DAY, on)
    if rule is None:
        raise LookupError(f"no rule {RuleCode.LABOUR_DAY.value} in force on {on}")
    value = rule.value
    return LabourDay(value["unit_minutes"], value["cap_minutes"], value["reading"])


def legal_rates(rules: Rulebook, article: str) -> tuple[LabourRate, ...]:
    """The rates an article of the Code has set over time, such as `tuo-49.1`: what an office chooses from."""
    rows = [
        rule
        for rule in rules.rules
        if rule.code is RuleCode.LABOUR_RATE and rule.scope == f"labour:{article}"
    ]
    held = [rule for rule in rows if rule.valid_to is None or rule.valid_to > rule.valid_from]
    held.sort(key=lambda rule: rule.valid_from)
    return tuple(LabourRate(rule.valid_from, rule.value["days"]) for rule in held)
