"""How far plans for old contributions are paid."""

from collections.abc import Iterable, Iterator
from datetime import date

from backend.earnings.rules.arrears import month_after

Plan = tuple[int, date, int]
"""Céntimos, the first month, in how many monthly parts."""


def parts_left(plans: Iterable[Plan], paid: int) -> int:
    """Parts not paid whole yet, when the earliest is paid first."""
    left = 0
    for _, part in sorted(part for plan in plans for part in _parts(*plan)):
        left += part > paid
        paid = max(0, paid - part)
    return left


def _parts(owed: int, first: date, count: int) -> Iterator[tuple[date, int]]:
    part, over = divmod(owed, count)
    return ((month_after(first, nth), part + (nth < over)) for nth in range(count))
