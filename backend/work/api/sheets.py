"""GraphQL of a workshop's day: who is in it, its printed sheet, and where paper and records differ."""

import asyncio
from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

import strawberry

from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.limits import VALUES
from backend.gql.problems import Problem
from backend.work import commands, queries
from backend.work.access import EVERYBODY
from backend.work.api.recording import BATCH_VALUES, WorkPieceInput
from backend.work.api.types import (
    WorkChanged,
    Worker,
    WorkMonthState,
    WorkPrice,
    WorkRecord,
    id_of,
)
from backend.work.commands import SheetLine
from backend.work.printing import control_sheet


@strawberry.type(
    description="Somebody enrolled on a day, with what is recorded of it and of the day before."
)
class WorkerDay:
    worker: Worker
    enrolment_id: UUID
    grade: str | None
    consent_on: date = strawberry.field(description="The day on which they signed.")
    consent_act: str | None = strawberry.field(
        description="The number of the sheet. Null: none was written down."
    )
    withdrawn_on: date | None = strawberry.field(description="The last day of the consent.")
    withdrawn_act: str | None
    inside: bool = strawberry.field(description="False: away that day, by what is known.")
    record: WorkRecord | None = strawberry.field(
        description="The first shift of the day; all are in `WorkDay.records`."
    )
    before: WorkRecord | None = strawberry.field(
        description="The first shift of `WorkDay.beforeOn`; all are in `WorkDay.recordsBefore`."
    )

    @classmethod
    def of(cls, row: Mapping[str, Any], language: str) -> Self:
        record, before = (
            next((WorkRecord.of(each, language) for each in row[which]), None)
            for which in ("records", "records_before")
        )
        return cls(
            worker=Worker.of(row),
            enrolment_id=row["enrolment_id"],
            grade=row["grade"],
            consent_on=row["consent_on"],
            consent_act=row["consent_act"],
            withdrawn_on=row["withdrawn_on"],
            withdrawn_act=row["withdrawn_act"],
            inside=row["inside"],
            record=record,
            before=before,
        )


@strawberry.type(description="One shift of somebody enrolled on a day.")
class WorkerShift:
    enrolment_id: UUID
    record: WorkRecord

    @classmethod
    def all_of(cls, people: list[dict[str, Any]], which: str, language: str) -> list[Self]:
        """By person and shift."""
        return [
            cls(enrolment_id=row["enrolment_id"], record=WorkRecord.of(each, language))
            for row in people
            for each in row[which]
        ]


@strawberry.type(description="A workshop's day: for all as the last time, except a few.")
class WorkDay:
    establishment_id: str
    workshop: str
    before_on: date | None = strawberry.field(description="The last day worked before.")
    sunday: bool
    holiday: str | None = strawberry.field(description="Its name.")
    authorised: str | None = strawberry.field(
        description="The number of what lets a Sunday or holiday count."
    )
    month_state: WorkMonthState | None
    prices: list[WorkPrice]
    people: list[WorkerDay]
    # beside the people, not inside of them: a list in a list would be weighed as if both were long
    records: list[WorkerShift] = strawberry.field(description="Of the day, by person and shift.")
    records_before: list[WorkerShift] = strawberry.field(
        description="Of `beforeOn`, by person and shift."
    )

    @classmethod
    def of(cls, day: Mapping[str, Any], language: str) -> Self:
        return cls(
            establishment_id=day["establishment_id"],
            workshop=day["workshop"],
            before_on=day["before_on"],
            sunday=day["sunday"],
            holiday=day["holiday"],
            authorised=day["authorised"],
            month_state=day["month_state"] and WorkMonthState(day["month_state"]),
            prices=[WorkPrice.of(price) for price in day["prices"]],
            people=[WorkerDay.of(row, language) for row in day["people"]],
            records=WorkerShift.all_of(day["people"], "records", language),
            records_before=WorkerShift.all_of(day["people"], "records_before", language),
        )


@strawberry.type(description="How much of a price was made, and how much was rejected.")
class PieceCount:
    price_id: UUID
    made: int
    rejected: int

    @classmethod
    def all_of(cls, counts: Mapping[str, list[int]] | None) -> list[Self]:
        return [
            cls(price_id=id_of(price), made=made, rejected=rejected)
            for price, (made, rejected) in sorted((counts or {}).items())
        ]


@strawberry.type(description="A person and day of which paper and records say different things.")
class SheetDifference:
    on_day: date
    worker: Worker
    paper_minutes: int | None = strawberry.field(description="Null: not on the paper.")
    recorded_minutes: int | None = strawberry.field(description="Null: no record.")
    paper_pieces: list[PieceCount]
    recorded_pieces: list[PieceCount]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            on_day=row["on_day"],
            worker=Worker.of(row),
            paper_minutes=row["paper_minutes"],
            recorded_minutes=row["recorded_minutes"],
            paper_pieces=PieceCount.all_of(row["paper_pieces"]),
            recorded_pieces=PieceCount.all_of(row["recorded_pieces"]),
        )


@strawberry.type(description="A file to be kept or printed.")
class PrintedSheet:
    name: str
    content: str = strawberry.field(description="The bytes of a PDF, in base64.")


@strawberry.input(description="What the paper says of one inmate.")
class SheetLineInput:
    inmate_id: UUID
    minutes: int
    pieces: list[WorkPieceInput] = strawberry.field(default_factory=list)

    def line(self) -> SheetLine:
        return SheetLine(self.inmate_id, self.minutes, [piece.piece() for piece in self.pieces])


EnterSheetResult = Annotated[WorkChanged | Problem, strawberry.union("EnterSheetResult")]


@strawberry.type
class SheetsQuery:
    @strawberry.field(description="A workshop's day. The look is written down.")
    async def work_day(self, info: Info, workshop_id: UUID, on_day: date) -> WorkDay:
        return WorkDay.of(await _day(info, workshop_id, on_day), info.context.actor.language)

    @strawberry.field(
        description="The control sheet of a day, with what is recorded or blank. The look is written down."
    )
    async def work_sheet_pdf(self, info: Info, workshop_id: UUID, on_day: date) -> PrintedSheet:
        day = await _day(info, workshop_id, on_day)
        language = info.context.actor.language
        # a tenth of a second or more of pure computing: others go on meanwhile
        pdf = await asyncio.to_thread(control_sheet, day, on_day, language)
        return PrintedSheet(name=f"{on_day.isoformat()}.pdf", content=b64encode(pdf).decode())

    @strawberry.field(
        description="Where the latest sheet and the records differ, of 32 days at most. The look is written down."
    )
    async def sheet_differences(
        self, info: Info, workshop_id: UUID, first_on: date, last_on: date
    ) -> list[SheetDifference]:
        context = info.context
        async with context.read() as tx:
            rows = await queries.differences(
                tx, context.staff, workshop_id, first_on, last_on, context.now
            )
        return [SheetDifference.of(row) for row in rows]


@strawberry.type
class SheetsMutation:
    @strawberry.mutation(
        description="Key the paper sheet of a day, to be compared; the latest counts.",
        metadata={VALUES: BATCH_VALUES},
    )
    async def enter_sheet(
        self,
        info: Info,
        workshop_id: UUID,
        on_day: date,
        lines: list[SheetLineInput],
        request_id: UUID,
        photo_digest: Annotated[
            str | None, strawberry.argument(description="SHA-256 of its photograph, hexadecimal.")
        ] = None,
    ) -> EnterSheetResult:
        answer = await commands.enter_sheet(
            info.context.staff,
            request_id,
            workshop_id=workshop_id,
            on_day=on_day,
            photo_digest=photo_digest,
            lines=[line.line() for line in lines],
            now=info.context.now,
        )
        return WorkChanged.of(answer)


async def _day(info: Info, workshop_id: UUID, on_day: date) -> dict[str, Any]:
    context = info.context
    async with context.read() as tx:
        return await queries.day_sheet(tx, context.staff, workshop_id, on_day, context.now)


_ALL = posted_as(*EVERYBODY)
QUERY_RULES: dict[str, Rule] = {
    "work_day": _ALL,
    "work_sheet_pdf": _ALL,
    "sheet_differences": _ALL,
}
MUTATION_RULES: dict[str, Rule] = {"enter_sheet": _ALL}
