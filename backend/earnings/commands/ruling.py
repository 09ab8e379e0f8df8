"""Rules of earnings enter together, after every worked example of every rule has been tried."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.core.errors import Code, DomainError
from backend.database import Connection
from backend.earnings.queries.rulebook import all_rules
from backend.earnings.rules.rule import COLUMNS, EarningRule
from backend.earnings.rules.trial import failures
from backend.earnings.rules.vocabulary import RuleCode
from backend.work.commands import COUNTED_A_DAY, TRAINING_MONTHS, UNCOUNTED_PLACES

_LOCK = "select pg_advisory_xact_lock(hashtext('earning_rule'))"
_END = "update earning_rule set valid_to = $2 where id = $1"
_INSERT = """
insert into earning_rule (id, code, scope, version, valid_from, valid_to, value, rounding, legal_basis, tuo, code_1991,
  source, author, confidence, note, examples, recorded_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
"""


KEPT: dict[RuleCode, dict[str, Any]] = {
    RuleCode.LABOUR_DAY: {"cap_minutes": COUNTED_A_DAY},
    RuleCode.LABOUR_PLACE: {"not_counted": tuple(sorted(UNCOUNTED_PLACES))},
    RuleCode.TRAINING_LIMIT: {"months": TRAINING_MONTHS},
}
"""What is applied to a record when it is written, and kept with it: another value needs a migration first."""


async def adopt_rules(tx: Connection, rows: Sequence[Mapping[str, Any]], now: datetime) -> int:
    """Add the rows that are missing and end those that now have a last day; answers how many.

    A month that was closed keeps its lines; they name the rows they rest on. Raises ValueError for a row that cannot be
    read, was edited or is not what records are counted by, RULE_EXAMPLE_FAILED with the first example that no longer
    comes out: then nothing is written.
    """
    await tx.execute(_LOCK)
    known = {rule.id: rule for rule in await all_rules(tx)}
    offered = {(rule := EarningRule.from_row(row)).id: (rule, row) for row in rows}
    ended = _ended(known, (rule for rule, _ in offered.values()))
    missing = {each: pair for each, pair in offered.items() if each not in known}
    if not ended and not missing:
        return 0
    _check_kept(rule for rule, _ in missing.values())
    whole = known | {each: rule for each, (rule, _) in offered.items()}
    failed = failures(whole.values())
    if failed:
        raise DomainError(Code.RULE_EXAMPLE_FAILED, example=failed[0])
    await tx.executemany(_END, list(ended.items()))
    columns = [
        [each, *(row[column] for column in COLUMNS), now] for each, (_, row) in missing.items()
    ]
    await tx.executemany(_INSERT, columns)
    return len(ended) + len(missing)


def _check_kept(rules: Iterable[EarningRule]) -> None:
    for rule in rules:
        for key, kept in KEPT.get(rule.code, {}).items():
            if rule.value[key] != kept:
                raise ValueError(f"earning rule {rule.name}: records are counted by {key} {kept}")


def _ended(known: Mapping[UUID, EarningRule], rules: Iterable[EarningRule]) -> dict[UUID, date]:
    """Last days that are new, by rule. Raises ValueError for any other difference."""
    ended = {}
    for rule in rules:
        former = known.get(rule.id)
        if former is None or former == rule:
            continue
        open_before = replace(rule, valid_to=None)
        if rule.valid_to is None or former != open_before:
            raise ValueError(f"earning rule {rule.name} was edited; end it and add another")
        ended[rule.id] = rule.valid_to
    return ended
