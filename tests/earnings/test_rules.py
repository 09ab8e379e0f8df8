"""The seeded rules of earnings: every worked example, every source, and what the strict reader refuses."""

import json
import re
import tomllib
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from backend.earnings.rules import (
    Circumstances,
    EarningRule,
    Rulebook,
    answer_due_on,
    rule_rows,
    training_ends_on,
)
from backend.earnings.rules.trial import failures, trial
from backend.earnings.rules.vocabulary import Confidence, Modality, Rounding, RuleCode
from tests.earnings.reckon import MAY, SEEDS, rule, seeded_book, seeded_rules

TEXT = (SEEDS / "earnings_rules.toml").read_text(encoding="utf-8")
EXAMPLES = [(rule, example) for rule in seeded_rules() for example in rule.examples]
ANYWHERE = Circumstances(modality=Modality.PRIVATE_WORKSHOP)
LABEL = re.compile(r"\b[LMX]\d+\b")


def _title(value: object) -> str:
    name = value.name if isinstance(value, EarningRule) else str(value["title"])
    return name.replace(" ", "-")


@pytest.mark.parametrize(("rule", "example"), EXAMPLES, ids=_title)
def test_a_worked_example_gives_its_result(rule: EarningRule, example: dict[str, object]) -> None:
    assert trial(rule, example, seeded_book()) is None


def test_every_rule_carries_an_example_and_every_code_has_a_rule() -> None:
    assert all(rule.examples for rule in seeded_rules())
    assert {rule.code for rule in seeded_rules()} == set(RuleCode)


@pytest.mark.parametrize("code", ["minimum_wage", "inpe_contribution", "civil_reparation"])
def test_a_rule_that_says_something_else_fails_its_example(code: str) -> None:
    key = "amount" if code == "minimum_wage" else "rate"
    changed = [
        replace(rule, value={key: rule.value[key] + 2})
        if rule.code == code and rule.valid_to is None and not rule.scope
        else rule
        for rule in seeded_rules()
    ]

    assert any(complaint.startswith(code) for complaint in failures(changed))


def test_an_example_that_another_rule_decides_proves_nothing() -> None:
    pay = rule(RuleCode.PAY)
    (about,) = (rule for rule in seeded_rules() if rule.code is RuleCode.AD_HONOREM)

    complaint = trial(pay, about.examples[0], seeded_book())

    assert complaint is not None and complaint.endswith("(another rule decides)")


def test_rounding_is_the_rule_s_own() -> None:
    told = {code: rule(code).rounding for code in RuleCode}

    assert told[RuleCode.INPE_CONTRIBUTION] is told[RuleCode.CIVIL_REPARATION] is Rounding.DOWN
    assert told[RuleCode.TRAINING_SUBSIDY] is told[RuleCode.CONTRIBUTION_FLOOR] is Rounding.UP
    assert told[RuleCode.SUPPORT_ORDER] is Rounding.HALF_UP


def test_the_code_is_cited_by_both_numberings() -> None:
    pairs = {(rule.tuo, rule.code_1991) for rule in seeded_rules() if rule.tuo}

    assert ("75", "67") in pairs and ("76", "68") in pairs and ("49.1", "44") in pairs
    assert rule(RuleCode.SUPPORT_ORDER).reference == (
        "D.Leg. 1343 art. 14.1.a; Código Procesal Civil art. 648.6; CEP TUO 76 (1991: 68)"
    )


def test_a_number_that_was_not_found_says_so_and_is_not_hidden_in_the_basis() -> None:
    lost = rule(RuleCode.LABOUR_LOST_SHIFT)

    assert (lost.version, lost.tuo, lost.code_1991) == (2, "35", "not found")
    assert lost.reference == "D.S. 015-2003-JUS arts. 180-181; CEP TUO 35 (1991: not found)"
    unknown = [each.name for each in seeded_rules() if each.code_1991 == "not found"]
    assert unknown == [lost.name]
    hidden = 'legal_basis = "D.S. 015-2003-JUS art. 176"'
    assert hidden in TEXT
    with pytest.raises(ValueError, match="the Code is cited in tuo and code_1991"):
        rule_rows(TEXT.replace(hidden, hidden[:-1] + '; CEP TUO 50"'))


def test_every_source_can_be_looked_up_and_an_example_says_that_it_is_one() -> None:
    readme = (SEEDS / "README.md").read_text(encoding="utf-8")
    known = set(re.findall(r"^\| ([LMX]\d+) \|", readme, re.MULTILINE))

    for each in seeded_rules():
        labels = set(LABEL.findall(each.source))
        assert labels <= known, each.name
        assert labels or each.source.startswith(("recalled", "example")), each.name
        if each.confidence in (Confidence.DECIDED, Confidence.EXAMPLE):
            assert each.note or each.scope, each.name
        if each.confidence is Confidence.EXAMPLE:
            assert "example" in each.source or "recalled" in each.source, each.name


def test_two_rules_of_one_code_and_scope_never_hold_on_one_day() -> None:
    starts = {rule.valid_from for rule in seeded_rules()}
    days = starts | {day - timedelta(days=1) for day in starts}

    for day in days:
        held = Counter((rule.code, rule.scope) for rule in seeded_rules() if rule.holds_on(day))
        assert max(held.values(), default=1) == 1, day


def test_what_no_rule_says_is_not_guessed() -> None:
    terms = seeded_book().terms(date(2016, 5, 1), ANYWHERE)

    with pytest.raises(LookupError, match="no rule inpe_contribution in force on 2016-05-01"):
        terms[RuleCode.INPE_CONTRIBUTION]


def test_a_norm_of_the_middle_of_a_month_counts_from_the_next() -> None:
    wage = rule(RuleCode.MINIMUM_WAGE)
    ended = replace(wage, valid_to=date(2026, 2, 12))
    book = Rulebook([ended, replace(wage, valid_from=date(2026, 2, 12), value={"amount": 120_000})])

    february = book.terms(date(2026, 2, 1), ANYWHERE)[RuleCode.MINIMUM_WAGE]
    march = book.terms(date(2026, 3, 1), ANYWHERE)[RuleCode.MINIMUM_WAGE]

    assert (february.amount, march.amount) == (113_000, 120_000)


def test_a_withdrawn_row_never_holds() -> None:
    wage = rule(RuleCode.MINIMUM_WAGE)
    withdrawn = replace(wage, valid_to=wage.valid_from)
    again = replace(wage, version=2, value={"amount": 120_000})

    terms = Rulebook([withdrawn, again]).terms(MAY, ANYWHERE)

    assert terms[RuleCode.MINIMUM_WAGE].id == again.id != wage.id


@pytest.mark.parametrize(
    ("written", "instead", "complaint"),
    [
        ('rate = "0.10" }\nlegal', "rate = 0.10 }\nlegal", "rate: expected text, got 0.1"),
        ('code = "urp"', 'code = "ulp"', "earning rule ulp: code"),
        ('scope = "modality:training"', 'scope = "training"', "there is no such scope"),
        ("free_urp = 5", "free_uit = 5", r"unknown \['free_uit'\], absent \['free_urp'\]"),
        ('rate = "1/3"', 'rate = "1/0"', "attachment, value: rate"),
        ("valid_to = 2018-04-01", "valid_to = 2017-04-01", "valid_to lies before valid_from"),
        ('tuo = "76"\n', "", "both numberings or not at all"),
        ('amount = "535.00"', 'amount = "535.5"', "urp, value: amount: not an amount"),
    ],
)
def test_a_slip_of_the_pen_is_refused_by_name(written: str, instead: str, complaint: str) -> None:
    assert written in TEXT

    with pytest.raises(ValueError, match=complaint):
        rule_rows(TEXT.replace(written, instead, 1))


def test_a_rule_is_not_written_twice() -> None:
    (urp,) = re.findall(r'\[\[rule\]\]\ncode = "urp".*?(?=\n\[\[rule\]\]\n)', TEXT, re.DOTALL)

    with pytest.raises(ValueError, match="urp 2017-12-23: written twice"):
        rule_rows(TEXT + urp)


def test_rows_fit_the_table() -> None:
    for row in rule_rows(TEXT):
        columns = {column: row[column] for column in ("value", "examples")}

        assert json.loads(json.dumps(columns)) == columns
        assert EarningRule.from_row({**row, **columns}) == EarningRule.from_row(row)


@pytest.mark.parametrize(
    ("started_on", "ends_on"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2025, 3, 15), date(2026, 3, 15)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_training_contract_lasts_a_year(started_on: date, ends_on: date) -> None:
    assert training_ends_on(started_on, seeded_book().terms(MAY, ANYWHERE)) == ends_on


def test_twenty_working_days_skip_weekends_and_holidays() -> None:
    terms = seeded_book().terms(MAY, ANYWHERE)

    assert answer_due_on(date(2025, 5, 5), (), terms) == date(2025, 6, 2)
    assert answer_due_on(date(2025, 5, 3), (), terms) == date(2025, 5, 30)
    assert answer_due_on(date(2025, 5, 5), {date(2025, 5, 6)}, terms) == date(2025, 6, 3)


def test_the_holidays_are_marked_as_recalled() -> None:
    book = tomllib.loads((SEEDS / "holidays.toml").read_text(encoding="utf-8"))
    by_year = Counter(each["on_day"].year for each in book["holiday"])

    assert book["defaults"] == {"source": "recalled", "confirmed": False}
    assert by_year == {2024: 16, 2025: 16, 2026: 16, 2027: 16}
    assert len({each["on_day"] for each in book["holiday"]}) == 64
    thursdays = [each["on_day"] for each in book["holiday"] if each["name"] == "Jueves Santo"]
    assert {day.isoweekday() for day in thursdays} == {4}
