"""GraphQL of who is held: how an office finds a person, what happened to them, and who is tied to them."""

from datetime import date, datetime
from typing import Self
from uuid import UUID

import asyncpg
import strawberry

from backend.core.actor import Role
from backend.core.custody import EventKind, Regime, Stage, Status
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.registry import queries
from backend.registry.queries import FoundView, InmateTieView
from backend.registry.rules.people import Capacity


@strawberry.type(description="A person in custody at an establishment, for its office.")
class InmateFound:
    id: UUID
    given_names: str
    surnames: str
    register_number: str
    born_year: int | None
    pavilion: str | None
    regime: Regime
    stage: Stage | None
    status: Status
    held: bool = strawberry.field(description="Inside, and so to be visited.")
    since: date = strawberry.field(description="The day of the status.")

    @classmethod
    def of(cls, view: FoundView) -> Self:
        row = view.row
        return cls(
            id=row["id"],
            given_names=row["given_names"],
            surnames=row["surnames"],
            register_number=view.register_number,
            born_year=row["born_year"],
            pavilion=row["pavilion"],
            regime=Regime(row["regime"]),
            stage=row["stage"] and Stage(row["stage"]),
            status=Status(row["status"]),
            held=row["status"] == Status.HELD,
            since=row["status_on"],
        )


@strawberry.type(description="Something that happened to a person's custody.")
class CustodyEvent:
    id: UUID
    kind: EventKind
    effective_on: date
    recorded_at: datetime
    establishment: str = strawberry.field(description="Where; of a transfer, whence.")
    to_establishment: str | None = strawberry.field(description="Of a transfer, where to.")
    pavilion: str | None
    regime: Regime | None
    stage: Stage | None
    until: date | None = strawberry.field(description="The last day of an outing.")
    secret_until: date | None = strawberry.field(
        description="The family is not told before this day."
    )

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            kind=EventKind(row["kind"]),
            effective_on=row["effective_on"],
            recorded_at=row["recorded_at"],
            establishment=row["establishment"],
            to_establishment=row["to_establishment"],
            pavilion=row["pavilion"],
            regime=row["regime"] and Regime(row["regime"]),
            stage=row["stage"] and Stage(row["stage"]),
            until=row["until"],
            secret_until=row["secret_until"],
        )


@strawberry.type(description="A building of an establishment.")
class Pavilion:
    id: UUID
    name: str
    sex_held: str | None = strawberry.field(description="F or M; null where it is not known.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(id=row["id"], name=row["name"], sex_held=row["sex_held"])


@strawberry.type(description="A confirmed tie of an inmate, with the whole document to compare.")
class InmateTie:
    id: UUID
    version: int
    kinship: Kinship
    confirmed_at: datetime
    capacity: Capacity
    given_names: str
    surnames: str
    document_kind: DocumentKind
    document_number: str

    @classmethod
    def of(cls, view: InmateTieView) -> Self:
        row = view.row
        return cls(
            id=row["id"],
            version=row["version"],
            kinship=Kinship(row["kinship"]),
            confirmed_at=row["decided_at"],
            capacity=Capacity(row["capacity"]),
            given_names=row["given_names"],
            surnames=row["surnames"],
            document_kind=DocumentKind(row["document_kind"]),
            document_number=view.document_number,
        )


@strawberry.type
class HeldQuery:
    @strawberry.field(
        description="Who is in custody here and is called so: a register number, or the beginnings"
        " of names, three letters at least. The look is written down."
    )
    async def inmates(
        self,
        info: Info,
        establishment_id: str,
        matching: str,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[InmateFound]:
        context, page = info.context, queries.FOUND.page(first, after)
        async with context.read() as tx:
            views = await queries.inmates(
                tx, context.staff, establishment_id, matching, page, context.now
            )
        return queries.FOUND.connection(
            views,
            page,
            key=lambda view: (view.row["name_key"], view.row["id"]),
            node=InmateFound.of,
        )

    @strawberry.field(description="A person in custody here, by id. The look is written down.")
    async def inmate(self, info: Info, establishment_id: str, inmate_id: UUID) -> InmateFound:
        context = info.context
        async with context.read() as tx:
            view = await queries.inmate(tx, context.staff, establishment_id, inmate_id, context.now)
        return InmateFound.of(view)

    @strawberry.field(
        description="What happened to a person who is here, newest first. The look is written down."
    )
    async def custody_events(
        self,
        info: Info,
        establishment_id: str,
        inmate_id: UUID,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[CustodyEvent]:
        context, page = info.context, queries.EVENTS.page(first, after)
        async with context.read() as tx:
            rows = await queries.custody_events(
                tx, context.staff, establishment_id, inmate_id, page, context.now
            )
        return queries.EVENTS.connection(
            rows,
            page,
            key=lambda row: (row["effective_on"], row["recorded_no"]),
            node=CustodyEvent.of,
        )

    @strawberry.field(description="The buildings of an establishment, by name.")
    async def pavilions(
        self, info: Info, establishment_id: str, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Pavilion]:
        context, page = info.context, queries.PAVILIONS.page(first, after)
        async with context.read() as tx:
            rows = await queries.pavilions(tx, context.staff, establishment_id, page)
        return queries.PAVILIONS.connection(
            rows, page, key=lambda row: (row["name"], row["id"]), node=Pavilion.of
        )

    @strawberry.field(
        description="Confirmed ties of a person who is here, newest first. The look is written down."
    )
    async def inmate_ties(
        self,
        info: Info,
        establishment_id: str,
        inmate_id: UUID,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[InmateTie]:
        context, page = info.context, queries.INMATE_TIES.page(first, after)
        async with context.read() as tx:
            views = await queries.inmate_ties(
                tx, context.staff, establishment_id, inmate_id, page, context.now
            )
        return queries.INMATE_TIES.connection(
            views,
            page,
            key=lambda view: (view.row["asked_at"], view.row["id"]),
            node=InmateTie.of,
        )


_OFFICE = posted_as(Role.VISITS_REGISTRAR, Role.DIRECTOR)
_FINDERS = posted_as(
    Role.VISITS_REGISTRAR, Role.DIRECTOR, Role.WORK_CHIEF, Role.PROGRAMME_COORDINATOR
)
QUERY_RULES: dict[str, Rule] = {
    **dict.fromkeys(("inmate", "inmates"), _FINDERS),
    **dict.fromkeys(("custody_events", "pavilions", "inmate_ties"), _OFFICE),
}
