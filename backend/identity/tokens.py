"""Tokens of a session: derived from its id, its generation and the deployment's secret; only digests are stored."""

from base64 import urlsafe_b64encode
from datetime import datetime
from typing import Literal
from uuid import UUID

import asyncpg

from backend.core.actor import Actor, Family, Role, Staff
from backend.core.ids import ALPHABET
from backend.database import connectionless
from backend.sealed import keyed_digest

Kind = Literal["access", "refresh"]
KINDS: tuple[Kind, Kind] = ("access", "refresh")

_LONGEST = 100
_RECOVERY_SIGNS = 16
_DEVICE_CODE_SIGNS = 6

_ACTOR = "select * from actor_of_token($1, $2)"


def token(kind: Kind, session_id: UUID, generation: int) -> str:
    """256 bits as 43 signs, the same each time: an answer that was lost can be given again."""
    bits = keyed_digest(f"token {kind}", session_id.bytes + generation.to_bytes(4))
    return urlsafe_b64encode(bits).decode().rstrip("=")


def token_digest(said: str) -> bytes:
    """What is stored of a token. Keyed: whoever may write to the database cannot plant one of their own."""
    return keyed_digest("token", said[:_LONGEST].encode())


def recovery_code(account_id: UUID, generation: int) -> str:
    """Eighty bits to print and keep, such as `K7MP-3QX9-…`; a new one for each that is used."""
    bits = keyed_digest("recovery code", account_id.bytes + generation.to_bytes(4))
    signs = _signs(bits, _RECOVERY_SIGNS)
    return "-".join(signs[at : at + 4] for at in range(0, _RECOVERY_SIGNS, 4))


def recovery_digest(account_id: UUID, said: str) -> bytes:
    """What is stored of a recovery code; blanks, dashes and lower case are forgiven."""
    signs = "".join(sign for sign in said[:_LONGEST].upper() if sign.isalnum())
    return keyed_digest("recovery", account_id.bytes + signs.encode())


def device_code(session_id: UUID) -> str:
    """Six signs by which a person at the desk, or at the old phone, recognises the new one."""
    return _signs(keyed_digest("device code", session_id.bytes), _DEVICE_CODE_SIGNS)


async def find_actor(said: str, now: datetime) -> Actor | None:
    """Who holds an access token now; None when it is unknown, expired or ended. Looked up at every request."""
    rows = await connectionless(_ACTOR, token_digest(said), now)
    return _actor(rows[0]) if rows else None


def _actor(row: asyncpg.Record) -> Actor:
    if row["account_id"] is not None:
        return Family(
            language=row["language"],
            account_id=row["account_id"],
            session_id=row["session_id"],
            provisional=row["provisional"],
        )
    return Staff(
        language=row["language"],
        staff_id=row["staff_id"],
        session_id=row["session_id"],
        roles=frozenset(_posting(each) for each in row["roles"]),
        stepped_up_until=row["stepped_up_until"],
    )


def _posting(text: str) -> tuple[str, Role]:
    establishment_id, role = text.split(" ")
    return establishment_id, Role(role)


def _signs(bits: bytes, count: int) -> str:
    return "".join(ALPHABET[byte % len(ALPHABET)] for byte in bits[:count])
