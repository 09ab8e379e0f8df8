"""GraphQL of an office's programmes and events: what is planned, what a release would do, and who does it."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.programmes.access import RELEASERS, WRITERS
from backend.programmes.api.inputs import EventInput
from backend.programmes.api.office_types import (
    CalendarDay,
    EventChanged,
    EventPerson,
    EventsCancelled,
    EventWasReleased,
    Named,
    OfficeEvent,
    OfficeEventWhole,
    Programme,
    ReleasePreview,
)
from backend.programmes.commands import drafting, naming, planning, releasing
from backend.programmes.queries import office, preview
from backend.programmes.queries import planning as plans
from backend.programmes.rules.vocabulary import Part

EventChangedResult = Annotated[EventChanged | Problem, strawberry.union("EventChangedResult")]
ReleaseEventResult = Annotated[EventWasReleased | Problem, strawberry.union("ReleaseEventResult")]
CancelAllEventsResult = Annotated[
    EventsCancelled | Problem, strawberry.union("CancelAllEventsResult")
]
NameForEventResult = Annotated[Named | Problem, strawberry.union("NameForEventResult")]


@strawberry.type
class PlanningQuery:
    @strawberry.field(description="An establishment's programmes that go on, and the institute's.")
    async def programmes(self, info: Info, establishment_id: str) -> list[Programme]:
        async with info.context.read() as tx:
            rows = await plans.programmes(tx, info.context.staff, establishment_id)
        return [Programme.of(row) for row in rows]

    @strawberry.field(description="Feasts and days of the institute, both ends included.")
    async def calendar_days(
        self, info: Info, from_: Annotated[date, strawberry.argument(name="from")], to: date
    ) -> list[CalendarDay]:
        async with info.context.read() as tx:
            rows = await plans.calendar_days(tx, from_, to)
        return [CalendarDay.of(row) for row in rows]

    @strawberry.field(
        description="Events with a draft or a date to come, the next first; `past`: those without."
    )
    async def office_events(
        self,
        info: Info,
        establishment_id: str,
        past: bool = False,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[OfficeEvent]:
        keyset = office.PAST if past else office.COMING
        page = keyset.page(first, after)
        async with info.context.read() as tx:
            rows = await office.office_events(
                tx, info.context.staff, establishment_id, page, past=past, now=info.context.now
            )
        return keyset.connection(
            rows, page, key=lambda row: (row["sorted_at"], row["id"]), node=OfficeEvent.of
        )

    @strawberry.field(description="An event with its draft, its releases and its dates.")
    async def office_event(self, info: Info, id: UUID) -> OfficeEventWhole:
        async with info.context.read() as tx:
            whole = await office.office_event_whole(tx, info.context.staff, id)
        return OfficeEventWhole.of(whole)

    @strawberry.field(description="What releasing the draft would do, and how many it tells.")
    async def release_preview(self, info: Info, event_id: UUID) -> ReleasePreview:
        async with info.context.read() as tx:
            found = await preview.release_preview(
                tx, info.context.staff, event_id, now=info.context.now
            )
        return ReleasePreview.of(found)

    @strawberry.field(description="Who is named with an event; every look is kept.")
    async def event_people(self, info: Info, event_id: UUID) -> list[EventPerson]:
        async with info.context.read() as tx:
            rows = await office.event_people(tx, info.context.staff, event_id, now=info.context.now)
        return [EventPerson.of(row) for row in rows]


@strawberry.type
class PlanningMutation:
    @strawberry.mutation(description="Add a programme of your establishment.")
    async def add_programme(
        self, info: Info, establishment_id: str, title: str, summary: str, request_id: UUID
    ) -> EventChangedResult:
        answer = await planning.add_programme(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            title=title,
            summary=summary,
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(description="Add a season of a programme; both days are of it.")
    async def add_season(
        self,
        info: Info,
        establishment_id: str,
        programme_id: UUID,
        title: str,
        first_on: date,
        last_on: date,
        request_id: UUID,
    ) -> EventChangedResult:
        answer = await planning.add_season(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            programme_id=programme_id,
            title=title,
            first_on=first_on,
            last_on=last_on,
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(description="Begin an event; families see nothing of it yet.")
    async def draft_event(
        self,
        info: Info,
        establishment_id: str,
        programme_id: UUID,
        content: EventInput,
        request_id: UUID,
        season_id: UUID | None = None,
    ) -> EventChangedResult:
        answer = await drafting.draft_event(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            programme_id=programme_id,
            season_id=season_id,
            content=content.content(),
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(
        description="Write over the draft of `version`; version 0 begins one of a released event, whose last release "
        "was `releaseNo` when it was read."
    )
    async def edit_event(
        self,
        info: Info,
        event_id: UUID,
        version: int,
        content: EventInput,
        request_id: UUID,
        release_no: int | None = None,
    ) -> EventChangedResult:
        answer = await drafting.edit_event(
            info.context.staff,
            request_id,
            event_id=event_id,
            version=version,
            release_no=release_no,
            content=content.content(),
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(description="Throw the draft away; what was released stays.")
    async def discard_draft(
        self, info: Info, event_id: UUID, version: int, request_id: UUID
    ) -> EventChangedResult:
        answer = await drafting.discard_draft(
            info.context.staff,
            request_id,
            event_id=event_id,
            version=version,
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(description="Ask a director to release the draft.")
    async def submit_event(
        self, info: Info, event_id: UUID, version: int, request_id: UUID
    ) -> EventChangedResult:
        answer = await drafting.submit_event(
            info.context.staff,
            request_id,
            event_id=event_id,
            version=version,
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(description="Go on writing what was sent to the director.")
    async def take_back_event(
        self, info: Info, event_id: UUID, version: int, request_id: UUID
    ) -> EventChangedResult:
        answer = await drafting.take_back_event(
            info.context.staff,
            request_id,
            event_id=event_id,
            version=version,
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(description="Give a draft back to who wrote it, saying why.")
    async def return_event(
        self, info: Info, event_id: UUID, version: int, why: str, request_id: UUID
    ) -> EventChangedResult:
        answer = await drafting.return_event(
            info.context.staff,
            request_id,
            event_id=event_id,
            version=version,
            why=why,
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(description="Let families read it, and tell those whom it concerns.")
    async def release_event(
        self, info: Info, event_id: UUID, version: int, request_id: UUID
    ) -> ReleaseEventResult:
        answer = await releasing.release_event(
            info.context.staff,
            request_id,
            event_id=event_id,
            version=version,
            now=info.context.now,
        )
        return EventWasReleased.of(answer)

    @strawberry.mutation(
        description="Call off every date to come of an establishment, and tell all who answered."
    )
    async def cancel_all_events(
        self, info: Info, establishment_id: str, why: str, request_id: UUID
    ) -> CancelAllEventsResult:
        answer = await releasing.cancel_all_events(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            why=why,
            now=info.context.now,
        )
        return EventsCancelled(**answer)

    @strawberry.mutation(description="Name people who take part, or whose relatives are invited.")
    async def name_for_event(
        self,
        info: Info,
        event_id: UUID,
        inmate_ids: list[UUID],
        part: Part,
        request_id: UUID,
        consent_act: str | None = None,
    ) -> NameForEventResult:
        answer = await naming.name_for_event(
            info.context.staff,
            request_id,
            event_id=event_id,
            inmate_ids=inmate_ids,
            part=part,
            consent_act=consent_act,
            now=info.context.now,
        )
        return Named(**answer)

    @strawberry.mutation(description="Name somebody no more; answers through them end.")
    async def unname_for_event(
        self, info: Info, event_person_id: UUID, request_id: UUID
    ) -> NameForEventResult:
        answer = await naming.unname_for_event(
            info.context.staff,
            request_id,
            event_person_id=event_person_id,
            now=info.context.now,
        )
        return Named(**answer)


_WRITERS, _RELEASERS = posted_as(*WRITERS), posted_as(*RELEASERS)
QUERY_RULES: dict[str, Rule] = {
    "programmes": _WRITERS,
    "calendar_days": _WRITERS,
    "office_events": _WRITERS,
    "office_event": _WRITERS,
    "release_preview": _WRITERS,
    "event_people": _WRITERS,
}
MUTATION_RULES: dict[str, Rule] = {
    "add_programme": _WRITERS,
    "add_season": _WRITERS,
    "draft_event": _WRITERS,
    "edit_event": _WRITERS,
    "discard_draft": _WRITERS,
    "submit_event": _WRITERS,
    "take_back_event": _WRITERS,
    "return_event": _RELEASERS,
    "release_event": _RELEASERS,
    "cancel_all_events": posted_as(*RELEASERS, step_up=True),
    "name_for_event": _WRITERS,
    "unname_for_event": _WRITERS,
}
