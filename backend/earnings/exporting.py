"""The statements of a place's month as a file for the office's spreadsheet: one row a line, no cell a formula."""

import csv
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path

import asyncpg

from backend import audit
from backend.core.actor import Actor
from backend.core.money import CENTIMOS, plain_number
from backend.core.spreadsheet import safe_cell
from backend.core.text import say
from backend.database import Connection
from backend.earnings.queries.statements import statement_rows

COLUMNS = (
    "statement",
    "inmate",
    "surnames",
    "given_names",
    "month",
    "revision",
    "kind",
    "state",
    "starts_on",
    "closes_on",
    "line",
    "rule",
    "name",
    "base",
    "rate",
    "exact",
    "booked",
    "payee",
    "reference",
)
_NO_LINE = (0, "", say("printed_statement.nothing", "es"), "", "", 0, 0, "", "")
"""Of somebody who earned nothing: they are in the file as well."""
_NAMED_EVERY = 5_000


async def export_statements(
    tx: Connection,
    actor: Actor,
    *,
    establishment_id: str,
    month: date,
    file: Path,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
    named_every: int = _NAMED_EVERY,
) -> int:
    """Write a new file with every line of every statement of a month; answers how many lines.

    `progress` is told after each `named_every` lines.

    `exact` and `booked` in soles. Raises FileExistsError rather than write over somebody's work. The look at all
    these people is an audit entry.
    """
    written = 0
    with file.open("x", encoding="utf-8-sig", newline="") as out:
        rows = csv.writer(out, lineterminator="\r\n")
        rows.writerow(COLUMNS)
        async for row in statement_rows(tx, establishment_id, month):
            rows.writerow(_cells(row))
            written += 1
            if not written % named_every:
                progress(f"{written} lines written")
    facts: dict[str, object] = {"month": month.isoformat(), "lines": written}
    await audit.record(
        tx,
        actor,
        "earnings.statements.exported",
        establishment_id,
        establishment_id=establishment_id,
        facts=facts,
        now=now,
    )
    return written


def _cells(row: asyncpg.Record) -> list[object]:
    """Words that people wrote are made safe; numbers are ours."""
    return [
        row["id"],
        row["inmate_id"],
        safe_cell(row["surnames"]),
        safe_cell(row["given_names"]),
        f"{row['month']:%Y-%m}",
        row["revision"],
        row["kind"],
        row["state"],
        row["starts_on"],
        row["closes_on"],
        *(_line(row) if row["no"] else _NO_LINE),
    ]


def _line(row: asyncpg.Record) -> list[object]:
    return [
        row["no"],
        row["rule"],
        safe_cell(_name(row)),
        row["base"],
        row["rate"] or "",
        _soles(Fraction(row["exact"])),
        _soles(Fraction(row["booked"])),
        row["payee"],
        safe_cell(row["legal_ref"]),
    ]


def _name(row: asyncpg.Record) -> str:
    product = row["facts"].get("product")
    name = say(f"statement.{row['rule']}", "es")
    return f"{name}: {product}" if product else name


def _soles(centimos: Fraction) -> str:
    return plain_number(centimos * Fraction(1, CENTIMOS))
