"""Which rule binds: the most specific, the newest, the ceilings, the denials, the version known."""

from datetime import UTC, date, datetime

import pytest

from backend.core.custody import Regime, Stage
from backend.visits.rules import Kind, Rulebook, VisitRule, VisitType, decide
from tests.visits.ask import DAY, OPEN, SATURDAY, codes, inmate, question, rule, slot, taken

LIMA = {"provinces": ["Lima/Lima", "Callao/Callao"]}
PRISON = {"establishment": "lurigancho"}
PAVILION = {"establishment": "lurigancho", "pavilion": "5"}


def at_most(number: int, **row: object) -> VisitRule:
    ceiling = row.pop("ceiling", False)
    effect = {"at_most": number, "ceiling": ceiling}
    return rule("visitors_per_visit", effect, id=str(row.pop("id", f"at-most-{number}")), **row)


def binding(*rules: VisitRule, known_at: datetime | None = None, **who: object) -> list[str]:
    """Ids of the rules on party size that bind, the setting one first."""
    asked = question(inmate=inmate(**who))
    book = Rulebook(rules)
    bound = book.binding(asked.circumstances, SATURDAY, known_at or asked.now)
    return [each.id for each in bound.of(Kind.VISITORS_PER_VISIT)]


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        (PAVILION, PRISON),
        (PRISON, LIMA),
        (LIMA, {}),
        ({"office": "Lima"}, {}),
        ({"departments": ["Lima"]}, {}),
        (PRISON, {"regimes": ["closed_ordinary"], "stages": ["medium"]}),
        ({"regimes": ["closed_ordinary"], "stages": ["medium"]}, {"regimes": ["closed_ordinary"]}),
        ({"regimes": ["closed_ordinary"]}, {}),
        ({"regimes": ["closed_ordinary"]}, {"sex": "M"}),
        ({"sex": "M"}, {}),
    ],
)
def test_the_most_specific_rule_wins(narrow: dict[str, object], wide: dict[str, object]) -> None:
    newest = date(2025, 1, 1)
    wide_rule = at_most(1, id="wide", scope=wide, valid_from=newest)
    narrow_rule = at_most(2, id="narrow", scope=narrow)

    assert binding(wide_rule, narrow_rule) == ["narrow"]
    assert binding(narrow_rule, wide_rule) == ["narrow"]


def test_among_equals_the_newest_wins_then_the_higher_version() -> None:
    older = at_most(1, id="older", version=9)
    newer = at_most(2, id="newer", valid_from=date(2024, 1, 1))
    twin = at_most(3, id="a-twin", valid_from=date(2024, 1, 1), version=2)

    assert binding(older, newer) == ["newer"]
    assert binding(newer, twin) == ["a-twin"]


@pytest.mark.parametrize(
    "scope",
    [
        {"establishment": "ancon"},
        {"office": "Norte"},
        {"departments": ["Callao"]},
        {"provinces": ["Lima/Huaral"]},
        {"establishment": "lurigancho", "pavilion": "7"},
        {"regimes": ["closed_special"]},
        {"regimes": ["closed_ordinary"], "stages": ["maximum"]},
        {"sex": "F"},
        {"visit_types": ["children"]},
    ],
)
def test_a_rule_of_another_scope_does_not_bind(scope: dict[str, object]) -> None:
    assert binding(at_most(1, scope=scope)) == []


def test_a_ceiling_binds_on_top_of_a_more_specific_rule() -> None:
    decree = at_most(1, id="decree", ceiling=True, scope=LIMA)
    own = at_most(4, id="own", scope=PAVILION)
    four = [question().party[0]] * 2

    assert binding(decree, own) == ["own", "decree"]
    assert codes(question(*four), decree, own) == ["PARTY_TOO_LARGE"]
    assert codes(question(*four), own) == []


def test_the_strictest_of_several_limits_is_named() -> None:
    decree = at_most(1, id="decree", ceiling=True)
    own = at_most(2, id="own")
    party = [question().party[0]] * 3

    (reason,) = (
        reason
        for reason in decide(question(*party), (decree, own)).reasons
        if reason.code.value == "PARTY_TOO_LARGE"
    )

    assert (reason.rule_id, reason.facts) == ("decree", {"at_most": 1})


def test_a_suspension_beats_everything_more_specific() -> None:
    closed = rule("suspension", {}, id="riot")
    open_here = at_most(9, scope=PAVILION)

    assert codes(question(), closed, open_here) == ["DAY_CLOSED"]


def test_every_suspension_is_cited() -> None:
    riot = rule("suspension", {}, id="riot", scope=PRISON)
    outbreak = rule("suspension", {}, id="outbreak")

    reasons = decide(question(), (OPEN, riot, outbreak)).reasons

    assert {reason.rule_id for reason in reasons} == {"riot", "outbreak"}


def test_a_suspension_stops_only_the_visit_types_it_names() -> None:
    closed = rule("suspension", {}, scope={"visit_types": ["children"]})

    assert codes(question(), closed) == []


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "binds"),
    [
        (SATURDAY, SATURDAY + DAY, True),
        (SATURDAY, None, True),
        (SATURDAY + DAY, None, False),
        (SATURDAY - DAY, SATURDAY, False),
        (SATURDAY, SATURDAY, False),
    ],
)
def test_the_visit_day_chooses_and_the_end_is_left_out(
    valid_from: date, valid_to: date | None, binds: bool
) -> None:
    dated = at_most(1, id="dated", valid_from=valid_from, valid_to=valid_to)

    assert binding(dated) == (["dated"] if binds else [])


def test_a_version_counts_from_when_it_is_known_and_replaces_the_lower_whole() -> None:
    published = datetime(2025, 8, 1, tzinfo=UTC)
    first = at_most(4, id="a")
    second = at_most(1, id="a", version=2, valid_from=date(2026, 1, 1), known_from=published)
    book = Rulebook((second, first))

    assert [each.version for each in book.known(published - DAY)] == [1]
    assert [each.version for each in book.known(published)] == [2]
    assert binding(first, second, known_at=published - DAY) == ["a"]
    assert binding(first, second, known_at=published) == []


def test_a_decision_is_reproduced_from_the_instant_it_was_taken() -> None:
    learnt = question().now + DAY
    limit = at_most(1, id="late", known_from=learnt)
    party = [question().party[0]] * 2
    before = question(*party)
    after = question(*party, now=learnt)

    assert codes(before, limit) == []
    assert codes(after, limit) == ["PARTY_TOO_LARGE"]
    assert codes(before, limit) == []


def test_rules_used_names_what_bound_and_nothing_else() -> None:
    wide = at_most(1, id="wide")
    narrow = at_most(2, id="narrow", scope=PRISON, version=3)
    elsewhere = at_most(3, id="elsewhere", scope={"establishment": "ancon"})
    ceiling = at_most(9, id="ceiling", ceiling=True)

    used = decide(question(), (wide, narrow, elsewhere, ceiling)).rules_used

    assert used == (("ceiling", 1), ("narrow", 3))


def test_a_stage_that_matters_and_is_missing_goes_to_a_person() -> None:
    staged = at_most(1, scope={"regimes": ["closed_special"], "stages": ["a"]})
    unknown = question(inmate=inmate(regime=Regime.CLOSED_SPECIAL, stage=None))
    known = question(inmate=inmate(regime=Regime.CLOSED_SPECIAL, stage=Stage.B))

    assert codes(unknown, staged) == ["STAGE_UNKNOWN"]
    assert codes(known, staged) == []
    assert codes(question(inmate=inmate(stage=None)), staged) == []


def test_two_quotas_of_different_counting_do_not_compete() -> None:
    week = {"at_most": 1, "period": {"kind": "calendar_week"}}
    visits = rule("visits_per_period", week, id="visits")
    with_minors = rule(
        "visits_per_period",
        {**week, "counting": "visits_with_minors"},
        id="minors",
        scope=PAVILION,
    )

    assert codes(question(taken=taken(SATURDAY)), visits, with_minors) == ["QUOTA_USED_BY_YOU"]


def test_rules_of_another_visit_type_do_not_touch_the_lawyer() -> None:
    closed = rule("suspension", {})
    window = rule(
        "booking_window",
        {"days_before": 30, "at": "00:00", "closes_hours_before": 1},
        scope={"visit_types": ["lawyer"]},
    )
    lawyer = question(slot=slot(visit_type=VisitType.LAWYER))

    assert decide(lawyer, (closed, window)).allowed
