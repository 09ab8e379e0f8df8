"""What comes back of text messages: each report once, and what a family answers to the number it has."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

from backend.database import Connection
from backend.identity import queries as identity
from backend.notifications.commands.telling import Owed, tell
from backend.notifications.kinds import KINDS
from backend.notifications.rules.replies import Reply, meant_by
from backend.sealed import keyed_digest

Answering = Callable[[Connection, UUID, datetime], Awaitable[object]]
"""What becomes of "I am coming": given the account and the time, as System; may run twice."""

REPORTS_KEPT = timedelta(days=1)
"""Longer than a signature is good for."""

TOLD_FOR = timedelta(days=30)

_FORGET = "delete from gateway_report where received_at < $1"
_FIRST = "insert into gateway_report (id, received_at) values ($1, $2) on conflict do nothing returning id"
_COUNT = """
insert into carrier_answer (carrier, outcome, answers) values ($1, $2, 1)
on conflict (carrier, outcome) do update set answers = carrier_answer.answers + 1
"""
_NO_MORE = """
insert into notice_choice (account_id, kind, channel, choice)
select $1, kind, 'sms', 'never' from unnest($2::text[]) as kind
on conflict (account_id, kind, channel) do update set choice = 'never'
"""


async def take_receipt(
    tx: Connection, gateway: str, message: str, came_to: str, now: datetime
) -> None:
    """Count what came of a message: delivered, failed or bad_number. Nothing is sent again for it."""
    if await _first_time(tx, f"{gateway} receipt {came_to} {message}", now):
        await tx.execute(_COUNT, gateway, f"receipt_{came_to}")


async def take_answer(
    tx: Connection,
    gateway: str,
    message: str,
    number: str,
    text: str,
    *,
    answering: Answering,
    now: datetime,
) -> None:
    """Do what the family of `number` means by `text`, once a message. Neither is kept."""
    if not await _first_time(tx, f"{gateway} incoming {message}", now):
        return
    reply = meant_by(text)
    await tx.execute(_COUNT, gateway, f"incoming_{reply}")
    for account_id in await identity.accounts_of_number(tx, number):
        if reply is Reply.STOP:
            await _end_texts(tx, account_id, message, now)
        elif reply is Reply.COMING:
            await answering(tx, account_id, now)
        elif reply is Reply.NOT_COMING:
            await _say(tx, account_id, "how_to_cancel", message, now)


async def _first_time(tx: Connection, what: str, now: datetime) -> bool:
    await tx.execute(_FORGET, now - REPORTS_KEPT)
    key = UUID(bytes=keyed_digest("gateway report", what.encode())[:16])
    return await tx.fetchval(_FIRST, key, now) is not None


async def _end_texts(tx: Connection, account_id: UUID, message: str, now: datetime) -> None:
    await tx.execute(_NO_MORE, account_id, [kind.name for kind in KINDS.values() if not kind.fixed])
    await _say(tx, account_id, "texts_ended", message, now)


async def _say(tx: Connection, account_id: UUID, kind: str, message: str, now: datetime) -> None:
    key = keyed_digest("gateway report", message.encode()).hex()[:32]
    owed = Owed(
        account_id=account_id,
        facts={},
        dedupe_key=f"{kind} {account_id} {key}",
        expires_at=now + TOLD_FOR,
    )
    await tell(tx, kind, owed, now=now)
