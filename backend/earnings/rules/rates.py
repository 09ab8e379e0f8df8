"""How many counted days make one of the sentence, by article of the Code: what an office chooses from.

Which article is a person's is never kept, only the days that it sets and from when: an article may tell of an offence.
"""

from dataclasses import dataclass
from datetime import date

from backend.earnings.rules.labour import LabourRate, legal_rates
from backend.earnings.rules.terms import Rulebook
from backend.earnings.rules.vocabulary import RuleCode

_SCOPE = "labour:"
_TUO = "tuo-"


@dataclass(frozen=True, slots=True)
class LegalRate:
    """What an article of the consolidated text sets on a day. `days` None: nothing is counted off."""

    article: str
    days: int | None
    valid_from: date
    reference: str


def rates_in_force(book: Rulebook, day: date) -> tuple[LegalRate, ...]:
    """One an article, in the order of the Code."""
    held = [
        LegalRate(_article(rule.scope), rule.value["days"], rule.valid_from, rule.reference)
        for rule in book.rules
        if rule.code is RuleCode.LABOUR_RATE and rule.holds_on(day)
    ]
    return tuple(sorted(held, key=lambda each: each.article))


def rates_since(book: Rulebook, article: str, day: date) -> tuple[LabourRate, ...]:
    """What an article sets from a day on: the rate of that day, and later ones from theirs; none before its first."""
    rates = legal_rates(book, f"{_TUO}{article}")
    before = [rate for rate in rates if rate.valid_from <= day]
    if not before:
        return ()
    later = (rate for rate in rates if rate.valid_from > day)
    return (LabourRate(day, before[-1].days), *later)


def is_legal(book: Rulebook, days: int | None, day: date) -> bool:
    """Whether some article sets this many days on that day; that nothing is counted off promises nothing."""
    return days is None or any(rate.days == days for rate in rates_in_force(book, day))


def _article(scope: str) -> str:
    return scope.removeprefix(_SCOPE).removeprefix(_TUO)
