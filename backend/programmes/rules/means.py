"""What programmes have: words of ensembles, partners and money, and what can be said of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from backend.programmes.rules.checking import LINE, TITLE, check_text, fine


class EnsembleKind(StrEnum):
    """Who plays, sings, dances or acts together (work-and-events facts, section 10 row 18)."""

    ORCHESTRA = "orchestra"
    BAND = "band"
    CHOIR = "choir"
    PERCUSSION = "percussion"
    CHAMBER = "chamber"
    DANCE = "dance"
    THEATRE = "theatre"
    LITERARY = "literary"
    PLASTIC = "plastic"
    OTHER = "other"


class PartnerKind(StrEnum):
    """Type of entity, as a report asks for it (section 10 row 17)."""

    PUBLIC = "public"
    PRIVATE = "private"
    CIVIL_SOCIETY = "civil_society"
    EMBASSY = "embassy"
    MUSEUM = "museum"
    UNIVERSITY = "university"
    COMPANY = "company"


class ContributionKind(StrEnum):
    """Whether a partner gave money or something else."""

    CASH = "cash"
    IN_KIND = "in_kind"


class BudgetSource(StrEnum):
    """Who pays for a line of a budget (section 10 row 21)."""

    TREASURY = "treasury"
    OWN_INCOME = "own_income"
    COOPERATION = "cooperation"
    PARTNER = "partner"
    SALES = "sales"
    OTHER = "other"


MOST_MONEY = 2_000_000_000
"""Céntimos, twenty million soles: most of one amount, and of all that one place plans, spends or is given in a year.

A sum of these is still an Int of GraphQL; the database refuses what goes beyond (`means_check_sums`).
"""

OLDEST = date(2000, 1, 1)
MOST_INSTRUMENTS, MOST_OF_ONE, MOST_PLAYED = 60, 10_000, 500


@dataclass(frozen=True, slots=True)
class Instrument:
    """A kind of instrument and how many there are."""

    name: str
    count: int


@dataclass(frozen=True, slots=True)
class EnsembleFacts:
    """What an office says of an ensemble."""

    name: str
    kind: EnsembleKind
    teacher: str
    instruments: Sequence[Instrument]
    begun_on: date


def check_ensemble(facts: EnsembleFacts, today: date) -> None:
    """Raise BAD_INPUT naming the first field that cannot be so."""
    check_text("name", facts.name, TITLE, needed=True)
    check_text("teacher", facts.teacher, TITLE)
    check_past("begunOn", facts.begun_on, today)
    names = [each.name.strip().casefold() for each in facts.instruments]
    fine("instruments", len(names) <= MOST_INSTRUMENTS and len(set(names)) == len(names))
    for each in facts.instruments:
        check_text("instruments.name", each.name, LINE, needed=True)
        fine("instruments.count", 1 <= each.count <= MOST_OF_ONE)


def check_past(field: str, day: date, today: date, *, since: date = OLDEST) -> None:
    """Raise BAD_INPUT for a day that is still to come, or before `since`."""
    fine(field, since <= day <= today)


def check_money(field: str, amount: int, *, least: int = 0) -> None:
    """Raise BAD_INPUT for an amount in céntimos that nobody plans, spends or gives."""
    fine(field, least <= amount <= MOST_MONEY)
