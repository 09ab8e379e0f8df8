"""Money as whole céntimos of the sol, read and written as people there do."""

import re
from fractions import Fraction

CENTIMOS = 100
"""Céntimos in a sol."""

_SOLES = re.compile(r"(-?)(\d+)(?:\.(\d{2}))?")


def centimos(soles: str) -> int:
    """Céntimos of an amount written `1234.50` or `1234`. Raises ValueError for anything else."""
    found = _SOLES.fullmatch(soles)
    if found is None:
        raise ValueError(f"not an amount in soles: {soles!r}")
    sign, whole, cents = found.groups()
    amount = int(whole) * CENTIMOS + int(cents or 0)
    return -amount if sign else amount


def soles(amount: int) -> str:
    """`S/ 1,234.50`, of so many céntimos; less than nothing is `-S/ 84.00`."""
    whole, cents = divmod(abs(amount), CENTIMOS)
    return f"{'-' if amount < 0 else ''}S/ {whole:,}.{cents:02d}"


def exact_soles(amount: Fraction) -> str:
    """The same of an exact amount in céntimos: a price of S/ 0.0125 keeps its four places."""
    sol = amount * Fraction(1, CENTIMOS)
    return soles(int(amount)) if amount.denominator == 1 else f"S/ {plain_number(sol)}"


def percent(share: Fraction) -> str:
    """`10 %`, `12.5 %`; a share that no percentage says exactly is a fraction, `1/3`."""
    points = plain_number(share * 100)
    return f"{share.numerator}/{share.denominator}" if "/" in points else f"{points} %"


def plain_number(value: Fraction) -> str:
    """Exact and readable by `Fraction()` again: `8400.5` where the decimals end, else `1/3`."""
    places = _decimal_places(value.denominator)
    if places is None:
        return str(value)
    digits = str(abs(value.numerator) * 10**places // value.denominator).rjust(places + 1, "0")
    sign = "-" if value < 0 else ""
    return sign + (f"{digits[:-places]}.{digits[-places:]}" if places else digits)


def _decimal_places(denominator: int) -> int | None:
    """How many decimals a fraction of that (reduced) denominator has; None: they never end."""
    twos = fives = 0
    while denominator % 2 == 0:
        denominator, twos = denominator // 2, twos + 1
    while denominator % 5 == 0:
        denominator, fives = denominator // 5, fives + 1
    return max(twos, fives) if denominator == 1 else None
