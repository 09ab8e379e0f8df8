"""GraphQL of what two people of an office do: corrections of told months, and materials in advance."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.earnings.access import OFFICE
from backend.earnings.api.pay import PayChanged
from backend.earnings.api.types import LineCode
from backend.earnings.commands import correcting
from backend.earnings.commands.correcting import CorrectionKind
from backend.earnings.queries import orders as queries
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem

strawberry.enum(CorrectionKind)


@strawberry.type
class WaitingForApproval:
    id: UUID
    inmate_id: UUID
    given_names: str | None = strawberry.field(description="Null once the person is elsewhere.")
    surnames: str | None
    amount: int = strawberry.field(description="Céntimos.")
    recorded_at: datetime
    recorded_by: str | None = strawberry.field(
        description="Name of the staff; null where you may not know it."
    )
    yours: bool = strawberry.field(description="You recorded it, so somebody else approves it.")


@strawberry.type(description="A correction of a told month; its amount may be below nothing.")
class WaitingAdjustment(WaitingForApproval):
    of_month: date
    of_line: LineCode
    worked_on: date | None = strawberry.field(description="A day whose hours it corrects too.")
    minutes: int | None = strawberry.field(description="More of that day, or below nothing fewer.")
    reason: str

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**{**row, "of_line": LineCode(row["of_line"])})


@strawberry.type(description="Materials given in advance that nobody has approved.")
class WaitingAdvance(WaitingForApproval):
    workshop_id: UUID
    workshop: str | None
    given_on: date
    parts: int

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**row)


@strawberry.type(description="What you recorded and somebody refused.")
class RefusedCorrection:
    id: UUID
    kind: CorrectionKind
    inmate_id: UUID
    given_names: str | None
    surnames: str | None
    amount: int
    minutes: int | None
    ended_at: datetime
    ended_by: str | None = strawberry.field(description="Name of the staff.")
    why: str

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**{**row, "kind": CorrectionKind(row["kind"])})


@strawberry.type(description="What waits for a second person, oldest first.")
class WaitingCorrections:
    adjustments: list[WaitingAdjustment]
    advances: list[WaitingAdvance]
    refused: list[RefusedCorrection] = strawberry.field(
        description="Of yours, in the last sixty days."
    )


RecordAdjustmentResult = Annotated[PayChanged | Problem, strawberry.union("RecordAdjustmentResult")]
ApproveAdjustmentResult = Annotated[
    PayChanged | Problem, strawberry.union("ApproveAdjustmentResult")
]
RecordAdvanceResult = Annotated[PayChanged | Problem, strawberry.union("RecordAdvanceResult")]
ApproveAdvanceResult = Annotated[PayChanged | Problem, strawberry.union("ApproveAdvanceResult")]
RefuseCorrectionResult = Annotated[PayChanged | Problem, strawberry.union("RefuseCorrectionResult")]
WithdrawCorrectionResult = Annotated[
    PayChanged | Problem, strawberry.union("WithdrawCorrectionResult")
]


@strawberry.type
class CorrectingQuery:
    @strawberry.field(
        description="Corrections and advances that wait for a second person. The look is written down."
    )
    async def waiting_corrections(self, info: Info, establishment_id: str) -> WaitingCorrections:
        context = info.context
        async with context.read() as tx:
            found = await queries.waiting_corrections(
                tx, context.staff, establishment_id, context.now
            )
        return WaitingCorrections(
            adjustments=[WaitingAdjustment.of(row) for row in found["adjustments"]],
            advances=[WaitingAdvance.of(row) for row in found["advances"]],
            refused=[RefusedCorrection.of(row) for row in found["refused"]],
        )


@strawberry.type
class CorrectingMutation:
    @strawberry.mutation(description="Record a correction of a month that a statement told of.")
    async def record_adjustment(
        self,
        info: Info,
        establishment_id: str,
        inmate_id: UUID,
        of_month: Annotated[date, strawberry.argument(description="Its first day.")],
        amount: Annotated[int, strawberry.argument(description="Céntimos, of either sign.")],
        reason: Annotated[str, strawberry.argument(description="From 10 to 500 characters.")],
        request_id: UUID,
        of_line: LineCode = LineCode.GROSS_PIECE,
        worked_on: Annotated[
            date | None, strawberry.argument(description="A day of it whose hours change too.")
        ] = None,
        minutes: Annotated[
            int | None,
            strawberry.argument(description="That count, more or fewer; the amount may be 0 then."),
        ] = None,
    ) -> RecordAdjustmentResult:
        answer = await correcting.record_adjustment(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            inmate_id=inmate_id,
            of_month=of_month,
            of_line=of_line,
            amount=amount,
            worked_on=worked_on,
            minutes=minutes,
            reason=reason,
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Approve a correction that somebody else recorded.")
    async def approve_adjustment(
        self, info: Info, adjustment_id: UUID, request_id: UUID
    ) -> ApproveAdjustmentResult:
        answer = await correcting.approve_adjustment(
            info.context.staff, request_id, adjustment_id=adjustment_id, now=info.context.now
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Record materials given in advance.")
    async def record_advance(
        self,
        info: Info,
        inmate_id: UUID,
        workshop_id: UUID,
        amount: Annotated[int, strawberry.argument(description="Céntimos.")],
        given_on: date,
        parts: Annotated[int, strawberry.argument(description="Months, from 1 to 24.")],
        request_id: UUID,
    ) -> RecordAdvanceResult:
        answer = await correcting.record_advance(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            workshop_id=workshop_id,
            amount=amount,
            given_on=given_on,
            parts=parts,
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Approve an advance that somebody else recorded.")
    async def approve_advance(
        self, info: Info, advance_id: UUID, request_id: UUID
    ) -> ApproveAdvanceResult:
        answer = await correcting.approve_advance(
            info.context.staff, request_id, advance_id=advance_id, now=info.context.now
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Refuse what somebody else recorded, before it is approved.")
    async def refuse_correction(
        self,
        info: Info,
        kind: CorrectionKind,
        correction_id: UUID,
        why: Annotated[str, strawberry.argument(description="From 10 to 500 characters.")],
        request_id: UUID,
    ) -> RefuseCorrectionResult:
        answer = await correcting.refuse_correction(
            info.context.staff,
            request_id,
            kind=kind,
            correction_id=correction_id,
            why=why,
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Take back what you recorded, before it is approved.")
    async def withdraw_correction(
        self, info: Info, kind: CorrectionKind, correction_id: UUID, request_id: UUID
    ) -> WithdrawCorrectionResult:
        answer = await correcting.withdraw_correction(
            info.context.staff,
            request_id,
            kind=kind,
            correction_id=correction_id,
            now=info.context.now,
        )
        return PayChanged.of(answer)


_OFFICE = posted_as(*OFFICE)
QUERY_RULES: dict[str, Rule] = {"waiting_corrections": _OFFICE}
MUTATION_RULES: dict[str, Rule] = {
    "record_adjustment": _OFFICE,
    "approve_adjustment": _OFFICE,
    "record_advance": _OFFICE,
    "approve_advance": _OFFICE,
    "refuse_correction": _OFFICE,
    "withdraw_correction": _OFFICE,
}
