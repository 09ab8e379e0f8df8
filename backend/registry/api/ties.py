"""GraphQL of a family's own ties, requests and claim codes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.core.kinship import Kinship
from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.pacing import paced
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.registry import commands, queries
from backend.registry.api.types import (
    Establishment,
    Inmate,
    Visitor,
    establishment_of,
    inmate_of,
    visitor_of,
)
from backend.registry.rules.ties import Recollection, TieState


@strawberry.input(
    description="What the family knows of the person. Nothing of it is looked up now."
)
class RecollectionInput:
    given_names: str
    surnames: str
    register_number: str | None = None
    born_year: int | None = None

    def recollection(self) -> Recollection:
        return Recollection(**vars(self))


@strawberry.type(description="What the family wrote when it asked.")
class Asked:
    given_names: str
    surnames: str
    born_year: int | None
    establishment_id: strawberry.Private[str]

    @classmethod
    def of(cls, asked: Mapping[str, Any]) -> "Asked | None":
        if "surnames" not in asked:
            return None
        return cls(
            given_names=asked["given_names"],
            surnames=asked["surnames"],
            born_year=asked.get("born_year"),
            establishment_id=asked["establishment_id"],
        )

    @strawberry.field
    async def establishment(self, info: Info) -> Establishment | None:
        return await establishment_of(info, self.establishment_id)


@strawberry.type(description="The bond of a visitor to an inmate, asked for or confirmed.")
class Tie:
    id: UUID
    state: TieState
    kinship: Kinship
    asked_at: datetime
    decided_at: datetime | None
    asked: Asked | None = strawberry.field(description="None for a tie made by a claim code.")
    visitor_id: strawberry.Private[UUID]
    inmate_id: strawberry.Private[UUID | None]

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            state=TieState.shown(row["state"]),
            kinship=Kinship(row["kinship"]),
            asked_at=row["asked_at"],
            decided_at=row["decided_at"],
            asked=Asked.of(row["asked"]),
            visitor_id=row["visitor_id"],
            inmate_id=row["inmate_id"],
        )

    @strawberry.field
    async def visitor(self, info: Info) -> Visitor | None:
        return await visitor_of(info, self.visitor_id)

    @strawberry.field(description="Through a confirmed tie only, and only while held.")
    async def inmate(self, info: Info) -> Inmate | None:
        return await inmate_of(info, self.inmate_id)


@strawberry.type(description="The request was received. Nothing more is said, whoever exists.")
class TieReceived:
    state: TieState = TieState.RECEIVED


RequestTieResult = Annotated[TieReceived | Problem, strawberry.union("RequestTieResult")]
RedeemClaimCodeResult = Annotated[Tie | Problem, strawberry.union("RedeemClaimCodeResult")]


@strawberry.type
class TiesQuery:
    @strawberry.field(description="This account's ties and requests, newest first.")
    async def my_ties(
        self, info: Info, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Tie]:
        page = queries.TIES.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.my_ties(tx, info.context.family, page)
        return queries.TIES.connection(
            rows, page, key=lambda row: (row["asked_at"], row["id"]), node=Tie.of
        )


@strawberry.type
class TiesMutation:
    @strawberry.mutation(description="Ask to be tied to somebody. The answer is always: received.")
    async def request_tie(
        self,
        info: Info,
        visitor_id: UUID,
        establishment_id: str,
        kinship: Kinship,
        inmate: RecollectionInput,
        request_id: UUID,
    ) -> RequestTieResult:
        context = info.context
        async with paced():
            await commands.request_tie(
                context.family,
                request_id,
                visitor_id=visitor_id,
                establishment_id=establishment_id,
                kinship=kinship,
                recollection=inmate.recollection(),
                now=context.now,
            )
        return TieReceived()

    @strawberry.mutation(description="Redeem the code that the office handed over, once.")
    async def redeem_claim_code(
        self, info: Info, visitor_id: UUID, code: str, request_id: UUID
    ) -> RedeemClaimCodeResult:
        context = info.context
        async with paced():
            answer = await commands.redeem_claim_code(
                context.family, request_id, visitor_id=visitor_id, code=code, now=context.now
            )
        async with context.read() as tx:
            row = await queries.my_tie(tx, context.family, UUID(answer["id"]))
        return Tie.of(row)


QUERY_RULES: dict[str, Rule] = {"my_ties": FAMILY}
MUTATION_RULES: dict[str, Rule] = {
    "request_tie": FAMILY,
    "redeem_claim_code": FAMILY,
}
