"""Exact shares of whole céntimos. Nothing here is a binary float, and nothing divides inexactly."""

from collections.abc import Sequence
from fractions import Fraction

from backend.earnings.rules.vocabulary import Rounding


def rounded(exact: Fraction, how: Rounding) -> int:
    """Whole céntimos of an exact amount in céntimos."""
    return _whole(exact.numerator, exact.denominator, how)


def share_of(base: int, rate: Fraction, how: Rounding) -> int:
    """`rate` of `base` céntimos, rounded."""
    return _whole(base * rate.numerator, rate.denominator, how)


def _whole(numerator: int, denominator: int, how: Rounding) -> int:
    if how is Rounding.UP:
        return -(-numerator // denominator)
    if how is Rounding.HALF_UP:
        return (2 * numerator + denominator) // (2 * denominator)
    return numerator // denominator


def apportioned(exact: Sequence[Fraction], total: int) -> list[int]:
    """`total` céntimos among parts: each its floor, what is over to the greatest remainders.

    `total` is the sum of the parts rounded either way; the first of equal remainders comes first.
    """
    floors = [rounded(part, Rounding.DOWN) for part in exact]
    over = total - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda nth: floors[nth] - exact[nth])
    for nth in by_remainder[:over]:
        floors[nth] += 1
    return floors


def in_proportion(wanted: Sequence[int], left: int) -> list[int]:
    """What each may have of `left` céntimos: all that is wanted, or fair shares of too little."""
    asked = sum(wanted)
    if asked <= left:
        return list(wanted)
    return apportioned([Fraction(each * left, asked) for each in wanted], left)


def cash_payout(amount: int, step: int, carried: int = 0) -> tuple[int, int]:
    """What is handed over in coins that exist, and what stays a balance for the next time."""
    left = (amount + carried) % step
    return amount + carried - left, left
