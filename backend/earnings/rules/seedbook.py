"""The seed's rules: TOML text to rows, as the table `earning_rule` keeps them."""

import tomllib
from collections.abc import Mapping
from datetime import date

from backend.earnings.rules.rule import COLUMNS, EarningRule

Row = dict[str, object]
_DATED = ("valid_from", "valid_to")
_BLANK: Row = {
    "scope": "",
    "version": 1,
    "valid_to": None,
    "value": {},
    "tuo": "",
    "code_1991": "",
    "note": "",
}


def rule_rows(text: str) -> tuple[Row, ...]:
    """Every rule in the text, checked, by column; dates inside JSON columns become ISO text.

    `[defaults]` fills what a rule leaves out. Raises ValueError naming the row.
    """
    book = tomllib.loads(text)
    rows = tuple(_row({**_BLANK, **book.get("defaults", {}), **table}) for table in book["rule"])
    seen = set()
    for row in rows:
        rule = EarningRule.from_row(row)
        if "CEP" in rule.legal_basis and rule.valid_to != rule.valid_from:
            raise ValueError(f"earning rule {rule.name}: the Code is cited in tuo and code_1991")
        if rule.id in seen:
            raise ValueError(f"earning rule {rule.name}: written twice")
        seen.add(rule.id)
    return rows


def rules_from_toml(text: str) -> tuple[EarningRule, ...]:
    """The same, typed."""
    return tuple(EarningRule.from_row(row) for row in rule_rows(text))


def _row(table: Mapping[str, object]) -> Row:
    row = {key: value for key, value in table.items() if key != "example"}
    row["examples"] = table.get("example", [])
    plain = {key: value if key in _DATED else _plain(value) for key, value in row.items()}
    return {key: plain.pop(key) for key in COLUMNS if key in plain} | plain


def _plain(value: object) -> object:
    """The same value as JSON can hold it."""
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value
