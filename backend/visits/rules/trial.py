"""Putting rules on trial: every worked example, asked of the whole rulebook, must give its answer."""

from collections.abc import Iterable, Iterator, Mapping

from backend.visits.rules.decision import Decision, decide
from backend.visits.rules.examples import Example, read_example
from backend.visits.rules.rule import VisitRule
from backend.visits.rules.rulebook import Rulebook
from backend.visits.rules.scope import Site


def failures(rules: Iterable[VisitRule], sites: Mapping[str, Site]) -> list[str]:
    """Titles of the examples that fail, as `rule: title (answer given)`; none when the rules may stand.

    Raises ValueError for an example that cannot be read.
    """
    rules = tuple(rules)
    book = Rulebook(rules)
    return [
        f"{rule.id}: {example.title} ({_spoken(decision)})"
        for rule, example in _examples(rules, sites)
        if not _passes(rule, example, decision := decide(example.question, book))
    ]


def _examples(
    rules: Iterable[VisitRule], sites: Mapping[str, Site]
) -> Iterator[tuple[VisitRule, Example]]:
    """Each example once, though every version of its rule carries it."""
    seen = set()
    for rule in rules:
        for table in rule.examples:
            example = _read(table, sites, rule.id)
            if (rule.id, example.title) not in seen:
                seen.add((rule.id, example.title))
                yield rule, example


def _read(table: object, sites: Mapping[str, Site], where: str) -> Example:
    try:
        return read_example(table, sites, where)
    except KeyError as error:
        raise ValueError(f"{where}, example: there is no establishment {error}") from error


def _passes(rule: VisitRule, example: Example, decision: Decision) -> bool:
    codes = tuple(reason.code.value for reason in decision.reasons)
    cited = decision.allowed or rule.id in {reason.rule_id for reason in decision.reasons}
    return (
        codes == example.answer
        and (rule.id in dict(decision.rules_used)) == example.applies
        and (cited or not example.applies)
        and example.stay_minutes in (None, decision.stay_minutes)
    )


def _spoken(decision: Decision) -> str:
    return ", ".join(reason.code.value for reason in decision.reasons) or "allowed"
