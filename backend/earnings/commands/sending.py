"""Sending what was approved to a bank that is asked over https, and hearing what came of it. Safe to run twice.

Before a bank is asked, the remittance says so: it can no longer be cancelled nor put into a file. Whatever is cut off
after that is asked again with the same key, and the bank pays once; what it paid is also heard of in its answers.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from functools import partial

import asyncpg
from cryptography.exceptions import InvalidTag

from backend.core.actor import System
from backend.core.clock import lima_day
from backend.core.errors import DomainError
from backend.core.ids import parse_reference
from backend.database import retrying, transaction
from backend.earnings.bank.files import Answer, Payment
from backend.earnings.bank.wire import Bank, Silence
from backend.earnings.commands.banking import payment_of
from backend.earnings.commands.reconciling import (
    Mismatch,
    Took,
    keep_mismatch,
    take_answer,
    trail,
)

LEASE = timedelta(minutes=2)
"""While one worker asks for a payment, no other does."""

AT_ONCE = 10
LOOK_BACK = timedelta(days=7)
"""Answers are asked for since then, or since the oldest payment of which nothing is known."""

LONGEST_PAUSE = timedelta(hours=1)

_CLAIM = """
update remittance r set way = 'wire', handed_at = coalesce(r.handed_at, $1), attempts = r.attempts + 1, lease_until = $2
from (select id from remittance where state = 'approved' and (way is null or way = 'wire')
    and coalesce(not_before, $1) <= $1 and coalesce(lease_until, $1) <= $1
  order by approved_at, id limit $3 for update skip locked) as due
where r.id = due.id
returning r.id, r.establishment_id, r.reference, r.amount, r.account_cipher, r.name_cipher, r.attempts
"""
_PUT_OFF = """
update remittance set not_before = $2, lease_until = null where id = $1 and attempts = $3 and state = 'approved'
"""
_OLDEST = (
    "select min(handed_at) from remittance where way = 'wire' and state in ('approved', 'sent')"
)
_log = logging.getLogger("encuentro.earnings")


class Teller:
    """What the worker does at one bank."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank

    async def send_approved(self, now: datetime) -> int:
        """Ask the bank to pay everything that waits; answers how often it was asked."""
        asked = 0
        while rows := await retrying(partial(_claimed, now)):
            await asyncio.gather(*(self._send(row, now) for row in rows))
            asked += len(rows)
        return asked

    async def read_answers(self, now: datetime) -> int:
        """Take what the bank says came of payments; answers how many remittances moved."""
        answers = await self._bank.answers(await _since(now))
        if isinstance(answers, Silence):
            return 0
        moved = 0
        for answer in answers:
            moved += await _one_by_one(partial(_take, answer, now)) is Took.MOVED
        return moved

    async def _send(self, row: asyncpg.Record, now: datetime) -> None:
        try:
            payment = payment_of(row)
        except InvalidTag:
            _log.error("remittance %s was sealed with another secret", row["id"])
            await _put_off(row, None, now)
            return
        answer = await self._bank.pay(payment)
        if isinstance(answer, Silence):
            await _put_off(row, answer.wait, now)
            return
        if await _one_by_one(partial(_heard, payment, row, answer, now)) is not Took.MOVED:
            await _put_off(row, None, now)


async def _claimed(now: datetime) -> list[asyncpg.Record]:
    async with transaction(System()) as tx:
        return list(await tx.fetch(_CLAIM, now, now + LEASE, AT_ONCE))


async def _heard(payment: Payment, row: asyncpg.Record, answer: Answer, now: datetime) -> Took:
    """An answer about another payment than the one that was asked for is nobody's."""
    if parse_reference(answer.reference) == payment.reference:
        return await _take(answer, now)
    async with transaction(System()) as tx:
        kept = await keep_mismatch(
            tx, System(), answer, Mismatch.UNASKED, row=row, place=None, now=now
        )
        return kept.took


async def _take(answer: Answer, now: datetime) -> Took:
    async with transaction(System()) as tx:
        taken = await take_answer(tx, System(), answer, way="wire", place=None, now=now)
        await trail(tx, System(), [taken], now)
        return taken.took


async def _one_by_one(take: Callable[[], Awaitable[Took]]) -> Took | None:
    """One that cannot be booked does not keep the others; it is heard again. None: not taken."""
    try:
        return await retrying(take)
    except (DomainError, asyncpg.IntegrityConstraintViolationError) as error:
        _log.error("an answer of the bank could not be booked: %s", type(error).__name__)
        return None


async def _put_off(row: asyncpg.Record, wait: int | None, now: datetime) -> None:
    """Ask again later: when the bank says, or after a pause that grows. Not if another worker has asked since."""
    pause = timedelta(seconds=wait or 15 * 2 ** min(row["attempts"], 8))
    async with transaction(System()) as tx:
        await tx.execute(_PUT_OFF, row["id"], now + min(pause, LONGEST_PAUSE), row["attempts"])


async def _since(now: datetime) -> date:
    async with transaction(System()) as tx:
        oldest: datetime | None = await tx.fetchval(_OLDEST)
    return lima_day(min(now - LOOK_BACK, oldest or now))
