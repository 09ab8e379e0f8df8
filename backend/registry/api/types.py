"""GraphQL types of people and places that other slices point to."""

from datetime import date
from typing import Self
from uuid import UUID

import asyncpg
import strawberry

import backend.gql.enums  # noqa: F401 - declares DocumentKind for every slice
from backend.core.clock import lima_day
from backend.core.custody import EventKind, Regime, Stage, Status
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship
from backend.gql.context import Info
from backend.registry import queries
from backend.registry.queries import VisitorView
from backend.registry.rules.people import Capacity, ConsentHow, Sex
from backend.registry.rules.restrictions import RestrictionKind, RestrictionReason
from backend.registry.rules.ties import Decision, EndReason, TieReason, TieState

for _word in (
    EventKind,
    Regime,
    Stage,
    Kinship,
    Capacity,
    ConsentHow,
    Sex,
    RestrictionKind,
    RestrictionReason,
    EndReason,
    TieReason,
    TieState,
):
    strawberry.enum(_word)
strawberry.enum(Decision, name="TieDecision")
strawberry.enum(Status, name="CustodyStatus")


@strawberry.type(description="A prison.")
class Establishment:
    id: str
    name: str
    department: str
    province: str | None
    district: str | None
    sex_held: str = strawberry.field(description="Whom it holds: M, F or mixed.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            name=row["name"],
            department=row["department"],
            province=row["province"],
            district=row["district"],
            sex_held=row["sex_held"],
        )


@strawberry.type(
    description="A person held, as their family sees them: no regime, stage or offence."
)
class Inmate:
    id: UUID
    given_names: str
    surnames: str

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(id=row["id"], given_names=row["given_names"], surnames=row["surnames"])

    @strawberry.field(description="Where they are; during a move, where they were.")
    async def establishment(self, info: Info) -> Establishment | None:
        told = info.context.loader(queries.told_establishments)
        place = await told.load((self.id, lima_day(info.context.now)))
        return await establishment_of(info, place)


@strawberry.type(description="A person on an account's list.")
class Visitor:
    id: UUID
    capacity: Capacity
    guardian_id: UUID | None = strawberry.field(description="The adult a minor comes under.")
    given_names: str
    surnames: str
    sex: Sex
    born_on: date
    nationality: str
    document_kind: DocumentKind
    document_ending: str = strawberry.field(description="The last signs of the number.")
    document_valid_until: date | None
    called_off: int | None = strawberry.field(
        description="In the answer of `updateVisitor`: visits that this called off. Otherwise null.",
        default=None,
    )

    @classmethod
    def of(cls, view: VisitorView, called_off: int | None = None) -> Self:
        return cls(
            id=view.id,
            capacity=Capacity(view.capacity),
            guardian_id=view.guardian_id,
            given_names=view.given_names,
            surnames=view.surnames,
            sex=Sex(view.sex),
            born_on=view.born_on,
            nationality=view.nationality,
            document_kind=DocumentKind(view.document_kind),
            document_ending=view.document_ending,
            document_valid_until=view.document_valid_until,
            called_off=called_off,
        )


async def establishment_of(info: Info, establishment_id: str | None) -> Establishment | None:
    """The establishment with this id, through the request's loader; None for none."""
    if establishment_id is None:
        return None
    row = await info.context.loader(queries.establishments_by_id).load(establishment_id)
    return Establishment.of(row) if row else None


async def inmate_of(info: Info, inmate_id: UUID | None) -> Inmate | None:
    """The inmate with this id, through the request's loader, when this actor may see them."""
    if inmate_id is None:
        return None
    row = await info.context.loader(queries.inmates_by_id).load(inmate_id)
    return Inmate.of(row) if row else None


async def visitor_of(info: Info, visitor_id: UUID) -> Visitor | None:
    """The visitor with this id, through the request's loader, when this actor may see them."""
    view = await info.context.loader(queries.visitors_by_id).load(visitor_id)
    return Visitor.of(view) if view else None
