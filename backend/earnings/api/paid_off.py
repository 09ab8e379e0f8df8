"""GraphQL of reparations that a month paid off: the law has whoever pays told at once (D.S. 025-2017-JUS art. 53.2)."""

from datetime import date
from typing import Self
from uuid import UUID

import asyncpg
import strawberry

from backend.earnings.access import OFFICE
from backend.earnings.queries import paid_off as queries
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection


@strawberry.type(description="A civil reparation of which nothing is owed since a statement.")
class PaidReparation:
    statement_id: UUID
    inmate_id: UUID
    given_names: str | None
    surnames: str | None
    last_paid: int = strawberry.field(description="Céntimos, the last of it.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**row)


@strawberry.type
class PaidOffQuery:
    @strawberry.field(
        description="Reparations that the month of a day paid off, for whoever pays to be told. The look is kept."
    )
    async def paid_reparations(
        self,
        info: Info,
        establishment_id: str,
        month: date,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[PaidReparation]:
        page = queries.PAID_OFF.page(first, after)
        context = info.context
        async with context.read() as tx:
            rows = await queries.paid_reparations(
                tx, context.staff, establishment_id, month.replace(day=1), page, context.now
            )
        return queries.PAID_OFF.connection(
            rows, page, key=lambda row: (row["statement_id"],), node=PaidReparation.of
        )


QUERY_RULES: dict[str, Rule] = {"paid_reparations": posted_as(*OFFICE)}
