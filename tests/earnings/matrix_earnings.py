"""What the access matrix asks of earnings: a statement of the marked person that the marked family may read."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.actor import Family, System
from backend.core.ids import new_id
from backend.database import transaction
from backend.ledger import commands as ledger
from tests.earnings import make_month as months
from tests.earnings import matrix_orders as orders
from tests.registry import make_registry as registry
from tests.work.make_work import HERE

MONTH = date(2026, 1, 1)
"""Before the days of work that the matrix records."""
LEFT = date(2024, 6, 1)
"""The month in which the marked person left once: its statement waits."""
IDS = ("statement", "consent", "question", "exit")
CATEGORIES = ("days", "deductions", "earnings", "remittances")


async def world(
    owner: asyncpg.Connection, family: Family, inmate_id: UUID, tie_id: UUID, now: datetime
) -> dict[str, Any]:
    """A statement, consents for everything, a reading and a question that waits."""
    await months.rules(now)
    statement_id = await statement(owner, inmate_id, MONTH, now)
    ids = [await consent(owner, family, inmate_id, tie_id, each, now) for each in CATEGORIES]
    await reading(owner, family, inmate_id, tie_id, statement_id, now)
    question_id = await question(owner, family, inmate_id, statement_id, now)
    exit_id = await statement(owner, inmate_id, LEFT, now, kind="exit")
    return dict(zip(IDS, (statement_id, ids[0], question_id, exit_id), strict=True))


async def more(
    owner: asyncpg.Connection, ids: Mapping[str, Any], family: Family, now: datetime
) -> None:
    """Five more of everything that lists of statements show."""
    inmate_id, tie_id = ids["inmate"], ids["tie"]
    ties = await owner.fetch(
        "select id from tie where inmate_id = $1 and account_id = $2 and id <> $3",
        inmate_id,
        family.account_id,
        tie_id,
    )
    for row in ties:
        await consent(owner, family, inmate_id, row["id"], "earnings", now)
    for nth in range(1, 6):
        month = (MONTH - timedelta(days=28 * nth + 3)).replace(day=1)
        statement_id = await statement(owner, inmate_id, month, now)
        await reading(owner, family, inmate_id, tie_id, statement_id, now)
        await question(owner, family, inmate_id, statement_id, now)
        left = LEFT.replace(month=LEFT.month + nth)
        await statement(owner, inmate_id, left, now, kind="exit")
        await statement(owner, (await registry.inmate(owner)).id, MONTH, now)
        await released(owner, family, now)


async def released(owner: asyncpg.Connection, family: Family, now: datetime) -> None:
    """Somebody else who let this family read and was released today."""
    person = await registry.inmate(owner)
    tie_id = await registry.tie(owner, family, await registry.visitor(owner, family), person)
    await consent(owner, family, person.id, tie_id, "days", now)
    await owner.execute(
        "update inmate set status = 'released', status_on = $2 where id = $1", person.id, now.date()
    )


async def statement(
    owner: asyncpg.Connection, inmate_id: UUID, month: date, now: datetime, *, kind: str = "month"
) -> UUID:
    """Of a month without pay: a day and no amount."""
    async with transaction(System()) as tx:
        period = await ledger.open_period(tx, establishment_id=HERE, month=month)
    statement_id, no_one = new_id(), new_id()
    async with owner.transaction():
        await owner.execute(
            "insert into earning_statement (id, establishment_id, inmate_id, period_id, month, revision, kind,"
            " starts_on, closes_on, modality, gross, withheld, personal, contribution_base, contribution_rate,"
            " contribution_rounding, contribution_due, contribution, tax, reparation_rate, reparation_rounding,"
            " reparation, other, family, savings, labour, digest, made_at, made_by, approved_by, visible_from)"
            " values ($1, $2, $3, $4, $5, 1, $11, $5, $6, 'private_workshop', 0, 0, 0, 0, 0.1, 'down', 0, 0, 0,"
            " 0.2, 'down', 0, 0, 0, 0, '{\"minutes\": 480, \"days\": 1}', $7, $8, $9, $10, $8)",
            statement_id,
            HERE,
            inmate_id,
            period,
            month,
            month + timedelta(days=27),
            statement_id.bytes * 2,
            now,
            no_one,
            None if kind == "exit" else new_id(),
            kind,
        )
        await owner.execute(
            "insert into statement_line (statement_id, line_no, code, part, payee, base, exact, booked, legal_ref,"
            " rule_ids, facts) values ($1, 1, 'gross', 'subtotal', 'holder', '0', '0', 0, 'una norma', '{}', '{}')",
            statement_id,
        )
    return statement_id


async def consent(
    owner: asyncpg.Connection,
    family: Family,
    inmate_id: UUID,
    tie_id: UUID,
    category: str,
    now: datetime,
) -> UUID:
    """As an office writes it."""
    consent_id: UUID = await owner.fetchval(
        "insert into statement_consent (inmate_id, tie_id, account_id, category, given_on, act, recorded_at,"
        " recorded_by) values ($1, $2, $3, $4, $5, 'Hoja 9', $6, $7) returning id",
        inmate_id,
        tie_id,
        family.account_id,
        category,
        now.date(),
        now,
        new_id(),
    )
    return consent_id


async def reading(
    owner: asyncpg.Connection,
    family: Family,
    inmate_id: UUID,
    tie_id: UUID,
    statement_id: UUID,
    now: datetime,
) -> None:
    await owner.execute(
        "insert into statement_reading (inmate_id, statement_id, account_id, tie_id, categories, read_at)"
        " values ($1, $2, $3, $4, '{earnings}', $5)",
        inmate_id,
        statement_id,
        family.account_id,
        tie_id,
        now,
    )


async def question(
    owner: asyncpg.Connection,
    family: Family,
    inmate_id: UUID,
    statement_id: UUID,
    now: datetime,
) -> UUID:
    question_id = new_id()
    await owner.execute(
        "insert into statement_question (id, statement_id, establishment_id, inmate_id, line_no, account_id, words,"
        " asked_at, due_on) values ($1, $2, $3, $4, 1, $5, 'Pregunta Zqfamilia', $6, $7)",
        question_id,
        statement_id,
        HERE,
        inmate_id,
        family.account_id,
        now,
        now.date() + timedelta(days=28),
    )
    return question_id


def arguments(ids: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Arguments of every root field of earnings that aim at the marked person's statement."""
    inmate = {"inmateId": ids["inmate"]}
    return orders.arguments(ids) | {
        "closedAccounts": {}, "earningStatements": inmate, "earningStatement": {"id": ids["statement"]},
        "myStatementQuestions": inmate, "statementConsents": inmate, "statementReadings": inmate,
        "tiedReaders": inmate,
        "statementQuestions": {"establishmentId": HERE}, "waitingExits": {"establishmentId": HERE},
        "monthClosing": {"establishmentId": HERE, "month": MONTH},
        "closeMonth": {"establishmentId": HERE, "month": MONTH},
        "monthStatements": {"establishmentId": HERE, "month": MONTH, "first": 20},
        "paidReparations": {"establishmentId": HERE, "month": MONTH},
        "officeStatement": {"id": ids["statement"]}, "confirmExit": {"statementId": ids["exit"]},
        "returnExit": {"statementId": ids["exit"], "why": "HOURS"},
        "askAboutStatement": {"statementId": ids["statement"], "lineNo": 1, "words": "una pregunta"},
        "statementPdf": {"id": ids["statement"]},
        "askIncomeCertificate": {"statementId": ids["statement"]},
        "issueIncomeCertificate": {"statementId": ids["statement"], "language": "quz"},
        "issueContributionCertificate": {**inmate, "language": "quz"},
        "giveStatementConsent": {**inmate, "tieId": ids["tie"], "categories": ["EARNINGS"], "act": "Hoja 1"},
        "revokeStatementConsent": {"consentId": ids["consent"]},
        "answerStatementQuestion": {"questionId": ids["question"], "words": "una respuesta"},
    }  # fmt: skip
