"""A closed month of real records, a relative tied to whoever worked, and documents sent as a phone sends them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson

from backend.core.actor import Actor, Family
from backend.core.ids import new_id
from backend.earnings.commands import asking, consenting
from backend.earnings.commands.consenting import Category
from backend.gql.context import Context
from backend.gql.operation import Operation
from tests import matrix
from tests.earnings import make_month as months
from tests.earnings.make_month import AFTER
from tests.phone import document
from tests.registry import make_registry as registry
from tests.work import make_work as work

ALL = tuple(Category)
COUNTED = ("statement_consent", "statement_reading", "statement_question", "statement_answer")


@dataclass(frozen=True)
class Told:
    """A statement, whose it is, and the relative's account with its tie."""

    one: work.Worker
    family: Family
    tie: UUID
    statement: UUID

    @property
    def inmate(self) -> UUID:
        return self.one.inmate_id


async def told(owner: asyncpg.Connection, *, language: str = "es") -> Told:
    """A May of records, reviewed and closed; a relative with 60 % of what is free. No consent yet."""
    await months.rules()
    await work.holiday(owner, months.LABOUR_DAY)
    one = await work.worker(owner, await work.workshop(owner))
    await months.worked_month(owner, one)
    await months.reparation(one)
    tie = await months.wishes(owner, one)
    await months.review(one.workshop_id)
    await months.close()
    account = await owner.fetchval("select account_id from tie where id = $1", tie)
    family = Family(account_id=account, session_id=new_id(), language=language)
    statement = await owner.fetchval(
        "select id from earning_statement where inmate_id = $1", one.inmate_id
    )
    return Told(one, family, tie, statement)


async def given(about: Told, *categories: Category, now: datetime = AFTER) -> None:
    """The chief writes down a sheet that the inmate signed."""
    await consenting.give_statement_consent(
        work.chief(),
        uuid4(),
        inmate_id=about.inmate,
        tie_id=about.tie,
        categories=categories or (Category.EARNINGS,),
        act="Hoja 9-2025",
        now=now,
    )


async def revoked(owner: asyncpg.Connection, about: Told, now: datetime = AFTER) -> None:
    """Everything that stands is taken back."""
    rows = await owner.fetch(
        "select id from statement_consent where inmate_id = $1 and revoked_at is null", about.inmate
    )
    for row in rows:
        await consenting.revoke_statement_consent(
            work.chief(), uuid4(), consent_id=row["id"], now=now
        )


async def asked(
    about: Told, words: str = "¿Por qué baja?", *, line_no: int | None = 1, now: datetime = AFTER
) -> UUID:
    answer = await asking.ask_about_statement(
        about.family, uuid4(), statement_id=about.statement, line_no=line_no, words=words, now=now
    )
    return UUID(answer["id"])


async def answered(
    question_id: UUID, words: str = "Por el aporte.", *, by: Any = None, now: datetime = AFTER
) -> None:
    await asking.answer_statement_question(
        by or work.chief(), uuid4(), question_id=question_id, words=words, now=now
    )


async def sent(actor: Actor, operation: str, *, now: datetime = AFTER, **variables: Any) -> bytes:
    """The bytes of the answer to a phone's document."""
    if "requestId" in document(operation):
        variables.setdefault("requestId", uuid4())
    given = orjson.loads(orjson.dumps(variables, default=str))
    context = Context(actor, now)
    result = await matrix.DOCUMENTS.execute(
        Operation(text=document(operation), variables=given), context
    )
    return result.body


async def read(actor: Actor, operation: str, *, now: datetime = AFTER, **variables: Any) -> Any:
    """The one root field's value."""
    body = orjson.loads(await sent(actor, operation, now=now, **variables))
    assert "errors" not in body, body
    return next(iter(body["data"].values()))


async def count(owner: asyncpg.Connection) -> dict[str, int]:
    return await registry.rows(owner, *COUNTED)
