"""The decision: allowed, or every reason why not, with the rules it rests on."""

from collections.abc import Iterable
from dataclasses import dataclass

from backend.visits.rules.checks import CHECKS
from backend.visits.rules.effects import Duration
from backend.visits.rules.question import VisitQuestion
from backend.visits.rules.reasons import (
    ORDER,
    PublicReason,
    Reason,
    public_reasons,
)
from backend.visits.rules.rule import VisitRule
from backend.visits.rules.rulebook import Binding, Rulebook
from backend.visits.rules.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Decision:
    """`rules_used` (id, version) is what a booking stores; `stay_minutes` how long it may last."""

    reasons: tuple[Reason, ...]
    rules_used: tuple[tuple[str, int], ...]
    stay_minutes: int

    @property
    def allowed(self) -> bool:
        return not self.reasons

    @property
    def public(self) -> tuple[PublicReason, ...]:
        """What a family may see of the reasons."""
        return public_reasons(self.reasons)


def decide(question: VisitQuestion, rules: Rulebook | Iterable[VisitRule]) -> Decision:
    """May this party visit, by the rules in force on the visit day and recorded by `question.now`?

    The same question and rows give the same decision for ever. For many slots pass one Rulebook.
    """
    book = rules if isinstance(rules, Rulebook) else Rulebook(rules)
    binding = book.binding(question.circumstances, question.slot.on, question.now)
    reasons = [reason for check in CHECKS for reason in check(question, binding)]
    reasons.sort(key=lambda reason: ORDER[reason.code])
    return Decision(tuple(reasons), binding.used, _stay(question, binding))


def _stay(question: VisitQuestion, binding: Binding) -> int:
    limits = [effect.minutes for _, effect in binding.effects(Kind.DURATION, Duration)]
    return min([question.slot.minutes, *limits])
