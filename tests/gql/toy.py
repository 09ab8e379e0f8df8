"""A small schema with everything the kit must cope with, and a server of it on a free port."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Annotated
from uuid import UUID

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route
from strawberry.schema.config import StrawberryConfig

from backend.core.errors import Code, DomainError
from backend.gql.documents import Documents
from backend.gql.executor import FastExecutor
from backend.gql.gate import Gate
from backend.gql.http import GraphQLEndpoint
from backend.gql.keeper import Keeper, Token
from backend.gql.limits import LIMITS, Limits
from backend.gql.manifest import Manifest
from backend.gql.paging import PAGE_SIZE, Connection, Keyset
from backend.gql.scalars import SCALARS
from tests.servers import in_process

NOW = datetime(2026, 3, 1, 14, 30, tzinfo=UTC)
SECRET = "postgres://somebody:hunter2@10.0.0.7/visits"


@dataclass
class Ledger:
    """What happened in a server, for tests to read."""

    acts: list[str] = field(default_factory=list)
    closed: list[BaseException | None] = field(default_factory=list)
    contexts: int = 0
    release: asyncio.Event = field(default_factory=asyncio.Event)
    running: int = 0
    close_fails: bool = False
    context_fails: BaseException | None = None


class Context:
    """A context that only remembers how it was closed."""

    def __init__(self, ledger: Ledger, keeper: Keeper | None = None) -> None:
        self.ledger = ledger
        self.keeper = keeper or Keeper()

    async def close(self, error: BaseException | None = None) -> None:
        await asyncio.sleep(0)
        self.ledger.closed.append(error)
        if self.ledger.close_fails:
            raise ConnectionError(SECRET)


Info = strawberry.Info[Context, None]


@strawberry.enum
class Size(Enum):
    SMALL = "s"
    LARGE = "l"


@strawberry.type
class Person:
    id: UUID
    name: str
    born_on: date
    size: Size
    nickname: str | None = None
    height: float = 1.5

    @strawberry.field
    def initial(self) -> str:
        return self.name[0]

    @strawberry.field
    async def friends(self, info: Info) -> list["Person"]:
        await asyncio.sleep(0)
        return PEOPLE[:3]

    @strawberry.field
    def relatives(self) -> list["Person"]:
        return PEOPLE[:2]


@strawberry.type
class Problem:
    code: str


@strawberry.type
class Done:
    label: str
    at: datetime


Outcome = Annotated[Done | Problem, strawberry.union("Outcome")]
NAMES = ["Ana", "Beto", "Carla", "Dino", "Elsa", "Félix", "Gaby", "Hugo", "Inés", "Juan", "Karla"]
PEOPLE = [
    Person(
        id=UUID(int=number + 1),
        name=name,
        born_on=date(1980, 1, number + 1),
        size=Size.SMALL if number % 2 else Size.LARGE,
    )
    for number, name in enumerate(NAMES)
]
BY_NAME = Keyset("people", str, UUID)


@strawberry.type
class Query:
    @strawberry.field
    def hello(self) -> str:
        return "world"

    @strawberry.field
    async def people(self, first: int = PAGE_SIZE, after: str | None = None) -> Connection[Person]:
        page = BY_NAME.page(first, after)
        rows = [each for each in PEOPLE if page.after is None or (each.name, each.id) > page.after]
        return BY_NAME.connection(
            rows[: page.limit],
            page,
            key=lambda person: (person.name, person.id),
            node=lambda person: person,
        )

    @strawberry.field
    async def person(self, id: UUID) -> Person | None:
        return next((person for person in PEOPLE if person.id == id), None)

    @strawberry.field
    async def everybody(self) -> list[Person]:
        return PEOPLE

    @strawberry.field
    def day(self, day: date) -> date:
        return day

    @strawberry.field
    def instant(self, instant: datetime) -> datetime:
        return instant

    @strawberry.field
    def number(self, number: int) -> int | None:
        return number

    @strawberry.field
    def boom(self) -> str | None:
        raise ValueError(f"cannot reach {SECRET}")

    @strawberry.field
    def wrong_type(self) -> int | None:
        return SECRET  # type: ignore[return-value]  # a resolver with a bug

    @strawberry.field
    async def refused(self) -> str | None:
        raise DomainError(Code.NOT_ALLOWED)

    @strawberry.field
    def long(self, size: int) -> str:
        return "larga " * (size // 6)

    @strawberry.field
    def shown(self, info: Info) -> str | None:
        return info.context.keeper.access_token

    @strawberry.field
    async def slow(self, info: Info) -> str:
        ledger = info.context.ledger
        ledger.running += 1
        await ledger.release.wait()
        return "done"


@strawberry.type
class Mutation:
    @strawberry.mutation
    async def act(self, info: Info, label: str) -> Outcome:
        info.context.ledger.acts.append(label)
        return Done(label=label, at=NOW)

    @strawberry.mutation
    async def enter(self, info: Info) -> list[str | None]:
        """Two tokens: for ten minutes and for a day."""
        return list(
            info.context.keeper.hand_over(
                Token("access", NOW + timedelta(minutes=10)),
                Token("refresh", NOW + timedelta(days=1)),
                now=NOW,
            )
        )

    @strawberry.mutation
    async def lock(self, info: Info) -> bool:
        info.context.keeper.lock()
        return True

    @strawberry.mutation
    async def leave(self, info: Info, refused: str | None = None) -> Outcome:
        keeper = info.context.keeper
        try:
            with keeper.forgetting(Code.SESSION_ENDED):
                if refused is not None:
                    raise DomainError(Code(refused))
        except DomainError as refusal:
            return Problem(code=refusal.code.value)
        keeper.forget()
        return Done(label="left", at=NOW)


def make_schema(executor: type = FastExecutor) -> strawberry.Schema:
    """The schema; its introspection is that of any other."""
    return strawberry.Schema(
        Query,
        Mutation,
        config=StrawberryConfig(scalar_map=SCALARS),
        execution_context_class=executor,
    )


SCHEMA = make_schema()


def describe(error: DomainError, context: Context) -> tuple[str, str]:
    """Words for the toy's refusals."""
    return f"Refused: {error.code.value}.", error.code.value


def make_documents(
    manifest: Manifest | None = None,
    *,
    trusted_only: bool = False,
    explorable: bool | None = None,
    limits: Limits = LIMITS,
    seconds: float = 5.0,
) -> Documents[Context]:
    """The toy's documents."""
    return Documents(
        SCHEMA,
        manifest or {},
        trusted_only=trusted_only,
        describe=describe,
        explorable=explorable,
        limits=limits,
        seconds=seconds,
    )


@dataclass
class Running:
    """A server of the toy: its address and what happened in it."""

    url: str
    ledger: Ledger


@contextlib.asynccontextmanager
async def serve(
    documents: Documents[Context] | None = None,
    *,
    gate: Gate | None = None,
    secure: bool = False,
) -> AsyncIterator[Running]:
    """The toy behind uvicorn on a free port of the loopback interface."""
    ledger = Ledger()

    async def make_context(request: Request, keeper: Keeper) -> Context:
        ledger.contexts += 1
        if ledger.context_fails:
            raise ledger.context_fails
        return Context(ledger, keeper)

    endpoint = GraphQLEndpoint(
        documents or make_documents(), make_context, gate=gate, secure=secure
    )
    async with in_process(Starlette(routes=[Route("/graphql", endpoint)])) as address:
        try:
            yield Running(f"{address}/graphql", ledger)
        finally:
            ledger.release.set()
