"""Owing a notice: a row of the transaction that changed something. Nothing is sent from here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from backend.database import Connection

_TELL = "select notice_tell($1, $2, $3, $4, $5, $6, $7)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One notice owed to one account. `facts` are ids and days, never words about a person.

    Of all notices with one `dedupe_key` only the first is written. `tell_from`: None means at once.
    """

    account_id: UUID
    facts: Mapping[str, object]
    dedupe_key: str
    expires_at: datetime
    tell_from: datetime | None = None


async def tell(
    tx: Connection,
    account_id: UUID,
    kind: str,
    facts: Mapping[str, object],
    *,
    dedupe_key: str,
    now: datetime,
    expires_at: datetime,
    tell_from: datetime | None = None,
) -> None:
    """Owe one notice."""
    owed = Owed(
        account_id=account_id,
        facts=facts,
        dedupe_key=dedupe_key,
        expires_at=expires_at,
        tell_from=tell_from,
    )
    await tell_all(tx, kind, [owed], now=now)


async def tell_all(tx: Connection, kind: str, owed: Sequence[Owed], *, now: datetime) -> None:
    """Owe many notices of one kind in one statement."""
    await tx.execute(
        _TELL,
        [each.account_id for each in owed],
        kind,
        [dict(each.facts) for each in owed],
        [each.dedupe_key for each in owed],
        now,
        [each.tell_from or now for each in owed],
        [each.expires_at for each in owed],
    )
