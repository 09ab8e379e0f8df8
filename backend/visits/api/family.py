"""GraphQL of a family's visits: what can be taken, holding, booking, calling off."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

import asyncpg
import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.visits import commands, queries
from backend.visits.api.types import Availability, Booking, Hold, HoldReleased, Slot

AvailabilityResult = Annotated[Availability | Problem, strawberry.union("AvailabilityResult")]
VisitResult = Annotated[Booking | Problem, strawberry.union("VisitResult")]
HoldSlotResult = Annotated[Hold | Problem, strawberry.union("HoldSlotResult")]
ReleaseHoldResult = Annotated[HoldReleased | Problem, strawberry.union("ReleaseHoldResult")]
BookVisitResult = Annotated[Booking | Problem, strawberry.union("BookVisitResult")]
CancelVisitResult = Annotated[Booking | Problem, strawberry.union("CancelVisitResult")]
AnswerVisitResult = Annotated[Booking | Problem, strawberry.union("AnswerVisitResult")]

FirstDay = Annotated[date, strawberry.argument(name="from")]
LastDay = Annotated[date, strawberry.argument(name="to", description="At most 62 days later.")]


@strawberry.type
class FamilyQuery:
    @strawberry.field(description="The slots where the inmate is, for these people together.")
    async def availability(
        self,
        info: Info,
        inmate_id: UUID,
        first_on: FirstDay,
        last_on: LastDay,
        visitor_ids: Annotated[
            list[UUID] | None,
            strawberry.argument(description="Left out: for anyone of your list alone."),
        ] = None,
    ) -> AvailabilityResult:
        async with info.context.read() as tx:
            offers = await queries.availability(
                tx,
                info.context.family,
                inmate_id=inmate_id,
                visitor_ids=visitor_ids,
                first_on=first_on,
                last_on=last_on,
                now=info.context.now,
            )
        language = info.context.actor.language
        return Availability(slots=[Slot.of(offer, language) for offer in offers])

    @strawberry.field(description="Your visits, the latest day first.")
    async def my_visits(
        self, info: Info, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Booking]:
        page = queries.VISITS.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.my_visits(tx, info.context.family, page, info.context.now)
        return queries.VISITS.connection(
            rows, page, key=lambda row: (row["visit_on"], row["id"]), node=_node(info)
        )

    @strawberry.field(
        description="Your visits that are not over, the soonest first; of those that were called"
        " off, the ones that you did not call off yourself, until their day is over."
    )
    async def next_visits(
        self, info: Info, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Booking]:
        page = queries.NEXT.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.next_visits(tx, info.context.family, page, info.context.now)
        return queries.NEXT.connection(
            rows, page, key=lambda row: (row["starts_at"], row["id"]), node=_node(info)
        )

    @strawberry.field(description="One of your visits.")
    async def visit(self, info: Info, id: UUID) -> VisitResult:
        return await _booking(info, id)

    @strawberry.field(description="One of your visits, by the reference that is read aloud.")
    async def visit_by_reference(self, info: Info, reference: str) -> VisitResult:
        async with info.context.read() as tx:
            row = await queries.visit_by_reference(
                tx, info.context.family, reference, info.context.now
            )
        return Booking.of(row, info.context.actor.language)


@strawberry.type
class FamilyMutation:
    @strawberry.mutation(description="Keep places for ten minutes; gives a former hold back.")
    async def hold_slot(
        self,
        info: Info,
        slot_id: UUID,
        inmate_id: UUID,
        visitor_ids: list[UUID],
        request_id: UUID,
    ) -> HoldSlotResult:
        answer = await commands.hold_slot(
            info.context.family,
            request_id,
            slot_id=slot_id,
            inmate_id=inmate_id,
            visitor_ids=visitor_ids,
            now=info.context.now,
        )
        return Hold.of(answer)

    @strawberry.mutation(description="Give a hold back before it expires.")
    async def release_hold(self, info: Info, hold_id: UUID, request_id: UUID) -> ReleaseHoldResult:
        answer = await commands.release_hold(
            info.context.family, request_id, hold_id=hold_id, now=info.context.now
        )
        return HoldReleased.of(answer)

    @strawberry.mutation(description="Book a slot for a party, on a hold or without one.")
    async def book_visit(
        self,
        info: Info,
        slot_id: UUID,
        inmate_id: UUID,
        visitor_ids: list[UUID],
        request_id: UUID,
        hold_id: UUID | None = None,
    ) -> BookVisitResult:
        answer = await commands.book_visit(
            info.context.family,
            request_id,
            slot_id=slot_id,
            inmate_id=inmate_id,
            visitor_ids=visitor_ids,
            hold_id=hold_id,
            now=info.context.now,
        )
        return await _booking(info, UUID(answer["id"]))

    @strawberry.mutation(description="Call one of your visits off; its places are free at once.")
    async def cancel_visit(
        self, info: Info, booking_id: UUID, request_id: UUID
    ) -> CancelVisitResult:
        answer = await commands.cancel_visit(
            info.context.family, request_id, booking_id=booking_id, now=info.context.now
        )
        return await _booking(info, UUID(answer["id"]))

    @strawberry.mutation(
        description="Say whether you come. That you do not keeps your places: cancelVisit gives them to others."
    )
    async def answer_visit(
        self, info: Info, booking_id: UUID, coming: bool, request_id: UUID
    ) -> AnswerVisitResult:
        answer = await commands.answer_visit(
            info.context.family,
            request_id,
            booking_id=booking_id,
            coming=coming,
            now=info.context.now,
        )
        return await _booking(info, UUID(answer["id"]))


def _node(info: Info) -> Callable[[asyncpg.Record], Booking]:
    language = info.context.actor.language
    return lambda row: Booking.of(row, language)


async def _booking(info: Info, booking_id: UUID) -> Booking:
    async with info.context.read() as tx:
        row = await queries.visit(tx, info.context.family, booking_id, info.context.now)
    return Booking.of(row, info.context.actor.language)


QUERY_RULES: dict[str, Rule] = {
    "availability": FAMILY,
    "my_visits": FAMILY,
    "next_visits": FAMILY,
    "visit": FAMILY,
    "visit_by_reference": FAMILY,
}
MUTATION_RULES: dict[str, Rule] = {
    "hold_slot": FAMILY,
    "release_hold": FAMILY,
    "book_visit": FAMILY,
    "cancel_visit": FAMILY,
    "answer_visit": FAMILY,
}
