"""What a year's activities came to, in figures. Three counts that are often taken for one another are kept apart
(work-and-events facts, 9.3): takings part, beneficiaries and audience.

A date counts for the year, and the month, in which it begins by Lima's calendar. All figures but `called_off` and
`to_come` are of dates that were held: planned, and over.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from backend.core.clock import lima_instant
from backend.programmes.rules.checking import fine

FIRST_YEAR, LAST_YEAR = 2000, 2200
MONTHS = range(1, 13)
CLASSES = ("relative", "public", "official", "inmate", "staff")
SEXES = ("F", "M")
BANDS: tuple[tuple[int | None, int | None], ...] = (
    (0, 17),
    (18, 29),
    (30, 44),
    (45, 59),
    (60, None),
    (None, None),
)
"""Ages in whole years, both ends included: an example of a division, which no norm we know asks for.

The last: nobody knows when they were born.
"""


class Month(NamedTuple):
    """One month. `audience`: people present; `parts`: takings part, a person once a date; `minutes`: of all of them."""

    month: int
    dates: int = 0
    audience: int = 0
    parts: int = 0
    minutes: int = 0


class KindFigure(NamedTuple):
    """Dates that were held of one kind of event, and who was present."""

    kind: str
    dates: int
    audience: int


class ClassFigure(NamedTuple):
    """Who was present, of one class of guest."""

    guest_class: str
    adults: int
    children: int


class BandFigure(NamedTuple):
    """Beneficiaries of one sex whose age, on the day they first took part that year, lies in a band of `BANDS`."""

    sex: str
    first: int | None
    last: int | None
    people: int


class SourceMoney(NamedTuple):
    """Céntimos that one source was planned to pay, and paid, of a year's budget lines.

    A line that was ended is planned no more; what was spent of it stays spent.
    """

    source: str
    planned: int
    spent: int


class PartnerGiven(NamedTuple):
    """What a partner gave in the year: céntimos in cash and in kind, and how many things nobody valued.

    What another line corrects does not count.
    """

    name: str
    kind: str
    cash: int
    in_kind: int
    unvalued: int


class PlaceFigure(NamedTuple):
    """One establishment's share of a country's year. Who took part at two places is a beneficiary of both."""

    establishment_id: str
    name: str
    dates: int
    audience: int
    parts: int
    beneficiaries: int
    spent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """A year of one establishment, or of several together.

    `events`: with a date that was held. `held`, `called_off`, `to_come`: dates; one that waits for a new day is to
    come. `beneficiaries`: people held who took part in a date at least once in the year, each once; being named is not
    enough. `parts`: takings part, a person once a date; the latest word of somebody counts, and nought minutes is not
    there. `ensembles`: that existed on a day of the year so far. `no_shows`: households with places of whom nobody
    came, of dates whose door was kept. `certificates`: of hours, issued in the year.
    """

    year: int
    events: int
    held: int
    called_off: int
    to_come: int
    months: tuple[Month, ...]
    kinds: tuple[KindFigure, ...]
    classes: tuple[ClassFigure, ...]
    bands: tuple[BandFigure, ...]
    parts: int
    minutes: int
    ensembles: int
    no_shows: int
    certificates: int
    sources: tuple[SourceMoney, ...]
    partners: tuple[PartnerGiven, ...]

    @property
    def audience(self) -> int:
        """People present at dates: of each date and class the larger of marked at the door and counted by hand."""
        return sum(each.adults + each.children for each in self.classes)

    @property
    def beneficiaries(self) -> int:
        return sum(each.people for each in self.bands)

    def of_sex(self, sex: str) -> int:
        """Beneficiaries of one of `SEXES`."""
        return sum(each.people for each in self.bands if each.sex == sex)

    @property
    def planned(self) -> int:
        """Céntimos."""
        return sum(each.planned for each in self.sources)

    @property
    def spent(self) -> int:
        """Céntimos, of the year's budget lines."""
        return sum(each.spent for each in self.sources)


@dataclass(frozen=True, slots=True)
class Year:
    """Figures of a year, and each establishment's share of them: one of one, all of the whole country."""

    figures: Figures
    places: tuple[PlaceFigure, ...]


def check_year(year: int) -> None:
    """Raise BAD_INPUT for a year that is a slip of the keyboard."""
    fine("year", FIRST_YEAR <= year <= LAST_YEAR)


def year_span(year: int) -> tuple[datetime, datetime]:
    """The instants at which a year begins in Lima, and the next one does."""
    midnight = time()
    return lima_instant(date(year, 1, 1), midnight), lima_instant(date(year + 1, 1, 1), midnight)


def bands(people: Iterable[tuple[str, int | None, int]]) -> tuple[BandFigure, ...]:
    """Every band of both sexes, of rows of sex, age (None: unknown) and how many."""
    counted: Counter[tuple[str, int]] = Counter()
    for sex, age, count in people:
        counted[sex, _band(age)] += count
    return tuple(
        BandFigure(sex, first, last, counted[sex, nth])
        for sex in SEXES
        for nth, (first, last) in enumerate(BANDS)
    )


def _band(age: int | None) -> int:
    """Which of `BANDS`. A date of birth that is after the day itself is nobody's: unknown."""
    if age is None or age < 0:
        return len(BANDS) - 1
    return max(nth for nth, (first, _) in enumerate(BANDS) if first is not None and first <= age)


def months(
    dates: Mapping[int, int], audience: Mapping[int, int], parts: Mapping[int, tuple[int, int]]
) -> tuple[Month, ...]:
    """All twelve. `parts`: takings part and their minutes."""
    return tuple(
        Month(each, dates.get(each, 0), audience.get(each, 0), *parts.get(each, (0, 0)))
        for each in MONTHS
    )
