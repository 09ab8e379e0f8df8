"""Plain values for the tests of visit rules, with defaults; nothing here touches a database."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from backend.core.clock import lima_instant
from backend.core.custody import Regime, Stage, Status
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship
from backend.visits.rules import (
    AskedSlot,
    PartyMember,
    Place,
    Rulebook,
    Site,
    TakenVisit,
    Visited,
    VisitQuestion,
    VisitRule,
    VisitType,
    decide,
    rules_from_toml,
)

SEEDS = Path(__file__).parents[2] / "seeds"
LURIGANCHO = Site("lurigancho", "Lima", "Lima", "Lima")
DAY = timedelta(days=1)
SATURDAY = date(2025, 8, 16)
WINDOW = {"days_before": 30, "at": "06:00", "closes_hours_before": 12}


def rule(kind: str, effect: object, *, id: str | None = None, **row: object) -> VisitRule:
    """A rule of the whole country, of ordinary visits, for ever, unless `row` says otherwise."""
    scope = {"visit_types": ["ordinary"], **row.pop("scope", {})}
    return VisitRule.from_row(
        {
            "id": id or f"{kind}-{row.get('valid_from', '')}-{len(str(effect))}",
            "version": 1,
            "kind": kind,
            "scope": scope,
            "valid_from": date(2020, 1, 1),
            "valid_to": None,
            "known_from": datetime(2020, 1, 1, tzinfo=UTC),
            "effect": effect,
            "legal_basis": "a test",
            "source": "a test",
            "author": "a test",
            "confidence": "example",
            **row,
        }
    )


OPEN = rule("booking_window", WINDOW, id="open")
"""Without it nothing can be booked at all."""


def member(kinship: str = "mother", **changes: object) -> PartyMember:
    """A woman of about fifty with a DNI; `age` instead of a birth date where that is easier."""
    age = changes.pop("age", 50)
    given = PartyMember("ana", "F", date(2025 - age, 1, 1), Kinship(kinship), DocumentKind.DNI)
    return replace(given, **changes)


def minor(person: str = "luz", **changes: object) -> PartyMember:
    """The inmate's child of eight."""
    return member("child", **{"person": person, "age": 8, **changes})


def slot(on: date = SATURDAY, **changes: object) -> AskedSlot:
    """From 9:00 to 17:00, direct, for anybody."""
    starts_at, ends_at = lima_instant(on, time(9)), lima_instant(on, time(17))
    given = AskedSlot(LURIGANCHO, on, starts_at, ends_at, VisitType.ORDINARY, Place.DIRECT)
    return replace(given, **changes)


def inmate(**changes: object) -> Visited:
    """A man of the ordinary regime, held in Lurigancho."""
    given = Visited("M", Regime.CLOSED_ORDINARY, Stage.MEDIUM, Status.HELD, "lurigancho", "5")
    return replace(given, **changes)


def question(*party: PartyMember, on: date = SATURDAY, **changes: object) -> VisitQuestion:
    """Asked at noon two days before the visit, by the mother alone unless a party is given."""
    given = VisitQuestion(
        now=lima_instant(on - 2 * DAY, time(12)),
        slot=slot(on),
        inmate=inmate(),
        party=party or (member(),),
    )
    return replace(given, **changes)


def taken(*days: date, yours: bool = True, **changes: object) -> tuple[TakenVisit, ...]:
    return tuple(TakenVisit(day, yours, **changes) for day in days)


def codes(asked: VisitQuestion, *rules: VisitRule) -> list[str]:
    """The reasons against it under these rules, and an open booking window."""
    return [reason.code.value for reason in decide(asked, (OPEN, *rules)).reasons]


@cache
def seeded_rules() -> tuple[VisitRule, ...]:
    return rules_from_toml((SEEDS / "visit_rules.toml").read_text(encoding="utf-8"))


def seeded_book() -> Rulebook:
    return Rulebook(seeded_rules())


@cache
def establishment_rows() -> tuple[dict[str, str], ...]:
    with (SEEDS / "establishments.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


@cache
def sites() -> dict[str, Site]:
    """Every establishment of the seed as rules see it."""
    known: dict[str, dict[str, str]] = {}
    for row in establishment_rows():
        known.setdefault(row["establishment"], {}).update({k: v for k, v in row.items() if v})
    return {
        each: Site(each, facts["office"], facts["department"], facts["province"])
        for each, facts in known.items()
    }
