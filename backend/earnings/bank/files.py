"""Payment files and answer files of a bank: CSV, as its layout says."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from backend.core.errors import Code, DomainError
from backend.core.spreadsheet import safe_cell, told_cell
from backend.earnings.bank.layout import CURRENCY, Layout, Said

LONGEST = 5_000_000
"""Bytes of an answer file."""


@dataclass(frozen=True, slots=True)
class Payment:
    """What a bank is to pay. Account and name are never shown."""

    id: UUID
    reference: str
    amount: int
    account: str = field(repr=False)
    name: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a bank says of one payment. `said` None, or no amount: a line that cannot be read."""

    reference: str = field(repr=False)
    amount: int | None
    said: Said | None
    bank_ref: str = field(default="", repr=False)


def payment_file(layout: Layout, payments: Sequence[Payment], day: date) -> bytes:
    """The file. Raises BAD_INPUT for a name that the bank's alphabet does not have."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=layout.sheet.separator, lineterminator="\r\n")
    if layout.titles:
        rows.writerow(safe_cell(column.title) for column in layout.columns)
    for each in payments:
        held = _held(layout, each, day)
        rows.writerow(
            safe_cell(held.get(column.holds, column.holds.removeprefix("text:")))
            for column in layout.columns
        )
    try:
        return text.getvalue().encode(layout.sheet.encoding)
    except UnicodeEncodeError:
        # from None: the error would show the name
        raise DomainError(Code.BAD_INPUT, field="name") from None


def _held(layout: Layout, payment: Payment, day: date) -> dict[str, str]:
    return {
        "id": str(payment.id),
        "reference": payment.reference,
        "account": payment.account,
        "name": payment.name,
        "currency": CURRENCY,
        "amount": layout.sheet.amounts.written(payment.amount),
        "day": day.isoformat(),
    }


def answer_file(layout: Layout, content: bytes) -> list[Answer]:
    """What an answer file says, line by line. Raises BAD_INPUT for what is no such file."""
    refusal = DomainError(Code.BAD_INPUT, field="file")
    if len(content) > LONGEST:
        raise refusal
    try:
        text = content.decode(layout.answers.encoding).removeprefix("\ufeff")
        rows = list(
            csv.reader(
                io.StringIO(text, newline=""), delimiter=layout.answers.separator, strict=True
            )
        )
    except (UnicodeDecodeError, csv.Error):
        raise refusal from None
    titles = [told_cell(cell.strip()) for cell in rows[0]] if rows else []
    places = layout.places
    wanted = (places.reference, places.amount, places.outcome, places.bank_ref)
    if any(titles.count(title) != 1 for title in wanted):
        raise refusal
    at = [titles.index(title) for title in wanted]
    return [
        _answer(layout, [told_cell(row[nth].strip()) if nth < len(row) else "" for nth in at])
        for row in rows[1:]
        if any(cell.strip() for cell in row)
    ]


def _answer(layout: Layout, cells: list[str]) -> Answer:
    reference, amount, word, bank_ref = cells
    return Answer(reference, layout.answers.amounts.read(amount), layout.said(word), bank_ref[:64])
