"""The rules of earnings as the database has them."""

from datetime import date

from backend.database import Connection
from backend.earnings.rules.rates import LegalRate, rates_in_force
from backend.earnings.rules.rule import COLUMNS, EarningRule
from backend.earnings.rules.terms import Rulebook

_RULES = """
select code, scope, version, valid_from, valid_to, value, rounding, legal_basis, tuo, code_1991, source, author,
  confidence, note, examples
from earning_rule order by code, scope, valid_from, version
"""


async def all_rules(tx: Connection) -> list[EarningRule]:
    """Every row, those that ended or were withdrawn too."""
    rows = await tx.fetch(_RULES)
    return [EarningRule.from_row({key: row[key] for key in COLUMNS}) for row in rows]


async def rulebook(tx: Connection) -> Rulebook:
    """To reckon any month by; keep one for a run over many people."""
    return Rulebook(await all_rules(tx))


async def legal_labour_rates(tx: Connection, day: date) -> tuple[LegalRate, ...]:
    """What each article of the Code sets on a day."""
    return rates_in_force(await rulebook(tx), day)
