"""A family asks about a statement it may read; the chief of work answers within the days that the rules give."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.allowance import Allowance, spend
from backend.core.actor import Family, Role, Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.earnings.access import check
from backend.earnings.queries.rulebook import rulebook
from backend.earnings.rules.paying import answer_due_on
from backend.earnings.rules.terms import Terms
from backend.earnings.rules.vocabulary import RuleCode
from backend.notifications.commands.telling import Owed, tell
from backend.once import once

ANSWERERS = (Role.WORK_CHIEF,)
LONGEST_QUESTION, LONGEST_ANSWER = 500, 1000
QUESTIONS = Allowance(burst=10, per_hour=1)
"""Of one account: ten, then one an hour."""

SAID_FOR = timedelta(days=30)
"""How long the inbox says that there is an answer."""

_HOLIDAYS = "select on_day from holiday where on_day > $1 and on_day <= $2"
_ASK = "select statement_ask($1, $2, $3, $4, $5, $6)"
_QUESTION = "select statement_id, establishment_id from statement_question where id = $1"
_ANSWER = """
insert into statement_answer (question_id, establishment_id, words, answered_at, answered_by)
values ($1, $2, $3, $4, $5) on conflict (question_id) do nothing returning question_id
"""
_TOLD = "select statement_answer_to($1, $2)"


@once
async def ask_about_statement(
    tx: Connection,
    actor: Family,
    *,
    statement_id: UUID,
    line_no: int | None,
    words: str,
    now: datetime,
) -> dict[str, Any]:
    """Ask about a statement or one of its lines. Raises NotFound unless that is open to this account, BAD_INPUT and
    TRIES_PAUSED."""
    check(
        words=_is_said(words, LONGEST_QUESTION),
        line_no=line_no is None or 1 <= line_no <= 999,
    )
    question_id = new_id()
    due_on = await _due_on(tx, now)
    if not await tx.fetchval(_ASK, question_id, statement_id, line_no, words.strip(), now, due_on):
        raise NotFound()
    if not await spend(tx, f"statement question {actor.account_id}", QUESTIONS, now=now):
        raise DomainError(Code.TRIES_PAUSED)
    return {"id": question_id, "due_on": due_on}


@once
async def answer_statement_question(
    tx: Connection, actor: Staff, *, question_id: UUID, words: str, now: datetime
) -> dict[str, Any]:
    """Answer a question for good, and tell whoever asked. Raises NotFound, BAD_INPUT and ALREADY_DECIDED."""
    found = await tx.fetchrow(_QUESTION, question_id)
    if found is None or not actor.holds(found["establishment_id"], *ANSWERERS):
        raise NotFound()
    check(words=_is_said(words, LONGEST_ANSWER))
    place = found["establishment_id"]
    if not await tx.fetchval(_ANSWER, question_id, place, words.strip(), now, actor.staff_id):
        raise DomainError(Code.ALREADY_DECIDED)
    await _tell(tx, question_id, found, now)
    await audit.record(
        tx,
        actor,
        "earnings.question.answered",
        f"question:{question_id}",
        establishment_id=place,
        now=now,
    )
    return {"id": question_id}


def _is_said(words: str, longest: int) -> bool:
    return 0 < len(words.strip()) <= longest


async def _due_on(tx: Connection, now: datetime) -> Any:
    today = lima_day(now)
    book = await rulebook(tx)
    rule = book.rule(RuleCode.QUESTION, today)
    days = await tx.fetch(_HOLIDAYS, today, today + timedelta(days=366))
    terms = Terms(today, {RuleCode.QUESTION: rule} if rule else {})
    return answer_due_on(today, {row["on_day"] for row in days}, terms)


async def _tell(tx: Connection, question_id: UUID, about: asyncpg.Record, now: datetime) -> None:
    account_id = await tx.fetchval(_TOLD, question_id, now)
    if account_id is None:  # erased, or it is open to them no longer: nobody to tell
        return
    owed = Owed(
        account_id=account_id,
        facts={"statement_id": str(about["statement_id"]), "question_id": str(question_id)},
        dedupe_key=f"question_answered {question_id}",
        expires_at=now + SAID_FOR,
        subject=f"question:{question_id}",
    )
    await tell(tx, "question_answered", owed, now=now)
