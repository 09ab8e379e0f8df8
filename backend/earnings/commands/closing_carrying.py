"""Remittances on their way outlive the month they were asked for in: what they reserve is carried to the month of now.

Nothing of a closed month may be pending. So the reservation expires and the same is reserved again, in one transaction,
and a bank that is slow keeps nobody's month open.
"""

from datetime import date, datetime
from functools import partial
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import System
from backend.core.clock import lima_day
from backend.database import Connection, retrying, transaction
from backend.earnings.commands.making import AWAITED, SERVICE
from backend.earnings.queries.closing import reserved_remittances
from backend.ledger.commands import (
    Kind,
    Line,
    Outcome,
    Phase,
    Posting,
    open_period,
    post,
    settle,
)

_LOCK = "select from remittance where id = $1 for update"
_STILL_RESERVED = """
select r.journal_id, j.recorded_by, e.debit_account, e.credit_account, e.amount
from remittance r join journal j on j.id = r.journal_id join pay_period p on p.id = j.period_id and p.month = $2
join entry e on e.journal_id = j.id and e.line_no = 1
where r.id = $1 and j.phase = 'pending' and not exists (select from resolution x where x.journal_id = j.id)
"""
_CARRY = "update remittance set journal_id = $2 where id = $1"


async def carry_on(establishment_id: str, month: date, now: datetime) -> int:
    """Reserve in the month of `now` what remittances reserve in an older one; answers how many. Safe to run twice."""
    async with transaction(System()) as tx:
        waiting = await reserved_remittances(tx, establishment_id, month)
    return sum(
        [await retrying(partial(_carry, each, establishment_id, month, now)) for each in waiting]
    )


async def _carry(remittance_id: UUID, place: str, month: date, now: datetime) -> int:
    async with transaction(System()) as tx:
        await tx.execute(_LOCK, remittance_id)
        row = await tx.fetchrow(_STILL_RESERVED, remittance_id, month)
        if row is None:  # answered, or carried on, in the meantime
            return 0
        await settle(tx, row["journal_id"], Outcome.EXPIRE, resolved_by=SERVICE, now=now)
        journal_id = await _reserve(tx, remittance_id, place, row, now)
        await tx.execute(_CARRY, remittance_id, journal_id)
        facts: dict[str, object] = {"from": month.isoformat()}
        await audit.record(
            tx,
            System(),
            "earnings.remittance.carried",
            str(remittance_id),
            establishment_id=place,
            facts=facts,
            now=now,
        )
        return 1


async def _reserve(
    tx: Connection, remittance_id: UUID, place: str, row: asyncpg.Record, now: datetime
) -> UUID:
    today = lima_day(now)
    this_month = today.replace(day=1)
    posting = Posting(
        scope="remittance",
        kind=Kind.REMITTANCE,
        phase=Phase.PENDING,
        period_id=await open_period(tx, establishment_id=place, month=this_month),
        effective_on=today,
        recorded_by=row["recorded_by"],
        approved_by=AWAITED,
    )
    line = Line(row["debit_account"], row["credit_account"], row["amount"])
    return await post(tx, posting, f"{remittance_id} {this_month:%Y-%m}", [line], now=now)
