"""Remittances: asked for by one person of the office, approved by another; the money is reserved in between."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id, new_reference
from backend.database import Connection
from backend.earnings.access import OFFICE, check, check_tied
from backend.earnings.commands.making import AWAITED
from backend.ledger.commands import (
    AccountKind,
    Kind,
    Line,
    Outcome,
    Phase,
    Posting,
    open_account,
    open_period,
    post,
    settle,
)
from backend.once import once
from backend.sealed import seal

HIGHEST = 100_000_000
"""Céntimos of one remittance."""

ACCOUNT, NAME = "remittance.account", "remittance.name"
"""Where the number and the holder of a bank account are sealed."""

_SOURCE = """
select id from ledger_account
where establishment_id = $1 and owner_ref = $2 and kind = $3 and closed_at is null
"""
_INSERT = """
insert into remittance (id, establishment_id, inmate_id, statement_id, tie_id, payee, source, amount, reference,
  account_cipher, name_cipher, journal_id, asked_at, asked_by, moved_at, moved_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13, $14)
"""
_LOCKED = """
select id, establishment_id, journal_id, state, way, asked_by from remittance where id = $1 for update
"""
_APPROVE = """
update remittance set state = 'approved', approved_at = $2, approved_by = $3, moved_at = $2, moved_by = $3 where id = $1
"""
_END = "update remittance set state = $2, why = $3, moved_at = $4, moved_by = $5 where id = $1"


class Payee(StrEnum):
    """Who is paid: a relative, the person, or whoever a part that was held back belongs to."""

    FAMILY = "family"
    HOLDER = "holder"
    COURT = "court"
    INPE = "inpe"
    JUDICIARY = "judiciary"
    CREDITOR = "creditor"


class State(StrEnum):
    """Where a remittance is."""

    ASKED = "asked"
    APPROVED = "approved"
    SENT = "sent"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Why(StrEnum):
    """Why a remittance does not go out."""

    ASKED_WRONGLY = "asked_wrongly"
    NOT_DUE = "not_due"
    NOT_WANTED = "not_wanted"
    OTHER = "other"


class Ended(StrEnum):
    """Why one did not go out, or came back: what a person said, or the bank."""

    ASKED_WRONGLY = "asked_wrongly"
    NOT_DUE = "not_due"
    NOT_WANTED = "not_wanted"
    BANK = "bank"
    OTHER = "other"


_OWN = (AccountKind.WORKER_PERSONAL, AccountKind.WORKER_SAVINGS)
SOURCES = {
    Payee.FAMILY: _OWN,
    Payee.HOLDER: _OWN,
    Payee.COURT: (AccountKind.SUPPORT_ORDER,),
    Payee.CREDITOR: (AccountKind.SUPPORT_ORDER,),
    Payee.INPE: (AccountKind.INPE_CONTRIBUTION,),
    Payee.JUDICIARY: (AccountKind.CIVIL_REPARATION,),
}
"""From which accounts each may be paid."""


@dataclass(frozen=True, slots=True)
class To:
    """Who is paid: `tie_id` of a relative, and nobody else's. The account and its holder are never shown."""

    payee: Payee
    account: str = field(repr=False)
    name: str = field(repr=False)
    tie_id: UUID | None = None

    def check(self) -> None:
        """Raises BAD_INPUT, naming the field but never its value."""
        signs = self.account.replace("-", "").replace(" ", "")
        check(
            tie_id=(self.payee is Payee.FAMILY) == (self.tie_id is not None),
            account=6 <= len(signs) <= 34 and signs.isascii() and signs.isalnum(),
            name=1 <= len(self.name.strip()) <= 80 and self.name.isprintable(),
        )


@once
async def ask_remittance(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    inmate_id: UUID,
    source: AccountKind,
    amount: int,
    to: To,
    statement_id: UUID | None = None,
    now: datetime,
) -> dict[str, Any]:
    """Reserve céntimos of one of a person's accounts at a place, to be paid out; answers id and reference.

    Also of somebody who has left the place. Raises NotFound, BAD_INPUT, BALANCE_TOO_LOW, PERIOD_CLOSED.
    """
    to.check()
    check(source=source in SOURCES[to.payee], amount=0 < amount <= HIGHEST)
    if not actor.holds(establishment_id, *OFFICE):
        raise NotFound()
    paid_from = await tx.fetchval(_SOURCE, establishment_id, inmate_id, source)
    if paid_from is None:
        raise NotFound()
    if to.tie_id is not None:
        await check_tied(tx, to.tie_id, inmate_id)
    remittance_id, reference = new_id(), new_reference()
    journal_id = await _reserve(
        tx, actor, remittance_id, establishment_id, inmate_id, paid_from, amount, to.payee, now
    )
    try:
        await tx.execute(
            _INSERT,
            remittance_id,
            establishment_id,
            inmate_id,
            statement_id,
            to.tie_id,
            to.payee,
            source,
            amount,
            reference,
            seal(ACCOUNT, remittance_id, to.account.strip()),
            seal(NAME, remittance_id, " ".join(to.name.split())),
            journal_id,
            now,
            actor.staff_id,
        )
    except asyncpg.IntegrityConstraintViolationError as error:
        if error.constraint_name != "remittance_of_its_statement":
            raise
        raise NotFound() from None
    await _trail(tx, actor, "asked", remittance_id, establishment_id, now)
    return {"id": remittance_id, "reference": reference}


async def _reserve(
    tx: Connection,
    actor: Staff,
    remittance_id: UUID,
    establishment_id: str,
    inmate_id: UUID,
    paid_from: UUID,
    amount: int,
    payee: Payee,
    now: datetime,
) -> UUID:
    day = lima_day(now)
    sink = AccountKind.PAID_TO_HOLDER if payee is Payee.HOLDER else AccountKind.REMITTED_OUT
    paid_to = await open_account(
        tx, kind=sink, establishment_id=establishment_id, owner_ref=inmate_id, now=now
    )
    posting = Posting(
        scope="remittance",
        kind=Kind.REMITTANCE,
        phase=Phase.PENDING,
        period_id=await open_period(
            tx, establishment_id=establishment_id, month=day.replace(day=1)
        ),
        effective_on=day,
        recorded_by=actor.staff_id,
        approved_by=AWAITED,
    )
    return await post(tx, posting, str(remittance_id), [Line(paid_from, paid_to, amount)], now=now)


@once
async def approve_remittance(
    tx: Connection, actor: Staff, *, remittance_id: UUID, now: datetime
) -> dict[str, Any]:
    """Let a remittance be sent, by somebody who did not ask for it. Raises NotFound, ALREADY_DECIDED,
    SECOND_PERSON_NEEDED.
    """
    row = await _found(tx, actor, remittance_id, "asked")
    if row["asked_by"] == actor.staff_id:
        raise DomainError(Code.SECOND_PERSON_NEEDED)
    await tx.execute(_APPROVE, remittance_id, now, actor.staff_id)
    await _trail(tx, actor, "approved", remittance_id, row["establishment_id"], now)
    return {"id": remittance_id}


@once
async def refuse_remittance(
    tx: Connection, actor: Staff, *, remittance_id: UUID, why: Why, now: datetime
) -> dict[str, Any]:
    """Refuse what another asked for; what was reserved is free again.

    Raises NotFound, ALREADY_DECIDED, SECOND_PERSON_NEEDED (who asked may cancel).
    """
    row = await _found(tx, actor, remittance_id, "asked")
    if row["asked_by"] == actor.staff_id:
        raise DomainError(Code.SECOND_PERSON_NEEDED)
    return await _set_free(tx, actor, row, "refused", why, now)


@once
async def cancel_remittance(
    tx: Connection, actor: Staff, *, remittance_id: UUID, why: Why, now: datetime
) -> dict[str, Any]:
    """Take a remittance back that no bank has been given yet; what was reserved is free again.

    Raises NotFound, ALREADY_DECIDED: also when a bank may have it already.
    """
    row = await _found(tx, actor, remittance_id, "asked", "approved")
    if row["way"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    return await _set_free(tx, actor, row, "cancelled", why, now)


async def _found(tx: Connection, actor: Staff, remittance_id: UUID, *states: str) -> asyncpg.Record:
    """The remittance, locked. Raises NotFound, ALREADY_DECIDED when it is in none of the states."""
    row = await tx.fetchrow(_LOCKED, remittance_id)
    if row is None or not actor.holds(row["establishment_id"], *OFFICE):
        raise NotFound()
    if row["state"] not in states:
        raise DomainError(Code.ALREADY_DECIDED)
    return row


async def _set_free(
    tx: Connection, actor: Staff, row: asyncpg.Record, state: str, why: Why, now: datetime
) -> dict[str, Any]:
    await settle(tx, row["journal_id"], Outcome.VOID, resolved_by=actor.staff_id, now=now)
    await tx.execute(_END, row["id"], state, why, now, actor.staff_id)
    await _trail(tx, actor, state, row["id"], row["establishment_id"], now)
    return {"id": row["id"]}


async def _trail(
    tx: Connection, actor: Staff, done: str, remittance_id: UUID, place: str, now: datetime
) -> None:
    await audit.record(
        tx,
        actor,
        f"earnings.remittance.{done}",
        str(remittance_id),
        establishment_id=place,
        now=now,
    )
