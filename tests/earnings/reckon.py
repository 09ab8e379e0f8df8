"""The seeded rules, and the worked month of the notes with its variants."""

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from backend.earnings.rules import (
    Circumstances,
    Earned,
    EarningRule,
    Instruction,
    Month,
    Rulebook,
    Statement,
    SupportOrder,
    rules_from_toml,
    statement_lines,
)
from backend.earnings.rules.vocabulary import Basis, Modality, Rounding, RuleCode

SEEDS = Path(__file__).parents[2] / "seeds"
MAY = date(2025, 5, 1)

T_SHIRTS = Earned(
    basis=Basis.PIECE, quantity=419, rejected=12, rate=Fraction("1.35"), product="T-shirt"
)
SWEATSUITS = Earned(basis=Basis.PIECE, quantity=98, rate=Fraction("2.80"), product="Sweatsuit")

WORKED = Month(
    month=MAY,
    closes_on=date(2025, 5, 31),
    modality=Modality.PRIVATE_WORKSHOP,
    earned=(T_SHIRTS, SWEATSUITS),
    reparation=500_000,
    support=(SupportOrder(payee="court account", rate=Fraction("0.25")),),
    instructions=(
        Instruction(payee="relative", rate=Fraction("0.60")),
        Instruction(payee="pocket", rate=Fraction("0.15"), priority=2, savings=True),
    ),
)
PLAIN = replace(WORKED, support=(), instructions=())
"""The same work and reparation, with nothing asked of the share."""


@cache
def seeded_rules() -> tuple[EarningRule, ...]:
    return rules_from_toml((SEEDS / "earnings_rules.toml").read_text(encoding="utf-8"))


@cache
def seeded_book() -> Rulebook:
    return Rulebook(seeded_rules())


def book_with(**changes: dict[str, Any]) -> Rulebook:
    """The seeded rules for everybody, some with another value or rounding: `urp={"value": …}`."""
    return Rulebook(
        replace(rule, **changes[rule.code]) if rule.code in changes and not rule.scope else rule
        for rule in seeded_rules()
    )


def half_up() -> Rulebook:
    """Every percentage rounded half up, and no floor."""
    naive = {"rounding": Rounding.HALF_UP}
    return book_with(
        inpe_contribution=naive, civil_reparation=naive, contribution_base={"value": NO_FLOOR}
    )


NO_FLOOR = {"modes": (), "floor": False}


def sold(centimos: int) -> tuple[Earned, ...]:
    """Income of exactly so many céntimos."""
    return (Earned(basis=Basis.SALE, quantity=centimos, rate=Fraction(1)),)


def reckon(month: Month, book: Rulebook | None = None, **at: str) -> Statement:
    book = book or seeded_book()
    here = Circumstances(modality=month.modality, **at)
    return statement_lines(month, book.terms(month.month, here))


def rule(code: RuleCode) -> EarningRule:
    """The newest row of a code, first those for everybody."""
    rows = [each for each in seeded_rules() if each.code is code]
    return max(rows, key=lambda each: (not each.scope, each.valid_from, each.version))
