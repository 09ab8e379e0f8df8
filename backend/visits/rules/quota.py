"""How many visits a period still admits, and whose visits have used it up."""

from collections.abc import Iterator
from datetime import date

from backend.visits.rules.effects import VisitsPerPeriod
from backend.visits.rules.periods import full_window
from backend.visits.rules.question import TakenVisit, VisitQuestion
from backend.visits.rules.reasons import Reason, ReasonCode
from backend.visits.rules.rule import VisitRule
from backend.visits.rules.rulebook import Binding
from backend.visits.rules.vocabulary import Counting, Kind


def quota(question: VisitQuestion, binding: Binding) -> Iterator[Reason]:
    """For each way of counting, the first binding quota that is used up. Your own visits are named
    as the cause only when they alone fill it."""
    for counting in Counting:
        if counting is Counting.VISITS_WITH_MINORS and not question.minors:
            continue
        found = [
            reason
            for rule, effect in binding.effects(Kind.VISITS_PER_PERIOD, VisitsPerPeriod)
            if effect.counting is counting
            for reason in _used_up(question, rule, effect)
        ]
        found.sort(key=lambda reason: reason.private)
        yield from found[:1]


def _used_up(question: VisitQuestion, rule: VisitRule, effect: VisitsPerPeriod) -> Iterator[Reason]:
    counted = [visit for visit in question.taken if _counts(visit, rule, effect)]
    yours = [visit.on for visit in counted if visit.yours]
    window = _full(question, effect, yours)
    if window is not None:
        first_on, last_on = window
        facts = {"at_most": effect.at_most, "first_on": first_on, "last_on": last_on}
        yield Reason.of(_yours(effect), rule, **facts)
    elif _full(question, effect, [visit.on for visit in counted]) is not None:
        yield Reason.of(ReasonCode.QUOTA_USED_BY_OTHERS, rule)


def _full(
    question: VisitQuestion, effect: VisitsPerPeriod, days: list[date]
) -> tuple[date, date] | None:
    return full_window(effect.period, question.slot.on, days, effect.at_most)


def _counts(visit: TakenVisit, rule: VisitRule, effect: VisitsPerPeriod) -> bool:
    with_minors = effect.counting is Counting.VISITS_WITH_MINORS
    return visit.visit_type in rule.scope.visit_types and (visit.with_minors or not with_minors)


def _yours(effect: VisitsPerPeriod) -> ReasonCode:
    if effect.counting is Counting.VISITS_WITH_MINORS:
        return ReasonCode.MINORS_QUOTA_USED_BY_YOU
    return ReasonCode.QUOTA_USED_BY_YOU
