"""What a rule does: one typed value a kind, read strictly from the `effect` of its row.

`ceiling = true` makes a rule bind on top of whatever the most specific rule says: a decree or a law
may be narrowed by an establishment, never widened. Without it the rule sets a value, and the most
specific such rule alone counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from backend.core.clock import lima_instant
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship, Line, distance
from backend.visits.rules.fields import Fields
from backend.visits.rules.periods import Period, read_period
from backend.visits.rules.vocabulary import ADULT_AGE, SEXES, Counting, Kind, Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """`variant` parts rules of one kind that do not compete with each other."""

    ceiling: bool = False

    @property
    def variant(self) -> str:
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitsPerPeriod(Effect):
    """So many visits to one inmate in any window of the period."""

    at_most: int
    period: Period
    counting: Counting = Counting.VISITS

    @property
    def variant(self) -> str:
        return self.counting


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitorsPerVisit(Effect):
    """So many people in a party, of those who are at least `counts_from_age` years old."""

    at_most: int
    counts_from_age: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration(Effect):
    """The longest stay, in minutes."""

    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceAllowed(Effect):
    """Where the visit may happen."""

    allowed: frozenset[Place]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekdayBySex(Effect):
    """ISO weekdays on which women (F) and men (M) of at least `from_age` years may come."""

    days: tuple[tuple[str, frozenset[int]], ...]
    from_age: int = ADULT_AGE

    def admits(self, sex: str, weekday: int) -> bool:
        return weekday in dict(self.days)[sex]


@dataclass(frozen=True, slots=True, kw_only=True)
class KinshipAllowed(Effect):
    """Anyone; or an explicit list; or blood and affinity up to a degree and the partner."""

    anyone: bool = False
    only: frozenset[Kinship] = frozenset()
    blood: int = 0
    affinity: int = 0
    spouse: bool = False
    cohabitant: bool = False

    def admits(self, kinship: Kinship) -> bool:
        if self.anyone or self.only:
            return self.anyone or kinship in self.only
        line, degree = distance(kinship)
        limits = {Line.BLOOD: self.blood, Line.AFFINITY: self.affinity}
        partners = {Line.SPOUSE: self.spouse, Line.COHABITANT: self.cohabitant}
        return partners.get(line, False) or 0 < degree <= limits.get(line, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentsAccepted(Effect):
    """What a visitor may show; it must not have expired on the day of the visit."""

    accepted: frozenset[DocumentKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorsPerAdult(Effect):
    """So many minors with each adult; 0 means that no minor is admitted."""

    at_most: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinorDays(Effect):
    """ISO weekdays for minors; those younger than `any_day_under` come on any day."""

    weekdays: frozenset[int]
    any_day_under: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Deny(Effect):
    """Suspension: no visit. For sanctions: the legal basis that a decision cites."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BookingWindow(Effect):
    """When the booking of a day opens and closes, in hours of Lima.

    Opens `days_before` the visit, or on `weekday` of the week `weeks_before` that of the visit.
    """

    at: time
    closes_hours_before: int
    days_before: int | None = None
    weekday: int | None = None
    weeks_before: int = 1

    def opens_at(self, visit_on: date) -> datetime:
        if self.days_before is not None:
            return lima_instant(visit_on - timedelta(days=self.days_before), self.at)
        monday = visit_on - timedelta(days=visit_on.weekday(), weeks=self.weeks_before)
        return lima_instant(monday + timedelta(days=(self.weekday or 1) - 1), self.at)

    def closes_at(self, starts_at: datetime) -> datetime:
        return starts_at - timedelta(hours=self.closes_hours_before)


def _visits(fields: Fields, ceiling: bool) -> Effect:
    counting = fields.choice("counting", Counting) if fields.has("counting") else Counting.VISITS
    return VisitsPerPeriod(
        ceiling=ceiling,
        at_most=fields.number("at_most", 1, 31),
        period=read_period(fields.table("period")),
        counting=counting,
    )


def _visitors(fields: Fields, ceiling: bool) -> Effect:
    return VisitorsPerVisit(
        ceiling=ceiling,
        at_most=fields.number("at_most", 1, 50),
        counts_from_age=fields.number("counts_from_age", 0, 18, default=0),
    )


def _duration(fields: Fields, ceiling: bool) -> Effect:
    return Duration(ceiling=ceiling, minutes=fields.number("minutes", 5, 1440))


def _place(fields: Fields, ceiling: bool) -> Effect:
    allowed = frozenset(fields.choices("allowed", Place))
    if not allowed:
        raise fields.wrong("allowed", "a list of places", [])
    return PlaceAllowed(ceiling=ceiling, allowed=allowed)


def _weekday_by_sex(fields: Fields, ceiling: bool) -> Effect:
    days = tuple((sex, fields.weekdays(sex)) for sex in SEXES)
    from_age = fields.number("from_age", 0, 18, default=ADULT_AGE)
    return WeekdayBySex(ceiling=ceiling, days=days, from_age=from_age)


def _kinship(fields: Fields, ceiling: bool) -> Effect:
    effect = KinshipAllowed(
        ceiling=ceiling,
        anyone=fields.flag("anyone"),
        only=frozenset(fields.choices("only", Kinship)),
        blood=fields.number("blood", 0, 4, default=0),
        affinity=fields.number("affinity", 0, 4, default=0),
        spouse=fields.flag("spouse"),
        cohabitant=fields.flag("cohabitant"),
    )
    by_degree = bool(effect.blood or effect.affinity or effect.spouse or effect.cohabitant)
    if effect.anyone + bool(effect.only) + by_degree != 1:
        raise ValueError(f"{fields.where}: say anyone, only, or degrees; one of the three")
    return effect


def _documents(fields: Fields, ceiling: bool) -> Effect:
    accepted = frozenset(fields.choices("accepted", DocumentKind))
    if not accepted:
        raise fields.wrong("accepted", "a list of documents", [])
    return DocumentsAccepted(ceiling=ceiling, accepted=accepted)


def _minors_per_adult(fields: Fields, ceiling: bool) -> Effect:
    return MinorsPerAdult(ceiling=ceiling, at_most=fields.number("at_most", 0, 20))


def _minor_days(fields: Fields, ceiling: bool) -> Effect:
    return MinorDays(
        ceiling=ceiling,
        weekdays=fields.weekdays("weekdays"),
        any_day_under=fields.number("any_day_under", 0, 18, default=0),
    )


def _deny(_: Fields, ceiling: bool) -> Effect:
    return Deny(ceiling=ceiling)


def _booking_window(fields: Fields, ceiling: bool) -> Effect:
    by_weekday = fields.has("weekday")
    return BookingWindow(
        ceiling=ceiling,
        at=fields.hour("at"),
        closes_hours_before=fields.number("closes_hours_before", 0, 336),
        days_before=None if by_weekday else fields.number("days_before", 1, 366),
        weekday=fields.number("weekday", 1, 7) if by_weekday else None,
        weeks_before=fields.number("weeks_before", 1, 8, default=1) if by_weekday else 1,
    )


_READERS: dict[Kind, Callable[[Fields, bool], Effect]] = {
    Kind.VISITS_PER_PERIOD: _visits,
    Kind.VISITORS_PER_VISIT: _visitors,
    Kind.DURATION: _duration,
    Kind.PLACE: _place,
    Kind.WEEKDAY_BY_SEX: _weekday_by_sex,
    Kind.KINSHIP: _kinship,
    Kind.DOCUMENTS: _documents,
    Kind.MINORS_PER_ADULT: _minors_per_adult,
    Kind.MINOR_DAYS: _minor_days,
    Kind.SUSPENSION: _deny,
    Kind.INMATE_SANCTION: _deny,
    Kind.VISITOR_SANCTION: _deny,
    Kind.BOOKING_WINDOW: _booking_window,
}


def read_effect(kind: Kind, fields: Fields) -> Effect:
    """The typed effect of a kind. Raises ValueError on an unknown key or a value out of range."""
    effect = _READERS[kind](fields, fields.flag("ceiling"))
    fields.done()
    return effect
