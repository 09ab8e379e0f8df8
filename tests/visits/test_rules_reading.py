"""Rows become rules, or are refused by name."""

from datetime import UTC, date, datetime, time

import pytest

from backend.core.custody import Regime, Stage
from backend.core.kinship import Kinship
from backend.visits.rules import Kind, VisitRule, rule_rows
from backend.visits.rules.effects import BookingWindow, KinshipAllowed, VisitsPerPeriod
from backend.visits.rules.periods import EverySecondWeek, RollingDays
from tests.visits.ask import rule

ROW = {
    "id": "a-rule",
    "version": 2,
    "kind": "visits_per_period",
    "scope": {"visit_types": ["ordinary"], "regimes": ["closed_special"], "stages": ["a"]},
    "valid_from": "2025-10-22",
    "valid_to": None,
    "known_from": datetime(2025, 10, 22, tzinfo=UTC),
    "effect": {"ceiling": True, "at_most": 1, "period": {"kind": "rolling_days", "days": 15}},
    "legal_basis": "a decree",
    "source": "S5",
    "author": "somebody",
    "confidence": "sourced",
    "note": "",
    "examples": [{"title": "one"}],
}


def test_a_row_becomes_a_typed_rule() -> None:
    read = VisitRule.from_row(ROW)

    assert (read.id, read.version, read.kind) == ("a-rule", 2, Kind.VISITS_PER_PERIOD)
    assert read.effect == VisitsPerPeriod(ceiling=True, at_most=1, period=RollingDays(15))
    assert read.scope.regimes == {Regime.CLOSED_SPECIAL}
    assert read.scope.stages == {Stage.A}
    assert (read.valid_from, read.valid_to) == (date(2025, 10, 22), None)


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"kind": "curfew"}, "kind must be one of"),
        ({"colour": "red"}, "unknown colour"),
        ({"version": 0}, "version must be a whole number"),
        ({"effect": {"at_most": 1}}, "period: expected a table"),
        ({"effect": {**ROW["effect"], "per": "week"}}, "unknown per"),
        ({"effect": {**ROW["effect"], "at_most": 0}}, "at_most must be"),
        ({"effect": {**ROW["effect"], "at_most": True}}, "at_most must be"),
        ({"effect": {"at_most": 1, "period": {"kind": "lunar"}}}, "unknown period 'lunar'"),
        ({"scope": {"visit_types": []}}, "must name the visit types"),
        ({"scope": {"visit_types": ["ordinary"], "pavilion": "5"}}, "needs its establishment"),
        ({"scope": {"visit_types": ["ordinary"], "stages": ["a"]}}, "stages need the regime"),
        (
            {
                "scope": {
                    "visit_types": ["ordinary"],
                    "regimes": ["closed_ordinary"],
                    "stages": ["a"],
                }
            },
            "stages need the regime",
        ),
        ({"scope": {"visit_types": ["picnic"]}}, "visit_types must be one of"),
        ({"scope": {"visit_types": ["ordinary"], "sex": "X"}}, "sex must be F or M"),
        ({"valid_from": "yesterday"}, "valid_from must be a day"),
        ({"valid_to": "2025-10-21"}, "valid_to lies before valid_from"),
        ({"known_from": datetime(2025, 10, 22)}, "an instant with its offset"),  # noqa: DTZ001
        ({"confidence": "certain"}, "confidence must be one of"),
        ({"legal_basis": ""}, "legal_basis must be text"),
    ],
)
def test_a_bad_row_is_refused_by_name(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match="visit rule a-rule version") as refused:
        VisitRule.from_row({**ROW, **change})

    assert complaint in str(refused.value)


@pytest.mark.parametrize("kind", ["inmate_sanction", "visitor_sanction"])
@pytest.mark.parametrize("visit_type", ["lawyer", "consular", "official"])
def test_no_sanction_can_name_the_lawyer(kind: str, visit_type: str) -> None:
    with pytest.raises(ValueError, match="never touches lawyers"):
        rule(kind, {}, scope={"visit_types": ["ordinary", visit_type]})


@pytest.mark.parametrize(
    "effect",
    [
        {},
        {"anyone": True, "blood": 4},
        {"only": ["mother"], "spouse": True},
        {"blood": 9},
        {"only": ["neighbour"]},
    ],
)
def test_a_kinship_rule_says_one_thing(effect: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="visit rule"):
        rule("kinship", effect)


def test_kinship_by_degree_admits_no_further() -> None:
    effect = rule("kinship", {"blood": 3, "affinity": 1, "spouse": True}).effect
    assert isinstance(effect, KinshipAllowed)

    admitted = {kinship for kinship in Kinship if effect.admits(kinship)}

    assert {Kinship.UNCLE_OR_AUNT, Kinship.STEPPARENT, Kinship.SPOUSE} < admitted
    assert admitted.isdisjoint({Kinship.COUSIN, Kinship.SIBLING_IN_LAW, Kinship.COHABITANT})
    assert admitted.isdisjoint({Kinship.FRIEND, Kinship.GODPARENT})


def test_a_booking_window_opens_by_weekday_too() -> None:
    effect = rule(
        "booking_window",
        {"weekday": 1, "at": "06:00", "weeks_before": 1, "closes_hours_before": 24},
    ).effect
    assert isinstance(effect, BookingWindow)

    assert effect.at == time(6)
    assert effect.opens_at(date(2025, 8, 17)) == datetime(2025, 8, 4, 11, tzinfo=UTC)


def test_an_anchor_may_come_from_json() -> None:
    period = {"kind": "every_second_week", "anchor": "2025-01-06"}

    effect = rule("visits_per_period", {"at_most": 1, "period": period}).effect

    assert isinstance(effect, VisitsPerPeriod)
    assert effect.period == EverySecondWeek(date(2025, 1, 6))


TWO_VERSIONS = """
[defaults]
author = "somebody"
[[rule]]
id = "a-rule"
kind = "suspension"
scope = { visit_types = ["ordinary"] }
valid_from = 2025-01-01
valid_to = 2025-02-01
known_from = 2025-01-01T00:00:00-05:00
effect = {}
legal_basis = "a decree"
source = "S1"
confidence = "sourced"
[[rule.later]]
valid_to = 2025-03-01
known_from = 2025-01-31T00:00:00-05:00
[[rule.example]]
title = "one"
visit_on = 2025-01-05
"""


def test_a_later_version_replaces_what_it_names() -> None:
    first, second = rule_rows(TWO_VERSIONS)

    assert (first["version"], first["valid_to"]) == (1, date(2025, 2, 1))
    assert (second["version"], second["valid_to"]) == (2, date(2025, 3, 1))
    assert second["legal_basis"] == "a decree"
    assert second["examples"] == [{"title": "one", "visit_on": "2025-01-05"}]


def test_a_rule_written_twice_is_refused() -> None:
    twice = TWO_VERSIONS + TWO_VERSIONS.split('author = "somebody"\n')[1].replace(
        'source = "S1"', 'source = "S1"\nauthor = "somebody"'
    )

    with pytest.raises(ValueError, match="written twice"):
        rule_rows(twice)
