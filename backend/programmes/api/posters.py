"""GraphQL of posters: as families are told of one, and as an event's office has them. They are sent over plain HTTP."""

from datetime import datetime
from typing import Self
from uuid import UUID

import asyncpg
import strawberry

from backend.gql.context import Info
from backend.programmes.queries.posters import posters_told, shown_poster
from backend.programmes.rules.pictures import ShownPoster


@strawberry.type(description="The picture of an event.")
class Poster:
    alt: str = strawberry.field(description="What it shows, for whoever does not see it.")
    address: str = strawberry.field(
        description="Below the service's own. Put `-<width>.webp` or `-<width>.jpg` behind it; send what you"
        " would send to /graphql, for not everybody may see it."
    )
    widths: list[int] = strawberry.field(description="Pixels across, the smallest first.")
    width: int = strawberry.field(
        description="With `height`: its shape, for the place it will take."
    )
    height: int

    @classmethod
    def of(cls, poster: ShownPoster, language: str) -> Self:
        return cls(
            alt=poster.alt_in(language),
            address=poster.address,
            widths=list(poster.widths),
            width=poster.width,
            height=poster.height,
        )


@strawberry.type(description="What a picture shows, in one language.")
class PosterWords:
    language: str
    alt: str


@strawberry.type(description="A picture that was sent for an event, as its office has it.")
class EventPoster:
    id: UUID
    address: str
    widths: list[int]
    width: int
    height: int
    words: list[PosterWords]
    recognisable: bool = strawberry.field(description="Whether it shows people one would know.")
    consent_act: str | None = strawberry.field(description="The paper by which they agreed.")
    uploaded_at: datetime
    uploaded_by: str | None
    shown_from: int | None = strawberry.field(
        description="The first release that carried it; null: only its office sees it."
    )

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        poster = shown_poster(row)
        return cls(
            id=row["id"],
            address=poster.address,
            widths=list(poster.widths),
            width=poster.width,
            height=poster.height,
            words=[PosterWords(language=each, alt=alt) for each, alt in poster.alt.items()],
            recognisable=row["recognisable"],
            consent_act=row["consent_act"],
            uploaded_at=row["uploaded_at"],
            uploaded_by=row["uploaded_by"],
            shown_from=row["shown_from"],
        )


async def poster_told(info: Info, poster_id: UUID | None) -> Poster | None:
    """The poster that an event names, where whoever asks may see it."""
    if poster_id is None:
        return None
    found = await info.context.loader(posters_told).load((poster_id, info.context.now))
    return Poster.of(found, info.context.actor.language) if found else None
