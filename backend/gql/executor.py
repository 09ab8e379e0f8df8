"""An executor that reads plain values straight off objects and leaves all else to graphql-core.

What is an attribute, or a method without arguments, is completed by readers (`readers.py`), a whole
list or object in one call. A reader makes no errors: when anything surprises it (a missing value,
an odd type, an exception) graphql-core does that part again and reports what it finds. So answers
and errors are graphql-core's own; only the way there is shorter. A method without arguments may be
called twice, which is why it must have no effect.

Ids, days and instants may stay what they are, for orjson to write as their scalars would.
"""

from collections.abc import Awaitable, Iterable
from contextlib import suppress
from typing import Any

from graphql import GraphQLObjectType, GraphQLOutputType, is_list_type, is_object_type
from graphql.execution.collect_fields import FieldDetailsList, GroupedFieldSet
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from backend.gql.readers import (
    Part,
    Reader,
    fetcher,
    object_reader,
    part,
    type_reader,
    type_reader_of_present,
)

Plans = dict[tuple[object, ...], Any]
"""What was found out about a document: by what is read, its type, and the document's nodes."""


class FastExecutor(StrawberryGraphQLCoreExecutionContext):
    """A drop-in: `Schema(execution_context_class=FastExecutor)`.

    `plans` may be kept beside a document without `@skip` and `@include`, and given to every
    execution of it; its readers are then made once.
    """

    def __init__(self, *args: Any, plans: Plans | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: Plans = {} if plans is None else plans
        middleware = getattr(self.middleware_manager, "middlewares", None)
        self._off = bool(middleware or self.schema.get_directive("stream"))
        # by id; the things themselves are held too, so that no id is used again meanwhile
        self._values: dict[tuple[int, int], tuple[FieldDetailsList, Reader | None]] = {}
        self._splits: dict[int, tuple[GroupedFieldSet, Reader | None, GroupedFieldSet]] = {}

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: GroupedFieldSet,
        position_context: Any,
    ) -> Any:
        """Read the plain fields of an object at once, and execute the others as graphql-core does.

        After one surprise among the plain fields graphql-core executes them all.
        """
        _, reader, others = self._split(parent_type, grouped_field_set)
        read: dict[str, Any] = {}
        if reader is not None and source_value is not None:
            with suppress(Exception):  # graphql-core meets it again, and reports it
                read = reader(source_value)
        if read and not others:
            return read
        found = super().execute_fields(
            parent_type,
            source_value,
            path,
            others if read else grouped_field_set,
            position_context,
        )
        if not read:
            return found
        if isinstance(found, dict):
            return _in_order(grouped_field_set, read, found)
        return _in_order_later(grouped_field_set, read, found)

    def complete_value(
        self,
        return_type: GraphQLOutputType,
        field_details_list: FieldDetailsList,
        info: Any,
        path: Path,
        result: Any,
        position_context: Any,
    ) -> Any:
        """Read a list or an object of plain fields; complete any other as graphql-core does."""
        if is_object_type(return_type) or is_list_type(return_type):
            reader = self._value_reader(return_type, field_details_list)
            if reader is not None:
                try:
                    return reader(result)
                except Exception:  # graphql-core meets it again, and reports it
                    pass
        return super().complete_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def _value_reader(self, kind: Any, details: FieldDetailsList) -> Reader | None:
        """The reader of a list or object everything in which is plain."""
        known = self._values.get((id(kind), id(details)))
        if known is None:
            key = ("value", id(kind), *_ids_of_nodes([details]))
            if key not in self._plans:
                reader = type_reader_of_present(
                    kind, lambda inner: self._object_reader(inner, details)
                )
                self._plans[key] = None if self._off else reader
            known = self._values[id(kind), id(details)] = (details, self._plans[key])
        return known[1]

    def _split(
        self, parent: GraphQLObjectType, fields: GroupedFieldSet
    ) -> tuple[GroupedFieldSet, Reader | None, GroupedFieldSet]:
        """The fields, the reader of those that are plain, if any, and those that are not."""
        known = self._splits.get(id(fields))
        if known is None:
            key = ("fields", id(parent), *_ids_of_nodes(fields.values()))
            if key not in self._plans:
                parts = self._parts(parent, fields)
                reader = object_reader(parts) if parts else None
                self._plans[key] = (reader, {part.name for part in parts})
            reader, names = self._plans[key]
            others = {name: fields[name] for name in fields if name not in names}
            known = self._splits[id(fields)] = (fields, reader, others)
        return known

    def _object_reader(self, kind: GraphQLObjectType, details: FieldDetailsList) -> Reader | None:
        """The reader of an object all of whose selected fields are plain, or None."""
        if kind.is_type_of:
            return None
        fields = self.collect_subfields(kind, details).grouped_field_set
        parts = self._parts(kind, fields)
        return object_reader(parts) if len(parts) == len(fields) else None

    def _parts(self, parent: GraphQLObjectType, fields: GroupedFieldSet) -> list[Part]:
        """The plain ones among these fields."""
        if self._off:
            return []
        found = (self._part(name, parent, details) for name, details in fields.items())
        return [each for each in found if each is not None]

    def _part(self, name: str, parent: GraphQLObjectType, details: FieldDetailsList) -> Part | None:
        node = details[0].node
        if node.name.value == "__typename":
            return Part(name, lambda _source: parent.name, str, str)
        definition = self.schema.get_field(parent, node.name.value)
        fetch = fetcher(definition) if definition else None
        if definition is None or fetch is None:
            return None
        complete = type_reader(definition.type, lambda inner: self._object_reader(inner, details))
        return complete and part(name, fetch, definition.type, complete)


def _ids_of_nodes(fields: Iterable[FieldDetailsList]) -> list[int]:
    return [id(detail.node) for details in fields for detail in details]


async def _in_order_later(
    fields: GroupedFieldSet, read: dict[str, Any], found: Awaitable[dict[str, Any]]
) -> dict[str, Any]:
    return _in_order(fields, read, await found)


def _in_order(
    fields: GroupedFieldSet, read: dict[str, Any], found: dict[str, Any]
) -> dict[str, Any]:
    """Both parts of an object as one, in the order of the document."""
    both = {**read, **found}
    return {name: both[name] for name in fields if name in both}
