"""Scalars of the schema: a day, an instant, an id. Bad input gets a sentence, never a crash."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, TypeVar
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

Value = TypeVar("Value")
Moment = TypeVar("Moment", bound=date)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I | re.ASCII)
_YEARS = range(1900, 2200)
"""Beyond these a date is a slip of the keyboard."""


def parse_day(value: object) -> date:
    """`2026-03-01` as a calendar day in Lima."""
    return _parsed(value, _DAY, _day, "a day such as 2026-03-01")


def parse_instant(value: object) -> datetime:
    """`2026-03-01T14:30:00Z`, or with another offset, as an instant in UTC."""
    return _parsed(value, _INSTANT, _instant, "an instant such as 2026-03-01T14:30:00Z")


def parse_uuid(value: object) -> UUID:
    """An id in its one spelling: 36 characters with dashes."""
    return _parsed(value, _UUID, UUID, "an id of 36 characters")


def format_day(value: Any) -> str:
    """A date as `2026-03-01`. Raises TypeError for an instant, whose day depends on the place."""
    if not isinstance(value, date) or isinstance(value, datetime):
        raise TypeError("a Day must be a date")
    return value.isoformat()


def format_instant(value: Any) -> str:
    """An aware datetime in UTC, as `2026-03-01T14:30:00Z`."""
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise TypeError("an Instant must be a datetime with an offset")
    in_utc = value if value.tzinfo is UTC else value.astimezone(UTC)
    return in_utc.isoformat()[: -len("+00:00")] + "Z"


def format_uuid(value: Any) -> str:
    """An id in lower case."""
    if not isinstance(value, UUID):
        raise TypeError("a UUID must be a UUID")
    return str(value)


def _parsed(
    value: object, shape: re.Pattern[str], parse: Callable[[str], Value], what: str
) -> Value:
    if isinstance(value, str) and shape.fullmatch(value):
        try:
            return parse(value)
        except (ValueError, OverflowError):
            pass  # the shape is right and the value is not, such as 2026-02-30: told below
    raise GraphQLError(f"Expected {what}.")


def _day(text: str) -> date:
    return _likely(date.fromisoformat(text))


def _instant(text: str) -> datetime:
    return _likely(datetime.fromisoformat(text).astimezone(UTC))


def _likely(day: Moment) -> Moment:
    if day.year not in _YEARS:
        raise ValueError
    return day


SCALARS: Mapping[object, ScalarDefinition] = {
    date: strawberry.scalar(
        name="Day",
        description="A calendar day in Lima, such as 2026-03-01.",
        serialize=format_day,
        parse_value=parse_day,
    ),
    datetime: strawberry.scalar(
        name="Instant",
        description="An instant in UTC, such as 2026-03-01T14:30:00Z; any offset is read.",
        serialize=format_instant,
        parse_value=parse_instant,
    ),
    UUID: strawberry.scalar(
        name="UUID",
        description="An id: 36 characters with dashes.",
        serialize=format_uuid,
        parse_value=parse_uuid,
    ),
}
"""For `StrawberryConfig(scalar_map=SCALARS)`: what these classes are in the schema."""
