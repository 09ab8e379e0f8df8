"""Which rules a month is reckoned by: those in force on its first day, the most specific of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from backend.earnings.rules.rule import EarningRule
from backend.earnings.rules.vocabulary import Modality, RuleCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Where and how somebody works, as scopes see it; ids as text."""

    modality: Modality
    establishment: str = ""
    agreement: str = ""

    @property
    def scopes(self) -> tuple[str, ...]:
        """The most specific first: an agreement (a concession's percentages), a place, a modality."""
        named = (
            ("agreement", self.agreement),
            ("establishment", self.establishment),
            ("modality", self.modality.value),
        )
        return (*(f"{kind}:{name}" for kind, name in named if name), "")


class Terms:
    """The rules of one month in one set of circumstances."""

    def __init__(self, month: date, rules: Mapping[RuleCode, EarningRule]) -> None:
        self.month = month
        self._rules = dict(rules)

    def __getitem__(self, code: RuleCode) -> EarningRule:
        """Raises LookupError for what no rule of that month says."""
        if code not in self._rules:
            raise LookupError(f"no rule {code.value} in force on {self.month}")
        return self._rules[code]


class Rulebook:
    """A set of rule rows; what it works out it remembers."""

    def __init__(self, rules: Iterable[EarningRule]) -> None:
        self.rules = tuple(rules)
        self._by_scope: dict[tuple[RuleCode, str], list[EarningRule]] = {}
        for rule in self.rules:
            self._by_scope.setdefault((rule.code, rule.scope), []).append(rule)
        self._terms: dict[tuple[date, Circumstances], Terms] = {}

    def terms(self, month: date, at: Circumstances) -> Terms:
        """The terms of the month that begins on `month`; a norm of the 12th counts from the next."""
        key = month, at
        if key not in self._terms:
            found = {code: self._most_specific(code, month, at.scopes) for code in RuleCode}
            self._terms[key] = Terms(month, {code: rule for code, rule in found.items() if rule})
        return self._terms[key]

    def rule(self, code: RuleCode, day: date, scope: str = "") -> EarningRule | None:
        """The rule of exactly that scope in force on a day."""
        among = self._by_scope.get((code, scope), ())
        return next((rule for rule in among if rule.holds_on(day)), None)

    def _most_specific(
        self, code: RuleCode, day: date, scopes: Iterable[str]
    ) -> EarningRule | None:
        return next((rule for scope in scopes if (rule := self.rule(code, day, scope))), None)
