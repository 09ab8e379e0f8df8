"""What is taken from the share: by whom, in which order, up to which cap."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from backend.earnings.rules import (
    Adjustment,
    Advance,
    Assessed,
    Attachment,
    Earned,
    Instruction,
    Month,
    Statement,
    SupportOrder,
)
from backend.earnings.rules.amounts import apportioned, in_proportion
from backend.earnings.rules.vocabulary import (
    BaseMode,
    Basis,
    Bearer,
    LineCode,
    Modality,
    OrderBase,
    Payee,
)
from tests.earnings.reckon import MAY, PLAIN, book_with, reckon, sold

QUARTER = Fraction(1, 4)


def booked(statement: Statement, code: LineCode) -> dict[str, int]:
    return {line.payee_ref: line.booked for line in statement.lines if line.rule is code}


def with_support(*orders: SupportOrder) -> dict[str, int]:
    statement = reckon(replace(PLAIN, support=orders))
    assert statement.adds_up
    return booked(statement, LineCode.SUPPORT_ORDER)


@pytest.mark.parametrize(
    ("base", "amount"),
    [
        (OrderBase.GROSS, 21_001),
        (OrderBase.AFTER_LEGAL, 18_901),
        (OrderBase.PERSONAL_SHARE, 14_701),
    ],
)
def test_the_base_of_support_is_what_the_order_says(base: OrderBase, amount: int) -> None:
    assert with_support(SupportOrder(payee="a", rate=QUARTER, base=base)) == {"a": amount}


def test_orders_are_served_by_priority_up_to_the_cap() -> None:
    served = with_support(
        SupportOrder(payee="second", amount=20_000, priority=2),
        SupportOrder(payee="first", amount=40_000, priority=1),
        SupportOrder(payee="third", amount=100, priority=3),
    )

    assert served == {"first": 40_000, "second": 5_363, "third": 0}


def test_orders_of_one_rank_share_what_is_too_little() -> None:
    served = with_support(
        SupportOrder(payee="a", amount=40_000), SupportOrder(payee="b", amount=20_000)
    )

    assert served == {"a": 30_242, "b": 15_121}
    assert sum(served.values()) == 45_363


def test_an_order_holds_from_its_first_day_until_the_day_before_its_last() -> None:
    order = SupportOrder(
        payee="a", amount=100, valid_from=date(2025, 5, 31), valid_to=date(2025, 6, 30)
    )

    assert with_support(order) == {"a": 100}
    assert with_support(replace(order, valid_from=date(2025, 6, 1))) == {}
    assert with_support(replace(order, valid_to=date(2025, 5, 31))) == {}


def test_support_takes_no_more_than_is_there() -> None:
    """A small wage whose floor took nearly all of it."""
    small = replace(PLAIN, earned=sold(6_000), support=(SupportOrder(payee="a", amount=50_000),))
    statement = reckon(small)

    assert statement.total(LineCode.INPE_CONTRIBUTION) == 4_520
    assert statement.total(LineCode.CIVIL_REPARATION) == 1_200
    assert booked(statement, LineCode.SUPPORT_ORDER) == {"a": 280}
    assert statement.total(LineCode.PERSONAL) == 0


def test_a_debt_may_touch_a_third_of_what_exceeds_five_units() -> None:
    month = replace(PLAIN, earned=sold(400_000), reparation=None)
    debts = (Attachment(payee="a", balance=20_000), Attachment(payee="b", priority=2))

    statement = reckon(replace(month, attachments=debts))

    assert booked(statement, LineCode.ATTACHMENT) == {"a": 20_000, "b": 10_833}
    at_the_limit = replace(month, earned=sold(297_222), attachments=debts)
    assert reckon(at_the_limit).total(LineCode.ATTACHMENT) == 0


def test_materials_come_back_in_parts_and_not_beyond_what_is_owed() -> None:
    def taken(month: Month, **advance: int) -> tuple[int, int | None]:
        statement = reckon(replace(month, advances=(Advance(payee="thread", **advance),)))
        (line,) = (line for line in statement.lines if line.rule is LineCode.ADVANCE)
        return line.booked, line.facts["left"]

    assert taken(PLAIN, amount=2_000, balance=4_000) == (2_000, 2_000)
    assert taken(PLAIN, amount=2_000, balance=1_500) == (1_500, 0)
    assert taken(replace(PLAIN, earned=sold(6_000)), amount=2_000, balance=4_000) == (140, 3_860)


def test_old_contributions_and_a_commission_come_out_of_the_share() -> None:
    book = book_with(bank_commission={"value": {"bearer": Bearer.PERSON, "amount": 350}})

    statement = reckon(replace(PLAIN, arrears=2_260), book)

    assert statement.total(LineCode.BANK_COMMISSION) == 350
    assert statement.total(LineCode.ARREARS) == 2_260
    assert statement.total(LineCode.FREE_SHARE) == 58_804 - 350 - 2_260
    assert statement.legs[Payee.INPE] == 8_400 + 2_260


def test_a_tax_that_is_switched_on_is_a_legal_deduction() -> None:
    tax = {"value": {"rate": Fraction("0.08"), "above": 150_000}}
    month = replace(PLAIN, earned=sold(150_001), support=(SupportOrder(payee="a", amount=10**6),))

    statement = reckon(month, book_with(income_tax=tax))

    assert statement.total(LineCode.INCOME_TAX) == 12_000
    after_legal = 150_001 - 15_000 - 12_000
    assert statement.total(LineCode.SUPPORT_ORDER) == after_legal * 60 // 100
    at_the_limit = reckon(replace(month, earned=sold(150_000)), book_with(income_tax=tax))
    assert at_the_limit.total(LineCode.INCOME_TAX) == 0


def test_wishes_are_served_in_their_order_as_far_as_the_share_goes() -> None:
    wishes = (
        Instruction(payee="pocket", rate=Fraction("0.90"), priority=2, savings=True),
        Instruction(payee="mother", amount=50_000),
        Instruction(payee="ended", amount=1, valid_to=MAY),
    )

    statement = reckon(replace(PLAIN, instructions=wishes))

    assert booked(statement, LineCode.FAMILY_ASSIGNMENT) == {"mother": 50_000}
    assert booked(statement, LineCode.SAVINGS) == {"pocket": 8_804}
    assert statement.total(LineCode.PERSONAL) == 0
    assert statement.adds_up


def test_what_the_wage_cannot_bear_of_the_contribution_becomes_a_debt() -> None:
    artisan = replace(
        PLAIN, modality=Modality.INDIVIDUAL_GROUP, earned=sold(3_000), reparation=None
    )
    half = book_with(contribution_cap={"value": {"rate": Fraction("0.5")}})

    assert (reckon(artisan).arrears_added, reckon(artisan).total(LineCode.PERSONAL)) == (1_520, 0)
    assert reckon(artisan, half).arrears_added == 4_520 - 1_500
    assert reckon(artisan, half).total(LineCode.PERSONAL) == 1_500


def test_a_month_without_any_income_owes_nothing() -> None:
    idle = replace(PLAIN, modality=Modality.INDIVIDUAL_GROUP, earned=())

    statement = reckon(idle)

    assert (statement.lines, statement.contribution_due, statement.arrears_added) == ((), 0, 0)
    assert statement.reparation_left == 500_000


def test_the_base_is_assessed_only_where_the_modality_says_so() -> None:
    declared = Assessed(mode=BaseMode.DECLARED, amount=90_000)
    own = replace(PLAIN, modality=Modality.INDIVIDUAL_GROUP, assessed=declared)

    assert reckon(own).contribution_due == 9_000
    assert reckon(replace(PLAIN, assessed=declared)).contribution_due == 8_400


def test_a_concession_splits_as_its_contract_says() -> None:
    month = replace(PLAIN, modality=Modality.AUXILIARY_SERVICE, earned=sold(100_000))

    statement = reckon(month, agreement="example-concession")

    assert statement.legs == {Payee.INPE: 5_000, Payee.JUDICIARY: 15_000, Payee.HOLDER: 80_000}


def test_three_thirds_of_a_centimo_are_a_centimo() -> None:
    hours = tuple(Earned(basis=Basis.HOUR, quantity=20, rate=Fraction("1.00")) for _ in range(3))

    statement = reckon(replace(PLAIN, earned=hours, reparation=None))

    assert [line.exact for line in statement.lines[:3]] == [Fraction(100, 3)] * 3
    assert [line.booked for line in statement.lines[:3]] == [34, 33, 33]
    assert statement.gross == 100


def test_the_odd_centimo_goes_where_most_was_cut_off() -> None:
    exact = [Fraction("1.2"), Fraction("1.9"), Fraction("0.4"), Fraction("1.5")]

    assert apportioned(exact, 5) == [1, 2, 0, 2]
    assert apportioned(exact, 3) == [1, 1, 0, 1]
    assert in_proportion([300, 100], 101) == [76, 25]


def test_nobody_ends_a_month_below_nothing() -> None:
    fine = Earned(basis=Basis.PENALTY, quantity=1, rate=Fraction("12.50"))
    twice = Adjustment(amount=-500, of_month=MAY, of_line="gross_piece", reason="twice")
    found = Adjustment(amount=200, of_month=MAY, of_line="gross_piece", reason="late")
    month = replace(PLAIN, earned=(*sold(1_000), fine), adjustments=(twice, found))

    statement = reckon(month)

    assert statement.gross == 0
    assert statement.carried == -250 - 500 + 200
    assert statement.adds_up
