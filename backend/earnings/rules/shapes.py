"""Strict reading of plain tables: every key once, every value checked, nothing left over.

Amounts are text in soles and shares are text, "0.10" or "1/3": a number with a point would be a binary float.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any

from backend.core.money import centimos

Reader = Callable[[object], Any]
Shape = Mapping[str, Reader]


def read(table: object, shape: Shape, where: str, optional: Collection[str] = ()) -> dict[str, Any]:
    """The values of a table by key. Raises ValueError, beginning with `where`, for any other table.

    A key of `optional` may be absent, and is then absent from the answer.
    """
    if not isinstance(table, Mapping):
        raise ValueError(f"{where}: expected a table, got {table!r}")
    unknown = sorted(str(key) for key in table.keys() - shape.keys())
    absent = sorted(shape.keys() - table.keys() - set(optional))
    if unknown or absent:
        raise ValueError(f"{where}: unknown {unknown}, absent {absent}")
    values = {}
    for key, value in table.items():
        try:
            values[key] = shape[key](value)
        except (ValueError, ZeroDivisionError) as error:
            raise ValueError(f"{where}: {key}: {error}") from error
    return values


def text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"expected text, got {value!r}")
    return value


def share(value: object) -> Fraction:
    """A fraction of something, such as "0.10" or "1/3"."""
    return Fraction(text(value))


def soles(value: object) -> int:
    """An amount in soles, as céntimos."""
    return centimos(text(value))


def count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(f"expected a whole number, got {value!r}")
    return value


def flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"expected true or false, got {value!r}")
    return value


def day(value: object) -> date:
    """A calendar day, or its ISO text as JSON keeps it."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    return date.fromisoformat(text(value))


def maybe(reader: Reader) -> Reader:
    """The same, or nothing."""
    return lambda value: None if value is None else reader(value)


def many(reader: Reader) -> Reader:
    """A list of them."""

    def read_all(value: object) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise ValueError(f"expected a list, got {value!r}")
        return tuple(reader(each) for each in value)

    return read_all


def among(kind: type[StrEnum]) -> Reader:
    """One of a closed list."""
    return lambda value: kind(text(value))
