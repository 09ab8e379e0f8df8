"""`transaction()` and `reading()`: the only ways to the tables, always as somebody.

Tortoise's own `in_transaction()` is not used: it loses its connection when a task is cancelled while entering, and has
no isolation level. Here asyncpg's pool owns the connection, and its reset rolls back whatever was left open.
"""

import logging
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, cast

import asyncpg
from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import TransactionalDBClient
from tortoise.connection import get_connections

from backend.core.actor import Actor, Anonymous, Family, Staff
from backend.database.connection import Connection

Isolation = Literal["read committed", "repeatable read", "serializable"]

ACQUIRE_SECONDS = 3.0
"""How long a request waits for a connection before it is turned away."""

_ROLES = {
    Anonymous: "encuentro_anonymous",
    Family: "encuentro_family",
    Staff: "encuentro_staff",
}
_log = logging.getLogger("encuentro.database")
_WITHOUT_WAITING = ",set_config('synchronous_commit', 'off', true)"
_SLUG = re.compile(r"[a-z0-9-]+")


@asynccontextmanager
async def transaction(
    actor: Actor, *, isolation: Isolation = "read committed", durable: bool = True
) -> AsyncIterator[Connection]:
    """A transaction as `actor`: row-level security sees who asks until it ends, and no longer.

    Leaving normally commits; raising rolls back. Tortoise models used inside run on the same connection.
    Not `durable`: leaving does not wait for the disk, so a server that crashes may lose it whole (never a part of it).
    """
    handler = get_connections()
    client = _client()
    begin = _begin(actor, isolation) + ("" if durable else _WITHOUT_WAITING)
    async with _begun(client, begin) as raw:
        wrapper = TransactionWrapper(client)
        wrapper._connection = raw
        wrapper._finalized = True  # commit and rollback are done here, not by Tortoise
        token = handler.set("default", wrapper)
        try:
            yield raw
        finally:
            handler.reset(token)


@asynccontextmanager
async def reading(actor: Actor) -> AsyncIterator[Connection]:
    """A transaction for SQL alone, which may be opened in one task and closed in another.

    Read-only, but for staff: a look at a person leaves its audit row in the same transaction.
    """
    mode = "read committed" if isinstance(actor, Staff) else "read committed read only"
    async with _begun(_client(), _begin(actor, mode)) as raw:
        yield raw


async def connectionless(sql: str, *values: object) -> list[asyncpg.Record]:
    """One statement with no actor: for the few functions that anybody may call."""
    pool = await _pool(_client())
    rows: list[asyncpg.Record] = await pool.fetch(sql, *values)
    return rows


def _client() -> AsyncpgDBClient:
    client = get_connections().get("default")
    if isinstance(client, TransactionalDBClient):
        raise RuntimeError("a transaction is open already; pass it on instead of opening another")
    return cast(AsyncpgDBClient, client)


async def _pool(client: AsyncpgDBClient) -> "asyncpg.Pool[asyncpg.Record]":
    if client._pool is None:
        async with client._pool_init_lock:
            if client._pool is None:
                await client.create_connection(with_db=True)
    return cast("asyncpg.Pool[asyncpg.Record]", client._pool)


@asynccontextmanager
async def _begun(client: AsyncpgDBClient, begin: str) -> AsyncIterator[Connection]:
    pool = await _pool(client)
    async with pool.acquire(timeout=ACQUIRE_SECONDS) as raw:
        try:
            try:
                await raw.execute(begin)
                yield cast(Connection, raw)
            except BaseException:
                await _undo(cast(Connection, raw))
                raise
            await raw.execute("commit")
        except asyncpg.InternalClientError as error:
            # The server has said goodbye and asyncpg has not heard yet that it is gone: nothing of this was sent.
            raw.terminate()
            raise asyncpg.ConnectionDoesNotExistError(str(error)) from error


async def _undo(raw: Connection) -> None:
    """Roll back, without hiding the error that led here behind a lost connection's."""
    if raw.is_closed() or not raw.is_in_transaction():
        return
    try:
        await raw.execute("rollback")
    except (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError, OSError):
        _log.warning("a transaction could not be rolled back; its connection is dropped")
        raw.terminate()


def _begin(actor: Actor, mode: str) -> str:
    """One message that begins, takes the actor's database role and says who they are, for this transaction only."""
    establishments = actor.establishments if isinstance(actor, Staff) else frozenset[str]()
    if not all(_SLUG.fullmatch(establishment) for establishment in establishments):
        raise ValueError("an establishment id is not a slug")
    role = _ROLES.get(type(actor), "encuentro_worker")
    if isinstance(actor, Family) and actor.provisional:
        role = "encuentro_provisional"
    return (
        f"begin isolation level {mode};"
        f"select set_config('role', '{role}', true),"
        f"set_config('app.actor', '{actor.id or ''}', true),"
        f"set_config('app.establishments', '{','.join(sorted(establishments))}', true)"
    )
