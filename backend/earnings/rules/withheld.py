"""What the law takes first: the contribution of the tenth, any tax, the civil reparation."""

from dataclasses import dataclass
from fractions import Fraction

from backend.earnings.rules.amounts import rounded, share_of
from backend.earnings.rules.line import Line, line
from backend.earnings.rules.month import Month
from backend.earnings.rules.terms import Terms
from backend.earnings.rules.vocabulary import BaseMode, LineCode, Part, Payee, RuleCode


@dataclass(frozen=True, slots=True)
class Contribution:
    """The month's contribution in céntimos: what is due of which base, and what can be withheld."""

    mode: BaseMode
    base: int
    due: int
    withheld: int


def contribution(gross: int, month: Month, terms: Terms) -> Contribution:
    """By the base that the modality allows; below the floor, of the floor.

    The floor is a legal minimum and rounds as its own row says; corrections alone have none, because
    the month that they correct had its own. Nothing is due of a month without any income at all.
    """
    ruling = terms[RuleCode.CONTRIBUTION_BASE].value
    mode, base = BaseMode.PAID, gross
    if month.assessed is not None and month.assessed.mode in ruling["modes"]:
        mode, base = month.assessed.mode, month.assessed.amount
    if BaseMode.NONE in ruling["modes"] or not base:
        return Contribution(BaseMode.NONE, 0, 0, 0)
    rule = terms[RuleCode.INPE_CONTRIBUTION]
    rounding = rule.rounding
    works = bool(month.earned) or month.assessed is not None
    if ruling["floor"] and works and base <= contribution_floor(terms):
        mode, base = BaseMode.FLOOR, contribution_floor(terms)
        rounding = terms[RuleCode.CONTRIBUTION_FLOOR].rounding
    due = share_of(base, rule.rate, rounding)
    cap = terms[RuleCode.CONTRIBUTION_CAP]
    return Contribution(mode, base, due, min(due, share_of(gross, cap.rate, cap.rounding)))


def contribution_floor(terms: Terms) -> int:
    """Céntimos: the part of the minimum wage below which the base does not fall."""
    floor = terms[RuleCode.CONTRIBUTION_FLOOR]
    return share_of(terms[RuleCode.MINIMUM_WAGE].amount, floor.rate, floor.rounding)


def contribution_line(owed: Contribution, terms: Terms) -> Line:
    """The line of the contribution; its facts flag the floor and what stays unpaid."""
    codes = [RuleCode.INPE_CONTRIBUTION, RuleCode.CONTRIBUTION_BASE, RuleCode.CONTRIBUTION_CAP]
    if owed.mode is BaseMode.FLOOR or terms[RuleCode.CONTRIBUTION_BASE].value["floor"]:
        codes += [RuleCode.CONTRIBUTION_FLOOR, RuleCode.MINIMUM_WAGE]
    rate = terms[RuleCode.INPE_CONTRIBUTION].rate
    return line(
        LineCode.INPE_CONTRIBUTION,
        Part.TAKEN,
        Payee.INPE,
        *(terms[code] for code in codes),
        base=owed.base,
        rate=rate,
        exact=owed.base * rate,
        booked=owed.withheld,
        mode=owed.mode.value,
        due=owed.due,
        arrears=owed.due - owed.withheld,
    )


def tax_lines(gross: int, left: int, terms: Terms) -> list[Line]:
    """Tax withheld of a gross above a limit; none while the rate is zero, as it is by default."""
    rule = terms[RuleCode.INCOME_TAX]
    if not rule.rate or gross <= rule.value["above"]:
        return []
    taken = min(share_of(gross, rule.rate, rule.rounding), left)
    return [
        line(
            LineCode.INCOME_TAX,
            Part.TAKEN,
            Payee.TAX_OFFICE,
            rule,
            base=gross,
            rate=rule.rate,
            exact=gross * rule.rate,
            booked=taken,
        )
    ]


def reparation_lines(gross: int, left: int, month: Month, terms: Terms) -> list[Line]:
    """The share of the civil reparation, never more than is still owed: what is freed is the person's."""
    rule = terms[RuleCode.CIVIL_REPARATION]
    if not month.reparation or not gross:
        return []
    exact: Fraction = gross * rule.rate
    share = rounded(exact, rule.rounding)
    taken = min(share, month.reparation, left)
    return [
        line(
            LineCode.CIVIL_REPARATION,
            Part.TAKEN,
            Payee.JUDICIARY,
            rule,
            base=gross,
            rate=rule.rate,
            exact=exact,
            booked=taken,
            owed=month.reparation,
            left=month.reparation - taken,
            freed=max(0, share - month.reparation),
        )
    ]
