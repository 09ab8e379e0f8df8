"""What the schema shows of accounts, sessions and roles."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import strawberry

from backend.core.actor import Role
from backend.gql.context import Context
from backend.gql.enums import RoleEnum
from backend.gql.keeper import Token
from backend.identity.api.preferences import Preferences
from backend.identity.queries import SessionRow, Whoami
from backend.identity.tokens import KINDS, device_code, recovery_code, token

__all__ = ["RoleEnum"]


@strawberry.type(description="A code is on its way, if the number is one that can receive it.")
class SignInChallenge:
    challenge_id: UUID
    expires_at: datetime
    resend_after: datetime = strawberry.field(description="Before then, no other code is sent.")

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Self:
        """From what the command remembered."""
        return cls(
            challenge_id=UUID(answer["challenge_id"]),
            expires_at=datetime.fromisoformat(answer["expires_at"]),
            resend_after=datetime.fromisoformat(answer["resend_after"]),
        )


KEPT_BY_BROWSER = "null where the browser keeps it in a cookie that no script reads."


@strawberry.type(
    description="A pair of tokens. The phone or its browser keeps them; here only their digests are."
)
class Tokens:
    session_id: UUID
    access_token: str | None = strawberry.field(
        description=f"For `Authorization: Bearer`; {KEPT_BY_BROWSER}"
    )
    access_expires_at: datetime
    refresh_token: str | None = strawberry.field(
        description=f"Good once, for the next pair; {KEPT_BY_BROWSER}"
    )
    refresh_expires_at: datetime

    @classmethod
    def of(cls, answer: dict[str, Any], context: Context) -> Self:
        """Derived from session and generation: the same for a request that is sent again."""
        session_id, generation = UUID(answer["session_id"]), answer["generation"]
        access, refresh = (
            Token(
                token(kind, session_id, generation),
                datetime.fromisoformat(answer[f"{kind}_expires_at"]),
            )
            for kind in KINDS
        )
        shown = context.keeper.hand_over(access, refresh, now=context.now)
        return cls(
            session_id=session_id,
            access_token=shown[0],
            access_expires_at=access.expires_at,
            refresh_token=shown[1],
            refresh_expires_at=refresh.expires_at,
        )


@strawberry.type(description="A family is signed in.")
class SignedIn:
    tokens: Tokens
    provisional: bool = strawberry.field(
        description="True on a device the account does not know: it must be trusted first."
    )
    device_code: str | None = strawberry.field(
        description="What a provisional device shows to the person at the desk or at the old phone."
    )
    recovery_code: str | None = strawberry.field(
        description="At the very first sign-in, to print and keep: it makes a new device trusted."
    )

    @classmethod
    def of(cls, answer: dict[str, Any], context: Context) -> Self:
        """Tokens and codes are derived, never stored."""
        tokens = Tokens.of(answer, context)
        return cls(
            tokens=tokens,
            provisional=answer["provisional"],
            device_code=device_code(tokens.session_id) if answer["provisional"] else None,
            recovery_code=derived_recovery_code(answer),
        )


@strawberry.type(description="The code is used up; the next one is shown this once.")
class DeviceRecovered:
    recovery_code: str

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Self:
        """The next code, derived."""
        return cls(recovery_code=derived_recovery_code(answer) or "")


@strawberry.type(description="A place where one is signed in.")
class DeviceSession:
    id: UUID
    device_label: str = strawberry.field(description="What its owner calls the device.")
    created_at: datetime
    refreshed_at: datetime
    current: bool
    provisional: bool
    device_code: str | None = strawberry.field(
        description="Of a provisional device: compare it with the new phone before trusting it."
    )

    @classmethod
    def of(cls, row: SessionRow) -> Self:
        """One of one's own sessions."""
        return cls(**row._asdict())


@strawberry.type(description="Sessions that ended.")
class SessionsEnded:
    ended: int


@strawberry.type(description="The session stays; only a refresh opens it again.")
class SessionLocked:
    locked_at: datetime

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Self:
        """When its access tokens ended."""
        return cls(locked_at=datetime.fromisoformat(answer["locked_at"]))


@strawberry.type(description="A role at an establishment.")
class Posting:
    establishment_id: str
    role: Role


@strawberry.type(description="Who asks.")
class Me:
    language: str
    provisional: bool
    device_code: str | None
    name: str | None = strawberry.field(description="Of staff.")
    postings: list[Posting] = strawberry.field(description="Of staff: roles held today.")
    stepped_up_until: datetime | None = strawberry.field(
        description="Of staff: until then, sensitive acts are open."
    )
    preferences: Preferences | None = strawberry.field(
        description="Of a family, on a trusted device."
    )
    phone_ending: str | None = strawberry.field(
        description="Of a family, on a trusted device: the last three digits of its number."
    )

    @classmethod
    def of(cls, row: Whoami) -> Self:
        """The device's view of itself."""
        postings = [Posting(establishment_id=place, role=role) for place, role in row.postings]
        preferences = row.preferences and Preferences.of(row.preferences)
        return cls(**{**row._asdict(), "postings": postings, "preferences": preferences})


@strawberry.type(description="The second factor was shown.")
class SteppedUp:
    until: datetime

    @classmethod
    def of(cls, answer: dict[str, Any]) -> Self:
        """Until when sensitive acts are open."""
        return cls(until=datetime.fromisoformat(answer["until"]))


@strawberry.type(description="A phone at the desk is trusted from now on.")
class DeviceVouched:
    session_id: UUID


@strawberry.type(description="A colleague's role at an establishment.")
class RoleGrant:
    id: UUID
    staff_id: UUID
    name: str
    establishment_id: str
    role: Role
    granted_at: datetime
    ended_at: datetime | None

    @classmethod
    def of(cls, row: Any) -> Self:
        """One grant."""
        return cls(**{**row, "role": Role(row["role"])})


@strawberry.type(description="A colleague who can no longer sign in.")
class StaffDisabled:
    staff_id: UUID


def derived_recovery_code(answer: dict[str, Any]) -> str | None:
    """The code of the generation in the answer, when it has one."""
    generation = answer["recovery_generation"]
    return recovery_code(UUID(answer["account_id"]), generation) if generation else None
