"""Cells that no spreadsheet mistakes for formulas."""

import re

FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
"""How a cell begins that a spreadsheet would run; behind any number of our own marks."""


def safe_cell(text: str) -> str:
    """The text as a spreadsheet shows it: marked with `'` where it would otherwise be a formula."""
    return f"'{text}" if FORMULA.match(text) else text


def told_cell(cell: str) -> str:
    """The text that `safe_cell` marked."""
    return cell[1:] if cell[:1] == "'" and FORMULA.match(cell) else cell
