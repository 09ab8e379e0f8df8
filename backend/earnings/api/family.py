"""GraphQL of a family's reading: the months of a relative who consents, their lines, and questions about them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

import strawberry

from backend.earnings.api.labour import LabourCount
from backend.earnings.api.types import Category, LineCode, Part, StatementKind
from backend.earnings.commands import asking
from backend.earnings.queries import family as queries
from backend.earnings.rules.line import Line
from backend.earnings.rules.words import Reckoned, line_name, line_reckoned, line_why
from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem


@strawberry.type(description="A month of work. Amounts in céntimos; null: not open to you.")
class EarningMonth:
    id: UUID
    month: date
    kind: StatementKind = strawberry.field(description="EXIT: the last account of a place.")
    revision: int = strawberry.field(description="Of several of one month, the how many-th.")
    starts_on: date
    closes_on: date
    gross: int | None
    withheld: int | None
    personal: int | None
    to_family: int | None = strawberry.field(description="Sent to you by the person's own wish.")
    worked_minutes: int | None
    worked_days: int | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(**_month(row))


def _month(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": UUID(row["id"]),
        "month": date.fromisoformat(row["month"]),
        "kind": StatementKind(row["kind"]),
        "revision": row["revision"],
        "starts_on": date.fromisoformat(row["starts_on"]),
        "closes_on": date.fromisoformat(row["closes_on"]),
        "gross": row["gross"],
        "withheld": row["withheld"],
        "personal": row["personal"],
        "to_family": row["to_family"],
        "worked_minutes": row["minutes"],
        "worked_days": row["days"],
    }


_UNTOLD = dict.fromkeys(Reckoned._fields)


@strawberry.type(description="A line of a statement, in your language.")
class StatementLine:
    no: int
    code: LineCode
    part: Part
    name: str = strawberry.field(description="Of the rule it rests on.")
    amount: int = strawberry.field(
        description="Céntimos; below nothing: it lowers what was earned."
    )
    why: str | None = strawberry.field(
        description="Null where it would tell what is not open to you, as all that follows."
    )
    base: str | None = strawberry.field(
        description="Of what: an amount, or pieces, hours, days. Null: of nothing, as a sum is."
    )
    rate: str | None = strawberry.field(description="How much of it, or the price of one.")
    exact: str | None = strawberry.field(description="In soles, before it was rounded.")
    reference: str | None = strawberry.field(description="The legal basis.")

    @classmethod
    def of(cls, row: Mapping[str, Any], language: str, whole: bool) -> Self:
        line = Line.of_row(row)
        told = whole or line.part is Part.EARNED
        return cls(
            no=line.no,
            code=line.rule,
            part=line.part,
            name=line_name(line, language),
            amount=line.booked,
            why=line_why(line, language) if told else None,
            **(line_reckoned(line)._asdict() if told else _UNTOLD),
        )


@strawberry.type(description="One statement, as far as the person consents.")
class EarningStatement(EarningMonth):
    categories: list[Category]
    labour: LabourCount | None = strawberry.field(description="Null: days are not open to you.")
    lines: list[StatementLine]

    @classmethod
    def read(cls, row: Mapping[str, Any], language: str) -> Self:
        whole = Category.DEDUCTIONS in row["open"]
        return cls(
            **_month(row),
            categories=[Category(each) for each in row["open"]],
            labour=row["labour"] and LabourCount.of(row["labour"]),
            lines=[StatementLine.of(line, language, whole) for line in row["lines"]],
        )


@strawberry.type(description="The months of a person, newest first.")
class EarningMonths:
    months: list[EarningMonth]


@strawberry.type(description="A question of yours, and the answer once there is one.")
class StatementQuestion:
    id: UUID
    statement_id: UUID
    month: date
    line_no: int | None
    words: str
    asked_at: datetime
    due_on: date = strawberry.field(description="The last day for the answer.")
    answer: str | None
    answered_at: datetime | None


@strawberry.type(description="Your questions about a person's statements, newest first.")
class StatementQuestions:
    questions: list[StatementQuestion]


@strawberry.type(description="A question that was taken.")
class StatementAsked:
    id: UUID
    due_on: date


@strawberry.type(
    description="Somebody who left, and whose accounts you may go on reading for a while."
)
class ClosedAccounts:
    inmate_id: UUID
    given_names: str
    surnames: str


EarningStatementsResult = Annotated[
    EarningMonths | Problem, strawberry.union("EarningStatementsResult")
]
EarningStatementResult = Annotated[
    EarningStatement | Problem, strawberry.union("EarningStatementResult")
]
MyStatementQuestionsResult = Annotated[
    StatementQuestions | Problem, strawberry.union("MyStatementQuestionsResult")
]
AskAboutStatementResult = Annotated[
    StatementAsked | Problem, strawberry.union("AskAboutStatementResult")
]


@strawberry.type
class StatementsQuery:
    @strawberry.field(description="The months of work of a person who lets you see them.")
    async def earning_statements(self, info: Info, inmate_id: UUID) -> EarningStatementsResult:
        context = info.context
        rows = await queries.earning_statements(context.family, inmate_id, context.now)
        return EarningMonths(months=[EarningMonth.of(row) for row in rows])

    @strawberry.field(description="One of those months with its lines. The look is written down.")
    async def earning_statement(self, info: Info, id: UUID) -> EarningStatementResult:
        context = info.context
        row = await queries.earning_statement(context.family, id, context.now)
        return EarningStatement.read(row, context.actor.language)

    @strawberry.field(description="People who left and whose accounts are open to you still.")
    async def closed_accounts(self, info: Info) -> list[ClosedAccounts]:
        async with info.context.read() as tx:
            rows = await queries.closed_accounts(tx, info.context.now)
        return [ClosedAccounts(**row) for row in rows]

    @strawberry.field(description="What you asked about a person's statements.")
    async def my_statement_questions(
        self, info: Info, inmate_id: UUID
    ) -> MyStatementQuestionsResult:
        async with info.context.read() as tx:
            rows = await queries.my_questions(tx, info.context.family, inmate_id, info.context.now)
        return StatementQuestions(questions=[StatementQuestion(**row) for row in rows])


@strawberry.type
class StatementsMutation:
    @strawberry.mutation(
        description="Ask about a statement that is open to you, or one of its lines."
    )
    async def ask_about_statement(
        self,
        info: Info,
        statement_id: UUID,
        words: Annotated[str, strawberry.argument(description="At most 500 characters.")],
        request_id: UUID,
        line_no: int | None = None,
    ) -> AskAboutStatementResult:
        answer = await asking.ask_about_statement(
            info.context.family,
            request_id,
            statement_id=statement_id,
            line_no=line_no,
            words=words,
            now=info.context.now,
        )
        return StatementAsked(id=UUID(answer["id"]), due_on=date.fromisoformat(answer["due_on"]))


QUERY_RULES: dict[str, Rule] = {
    "earning_statements": FAMILY,
    "earning_statement": FAMILY,
    "closed_accounts": FAMILY,
    "my_statement_questions": FAMILY,
}
MUTATION_RULES: dict[str, Rule] = {"ask_about_statement": FAMILY}
