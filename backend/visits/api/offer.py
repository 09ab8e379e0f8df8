"""GraphQL of what a place offers: its timetable, its closed days and its rules."""

from datetime import date, time
from typing import Annotated, Any, Self, cast
from uuid import UUID

import asyncpg
import strawberry
from strawberry.scalars import JSON

from backend.core.actor import Role
from backend.core.clock import lima_day
from backend.gql.access import TRUSTED, Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.visits import commands, queries
from backend.visits.api.types import Changed
from backend.visits.commands import ClosureReason
from backend.visits.rules import Kind, Place, VisitType


@strawberry.type(description="A session of the timetable: it repeats on its weekday.")
class TimetableSession:
    id: UUID
    name: str
    visit_type: VisitType
    place: Place
    pavilion: str | None
    visitor_sex: str | None = strawberry.field(description="F or M; null for both.")
    weekday: int = strawberry.field(description="1 Monday to 7 Sunday.")
    starts: time = strawberry.field(description="By the clocks of Lima.")
    ends: time
    every_weeks: int
    valid_from: date
    valid_to: date | None = strawberry.field(description="The first day without it.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            name=row["name"],
            visit_type=VisitType(row["visit_type"]),
            place=Place(row["place"]),
            pavilion=row["pavilion"],
            visitor_sex=row["visitor_sex"],
            weekday=row["weekday"],
            starts=row["starts"],
            ends=row["ends"],
            every_weeks=row["every_weeks"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
        )


@strawberry.type(description="Days without visits.")
class Closure:
    id: UUID
    first_on: date
    last_on: date
    pavilion: str | None = strawberry.field(description="Null: the whole establishment.")
    visit_types: list[VisitType] | None = strawberry.field(description="Null: all.")
    reason: ClosureReason | None = strawberry.field(description="Told to staff of the place alone.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        types = row["visit_types"]
        return cls(
            id=row["id"],
            first_on=row["first_on"],
            last_on=row["last_on"],
            pavilion=row["pavilion"],
            visit_types=types and [VisitType(each) for each in types],
            reason=row["reason"] and ClosureReason(row["reason"]),
        )


@strawberry.type(description="A session that was added, and how many slots it has already.")
class SessionAdded:
    id: UUID
    opened: int


@strawberry.type(description="A version of a rule, and how many booked visits it called off.")
class VisitRuleAdded:
    id: str
    version: int
    called_off: int


@strawberry.input(description="At most so many of a unit in every slot of a session.")
class CeilingInput:
    unit: str = strawberry.field(description="people, groups or booths.")
    places: int


CloseDaysResult = Annotated[Changed | Problem, strawberry.union("CloseDaysResult")]
ReopenDaysResult = Annotated[Changed | Problem, strawberry.union("ReopenDaysResult")]
AddTimetableSessionResult = Annotated[
    SessionAdded | Problem, strawberry.union("AddTimetableSessionResult")
]
EndTimetableSessionResult = Annotated[
    Changed | Problem, strawberry.union("EndTimetableSessionResult")
]
AddVisitRuleResult = Annotated[VisitRuleAdded | Problem, strawberry.union("AddVisitRuleResult")]


@strawberry.type
class OfferQuery:
    @strawberry.field(description="The sessions of an establishment, from Monday on.")
    async def timetable(
        self,
        info: Info,
        establishment_id: str,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[TimetableSession]:
        page, today = queries.TIMETABLE.page(first, after), lima_day(info.context.now)
        async with info.context.read() as tx:
            rows = await queries.timetable(tx, info.context.actor, establishment_id, page, today)
        return queries.TIMETABLE.connection(
            rows,
            page,
            key=lambda row: (row["minute_of_week"], row["id"]),
            node=TimetableSession.of,
        )

    @strawberry.field(description="The closures of an establishment that are not over.")
    async def closed_days(
        self,
        info: Info,
        establishment_id: str,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[Closure]:
        page, today = queries.CLOSED.page(first, after), lima_day(info.context.now)
        async with info.context.read() as tx:
            rows = await queries.closed_days(tx, info.context.actor, establishment_id, page, today)
        return queries.CLOSED.connection(
            rows, page, key=lambda row: (row["first_on"], row["id"]), node=Closure.of
        )


@strawberry.type
class OfferMutation:
    @strawberry.mutation(description="No visits on these days; calls off what was booked.")
    async def close_days(
        self,
        info: Info,
        establishment_id: str,
        first_on: date,
        last_on: date,
        reason: ClosureReason,
        request_id: UUID,
        pavilion_id: UUID | None = None,
        visit_types: list[VisitType] | None = None,
    ) -> CloseDaysResult:
        answer = await commands.close_days(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            pavilion_id=pavilion_id,
            first_on=first_on,
            last_on=last_on,
            visit_types=visit_types,
            reason=reason,
            now=info.context.now,
        )
        return Changed.of(answer)

    @strawberry.mutation(description="Lift a closure; what was called off stays called off.")
    async def reopen_days(self, info: Info, closure_id: UUID, request_id: UUID) -> ReopenDaysResult:
        answer = await commands.reopen_days(
            info.context.staff, request_id, closure_id=closure_id, now=info.context.now
        )
        return Changed.of(answer)

    @strawberry.mutation(description="Add a session that repeats on its weekday.")
    async def add_timetable_session(
        self,
        info: Info,
        establishment_id: str,
        name: str,
        visit_type: VisitType,
        place: Place,
        weekday: int,
        starts: time,
        ends: time,
        valid_from: date,
        ceilings: list[CeilingInput],
        request_id: UUID,
        visitor_sex: str | None = None,
        pavilion_id: UUID | None = None,
        every_weeks: int = 1,
    ) -> AddTimetableSessionResult:
        answer = await commands.add_timetable_session(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            pavilion_id=pavilion_id,
            name=name,
            visit_type=visit_type,
            place=place,
            visitor_sex=visitor_sex,
            weekday=weekday,
            starts=starts,
            ends=ends,
            every_weeks=every_weeks,
            valid_from=valid_from,
            ceilings={ceiling.unit: ceiling.places for ceiling in ceilings},
            now=info.context.now,
        )
        return SessionAdded(id=UUID(answer["id"]), opened=answer["opened"])

    @strawberry.mutation(description="End a session; visits booked in it stand.")
    async def end_timetable_session(
        self, info: Info, session_id: UUID, ends_on: date, request_id: UUID
    ) -> EndTimetableSessionResult:
        answer = await commands.end_timetable_session(
            info.context.staff,
            request_id,
            session_id=session_id,
            ends_on=ends_on,
            now=info.context.now,
        )
        return Changed.of(answer)

    @strawberry.mutation(description="Add a version of a rule of your establishment.")
    async def add_visit_rule(
        self,
        info: Info,
        establishment_id: str,
        name: str,
        kind: Kind,
        scope: JSON,
        valid_from: date,
        effect: JSON,
        legal_basis: str,
        source: str,
        examples: JSON,
        request_id: UUID,
        valid_to: date | None = None,
        note: str = "",
    ) -> AddVisitRuleResult:
        rule = commands.NewRule(
            name=name,
            kind=kind,
            scope=cast(dict[str, Any], scope),
            valid_from=valid_from,
            valid_to=valid_to,
            effect=cast(dict[str, Any], effect),
            legal_basis=legal_basis,
            source=source,
            note=note,
            examples=cast(list[dict[str, Any]], examples),
        )
        answer = await commands.add_visit_rule(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            rule=rule,
            now=info.context.now,
        )
        return VisitRuleAdded(**answer)


_OFFICE = posted_as(Role.VISITS_REGISTRAR, Role.DIRECTOR)

QUERY_RULES: dict[str, Rule] = {"timetable": TRUSTED, "closed_days": TRUSTED}
MUTATION_RULES: dict[str, Rule] = {
    "close_days": _OFFICE,
    "reopen_days": _OFFICE,
    "add_timetable_session": _OFFICE,
    "end_timetable_session": _OFFICE,
    "add_visit_rule": posted_as(Role.DIRECTOR, step_up=True),
}
