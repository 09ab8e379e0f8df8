"""The faster executor gives the very bytes and errors of the stock one, on anything."""

import asyncio
import gc
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from random import Random
from typing import Annotated, Any
from uuid import UUID

import orjson
import pytest
import strawberry
from graphql import (
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
from strawberry.schema.config import StrawberryConfig

from backend.gql.executor import FastExecutor, Plans
from backend.gql.scalars import SCALARS

EXAMPLES = 2_000 if os.environ.get("CAMPAIGN") else 80


class Mood(Enum):
    CALM = "calm"
    WILD = "wild"


MoodEnum = strawberry.enum(Mood)


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Cat(Named):
    lives: int


@strawberry.type
class Dog(Named):
    loud: bool | None


@strawberry.type
class Leaf:
    text: str
    maybe: str | None
    count: int
    ratio: float | None
    yes: bool
    key: strawberry.ID
    mood: MoodEnum
    day: date | None
    uid: UUID
    words: list[str]
    grid: list[list[int] | None] | None

    @strawberry.field
    def shout(self) -> str:
        return self.text.upper()

    @strawberry.field
    async def later(self) -> str | None:
        await asyncio.sleep(0)
        return self.maybe

    @strawberry.field
    def repeated(self, times: int = 2) -> str:
        return self.text * times


@strawberry.type
class Knot:
    leaf: Leaf
    other: Leaf | None
    leaves: list[Leaf]
    holes: list[Leaf | None] | None
    pet: Annotated[Cat | Dog, strawberry.union("Pet")]
    named: Named | None

    @strawberry.field
    def first(self) -> Leaf:
        return self.leaves[0]

    @strawberry.field
    async def promised(self) -> list[Leaf]:
        await asyncio.sleep(0)
        return self.leaves

    @strawberry.field
    def knot(self) -> "Knot | None":
        return self


@dataclass
class Promise:
    """An awaitable that is not a coroutine."""

    value: object

    def __await__(self) -> Any:
        yield from asyncio.sleep(0).__await__()
        return self.value


class Loose:
    """An object of no schema type, as a database row is; what is missing raises."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__.update(values)


def make_leaf(random: Random, oddness: float) -> Any:
    values: dict[str, Any] = {
        "text": random.choice(["a", "ñandú", ""]),
        "maybe": random.choice([None, "b"]),
        "count": random.choice([0, -7, 2**31 - 1]),
        "ratio": random.choice([None, 0.5, 3.0]),
        "yes": random.random() < 0.5,
        "key": random.choice(["k", "9"]),
        "mood": random.choice(list(Mood)),
        "day": random.choice([None, date(2026, 3, 1)]),
        "uid": UUID(int=random.getrandbits(64)),
        "words": random.choice([[], ["x", "y"]]),
        "grid": random.choice([None, [[1, 2], None, []]]),
    }
    for name in values:
        if random.random() < oddness:
            values[name] = odd(random, values[name])
        if random.random() < oddness / 4:
            values[name] = MISSING
    if random.random() < 0.5 and MISSING not in values.values():
        return Leaf(**values)

    class Row(Loose):
        shout = Leaf.shout
        later = Leaf.later
        repeated = Leaf.repeated

    return Row({name: value for name, value in values.items() if value is not MISSING})


MISSING = object()


def odd(random: Random, value: Any) -> Any:
    """Something else than was promised."""
    choices: list[Callable[[], Any]] = [
        lambda: None,
        lambda: "text",
        lambda: 2**40,
        lambda: 2.5,
        lambda: float("nan"),
        lambda: True,
        lambda: ["x", None],
        lambda: (value, value),
        lambda: iter([value]),
        lambda: ValueError("a value that is an error"),
        lambda: Promise(value),
        lambda: Promise(None),
        lambda: date(2026, 1, 1),
        lambda: "WILD",
        lambda: Mood.CALM,
        lambda: object(),
    ]
    return random.choice(choices)()


def make_knot(random: Random, oddness: float) -> Knot:
    def maybe(value: Any) -> Any:
        return odd(random, value) if random.random() < oddness else value

    def leaf() -> Any:
        return make_leaf(random, oddness)

    pet = random.choice([Cat(name="Misi", lives=9), Dog(name="Sur", loud=None)])
    return Knot(
        leaf=maybe(leaf()),
        other=maybe(random.choice([None, leaf()])),
        leaves=maybe([maybe(leaf()) for _ in range(random.randint(0, 3))]),
        holes=maybe([random.choice([None, leaf()]) for _ in range(random.randint(0, 3))]),
        pet=maybe(pet),
        named=maybe(random.choice([None, Cat(name="Tigre", lives=1)])),
    )


@strawberry.type
class Query:
    @strawberry.field
    async def knot(self, info: strawberry.Info) -> Knot:
        return info.context()  # type: ignore[no-any-return]  # the test's own factory

    @strawberry.field
    def knots(self, info: strawberry.Info) -> list[Knot | None]:
        return [info.context(), None, info.context()]


def make_schema(executor: type | None) -> strawberry.Schema:
    return strawberry.Schema(
        Query,
        types=[Cat, Dog],
        config=StrawberryConfig(scalar_map=SCALARS),
        execution_context_class=executor,
    )


STOCK, FAST = make_schema(None), make_schema(FastExecutor)
CORE = STOCK._schema


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


def answer(schema: strawberry.Schema, text: str, seed: int, oddness: float) -> tuple[bytes, Any]:
    random = Random(seed)

    async def execute() -> Any:
        result = await schema.execute(text, context_value=lambda: make_knot(random, oddness))
        others = asyncio.all_tasks() - {asyncio.current_task()}
        await asyncio.gather(*others, return_exceptions=True)  # type: ignore[arg-type]  # no None
        return result

    result = asyncio.run(execute())
    return orjson.dumps(result.data, option=orjson.OPT_UTC_Z), [
        error.formatted for error in result.errors or ()
    ]


# graphql-core drops what it has not begun to await when an error takes the whole answer away
@pytest.mark.filterwarnings("ignore:coroutine .* was never awaited:RuntimeWarning")
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=documents(), seed=st.integers(0, 2**32), oddness=st.sampled_from([0.0, 0.03, 0.2]))
def test_any_document_gives_what_the_stock_executor_gives(
    text: str, seed: int, oddness: float
) -> None:
    logging.getLogger("strawberry.execution").disabled = True
    assert not validate(CORE, parse(text))

    assert answer(FAST, text, seed, oddness) == answer(STOCK, text, seed, oddness)


def test_plain_fields_are_read_and_not_executed_one_by_one() -> None:
    executed: list[str] = []

    class Counting(FastExecutor):
        def execute_field(self, parent_type: Any, source: Any, *rest: Any) -> Any:
            executed.append(parent_type.name)
            return super().execute_field(parent_type, source, *rest)

    text = "{ knot { leaves { text count day uid words } promised { text } first { shout } } }"
    answer(make_schema(Counting), text, 1, 0.0)

    assert executed == ["Query", "Knot"]


def test_readers_are_made_once_a_document() -> None:
    plans: Plans = {}
    text = "{ knot { leaf { text } leaves { text later } } }"

    def run() -> Any:
        execution = execute(
            FAST._schema,
            document,
            context_value=lambda: make_knot(Random(1), 0.0),
            executor_class=FastExecutor,
            is_awaitable=optimized_is_awaitable,  # type: ignore[arg-type]  # a plain predicate
            plans=plans,
        )
        return asyncio.run(finish(execution))

    document = parse(text)
    first, kept = run(), dict(plans)
    second = run()

    assert first == second
    assert plans == kept
    assert first.errors is None
    gc.collect()
    assert not [each for each in gc.get_objects() if isinstance(each, FastExecutor)]


async def finish(execution: Any) -> Any:
    return await execution
