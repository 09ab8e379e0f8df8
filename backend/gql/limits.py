"""How much a document may ask for, measured before it is validated or run."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    OperationDefinitionNode,
    SelectionNode,
    SelectionSetNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)

from backend.gql.paging import CEILING
from backend.gql.refusals import Refused


@dataclass(frozen=True, slots=True)
class Limits:
    """Ceilings of one document and its variables; counts are with every fragment written out."""

    length: int = 20_000
    """Characters of the text."""
    tokens: int = 1_000
    comments: int = 200
    definitions: int = 30
    """Operations and fragments in one document."""
    depth: int = 12
    """Fields inside fields."""
    nesting: int = 40
    """Fields, inline fragments and spreads inside one another."""
    fields: int = 400
    aliases: int = 30
    directives: int = 20
    comparisons: int = 500
    """Pairs of fields that answer under one name, which validation compares."""
    cost: int = 20_000
    """Fields an answer may hold when every list is as long as it can be."""
    unpaged: int = 20
    """The length assumed of a list without paging."""
    values: int = 2_000
    """Values in the variables."""
    value_depth: int = 12


LIMITS = Limits()

VALUES = "values"
"""Under this name the metadata of a root field that takes batches say how many values its variables may hold."""


class Weight(NamedTuple):
    """What a selection asks for. `listed` is the part of the cost that a page multiplies."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0
    cost: int = 0
    listed: int = 0


COUNTED = {
    "depth": "levels of fields",
    "fields": "fields",
    "aliases": "aliases",
    "directives": "directives",
    "cost": "fields in its answer",
}
"""The parts of a weight that have a ceiling, in words."""


class Measure(NamedTuple):
    """One operation: its weight, the names under which root fields answer, pairs to compare, values it may bring."""

    weight: Weight
    roots: frozenset[str]
    comparisons: int
    values: int


def check_variables(variables: object, limits: Limits = LIMITS, values: int | None = None) -> None:
    """Refuse variables with too many values, too deep, or with text no database can keep.

    `values`: as many as this operation may bring, where that is not what all may.
    """
    ceiling = limits.values if values is None else values
    level, seen = [variables], 0
    for _ in range(limits.value_depth + 1):
        level = list(_inner(level))
        seen += len(level)
        if seen > ceiling:
            raise too_many("values in its variables", ceiling)
        if not level:
            return
    raise too_many("levels in its variables", limits.value_depth)


def _inner(values: Iterable[object]) -> Iterator[object]:
    for value in values:
        if isinstance(value, dict):
            yield from value.values()
        elif isinstance(value, list):
            yield from value
        elif isinstance(value, str) and "\0" in value:
            raise Refused("BAD_INPUT", "A text in the variables holds a NUL character.")


def too_many(what: str, ceiling: int) -> Refused:
    """The refusal of a request that asks for too much."""
    return Refused("REQUEST_TOO_LARGE", f"The request has too many {what}: at most {ceiling}.")


def measure(
    schema: GraphQLSchema, document: DocumentNode, *, introspection: bool, limits: Limits = LIMITS
) -> dict[str | None, Measure]:
    """Every operation by name; each fragment is weighed once, however often it is spread.

    Raises `Refused` for whatever exceeds a limit. The document need not be valid.
    """
    if len(document.definitions) > limits.definitions:
        raise too_many("definitions", limits.definitions)
    scale = _Scale(schema, document, introspection, limits)
    return {
        definition.name.value if definition.name else None: scale.measure(definition)
        for definition in document.definitions
        if isinstance(definition, OperationDefinitionNode)
    }


class _Scale:
    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, introspection: bool, limits: Limits
    ) -> None:
        self.schema = schema
        self.introspection = introspection
        self.limits = limits
        self.fragments = {
            definition.name.value: definition
            for definition in document.definitions
            if isinstance(definition, FragmentDefinitionNode)
        }
        self.weighed: dict[str, Weight] = {}
        self.open: set[str] = set()

    def measure(self, operation: OperationDefinitionNode) -> Measure:
        weight = self.selection(
            operation.selection_set, self.schema.get_root_type(operation.operation), 0
        )
        weight = weight._replace(
            cost=weight.cost + weight.listed * self.limits.unpaged,
            directives=weight.directives + len(operation.directives or ()),
        )
        for count, words in COUNTED.items():
            if getattr(weight, count) > getattr(self.limits, count):
                raise too_many(words, getattr(self.limits, count))
        # only now: writing the fragments out is bounded by the number of fields
        comparisons = self.comparisons([operation.selection_set])
        if comparisons > self.limits.comparisons:
            raise too_many("fields under one name", self.limits.comparisons)
        roots = self.grouped([operation.selection_set])
        calls = {
            key: nodes[0] for key, nodes in roots.items() if nodes[0].name.value != "__typename"
        }
        root = self.schema.get_root_type(operation.operation)
        values = [self.values(root, node.name.value) for node in calls.values()]
        return Measure(
            weight, frozenset(calls), comparisons, max(values, default=self.limits.values)
        )

    def values(self, root: GraphQLNamedType | None, name: str) -> int:
        """The values that a root field may be given."""
        definition = _definition(root, name)
        told = definition.extensions.get("strawberry-definition") if definition else None
        metadata = getattr(told, "metadata", None) or {}
        return int(metadata.get(VALUES, self.limits.values))

    def selection(
        self, node: SelectionSetNode, parent: GraphQLNamedType | None, nesting: int
    ) -> Weight:
        if nesting > self.limits.nesting:
            raise too_many("levels", self.limits.nesting)
        parts = [self.part(child, parent, nesting + 1) for child in node.selections]
        depth = max((part.depth for part in parts), default=0)
        return Weight(depth, *(sum(counts) for counts in list(zip(*parts, strict=True))[1:]))

    def part(self, node: SelectionNode, parent: GraphQLNamedType | None, nesting: int) -> Weight:
        if isinstance(node, FieldNode):
            weight = self.field(node, parent, nesting)
        elif isinstance(node, FragmentSpreadNode):
            weight = self.fragment(node.name.value, nesting)
        else:
            assert isinstance(node, InlineFragmentNode)
            condition = node.type_condition
            inner = self.schema.get_type(condition.name.value) if condition else parent
            weight = self.selection(node.selection_set, inner, nesting)
        return weight._replace(directives=weight.directives + len(node.directives or ()))

    def fragment(self, name: str, nesting: int) -> Weight:
        definition = self.fragments.get(name)
        if definition is None:  # validation names it
            return Weight()
        if name in self.open:
            raise Refused("DOCUMENT_NOT_VALID", "A fragment contains itself.", lenient=True)
        if name not in self.weighed:
            self.open.add(name)
            parent = self.schema.get_type(definition.type_condition.name.value)
            self.weighed[name] = self.selection(definition.selection_set, parent, nesting)
            self.open.discard(name)
        return self.weighed[name]

    def field(self, node: FieldNode, parent: GraphQLNamedType | None, nesting: int) -> Weight:
        name = node.name.value
        if name == "__typename":
            return Weight(depth=1, fields=1, aliases=int(node.alias is not None), cost=1)
        looks_inside = name in ("__schema", "__type")
        if looks_inside and not self.introspection:
            raise Refused("INTROSPECTION_OFF", "This server does not describe its schema.")
        definition = _definition(parent, name)
        kind = get_named_type(definition.type) if definition else None
        inner = Weight()
        if node.selection_set:
            inner = self.selection(node.selection_set, kind, nesting)
        if looks_inside:  # graphql-core has a limit of its own for this depth
            inner = inner._replace(depth=0)
        cost, listed = self.cost(node, definition, inner)
        return Weight(
            depth=inner.depth + 1,
            fields=inner.fields + 1,
            aliases=inner.aliases + (node.alias is not None),
            directives=inner.directives,
            cost=cost,
            listed=listed,
        )

    def cost(
        self, node: FieldNode, definition: GraphQLField | None, inner: Weight
    ) -> tuple[int, int]:
        """The cost of a field, and the cost of one item when an enclosing page counts them."""
        size = _page_size(node, definition) if definition else None
        if definition and node.selection_set and is_list_type(get_nullable_type(definition.type)):
            item = inner.cost + inner.listed * self.limits.unpaged
            return (1, item) if size is None else (1 + size * item, 0)
        items = self.limits.unpaged if size is None else size
        return 1 + inner.cost + inner.listed * items, 0

    def comparisons(self, levels: list[SelectionSetNode]) -> int:
        """Pairs of fields under one name, counted on the selections as they will be merged."""
        total = 0
        for nodes in self.grouped(levels).values():
            inner = [node.selection_set for node in nodes if node.selection_set]
            total += len(nodes) * (len(nodes) - 1) // 2
            total += self.comparisons(inner) if inner else 0
        return total

    def grouped(self, levels: list[SelectionSetNode]) -> dict[str, list[FieldNode]]:
        """The fields of one merged level by the name under which they answer."""
        groups: dict[str, list[FieldNode]] = {}
        spread: set[str] = set()
        waiting = list(reversed(levels))
        while waiting:
            for node in waiting.pop().selections:
                if isinstance(node, FieldNode):
                    groups.setdefault((node.alias or node.name).value, []).append(node)
                elif isinstance(node, InlineFragmentNode):
                    waiting.append(node.selection_set)
                elif isinstance(node, FragmentSpreadNode) and node.name.value not in spread:
                    spread.add(node.name.value)
                    fragment = self.fragments.get(node.name.value)
                    if fragment:
                        waiting.append(fragment.selection_set)
        return groups


def _definition(parent: GraphQLNamedType | None, name: str) -> GraphQLField | None:
    """The field, unless it is unknown or tells of the schema, whose lists are not counted."""
    if parent is None or parent.name.startswith("__"):
        return None
    fields: dict[str, GraphQLField] = getattr(parent, "fields", {})
    return fields.get(name)


def _page_size(node: FieldNode, definition: GraphQLField) -> int | None:
    """How many items the field's page may hold, or None when it is not paged."""
    if "first" not in definition.args:
        return None
    value = next((each.value for each in node.arguments or () if each.name.value == "first"), None)
    if isinstance(value, IntValueNode) and len(value.value) <= len(str(CEILING)):
        return min(max(int(value.value), 1), CEILING)
    if value is None and isinstance(default := definition.args["first"].default_value, int):
        return default
    return CEILING
