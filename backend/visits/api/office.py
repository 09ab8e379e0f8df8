"""GraphQL of a visits office: the day's visits, custody events and restrictions."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from backend.core.actor import Role
from backend.core.custody import EventKind, Regime, Stage
from backend.core.documents import DocumentKind
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.registry.commands import RestrictionKind, RestrictionReason
from backend.visits import commands, queries
from backend.visits.api.types import Changed, DayBooking
from backend.visits.rules import VisitType

RecordCustodyEventResult = Annotated[
    Changed | Problem, strawberry.union("RecordCustodyEventResult")
]
RestrictVisitsResult = Annotated[Changed | Problem, strawberry.union("RestrictVisitsResult")]
EndRestrictionResult = Annotated[Changed | Problem, strawberry.union("EndRestrictionResult")]


@strawberry.type
class OfficeQuery:
    @strawberry.field(description="The visits of a day, as they begin. Every look is recorded.")
    async def day_bookings(
        self,
        info: Info,
        establishment_id: str,
        day: date,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[DayBooking]:
        page = queries.DAY.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.day_bookings(
                tx, info.context.staff, establishment_id, day, page, info.context.now
            )
        language = info.context.actor.language
        return queries.DAY.connection(
            rows,
            page,
            key=lambda row: (row["starts_at"], row["id"]),
            node=lambda row: DayBooking.of(row, language),
        )


@strawberry.type
class OfficeMutation:
    @strawberry.mutation(description="Record what happened to somebody held here.")
    async def record_custody_event(
        self,
        info: Info,
        inmate_id: UUID,
        kind: EventKind,
        effective_on: date,
        request_id: UUID,
        to_establishment_id: str | None = None,
        pavilion_id: UUID | None = None,
        regime: Regime | None = None,
        stage: Stage | None = None,
        until: date | None = None,
        secret_until: Annotated[
            date | None,
            strawberry.argument(description="The family is not told before this day."),
        ] = None,
    ) -> RecordCustodyEventResult:
        answer = await commands.record_custody_event(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            kind=kind,
            effective_on=effective_on,
            to_establishment_id=to_establishment_id,
            pavilion_id=pavilion_id,
            regime=regime,
            stage=stage,
            until=until,
            secret_until=secret_until,
            now=info.context.now,
        )
        return Changed.of(answer)

    @strawberry.mutation(description="Bar visits of an inmate, a person, or between the two.")
    async def restrict_visits(
        self,
        info: Info,
        kind: RestrictionKind,
        establishment_id: str,
        valid_from: date,
        reason: RestrictionReason,
        request_id: UUID,
        valid_to: Annotated[
            date | None, strawberry.argument(description="The first day without it.")
        ] = None,
        inmate_id: UUID | None = None,
        document_kind: DocumentKind | None = None,
        document_number: str | None = None,
        everywhere: bool = False,
        visit_types: list[VisitType] | None = None,
    ) -> RestrictVisitsResult:
        answer = await commands.restrict_visits(
            info.context.staff,
            request_id,
            kind=kind,
            establishment_id=establishment_id,
            inmate_id=inmate_id,
            document_kind=document_kind,
            document_number=document_number,
            everywhere=everywhere,
            visit_types=visit_types,
            valid_from=valid_from,
            valid_to=valid_to,
            reason=reason,
            now=info.context.now,
        )
        return Changed.of(answer)

    @strawberry.mutation(description="End a bar before its day.")
    async def end_restriction(
        self, info: Info, restriction_id: UUID, request_id: UUID
    ) -> EndRestrictionResult:
        answer = await commands.end_restriction(
            info.context.staff, request_id, restriction_id=restriction_id, now=info.context.now
        )
        return Changed.of(answer)


_OFFICE = posted_as(Role.VISITS_REGISTRAR, Role.DIRECTOR)

QUERY_RULES: dict[str, Rule] = {
    "day_bookings": posted_as(Role.VISITS_REGISTRAR, Role.GATE_OFFICER, Role.DIRECTOR),
}
MUTATION_RULES: dict[str, Rule] = {
    "record_custody_event": posted_as(Role.VISITS_REGISTRAR, Role.DIRECTOR, step_up=True),
    "restrict_visits": _OFFICE,
    "end_restriction": _OFFICE,
}
