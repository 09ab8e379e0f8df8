"""The worked month of the notes to the céntimo, line by line, and its ten variants."""

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from backend.earnings.rules import (
    Adjustment,
    Assessed,
    Circumstances,
    Due,
    Earned,
    Eligibility,
    LabourRate,
    PayoutMethod,
    WorkDay,
    cash_payout,
    certificate_open,
    debt,
    instalments,
    labour_count,
    payout_method,
)
from backend.earnings.rules.rates import rates_since
from backend.earnings.rules.vocabulary import BaseMode, Basis, LineCode, Modality, Payee
from tests.earnings.reckon import MAY, PLAIN, WORKED, half_up, reckon, seeded_book, sold


def test_the_worked_month_line_by_line() -> None:
    statement = reckon(WORKED)

    told = [(line.no, line.rule.value, line.exact, line.booked) for line in statement.lines]
    assert told == [
        (1, "gross_piece", 56_565, 56_565),
        (2, "gross_piece", 27_440, 27_440),
        (3, "gross", 84_005, 84_005),
        (4, "inpe_contribution", Fraction("8400.5"), 8_400),
        (5, "civil_reparation", 16_801, 16_801),
        (6, "personal_share", Fraction("58803.5"), 58_804),
        (7, "support_order", Fraction("21001.25"), 21_001),
        (8, "free_share", 37_803, 37_803),
        (9, "family_assignment", Fraction("22681.8"), 22_681),
        (10, "savings", Fraction("5670.45"), 5_670),
        (11, "personal", 9_452, 9_452),
    ]
    assert statement.gross == 84_005
    assert statement.adds_up
    assert statement.to_family == 43_682
    assert statement.reparation_left == 500_000 - 16_801
    assert (statement.arrears_added, statement.carried) == (0, 0)


def test_a_line_says_base_rate_payee_and_article_in_both_numberings() -> None:
    contribution = next(
        line for line in reckon(WORKED).lines if line.rule is LineCode.INPE_CONTRIBUTION
    )

    assert (contribution.base, contribution.rate) == (84_005, Fraction(1, 10))
    assert contribution.payee is Payee.INPE
    assert contribution.legal_ref.startswith("D.Leg. 1343 art. 14; D.S. 025-2017-JUS art. 53;")
    assert contribution.legal_ref.endswith("CEP TUO 75 (1991: 67)")
    assert contribution.facts == {"mode": "paid", "due": 8_400, "arrears": 0}


def test_the_payments_of_the_worked_month_by_payee() -> None:
    assert reckon(WORKED).legs == {
        Payee.INPE: 8_400,
        Payee.JUDICIARY: 16_801,
        Payee.COURT_ACCOUNT: 21_001,
        Payee.FAMILY: 22_681,
        Payee.SAVINGS: 5_670,
        Payee.HOLDER: 9_452,
    }


def test_naive_rounding_pays_one_centimo_more_than_was_earned() -> None:
    """The control: each share rounded by itself does not add up, and the rest by residue does."""
    rates = (Fraction("0.10"), Fraction("0.20"), Fraction("0.70"))
    naive = [(84_005 * rate + Fraction(1, 2)).__floor__() for rate in rates]

    assert naive == [8_401, 16_801, 58_804]
    assert sum(naive) == 84_006 != 84_005
    assert reckon(PLAIN).adds_up and reckon(PLAIN, half_up()).adds_up
    assert reckon(PLAIN).total(LineCode.PERSONAL) == 58_804
    assert reckon(PLAIN, half_up()).total(LineCode.PERSONAL) == 58_803


def test_what_is_paid_in_coins_leaves_two_centimos_to_keep() -> None:
    assert cash_payout(reckon(WORKED).to_family, step=10) == (43_680, 2)
    assert cash_payout(8, step=10, carried=2) == (10, 0)


def test_variant_no_reparation() -> None:
    for owed in (None, 0):
        statement = reckon(replace(PLAIN, reparation=owed))

        assert statement.total(LineCode.INPE_CONTRIBUTION) == 8_400
        assert statement.total(LineCode.PERSONAL) == 75_605
        assert not [line for line in statement.lines if line.rule is LineCode.CIVIL_REPARATION]


def test_variant_a_reparation_of_which_only_100_is_left() -> None:
    statement = reckon(replace(PLAIN, reparation=10_000))

    line = next(line for line in statement.lines if line.rule is LineCode.CIVIL_REPARATION)
    assert (line.booked, line.exact) == (10_000, 16_801)
    assert (line.facts["left"], line.facts["freed"]) == (0, 6_801)
    assert statement.total(LineCode.PERSONAL) == 65_605
    assert statement.reparation_left == 0


def test_variant_awaiting_judgment() -> None:
    statement = reckon(replace(PLAIN, reparation=None))

    assert statement.reparation_left is None
    assert statement.legs == {Payee.INPE: 8_400, Payee.HOLDER: 75_605}


def test_variant_an_artisan_declares_300() -> None:
    artisan = replace(
        PLAIN,
        modality=Modality.INDIVIDUAL_GROUP,
        earned=sold(30_000),
        assessed=Assessed(mode=BaseMode.DECLARED, amount=30_000),
    )
    statement = reckon(artisan)

    line = next(line for line in statement.lines if line.rule is LineCode.INPE_CONTRIBUTION)
    assert (line.base, line.booked, line.facts["mode"]) == (45_200, 4_520, "floor")
    assert round(line.booked / statement.gross, 4) == 0.1507
    assert statement.total(LineCode.CIVIL_REPARATION) == 6_000
    assert statement.total(LineCode.PERSONAL) == 19_480


def test_variant_a_kitchen_helper() -> None:
    helper = replace(
        PLAIN,
        modality=Modality.AUXILIARY_SERVICE,
        earned=(Earned(basis=Basis.ZERO, quantity=9_600),),
    )
    statement = reckon(helper)

    assert [(line.rule.value, line.booked) for line in statement.lines] == [("gross_zero", 0)]
    assert (statement.contribution_due, statement.reparation_left) == (0, 500_000)
    count = labour_count([WorkDay(on=MAY, minutes=480)], [LabourRate(MAY, 1)])
    assert count.days == 1, "the hours count all the same"


def test_variant_a_trainee_on_20_of_26_days() -> None:
    trainee = replace(
        PLAIN,
        modality=Modality.TRAINING,
        reparation=None,
        earned=(Earned(basis=Basis.SUBSIDY, quantity=20, of=26),),
    )
    statement = reckon(trainee)

    subsidy = statement.lines[0]
    assert subsidy.exact == Fraction(56_500 * 20, 26)
    assert subsidy.booked == 43_462
    assert statement.total(LineCode.INPE_CONTRIBUTION) == 4_346
    assert statement.legs == {Payee.INPE: 4_346, Payee.HOLDER: 39_116}


def test_variant_three_months_of_the_tenth_unpaid() -> None:
    months = [Due(date(2025, month, 1), due=4_520) for month in (3, 4, 5)]
    terms = seeded_book().terms(MAY, Circumstances(modality=Modality.PRIVATE_WORKSHOP))
    owed = debt(months)
    plan = instalments(owed, date(2025, 6, 1), terms)

    assert owed == 13_560, "no interest"
    assert [each.amount for each in plan] == [2_260] * 6
    assert [each.month.month for each in plan] == [6, 7, 8, 9, 10, 11]
    assert not certificate_open(owed)
    assert not certificate_open(owed - sum(each.amount for each in plan[:5]))
    assert certificate_open(debt([Due(MAY, due=4_520, paid=4_520)]))


def test_variant_a_transfer_on_the_14th() -> None:
    before = replace(PLAIN, closes_on=date(2025, 5, 14), earned=sold(50_000))
    after = replace(PLAIN, earned=sold(34_005))
    here, there = reckon(before), reckon(after)
    days = [WorkDay(on=date(2025, 5, day), minutes=480) for day in (12, 13, 14, 19, 20)]

    assert here.gross + there.gross == 84_005
    assert here.adds_up and there.adds_up
    assert labour_count(days, [LabourRate(MAY, 1)]).days == 5


def test_variant_a_piece_found_in_the_next_month() -> None:
    late = Adjustment(amount=135, of_month=MAY, of_line="gross_piece", reason="late")
    june = replace(PLAIN, month=date(2025, 6, 1), closes_on=date(2025, 6, 30), adjustments=(late,))
    statement = reckon(june)

    line = next(line for line in statement.lines if line.rule is LineCode.ADJUSTMENT)
    assert (line.booked, line.facts["of_month"], line.facts["of_line"]) == (
        135,
        "2025-05-01",
        "gross_piece",
    )
    assert statement.gross == 84_140
    assert statement.adds_up


def test_variant_a_repeat_offender() -> None:
    repeated = Eligibility(selected=False, excluded=True, interdicted=False, document=True)
    first_timer = Eligibility(selected=True, excluded=False, interdicted=False, document=True)

    assert payout_method(repeated) is PayoutMethod.OTHER, "no special account"
    assert payout_method(repeated, representative=True) is PayoutMethod.OTHER
    assert payout_method(first_timer) is PayoutMethod.SPECIAL_ACCOUNT
    representative = payout_method(first_timer, representative=True)
    assert representative is PayoutMethod.AUTHORISED_REPRESENTATIVE

    february = date(2026, 2, 12)
    (rate,) = rates_since(seeded_book(), "51.4", february)
    assert (rate.valid_from, rate.days) == (february, 7)
    days = [WorkDay(on=february + timedelta(days=nth), minutes=480) for nth in range(23)]
    (segment,) = labour_count(days, [rate]).segments
    assert (segment.days, segment.days_off, segment.left_days) == (23, 3, 2)
    assert rates_since(seeded_book(), "51.4", february - timedelta(days=1)) == ()
