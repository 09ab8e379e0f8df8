"""An executor that reads plain values straight off objects and leaves all else to graphql-core.

Where every selected field is an attribute, or a method without arguments, a value is completed by
one call of a reader (`readers.py`). A reader makes no errors: when anything surprises it (a missing
value, an odd type, an exception) graphql-core does that part again and reports what it finds. So
answers and errors are graphql-core's own; only the way there is shorter. A method without arguments
may be called twice, which is why it must have no effect.
"""

from collections.abc import Callable
from typing import Any

from graphql import GraphQLObjectType, GraphQLOutputType, is_list_type, is_object_type
from graphql.execution.collect_fields import FieldDetailsList
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from backend.gql.readers import (
    Part,
    Reader,
    fetcher,
    is_plain,
    object_reader,
    part,
    type_reader,
    type_reader_of_present,
)

Plans = dict[tuple[object, ...], Reader | None]
"""Readers by what they read: a field of a type or a value of a type, and the document's nodes."""

MakeReader = Callable[[Any, FieldDetailsList], Reader | None]


class FastExecutor(StrawberryGraphQLCoreExecutionContext):
    """A drop-in: `Schema(execution_context_class=FastExecutor)`.

    `plans` may be kept beside a document without `@skip` and `@include`, and given to every
    execution of it; its readers are then made once.
    """

    def __init__(self, *args: Any, plans: Plans | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._plans: Plans = {} if plans is None else plans
        # holds the lists too, so that none is freed and its id used again in this execution
        self._known: dict[tuple[object, ...], tuple[FieldDetailsList, Reader | None]] = {}
        middleware = getattr(self.middleware_manager, "middlewares", None)
        self._off = bool(middleware or self.schema.get_directive("stream"))

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: Any,
    ) -> Any:
        """Read a plain field; resolve and complete any other as graphql-core does."""
        reader = self._reader("field", parent_type, field_details_list, self._field_reader)
        if reader is not None and is_plain(source):
            try:
                return reader(source)
            except Exception:  # noqa: BLE001, S110 - graphql-core meets it again and reports it
                pass
        return super().execute_field(
            parent_type, source, field_details_list, path, position_context
        )

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
            reader = self._reader("value", return_type, field_details_list, self._value_reader)
            if reader is not None:
                try:
                    return reader(result)
                except Exception:  # noqa: BLE001, S110 - graphql-core meets it again and reports it
                    pass
        return super().complete_value(
            return_type, field_details_list, info, path, result, position_context
        )

    def _reader(
        self, what: str, kind: Any, details: FieldDetailsList, make: MakeReader
    ) -> Reader | None:
        known = self._known.get((what, id(kind), id(details)))
        if known is None:
            key = (what, id(kind), *(id(detail.node) for detail in details))
            if key not in self._plans:
                self._plans[key] = None if self._off else make(kind, details)
            known = self._known[what, id(kind), id(details)] = (details, self._plans[key])
        return known[1]

    def _value_reader(self, kind: Any, details: FieldDetailsList) -> Reader | None:
        return type_reader_of_present(kind, lambda inner: self._object_reader(inner, details))

    def _field_reader(self, parent: GraphQLObjectType, details: FieldDetailsList) -> Reader | None:
        field = self._part("", parent, details)
        return None if field is None else lambda source: field.complete(field.fetch(source))

    def _object_reader(self, kind: GraphQLObjectType, details: FieldDetailsList) -> Reader | None:
        if kind.is_type_of:
            return None
        fields = self.collect_subfields(kind, details)
        if fields.new_defer_usages:
            return None
        parts = []
        for name, inner in fields.grouped_field_set.items():
            field = self._part(name, kind, inner)
            if field is None:
                return None
            parts.append(field)
        return object_reader(parts)

    def _part(
        self, name: str, parent: GraphQLObjectType, details: FieldDetailsList
    ) -> Part | None:
        node = details[0].node
        if node.name.value == "__typename":
            return Part(name, lambda _source: parent.name, str, str)
        definition = self.schema.get_field(parent, node.name.value)
        fetch = fetcher(definition, node) if definition else None
        if definition is None or fetch is None:
            return None
        complete = type_reader(
            definition.type, lambda inner: self._object_reader(inner, details)
        )
        return complete and part(name, fetch, definition.type, complete)
