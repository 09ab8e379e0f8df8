"""GraphQL of an office: who may read a person's statements, who did, and questions to answer."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.core.kinship import Kinship
from backend.earnings.api.types import Category, LineCode, LookedAt
from backend.earnings.commands import asking, consenting
from backend.earnings.commands.consenting import KEEPERS
from backend.earnings.queries import consents as queries
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem


@strawberry.type(description="A relative with an account; names are null once it was erased.")
class StatementReader:
    given_names: str | None
    surnames: str | None
    kinship: Kinship | None

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        kinship = row["kinship"] and Kinship(row["kinship"])
        return cls(given_names=row["given_names"], surnames=row["surnames"], kinship=kinship)


@strawberry.type(description="A relative whose tie stands: may be let read, or be sent money.")
class TiedReader:
    tie_id: UUID
    reader: StatementReader

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(tie_id=row["tie_id"], reader=StatementReader.of(row))


@strawberry.type(description="One thing that one relative may read, or might once.")
class StatementConsent:
    id: UUID
    tie_id: UUID
    reader: StatementReader
    category: Category
    given_on: date
    act: str = strawberry.field(description="The number of the signed sheet.")
    revoked_at: datetime | None
    revoked_act: str | None = strawberry.field(description="Of the sheet that took it back.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            tie_id=row["tie_id"],
            reader=StatementReader.of(row),
            category=Category(row["category"]),
            given_on=row["given_on"],
            act=row["act"],
            revoked_at=row["revoked_at"],
            revoked_act=row["revoked_act"],
        )


@strawberry.type(
    description="A look of a relative: at the list of months or one statement, at money sent, at what is paid off."
)
class StatementReading:
    id: UUID
    reader: StatementReader
    about: LookedAt
    statement_id: UUID | None
    month: date | None
    categories: list[Category]
    read_at: datetime

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            reader=StatementReader.of(row),
            about=LookedAt(row["about"]),
            statement_id=row["statement_id"],
            month=row["month"],
            categories=[Category(each) for each in row["categories"]],
            read_at=row["read_at"],
        )


@strawberry.type(description="A family's question that waits for an answer.")
class WaitingQuestion:
    id: UUID
    statement_id: UUID
    inmate_id: UUID
    given_names: str | None = strawberry.field(description="Null once the person is elsewhere.")
    surnames: str | None
    month: date
    line_no: int | None
    code: LineCode | None
    words: str
    asked_at: datetime
    due_on: date
    days_left: int = strawberry.field(description="Days of the calendar; below nothing: late.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        facts = dict(row)
        code = facts.pop("rule")
        return cls(**facts, code=code and LineCode(code))


@strawberry.type(description="Consents of a person after a change.")
class StatementConsents:
    inmate_id: UUID
    consents: list[StatementConsent]


@strawberry.type(description="A question that was answered.")
class QuestionAnswered:
    id: UUID


GiveStatementConsentResult = Annotated[
    StatementConsents | Problem, strawberry.union("GiveStatementConsentResult")
]
RevokeStatementConsentResult = Annotated[
    StatementConsents | Problem, strawberry.union("RevokeStatementConsentResult")
]
AnswerStatementQuestionResult = Annotated[
    QuestionAnswered | Problem, strawberry.union("AnswerStatementQuestionResult")
]


@strawberry.type
class ConsentsQuery:
    @strawberry.field(description="Who may read a person's statements, those in force first.")
    async def statement_consents(self, info: Info, inmate_id: UUID) -> list[StatementConsent]:
        return (await _consents(info, inmate_id)).consents

    @strawberry.field(
        description="Relatives of a person whose tie stands. The look is written down."
    )
    async def tied_readers(self, info: Info, inmate_id: UUID) -> list[TiedReader]:
        async with info.context.read() as tx:
            rows = await queries.tied_readers(tx, info.context.staff, inmate_id, info.context.now)
        return [TiedReader.of(row) for row in rows]

    @strawberry.field(description="Who of the families read what, newest first.")
    async def statement_readings(
        self, info: Info, inmate_id: UUID, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[StatementReading]:
        page = queries.READINGS.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.statement_readings(
                tx, info.context.staff, inmate_id, page, info.context.now
            )
        return queries.READINGS.connection(
            rows, page, key=lambda row: (row["read_at"], row["id"]), node=StatementReading.of
        )

    @strawberry.field(description="Questions without an answer, those due soonest first.")
    async def statement_questions(self, info: Info, establishment_id: str) -> list[WaitingQuestion]:
        async with info.context.read() as tx:
            rows = await queries.statement_question_queue(
                tx, info.context.staff, establishment_id, info.context.now
            )
        return [WaitingQuestion.of(row) for row in rows]


@strawberry.type
class ConsentsMutation:
    @strawberry.mutation(description="Write down what an inmate lets a relative read.")
    async def give_statement_consent(
        self,
        info: Info,
        inmate_id: UUID,
        tie_id: UUID,
        categories: list[Category],
        act: Annotated[str, strawberry.argument(description="The number of the signed sheet.")],
        request_id: UUID,
    ) -> GiveStatementConsentResult:
        answer = await consenting.give_statement_consent(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            tie_id=tie_id,
            categories=categories,
            act=act,
            now=info.context.now,
        )
        return await _consents(info, UUID(answer["inmate_id"]))

    @strawberry.mutation(description="Take a consent back; it ends at once.")
    async def revoke_statement_consent(
        self,
        info: Info,
        consent_id: UUID,
        request_id: UUID,
        act: Annotated[
            str | None, strawberry.argument(description="The number of the sheet that says so.")
        ] = None,
    ) -> RevokeStatementConsentResult:
        answer = await consenting.revoke_statement_consent(
            info.context.staff, request_id, consent_id=consent_id, act=act, now=info.context.now
        )
        return await _consents(info, UUID(answer["inmate_id"]))

    @strawberry.mutation(description="Answer a family's question, once and for good.")
    async def answer_statement_question(
        self,
        info: Info,
        question_id: UUID,
        words: Annotated[str, strawberry.argument(description="At most 1000 characters.")],
        request_id: UUID,
    ) -> AnswerStatementQuestionResult:
        answer = await asking.answer_statement_question(
            info.context.staff,
            request_id,
            question_id=question_id,
            words=words,
            now=info.context.now,
        )
        return QuestionAnswered(id=UUID(answer["id"]))


async def _consents(info: Info, inmate_id: UUID) -> StatementConsents:
    async with info.context.read() as tx:
        rows = await queries.statement_consents(tx, info.context.staff, inmate_id, info.context.now)
    return StatementConsents(
        inmate_id=inmate_id, consents=[StatementConsent.of(row) for row in rows]
    )


_KEEPERS, _ANSWERERS = posted_as(*KEEPERS), posted_as(*asking.ANSWERERS)
QUERY_RULES: dict[str, Rule] = {
    "statement_consents": _KEEPERS,
    "statement_readings": _KEEPERS,
    "tied_readers": _KEEPERS,
    "statement_questions": _ANSWERERS,
}
MUTATION_RULES: dict[str, Rule] = {
    "give_statement_consent": _KEEPERS,
    "revoke_statement_consent": _KEEPERS,
    "answer_statement_question": _ANSWERERS,
}
