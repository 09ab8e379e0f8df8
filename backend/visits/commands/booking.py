"""A family holds a slot, books it, calls its visit off."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.allocation import commands as allocation
from backend.core.actor import Family
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id, new_reference
from backend.database import Connection
from backend.once import once
from backend.visits import queries
from backend.visits.queries import Request

HOLD = timedelta(minutes=10)
"""How long a hold keeps its places from everybody else."""

_BOOK = "select visit_book($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
_MINE = """
select s.starts_at from booking b join slot s on s.id = b.slot_id where b.id = $1 and b.account_id = $2
"""
_CANCEL = "select visit_cancel($1, 'visit_cancelled', $2)"


@once
async def hold_slot(
    tx: Connection,
    actor: Family,
    *,
    slot_id: UUID,
    inmate_id: UUID,
    visitor_ids: list[UUID],
    now: datetime,
) -> dict[str, str]:
    """Keep places for this party for ten minutes; a former hold of the account is given back.

    Raises NotFound, the family's reason of the rules, or NO_PLACE.
    """
    wanted = await _allowed(tx, actor, slot_id, inmate_id, visitor_ids, now)
    hold_id, expires_at = new_id(), min(now + HOLD, wanted.slot.asked.starts_at)
    await allocation.hold(
        tx,
        claim_id=hold_id,
        pool_id=slot_id,
        account_id=actor.account_id,
        amounts=queries.amounts(wanted.facts.people),
        until=expires_at,
        now=now,
    )
    await audit.record(
        tx,
        actor,
        "visits.hold.taken",
        str(hold_id),
        establishment_id=wanted.slot.asked.site.establishment,
        facts={"slot": str(slot_id)},
        now=now,
    )
    return {"id": str(hold_id), "expires_at": expires_at.isoformat()}


@once
async def release_hold(
    tx: Connection, actor: Family, *, hold_id: UUID, now: datetime
) -> dict[str, Any]:
    """Give a hold back before it expires. One that is gone already is as good as released."""
    released = await allocation.release_hold(
        tx, claim_id=hold_id, account_id=actor.account_id, now=now
    )
    return {"id": str(hold_id), "released": released}


@once
async def book_visit(
    tx: Connection,
    actor: Family,
    *,
    slot_id: UUID,
    inmate_id: UUID,
    visitor_ids: list[UUID],
    hold_id: UUID | None = None,
    now: datetime,
) -> dict[str, str]:
    """Book a slot for a party, on a hold or without one; answers the booking's id.

    A hold that has expired, or was of another party, is worth nothing: places are taken afresh. Raises
    NotFound, the family's reason of the rules, NO_PLACE or, with a hold, HOLD_EXPIRED.
    """
    wanted = await _allowed(tx, actor, slot_id, inmate_id, visitor_ids, now)
    booking_id = new_id()
    slot, party = wanted.slot.asked, wanted.facts.party
    minors = [UUID(member.person) for member in party if member.is_minor_on(slot.on)]
    adults = [UUID(member.person) for member in party if not member.is_minor_on(slot.on)]
    full = Code.NO_PLACE if hold_id is None else Code.HOLD_EXPIRED
    with allocation.full_means(full), _somewhere_else():
        await tx.execute(
            _BOOK,
            booking_id,
            new_id(),
            hold_id,
            slot_id,
            inmate_id,
            adults,
            minors,
            queries.amounts(party),
            [new_reference() for _ in range(3)],
            {
                "rules": wanted.decision.rules_used,
                "stay_minutes": wanted.decision.stay_minutes,
            },
            now,
        )
    return {"id": str(booking_id)}


@once
async def cancel_visit(
    tx: Connection, actor: Family, *, booking_id: UUID, now: datetime
) -> dict[str, str]:
    """Call one's own visit off; its places are free for others at once.

    Raises NotFound, ALREADY_CANCELLED, or SLOT_PAST once the visit has begun.
    """
    mine = await tx.fetchrow(_MINE, booking_id, actor.account_id)
    if mine is None:
        raise NotFound()
    if mine["starts_at"] <= now:
        raise DomainError(Code.SLOT_PAST)
    plan = [{"id": booking_id, "reason": "family", "cause": booking_id, "quiet": False}]
    # A visit that was called off in secret still looks alive to the family, and dies by their hand.
    if not await tx.fetchval(_CANCEL, plan, now):
        raise DomainError(Code.ALREADY_CANCELLED)
    return {"id": str(booking_id)}


async def _allowed(
    tx: Connection,
    actor: Family,
    slot_id: UUID,
    inmate_id: UUID,
    visitor_ids: list[UUID],
    now: datetime,
) -> Request:
    """The request, when the rules say yes; whether there is a place is asked of the places themselves."""
    if not visitor_ids:
        raise DomainError(Code.PARTY_EMPTY)
    wanted = await queries.request(
        tx, actor, slot_id=slot_id, inmate_id=inmate_id, visitor_ids=visitor_ids, now=now
    )
    if wanted.why is not None:
        raise DomainError(wanted.why.code, **wanted.why.facts)
    return wanted


@contextmanager
def _somewhere_else() -> Iterator[None]:
    """One of the party is in another place at that hour, by another account: not for this family to know."""
    try:
        yield
    except asyncpg.ExclusionViolationError as error:
        raise DomainError(Code.NOT_AVAILABLE) from error
