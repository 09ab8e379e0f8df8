"""Families with one phone each, written in bulk, and the very bodies that are pushed to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg

from backend.core.actor import System
from backend.core.ids import new_id
from backend.database import transaction
from backend.notifications import commands
from backend.notifications.sending.carrier import Letter, To
from backend.notifications.sending.fcm_messages import message
from backend.sealed import blind_index, seal

BEGUN = datetime(2026, 1, 1, tzinfo=UTC)
ENDS = BEGUN + timedelta(days=3650)


@dataclass(frozen=True)
class Recipient:
    """An account and the address of its phone."""

    account_id: UUID
    device_id: UUID
    address: str


async def recipients(owner: asyncpg.Connection, count: int) -> list[Recipient]:
    """So many families, each signed in on one phone that is pushed to. Addresses are as long as FCM's."""
    made = [Recipient(new_id(), new_id(), f"{new_id().hex * 5}"[:152]) for _ in range(count)]
    sessions, ages = [new_id() for _ in made], (0, BEGUN, BEGUN, ENDS, ENDS)
    await owner.copy_records_to_table(
        "account",
        columns=["id", "phone_cipher", "phone_index", "language", "created_at"],
        records=[
            (each.account_id, b"x", blind_index("bench", each.address), "es", BEGUN)
            for each in made
        ],
    )
    await owner.copy_records_to_table(
        "session",
        columns=[
            *("id", "account_id", "device_index", "device_label", "language", "provisional"),
            *("generation", "created_at", "refreshed_at", "expires_at", "ends_at"),
        ],
        records=[
            (session, each.account_id, each.device_id.bytes, "x", "es", False, *ages)
            for session, each in zip(sessions, made, strict=True)
        ],
    )
    await owner.copy_records_to_table(
        "push_device",
        columns=[
            *("id", "account_id", "session_id", "kind", "value_cipher", "value_index"),
            *("state", "registered_at", "last_seen_at"),
        ],
        records=[
            (each.device_id, each.account_id, session, "fcm_token", *_kept(each))
            for session, each in zip(sessions, made, strict=True)
        ],
    )
    # or at night everything would wait for the morning
    await owner.execute("update account set quiet_from = null, quiet_to = null")
    await owner.execute("vacuum analyze")
    return made


def _kept(each: Recipient) -> tuple[object, ...]:
    sealed = seal("push_device.value", each.device_id, each.address)
    return sealed, blind_index("push_device", each.address), "active", BEGUN, BEGUN


async def tell(told: Sequence[Recipient], kind: str, now: datetime) -> str:
    """One act that tells them all, in one transaction; answers its cause."""
    cause = str(new_id())
    owed = [
        commands.Owed(
            account_id=each.account_id,
            facts={"booking_id": cause, "visit_on": "2026-03-07"},
            dedupe_key=f"{cause} {each.account_id}",
            expires_at=now + timedelta(days=1),
            act_by=now,
        )
        for each in told
    ]
    async with transaction(System()) as tx:
        await commands.tell_all(tx, kind, owed, now=now, cause=cause)
    return cause


def bodies(sent_to: Sequence[Recipient], kind: str, urgency: str, now: datetime) -> list[bytes]:
    """What the product sends them, made by its own hand beforehand."""
    ends = now + timedelta(days=1)
    made = []
    for each in sent_to:
        to = To(each.address, "fcm_token", each.device_id)
        letter = Letter(
            *(each.device_id, each.account_id, 1, 0, "push", kind, urgency, "es", False, False),
            *("0" * 24, ends, ends, (to,)),
        )
        made.append(message(letter, to, now))
    return made
