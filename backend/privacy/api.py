"""What a family may ask about its own data, in the schema."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry
from strawberry.scalars import JSON

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.pacing import paced
from backend.gql.problems import Problem
from backend.privacy import commands, queries


@strawberry.type(description="Everything held about an account, to keep.")
class MyData:
    as_of: datetime
    file: JSON = strawberry.field(
        description="Words and values in the reader's language, the newest of each list."
    )


@strawberry.type(description="The account, its people and its number are forgotten.")
class Erased:
    called_off: int = strawberry.field(description="Visits that this called off.")


MyDataResult = Annotated[MyData | Problem, strawberry.union("MyDataResult")]
EraseMyDataResult = Annotated[Erased | Problem, strawberry.union("EraseMyDataResult")]

ERASING = Rule(anonymous=True, family=True)
"""A family; and whoever asks again, with request and code, after its account was erased."""

QUERY_RULES: dict[str, Rule] = {"my_data": FAMILY}
MUTATION_RULES: dict[str, Rule] = {"erase_my_data": ERASING}


@strawberry.type
class PrivacyQuery:
    @strawberry.field(
        description="Everything held about this account, a few times a day. Every file is recorded."
    )
    async def my_data(self, info: Info) -> MyDataResult:
        family, now = info.context.family, info.context.now
        await commands.admit_my_data(family, now=now)
        return MyData(as_of=now, file=JSON(await queries.my_data(family, now)))


@strawberry.type
class PrivacyMutation:
    @strawberry.mutation(
        description="Erase the account with the code of `requestErasureCode`: its visits to come are called off,"
        " every device is signed out, and the number may begin anew. Asked again, it is answered again."
    )
    async def erase_my_data(
        self, info: Info, challenge_id: UUID, code: str, request_id: UUID
    ) -> EraseMyDataResult:
        async with paced():
            answer = await commands.erase_my_data(
                info.context.actor,
                request_id,
                challenge_id=challenge_id,
                code=code,
                now=info.context.now,
            )
        info.context.keeper.forget()
        return Erased(**answer)
