"""Who is told what another account is told, in the schema."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.notifications import commands, queries
from backend.notifications.api.types import Ended, Helper, HelperInvitation, Helpers

InviteHelperResult = Annotated[HelperInvitation | Problem, strawberry.union("InviteHelperResult")]
AcceptHelpingResult = Annotated[Helper | Problem, strawberry.union("AcceptHelpingResult")]
EndHelpingResult = Annotated[Ended | Problem, strawberry.union("EndHelpingResult")]

QUERY_RULES: dict[str, Rule] = {"helpers": FAMILY}
MUTATION_RULES: dict[str, Rule] = {
    "invite_helper": FAMILY,
    "accept_helping": FAMILY,
    "end_helping": FAMILY,
}


@strawberry.type
class HelpersQuery:
    @strawberry.field(description="Whom the account helps, and who helps it.")
    async def helpers(self, info: Info) -> Helpers:
        async with info.context.read() as tx:
            return Helpers.of(await queries.helpers(tx, info.context.family))


@strawberry.type
class HelpersMutation:
    @strawberry.mutation(
        description="A code, good for a day, for somebody who shall be told of this account's visits too."
    )
    async def invite_helper(self, info: Info, request_id: UUID) -> InviteHelperResult:
        answer = await commands.invite_helper(info.context.family, request_id, now=info.context.now)
        return HelperInvitation(
            code=commands.spoken_helper_code(UUID(answer["id"])),
            expires_at=datetime.fromisoformat(answer["expires_at"]),
        )

    @strawberry.mutation(
        description="With the code of somebody: be told of their visits. They are told that one is."
    )
    async def accept_helping(self, info: Info, code: str, request_id: UUID) -> AcceptHelpingResult:
        family = info.context.family
        answer = await commands.accept_helping(family, request_id, code=code, now=info.context.now)
        async with info.context.read() as tx:
            return Helper.of(await queries.helper_by_id(tx, family, UUID(answer["id"])))

    @strawberry.mutation(description="Either side ends it, from this moment on.")
    async def end_helping(self, info: Info, helper_id: UUID, request_id: UUID) -> EndHelpingResult:
        await commands.end_helping(
            info.context.family, request_id, helper_id=helper_id, now=info.context.now
        )
        return Ended(id=helper_id)
