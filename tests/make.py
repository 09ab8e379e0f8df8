"""`make.x()`: invented rows with defaults, written as the owner. One function a thing."""

import itertools
from datetime import UTC, datetime

import asyncpg

from backend.core.actor import Family
from backend.core.ids import new_id
from backend.sealed import blind_index, seal

EARLY = datetime(2025, 1, 1, tzinfo=UTC)
_numbers = itertools.count(1)


async def family(owner: asyncpg.Connection, *, language: str = "es") -> Family:
    """An account on a trusted device."""
    account_id, number = new_id(), f"+51900{next(_numbers):06d}"
    await owner.execute(
        "insert into account (id, phone_cipher, phone_index, language, created_at)"
        " values ($1, $2, $3, $4, $5)",
        account_id,
        seal("account.phone", account_id, number),
        blind_index("phone", number),
        language,
        EARLY,
    )
    return Family(account_id=account_id, session_id=new_id(), language=language)
