"""GraphQL of records: a batch with an answer a row, corrections, conflicts and the inmate's own word."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self
from uuid import UUID

import strawberry

from backend.core.errors import Code
from backend.core.text import explain
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.limits import VALUES
from backend.gql.problems import Problem
from backend.work import commands, queries
from backend.work.access import EVERYBODY, RECORDERS
from backend.work.api.types import (
    RecordAnswer,
    Uncounted,
    WorkChanged,
    Worker,
    WorkNote,
    WorkPiece,
    WorkRecord,
    day_of,
    exact,
    id_of,
    instant_of,
)
from backend.work.commands import (
    Absence,
    Basis,
    Incident,
    Kept,
    NewRecord,
    Outcome,
    Piece,
    Reason,
    Sign,
    WorkPlace,
)

BATCH_VALUES = 20_000
"""Values of 500 records with five prices each, and some left."""


@strawberry.input(description="What was made at one price; a reason for what was rejected.")
class WorkPieceInput:
    price_id: UUID
    made: int
    rejected: int = 0
    reject_reason: str | None = None

    def piece(self) -> Piece:
        return Piece(self.price_id, self.made, self.rejected, self.reject_reason)


@strawberry.input(
    description="One shift, under an id that the phone made. Absent: no hours, 0 minutes."
)
class WorkRecordInput:
    id: UUID
    enrolment_id: UUID
    worked_on: date
    minutes: int
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    shift: int = 1
    place: WorkPlace = WorkPlace.WORKSHOP
    absence: Absence | None = None
    incident: Incident | None = None
    isolation: bool = False
    pieces: list[WorkPieceInput] = strawberry.field(default_factory=list)

    def record(self) -> NewRecord:
        return NewRecord(
            id=self.id,
            enrolment_id=self.enrolment_id,
            worked_on=self.worked_on,
            shift=self.shift,
            begins_at=self.begins_at,
            ends_at=self.ends_at,
            minutes=self.minutes,
            place=self.place,
            absence=self.absence,
            incident=self.incident,
            isolation=self.isolation,
            pieces=[piece.piece() for piece in self.pieces],
        )


@strawberry.type(description="A row that is recorded, and what the law makes of it.")
class RowRecorded:
    id: UUID
    countable_minutes: int
    not_counted: Uncounted | None
    flags: list[WorkNote]


@strawberry.type(description="A row that was recorded before, perhaps from another phone.")
class RowKnown:
    id: UUID
    record_id: UUID


@strawberry.type(
    description="Another record stands; what the row says is kept until it is settled."
)
class RowConflict:
    id: UUID
    stands: WorkRecord | None


@strawberry.type(description="A row that cannot be.")
class RowRefused:
    id: UUID
    reason: commands.Reason
    message: str = strawberry.field(description="In the reader's language; says what to do next.")
    field: str | None = strawberry.field(description="The part of the row that is not valid.")


RowAnswer = Annotated[
    RowRecorded | RowKnown | RowConflict | RowRefused, strawberry.union("RowAnswer")
]


@strawberry.type(description="What became of a batch: a row of the answer for each, as sent.")
class BatchRecorded:
    rows: list[RowAnswer]
    recorded: int
    known: int
    conflict: int
    refused: int

    @classmethod
    def of(cls, answer: Mapping[str, Any], language: str) -> Self:
        return cls(
            rows=[row_answer(row, language) for row in answer["rows"]],
            **{outcome.value: answer[outcome] for outcome in Outcome},
        )


def row_answer(row: Mapping[str, Any], language: str) -> Any:
    """One row as it is answered."""
    row_id = id_of(row["id"])
    match Outcome(row["outcome"]):
        case Outcome.RECORDED:
            return _recorded(row, language)
        case Outcome.KNOWN:
            return RowKnown(id=row_id, record_id=id_of(row["record_id"]))
        case Outcome.CONFLICT:
            stands = row["stands"]
            return RowConflict(id=row_id, stands=stands and WorkRecord.of(stands, language))
        case Outcome.REFUSED:
            facts = {**row["facts"], "reason": row["reason"]}
            return RowRefused(
                id=row_id,
                reason=Reason(row["reason"]),
                message=explain(Code.WORK_NOT_POSSIBLE.value, language, facts),
                field=facts.get("field"),
            )


def _recorded(row: Mapping[str, Any], language: str) -> RowRecorded:
    return RowRecorded(
        id=id_of(row["id"]),
        countable_minutes=row["countable_minutes"],
        not_counted=Uncounted.of(row["not_counted"], language),
        flags=WorkNote.all_of(row["flags"], language),
    )


@strawberry.type(description="What was made, with the price it was recorded at.")
class PricedPiece:
    piece: WorkPiece
    product: str
    operation: str
    basis: Basis
    rate: str = strawberry.field(description="Exact, in soles.")


@strawberry.type(description="A record of somebody's month, and what they said of it.")
class InmateRecord:
    record: WorkRecord
    supersedes: UUID | None = strawberry.field(description="The record whose place it took.")
    reason: str | None = strawberry.field(description="Why it took another's place.")
    answer: RecordAnswer | None
    answer_sign: Sign | None
    answer_words: str | None
    priced: list[PricedPiece]

    @classmethod
    def of(cls, row: Mapping[str, Any], language: str) -> Self:
        return cls(
            record=WorkRecord.of(row, language),
            supersedes=row["supersedes_id"],
            reason=row["reason"],
            answer=row["answer"] and RecordAnswer(row["answer"]),
            answer_sign=row["answer_sign"] and Sign(row["answer_sign"]),
            answer_words=row["answer_words"] or None,
            priced=[_priced(piece) for piece in row["pieces"] or ()],
        )


def _priced(piece: Mapping[str, Any]) -> PricedPiece:
    return PricedPiece(
        piece=WorkPiece.of(piece),
        product=piece["product"],
        operation=piece["operation"],
        basis=Basis(piece["basis"]),
        rate=exact(Decimal(piece["rate"])),
    )


@strawberry.type(description="What a phone said of a shift.")
class WorkReport:
    id: UUID
    enrolment_id: UUID
    worked_on: date
    shift: int
    begins_at: datetime | None
    ends_at: datetime | None
    minutes: int
    place: WorkPlace
    absence: Absence | None
    incident: Incident | None
    isolation: bool
    pieces: list[WorkPiece]

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Self:
        return cls(
            id=id_of(said["id"]),
            enrolment_id=id_of(said["enrolment_id"]),
            worked_on=day_of(said["worked_on"]),
            shift=said["shift"],
            begins_at=instant_of(said["begins_at"]),
            ends_at=instant_of(said["ends_at"]),
            minutes=said["minutes"],
            place=WorkPlace(said["place"]),
            absence=said["absence"] and Absence(said["absence"]),
            incident=said["incident"] and Incident(said["incident"]),
            isolation=said["isolation"],
            pieces=[WorkPiece.of(piece) for piece in said["pieces"]],
        )


@strawberry.type(description="Two reports of one shift, of which somebody has to keep one.")
class WorkConflict:
    id: UUID
    worker: Worker
    said: WorkReport
    stands: WorkRecord
    recorded_at: datetime
    recorded_by: UUID = strawberry.field(description="Of the staff.")

    @classmethod
    def of(cls, row: Mapping[str, Any], language: str) -> Self:
        return cls(
            id=row["id"],
            worker=Worker.of(row),
            said=WorkReport.of(row["said"]),
            stands=WorkRecord.of(row["stands"], language),
            recorded_at=row["recorded_at"],
            recorded_by=row["recorded_by"],
        )


@strawberry.type(description="A conflict that is settled, and the record that stands.")
class ConflictSettled:
    id: UUID
    record_id: UUID

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=id_of(answer["id"]), record_id=id_of(answer["record_id"]))


RecordWorkResult = Annotated[BatchRecorded | Problem, strawberry.union("RecordWorkResult")]
CorrectWorkResult = Annotated[RowRecorded | Problem, strawberry.union("CorrectWorkResult")]
AnswerWorkResult = Annotated[WorkChanged | Problem, strawberry.union("AnswerWorkResult")]
SettleConflictResult = Annotated[
    ConflictSettled | Problem, strawberry.union("SettleConflictResult")
]


@strawberry.type
class RecordingQuery:
    @strawberry.field(
        description="A person's records of the month of a day, superseded ones too. The look is written down."
    )
    async def work_records(self, info: Info, inmate_id: UUID, month: date) -> list[InmateRecord]:
        context = info.context
        async with context.read() as tx:
            rows = await queries.inmate_records(
                tx, context.staff, inmate_id, month.replace(day=1), context.now
            )
        return [InmateRecord.of(dict(row), context.actor.language) for row in rows]

    @strawberry.field(description="Conflicts that wait, oldest first. The look is written down.")
    async def work_conflicts(self, info: Info, establishment_id: str) -> list[WorkConflict]:
        context = info.context
        async with context.read() as tx:
            rows = await queries.open_conflicts(tx, context.staff, establishment_id, context.now)
        return [WorkConflict.of(row, context.actor.language) for row in rows]


@strawberry.type
class RecordingMutation:
    @strawberry.mutation(
        description="Record up to 500 shifts, each answered for itself; sent again, each is there once.",
        metadata={VALUES: BATCH_VALUES},
    )
    async def record_work(
        self,
        info: Info,
        establishment_id: str,
        batch_id: UUID,
        records: list[WorkRecordInput],
        request_id: UUID,
    ) -> RecordWorkResult:
        answer = await commands.record_work(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            batch_id=batch_id,
            records=[each.record() for each in records],
            now=info.context.now,
        )
        return BatchRecorded.of(answer, info.context.actor.language)

    @strawberry.mutation(description="Put a record in the place of another, which is kept.")
    async def correct_work(
        self, info: Info, record_id: UUID, record: WorkRecordInput, reason: str, request_id: UUID
    ) -> CorrectWorkResult:
        answer = await commands.correct_work(
            info.context.staff,
            request_id,
            record_id=record_id,
            record=record.record(),
            reason=reason,
            now=info.context.now,
        )
        return _recorded(answer, info.context.actor.language)

    @strawberry.mutation(description="Keep an inmate's word on a record.")
    async def answer_work(
        self,
        info: Info,
        record_id: UUID,
        outcome: RecordAnswer,
        sign: Sign,
        request_id: UUID,
        words: str = "",
    ) -> AnswerWorkResult:
        answer = await commands.answer_work(
            info.context.staff,
            request_id,
            record_id=record_id,
            outcome=outcome.value,
            sign=sign,
            words=words,
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="Say which of two rival reports stands.")
    async def settle_conflict(
        self, info: Info, conflict_id: UUID, keep: Kept, request_id: UUID, reason: str = ""
    ) -> SettleConflictResult:
        answer = await commands.settle_conflict(
            info.context.staff,
            request_id,
            conflict_id=conflict_id,
            keep=keep,
            reason=reason,
            now=info.context.now,
        )
        return ConflictSettled.of(answer)


_ALL = posted_as(*EVERYBODY)
QUERY_RULES: dict[str, Rule] = {"work_records": _ALL, "work_conflicts": _ALL}
MUTATION_RULES: dict[str, Rule] = {
    "record_work": posted_as(*RECORDERS),
    "correct_work": _ALL,
    "answer_work": _ALL,
    "settle_conflict": _ALL,
}
