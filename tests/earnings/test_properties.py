"""What holds for every month: `CAMPAIGN=1` splits a million of them."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from backend.earnings.rules import (
    Adjustment,
    Advance,
    Assessed,
    Attachment,
    Circumstances,
    Earned,
    Instruction,
    Line,
    Month,
    Rulebook,
    Statement,
    SupportOrder,
    share_of,
    statement_lines,
)
from backend.earnings.rules.vocabulary import (
    BaseMode,
    Basis,
    LineCode,
    Modality,
    OrderBase,
    Part,
    Rounding,
)
from tests.earnings.reckon import MAY, PLAIN, half_up, reckon, seeded_book, sold

CAMPAIGN = bool(os.environ.get("CAMPAIGN"))
SPLITS, SHRUNK = (1_000_000, 5_000) if CAMPAIGN else (4_000, 150)
CEILING = 200_000
"""S/ 2,000.00 in céntimos."""

TENTH, FIFTH, SEVENTH_TENTHS = Fraction(1, 10), Fraction(1, 5), Fraction(7, 10)


def months(count: int) -> Iterator[Month]:
    """Random months, the same ones every time."""
    chance = Random(20250501)
    for _ in range(count):
        yield _month(chance)


def _month(chance: Random) -> Month:
    start = date(chance.choice((2018, 2021, 2025, 2026)), chance.randint(1, 12), 1)
    few = range(chance.choice((0, 0, 0, 1, 2, 3)))
    amount = lambda: chance.choice((None, chance.randint(0, 90_000)))  # noqa: E731
    share = lambda: Fraction(chance.randint(0, 100), 100)  # noqa: E731
    balance = lambda: chance.choice((None, 0, chance.randint(1, 500_000)))  # noqa: E731
    rank = lambda: chance.randint(1, 3)  # noqa: E731
    return Month(
        month=start,
        closes_on=start.replace(day=28),
        modality=chance.choice(tuple(Modality)),
        earned=tuple(_earned(chance) for _ in range(chance.randint(0, 4))),
        adjustments=tuple(
            Adjustment(amount=chance.randint(-9_000, 9_000), of_month=MAY, of_line="x", reason="y")
            for _ in few
        ),
        assessed=chance.choice(
            (None, Assessed(mode=BaseMode.DECLARED, amount=chance.randint(0, 200_000)))
        ),
        reparation=balance(),
        support=tuple(
            SupportOrder(
                payee=str(nth),
                rate=share(),
                amount=amount(),
                priority=rank(),
                base=chance.choice(tuple(OrderBase)),
            )
            for nth in few
        ),
        attachments=tuple(
            Attachment(payee=str(nth), amount=amount(), balance=balance(), priority=rank())
            for nth in few
        ),
        advances=tuple(Advance(payee=str(nth), amount=amount(), balance=balance()) for nth in few),
        arrears=chance.choice((0, 2_260)),
        instructions=tuple(
            Instruction(payee=str(nth), rate=share(), amount=amount(), savings=bool(nth % 2))
            for nth in few
        ),
    )


def _earned(chance: Random) -> Earned:
    basis = chance.choice(tuple(Basis))
    rate = Fraction(chance.randint(0, 50_000), 10_000)
    if basis is Basis.SALE:
        return Earned(basis=basis, quantity=chance.randint(0, 300_000), rate=rate * TENTH)
    return Earned(basis=basis, quantity=chance.randint(0, 26), of=26, rate=rate)


def test_every_month_adds_up_and_nobody_takes_more_than_the_law_lets_them() -> None:
    for month in months(SPLITS):
        check_month(month)


@settings(max_examples=SHRUNK, deadline=None, derandomize=not CAMPAIGN)
@given(st.randoms(use_true_random=False))
def test_the_same_of_the_smallest_month_that_could_break_it(chance: Random) -> None:
    check_month(_month(chance))


def check_month(month: Month) -> None:
    statement = reckon(month)

    assert statement.adds_up, month
    assert statement.gross >= 0 and statement.carried <= 0
    assert all(line.booked >= 0 for line in statement.lines if line.part is not Part.EARNED)
    check_rates(statement, month)


def check_rates(statement: Statement, month: Month) -> None:
    gross = statement.gross
    for line in statement.lines:
        if line.rule is LineCode.INPE_CONTRIBUTION:
            assert line.booked <= gross
            assert line.booked + line.facts["arrears"] == statement.contribution_due
            assert line.booked <= line.exact or line.facts["mode"] == "floor", month
            beyond = line.booked > gross * TENTH
            assert not beyond or line.facts["mode"] in ("floor", "declared"), month
        if line.rule is LineCode.CIVIL_REPARATION:
            assert month.reparation is not None
            assert line.booked <= min(month.reparation, gross * FIFTH)
    after_legal = gross - statement.total(LineCode.INPE_CONTRIBUTION)
    assert statement.total(LineCode.SUPPORT_ORDER) <= after_legal * Fraction(3, 5)
    above = max(0, after_legal - 5 * 53_500)
    assert statement.total(LineCode.ATTACHMENT) <= Fraction(above, 3)


def test_a_month_reckoned_again_gives_the_same_bytes() -> None:
    for month in months(200):
        at = Circumstances(modality=month.modality)
        first = statement_lines(month, seeded_book().terms(month.month, at))
        fresh = Rulebook(reversed(seeded_book().rules))

        again = statement_lines(month, fresh.terms(month.month, at))

        assert again == first
        assert [Line.of_row(line.row()) for line in first.lines] == list(first.lines)


def test_the_persons_part_is_seventy_in_a_hundred_for_every_gross_up_to_2000() -> None:
    """Rounded half up within 0.6 of a céntimo; rounded down never below, and within 1.7."""
    for gross in range(CEILING + 1):
        ideal = gross * 7
        half = gross - sum(share_of(gross, rate, Rounding.HALF_UP) for rate in (TENTH, FIFTH))
        down = gross - sum(share_of(gross, rate, Rounding.DOWN) for rate in (TENTH, FIFTH))
        assert abs(10 * half - ideal) <= 6, gross
        assert 0 <= 10 * down - ideal <= 17, gross


def test_a_statement_gives_the_part_that_the_shares_give() -> None:
    for gross in [*range(1, 400), *range(45_190, 45_260), *range(83_950, 84_050), CEILING]:
        month = replace(PLAIN, earned=sold(gross), reparation=10**9)
        part = reckon(month, half_up()).total(LineCode.PERSONAL_SHARE)
        assert abs(part - gross * SEVENTH_TENTHS) <= Fraction(6, 10), gross


def test_a_past_month_is_reckoned_by_the_rules_of_that_month() -> None:
    artisan = replace(
        PLAIN, modality=Modality.INDIVIDUAL_GROUP, earned=sold(30_000), reparation=None
    )
    floors = {
        date(2018, 3, 1): 3_400,
        date(2018, 4, 1): 3_720,
        date(2024, 12, 1): 4_100,
        date(2025, 1, 1): 4_520,
    }

    for month, due in floors.items():
        statement = reckon(replace(artisan, month=month, closes_on=month))
        assert statement.total(LineCode.INPE_CONTRIBUTION) == due, month
