"""A bank as a file describes it: its columns, its words, its addresses.

`seeds/bank-layout.example.toml` explains every key of the file.
"""

import codecs
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from backend.settings import SettingsError

CURRENCY = "PEN"
_HOLDS = frozenset({"reference", "id", "account", "name", "amount", "currency", "day"})
_NEEDED = frozenset({"reference", "account", "amount"})
_NAME = re.compile(r"[a-z][a-z0-9-]{0,39}")
_SECRET = re.compile(r"\$\{([A-Z][A-Z0-9_]*)\}")


class Said(StrEnum):
    """What a bank says came of a payment. Taken: nothing is known yet."""

    TAKEN = "taken"
    PAID = "paid"
    RETURNED = "returned"
    REFUSED = "refused"


class Amounts(StrEnum):
    """How amounts are written."""

    CENTIMOS = "centimos"
    POINT = "point"
    COMMA = "comma"

    def written(self, centimos: int) -> str:
        """The amount as this bank reads it."""
        if self is Amounts.CENTIMOS:
            return str(centimos)
        whole, rest = divmod(centimos, 100)
        return f"{whole}{'.' if self is Amounts.POINT else ','}{rest:02d}"

    def read(self, words: str) -> int | None:
        """Céntimos, or None for what is not an amount written so."""
        mark = {Amounts.POINT: r"\.", Amounts.COMMA: ","}.get(self)
        shape = r"([0-9]{1,9})" if mark is None else rf"([0-9]{{1,7}}){mark}([0-9]{{2}})"
        found = re.fullmatch(shape, words.strip())
        return int("".join(found.groups())) if found else None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a payment file."""

    title: str
    holds: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A CSV file: how it is written."""

    encoding: str
    separator: str
    amounts: Amounts


@dataclass(frozen=True, slots=True)
class Places:
    """Where what is, in a line or a message."""

    reference: str
    amount: str
    outcome: str
    bank_ref: str


@dataclass(frozen=True, slots=True)
class Wire:
    """How a bank is asked over https. `headers` are never shown."""

    pay: str
    answers: str
    key: str
    amounts: Amounts
    body: Mapping[str, Any]
    list_at: str
    places: Places
    headers: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """A bank."""

    name: str
    sheet: Sheet
    titles: bool
    columns: tuple[Column, ...]
    answers: Sheet
    places: Places
    words: Mapping[str, Said]
    wire: Wire | None

    def said(self, word: object) -> Said | None:
        """What a word of the bank means; None for one that the file does not explain."""
        return self.words.get(str(word).strip().upper())


def read_layout(path: str, secrets: Mapping[str, str]) -> Layout:
    """The bank of a file; `secrets`: values of the variables it names as `${VARIABLE}`.

    Raises SettingsError with a sentence on what to change.
    """
    try:
        told = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        found = _layout(told, secrets)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {error}") from error
    except KeyError as error:
        raise SettingsError(f"{path} does not say {error.args[0]!r}.") from error
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise SettingsError(f"{path}: {error}") from error
    held = {column.holds for column in found.columns}
    unknown = {each for each in held - _HOLDS if not each.startswith("text:")}
    if unknown or not held >= _NEEDED:
        raise SettingsError(
            f"{path}: columns hold {', '.join(sorted(_HOLDS))} or text:…, and at least"
            f" {', '.join(sorted(_NEEDED))}; not {', '.join(sorted(unknown)) or 'fewer'}."
        )
    if not _NAME.fullmatch(found.name) or not set(Said) <= set(found.words.values()):
        raise SettingsError(
            f"{path}: a name in small letters, and words for taken, paid, returned, refused."
        )
    return found


def _layout(told: Mapping[str, Any], secrets: Mapping[str, str]) -> Layout:
    file = told["file"]
    words = [(str(word).strip().upper(), said) for said in Said for word in told["words"][said]]
    if len(dict(words)) < len(words):
        raise ValueError("a word of the bank has one meaning")
    return Layout(
        name=told["name"],
        sheet=_sheet(file),
        titles=bool(file["titles"]),
        columns=tuple(Column(each["title"], each["holds"]) for each in file["columns"]),
        answers=_sheet(told["answers"]),
        places=_places(told["answers"]),
        words=dict(words),
        wire=_wire(told["wire"], secrets) if "wire" in told else None,
    )


def _sheet(told: Mapping[str, Any]) -> Sheet:
    separator = told["separator"]
    if separator not in (",", ";", "\t", "|"):
        raise ValueError(f"columns cannot be separated by {separator!r}")
    return Sheet(codecs.lookup(told["encoding"]).name, separator, Amounts(told["amounts"]))


def _places(told: Mapping[str, Any]) -> Places:
    return Places(told["reference"], told["amount"], told["outcome"], told["bank_ref"])


def _wire(told: Mapping[str, Any], secrets: Mapping[str, str]) -> Wire:
    return Wire(
        pay=told["pay"],
        answers=told["answers"],
        key=told["key"],
        amounts=Amounts(told["amounts"]),
        body=told["body"],
        list_at=told["list"],
        places=_places(told),
        headers={
            name: _SECRET.sub(lambda found: secrets[found[1]], value)
            for name, value in told["headers"].items()
        },
    )
