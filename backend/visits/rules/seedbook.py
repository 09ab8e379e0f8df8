"""The seed's rules: TOML text to rows, as the table `visit_rule` keeps them."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time

from backend.visits.rules.fields import Fields
from backend.visits.rules.rule import VisitRule

Row = dict[str, object]
_DATED = ("valid_from", "valid_to", "known_from")


def rule_rows(text: str) -> tuple[Row, ...]:
    """Every version of every rule in the text, checked; dates in JSON columns become ISO text.

    `[defaults]` fills what a rule leaves out. A `[[rule.later]]` table makes the next version: the
    same row with what it names replaced. Raises ValueError naming the row.
    """
    book = tomllib.loads(text)
    tables = ({**book.get("defaults", {}), **table} for table in book["rule"])
    rows = tuple(row for table in tables for row in _versions(table))
    seen = set()
    for row in rows:
        rule = VisitRule.from_row(row)
        if (rule.id, rule.version) in seen:
            raise ValueError(f"visit rule {rule.id}: written twice")
        seen.add((rule.id, rule.version))
    return rows


def rules_from_toml(text: str) -> tuple[VisitRule, ...]:
    """The same, typed."""
    return tuple(VisitRule.from_row(row) for row in rule_rows(text))


def _versions(table: Mapping[str, object]) -> Iterator[Row]:
    row: Row = {key: value for key, value in table.items() if key not in ("example", "later")}
    row = {"version": 1, "valid_to": None, "note": "", **row, "examples": table.get("example", [])}
    yield _plain_columns(row)
    later = Fields(table, f"visit rule {row.get('id', '?')}").items("later")
    for version, change in enumerate(later, start=2):
        if not isinstance(change, Mapping):
            raise ValueError(f"visit rule {row.get('id', '?')}: later versions are tables")
        row = {**row, **change, "version": version}
        yield _plain_columns(row)


def _plain_columns(row: Row) -> Row:
    return {key: value if key in _DATED else plain(value) for key, value in row.items()}


def plain(value: object) -> object:
    """The same value as JSON can hold it."""
    if isinstance(value, Mapping):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    return value
