"""GraphQL of what is paid off: the reparation, old contributions, savings."""

from typing import Annotated, Self
from uuid import UUID

import strawberry

from backend.earnings.queries import progress as queries
from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem


@strawberry.type(description="A reparation and how far it is paid, in céntimos.")
class ReparationProgress:
    total: int
    paid_before: int = strawberry.field(description="Before this service counted.")
    withheld: int
    left: int


@strawberry.type(
    description="The contribution: withheld in all, and old ones by parts. In céntimos."
)
class ContributionProgress:
    withheld: int
    owed: int = strawberry.field(description="Of old contributions, as agreed; 0: none.")
    paid: int
    left: int
    parts_left: int = strawberry.field(description="Monthly parts that are not paid whole yet.")
    debt: int = strawberry.field(
        description="Owed of old contributions in all, agreed on or not: while it is, nothing is certified."
    )


@strawberry.type(description="What a person's work has paid off, as statements tell.")
class EarningsProgress:
    reparation: ReparationProgress | None = strawberry.field(description="Null: none is set.")
    contribution: ContributionProgress
    savings: int = strawberry.field(
        description="Céntimos put aside in all; what became of them is not told here."
    )

    @classmethod
    def of(cls, found: queries.Progress) -> Self:
        return cls(
            reparation=found.reparation
            and ReparationProgress(**found.reparation._asdict(), left=found.reparation.left),
            contribution=ContributionProgress(
                **found.contribution._asdict(), left=found.contribution.left
            ),
            savings=found.savings,
        )


EarningsProgressResult = Annotated[
    EarningsProgress | Problem, strawberry.union("EarningsProgressResult")
]


@strawberry.type
class ProgressQuery:
    @strawberry.field(
        description="What a person who lets you see deductions has paid off. The look is written down."
    )
    async def earnings_progress(self, info: Info, inmate_id: UUID) -> EarningsProgressResult:
        context = info.context
        found = await queries.earnings_progress(context.family, inmate_id, context.now)
        return EarningsProgress.of(found)


QUERY_RULES: dict[str, Rule] = {"earnings_progress": FAMILY}
