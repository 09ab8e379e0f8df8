"""Families and staff who sign in the way people do: by what came to the phone, and by an authenticator."""

import hashlib
import itertools
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from backend.core.actor import Anonymous, Family, Role, Staff, System
from backend.core.documents import DocumentKind
from backend.database import reading, transaction
from backend.identity import commands, queries
from backend.identity.tokens import find_actor, token
from backend.identity.totp import code_at

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PASSWORD = "tres gatos en el techo"
SOMEBODY = Anonymous(language="es")

_numbers = itertools.count(50_000)
_documents = itertools.count(500_000)

Answer = dict[str, Any]


def phone() -> str:
    """A number that no other test of this run uses."""
    return f"+51900{next(_numbers):06d}"


def device(name: str = "first") -> str:
    """The secret of a device, the same for the same name."""
    return hashlib.sha256(name.encode()).hexdigest()[:32]


async def asked(number: str, name: str = "first", *, now: datetime = NOW) -> UUID:
    """The challenge after a device asked for a code."""
    answer = await commands.request_sign_in_code(
        SOMEBODY, uuid4(), phone=number, device=device(name), now=now
    )
    return UUID(answer["challenge_id"])


async def code_sent_to(number: str) -> str:
    """The six digits of the newest message to a number."""
    async with reading(System()) as tx:
        bodies = [each.body for each in await queries.outbox(tx) if each.phone == number]
    return "".join(sign for sign in bodies[0] if sign.isdigit())


async def confirmed(
    challenge: UUID, code: str, name: str = "first", *, now: datetime = NOW, **more: Any
) -> Answer:
    """What the command answers to a code."""
    return await commands.confirm_sign_in_code(
        more.pop("actor", SOMEBODY),
        more.pop("request", uuid4()),
        challenge_id=challenge,
        code=code,
        device=device(name),
        now=now,
        **more,
    )


async def signed_in(number: str, name: str = "first", *, now: datetime = NOW) -> Answer:
    """A device that asked for a code and typed it."""
    challenge = await asked(number, name, now=now)
    return await confirmed(challenge, await code_sent_to(number), name, now=now)


def access(answer: Answer) -> str:
    return token("access", UUID(answer["session_id"]), answer["generation"])


def refresh(answer: Answer) -> str:
    return token("refresh", UUID(answer["session_id"]), answer["generation"])


async def actor(answer: Answer, now: datetime = NOW) -> Family | Staff | None:
    """Who the access token of an answer belongs to at a moment."""
    return await find_actor(access(answer), now)


async def family(number: str | None = None, name: str = "first", now: datetime = NOW) -> Family:
    """A family signed in on a device."""
    found = await actor(await signed_in(number or phone(), name, now=now), now)
    assert isinstance(found, Family)
    return found


async def refreshed(
    refresh_token: str, name: str = "first", *, now: datetime, request: UUID | None = None
) -> Answer:
    return await commands.refresh_session(
        SOMEBODY, request or uuid4(), refresh_token=refresh_token, device=device(name), now=now
    )


async def establishment(owner: asyncpg.Connection, slug: str = "huaraz") -> str:
    await owner.execute(
        "insert into establishment (id, name, office, department, sex_held)"
        " values ($1, $2, 'norte', 'Áncash', 'mixed') on conflict do nothing",
        slug,
        slug.title(),
    )
    return slug


async def employed(
    owner: asyncpg.Connection, *roles: Role, at: str = "huaraz", password: str | None = PASSWORD
) -> tuple[UUID, str, commands.AddedStaff]:
    """A member of staff: id, DNI, and what was shown when they were added."""
    await establishment(owner, at)
    number = f"{next(_documents):08d}"
    async with transaction(System()) as tx:
        added = await commands.add_staff(
            tx,
            System(),
            document_kind=DocumentKind.DNI,
            document_number=number,
            name="Rosa Quispe Huamán",
            roles=[(at, role) for role in roles],
            now=NOW - timedelta(days=1),
            password=password,
            totp_secret=SECRET,
        )
    return added.staff_id, number, added


async def staff_answer(number: str, *, now: datetime = NOW, **changed: Any) -> Answer:
    """What signing in with document, password and the authenticator's code answers."""
    facts: dict[str, Any] = {
        "document_kind": DocumentKind.DNI,
        "document_number": number,
        "password": PASSWORD,
        "totp": code_at(SECRET, now),
        "device": device("desk"),
        "now": now,
    } | changed
    return await commands.sign_in_staff(SOMEBODY, facts.pop("request", uuid4()), **facts)


async def staff(
    owner: asyncpg.Connection,
    *roles: Role,
    at: str = "huaraz",
    now: datetime = NOW,
    stepped_up: bool = False,
) -> Staff:
    """A member of staff who is signed in."""
    _, number, _ = await employed(owner, *roles, at=at)
    answer = await staff_answer(number, now=now, device=device(number))
    if stepped_up:
        await owner.execute(
            "update session set stepped_up_until = $2 where id = $1",
            UUID(answer["session_id"]),
            now + timedelta(minutes=5),
        )
    found = await actor(answer, now)
    assert isinstance(found, Staff)
    return found
