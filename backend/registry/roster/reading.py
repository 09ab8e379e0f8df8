"""Reading a roster file line by line, whatever its lines hold: one physical line is one event, never more."""

import csv
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, NamedTuple, Self

from backend.core.errors import Code, DomainError
from backend.registry.rules.line import read_columns
from backend.registry.rules.naming import plain
from backend.registry.rules.reasons import Reason, Refused

LONGEST_LINE = 16 * 1024
"""Bytes. A longer line is skipped without ever being in memory as a whole."""

OWN_COLUMNS = ("linea", "motivo", "explicacion", "linea_original")
"""Written into the rejects file, and passed over when that file is loaded again."""

_UTF8_MARK = b"\xef\xbb\xbf"
_SEPARATORS = ",;\t"
_BLANK = b" \t\r\n,;"
_FORMULA_SIGNS = "=+-@\t\r'"


class RawLine(NamedTuple):
    """A physical line: its number in the file (the header is 1), where it begins, its bytes up to the limit."""

    number: int
    offset: int
    data: bytes
    whole: bool


class RosterFile:
    """An open roster file with a header we understand; `digest` is its SHA-256.

    Raises DomainError (ROSTER_FILE_MISSING, ROSTER_FILE_NOT_CSV, ROSTER_COLUMNS) when it is no roster at all.
    """

    def __init__(self, path: Path) -> None:
        self._name = path.name
        try:
            self._file: BinaryIO = path.open("rb")
        except OSError as error:
            raise DomainError(Code.ROSTER_FILE_MISSING, file=path.name) from error
        try:
            self.digest = hashlib.file_digest(self._file, "sha256").hexdigest()
            self._file.seek(0)
            self._read_header()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def _read_header(self) -> None:
        first = self._next_line(1)
        if first is None or not first.whole or b"\0" in first.data:
            raise DomainError(Code.ROSTER_FILE_NOT_CSV, file=self._name)
        try:
            text = first.data.removeprefix(_UTF8_MARK).decode("utf-8").rstrip("\r\n")
            self.separator = max(_SEPARATORS, key=text.count)
            self.header = [name.strip() for name in _split(text, self.separator)]
        except (UnicodeDecodeError, Refused) as error:
            raise DomainError(Code.ROSTER_FILE_NOT_CSV, file=self._name) from error
        self._meanings, missing, strange = read_columns(
            self.header, frozenset(plain(name) for name in OWN_COLUMNS)
        )
        if missing or strange:
            raise DomainError(
                Code.ROSTER_COLUMNS,
                missing=", ".join(missing) or "-",
                unknown=", ".join(name[:40] for name in strange[:20]) or "-",
            )
        self._body = self._file.tell()

    def lines(self) -> Iterator[RawLine]:
        """Every line after the header that holds anything, in order."""
        self._file.seek(self._body)
        number = 1
        while (line := self._next_line(number := number + 1)) is not None:
            if line.data.strip(_BLANK):
                yield line

    def line_at(self, number: int, offset: int) -> RawLine:
        """A line that was read before; not whole when the file became shorter since."""
        self._file.seek(offset)
        return self._next_line(number) or RawLine(number, offset, b"", whole=False)

    def _next_line(self, number: int) -> RawLine | None:
        offset = self._file.tell()
        data = self._file.readline(LONGEST_LINE)
        whole = data.endswith(b"\n") or len(data) < LONGEST_LINE
        rest = data
        while rest and not rest.endswith(b"\n") and len(rest) == LONGEST_LINE:
            rest = self._file.readline(LONGEST_LINE)
        return RawLine(number, offset, data, whole) if data else None

    def text(self, line: RawLine) -> str:
        """The line without its end. Raises Refused when it is too long or no text."""
        if not line.whole:
            raise Refused(Reason.LINE_TOO_LONG, longest=LONGEST_LINE)
        if b"\0" in line.data:
            raise Refused(Reason.NUL_SIGN)
        try:
            return line.data.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise Refused(Reason.BAD_ENCODING) from error

    def cells(self, line: RawLine) -> list[str]:
        """The cells as typed, one for each column. Raises Refused."""
        cells = [_restored(cell) for cell in _split(self.text(line), self.separator)]
        if len(cells) != len(self.header):
            raise Refused(Reason.COLUMN_COUNT, found=len(cells), expected=len(self.header))
        return cells

    def meanings(self, cells: list[str]) -> Mapping[str, str]:
        """The cells by what their columns mean."""
        return {
            meaning: cell
            for meaning, cell in zip(self._meanings, cells, strict=True)
            if meaning is not None
        }


def harmless(cell: str) -> str:
    """The cell such that no spreadsheet takes it for a formula; `RosterFile` takes the mark off again."""
    return f"'{cell}" if cell.startswith(tuple(_FORMULA_SIGNS)) else cell


def _restored(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:2] and cell[1] in _FORMULA_SIGNS else cell


def _split(text: str, separator: str) -> list[str]:
    if '"' not in text:
        return text.split(separator)
    try:
        return next(csv.reader([text], delimiter=separator, strict=True))
    except (csv.Error, StopIteration) as error:
        raise Refused(Reason.QUOTE_NOT_CLOSED) from error
