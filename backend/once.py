"""`@once`: a mutation acts once for each request id its phone makes, however often the phone sends it.

Key, keyed hash of the body and answer are one row, written in the transaction of the act itself. A refusal is
remembered too, and leaves its audit row, while everything else the act wrote is undone.
"""

import functools
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from uuid import UUID

import asyncpg
import orjson

from backend import audit
from backend.core.actor import Actor, Anonymous, Family
from backend.core.errors import Code, CountedRefusal, DomainError
from backend.database import Connection, is_passing, retrying, transaction
from backend.sealed import blind_index, keyed_digest

A = TypeVar("A", bound=Actor)
P = ParamSpec("P")
R = TypeVar("R")

_log = logging.getLogger("encuentro.once")

_FORGOTTEN = {Code.TRY_AGAIN}
"""Refusals that say nothing final: the same request may be sent again."""

_OF_AN_ACCOUNT = ("_account_id_fkey", "_helper_id_fkey", "_visitor_id_fkey")
"""Nothing is written for an account that another device has erased in the meantime."""

_INSERT = """
insert into request_key (asker, request_id, operation, body_digest, created_at)
values ($1, $2, $3, $4, $5) on conflict (asker, request_id) do nothing returning id
"""
_FIND = """
select operation, body_digest, answer, refusal from request_key where asker = $1 and request_id = $2
"""


def once(
    body: Callable[Concatenate[Connection, A, P], Awaitable[R]],
) -> Callable[Concatenate[A, UUID, P], Coroutine[Any, Any, R]]:
    """Turn `async def act(tx, actor, *, now, …) -> JSON value` into `act(actor, request_id, *, now, …)`.

    It opens the transaction. The same id with another body is refused (REQUEST_ID_REUSED).
    """
    operation = body.__name__

    @functools.wraps(body)
    async def asked(actor: A, request_id: UUID, /, *args: P.args, **facts: P.kwargs) -> R:
        assert not args, "what a phone says has a name: it is hashed by it"
        attempt = functools.partial(_attempt, body, operation, actor, request_id, dict(facts))
        try:
            answer, refusal = await retrying(attempt)
        except asyncpg.ForeignKeyViolationError as error:
            if not (error.constraint_name or "").endswith(_OF_AN_ACCOUNT):
                raise
            raise DomainError(Code.SESSION_ENDED) from error
        except Exception as error:
            if not is_passing(error) and not isinstance(error, TimeoutError):
                raise
            raise _come_back(error) from error
        if refusal is not None:
            raise refusal
        return cast(R, answer)

    return asked


def _come_back(error: Exception) -> DomainError:
    """The database cannot serve now. Nothing is known to have happened: the same request id tells."""
    _log.warning("%s: the request has to come back", type(error).__name__)
    refusal = DomainError(Code.TRY_AGAIN)
    refusal.audited = True  # there is nowhere to write it
    return refusal


async def _attempt(
    body: Callable[..., Awaitable[Any]],
    operation: str,
    actor: Actor,
    request_id: UUID,
    facts: dict[str, Any],
) -> tuple[Any, DomainError | None]:
    now: datetime = facts["now"]
    asker = _asker(actor, facts)
    digest = body_digest(operation, facts)
    async with transaction(actor) as tx:
        key = await tx.fetchval(_INSERT, asker, request_id, operation, digest, now)
        if key is None:
            return _remembered(await tx.fetchrow(_FIND, asker, request_id), digest)
        await tx.execute("savepoint act")
        try:
            answer = orjson.loads(orjson.dumps(await body(tx, actor, **facts), default=_plain))
        except DomainError as refusal:
            if not isinstance(refusal, CountedRefusal):
                await tx.execute("rollback to savepoint act")
            await _keep_refusal(tx, actor, key, operation, refusal, now)
            return None, refusal
        await tx.execute("update request_key set answer = $2 where id = $1", key, answer)
        return answer, None


async def _keep_refusal(
    tx: Connection, actor: Actor, key: UUID, operation: str, refusal: DomainError, now: datetime
) -> None:
    if refusal.code in _FORGOTTEN:
        await tx.execute("delete from request_key where id = $1", key)
    else:
        kept = {"code": refusal.code.value, "facts": refusal.facts}
        await tx.execute("update request_key set refusal = $2 where id = $1", key, kept)
    await audit.record(
        tx, actor, "request.refused", operation, facts={"code": refusal.code.value}, now=now
    )
    refusal.audited = True


def _remembered(row: Any, digest: bytes) -> tuple[Any, DomainError | None]:
    if row is None or bytes(row["body_digest"]) != digest:
        raise DomainError(Code.REQUEST_ID_REUSED)
    if row["refusal"] is not None:
        refusal = DomainError(Code(row["refusal"]["code"]), **row["refusal"]["facts"])
        refusal.audited = True
        return None, refusal
    return row["answer"], None


def _asker(actor: Actor, facts: dict[str, Any]) -> str:
    if isinstance(actor, Anonymous):
        return f"device:{blind_index('device', facts['device']).hex()}"
    # what a trusted device asked for is nothing for one that has only proved the number
    kind = "provisional" if isinstance(actor, Family) and actor.provisional else actor.kind
    return f"{kind}:{actor.id}"


def body_digest(operation: str, facts: Mapping[str, Any]) -> bytes:
    """What is kept of what a phone said: equal for the same operation and words, whenever they are said."""
    said = {name: value for name, value in facts.items() if name != "now"}
    return keyed_digest(
        "request body", orjson.dumps([operation, said], default=_plain, option=orjson.OPT_SORT_KEYS)
    )


def _plain(value: object) -> str:
    """Ids as they come from the database are of a class of asyncpg's own."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")
