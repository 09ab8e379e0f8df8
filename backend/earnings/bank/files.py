"""Payment files and answer files of a bank: CSV, as its layout says."""

import base64
import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from backend.core.errors import Code, DomainError
from backend.core.spreadsheet import safe_cell, told_cell
from backend.earnings.bank.layout import CURRENCY, Layout, Said

LONGEST = 300_000
"""Bytes of an answer file: what a request of an office holds, some 4000 lines."""


class Unread(StrEnum):
    """Why nothing was read of an answer file."""

    SIZE = "size"
    ENCODING = "encoding"
    QUOTES = "quotes"
    COLUMNS = "columns"
    CUT = "cut"


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


def base64_text(content: bytes) -> str:
    """As a file travels in a message."""
    return base64.b64encode(content).decode()


def base64_bytes(text: str) -> bytes:
    """Raises BAD_INPUT (`content`)."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        raise DomainError(Code.BAD_INPUT, field="content") from None


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
    """What an answer file says, line by line.

    Raises BANK_FILE_NOT_READ with line and reason for what is no such file, or not the whole of it.
    """
    if len(content) > LONGEST:
        raise _unread(1, Unread.SIZE, most=LONGEST)
    rows = list(_rows(layout, _text(layout, content)))
    titles = [told_cell(cell.strip()) for cell in rows[0][1]] if rows else []
    places = layout.places
    wanted = (places.reference, places.amount, places.outcome, places.bank_ref)
    if any(titles.count(title) != 1 for title in wanted):
        raise _unread(rows[0][0] if rows else 1, Unread.COLUMNS, columns=", ".join(wanted))
    at = [titles.index(title) for title in wanted]
    return [_answer(layout, _cells(row, at, line)) for line, row in rows[1:]]


def _text(layout: Layout, content: bytes) -> str:
    try:
        return content.decode(layout.answers.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _unread(content.count(b"\n", 0, error.start) + 1, Unread.ENCODING) from None


def _rows(layout: Layout, text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that say something, each with the line it ends on."""
    said = csv.reader(
        io.StringIO(text, newline=""), delimiter=layout.answers.separator, strict=True
    )
    try:
        for row in said:
            if any(cell.strip() for cell in row):
                yield said.line_num, row
    except csv.Error:
        raise _unread(said.line_num, Unread.QUOTES) from None


def _cells(row: list[str], at: Sequence[int], line: int) -> list[str]:
    if len(row) <= max(at):
        raise _unread(line, Unread.CUT)
    return [told_cell(row[nth].strip()) for nth in at]


def _unread(line: int, reason: Unread, **more: object) -> DomainError:
    return DomainError(Code.BANK_FILE_NOT_READ, line=line, reason=reason.value, **more)


def _answer(layout: Layout, cells: list[str]) -> Answer:
    reference, amount, word, bank_ref = cells
    return Answer(reference, layout.answers.amounts.read(amount), layout.said(word), bank_ref[:64])
