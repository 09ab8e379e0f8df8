"""The file a speaker works through: CSV that any spreadsheet opens, and that no spreadsheet mistakes for formulas."""

import csv
import io
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from backend.core.spreadsheet import safe_cell, told_cell
from backend.wording.rules import SERVICE, Line, Sentence, fingerprint, marks, plain

LANGUAGES = ("quz", "ay")
_ORDER = ("where", "key", "spanish", "english", "keep", "draft", "reviewed", "note", "fingerprint")
_YES, _NO = {"sí", "si", "s", "yes", "y", "x"}, {"no", "n", ""}


class SheetError(Exception):
    """The file cannot be read or written at all; nothing was taken from it."""


@cache
def words(section: str) -> Mapping[str, str]:
    """What the file and its faults are called."""
    path = Path(__file__).parents[1] / "core" / "texts" / "review.toml"
    found: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))[section]
    return found


def refuse(name: str, **facts: str) -> SheetError:
    """Why, in Spanish."""
    return SheetError(words("sheet")[name].format_map(facts))


def write(path: Path, language: str, sentences: Iterable[Sentence]) -> None:
    """A new file; never over one that is there, which may hold somebody's work."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(_headings(language).values())
    for each in sentences:
        rows.writerow(safe_cell(cell) for cell in _cells(each))
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(text.getvalue())
    except FileExistsError:
        raise refuse("exists", file=str(path)) from None
    except OSError as error:
        raise refuse("unreadable", file=str(path)) from error


def read(path: Path) -> tuple[str, list[Line]]:
    """The file's language and its lines. Raises SheetError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise refuse("unreadable", file=str(path)) from error
    except UnicodeDecodeError as error:
        raise refuse("not_csv", file=str(path)) from error
    first = text.partition("\n")[0]
    mark = max((",", ";", "\t"), key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True))
    except csv.Error as error:
        raise refuse("not_csv", file=str(path)) from error
    header = [_plain(cell) for cell in rows[0]] if rows else []
    language = _language(header)
    places = _places(header, language)
    lines = [
        _line(number, {name: row[at] if at < len(row) else "" for name, at in places.items()})
        for number, row in enumerate(rows[1:], start=2)
        if any(cell.strip() for cell in row)
    ]
    return language, lines


def _cells(each: Sentence) -> list[str]:
    section = each.key.partition(".")[0] if each.where == SERVICE else ""
    asked = {"sms": "message", "neutral": "neutral"}.get(section)
    keep = " ".join(marks(each)) + (f" ({words('keep')[asked]})" if asked else "")
    return [
        words("where")[each.where],
        each.key,
        each.spanish,
        each.english,
        keep.strip(),
        each.draft,
        words("answer")["yes" if each.reviewed else "no"],
        "",
        fingerprint(each.spanish, each.draft, each.reviewed),
    ]


def _line(number: int, cells: Mapping[str, str]) -> Line:
    cell = {name: _plain(text) for name, text in cells.items()}
    answer = cell["reviewed"].lower()
    places = {name: where for where, name in words("where").items()}
    return Line(
        number=number,
        where=places.get(cell["where"].lower(), ""),
        key=cell["key"],
        spanish=cell["spanish"],
        draft=cell["draft"],
        reviewed=True if answer in _YES else False if answer in _NO else None,
        note=cell["note"],
        fingerprint=cell["fingerprint"],
    )


def _headings(language: str) -> dict[str, str]:
    return {name: language if name == "draft" else words("column")[name] for name in _ORDER}


def _language(header: list[str]) -> str:
    found = [each for each in LANGUAGES if each in header]
    if len(found) != 1:
        raise refuse("language", languages=", ".join(LANGUAGES))
    return found[0]


def _places(header: list[str], language: str) -> dict[str, int]:
    wanted = {
        name: heading
        for name, heading in _headings(language).items()
        if name not in ("english", "keep")
    }
    if missing := [heading for heading in wanted.values() if heading not in header]:
        raise refuse("columns", missing=", ".join(missing))
    return {name: header.index(heading) for name, heading in wanted.items()}


def _plain(cell: str) -> str:
    return told_cell(plain(cell))
