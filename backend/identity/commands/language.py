"""The language in which a person reads."""

from datetime import datetime

from backend.core.actor import Family, Staff
from backend.core.errors import Code, DomainError
from backend.core.text import LANGUAGES
from backend.database import Connection
from backend.once import once

_OF_SESSION = "update session set language = $2 where id = $1"
_OF_ACCOUNT = "update account set language = $2 where id = $1"
_OF_STAFF = "update staff set language = $2 where id = $1"


@once
async def set_language(
    tx: Connection, actor: Family | Staff, *, language: str, now: datetime
) -> dict[str, str]:
    """For this device, and for messages and new devices: unless the device has yet to be trusted."""
    if language not in LANGUAGES:
        raise DomainError(Code.BAD_INPUT, field="language")
    await tx.execute(_OF_SESSION, actor.session_id, language)
    if isinstance(actor, Staff):
        await tx.execute(_OF_STAFF, actor.staff_id, language)
    elif not actor.provisional:
        await tx.execute(_OF_ACCOUNT, actor.account_id, language)
    return {"language": language}
