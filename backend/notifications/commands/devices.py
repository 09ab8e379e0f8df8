"""By which address a phone is pushed to: registered again at every start of the app, forgotten when it is no more."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

import asyncpg

from backend.core.actor import Family
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.sealed import blind_index, seal

LONGEST = 1024
"""Signs. Addresses have about 160, and no word from Google on how many they may have."""

_REGISTER = "select push_device_register($1, $2, $3, $4, $5, $6)"
_FORGET = "select push_device_forget($1, $2)"


class PushKind(StrEnum):
    """What sort of address: FCM's registration token, or the id of an installation."""

    FCM_TOKEN = "fcm_token"
    FCM_INSTALLATION = "fcm_installation"


async def register_push_device(
    actor: Family, request_id: UUID, *, kind: PushKind, value: str, now: datetime
) -> dict[str, str]:
    """Push to this session's phone from now on; whoever had the address before has it no more.

    Raises BAD_INPUT, or SESSION_ENDED when the session was ended meanwhile.
    """
    if not 0 < len(value) <= LONGEST or not value.isascii() or not value.isprintable():
        raise DomainError(Code.BAD_INPUT, field="value")
    try:
        return await _register_push_device(actor, request_id, kind=kind.value, value=value, now=now)
    except asyncpg.InsufficientPrivilegeError as error:
        raise DomainError(Code.SESSION_ENDED) from error


@once
async def _register_push_device(
    tx: Connection, actor: Family, *, kind: str, value: str, now: datetime
) -> dict[str, str]:
    device_id = new_id()
    kept = await tx.fetchval(
        _REGISTER,
        device_id,
        actor.session_id,
        kind,
        seal("push_device.value", device_id, value),
        blind_index("push_device", value),
        now,
    )
    return {"id": str(kept)}


@once
async def forget_push_device(tx: Connection, actor: Family, *, now: datetime) -> dict[str, str]:
    """No pushes to this session's phone any more."""
    await tx.execute(_FORGET, actor.session_id, now)
    return {"forgotten_at": now.isoformat()}
