"""The same family on four dates: what the law of the day lets them do, as one table."""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

import pytest

from backend.core.clock import lima_instant
from backend.core.custody import Regime, Stage, Status
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship
from backend.visits.rules import (
    AskedSlot,
    Decision,
    PartyMember,
    Place,
    Rulebook,
    TakenVisit,
    Visited,
    VisitQuestion,
    VisitType,
    decide,
)
from tests.visits.ask import seeded_book, sites

BEFORE = date(2025, 10, 20)
EMERGENCY = date(2025, 10, 25)
STAGES = date(2025, 11, 15)
EXTREME = date(2026, 3, 1)

# Dates as above; prison; regime or stage; visits from Monday to Sunday; days until the next visit after
# one (0: the same day); relatives at once (9: no limit found); friend, cousin, sister-in-law admitted;
# booth, direct; minutes.
TABLE = """
    date       prison     held    week  gap  party  friend cousin inlaw  booth direct  minutes
    BEFORE     lurigancho ordinary  3     0    4     yes    yes    yes    no    yes     480
    BEFORE     canete     ordinary  3     0    4     yes    yes    yes    no    yes     480
    BEFORE     trujillo   ordinary  3     0    4     yes    yes    yes    no    yes     480
    BEFORE     lurigancho a         2     0    3     yes    yes    yes    yes   no      480
    BEFORE     lurigancho b         2     0    9     yes    yes    yes    yes   yes     480
    BEFORE     trujillo   c         2     0    9     yes    yes    yes    yes   yes     480
    BEFORE     lurigancho extreme   2     0    3     no     no     no     yes   no      120

    EMERGENCY  lurigancho ordinary  1     7    4     no     yes    yes    no    yes     480
    EMERGENCY  callao     ordinary  1     7    4     no     yes    yes    no    yes     480
    EMERGENCY  canete     ordinary  3     0    4     yes    yes    yes    no    yes     480
    EMERGENCY  trujillo   ordinary  3     0    4     yes    yes    yes    no    yes     480
    EMERGENCY  lurigancho semi      3     0    9     yes    yes    yes    no    yes     480
    EMERGENCY  lurigancho a         1    14    3     no     yes    yes    yes   no      480
    EMERGENCY  lurigancho c         1    14    9     no     yes    yes    yes   yes     480
    EMERGENCY  trujillo   c         2     0    9     yes    yes    yes    yes   yes     480
    EMERGENCY  lurigancho extreme   1    14    3     no     no     no     yes   no      120

    STAGES     lurigancho ordinary  1     7    4     no     yes    yes    no    yes     480
    STAGES     trujillo   ordinary  3     0    4     yes    yes    yes    no    yes     480
    STAGES     lurigancho a         1    14    1     no     yes    yes    yes   no       60
    STAGES     trujillo   a         1    14    1     no     yes    yes    yes   no       60
    STAGES     trujillo   b         1    14    2     no     yes    yes    yes   no      120
    STAGES     trujillo   c         1    14    2     no     yes    yes    no    yes     180
    STAGES     lurigancho extreme   1    14    3     no     no     no     yes   no      120
    STAGES     trujillo   extreme   2     0    3     no     no     no     yes   no      120

    EXTREME    lurigancho ordinary  3     0    4     yes    yes    yes    no    yes     480
    EXTREME    trujillo   ordinary  3     0    4     yes    yes    yes    no    yes     480
    EXTREME    lurigancho a         1    14    1     no     yes    yes    yes   no       60
    EXTREME    trujillo   b         1    14    2     no     yes    yes    yes   no      120
    EXTREME    trujillo   c         1    14    2     no     yes    yes    no    yes     180
    EXTREME    lurigancho extreme   1    30    1     no     no     no     yes   no       60
    EXTREME    challapalca extreme  1    30    1     no     no     no     yes   no       60
"""
ROWS = [line.split() for line in TABLE.strip().splitlines()[1:] if line.strip()]
HELD = {
    "ordinary": (Regime.CLOSED_ORDINARY, Stage.MEDIUM),
    "semi": (Regime.SEMI_OPEN, None),
    "a": (Regime.CLOSED_SPECIAL, Stage.A),
    "b": (Regime.CLOSED_SPECIAL, Stage.B),
    "c": (Regime.CLOSED_SPECIAL, Stage.C),
    "extreme": (Regime.CLOSED_SPECIAL, Stage.EXTREME),
}


@dataclass(frozen=True)
class Family:
    """The same people asking about one inmate, by the rules known when the visit day comes near."""

    prison: str
    held: str
    book: Rulebook

    def ask(
        self, on: date, *kin: str, place: Place | None = None, taken: tuple[date, ...] = ()
    ) -> Decision:
        asked = self.question(on, *kin, place=place or self.place(on))
        visits = tuple(TakenVisit(day, yours=True) for day in taken)
        return decide(replace(asked, taken=visits), self.book)

    def question(self, on: date, *kin: str, place: Place) -> VisitQuestion:
        """Asked at noon of the day before."""
        return VisitQuestion(
            now=lima_instant(on - timedelta(days=1), time(12)),
            slot=AskedSlot(
                site=sites()[self.prison],
                on=on,
                starts_at=lima_instant(on, time(9)),
                ends_at=lima_instant(on, time(17)),
                visit_type=VisitType.ORDINARY,
                place=place,
            ),
            inmate=Visited("M", *HELD[self.held], Status.HELD, self.prison),
            party=tuple(_person(number, each) for number, each in enumerate(kin or ("mother",))),
        )

    def place(self, on: date) -> Place:
        """A place the inmate may be visited in."""
        allowed = (each for each in (Place.DIRECT, Place.BOOTH) if self.ask(on, place=each).allowed)
        return next(allowed)

    def admits(self, on: date, kinship: str) -> str:
        return "yes" if self.ask(on, kinship).allowed else "no"

    def week(self, on: date) -> int:
        """The most visits from Monday to Sunday, by the law of this day."""
        monday = on - timedelta(days=on.weekday())
        days = [day for day in (monday + timedelta(days=n) for n in range(7)) if day != on]
        return next(n for n in range(7) if not self.ask(on, taken=tuple(days[:n])).allowed)

    def gap(self, on: date) -> int:
        """The fewest days between this visit and the one before it."""
        return next(
            days for days in range(60) if self.ask(on, taken=(on - timedelta(days=days),)).allowed
        )

    def party(self, on: date) -> int:
        """The most relatives at once, up to nine."""
        return max(n for n in range(1, 10) if self.ask(on, *["child"] * n).allowed)


def _person(number: int, kinship: str) -> PartyMember:
    born_on = date(1980, 1, 1)
    return PartyMember(f"p{number}", "F", born_on, Kinship(kinship), DocumentKind.DNI)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: "-".join(row[:3]))
def test_the_law_of_the_day(row: list[str]) -> None:
    on = {"BEFORE": BEFORE, "EMERGENCY": EMERGENCY, "STAGES": STAGES, "EXTREME": EXTREME}[row[0]]
    family = Family(row[1], row[2], seeded_book())

    found = [
        str(family.week(on)),
        str(family.gap(on)),
        str(family.party(on)),
        family.admits(on, "friend"),
        family.admits(on, "cousin"),
        family.admits(on, "sibling_in_law"),
        "yes" if family.ask(on, place=Place.BOOTH).allowed else "no",
        "yes" if family.ask(on, place=Place.DIRECT).allowed else "no",
        str(family.ask(on).stay_minutes),
    ]

    assert found == row[3:]


@pytest.mark.parametrize(
    ("day", "bound"),
    [
        (date(2025, 10, 21), False),
        (date(2025, 10, 22), True),
        (date(2025, 11, 20), True),
        (date(2025, 11, 21), True),
        (date(2025, 12, 20), True),
        (date(2025, 12, 21), True),
        (date(2026, 1, 19), True),
        (date(2026, 1, 20), True),
        (date(2026, 2, 18), True),
        (date(2026, 2, 19), False),
    ],
)
def test_the_emergency_lasts_from_its_first_day_to_its_last(day: date, bound: bool) -> None:
    for held, frequency in (("ordinary", "lima-callao-weekly"), ("c", "lima-callao-fortnightly")):
        family = Family("lurigancho", held, seeded_book())
        asked = family.question(day, "friend", place=Place.DIRECT)
        at_the_gate = replace(asked, now=asked.slot.starts_at)

        used = dict(decide(at_the_gate, family.book).rules_used)

        assert (frequency in used) is bound
        assert ("lima-callao-kinship" in used) is bound


@pytest.mark.parametrize(
    ("day", "party"),
    [
        (date(2025, 10, 29), 3),
        (date(2025, 10, 30), 1),
        (date(2026, 2, 12), 1),
        (date(2026, 2, 13), 1),
    ],
)
def test_stage_a_changes_the_day_after_publication(day: date, party: int) -> None:
    assert Family("trujillo", "a", seeded_book()).party(day) == party


def test_only_the_provinces_of_lima_and_callao_are_under_the_emergency() -> None:
    bound = {
        each
        for each in sites()
        if not Family(each, "ordinary", seeded_book()).ask(EMERGENCY, "friend").allowed
    }

    assert bound == {
        "ancon",
        "ancon-ii",
        "anexo-de-mujeres-de-chorrillos",
        "barbadillo",
        "callao",
        "cerec-base-naval",
        "lurigancho",
        "miguel-castro-castro",
        "mujeres-de-chorrillos",
        "virgen-de-fatima",
        "virgen-de-la-merced",
    }


def test_a_booking_made_before_the_decree_is_refused_when_asked_again_after_it() -> None:
    family = Family("lurigancho", "ordinary", seeded_book())
    asked = family.question(EMERGENCY, "friend", place=Place.DIRECT)
    asked = replace(asked, now=lima_instant(date(2025, 10, 20), time(12)))
    again = replace(asked, now=lima_instant(date(2025, 10, 22), time(12)))

    made, reviewed = decide(asked, family.book), decide(again, family.book)

    assert made.allowed
    assert [reason.rule_id for reason in reviewed.reasons] == ["lima-callao-kinship"]
    assert ("lima-callao-kinship", 1) in reviewed.rules_used
    assert decide(asked, seeded_book()) == made
