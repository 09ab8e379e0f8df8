"""Plans to pay old contributions, as an office is shown them: their parts, and what of each is paid."""

from collections.abc import Sequence
from datetime import date

from backend.earnings.rules.arrears import Instalment, instalments
from backend.earnings.rules.terms import Rulebook, Terms
from backend.earnings.rules.vocabulary import RuleCode


def parts_of_plan(owed: int, first: date, book: Rulebook, place: str) -> tuple[Instalment, ...]:
    """The parts of a plan by the rule of its first month, a place's own before everybody's; none without a rule."""
    rule = book.rule(RuleCode.ARREARS, first, f"establishment:{place}")
    rule = rule or book.rule(RuleCode.ARREARS, first)
    return instalments(owed, first, Terms(first, {RuleCode.ARREARS: rule})) if rule else ()


def paid_in_order(owed: Sequence[int], paid: int) -> list[int]:
    """What was paid in all, shared out: the first debt is paid before the second."""
    shares: list[int] = []
    for each in owed:
        shares.append(min(each, paid))
        paid -= shares[-1]
    return shares
