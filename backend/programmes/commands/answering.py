"""A household answers one date of an event, takes its answer back, or takes places it was offered.

What may be answered is decided where the places are locked: `sql/answers_family.sql`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Family
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once

LARGEST_PARTY = 20
"""No answer names more people, whatever an event says."""

_GIVE = "select answer_give($1, $2, $3, $4, $5)"
_WITHDRAW = "select answer_withdraw($1, $2)"
_TAKE = "select answer_take_offer($1, $2)"


@once
async def answer_event(
    tx: Connection,
    actor: Family,
    *,
    occurrence_id: UUID,
    inmate_id: UUID | None = None,
    visitor_ids: Sequence[UUID],
    now: datetime,
) -> dict[str, str]:
    """Say who of one's own list comes to a date; answers its id and whether they have places or wait for some.

    `inmate_id`: through whom; None where everybody may come. One answer an account and date: another party is a
    withdrawal and a new answer. Raises NotFound, GUESTS_NEEDED, ADULT_NEEDED, GUESTS_TOO_MANY, GUEST_TOO_YOUNG,
    GUEST_NOT_TIED, ANSWERS_CLOSED, ALREADY_ANSWERED, and NOT_AVAILABLE for whatever rests on others.
    """
    if len(visitor_ids) > LARGEST_PARTY:
        raise DomainError(Code.BAD_INPUT, field="visitorIds")
    answer_id = new_id()
    said = await tx.fetchval(_GIVE, answer_id, occurrence_id, inmate_id, visitor_ids, now)
    _check(said)
    await audit.record(
        tx,
        actor,
        "programmes.answer.given",
        str(answer_id),
        establishment_id=said["place"],
        facts={"occurrence": str(occurrence_id), "state": said["state"], "people": said["people"]},
        now=now,
    )
    return {"id": str(answer_id), "occurrence_id": str(occurrence_id), "state": said["state"]}


@once
async def withdraw_answer(
    tx: Connection, actor: Family, *, answer_id: UUID, now: datetime
) -> dict[str, str]:
    """Take one's own answer back; its places are offered on at once. Raises NotFound, ANSWER_ENDED, or
    ANSWERS_CLOSED once the date has begun."""
    said = await tx.fetchval(_WITHDRAW, answer_id, now)
    return await _done(tx, actor, "programmes.answer.withdrawn", answer_id, said, now)


@once
async def take_offer(
    tx: Connection, actor: Family, *, answer_id: UUID, now: datetime
) -> dict[str, str]:
    """Take the places that were offered; twice is once. Raises NotFound, OFFER_EXPIRED, ANSWER_ENDED, or
    ANSWERS_CLOSED where the date does not stand, has begun or is closed to answers."""
    said = await tx.fetchval(_TAKE, answer_id, now)
    return await _done(tx, actor, "programmes.offer.taken", answer_id, said, now)


async def _done(
    tx: Connection, actor: Family, act: str, answer_id: UUID, said: dict[str, Any], now: datetime
) -> dict[str, str]:
    _check(said)
    await audit.record(
        tx,
        actor,
        act,
        str(answer_id),
        establishment_id=said["place"],
        facts={"occurrence": said["occurrence"]},
        now=now,
    )
    return {"id": str(answer_id), "occurrence_id": said["occurrence"]}


def _check(said: dict[str, Any]) -> None:
    """Raise the refusal that the database answered, if it did."""
    facts = dict(said)
    refusal = facts.pop("refusal", None)
    if refusal is None:
        return
    if refusal == Code.NOT_FOUND.value:
        raise NotFound()
    raise DomainError(Code(refusal), **facts)
