"""A schema with every kind of field, and objects for it that do not keep what it promises."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import Enum
from random import Random
from typing import Annotated, Any, NewType
from uuid import UUID

import strawberry
from strawberry.extensions import FieldExtension
from strawberry.schema.config import StrawberryConfig

from backend.core.clock import LIMA
from backend.gql.scalars import SCALARS


class Mood(Enum):
    CALM = "calm"
    WILD = "wild"


MoodEnum = strawberry.enum(Mood)
Blur = NewType("Blur", object)
"""A scalar that takes anything, and makes nothing of the text "nothing"."""


@strawberry.interface
class Named:
    name: str


@strawberry.type
class Cat(Named):
    lives: int


@strawberry.type
class Dog(Named):
    loud: bool | None


class Lower(FieldExtension):
    """Changes what its field answers, as a guard would."""

    def resolve(self, next_: Callable[..., Any], source: Any, info: Any, **given: Any) -> Any:
        return next_(source, info, **given).lower()


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
    at: datetime
    blur: Blur
    words: list[str]
    grid: list[list[int] | None] | None

    @strawberry.field
    def shout(self) -> str:
        return self.text.upper()

    @strawberry.field(extensions=[Lower()])
    def whispered(self) -> str:
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
    cat: Cat
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


MISSING = object()
"""Stands for an attribute that is not there."""

ODD: dict[str, Callable[[Any], Any]] = {
    "none": lambda value: None,
    "a text": lambda value: "text",
    "nothing": lambda value: "nothing",
    "a large number": lambda value: 2**40,
    "a fraction": lambda value: 2.5,
    "no number": lambda value: float("nan"),
    "a truth": lambda value: True,
    "a list": lambda value: ["x", None],
    "a pair": lambda value: (value, value),
    "an iterator": lambda value: iter([value, value]),
    "an error": lambda value: ValueError("a value that is an error"),
    "a promise": Promise,
    "an empty promise": lambda value: Promise(None),
    "a promise in a list": lambda value: [Promise(value)],
    "a day": lambda value: date(2026, 1, 1),
    "an instant elsewhere": lambda value: datetime(2026, 1, 1, 9, 30, tzinfo=LIMA),
    "a time of nowhere": lambda value: datetime(2026, 1, 1, 9, 30),  # noqa: DTZ001 - the point
    "a member's name": lambda value: "WILD",
    "a member": lambda value: Mood.CALM,
    "a dog": lambda value: Dog(name="Sur", loud=True),
    "an object": lambda value: object(),
    "missing": lambda value: MISSING,
}
"""Something else than was promised, made from what was."""


def make_leaf(values: dict[str, Any]) -> Any:
    """A leaf; as a row of a database, without what is missing, when something is."""
    if MISSING not in values.values():
        return Leaf(**values)

    class Row(Loose):
        shout = Leaf.shout
        whispered = Leaf.whispered
        later = Leaf.later
        repeated = Leaf.repeated

    return Row({name: value for name, value in values.items() if value is not MISSING})


def leaf_values(random: Random) -> dict[str, Any]:
    """What a leaf promises to hold."""
    return {
        "text": random.choice(["a", "ñandú", ""]),
        "maybe": random.choice([None, "b"]),
        "count": random.choice([0, -7, 2**31 - 1]),
        "ratio": random.choice([None, 0.5, 3.0]),
        "yes": random.random() < 0.5,
        "key": random.choice(["k", "9"]),
        "mood": random.choice(list(Mood)),
        "day": random.choice([None, date(2026, 3, 1)]),
        "uid": UUID(int=random.getrandbits(64)),
        "at": random.choice(
            [datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 1, 9, 30, 1, 5, LIMA)]
        ),
        "blur": random.choice([1, "x"]),
        "words": random.choice([[], ["x", "y"]]),
        "grid": random.choice([None, [[1, 2], None, []]]),
    }


def knot_values(random: Random, leaf: Callable[[], Any]) -> dict[str, Any]:
    """What a knot promises to hold."""
    return {
        "leaf": leaf(),
        "other": random.choice([None, leaf()]),
        "leaves": [leaf() for _ in range(random.randint(0, 3))],
        "holes": [random.choice([None, leaf()]) for _ in range(random.randint(0, 3))],
        "cat": Cat(name="Misi", lives=9),
        "pet": random.choice([Cat(name="Misi", lives=9), Dog(name="Sur", loud=None)]),
        "named": random.choice([None, Cat(name="Tigre", lives=1)]),
    }


def random_knot(random: Random, oddness: float) -> Knot:
    """A knot in which any value is odd with the probability given."""

    def bent(values: dict[str, Any], missing: bool) -> dict[str, Any]:
        choices = [name for name in ODD if missing or name != "missing"]
        return {
            name: ODD[random.choice(choices)](value) if random.random() < oddness else value
            for name, value in values.items()
        }

    def leaf() -> Any:
        return make_leaf(bent(leaf_values(random), missing=True))

    return Knot(**bent(knot_values(random, leaf), missing=False))


def knot_with(place: str, odd: str) -> Knot:
    """A knot that keeps its promises in all places but one, such as `leaf.text` or `leaves`."""
    random = Random(7)
    where, _, name = place.rpartition(".")

    def leaf() -> Any:
        values = leaf_values(random)
        if where == "leaf":
            values[name] = ODD[odd](values[name])
        return make_leaf(values)

    values = knot_values(random, leaf)
    values["leaves"], values["other"] = [leaf(), leaf()], leaf()
    if where == "item":
        values[name] = [leaf(), ODD[odd](leaf())]
    elif not where:
        values[name] = ODD[odd](values[name])
    return Knot(**values)


PLACES = [
    *(f"leaf.{name}" for name in leaf_values(Random(1))),
    *(name for name in knot_values(Random(1), lambda: None)),
    "item.leaves",
    "item.holes",
]
"""Every place of a knot where something may be odd."""


@strawberry.type
class Query:
    @strawberry.field
    async def knot(self, info: strawberry.Info) -> Knot:
        return info.context()  # type: ignore[no-any-return]  # the test's own factory

    @strawberry.field
    def knots(self, info: strawberry.Info) -> list[Knot | None]:
        return [info.context(), None, info.context()]


def make_schema(executor: type | None) -> strawberry.Schema:
    """The schema, run by the executor given or by the stock one."""
    blur = strawberry.scalar(name="Blur", serialize=_blurred)
    return strawberry.Schema(
        Query,
        types=[Cat, Dog],
        config=StrawberryConfig(scalar_map={**SCALARS, Blur: blur}),
        execution_context_class=executor,
    )


def _blurred(value: Any) -> str | None:
    return None if value == "nothing" else type(value).__name__
