"""The code with which a family erases its account, in the schema."""

from typing import Annotated
from uuid import UUID

import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.identity import commands
from backend.identity.api.types import SignInChallenge

RequestErasureCodeResult = Annotated[
    SignInChallenge | Problem, strawberry.union("RequestErasureCodeResult")
]

MUTATION_RULES: dict[str, Rule] = {"request_erasure_code": FAMILY}


@strawberry.type
class ErasingMutation:
    @strawberry.mutation(
        description="Send a code to the account's own phone, for `eraseMyData` and nothing else."
    )
    async def request_erasure_code(self, info: Info, request_id: UUID) -> RequestErasureCodeResult:
        answer = await commands.request_erasure_code(
            info.context.family, request_id, now=info.context.now
        )
        return SignInChallenge.of(answer)
