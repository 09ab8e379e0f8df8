"""GraphQL types of an office's programmes and events."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self, cast
from uuid import UUID

import asyncpg
import strawberry
from strawberry.scalars import JSON

from backend.core.money import soles
from backend.programmes.api.inputs import shown
from backend.programmes.api.posters import EventPoster
from backend.programmes.queries import preview
from backend.programmes.rules.differing import Difference
from backend.programmes.rules.vocabulary import (
    Audience,
    ChangeKind,
    ClashKind,
    DateState,
    DraftState,
    EventKind,
    EventState,
    Part,
)
from backend.registry.api import Inmate


@strawberry.type(description="A stretch of a programme; both days are of it.")
class Season:
    id: UUID
    title: str
    first_on: date
    last_on: date

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            id=UUID(row["id"]),
            title=row["title"],
            first_on=date.fromisoformat(row["first_on"]),
            last_on=date.fromisoformat(row["last_on"]),
        )


@strawberry.type(description="Who contributes to a programme.")
class Partner:
    name: str
    kind: str
    contribution: str
    worth: str | None = strawberry.field(
        description="In soles, as people write it; null: not valued."
    )
    note: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        worth = row["worth"]
        return cls(**{**row, "worth": None if worth is None else soles(worth)})


@strawberry.type(description="A standing activity, such as recitals.")
class Programme:
    id: UUID
    title: str
    summary: str
    national: bool = strawberry.field(description="Of the whole institute.")
    source: str
    seasons: list[Season]
    partners: list[Partner]

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            title=row["title"],
            summary=row["summary"],
            national=row["national"],
            source=row["source"],
            seasons=[Season.of(each) for each in row["seasons"]],
            partners=[Partner.of(each) for each in row["partners"]],
        )


@strawberry.type(description="A day that matters when an activity is planned.")
class CalendarDay:
    on: date
    name: str
    confirmed: bool = strawberry.field(description="A source says so.")
    source: str

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            on=row["on_day"], name=row["name"], confirmed=row["confirmed"], source=row["source"]
        )


@strawberry.type(description="An event in its office's list.")
class OfficeEvent:
    id: UUID
    programme_id: UUID
    programme: str
    state: EventState
    title: str = strawberry.field(
        description="Of the draft where there is one, else of what was released."
    )
    kind: EventKind
    audience: Audience
    next_at: datetime | None = strawberry.field(
        description="The first date that is not over and not off."
    )
    dates: int = strawberry.field(description="Those that are not off.")
    draft: DraftState | None
    going: int = strawberry.field(description="Households with places at dates that are not over.")
    waiting: int = strawberry.field(description="Households that wait for places at those.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            programme_id=row["programme_id"],
            programme=row["programme"],
            state=EventState(row["state"]),
            title=row["title"],
            kind=EventKind(row["kind"]),
            audience=Audience(row["audience"]),
            next_at=row["next_at"],
            dates=row["dates"],
            draft=row["draft"] and DraftState(row["draft"]),
            going=row["going"],
            waiting=row["waiting"],
        )


@strawberry.type(description="One date, with how many come.")
class OfficeDate:
    id: UUID
    key: str = strawberry.field(description="The day for which it was first planned.")
    starts_at: datetime
    ends_at: datetime
    state: DateState
    why: str | None
    going_adults: int
    going_children: int
    waiting: int = strawberry.field(description="Households.")
    offered: int = strawberry.field(description="Households.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**{**row, "state": DateState(row["state"])})


@strawberry.type(description="What somebody is writing of an event.")
class EventDraft:
    version: int
    state: DraftState
    content: JSON = strawberry.field(description="In the shape of EventInput.")
    edited_at: datetime
    edited_by: str | None
    submitted_by: str | None
    returned_why: str | None

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        content = cast(JSON, shown(row["content"]))
        return cls(**{**row, "state": DraftState(row["state"]), "content": content})


@strawberry.type(description="One version of an event as it was released.")
class EventReleased:
    no: int
    released_at: datetime
    released_by: str | None
    told: int = strawberry.field(description="Households.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**row)


@strawberry.type(description="An event with all that its office knows of it.")
class OfficeEventWhole:
    id: UUID
    establishment_id: strawberry.ID
    programme_id: UUID
    season_id: UUID | None
    state: EventState
    content: JSON | None = strawberry.field(
        description="What is released, in the shape of EventInput; null: nothing yet."
    )
    draft: EventDraft | None
    releases: list[EventReleased] = strawberry.field(description="The last one first.")
    dates: list[OfficeDate]
    posters: list[EventPoster] = strawberry.field(
        description="Pictures that were sent for it, the last one first; `content.poster` names the one it shows."
    )

    @classmethod
    def of(cls, whole: Mapping[str, Any]) -> Self:
        draft = whole["draft"]
        return cls(
            id=whole["id"],
            establishment_id=strawberry.ID(whole["establishment_id"]),
            programme_id=whole["programme_id"],
            season_id=whole["season_id"],
            state=EventState(whole["state"]),
            content=cast(JSON | None, shown(whole["content"])),
            draft=draft and EventDraft.of(draft),
            releases=[EventReleased.of(row) for row in whole["releases"]],
            dates=[OfficeDate.of(row) for row in whole["dates"]],
            posters=[EventPoster.of(row) for row in whole["posters"]],
        )


@strawberry.type(description="What a release would do to one date.")
class DateChange:
    key: str
    kind: ChangeKind
    was_at: datetime | None = strawberry.field(description="As it is now; null: it is new.")
    will_be_at: datetime | None = strawberry.field(description="As it will be; null: it goes.")
    why: str
    households: int = strawberry.field(description="With a live answer to it.")

    @classmethod
    def of(cls, difference: Difference) -> Self:
        goes = difference.kind is ChangeKind.CANCELLED
        return cls(
            key=difference.key,
            kind=difference.kind,
            was_at=difference.was.starts_at if difference.was else None,
            will_be_at=None if goes else difference.will_be.starts_at,
            why=difference.will_be.why or "",
            households=difference.households,
        )


FEWEST_SAID = 5
"""Fewer households than these are not counted out: who has somebody inside is not told by a preview."""


@strawberry.type(description="How many households read a language; those of 5 or more alone.")
class LanguageCount:
    language: str
    households: int


@strawberry.type(description="Something else of one of its days.")
class Clash:
    kind: ClashKind
    on: date
    words: str = strawberry.field(description="Hours, a title, or the name of the day.")


@strawberry.type(
    description="What a release would do: what differs, what else is on, and who is told."
)
class ReleasePreview:
    first: bool = strawberry.field(description="Nothing was released before.")
    fields: list[str] = strawberry.field(description="Of the event itself, those that differ.")
    dates: list[DateChange]
    households: int | None = strawberry.field(
        description="All who will be told, each once; null: fewer than 5."
    )
    languages: list[LanguageCount]
    clashes: list[Clash]
    visits_off: int | None = strawberry.field(
        description="Visits booked that the release would call off; null: fewer than 5, but some."
    )

    @classmethod
    def of(cls, found: preview.Preview) -> Self:
        told = sum(row["households"] for row in found.languages)
        return cls(
            first=found.plan.first,
            fields=list(found.plan.fields),
            dates=[DateChange.of(each) for each in found.plan.dates],
            households=told if told >= FEWEST_SAID else None,
            languages=[
                LanguageCount(**row) for row in found.languages if row["households"] >= FEWEST_SAID
            ],
            clashes=[Clash(kind=each.kind, on=each.on, words=each.words) for each in found.clashes],
            visits_off=None if 0 < found.visits_off < FEWEST_SAID else found.visits_off,
        )


@strawberry.type(description="Somebody who takes part, or whose relatives are invited.")
class EventPerson:
    id: UUID
    inmate: Inmate
    part: Part
    named_at: datetime
    consent_act: str | None = strawberry.field(
        description="The number of the paper by which they agreed; null: none."
    )

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            inmate=Inmate(
                id=row["inmate_id"], given_names=row["given_names"], surnames=row["surnames"]
            ),
            part=Part(row["part"]),
            named_at=row["named_at"],
            consent_act=row["consent_act"],
        )


@strawberry.type(description="What was written, and the version of its draft; null: there is none.")
class EventChanged:
    id: UUID
    version: int | None

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=UUID(str(answer["id"])), version=answer["version"])


@strawberry.type(description="A release, and how many households were told.")
class EventWasReleased:
    id: UUID
    no: int
    told: int

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=UUID(str(answer["id"])), no=answer["no"], told=answer["told"])


@strawberry.type(description="What was called off, and how many households were told.")
class EventsCancelled:
    events: int
    dates: int
    told: int


@strawberry.type(description="How many people were named, or are no more.")
class Named:
    named: int
