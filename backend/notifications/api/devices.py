"""By which address a phone is pushed to, in the schema."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.notifications import commands

PushKind = strawberry.enum(
    commands.PushKind,
    name="PushKind",
    description="A registration token of FCM, or the id of an installation.",
)


@strawberry.type(description="Pushes come to this phone.")
class PushRegistered:
    id: UUID


@strawberry.type(description="No pushes come to this phone any more.")
class PushForgotten:
    forgotten_at: datetime


RegisterPushDeviceResult = Annotated[
    PushRegistered | Problem, strawberry.union("RegisterPushDeviceResult")
]
ForgetPushDeviceResult = Annotated[
    PushForgotten | Problem, strawberry.union("ForgetPushDeviceResult")
]

MUTATION_RULES: dict[str, Rule] = {"register_push_device": FAMILY, "forget_push_device": FAMILY}


@strawberry.type
class DevicesMutation:
    @strawberry.mutation(
        description="At every start of the app, and when the address changes. One phone, one account: the last one."
    )
    async def register_push_device(
        self, info: Info, kind: commands.PushKind, value: str, request_id: UUID
    ) -> RegisterPushDeviceResult:
        answer = await commands.register_push_device(
            info.context.family, request_id, kind=kind, value=value, now=info.context.now
        )
        return PushRegistered(id=UUID(answer["id"]))

    @strawberry.mutation(description="Without signing out. Signing out does the same.")
    async def forget_push_device(self, info: Info, request_id: UUID) -> ForgetPushDeviceResult:
        answer = await commands.forget_push_device(
            info.context.family, request_id, now=info.context.now
        )
        return PushForgotten(forgotten_at=datetime.fromisoformat(answer["forgotten_at"]))
