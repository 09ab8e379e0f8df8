"""Files for a bank and answers from it, by the hands of an office."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection, transaction
from backend.earnings.access import OFFICE
from backend.earnings.bank.files import Answer, Payment, answer_file, payment_file
from backend.earnings.bank.layout import Layout
from backend.earnings.commands.reconciling import Took, take_answer, trail
from backend.earnings.commands.remitting import ACCOUNT, NAME
from backend.once import once
from backend.registry.access import check_posted
from backend.sealed import seal, unseal

CONTENT = "bank_file.content"
AT_ONCE = 2000
"""Payments of one file."""

_DUE = """
select id, reference, amount, account_cipher, name_cipher from remittance
where establishment_id = $1 and state = 'approved' and way is null order by id limit $2 for update
"""
_FILE = """
insert into bank_file (id, establishment_id, layout, digest, content_cipher, made_at, made_by, count, total)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_SENT = """
update remittance set state = 'sent', way = 'file', handed_at = $2, moved_at = $2, moved_by = $3 where id = any ($1)
"""
_LINES = """
insert into bank_line (remittance_id, file_id, line_no, amount)
select l.id, $1, l.nth, l.amount from unnest($2::uuid[], $3::bigint[]) with ordinality as l (id, amount, nth)
"""
_KEPT = """
select establishment_id, layout, made_at, digest, content_cipher from bank_file where id = $1
"""
_UNSEEN = "select establishment_id, seen_at from bank_mismatch where id = $1 for update"
_SEE = "update bank_mismatch set seen_at = $2, seen_by = $3 where id = $1"


class Kept(NamedTuple):
    """A file as it was made, and what to call it."""

    name: str
    content: bytes


@once
async def make_bank_file(
    tx: Connection, actor: Staff, *, establishment_id: str, layout: Layout, now: datetime
) -> dict[str, Any]:
    """Put everything that is approved into one file for the bank; each remittance is in one file, once.

    Answers the file's id (None when nothing waits), how many and how many céntimos. Raises NOT_ALLOWED, BAD_INPUT.
    """
    check_posted(actor, establishment_id, *OFFICE)
    rows = await tx.fetch(_DUE, establishment_id, AT_ONCE)
    if not rows:
        return {"id": None, "count": 0, "total": 0}
    payments = [payment_of(row) for row in rows]
    content = payment_file(layout, payments, lima_day(now))
    file_id, total = new_id(), sum(each.amount for each in payments)
    digest = hashlib.sha256(content).digest()
    await tx.execute(
        _FILE,
        file_id,
        establishment_id,
        layout.name,
        digest,
        seal(CONTENT, file_id, content.hex()),
        now,
        actor.staff_id,
        len(payments),
        total,
    )
    ids = [each.id for each in payments]
    await tx.execute(_SENT, ids, now, actor.staff_id)
    await tx.execute(_LINES, file_id, ids, [each.amount for each in payments])
    facts: dict[str, object] = {"count": len(payments), "total": total}
    await _trail(tx, actor, "file.made", file_id, establishment_id, now, facts)
    return {"id": file_id, **facts}


def payment_of(row: asyncpg.Record) -> Payment:
    """A remittance as a bank is told of it. Raises InvalidTag when it was sealed with another secret."""
    return Payment(
        id=row["id"],
        reference=row["reference"],
        amount=row["amount"],
        account=unseal(ACCOUNT, row["id"], row["account_cipher"]),
        name=unseal(NAME, row["id"], row["name_cipher"]),
    )


async def bank_file_content(actor: Staff, *, file_id: UUID, now: datetime) -> Kept:
    """The very bytes of a file that was made; each look is in the audit trail. Raises NotFound."""
    async with transaction(actor) as tx:
        row = await tx.fetchrow(_KEPT, file_id)
        if row is None or not actor.holds(row["establishment_id"], *OFFICE):
            raise NotFound()
        content = bytes.fromhex(unseal(CONTENT, file_id, row["content_cipher"]))
        if hashlib.sha256(content).digest() != bytes(row["digest"]):
            raise ValueError("a bank file is not what its digest says")
        await _trail(tx, actor, "file.read", file_id, row["establishment_id"], now, {})
        return Kept(f"{row['layout']}-{lima_day(row['made_at'])}-{file_id.hex[-6:]}.csv", content)


async def read_bank_answers(
    actor: Staff,
    request_id: UUID,
    *,
    establishment_id: str,
    layout: Layout,
    content: bytes,
    now: datetime,
) -> dict[str, Any]:
    """Take a bank's answer file; answers how many lines moved a remittance, were known, or fit nothing.

    Raises NOT_ALLOWED, BANK_FILE_NOT_READ for what is no such file, of which nothing is taken then.
    """
    answers = answer_file(layout, content)
    return await _take_answers(
        actor, request_id, establishment_id=establishment_id, answers=answers, now=now
    )


@once
async def _take_answers(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    answers: Sequence[Answer],
    now: datetime,
) -> dict[str, Any]:
    check_posted(actor, establishment_id, *OFFICE)
    took = [
        await take_answer(tx, actor, answer, way="file", place=establishment_id, now=now)
        for answer in sorted(answers, key=lambda each: each.reference)  # rivals lock in one order
    ]
    await trail(tx, actor, took, now)
    counted = Counter(each.took for each in took)
    return {each.value: counted[each] for each in Took}


@once
async def see_bank_mismatch(
    tx: Connection, actor: Staff, *, mismatch_id: UUID, now: datetime
) -> dict[str, Any]:
    """Say that a person has dealt with what a bank said. Raises NotFound, ALREADY_DECIDED."""
    row = await tx.fetchrow(_UNSEEN, mismatch_id)
    if row is None or not _in_office(actor, row["establishment_id"]):
        raise NotFound()
    if row["seen_at"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    await tx.execute(_SEE, mismatch_id, now, actor.staff_id)
    place = row["establishment_id"] or audit.NOWHERE
    await _trail(tx, actor, "mismatch.seen", mismatch_id, place, now, {})
    return {"id": mismatch_id}


def _in_office(actor: Staff, place: str | None) -> bool:
    places = actor.establishments if place is None else [place]
    return any(actor.holds(each, *OFFICE) for each in places)


async def _trail(
    tx: Connection,
    actor: Staff,
    done: str,
    subject: UUID,
    place: str,
    now: datetime,
    facts: dict[str, object],
) -> None:
    await audit.record(
        tx,
        actor,
        f"earnings.bank.{done}",
        str(subject),
        establishment_id=place,
        facts=facts,
        now=now,
    )
