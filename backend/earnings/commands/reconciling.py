"""What a bank says, put to the remittance that it names: by its reference alone, never by what looks alike."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

import asyncpg
import orjson

from backend import audit
from backend.core.actor import Actor
from backend.core.clock import lima_day
from backend.core.ids import new_id, parse_reference
from backend.database import Connection
from backend.earnings.bank.files import Answer
from backend.earnings.bank.layout import Said
from backend.earnings.commands.making import SERVICE
from backend.ledger.commands import Kind, Outcome, Posting, open_period, reverse, settle
from backend.sealed import keyed_digest, seal

SAID = "bank_mismatch.said"
"""Where what a bank said is sealed: in the wrong column there may be the number of an account."""

RETURNED = "returned by the bank after it was paid"

_FIND = """
select id, establishment_id, inmate_id, amount, journal_id, state, way, asked_by, approved_by from remittance
where reference = $1 and ($2::text is null or establishment_id = $2) for update
"""
_HEARD = "select outcome from bank_answer where remittance_id = $1"
_ANSWER = """
insert into bank_answer (remittance_id, outcome, establishment_id, way, amount, bank_ref, read_at, read_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""
_MISMATCH = """
insert into bank_mismatch (id, establishment_id, remittance_id, why, digest, said_cipher, read_at, read_by)
values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (digest) do nothing
"""
_MOVE = """
update remittance set state = $2, why = $3, bank_ref = coalesce($4, bank_ref), moved_at = $5, moved_by = $6
where id = $1
"""


class Took(StrEnum):
    """What an answer did."""

    MOVED = "moved"
    KNOWN = "known"
    MISMATCH = "mismatch"


class Taken(NamedTuple):
    """What an answer did; of a remittance that moved also which, where, and what the bank said."""

    took: Took
    remittance_id: UUID | None = None
    place: str = ""
    said: str = ""


class Mismatch(StrEnum):
    """Why an answer changes nothing and waits for a person."""

    UNKNOWN = "unknown"
    AMOUNT = "amount"
    SECOND = "second"
    UNASKED = "unasked"
    UNREADABLE = "unreadable"


_STATES = {Said.PAID: "confirmed", Said.RETURNED: "returned", Said.REFUSED: "refused"}


async def take_answer(
    tx: Connection, actor: Actor, answer: Answer, *, way: str, place: str | None, now: datetime
) -> Taken:
    """Move the remittance that an answer names, and book it; once, however often it is read.

    `place`: whose file it is; None: any place's. What does not fit is kept as a mismatch.
    """
    row = await tx.fetchrow(_FIND, parse_reference(answer.reference), place)
    heard = {each["outcome"] for each in await tx.fetch(_HEARD, row["id"])} if row else set()
    why = _misfit(answer, row, heard)
    if why is not None:
        return await keep_mismatch(tx, actor, answer, why, row=row, place=place, now=now)
    assert row is not None and answer.said is not None, "otherwise it is a misfit"
    if answer.said in heard or (answer.said is Said.TAKEN and row["state"] != "approved"):
        return Taken(Took.KNOWN)
    by_whom = actor.id or SERVICE
    if row["state"] == "approved":
        await _move(tx, row, "sent", None, answer, by_whom, now)
    if answer.said is not Said.TAKEN:
        said = (answer.said, row["establishment_id"], way, answer.amount, answer.bank_ref or None)
        await tx.execute(_ANSWER, row["id"], *said, now, by_whom)
        await _book(tx, row, answer.said, by_whom, now)
        bank = None if answer.said is Said.PAID else "bank"
        await _move(tx, row, _STATES[answer.said], bank, answer, by_whom, now)
    return Taken(Took.MOVED, row["id"], row["establishment_id"], answer.said)


async def trail(tx: Connection, actor: Actor, took: Sequence[Taken], now: datetime) -> None:
    """What moved, for the audit trail: last of all, because its head stays locked."""
    for each in took:
        if each.took is Took.MOVED:
            await audit.record(
                tx,
                actor,
                "earnings.remittance.answered",
                str(each.remittance_id),
                establishment_id=each.place,
                facts={"said": each.said},
                now=now,
            )


def _misfit(answer: Answer, row: asyncpg.Record | None, heard: set[str]) -> Mismatch | None:
    if answer.said is None or answer.amount is None:
        return Mismatch.UNREADABLE
    if row is None:
        return Mismatch.UNKNOWN
    if answer.amount != row["amount"]:
        return Mismatch.AMOUNT
    if row["way"] is None:
        return Mismatch.UNASKED
    if answer.said is Said.TAKEN or answer.said in heard or row["state"] in ("approved", "sent"):
        return None
    is_late_return = answer.said is Said.RETURNED and row["state"] == "confirmed"
    return None if is_late_return else Mismatch.SECOND


async def keep_mismatch(
    tx: Connection,
    actor: Actor,
    answer: Answer,
    why: Mismatch,
    *,
    row: asyncpg.Record | None,
    place: str | None,
    now: datetime,
) -> Taken:
    """Keep what a bank said that does not fit, for the office of whoever it may be about."""
    mismatch_id = new_id()
    place = row["establishment_id"] if row else place
    said = orjson.dumps([answer.reference[:64], answer.amount, answer.said, answer.bank_ref])
    digest = keyed_digest("bank mismatch", orjson.dumps([place, why]) + said)
    await tx.execute(
        _MISMATCH,
        mismatch_id,
        place,
        row and row["id"],
        why,
        digest,
        seal(SAID, mismatch_id, said.decode()),
        now,
        actor.id or SERVICE,
    )
    return Taken(Took.MISMATCH)


async def _move(
    tx: Connection,
    row: asyncpg.Record,
    state: str,
    why: str | None,
    answer: Answer,
    by_whom: UUID,
    now: datetime,
) -> None:
    await tx.execute(_MOVE, row["id"], state, why, answer.bank_ref or None, now, by_whom)


async def _book(
    tx: Connection, row: asyncpg.Record, said: Said, by_whom: UUID, now: datetime
) -> None:
    """Paid: booked for good. Not paid: free again; of what was booked already, the mirror.

    The bank's word is what the service records; whoever read its file approves, or else whoever approved the payment.
    """
    if row["state"] != "confirmed":
        outcome = Outcome.POST if said is Said.PAID else Outcome.VOID
        await settle(tx, row["journal_id"], outcome, resolved_by=by_whom, now=now)
        return
    day = lima_day(now)
    posting = Posting(
        scope="remittance",
        kind=Kind.REVERSAL,
        period_id=await open_period(
            tx, establishment_id=row["establishment_id"], month=day.replace(day=1)
        ),
        effective_on=day,
        recorded_by=SERVICE,
        approved_by=row["approved_by"] if by_whom == SERVICE else by_whom,
        reason=RETURNED,
    )
    await reverse(tx, posting, f"{row['id']} returned", row["journal_id"], now=now)
