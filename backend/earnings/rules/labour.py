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
    """Why a shift's hours are kept but not counted, the first that applies; pay may still be due."""

    ABSENT = "absent"
    SHIFT_LOST = "shift_lost"
    ISOLATION = "isolation"
    PLACE = "place"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


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
    """The first reason why a shift does not count, by the rules of its day; None: it counts.

    What counts of a record is decided where it is written, and kept there. This is the law beside it, by which the
    worked examples of the rules are tried; a test compares both over every case.
    """
    barred_day = rules.rule(RuleCode.LABOUR_EXCLUDED_DAY, shift.on) and not shift.authorised
    lost = rules.rule(RuleCode.LABOUR_LOST_SHIFT, shift.on)
    places = rules.rule(RuleCode.LABOUR_PLACE, shift.on)
    reasons = (
        (NotCounted.ABSENT, not shift.minutes),
        (NotCounted.SHIFT_LOST, lost and shift.lost),
        (NotCounted.ISOLATION, lost and shift.isolation),
        (NotCounted.PLACE, places and shift.place in places.value["not_counted"]),
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
class LabourDay:
    """How a day is counted: minutes that make one, minutes of one day that count at most."""

    unit: int = 240
    cap: int = 480
    reading: Reading = Reading.PER_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class LateDay:
    """A day that was told with `before` countable minutes and is known with `after` now, neither above its cap.

    Counted by `how` of that day. What it adds to a count is what the count of its own month would have been more, so
    a day that was whole already adds no second one, and hours that were carried on are not carried twice.
    """

    on: date
    before: int
    after: int
    how: LabourDay

    @property
    def minutes(self) -> int:
        """More, or fewer below nothing."""
        return self.after - self.before

    @property
    def whole(self) -> int:
        """A day that became whole, -1 for one that is so no longer."""
        return _split([self.after], self.how)[0] - _split([self.before], self.how)[0]

    @property
    def pooled(self) -> int:
        """Minutes more or fewer among those that make a day together."""
        return _split([self.after], self.how)[1] - _split([self.before], self.how)[1]


@dataclass(frozen=True, slots=True)
class LabourRate:
    """From a day on: so many counted days for one day of sentence; None: nothing is counted off."""

    valid_from: date
    days: int | None


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
    late: Sequence[LateDay] = (),
) -> Count:
    """Countable minutes to days, segment by rate period. `carried` is of one period or of none.

    Several entries of one day are one day. A late day counts in the period of its own date, and what was carried goes
    on through it. Raises LookupError for a day before the first rate.
    """
    by_rate: dict[LabourRate, tuple[list[int], list[LateDay]]] = {}
    for on, entries in groupby(sorted(days, key=lambda each: each.on), key=lambda each: each.on):
        counted = min(sum(each.counted(how.cap) for each in entries), how.cap)
        by_rate.setdefault(rate_on(rates, on), ([], []))[0].append(counted)
    for each in late:
        by_rate.setdefault(rate_on(rates, each.on), ([], []))[1].append(each)
    periods = sorted(by_rate, key=lambda rate: rate.valid_from)
    last = max([*(rate.valid_from for rate in periods), carried.rate_from if carried else date.min])
    return Count(
        tuple(
            _segment(rate, *by_rate[rate], how, carried, goes_on=rate.valid_from == last)
            for rate in periods
        )
    )


def rate_on(rates: Iterable[LabourRate], day: date) -> LabourRate:
    """The rate of a day. Raises LookupError before the first."""
    held = [rate for rate in rates if rate.valid_from <= day]
    if not held:
        raise LookupError(f"no labour rate is in force on {day}")
    return max(held, key=lambda rate: rate.valid_from)


def _segment(
    rate: LabourRate,
    minutes: Sequence[int],
    late: Sequence[LateDay],
    how: LabourDay,
    carried: Carried | None,
    *,
    goes_on: bool,
) -> Segment:
    if carried is None or carried.rate_from != rate.valid_from:
        carried = Carried(rate.valid_from)
    whole, pooled = _split(minutes, how)
    whole += sum(each.whole for each in late)
    pooled += sum(each.pooled for each in late) + carried.minutes
    more, left = _parts(pooled, how.unit, goes_on)
    days, worked = whole + more, sum(minutes) + sum(each.minutes for each in late)
    if rate.days is None:
        return Segment(rate, worked, days, left, None, 0)
    days_off, left_days = _parts(days + carried.days, rate.days, goes_on)
    return Segment(rate, worked, days, left, days_off, left_days)


def _parts(count: int, of: int, goes_on: bool) -> tuple[int, int]:
    """Whole parts and the rest. What falls below nothing borrows a part, of which the rest goes on; where nothing does,
    because the period has ended, less than a part takes no whole one away.
    """
    if count < 0 and not goes_on:
        return -(-count // of), 0
    return divmod(count, of)


def _split(minutes: Iterable[int], how: LabourDay) -> tuple[int, int]:
    """Calendar days that have a whole unit, a day each, and the minutes of shorter ones; or all minutes as those."""
    told = list(minutes)
    if how.reading is Reading.POOLED:
        return 0, sum(told)
    return sum(1 for each in told if each >= how.unit), sum(
        each for each in told if each < how.unit
    )


def late_day(on: date, told: int, more: int, how: LabourDay) -> LateDay:
    """A day that was told with so many countable minutes and has `more`, or fewer; none has more than its cap."""
    before, after = (min(max(minutes, 0), how.cap) for minutes in (told, told + more))
    return LateDay(on=on, before=before, after=after, how=how)


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
