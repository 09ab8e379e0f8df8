"""What was earned: each price row's work exactly, rounded once on the month's total."""

from fractions import Fraction

from backend.core.money import CENTIMOS
from backend.earnings.rules.amounts import apportioned, rounded
from backend.earnings.rules.line import Line, line
from backend.earnings.rules.month import Adjustment, Earned, Month
from backend.earnings.rules.rule import EarningRule
from backend.earnings.rules.terms import Terms
from backend.earnings.rules.vocabulary import Basis, LineCode, Part, Payee, RuleCode

LINES = {
    Basis.PIECE: LineCode.GROSS_PIECE,
    Basis.HOUR: LineCode.GROSS_HOUR,
    Basis.DAY: LineCode.GROSS_DAY,
    Basis.SALE: LineCode.GROSS_SALE,
    Basis.SUBSIDY: LineCode.GROSS_SUBSIDY,
    Basis.BONUS: LineCode.GROSS_BONUS,
    Basis.PENALTY: LineCode.GROSS_PENALTY,
    Basis.ZERO: LineCode.GROSS_ZERO,
}
_PER_HOUR = Fraction(1, 60)


def earned_lines(month: Month, terms: Terms) -> tuple[list[Line], int]:
    """The lines of the gross, and the part of corrections (≤ 0) that it could not bear.

    Nobody ends a month below nothing: what penalties or corrections take beyond it is put off.
    """
    lines = _work_lines(month, terms)
    left = sum(each.booked for each in lines)
    put_off = min(left, 0)
    if put_off:
        about = Adjustment(
            amount=-put_off, of_month=month.month, of_line=LineCode.GROSS_PENALTY, reason="put_off"
        )
        lines.append(_adjustment_line(about, -put_off, terms[RuleCode.ADJUSTMENT]))
        left = 0
    for about in sorted(month.adjustments, key=lambda each: each.amount < 0):
        booked = max(about.amount, -left)
        left, put_off = left + booked, put_off + about.amount - booked
        if booked:
            lines.append(_adjustment_line(about, booked, terms[RuleCode.ADJUSTMENT]))
    return lines, put_off


def _work_lines(month: Month, terms: Terms) -> list[Line]:
    exact = [exact_pay(each, terms) for each in month.earned]
    minimums = [each.basis is Basis.SUBSIDY for each in month.earned]
    ordinary = [pay for pay, minimum in zip(exact, minimums, strict=True) if not minimum]
    total = rounded(sum(ordinary, Fraction(0)), terms[RuleCode.PAY].rounding)
    booked = iter(apportioned(ordinary, total))
    return [
        _work_line(
            each, pay, _up(pay, terms) if minimum else next(booked), _rules_of(each.basis, terms)
        )
        for each, pay, minimum in zip(month.earned, exact, minimums, strict=True)
    ]


def _up(pay: Fraction, terms: Terms) -> int:
    return rounded(pay, terms[RuleCode.TRAINING_SUBSIDY].rounding)


def exact_pay(each: Earned, terms: Terms) -> Fraction:
    """Céntimos, before any rounding."""
    if each.basis is Basis.ZERO:
        return Fraction(0)
    if each.basis is Basis.SUBSIDY:
        return _subsidy(each, terms)
    if each.basis is Basis.SALE:
        return each.quantity * each.rate
    pay = each.quantity * each.rate * CENTIMOS
    if each.basis is Basis.HOUR:
        return pay * _PER_HOUR
    return -pay if each.basis is Basis.PENALTY else pay


def _subsidy(each: Earned, terms: Terms) -> Fraction:
    """What was agreed, never less than half the minimum wage, for the days of the schedule."""
    least = terms[RuleCode.TRAINING_SUBSIDY].rate * terms[RuleCode.MINIMUM_WAGE].amount
    return max(each.rate * CENTIMOS, least) * Fraction(each.quantity, each.of)


def _rules_of(basis: Basis, terms: Terms) -> tuple[EarningRule, ...]:
    if basis is Basis.ZERO:
        return (terms[RuleCode.AD_HONOREM],)
    if basis is Basis.SUBSIDY:
        return terms[RuleCode.TRAINING_SUBSIDY], terms[RuleCode.MINIMUM_WAGE]
    return (terms[RuleCode.PAY],)


def _work_line(each: Earned, exact: Fraction, booked: int, rules: tuple[EarningRule, ...]) -> Line:
    return line(
        LINES[each.basis],
        Part.EARNED,
        Payee.HOLDER,
        *rules,
        base=each.quantity,
        rate=each.rate,
        exact=exact,
        booked=booked,
        quantity=each.quantity,
        rejected=each.rejected,
        of=each.of,
        product=each.product,
        operation=each.operation,
        grade=each.grade,
        source=each.source,
    )


def _adjustment_line(about: Adjustment, booked: int, rule: EarningRule) -> Line:
    return line(
        LineCode.ADJUSTMENT,
        Part.EARNED,
        Payee.HOLDER,
        rule,
        base=about.amount,
        exact=about.amount,
        booked=booked,
        of_month=about.of_month.isoformat(),
        of_line=about.of_line,
        reason=about.reason,
    )
