"""A month's statement, from its facts and its terms. The same facts and terms give the same lines for ever."""

from dataclasses import replace
from fractions import Fraction

from backend.earnings.rules.claims import Sums, claim_lines, instruction_lines
from backend.earnings.rules.earned import earned_lines
from backend.earnings.rules.line import Line, Statement, numbered, subtotal
from backend.earnings.rules.month import Month
from backend.earnings.rules.terms import Terms
from backend.earnings.rules.vocabulary import LineCode, Part, RuleCode
from backend.earnings.rules.withheld import (
    contribution,
    contribution_line,
    reparation_lines,
    tax_lines,
)


def statement_lines(month: Month, terms: Terms) -> Statement:
    """Gross, what the law takes, the share of the person, what is taken of it, and the rest.

    The person's share and the rest are what remains, never percentages of their own: so the lines
    add up to the gross whatever the rounding. A month that pays nothing has no split.
    """
    lines, carried = earned_lines(month, terms)
    gross = sum(each.booked for each in lines)
    owed = contribution(gross, month, terms)
    if gross:
        lines.append(subtotal(LineCode.GROSS, gross, terms[RuleCode.PAY]))
    if owed.due:
        lines.append(contribution_line(owed, terms))
    taxes = tax_lines(gross, gross - owed.withheld, terms)
    after_legal = gross - owed.withheld - _sum(taxes)
    reparation = reparation_lines(gross, after_legal, month, terms)
    lines += taxes + reparation
    if gross:
        taken = [each for each in lines if each.part is Part.TAKEN]
        sums = Sums(gross, after_legal, after_legal - _sum(reparation))
        lines.append(_share_line(sums.personal_share, gross, taken, terms))
        lines += _lines_of_share(sums, month, terms)
    return Statement(
        month=month.month,
        lines=numbered(lines),
        contribution_due=owed.due,
        arrears_added=owed.due - owed.withheld,
        reparation_left=None if month.reparation is None else month.reparation - _sum(reparation),
        carried=carried,
    )


def _lines_of_share(sums: Sums, month: Month, terms: Terms) -> list[Line]:
    rule = terms[RuleCode.PERSONAL_SHARE]
    claims = claim_lines(sums, month, terms)
    free = sums.personal_share - _sum(claims)
    wishes = instruction_lines(free, month, terms)
    rest = subtotal(LineCode.PERSONAL, free - _sum(wishes), rule)
    between = [subtotal(LineCode.FREE_SHARE, free, rule)] if claims else []
    return [*claims, *between, *wishes, replace(rest, part=Part.LEFT)]


def _share_line(share: int, gross: int, taken: list[Line], terms: Terms) -> Line:
    """What remains; its exact value is that of the deductions before they were rounded."""
    exact = gross - sum((_before_rounding(each) for each in taken), Fraction(0))
    line = subtotal(LineCode.PERSONAL_SHARE, share, terms[RuleCode.PERSONAL_SHARE])
    return replace(line, exact=exact)


def _before_rounding(line: Line) -> Fraction:
    """The exact value, unless a cap or a balance and not rounding alone made the line smaller."""
    return line.exact if abs(line.exact - line.booked) < 1 else Fraction(line.booked)


def _sum(lines: list[Line]) -> int:
    return sum(each.booked for each in lines)
