"""GraphQL of a month: what it comes to, signed or objected, reviewed or sent back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.work import commands, queries
from backend.work.access import CHIEFS, EVERYBODY
from backend.work.api.types import (
    MonthAnswer,
    WorkChanged,
    Worker,
    WorkMonthState,
    exact,
    id_of,
)
from backend.work.commands import Modality, ReturnReason


@strawberry.type(description="What a month comes to for one person, by the records of now.")
class WorkMonthLine:
    worker: Worker
    minutes: int
    countable_minutes: int
    days: int
    pieces: int = strawberry.field(description="Accepted.")
    gross: str = strawberry.field(description="Exact, in soles, not rounded.")
    digest: str = strawberry.field(description="Of this line; given back as `seen`.")
    shown: bool = strawberry.field(description="The person was shown exactly this.")
    outcome: MonthAnswer | None = strawberry.field(description="To what was shown last.")
    words: str | None
    answered_at: datetime | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            worker=Worker.of(row),
            minutes=row["minutes"],
            countable_minutes=row["countable_minutes"],
            days=row["days"],
            pieces=row["pieces"],
            gross=exact(row["gross"]),
            digest=bytes(row["digest"]).hex(),
            shown=row["shown"],
            outcome=row["outcome"] and MonthAnswer(row["outcome"]),
            words=row["words"] or None,
            answered_at=row["answered_at"],
        )


@strawberry.type(description="A record of a day on which, as is known now, the person was away.")
class ContradictedRecord:
    id: UUID
    inmate_id: UUID
    worked_on: date


@strawberry.type(description="The month of a workshop. Id and state are null before any record.")
class WorkMonth:
    id: UUID | None
    state: WorkMonthState | None
    reviewed_by: UUID | None = strawberry.field(description="Of the staff.")
    reviewed_at: datetime | None
    review_why: str | None = strawberry.field(
        description="Why it was reviewed although not everybody had answered."
    )
    closed_at: datetime | None
    lines: list[WorkMonthLine]
    contradicted: list[ContradictedRecord]

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        month = found["month"] or {}
        return cls(
            id=month.get("id"),
            state=month.get("state") and WorkMonthState(month["state"]),
            reviewed_by=month.get("reviewed_by"),
            reviewed_at=month.get("reviewed_at"),
            review_why=month.get("review_why"),
            closed_at=month.get("closed_at"),
            lines=[WorkMonthLine.of(row) for row in found["lines"]],
            contradicted=[ContradictedRecord(**row) for row in found["contradicted"]],
        )


@strawberry.type(description="How far the month of a workshop is.")
class WorkshopMonth:
    id: UUID
    workshop_id: UUID
    name: str
    modality: Modality
    month: date
    state: WorkMonthState
    reviewed_at: datetime | None
    closed_at: datetime | None
    people: int = strawberry.field(description="To whom it was shown.")
    signed: int
    objected: int

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        words = {"modality": Modality(row["modality"]), "state": WorkMonthState(row["state"])}
        return cls(**{**row, **words})


@strawberry.type(description="A month worked out to be shown; who changed has to sign again.")
class MonthPresented:
    id: UUID
    people: int
    changed: int

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(**{**answer, "id": id_of(answer["id"])})


@strawberry.type(description="A month that was reviewed, and what people said of it.")
class MonthReviewed:
    id: UUID
    objected: int
    unanswered: int

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(**{**answer, "id": id_of(answer["id"])})


PresentMonthResult = Annotated[MonthPresented | Problem, strawberry.union("PresentMonthResult")]
AnswerMonthResult = Annotated[WorkChanged | Problem, strawberry.union("AnswerMonthResult")]
ReviewMonthResult = Annotated[MonthReviewed | Problem, strawberry.union("ReviewMonthResult")]
ReturnMonthResult = Annotated[WorkChanged | Problem, strawberry.union("ReturnMonthResult")]


@strawberry.type
class MonthsQuery:
    @strawberry.field(description="The month of a day, person by person. The look is written down.")
    async def work_month(self, info: Info, workshop_id: UUID, month: date) -> WorkMonth:
        context = info.context
        async with context.read() as tx:
            found = await queries.month_of_workshop(
                tx, context.staff, workshop_id, month.replace(day=1), context.now
            )
        return WorkMonth.of(found)

    @strawberry.field(description="How far every workshop is with the month of a day.")
    async def work_months(
        self, info: Info, establishment_id: str, month: date
    ) -> list[WorkshopMonth]:
        async with info.context.read() as tx:
            rows = await queries.workshop_months(
                tx, info.context.staff, establishment_id, month.replace(day=1)
            )
        return [WorkshopMonth.of(row) for row in rows]


@strawberry.type
class MonthsMutation:
    @strawberry.mutation(description="Work a month out, to be shown to each person and signed.")
    async def present_month(
        self, info: Info, workshop_id: UUID, month: date, request_id: UUID
    ) -> PresentMonthResult:
        answer = await commands.present_month(
            info.context.staff,
            request_id,
            workshop_id=workshop_id,
            month=month.replace(day=1),
            now=info.context.now,
        )
        return MonthPresented.of(answer)

    @strawberry.mutation(description="Keep a person's word on the line they were shown.")
    async def answer_month(
        self,
        info: Info,
        month_id: UUID,
        inmate_id: UUID,
        seen: Annotated[str, strawberry.argument(description="The digest of the line.")],
        outcome: MonthAnswer,
        request_id: UUID,
        words: str = "",
    ) -> AnswerMonthResult:
        answer = await commands.answer_month(
            info.context.staff,
            request_id,
            month_id=month_id,
            inmate_id=inmate_id,
            seen=seen,
            outcome=outcome.value,
            words=words,
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="Take responsibility for a month you wrote nothing of.")
    async def review_month(
        self,
        info: Info,
        month_id: UUID,
        request_id: UUID,
        unanswered: Annotated[
            int | None, strawberry.argument(description="Lines that you saw to be so.")
        ] = None,
        objected: int | None = None,
        why: Annotated[
            str | None,
            strawberry.argument(
                description="From 10 to 500 characters; needed where not everybody answered."
            ),
        ] = None,
    ) -> ReviewMonthResult:
        answer = await commands.review_month(
            info.context.staff,
            request_id,
            month_id=month_id,
            unanswered=unanswered,
            objected=objected,
            why=why,
            now=info.context.now,
        )
        return MonthReviewed.of(answer)

    @strawberry.mutation(description="Send a reviewed month back to its workshop.")
    async def return_month(
        self, info: Info, month_id: UUID, why: ReturnReason, request_id: UUID
    ) -> ReturnMonthResult:
        answer = await commands.return_month(
            info.context.staff, request_id, month_id=month_id, why=why, now=info.context.now
        )
        return WorkChanged.of(answer)


_CHIEFS, _ALL = posted_as(*CHIEFS), posted_as(*EVERYBODY)
QUERY_RULES: dict[str, Rule] = {"work_month": _ALL, "work_months": _ALL}
MUTATION_RULES: dict[str, Rule] = {
    "present_month": _ALL,
    "answer_month": _ALL,
    "review_month": _CHIEFS,
    "return_month": _CHIEFS,
}
