"""Staff sign in, step up, vouch for a phone at the desk, and appoint colleagues."""

from typing import Annotated
from uuid import UUID

import strawberry

from backend.core.actor import Role
from backend.core.documents import DocumentKind
from backend.gql.access import PUBLIC, STAFF, Rule, posted_as
from backend.gql.context import Info
from backend.gql.pacing import paced
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.identity import commands, queries
from backend.identity.api.families import anybody
from backend.identity.api.types import (
    DeviceVouched,
    RoleGrant,
    StaffDisabled,
    SteppedUp,
    Tokens,
)
from backend.identity.limits import LIMITS

SignInStaffResult = Annotated[Tokens | Problem, strawberry.union("SignInStaffResult")]
StepUpResult = Annotated[SteppedUp | Problem, strawberry.union("StepUpResult")]
VouchForDeviceResult = Annotated[DeviceVouched | Problem, strawberry.union("VouchForDeviceResult")]
GrantRoleResult = Annotated[RoleGrant | Problem, strawberry.union("GrantRoleResult")]
EndRoleResult = Annotated[RoleGrant | Problem, strawberry.union("EndRoleResult")]
DisableStaffResult = Annotated[StaffDisabled | Problem, strawberry.union("DisableStaffResult")]

APPOINTS = posted_as(Role.ADMINISTRATOR, Role.DIRECTOR)
APPOINTS_STEPPED_UP = posted_as(Role.ADMINISTRATOR, Role.DIRECTOR, step_up=True)

QUERY_RULES: dict[str, Rule] = {"roles_at": APPOINTS}
MUTATION_RULES: dict[str, Rule] = {
    "sign_in_staff": PUBLIC,
    "step_up": STAFF,
    "vouch_for_device": posted_as(Role.VISITS_REGISTRAR, step_up=True),
    "grant_role": APPOINTS_STEPPED_UP,
    "end_role": APPOINTS_STEPPED_UP,
    "disable_staff": APPOINTS_STEPPED_UP,
}


@strawberry.type
class StaffQuery:
    @strawberry.field(description="Who serves at an establishment as what, newest first.")
    async def roles_at(
        self, info: Info, establishment_id: str, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[RoleGrant]:
        page = queries.ROLES.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.roles_at(tx, info.context.staff, establishment_id, page)
        return queries.ROLES.connection(
            rows, page, key=lambda row: (row["granted_at"], row["id"]), node=RoleGrant.of
        )


@strawberry.type
class StaffMutation:
    @strawberry.mutation(
        description="Document, password and the authenticator's code. One session at a time."
    )
    async def sign_in_staff(
        self,
        info: Info,
        document_kind: DocumentKind,
        document_number: str,
        password: str,
        totp: str,
        device: str,
        request_id: UUID,
        device_label: str | None = None,
        new_password: str | None = None,
    ) -> SignInStaffResult:
        async with paced(LIMITS.staff_pace):
            answer = await commands.sign_in_staff(
                anybody(info),
                request_id,
                document_kind=document_kind,
                document_number=document_number,
                password=password,
                totp=totp,
                device=device,
                device_label=device_label,
                new_password=new_password,
                now=info.context.now,
            )
        return Tokens.of(answer, info.context)

    @strawberry.mutation(description="The authenticator's code opens sensitive acts for a while.")
    async def step_up(self, info: Info, totp: str, request_id: UUID) -> StepUpResult:
        answer = await commands.step_up(
            info.context.staff, request_id, totp=totp, now=info.context.now
        )
        return SteppedUp.of(answer)

    @strawberry.mutation(
        description="At the desk, with the person's document seen: trust the phone that shows this code."
    )
    async def vouch_for_device(
        self, info: Info, establishment_id: str, phone: str, device_code: str, request_id: UUID
    ) -> VouchForDeviceResult:
        answer = await commands.vouch_for_device(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            phone=phone,
            code=device_code,
            now=info.context.now,
        )
        return DeviceVouched(session_id=UUID(str(answer["session_id"])))

    @strawberry.mutation(description="Give a colleague a role at one's own establishment.")
    async def grant_role(
        self,
        info: Info,
        document_kind: DocumentKind,
        document_number: str,
        establishment_id: str,
        role: Role,
        request_id: UUID,
    ) -> GrantRoleResult:
        answer = await commands.grant_role(
            info.context.staff,
            request_id,
            document_kind=document_kind,
            document_number=document_number,
            establishment_id=establishment_id,
            role=role,
            now=info.context.now,
        )
        return await _grant(info, UUID(str(answer["grant_id"])))

    @strawberry.mutation(description="End a colleague's role, from the next request on.")
    async def end_role(self, info: Info, grant_id: UUID, request_id: UUID) -> EndRoleResult:
        await commands.end_role(
            info.context.staff, request_id, grant_id=grant_id, now=info.context.now
        )
        return await _grant(info, grant_id)

    @strawberry.mutation(description="Close a colleague's way in, from the next request on.")
    async def disable_staff(
        self, info: Info, staff_id: UUID, request_id: UUID
    ) -> DisableStaffResult:
        await commands.disable_staff(
            info.context.staff, request_id, staff_id=staff_id, now=info.context.now
        )
        return StaffDisabled(staff_id=staff_id)


async def _grant(info: Info, grant_id: UUID) -> RoleGrant:
    async with info.context.read() as tx:
        return RoleGrant.of(await queries.role_by_id(tx, info.context.staff, grant_id))
