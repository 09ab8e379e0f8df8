"""Reading plain mappings strictly: every key once, every value checked, nothing left over."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from enum import StrEnum
from typing import TypeVar, cast

E = TypeVar("E", bound=StrEnum)


class Fields:
    """One mapping under reading. Every complaint is a ValueError that begins with `where`."""

    def __init__(self, row: object, where: str) -> None:
        self.where = where
        if not isinstance(row, Mapping):
            raise ValueError(f"{where}: expected a table, got {row!r}")
        self._left = dict(row)

    def wrong(self, key: str, wanted: str, value: object) -> ValueError:
        return ValueError(f"{self.where}: {key} must be {wanted}, got {value!r}")

    def done(self) -> None:
        """Raise when a key was never asked for."""
        if self._left:
            raise ValueError(f"{self.where}: unknown {', '.join(sorted(map(str, self._left)))}")

    def has(self, key: str) -> bool:
        return self._left.get(key) is not None

    def raw(self, key: str) -> object:
        return self._left.pop(key, None)

    def text(self, key: str, default: str | None = None) -> str:
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value):
            raise self.wrong(key, "text", value)
        return value

    def optional_text(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else cast(None, self.raw(key))

    def number(self, key: str, low: int, high: int, default: int | None = None) -> int:
        value = self.raw(key)
        if value is None and default is not None:
            return default
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self.wrong(key, f"a whole number from {low} to {high}", value)
        return value

    def flag(self, key: str, default: bool = False) -> bool:
        value = self.raw(key)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.wrong(key, "true or false", value)
        return value

    def day(self, key: str) -> date:
        """A calendar day, or its ISO text as JSON keeps it."""
        value = self.raw(key)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(cast(str, value))
        except (TypeError, ValueError):
            raise self.wrong(key, "a day", value) from None

    def optional_day(self, key: str) -> date | None:
        return self.day(key) if self.has(key) else cast(None, self.raw(key))

    def optional_instant(self, key: str) -> datetime | None:
        value = self.raw(key)
        if value is None or (isinstance(value, datetime) and value.tzinfo is not None):
            return value
        raise self.wrong(key, "an instant with its offset", value)

    def hour(self, key: str) -> time:
        """An hour of Lima such as 06:30."""
        value = self.raw(key)
        if isinstance(value, time):
            return value
        try:
            return time.fromisoformat(cast(str, value))
        except (TypeError, ValueError):
            raise self.wrong(key, "an hour", value) from None

    def choice(self, key: str, among: type[E]) -> E:
        value = self.raw(key)
        if value not in tuple(among):
            raise self.wrong(key, f"one of {', '.join(among)}", value)
        return among(cast(str, value))

    def choices(self, key: str, among: type[E]) -> tuple[E, ...]:
        """A list of such words, empty when the key is absent."""
        return tuple(Fields({key: item}, self.where).choice(key, among) for item in self.items(key))

    def items(self, key: str) -> Sequence[object]:
        value = self.raw(key)
        if value is None:
            return ()
        if not isinstance(value, list | tuple):
            raise self.wrong(key, "a list", value)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        return tuple(Fields({key: item}, self.where).text(key) for item in self.items(key))

    def weekdays(self, key: str) -> frozenset[int]:
        """ISO weekdays, 1 Monday to 7 Sunday; at least one."""
        days = [Fields({key: item}, self.where).number(key, 1, 7) for item in self.items(key)]
        if not days:
            raise self.wrong(key, "a list of weekdays 1 to 7", days)
        return frozenset(days)

    def table(self, key: str) -> "Fields":
        return Fields(self.raw(key), f"{self.where}.{key}")
