"""Readers: functions that complete a plain value at once, or give up by raising.

A reader knows nothing of errors and paths. Whatever it does not expect makes it raise, and the
caller lets graphql-core complete that value instead.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from math import isfinite
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import UUID

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLLeafType,
    GraphQLOutputType,
    GraphQLScalarType,
    is_leaf_type,
    is_list_type,
    is_non_null_type,
    is_object_type,
    is_specified_scalar_type,
)
from graphql.pyutils import Undefined
from strawberry.types.field import StrawberryField

from backend.gql.scalars import format_day, format_instant, format_uuid

Reader = Callable[[Any], Any]

_INT_END = 2**31


class Surprise(Exception):
    """A reader gives up."""


class Part(NamedTuple):
    """One field of an object: a value of the class `exact` is final, others go to `complete`."""

    name: str
    fetch: Reader
    exact: type | None
    complete: Reader


class _PlainTypes(dict[type, bool]):
    """Whether values of a class are what they seem: present, not to be awaited, no error."""

    def __missing__(self, kind: type) -> bool:
        odd = issubclass(kind, (type(None), type(Undefined), BaseException))
        self[kind] = plain = not odd and not hasattr(kind, "__await__")
        return plain


_PLAIN = _PlainTypes()


def fetcher(definition: GraphQLField) -> Reader | None:
    """How a field's value is had from its source alone, or None when that takes more."""
    field = definition.extensions.get("strawberry-definition")
    if type(field) is not StrawberryField or field.extensions:
        return None
    resolver = field.base_resolver
    if resolver is None:
        return attrgetter(field.python_name) if field.default_resolver is getattr else None
    takes_more = (
        resolver.is_async
        or resolver.arguments
        or resolver.info_parameter
        or resolver.root_parameter
        or resolver.parent_parameter
        or not resolver.self_parameter
    )
    method = resolver.wrapped_func
    return method if callable(method) and not takes_more else None


def part(name: str, fetch: Reader, kind: GraphQLOutputType, complete: Reader) -> Part:
    """A field under the name it answers to."""
    inner = kind.of_type if is_non_null_type(kind) else kind
    exact = _final_class(inner) if is_leaf_type(inner) else None
    return Part(name, fetch, exact, complete)


def type_reader(kind: GraphQLOutputType, objects: Callable[[Any], Reader | None]) -> Reader | None:
    """The reader of any type, or None; `objects` makes the readers of object types."""
    if is_non_null_type(kind):
        return type_reader_of_present(kind.of_type, objects)
    present = type_reader_of_present(kind, objects)
    if present is None:
        return None
    return lambda value: None if value is None else present(value)


def type_reader_of_present(
    kind: GraphQLOutputType, objects: Callable[[Any], Reader | None]
) -> Reader | None:
    """The reader of a type whose values are not None."""
    if is_leaf_type(kind):
        return _leaf_reader(kind)
    if is_list_type(kind):
        item = type_reader(kind.of_type, objects)
        return item and _list_reader(item)
    return objects(kind) if is_object_type(kind) else None


def object_reader(parts: Sequence[Part]) -> Reader:
    """The reader of an object all of whose selected fields are plain."""

    def read(source: Any) -> dict[str, Any]:
        if not _PLAIN[type(source)]:
            raise Surprise
        answer = {}
        for name, fetch, exact, complete in parts:
            value = fetch(source)
            answer[name] = value if type(value) is exact else complete(value)
        return answer

    return read


def _list_reader(item: Reader) -> Reader:
    def read(values: Any) -> list[Any]:
        if type(values) is not list and type(values) is not tuple:
            raise Surprise
        return [item(value) for value in values]

    return read


def _final_class(kind: GraphQLLeafType) -> type | None:
    """The class whose values a scalar, or orjson in its place, writes unchanged, if any."""
    if is_specified_scalar_type(kind):
        return {"String": str, "ID": str, "Boolean": bool}.get(kind.name)
    written: dict[object, type] = {format_uuid: UUID, format_day: date}
    return written.get(kind.coerce_output_value)


def _leaf_reader(kind: GraphQLLeafType) -> Reader:
    final, coerce = _final_class(kind), kind.coerce_output_value

    def read(value: Any) -> Any:
        if type(value) is final:
            return value
        if not _PLAIN[type(value)]:
            raise Surprise
        coerced = coerce(value)
        if coerced is None or coerced is Undefined:
            raise Surprise
        return coerced

    if isinstance(kind, GraphQLEnumType):
        return _enum_reader(kind, read)
    return _scalar_reader(kind, read)


def _scalar_reader(kind: GraphQLScalarType, other: Reader) -> Reader:
    def read_int(value: Any) -> Any:
        return value if type(value) is int and -_INT_END <= value < _INT_END else other(value)

    def read_float(value: Any) -> Any:
        return value if type(value) is float and isfinite(value) else other(value)

    def read_instant(value: Any) -> Any:
        return value if type(value) is datetime and value.tzinfo is UTC else other(value)

    if is_specified_scalar_type(kind):
        return {"Int": read_int, "Float": read_float}.get(kind.name, other)
    return read_instant if kind.coerce_output_value is format_instant else other


def _enum_reader(kind: GraphQLEnumType, other: Reader) -> Reader:
    members = getattr(kind, "wrapped_cls", ())
    names = {member: kind.coerce_output_value(member) for member in members}

    def read(value: Any) -> Any:
        return names[value] if type(value) is members else other(value)

    return read
