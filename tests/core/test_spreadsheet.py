"""Cells of files that a spreadsheet opens: none is a formula, and each comes back as it was."""

import csv
import io

import pytest

from backend.core.spreadsheet import safe_cell, told_cell

SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n")
FORMULAS = [
    *(f"{sign}1+cmd|' /C calc'!A0" for sign in SIGNS),
    *SIGNS,
    *(f"'{sign}1" for sign in SIGNS),
    "''=1",
    '=HYPERLINK("http://x";"y")',
    "-",
    "\t=1",
    "\r\n=1",
]
PLAIN = ["", "'", "''", "'Ñusta", "Rosa Quispe", "a=1", "1-2", " =1", "12.50", "María\t+", "«=»"]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_would_run_is_marked_and_comes_back(text):
    cell = safe_cell(text)

    assert cell == f"'{text}"
    assert told_cell(cell) == text


@pytest.mark.parametrize("text", PLAIN)
def test_what_it_would_not_run_stays_as_it_is(text):
    assert safe_cell(text) == text
    assert told_cell(text) == text


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_through_a_file_every_cell_comes_back_and_none_begins_like_a_formula(separator):
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=separator, lineterminator="\r\n").writerows(
        [safe_cell(text), safe_cell("x")] for text in FORMULAS + PLAIN
    )

    rows = list(csv.reader(io.StringIO(written.getvalue(), newline=""), delimiter=separator))

    assert [told_cell(first) for first, _ in rows] == FORMULAS + PLAIN
    assert not [first for first, _ in rows if first.startswith(SIGNS)]


def test_a_mark_of_ones_own_is_told_from_ours():
    assert safe_cell("'=1") != safe_cell("=1")
    assert told_cell(safe_cell("'=1")) == "'=1"
