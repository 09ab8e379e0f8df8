"""The contribution as a debt: no interest, six instalments, and the certificate that waits for it.

Source: Penal Execution Code, TUO art. 75 (1991: 67).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from backend.core.clock import months_after
from backend.earnings.rules.terms import Terms
from backend.earnings.rules.vocabulary import RuleCode


@dataclass(frozen=True, slots=True)
class Due:
    """One month's contribution: céntimos due and paid."""

    month: date
    due: int
    paid: int = 0

    @property
    def owed(self) -> int:
        return max(0, self.due - self.paid)


def debt(months: Iterable[Due]) -> int:
    """Céntimos owed in all. Time adds nothing to it."""
    return sum(each.owed for each in months)


@dataclass(frozen=True, slots=True)
class Instalment:
    month: date
    amount: int


def instalments(owed: int, first: date, terms: Terms) -> tuple[Instalment, ...]:
    """The debt in equal monthly parts, the odd céntimos in the first ones; none of nothing."""
    count: int = terms[RuleCode.ARREARS].value["instalments"]
    part, over = divmod(owed, count)
    parts = (
        Instalment(month_after(first, nth), part + (1 if nth < over else 0)) for nth in range(count)
    )
    return tuple(each for each in parts if each.amount)


def certificate_open(owed: int) -> bool:
    """Whether the certificate of days may be issued: an agreed plan does not open it, payment does."""
    return owed == 0


def month_after(month: date, count: int = 1) -> date:
    """The first day of the month so many months later."""
    return months_after(month, count)
