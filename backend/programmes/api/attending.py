"""GraphQL of doors: who is expected, who came, who took part and for how long, and the paper that says so."""

import asyncio
from base64 import b64encode
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from backend.core.errors import Code, DomainError
from backend.core.text import LANGUAGES
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.programmes import printing_hours
from backend.programmes.access import DOOR, WRITERS
from backend.programmes.api.door_types import (
    DateAttendance,
    DoorDate,
    DoorList,
    DoorMarkInput,
    PartMarkInput,
    PartSheet,
    PersonHours,
    PrintedCertificate,
)
from backend.programmes.commands import attending, certifying
from backend.programmes.queries import attending as queries
from backend.programmes.rules.attending import GuestClass
from backend.programmes.rules.checking import fine

MarkDoorResult = Annotated[DoorList | Problem, strawberry.union("MarkDoorResult")]
CountDoorResult = Annotated[DoorList | Problem, strawberry.union("CountDoorResult")]
MarkPartsResult = Annotated[PartSheet | Problem, strawberry.union("MarkPartsResult")]
IssueHoursCertificateResult = Annotated[
    PrintedCertificate | Problem, strawberry.union("IssueHoursCertificateResult")
]


@strawberry.type
class AttendingQuery:
    @strawberry.field(description="Dates of that day and of the days beside it.")
    async def door_dates(self, info: Info, establishment_id: str, on: date) -> list[DoorDate]:
        async with info.context.read() as tx:
            rows = await queries.door_dates(tx, info.context.staff, establishment_id, on)
        return [DoorDate.of(row) for row in rows]

    @strawberry.field(description="Every look is kept.")
    async def door_list(self, info: Info, occurrence_id: UUID) -> DoorList:
        return await _door_list(info, occurrence_id)

    @strawberry.field(description="Who took part; every look is kept.")
    async def part_sheet(self, info: Info, occurrence_id: UUID) -> PartSheet:
        return await _part_sheet(info, occurrence_id)

    @strawberry.field(description="What came of each date that has begun.")
    async def event_attendance(self, info: Info, event_id: UUID) -> list[DateAttendance]:
        context = info.context
        async with context.read() as tx:
            rows = await queries.event_attendance(tx, context.staff, event_id, now=context.now)
        return [DateAttendance.of(*each) for each in rows]

    @strawberry.field(description="Whose hours can be certified; every look is kept.")
    async def event_hours(self, info: Info, event_id: UUID) -> list[PersonHours]:
        context = info.context
        async with context.read() as tx:
            rows = await queries.event_hours(tx, context.staff, event_id, now=context.now)
        return [PersonHours.of(row) for row in rows]


@strawberry.type
class AttendingMutation:
    @strawberry.mutation(description="At most 500 marks; what was sent before is taken once.")
    async def mark_door(
        self, info: Info, occurrence_id: UUID, marks: list[DoorMarkInput], request_id: UUID
    ) -> MarkDoorResult:
        await attending.mark_door(
            info.context.staff,
            request_id,
            occurrence_id=occurrence_id,
            marks=[each.mark() for each in marks],
            now=info.context.now,
        )
        return await _door_list(info, occurrence_id)

    @strawberry.mutation(description="Say how many of a class are there; the latest count stands.")
    async def count_door(
        self,
        info: Info,
        occurrence_id: UUID,
        guest_class: GuestClass,
        adults: int,
        children: int,
        request_id: UUID,
        counted_at: datetime | None = None,
    ) -> CountDoorResult:
        await attending.count_door(
            info.context.staff,
            request_id,
            occurrence_id=occurrence_id,
            guest_class=guest_class,
            adults=adults,
            children=children,
            counted_at=counted_at,
            now=info.context.now,
        )
        return await _door_list(info, occurrence_id)

    @strawberry.mutation(description="At most 500 marks; of each person the latest word stands.")
    async def mark_parts(
        self, info: Info, occurrence_id: UUID, marks: list[PartMarkInput], request_id: UUID
    ) -> MarkPartsResult:
        await attending.mark_parts(
            info.context.staff,
            request_id,
            occurrence_id=occurrence_id,
            marks=[each.mark() for each in marks],
            now=info.context.now,
        )
        return await _part_sheet(info, occurrence_id)

    @strawberry.mutation(
        description="Certify somebody's hours; it names no prison. Asked again, the same paper."
    )
    async def issue_hours_certificate(
        self, info: Info, event_id: UUID, inmate_id: UUID, language: str, request_id: UUID
    ) -> IssueHoursCertificateResult:
        context = info.context
        if not context.address:
            raise DomainError(Code.CERTIFICATES_CLOSED)
        fine("language", language in LANGUAGES)
        answer = await certifying.issue_hours_certificate(
            context.staff, request_id, event_id=event_id, inmate_id=inmate_id, now=context.now
        )
        certificate_id = UUID(answer["id"])
        async with context.read() as tx:
            about = await queries.printed_hours(tx, context.staff, certificate_id)
        pdf = await asyncio.to_thread(
            printing_hours.hours_certificate, about, context.address, language
        )
        return PrintedCertificate(id=certificate_id, pdf=b64encode(pdf).decode())


async def _door_list(info: Info, occurrence_id: UUID) -> DoorList:
    context = info.context
    async with context.read() as tx:
        found = await queries.door_list(tx, context.staff, occurrence_id, now=context.now)
    return DoorList.of(found)


async def _part_sheet(info: Info, occurrence_id: UUID) -> PartSheet:
    context = info.context
    async with context.read() as tx:
        found = await queries.part_sheet(tx, context.staff, occurrence_id, now=context.now)
    return PartSheet.of(*found)


_DOOR, _WRITERS = posted_as(*DOOR), posted_as(*WRITERS)
QUERY_RULES: dict[str, Rule] = {
    "door_dates": _DOOR,
    "door_list": _DOOR,
    "part_sheet": _WRITERS,
    "event_attendance": _WRITERS,
    "event_hours": _WRITERS,
}
MUTATION_RULES: dict[str, Rule] = {
    "mark_door": _DOOR,
    "count_door": _DOOR,
    "mark_parts": _WRITERS,
    "issue_hours_certificate": _WRITERS,
}
