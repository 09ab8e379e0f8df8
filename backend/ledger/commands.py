"""The doors to the ledger. The database decides and refuses (`sql/ledger.sql`); here its refusals get their codes.

A key makes one journal, and remembers what it made; of what was refused the ledger keeps nothing, and the same key may
post later. That a refused request stays refused is kept by its request id (`backend/once.py`), a row of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Actor
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection
from backend.ledger.queries import journal_lines
from backend.ledger.rules import (
    AccountKind,
    Kind,
    Line,
    Outcome,
    Phase,
    Posting,
    journal_digest,
    turned_round,
)

__all__ = [
    "AccountKind",
    "Kind",
    "Line",
    "Outcome",
    "Phase",
    "Posting",
    "close_account",
    "close_period",
    "open_account",
    "open_accounts",
    "open_period",
    "post",
    "post_all",
    "refused",
    "reverse",
    "settle",
]

_REFUSALS = {
    "EN101": Code.REQUEST_ID_REUSED,
    "EN102": Code.PERIOD_CLOSED,
    "EN103": Code.PERIOD_NOT_SETTLED,
    "EN104": Code.ALREADY_DECIDED,
}
_CONSTRAINTS = {
    "ledger_account_floor": Code.BALANCE_TOO_LOW,
    "journal_reversed_once": Code.ALREADY_DECIDED,
}

_OPEN_PERIOD = "select ledger_period_open($1, $2)"
_OPEN_ACCOUNTS = """
select owner_ref, ledger_account_open($1, $2, owner_ref, $4) as id
from unnest($3::uuid[]) as owner_ref order by owner_ref
"""
_CLOSE_ACCOUNT = "select ledger_account_close($1, $2)"
_POST = "select post_journals($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)"
_SETTLE = "select resolve_journal($1, $2, $3, $4)"
_CLOSE = "select close_period($1, $2, $3)"
_PATIENTLY = "select set_config('statement_timeout', '10min', true)"
_PLACE = "select establishment_id from pay_period where id = $1"


@contextmanager
def refused() -> Iterator[None]:
    """Give the ledger's refusals their codes; what no careful caller sends stays an error."""
    try:
        yield
    except asyncpg.PostgresError as error:
        code = _REFUSALS.get(error.sqlstate) or _CONSTRAINTS.get(error.constraint_name or "")
        if code is None:
            raise
        raise DomainError(code) from error


async def open_period(tx: Connection, *, establishment_id: str, month: date) -> UUID:
    """The period of a calendar month, by its first day; opened when there is none."""
    period: UUID = await tx.fetchval(_OPEN_PERIOD, establishment_id, month)
    return period


async def open_account(
    tx: Connection, *, kind: AccountKind, establishment_id: str, owner_ref: UUID, now: datetime
) -> UUID:
    """The owner's live account of a kind; opened when there is none."""
    opened = await open_accounts(
        tx, kind=kind, establishment_id=establishment_id, owner_refs=[owner_ref], now=now
    )
    return opened[owner_ref]


async def open_accounts(
    tx: Connection,
    *,
    kind: AccountKind,
    establishment_id: str,
    owner_refs: Sequence[UUID],
    now: datetime,
) -> dict[UUID, UUID]:
    """The live account of each owner, by owner; those that are missing are opened."""
    rows = await tx.fetch(_OPEN_ACCOUNTS, kind, establishment_id, sorted(set(owner_refs)), now)
    return {row["owner_ref"]: row["id"] for row in rows}


async def close_account(tx: Connection, account_id: UUID, *, now: datetime) -> bool:
    """Close an account for good; it must stand at nothing. False: it was closed already."""
    return bool(await tx.fetchval(_CLOSE_ACCOUNT, account_id, now))


async def post(
    tx: Connection, posting: Posting, key: str, lines: Sequence[Line], *, now: datetime
) -> UUID:
    """Post one journal, or answer the one this key made before; its id.

    Raises REQUEST_ID_REUSED (the key said something else), PERIOD_CLOSED, BALANCE_TOO_LOW.
    """
    return (await _post(tx, posting, {key: lines}, None, now))[key]


async def post_all(
    tx: Connection, posting: Posting, drafts: Mapping[str, Sequence[Line]], *, now: datetime
) -> dict[str, UUID]:
    """Post many journals, each under its own key, all or none; ids by key. Raises as `post` does.

    Many times quicker than one by one, because each account is booked once. Two transactions that post
    more than once each may wait for each other in a circle; two that post once never do.
    """
    return await _post(tx, posting, drafts, None, now)


async def reverse(
    tx: Connection, posting: Posting, key: str, journal_id: UUID, *, now: datetime
) -> UUID:
    """Undo a posted journal by its mirror, once; the mirror's id. `posting.kind` is REVERSAL, with a reason.

    Raises NotFound, ALREADY_DECIDED (it was reversed before), and as `post` does: what was spent in the
    meantime cannot be taken back.
    """
    assert posting.kind is Kind.REVERSAL
    lines = turned_round(await journal_lines(tx, journal_id))
    if not lines:
        raise NotFound()
    return (await _post(tx, posting, {key: lines}, journal_id, now))[key]


async def settle(
    tx: Connection, journal_id: UUID, outcome: Outcome, *, resolved_by: UUID, now: datetime
) -> bool:
    """End a pending journal. False: it had this end already. Raises ALREADY_DECIDED: it had another."""
    with refused():
        return bool(await tx.fetchval(_SETTLE, journal_id, outcome, now, resolved_by))


async def close_period(
    tx: Connection, actor: Actor, period_id: UUID, *, closed_by: UUID, now: datetime
) -> bytes:
    """Close a period for good and seal it; the hash of the seal. Of a closed one, the hash it has.

    Raises PERIOD_NOT_SETTLED while a pending journal is left.
    """
    await tx.execute(_PATIENTLY)
    with refused():
        sealed: bytes = await tx.fetchval(_CLOSE, period_id, now, closed_by)
    await audit.record(
        tx,
        actor,
        "ledger.period.closed",
        str(period_id),
        establishment_id=await tx.fetchval(_PLACE, period_id),
        facts={"seal": sealed.hex()},
        now=now,
    )
    return sealed


async def _post(
    tx: Connection,
    posting: Posting,
    drafts: Mapping[str, Sequence[Line]],
    reverses: UUID | None,
    now: datetime,
) -> dict[str, UUID]:
    flat = [(nth, line) for nth, lines in enumerate(drafts.values(), 1) for line in lines]
    with refused():
        ids = await tx.fetchval(
            _POST,
            posting.scope,
            list(drafts),
            [journal_digest(posting, lines, reverses) for lines in drafts.values()],
            posting.kind,
            posting.phase,
            posting.period_id,
            posting.effective_on,
            now,
            posting.recorded_by,
            posting.approved_by,
            posting.reason,
            reverses,
            [nth for nth, _ in flat],
            [line.debit for _, line in flat],
            [line.credit for _, line in flat],
            [line.amount for _, line in flat],
        )
    return dict(zip(drafts, ids, strict=True))
