"""Somebody without an account says how many come to a date for everybody, or takes that back.

Nothing is known of them: no name, no number, and of their address a keyed hash for as long as it is counted.
What may be answered is decided where the places are locked: `sql/open_answers.sql`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.allowance import Allowance, spend
from backend.core.actor import Anonymous
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_short_code
from backend.database import Connection, retrying, transaction
from backend.programmes.tokens import open_answer_digest, open_answer_id, open_answer_secret
from backend.sealed import blind_index

SENDING = Allowance(burst=60, per_hour=120)
"""Forms sent from one address: many phones may share one."""

OF_ONE_DATE = Allowance(burst=30, per_hour=5)
"""People of one date from one address, an example: more, and one person could take a hall."""

MOST = 99
"""Whatever is more is said to be too many without being counted."""

_CODES = 3
"""Of which one is free: of a thousand at one date, two are the same once in two thousand dates."""

_GIVE = "select open_answer_give($1, $2, $3, $4, $5, $6, $7)"
_WITHDRAW = "select open_answer_withdraw($1, $2)"


async def give_open_answer(
    asked: UUID, *, occurrence_id: UUID, adults: int, children: int, address: str, now: datetime
) -> str:
    """Take places for so many; answers the secret of the answer.

    `asked` was made with the form: sent again, whatever it says, it is the same answer. Raises NotFound,
    ANSWERS_CLOSED, ADULT_NEEDED, GUESTS_TOO_MANY, NO_PLACE, or TRIES_PAUSED where too much comes from one address.
    """
    await _count(address, now)
    said = (asked, occurrence_id, min(adults, MOST), min(children, MOST))
    return await retrying(lambda: _give(*said, address, now))


async def withdraw_open_answer(secret: str, *, address: str, now: datetime) -> None:
    """Take an answer back; its places are offered on at once, and twice is once. Raises NotFound, TRIES_PAUSED, or
    ANSWERS_CLOSED once the date has begun."""
    await _count(address, now)
    await retrying(lambda: _withdraw(secret, now))


async def _count(address: str, now: datetime) -> None:
    """In a transaction of its own: what is refused counts too."""

    async def count() -> bool:
        async with transaction(Anonymous()) as tx:
            return await spend(tx, f"open answers sent {_hashed(address)}", SENDING, now=now)

    if not await retrying(count):
        raise DomainError(Code.TRIES_PAUSED)


async def _give(
    asked: UUID, occurrence_id: UUID, adults: int, children: int, address: str, now: datetime
) -> str:
    answer_id = open_answer_id(asked, occurrence_id)
    secret = open_answer_secret(asked, occurrence_id)
    codes = [new_short_code() for _ in range(_CODES)]
    async with transaction(Anonymous()) as tx:
        said = await tx.fetchval(
            _GIVE,
            answer_id,
            occurrence_id,
            adults,
            children,
            open_answer_digest(secret),
            codes,
            now,
        )
        _check(said)
        if "known" in said:
            return secret
        key = f"open answers {_hashed(f'{occurrence_id} {address}')}"
        if not await spend(tx, key, OF_ONE_DATE, amount=adults + children, now=now):
            raise DomainError(Code.TRIES_PAUSED)
        facts = {"occurrence": str(occurrence_id), "people": adults + children}
        await _record(tx, "given", str(answer_id), said["place"], facts, now)
    return secret


async def _withdraw(secret: str, now: datetime) -> None:
    async with transaction(Anonymous()) as tx:
        said = await tx.fetchval(_WITHDRAW, open_answer_digest(secret), now)
        _check(said)
        if said:
            facts = {"occurrence": said["occurrence"]}
            await _record(tx, "withdrawn", said["id"], said["place"], facts, now)


async def _record(
    tx: Connection, act: str, subject: str, place: str, facts: dict[str, object], now: datetime
) -> None:
    action = f"programmes.open_answer.{act}"
    await audit.record(
        tx, Anonymous(), action, subject, establishment_id=place, facts=facts, now=now
    )


def _check(said: dict[str, Any]) -> None:
    if said.get("refusal") == Code.NOT_FOUND.value:
        raise NotFound()
    if "refusal" in said:
        raise DomainError(Code(said["refusal"]))


def _hashed(address: str) -> str:
    return blind_index("address", address).hex()
