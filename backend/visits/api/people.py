"""GraphQL of changes to people and ties that may call off visits."""

from collections.abc import Mapping
from typing import Annotated, Any, Self
from uuid import UUID

import strawberry

from backend.core.actor import Role
from backend.gql.access import FAMILY, Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.registry import queries
from backend.registry.api import CorrectionInput, Visitor
from backend.registry.commands import EndReason
from backend.visits import commands


@strawberry.type(description="A person was taken off the list.")
class VisitorRemoved:
    visitor_id: UUID
    called_off: int = strawberry.field(description="Visits that this called off.")

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(visitor_id=UUID(answer["id"]), called_off=answer["called_off"])


@strawberry.type(description="A request or tie has ended.")
class TieEnded:
    tie_id: UUID
    called_off: int = strawberry.field(description="Visits that this called off.")

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(tie_id=UUID(answer["id"]), called_off=answer["called_off"])


UpdateVisitorResult = Annotated[Visitor | Problem, strawberry.union("UpdateVisitorResult")]
RemoveVisitorResult = Annotated[VisitorRemoved | Problem, strawberry.union("RemoveVisitorResult")]
WithdrawTieResult = Annotated[TieEnded | Problem, strawberry.union("WithdrawTieResult")]
EndTieResult = Annotated[TieEnded | Problem, strawberry.union("EndTieResult")]


@strawberry.type
class PeopleMutation:
    @strawberry.mutation(
        description="Put right what was typed. The office confirms ties anew when names, sex or"
        " birthday change, and visits booked on them are called off."
    )
    async def update_visitor(
        self, info: Info, visitor_id: UUID, correction: CorrectionInput, request_id: UUID
    ) -> UpdateVisitorResult:
        context = info.context
        answer = await commands.update_visitor(
            context.family,
            request_id,
            visitor_id=visitor_id,
            correction=correction.correction(),
            now=context.now,
        )
        async with context.read() as tx:
            view = await queries.my_visitor(tx, context.family, visitor_id)
        return Visitor.of(view, answer["called_off"])

    @strawberry.mutation(
        description="Take a person off the list; their ties end, and the visits they were going to."
    )
    async def remove_visitor(
        self, info: Info, visitor_id: UUID, request_id: UUID
    ) -> RemoveVisitorResult:
        context = info.context
        answer = await commands.remove_visitor(
            context.family, request_id, visitor_id=visitor_id, now=context.now
        )
        return VisitorRemoved.of(answer)

    @strawberry.mutation(description="End one's own request or tie, and the visits booked on it.")
    async def withdraw_tie(self, info: Info, tie_id: UUID, request_id: UUID) -> WithdrawTieResult:
        context = info.context
        answer = await commands.withdraw_tie(
            context.family, request_id, tie_id=tie_id, now=context.now
        )
        return TieEnded.of(answer)

    @strawberry.mutation(description="End a confirmed tie, and the visits booked on it.")
    async def end_tie(
        self, info: Info, tie_id: UUID, version: int, reason: EndReason, request_id: UUID
    ) -> EndTieResult:
        context = info.context
        answer = await commands.end_tie(
            context.staff,
            request_id,
            tie_id=tie_id,
            version=version,
            reason=reason,
            now=context.now,
        )
        return TieEnded.of(answer)


MUTATION_RULES: dict[str, Rule] = {
    "update_visitor": FAMILY,
    "remove_visitor": FAMILY,
    "withdraw_tie": FAMILY,
    "end_tie": posted_as(Role.VISITS_REGISTRAR, Role.DIRECTOR),
}
