"""GraphQL of what a family is sent."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self
from uuid import UUID

import strawberry

from backend.earnings.api.types import State
from backend.earnings.queries import remittances as queries
from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem


@strawberry.type(description="Money that a person sends you.")
class MyRemittance:
    id: UUID
    amount: int = strawberry.field(description="Céntimos.")
    state: State
    reference: str = strawberry.field(description="To name it at the bank or at the office.")
    asked_on: date
    moved_on: date = strawberry.field(description="Of the state.")

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            id=UUID(row["id"]),
            amount=row["amount"],
            state=State(row["state"]),
            reference=row["reference"],
            asked_on=date.fromisoformat(row["asked_on"]),
            moved_on=date.fromisoformat(row["moved_on"]),
        )


@strawberry.type(description="What a person sends you, newest first.")
class MyRemittances:
    remittances: list[MyRemittance]


MyRemittancesResult = Annotated[MyRemittances | Problem, strawberry.union("MyRemittancesResult")]


@strawberry.type
class ReceivedQuery:
    @strawberry.field(
        description="What a person who lets you see it sends you. The look is written down."
    )
    async def my_remittances(self, info: Info, inmate_id: UUID) -> MyRemittancesResult:
        context = info.context
        rows = await queries.my_remittances(context.family, inmate_id, context.now)
        return MyRemittances(remittances=[MyRemittance.of(row) for row in rows])


QUERY_RULES: dict[str, Rule] = {"my_remittances": FAMILY}
