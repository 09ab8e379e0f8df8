"""GraphQL of what families find of events, and of their answers."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.programmes.api import words  # noqa: F401  (declares the enums below)
from backend.programmes.api.posters import Poster, poster_told
from backend.programmes.commands import answering as commands
from backend.programmes.queries import family as queries
from backend.programmes.rules import content as said
from backend.programmes.rules.vocabulary import (
    AnswerEnd,
    AnswerState,
    Audience,
    DateState,
    EventKind,
    Where,
)
from backend.registry.api import Establishment, Inmate
from backend.visits.queries import PlacesLeft


@strawberry.type(description="What guests must know before they leave home.")
class EventEntry:
    arrive_minutes: int = strawberry.field(description="Before the start.")
    documents: str
    dress: str
    bring: str
    forbidden: str
    least_age: int | None

    @classmethod
    def of(cls, entry: said.Entry) -> Self:
        return cls(
            arrive_minutes=entry.arrive_minutes,
            documents=entry.documents,
            dress=entry.dress,
            bring=entry.bring,
            forbidden=entry.forbidden,
            least_age=entry.least_age,
        )


@strawberry.type(description="Whether everybody can take part. Null: nobody said.")
class EventAccess:
    step_free: bool | None
    seats: bool | None
    toilets: bool | None
    sign_language: bool | None
    spoken: list[str] = strawberry.field(description="Languages spoken there.")
    note: str

    @classmethod
    def of(cls, access: said.Access) -> Self:
        return cls(
            step_free=access.step_free,
            seats=access.seats,
            toilets=access.toilets,
            sign_language=access.sign_language,
            spoken=list(access.spoken),
            note=access.note,
        )


@strawberry.type(description="A room inside, a place outside, or a link.")
class EventVenue:
    where: Where
    room: str
    name: str
    address: str
    link: str

    @classmethod
    def of(cls, venue: said.Venue) -> Self:
        return cls(
            where=venue.where,
            room=venue.room,
            name=venue.name,
            address=venue.address,
            link=venue.link,
        )


@strawberry.type(description="One piece that is played, shown or read.")
class EventWork:
    title: str
    author: str


@strawberry.type(description="One household's answer to one date.")
class EventAnswer:
    id: UUID
    state: AnswerState
    ended_why: AnswerEnd | None = strawberry.field(
        description="Your own wish, an offer not taken, the date cancelled; CLOSED for every other reason."
    )
    adults: int
    children: int
    inmate_id: UUID | None = strawberry.field(description="Null: everybody may come.")
    visitor_ids: list[UUID]
    asked_at: datetime
    offered_until: datetime | None = strawberry.field(
        description="Until when an offer holds its places."
    )

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["answer_id"],
            state=AnswerState(row["answer_state"]),
            ended_why=row["answer_why"] and AnswerEnd(row["answer_why"]),
            adults=row["answer_adults"],
            children=row["answer_children"],
            inmate_id=row["answer_inmate"],
            visitor_ids=row["answer_visitors"],
            asked_at=row["answer_asked_at"],
            offered_until=row["answer_offered_until"],
        )


@strawberry.type(
    description="One date of an event, as a family finds it; words are in its language where somebody wrote them."
)
class Happening:
    id: UUID
    event_id: UUID
    kind: EventKind
    audience: Audience
    title: str
    summary: str
    starts_at: datetime
    doors_at: datetime
    ends_at: datetime
    state: DateState
    why: str | None = strawberry.field(description="Why it was postponed or cancelled.")
    establishment: Establishment
    venue: EventVenue
    entry: EventEntry
    access: EventAccess
    works: list[EventWork]
    answers_wanted: bool = strawberry.field(description="Whether families answer at all.")
    answers_until: datetime
    party_adults: int
    party_children: int
    places_left: PlacesLeft | None = strawberry.field(
        description="People for whom there is room, roughly: none, fewer than 10, fewer than 50, or more. Null: there"
        " is no ceiling. A count would tell how large other households are, and when they answer."
    )
    through: list[Inmate] = strawberry.field(
        description="Those through whom this account may come; empty where everybody may."
    )
    answer: EventAnswer | None = strawberry.field(
        description="The account's live answer, else its last one."
    )
    poster_id: strawberry.Private[UUID | None]

    @strawberry.field(description="Its picture; null: none.")
    async def poster(self, info: Info) -> Poster | None:
        return await poster_told(info, self.poster_id)

    @classmethod
    def of(cls, row: asyncpg.Record, language: str) -> Self:
        content = said.from_json(row["content"])
        spoken = queries.said_in(content, language)
        return cls(
            id=row["id"],
            event_id=row["event_id"],
            kind=content.kind,
            audience=content.audience,
            title=spoken.title,
            summary=spoken.summary,
            starts_at=row["starts_at"],
            doors_at=row["doors_at"],
            ends_at=row["ends_at"],
            state=DateState(row["state"]),
            why=row["why"],
            establishment=Establishment(**row["establishment_facts"]),
            venue=EventVenue.of(content.venue),
            entry=EventEntry.of(content.entry),
            access=EventAccess.of(content.access),
            works=[EventWork(title=each.title, author=each.author) for each in content.works],
            answers_wanted=content.answers.wanted,
            answers_until=row["answers_until"],
            party_adults=content.places.party_adults,
            party_children=content.places.party_children,
            places_left=queries.roughly(row["places_left"]),
            through=[_inmate(each) for each in row["through"]],
            answer=EventAnswer.of(row) if row["answer_id"] else None,
            poster_id=UUID(content.poster) if content.poster else None,
        )


AnswerEventResult = Annotated[EventAnswer | Problem, strawberry.union("AnswerEventResult")]


@strawberry.type
class FamilyQuery:
    @strawberry.field(
        description="Dates to come of events this account may come to, soonest first; those"
        " called off stay until they would be over."
    )
    async def whats_on(
        self,
        info: Info,
        first: int = PAGE_SIZE,
        after: str | None = None,
        establishment_id: str | None = None,
        kind: EventKind | None = None,
    ) -> Connection[Happening]:
        page = queries.WHATS_ON.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.whats_on(
                tx,
                info.context.family,
                page,
                establishment_id=establishment_id,
                kind=kind,
                now=info.context.now,
            )
        return queries.WHATS_ON.connection(
            rows, page, key=lambda row: (row["starts_at"], row["id"]), node=_node(info)
        )

    @strawberry.field(description="One of these dates; a past one too, if you answered it.")
    async def happening(self, info: Info, id: UUID) -> Happening:
        return Happening.of(await _happening(info, id), info.context.actor.language)


@strawberry.type
class FamilyMutation:
    @strawberry.mutation(
        description="Say who comes to a date. Without enough places the household waits, and is offered some"
        " in its turn. Other people than said come by withdrawing and answering anew."
    )
    async def answer_event(
        self,
        info: Info,
        occurrence_id: UUID,
        visitor_ids: list[UUID],
        request_id: UUID,
        inmate_id: Annotated[
            UUID | None, strawberry.argument(description="Through whom; null where everybody may.")
        ] = None,
    ) -> AnswerEventResult:
        answer = await commands.answer_event(
            info.context.family,
            request_id,
            occurrence_id=occurrence_id,
            inmate_id=inmate_id,
            visitor_ids=visitor_ids,
            now=info.context.now,
        )
        return await _answer(info, answer["occurrence_id"])

    @strawberry.mutation(
        description="Take your answer back; its places go to whoever waits, at once."
    )
    async def withdraw_answer(
        self, info: Info, answer_id: UUID, request_id: UUID
    ) -> AnswerEventResult:
        answer = await commands.withdraw_answer(
            info.context.family, request_id, answer_id=answer_id, now=info.context.now
        )
        return await _answer(info, answer["occurrence_id"])

    @strawberry.mutation(description="Take the places you were offered, before the offer ends.")
    async def take_offer(self, info: Info, answer_id: UUID, request_id: UUID) -> AnswerEventResult:
        answer = await commands.take_offer(
            info.context.family, request_id, answer_id=answer_id, now=info.context.now
        )
        return await _answer(info, answer["occurrence_id"])


def _node(info: Info) -> Callable[[asyncpg.Record], Happening]:
    language = info.context.actor.language
    return lambda row: Happening.of(row, language)


def _inmate(person: dict[str, str]) -> Inmate:
    return Inmate(
        id=UUID(person["id"]), given_names=person["given_names"], surnames=person["surnames"]
    )


async def _happening(info: Info, occurrence_id: UUID) -> asyncpg.Record:
    async with info.context.read() as tx:
        return await queries.happening(tx, info.context.family, occurrence_id, info.context.now)


async def _answer(info: Info, occurrence_id: str) -> EventAnswer:
    """The account's answer to a date as it stands now."""
    return EventAnswer.of(await _happening(info, UUID(occurrence_id)))


QUERY_RULES: dict[str, Rule] = {"whats_on": FAMILY, "happening": FAMILY}
MUTATION_RULES: dict[str, Rule] = {
    "answer_event": FAMILY,
    "withdraw_answer": FAMILY,
    "take_offer": FAMILY,
}
