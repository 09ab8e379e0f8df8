"""Statements as a family reads them: what the inmate consents to, and nothing where there is no consent."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.actor import Family
from backend.core.errors import NotFound
from backend.database import Connection, transaction
from backend.registry import access

_MONTHS = "select statement_months($1, $2)"
_ONE = "select statement_read($1, $2)"
_ASKED = "select * from statement_questions($1, $2)"
_LEFT = "select * from earnings_left($1)"

_KEPT_CONSENTS = """
select category, given_on, revoked_at from statement_consent
where account_id = $1 order by recorded_at desc, id limit $2
"""
_KEPT_READINGS = """
select statement_id is not null as whole, about, categories, read_at from statement_reading
where account_id = $1 order by read_at desc, id limit $2
"""
_KEPT_QUESTIONS = """
select q.words, q.asked_at, q.due_on, a.words as answer, a.answered_at
from statement_question q left join statement_answer a on a.question_id = q.id
where q.account_id = $1 order by q.asked_at desc, q.id limit $2
"""


# A family's reading transaction cannot write, and a look that leaves no row must not be possible: so these two open a
# transaction of their own, in which the function that hands a statement out writes down who saw it.
async def earning_statements(actor: Family, inmate_id: UUID, now: datetime) -> list[dict[str, Any]]:
    """The months of an inmate, newest first, amounts in céntimos, None for what is not open to this account.

    Raises NotFound, the same for no consent, one taken back, no tie, another inmate and nobody; and once the days are
    over in which one goes on reading of somebody who was released.
    """
    async with transaction(actor) as tx:
        await access.tied_inmate_or_left(tx, actor, inmate_id)
        found: list[dict[str, Any]] | None = await tx.fetchval(_MONTHS, inmate_id, now)
        if found is None:
            raise NotFound()
    return found


async def earning_statement(actor: Family, statement_id: UUID, now: datetime) -> dict[str, Any]:
    """One statement with the `lines` that are open to this account. Raises NotFound as `earning_statements` does."""
    async with transaction(actor) as tx:
        return await read_statement(tx, actor, statement_id, now)


async def read_statement(
    tx: Connection, actor: Family, statement_id: UUID, now: datetime
) -> dict[str, Any]:
    """The same in a transaction that may write. Raises NotFound."""
    found: dict[str, Any] | None = await tx.fetchval(_ONE, statement_id, now)
    if found is None:
        raise NotFound()
    await access.tied_inmate_or_left(tx, actor, UUID(found["inmate_id"]))
    return found


async def my_questions(
    tx: Connection, actor: Family, inmate_id: UUID, now: datetime
) -> list[asyncpg.Record]:
    """What this account asked about statements still open to it, newest first. Raises NotFound without a tie."""
    await access.tied_inmate_or_left(tx, actor, inmate_id)
    return await tx.fetch(_ASKED, inmate_id, now)


async def closed_accounts(tx: Connection, now: datetime) -> list[asyncpg.Record]:
    """People who left, and whose last accounts are open still to whoever `tx` is for."""
    return await tx.fetch(_LEFT, now)


async def kept_consents(tx: Connection, actor: Family, limit: int) -> list[dict[str, Any]]:
    """What this account was let to read, newest first."""
    return [dict(row) for row in await tx.fetch(_KEPT_CONSENTS, actor.account_id, limit)]


async def kept_readings(tx: Connection, actor: Family, limit: int) -> list[dict[str, Any]]:
    """When this account read statements, newest first; `whole`: one with its lines, else what it is `about`."""
    return [dict(row) for row in await tx.fetch(_KEPT_READINGS, actor.account_id, limit)]


async def kept_questions(tx: Connection, actor: Family, limit: int) -> list[dict[str, Any]]:
    """What this account asked and what it was answered, newest first."""
    return [dict(row) for row in await tx.fetch(_KEPT_QUESTIONS, actor.account_id, limit)]
