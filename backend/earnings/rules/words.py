"""A line of a statement in the reader's language: its name, and one sentence that says why."""

from fractions import Fraction
from typing import NamedTuple

from backend.core.money import CENTIMOS, exact_soles, percent, plain_number, soles
from backend.core.text import say
from backend.earnings.rules.line import Line
from backend.earnings.rules.vocabulary import BaseMode, LineCode

_MONEY_A_UNIT = {
    LineCode.GROSS_PIECE,
    LineCode.GROSS_HOUR,
    LineCode.GROSS_DAY,
    LineCode.GROSS_SUBSIDY,
    LineCode.GROSS_BONUS,
    LineCode.GROSS_PENALTY,
}
_MINUTES = 60


def line_name(line: Line, language: str) -> str:
    """Such as "Reparación civil"."""
    return say(f"statement.{line.rule.value}", language)


def line_why(line: Line, language: str) -> str:
    """Rule, base, rate, amount and legal basis in one sentence."""
    return say(f"statement_why.{why_key(line)}", language, spoken_facts(line))


def why_key(line: Line) -> str:
    """The sentence that fits: a floor, a cap or a last payment has one of its own."""
    code, facts = line.rule.value, line.facts
    if line.rule is LineCode.INPE_CONTRIBUTION:
        if facts["arrears"]:
            return f"{code}_short"
        return f"{code}_floor" if facts["mode"] == BaseMode.FLOOR else code
    if line.rule is LineCode.CIVIL_REPARATION and facts["left"] == 0:
        return f"{code}_last"
    if line.rule is LineCode.SUPPORT_ORDER and facts["unserved"]:
        return f"{code}_capped"
    fixed = line.rate is None and line.rule in _OF_ONE_WISH
    return f"{code}_fixed" if fixed else code


class Reckoned(NamedTuple):
    """How a line came about, as people write it: of what, how much of it, before rounding, and by which law."""

    base: str | None
    rate: str | None
    exact: str
    reference: str


def line_reckoned(line: Line) -> Reckoned:
    """Base and rate are None where nothing is taken of anything: a sum, a fixed amount."""
    exact = exact_soles(line.exact)
    if line.rate is None or line.rule is LineCode.GROSS_ZERO:
        return Reckoned(None, None, exact, line.legal_ref)
    base = _quantity(line) if line.rule in _MONEY_A_UNIT else _base(line)
    return Reckoned(base, _rate(line), exact, line.legal_ref)


_OF_ONE_WISH = {LineCode.SUPPORT_ORDER, LineCode.FAMILY_ASSIGNMENT, LineCode.SAVINGS}


def spoken_facts(line: Line) -> dict[str, str]:
    """What fills the sentence: every amount and share as people write it."""
    facts = line.facts
    amounts = ("due", "arrears", "left", "owed", "unserved", "limit")
    return {
        "base": _base(line),
        "rate": _rate(line),
        "amount": soles(abs(line.booked)),
        "exact": exact_soles(abs(line.exact)),
        "reference": line.legal_ref,
        "quantity": _quantity(line),
        "month": str(facts.get("of_month", ""))[:7],
        **{key: str(facts[key]) for key in ("product", "rejected", "of") if key in facts},
        **{key: soles(facts[key]) for key in amounts if facts.get(key) is not None},
    }


def _base(line: Line) -> str:
    return plain_number(line.base) if line.rule in _MONEY_A_UNIT else exact_soles(line.base)


def _rate(line: Line) -> str:
    if line.rate is None:
        return ""
    if line.rule in _MONEY_A_UNIT:
        return exact_soles(line.rate * CENTIMOS)
    return percent(line.rate)


def _quantity(line: Line) -> str:
    """A number; minutes as hours, `160` or `7:30`."""
    if line.rule is not LineCode.GROSS_HOUR:
        return plain_number(Fraction(line.base))
    hours, minutes = divmod(int(line.base), _MINUTES)
    return f"{hours}:{minutes:02d}" if minutes else str(hours)
