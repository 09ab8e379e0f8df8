"""Owing a notice, and taking one back: rows of the transaction that changed something. Nothing is sent from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.database import Connection

_TELL = "select notice_tell($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
_AT_ONCE = 5000
"""Notices that one statement writes: a crowd in one would outlast the time a statement has."""

_WITHDRAW = "select notice_withdraw($1, $2, $3, $4)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One notice owed to one account. `facts` are ids and days, never words about a person.

    Of all notices with one `dedupe_key` only the first is written. `tell_from`: None means at once.
    `subject`: what it is about (`visit:<id>`), so that a later fact can withdraw it; None: nothing will.
    `act_by`: when the family must act on it; None: it can wait until the quiet hours are over.
    `send_until`: nothing is sent after it, though the inbox says it until `expires_at`; None: as long as that.
    """

    account_id: UUID
    facts: Mapping[str, object]
    dedupe_key: str
    expires_at: datetime
    tell_from: datetime | None = None
    subject: str | None = None
    act_by: datetime | None = None
    send_until: datetime | None = None


async def tell(
    tx: Connection, kind: str, owed: Owed, *, now: datetime, urgent: bool = False
) -> None:
    """Owe one notice. `urgent`: more so than its kind is."""
    await tell_all(tx, kind, [owed], now=now, urgent=urgent)


async def tell_all(
    tx: Connection,
    kind: str,
    owed: Sequence[Owed],
    *,
    now: datetime,
    cause: str | None = None,
    urgent: bool = False,
) -> None:
    """Owe many notices of one kind, all or none; `cause` names the act that tells them all."""
    for first in range(0, len(owed), _AT_ONCE):
        await _tell(tx, kind, owed[first : first + _AT_ONCE], now, cause, urgent)


async def _tell(
    tx: Connection,
    kind: str,
    owed: Sequence[Owed],
    now: datetime,
    cause: str | None,
    urgent: bool,
) -> None:
    await tx.execute(
        _TELL,
        [each.account_id for each in owed],
        kind,
        [dict(each.facts) for each in owed],
        [each.dedupe_key for each in owed],
        now,
        [each.tell_from or now for each in owed],
        [each.expires_at for each in owed],
        [each.subject for each in owed],
        [each.act_by for each in owed],
        cause,
        urgent,
        [each.send_until for each in owed],
    )


async def withdraw(
    tx: Connection,
    subjects: Sequence[str],
    reason: str,
    *,
    now: datetime,
    but: Sequence[str] = (),
) -> int:
    """Take back every notice about these subjects except the kinds in `but`; answers how many.

    What was not sent stays unsent, what may be on a screen is taken off it, and the inbox says so.
    """
    taken: int = await tx.fetchval(_WITHDRAW, list(subjects), reason, now, list(but))
    return taken
