"""GraphQL of establishments: the same answer for everybody who is signed in."""

from typing import Annotated

import strawberry

from backend.gql.access import TRUSTED, Rule
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.registry import queries
from backend.registry.api.types import Establishment

EstablishmentResult = Annotated[Establishment | Problem, strawberry.union("EstablishmentResult")]


@strawberry.type
class PlacesQuery:
    @strawberry.field(description="All establishments, by name; the phone may keep them for a day.")
    async def establishments(
        self, info: Info, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Establishment]:
        page = queries.ESTABLISHMENTS.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.establishments(tx, info.context.actor, page)
        return queries.ESTABLISHMENTS.connection(
            rows, page, key=lambda row: (row["name"], row["id"]), node=Establishment.of
        )

    @strawberry.field(description="One establishment.")
    async def establishment(self, info: Info, id: str) -> EstablishmentResult:
        async with info.context.read() as tx:
            row = await queries.establishment(tx, info.context.actor, id)
        return Establishment.of(row)


QUERY_RULES: dict[str, Rule] = {"establishments": TRUSTED, "establishment": TRUSTED}
