"""A family signs in, and its devices come to be trusted."""

from typing import Annotated
from uuid import UUID

import strawberry

from backend.core.actor import Anonymous
from backend.core.errors import Code
from backend.gql.access import FAMILY, FAMILY_EVEN_PROVISIONAL, PUBLIC, Rule
from backend.gql.context import Info
from backend.gql.pacing import paced
from backend.gql.problems import Problem
from backend.identity import commands, queries
from backend.identity.api.types import (
    DeviceRecovered,
    DeviceSession,
    SignedIn,
    SignInChallenge,
    Tokens,
)
from backend.identity.limits import LIMITS

RequestSignInCodeResult = Annotated[
    SignInChallenge | Problem, strawberry.union("RequestSignInCodeResult")
]
ConfirmSignInCodeResult = Annotated[SignedIn | Problem, strawberry.union("ConfirmSignInCodeResult")]
RefreshSessionResult = Annotated[Tokens | Problem, strawberry.union("RefreshSessionResult")]
ApproveDeviceResult = Annotated[DeviceSession | Problem, strawberry.union("ApproveDeviceResult")]
UseRecoveryCodeResult = Annotated[
    DeviceRecovered | Problem, strawberry.union("UseRecoveryCodeResult")
]

MUTATION_RULES: dict[str, Rule] = {
    "request_sign_in_code": PUBLIC,
    "confirm_sign_in_code": PUBLIC,
    "refresh_session": PUBLIC,
    "approve_device": FAMILY,
    "use_recovery_code": FAMILY_EVEN_PROVISIONAL,
}


@strawberry.type
class FamiliesMutation:
    @strawberry.mutation(description="Send a code to a mobile of Peru, whoever has it.")
    async def request_sign_in_code(
        self, info: Info, phone: str, device: str, request_id: UUID
    ) -> RequestSignInCodeResult:
        async with paced(LIMITS.request_code_pace):
            answer = await commands.request_sign_in_code(
                anybody(info), request_id, phone=phone, device=device, now=info.context.now
            )
        return SignInChallenge.of(answer)

    @strawberry.mutation(description="The code that came opens a session on the same device.")
    async def confirm_sign_in_code(
        self,
        info: Info,
        challenge_id: UUID,
        code: str,
        device: str,
        request_id: UUID,
        device_label: str | None = None,
    ) -> ConfirmSignInCodeResult:
        async with paced(LIMITS.confirm_code_pace):
            answer = await commands.confirm_sign_in_code(
                anybody(info),
                request_id,
                challenge_id=challenge_id,
                code=code,
                device=device,
                device_label=device_label,
                now=info.context.now,
            )
        return SignedIn.of(answer, info.context)

    @strawberry.mutation(
        description="The next pair of tokens, once for each refresh token; without one, the cookie's."
    )
    async def refresh_session(
        self, info: Info, device: str, request_id: UUID, refresh_token: str | None = None
    ) -> RefreshSessionResult:
        keeper = info.context.keeper
        presented, request = keeper.presented(refresh_token, request_id)
        with keeper.forgetting(Code.SESSION_ENDED):
            answer = await commands.refresh_session(
                anybody(info),
                request,
                refresh_token=presented,
                device=device,
                now=info.context.now,
            )
        return Tokens.of(answer, info.context)

    @strawberry.mutation(description="From a trusted device: let a new one of this account in.")
    async def approve_device(
        self, info: Info, session_id: UUID, request_id: UUID
    ) -> ApproveDeviceResult:
        family, now = info.context.family, info.context.now
        await commands.approve_device(family, request_id, session_id=session_id, now=now)
        async with info.context.read() as tx:
            return DeviceSession.of(await queries.session_by_id(tx, family, session_id))

    @strawberry.mutation(description="On a new device: the printed code makes it a trusted one.")
    async def use_recovery_code(
        self, info: Info, code: str, request_id: UUID
    ) -> UseRecoveryCodeResult:
        answer = await commands.use_recovery_code(
            info.context.family, request_id, code=code, now=info.context.now
        )
        return DeviceRecovered.of(answer)


def anybody(info: Info) -> Anonymous:
    """Signing in is nobody's act yet, whatever token came along."""
    return Anonymous(language=info.context.actor.language)
