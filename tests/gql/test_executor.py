"""The faster executor gives the very bytes and errors of the stock one, on anything."""

import asyncio
import gc
import os
from collections.abc import Callable, Iterator
from functools import cache
from inspect import isawaitable
from random import Random
from typing import Any

import orjson
import pytest
import strawberry
from graphql import (
    DocumentNode,
    GraphQLNamedType,
    execute,
    get_named_type,
    is_composite_type,
    is_object_type,
    parse,
    validate,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strawberry.execution import optimized_is_awaitable

from backend.gql.executor import FastExecutor, Plans
from tests.gql.odd import ODD, PLACES, Knot, knot_with, make_schema, random_knot

# graphql-core drops what it has not begun to await when an error takes the whole answer away
pytestmark = pytest.mark.filterwarnings(
    "ignore:coroutine .* was never awaited:RuntimeWarning",
    "ignore:.*<coroutine object:pytest.PytestUnraisableExceptionWarning",
)

EXAMPLES = 2_000 if os.environ.get("CAMPAIGN") else 150
STOCK, FAST = make_schema(None), make_schema(FastExecutor)
CORE = STOCK._schema
RUNNER = asyncio.Runner()


@pytest.fixture(autouse=True, scope="module")
def one_loop() -> Iterator[None]:
    """All answers come from one loop; what is left of them goes before other tests begin."""
    yield
    RUNNER.close()
    gc.collect()


@st.composite
def selections(draw: st.DrawFn, kind: GraphQLNamedType, depth: int) -> str:
    """A selection set of a type, with aliases, fragments, conditions and repeated fields."""
    names = list(getattr(kind, "fields", {}))
    leaves = [name for name in names if not is_composite_type(named(kind, name))]
    usable = names if depth > 0 else leaves
    chosen = draw(st.lists(st.sampled_from(usable), min_size=1, max_size=5)) if usable else []
    parts = [draw(field_text(kind, name, depth)) for name in chosen]
    for possible in CORE.get_possible_types(kind) if not is_object_type(kind) else ():  # type: ignore[arg-type]
        parts.append(f"... on {possible.name} {draw(selections(possible, depth - 1))}")
    if not parts or draw(st.booleans()):
        parts.append("__typename")
    if is_object_type(kind) and draw(st.integers(0, 5)) == 5:
        parts = [f"... on {kind.name} {{ {' '.join(parts)} }}"]
    return "{ " + " ".join(parts) + " }"


def named(kind: Any, name: str) -> GraphQLNamedType:
    return get_named_type(kind.fields[name].type)


@st.composite
def field_text(draw: st.DrawFn, kind: Any, name: str, depth: int) -> str:
    inner = named(kind, name)
    # an alias belongs to one field and one argument, so that fields under one name can be merged
    alias = draw(st.sampled_from(["", "", "", f"a_{name}: ", f"b_{name}: "]))
    argument = "(times: 3)" if name == "repeated" and alias.startswith("a") else ""
    condition = draw(st.sampled_from(["", "", "", " @include(if: $yes)", " @skip(if: $yes)"]))
    below = " " + draw(selections(inner, depth - 1)) if is_composite_type(inner) else ""
    return f"{alias}{name}{argument}{condition}{below}"


@st.composite
def documents(draw: st.DrawFn) -> str:
    root = draw(selections(CORE.query_type, 2))  # type: ignore[arg-type]  # there is a query type
    spread = draw(selections(CORE.type_map["Leaf"], 1))
    text = f"{root} fragment F on Leaf {spread}" if "leaf {" in root else root
    text = text.replace("leaf {", "leaf { ...F")
    return f"query Q($yes: Boolean! = true) {text}" if "$yes" in text else text


@cache
def parsed(text: str) -> DocumentNode:
    """The document, which must be valid."""
    document = parse(text)
    assert not validate(CORE, document)
    return document


def answer(
    schema: strawberry.Schema, text: str, make: Callable[[], Knot]
) -> tuple[bytes, list[Any]]:
    """The bytes and the errors of a document over what `make` returns."""

    async def executed() -> Any:
        result = execute(
            schema._schema,
            parsed(text),
            context_value=make,
            executor_class=schema.execution_context_class,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # a plain predicate
        )
        if isawaitable(result):
            result = await result
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)  # type: ignore[arg-type]  # no None
        return result

    result = RUNNER.run(executed())
    errors = [error.formatted for error in result.errors or ()]
    return orjson.dumps(result.data, option=orjson.OPT_UTC_Z), errors


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=documents(), seed=st.integers(0, 2**32), oddness=st.sampled_from([0.0, 0.02, 0.1]))
def test_any_document_gives_what_the_stock_executor_gives(
    text: str, seed: int, oddness: float
) -> None:
    def answered(schema: strawberry.Schema) -> Any:
        random = Random(seed)
        return answer(schema, text, lambda: random_knot(random, oddness))

    assert answered(FAST) == answered(STOCK)


PLAIN = "text maybe count ratio yes key mood day uid at blur words grid shout"
CATS = "cat { name lives } pet { ... on Cat { name } ... on Dog { name loud } } named { name }"
DOCUMENTS = {
    "everything": f"leaf {{ {PLAIN} }} other {{ {PLAIN} }} leaves {{ {PLAIN} }}"
    f" holes {{ {PLAIN} }} {CATS}",
    "things awaited": f"leaf {{ {PLAIN} whispered later repeated(times: 3) }} other {{ text later key }}"
    f" leaves {{ {PLAIN} later }} holes {{ later count }} promised {{ uid }} {CATS}",
    "nothing but names": "leaf { __typename } other { __typename } leaves { __typename }"
    " holes { __typename } cat { __typename } pet { __typename } named { __typename }",
}


@pytest.mark.parametrize("selected", DOCUMENTS.values(), ids=DOCUMENTS.keys())
@pytest.mark.parametrize("odd", ODD)
def test_one_odd_value_anywhere_gives_what_the_stock_executor_gives(
    selected: str, odd: str
) -> None:
    text = f"{{ knot {{ {selected} }} }}"
    places = [place for place in PLACES if odd != "missing" or place.startswith("leaf.")]

    for place in places:

        def make(place: str = place) -> Knot:
            return knot_with(place, odd)

        assert answer(FAST, text, make) == answer(STOCK, text, make), place


def test_plain_fields_are_read_and_not_executed_one_by_one() -> None:
    executed: list[str] = []

    class Counting(FastExecutor):
        def execute_field(self, parent_type: Any, source: Any, *rest: Any) -> Any:
            executed.append(parent_type.name)
            return super().execute_field(parent_type, source, *rest)

    text = "{ knot { leaves { text count day uid words } promised { text } first { shout } } }"
    answer(make_schema(Counting), text, lambda: random_knot(Random(1), 0.0))

    assert executed == ["Query", "Knot"]


def test_whoever_watches_every_field_still_sees_every_field() -> None:
    seen: list[str] = []

    def watch(resolve: Any, source: Any, info: Any, **arguments: Any) -> Any:
        seen.append(info.field_name)
        return resolve(source, info, **arguments)

    async def run() -> Any:
        return await execute(
            FAST._schema,
            parse("{ knot { leaf { text words } } }"),
            context_value=lambda: random_knot(Random(1), 0.0),
            executor_class=FastExecutor,
            middleware=[watch],
        )

    asyncio.run(run())

    assert seen == ["knot", "leaf", "text", "words"]


def test_readers_are_made_once_a_document_and_hold_no_request() -> None:
    plans: Plans = {}
    document = parse("{ knot { leaf { text } leaves { text later } } }")

    async def run() -> Any:
        return await execute(
            FAST._schema,
            document,
            context_value=lambda: random_knot(Random(1), 0.0),
            executor_class=FastExecutor,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # a plain predicate
            plans=plans,
        )

    first, kept = asyncio.run(run()), dict(plans)
    second = asyncio.run(run())

    assert (first.data, first.errors) == (second.data, None)
    assert plans == kept
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, FastExecutor)]
