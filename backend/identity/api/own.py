"""What everybody signed in may see and do about themselves."""

from typing import Annotated
from uuid import UUID

import strawberry

from backend.core.actor import Family, Staff
from backend.core.errors import Code, DomainError
from backend.gql.access import SIGNED_IN, TRUSTED, Rule
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.identity import commands, queries
from backend.identity.api.types import DeviceSession, Me, SessionLocked, SessionsEnded

MeResult = Annotated[Me | Problem, strawberry.union("MeResult")]
SetLanguageResult = Annotated[Me | Problem, strawberry.union("SetLanguageResult")]
MySessionsResult = Connection[DeviceSession]
EndSessionResult = Annotated[SessionsEnded | Problem, strawberry.union("EndSessionResult")]
EndAllSessionsResult = Annotated[SessionsEnded | Problem, strawberry.union("EndAllSessionsResult")]
LockSessionResult = Annotated[SessionLocked | Problem, strawberry.union("LockSessionResult")]
SignOutResult = Annotated[SessionsEnded | Problem, strawberry.union("SignOutResult")]

QUERY_RULES: dict[str, Rule] = {"me": SIGNED_IN, "my_sessions": TRUSTED}
MUTATION_RULES: dict[str, Rule] = {
    "set_language": SIGNED_IN,
    "lock_session": SIGNED_IN,
    "sign_out": SIGNED_IN,
    "end_session": TRUSTED,
    "end_all_sessions": TRUSTED,
}


@strawberry.type
class OwnQuery:
    @strawberry.field(description="Who asks: language, standing, roles.")
    async def me(self, info: Info) -> MeResult:
        async with info.context.read() as tx:
            return Me.of(await queries.who_am_i(tx, info.context.actor))

    @strawberry.field(description="Where one is signed in, newest first.")
    async def my_sessions(
        self, info: Info, first: int = PAGE_SIZE, after: str | None = None
    ) -> MySessionsResult:
        page = queries.SESSIONS.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.my_sessions(tx, signed_in(info), page, info.context.now)
        return queries.SESSIONS.connection(
            rows, page, key=lambda row: (row.created_at, row.id), node=DeviceSession.of
        )


@strawberry.type
class OwnMutation:
    @strawberry.mutation(description="Read in es, quz, ay or en.")
    async def set_language(self, info: Info, language: str, request_id: UUID) -> SetLanguageResult:
        await commands.set_language(
            signed_in(info), request_id, language=language, now=info.context.now
        )
        async with info.context.read() as tx:
            return Me.of(await queries.who_am_i(tx, info.context.actor))

    @strawberry.mutation(
        description="Lock here: what is open closes, and only a refresh by this device opens it again."
    )
    async def lock_session(self, info: Info, request_id: UUID) -> LockSessionResult:
        answer = await commands.lock_session(signed_in(info), request_id, now=info.context.now)
        info.context.keeper.lock()
        return SessionLocked.of(answer)

    @strawberry.mutation(description="Sign out here. The device stays a trusted one.")
    async def sign_out(self, info: Info, request_id: UUID) -> SignOutResult:
        await commands.sign_out(signed_in(info), request_id, now=info.context.now)
        info.context.keeper.forget()
        return SessionsEnded(ended=1)

    @strawberry.mutation(description="Sign another device out; it must earn its trust again.")
    async def end_session(self, info: Info, session_id: UUID, request_id: UUID) -> EndSessionResult:
        await commands.end_session(
            signed_in(info), request_id, session_id=session_id, now=info.context.now
        )
        return SessionsEnded(ended=1)

    @strawberry.mutation(description="Sign out everywhere; only this device stays a trusted one.")
    async def end_all_sessions(self, info: Info, request_id: UUID) -> EndAllSessionsResult:
        answer = await commands.end_all_sessions(signed_in(info), request_id, now=info.context.now)
        info.context.keeper.forget()
        return SessionsEnded(**answer)


def signed_in(info: Info) -> Family | Staff:
    """The family or member of staff who asks; raises SIGN_IN_NEEDED for anybody else."""
    actor = info.context.actor
    if not isinstance(actor, Family | Staff):
        raise DomainError(Code.SIGN_IN_NEEDED)
    return actor
