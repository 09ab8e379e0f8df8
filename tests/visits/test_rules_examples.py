"""The worked examples of the seeded rules, each run through the whole rulebook."""

import pytest

from backend.visits.rules import VisitRule, decide
from backend.visits.rules.examples import read_example
from tests.visits.ask import seeded_book, seeded_rules, sites

RULES = [rule for rule in seeded_rules() if rule.version == 1]
EXAMPLES = [(rule, table) for rule in RULES for table in rule.examples]


def _title(value: object) -> str:
    return value.id if isinstance(value, VisitRule) else str(value["title"]).replace(" ", "-")


@pytest.mark.parametrize(("rule", "table"), EXAMPLES, ids=_title)
def test_a_worked_example_gives_its_answer(rule: VisitRule, table: object) -> None:
    example = read_example(table, sites(), rule.id)

    decision = decide(example.question, seeded_book())

    assert tuple(reason.code.value for reason in decision.reasons) == example.answer
    assert (rule.id in dict(decision.rules_used)) == example.applies
    if example.applies and not decision.allowed:
        assert rule.id in {reason.rule_id for reason in decision.reasons}
    if example.stay_minutes is not None:
        assert decision.stay_minutes == example.stay_minutes


@pytest.mark.parametrize("rule", RULES, ids=_title)
def test_every_rule_carries_an_example(rule: VisitRule) -> None:
    assert rule.examples


def test_an_example_with_a_slip_of_the_pen_is_refused() -> None:
    (table, *_) = RULES[0].examples

    with pytest.raises(ValueError, match=r"art29-three-a-week, example: unknown wether"):
        read_example({**table, "wether": "sunny"}, sites(), RULES[0].id)
