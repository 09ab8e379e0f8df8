"""One request: who asks, what time it is, one database connection taken late, one loader a batch function."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

import strawberry
from starlette.requests import Request
from strawberry.dataloader import DataLoader

from backend import audit
from backend.core.actor import Actor, Anonymous, Family, Staff
from backend.core.errors import Code, DomainError
from backend.core.text import DEFAULT_LANGUAGE, LANGUAGES
from backend.database import Connection, reading, transaction
from backend.gql.keeper import Keeper

K = TypeVar("K")
V = TypeVar("V")
Batch = Callable[[Connection, Actor, Sequence[K]], Awaitable[Sequence[V]]]
"""Reads many by key in one statement: the values in the order of the keys, None where there is none."""


class Context:
    """What every resolver receives as `info.context`."""

    def __init__(
        self,
        actor: Actor,
        now: datetime,
        keeper: Keeper | None = None,
        *,
        address: str = "http://127.0.0.1:8000",
    ) -> None:
        self.actor = actor
        self.now = now
        self.keeper = keeper or Keeper()
        self.address = address
        """Where people reach this service, without a slash at its end; empty where nobody has said."""
        self.refusals: list[DomainError] = []
        self._loaders: dict[object, DataLoader[Any, Any]] = {}
        self._lock = asyncio.Lock()
        self._stack = AsyncExitStack()
        self._tx: Connection | None = None

    @property
    def family(self) -> Family:
        """The family's account that asks; raises SIGN_IN_NEEDED for anybody else."""
        if not isinstance(self.actor, Family):
            raise DomainError(Code.SIGN_IN_NEEDED)
        return self.actor

    @property
    def staff(self) -> Staff:
        """The member of staff who asks; raises SIGN_IN_NEEDED for anybody else."""
        if not isinstance(self.actor, Staff):
            raise DomainError(Code.SIGN_IN_NEEDED)
        return self.actor

    @asynccontextmanager
    async def read(self) -> AsyncIterator[Connection]:
        """The request's one reading transaction, one statement at a time."""
        async with self._lock:
            if self._tx is None:
                self._tx = await self._stack.enter_async_context(reading(self.actor))
            yield self._tx

    def loader(self, batch: Batch[K, V]) -> DataLoader[K, V]:
        """The loader that is filled by `batch`; there is no registry of loaders."""
        if batch not in self._loaders:

            async def load(keys: list[K]) -> Sequence[V]:
                async with self.read() as tx:
                    return await batch(tx, self.actor, keys)

            self._loaders[batch] = DataLoader(load_fn=load)
        loader: DataLoader[K, V] = self._loaders[batch]
        return loader

    async def close(self, error: BaseException | None = None) -> None:
        """Commit what was read (and its audit rows), then write down refusals no command has written down."""
        async with self._lock:
            self._tx = None
            await self._stack.__aexit__(
                type(error) if error else None, error, error.__traceback__ if error else None
            )
        unaudited = [refusal for refusal in self.refusals if not refusal.audited]
        if unaudited:
            async with transaction(self.actor) as tx:
                for refusal in unaudited:
                    await audit.record(
                        tx,
                        self.actor,
                        "request.refused",
                        "query",
                        facts={"code": refusal.code.value},
                        now=self.now,
                    )


Info = strawberry.Info[Context, None]
FindActor = Callable[[str, datetime], Awaitable[Actor | None]]
"""From an access token to whoever holds it; None when it is unknown, expired or ended."""


def context_maker(
    find_actor: FindActor, address: str
) -> Callable[[Request, Keeper], Awaitable[Context]]:
    """How a request becomes a context: the one place that looks the token up and reads the clock."""

    async def make_context(request: Request, keeper: Keeper) -> Context:
        now = datetime.now(UTC)
        token = keeper.access_token
        actor = await find_actor(token, now) if token else None
        actor = actor or Anonymous(language=wanted_language(request))
        return Context(actor, now, keeper, address=address)

    return make_context


def wanted_language(request: Request) -> str:
    """The first language of Accept-Language that we speak; Spanish otherwise."""
    for part in request.headers.get("accept-language", "").split(","):
        language = part.split(";")[0].strip().lower().split("-")[0]
        language = "quz" if language == "qu" else language
        if language in LANGUAGES:
            return language
    return DEFAULT_LANGUAGE
