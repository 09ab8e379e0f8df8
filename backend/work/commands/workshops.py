"""Workshops, their agreements and prices, and days on which work may count although it is Sunday or a holiday."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.registry.access import check_posted
from backend.work.access import CHIEFS, check, is_text, workshop_place
from backend.work.rules import Basis, Modality

HIGHEST_RATE = Decimal("99999999.9999")

_ADD_WORKSHOP = """
insert into workshop (id, establishment_id, name, trade, modality, place, opened_on) values ($1, $2, $3, $4, $5, $6,
  $7)
"""
_END_WORKSHOP = """
update workshop set closed_on = $2 where id = $1 and closed_on is null and opened_on <= $2 returning id
"""
_ADD_AGREEMENT = """
insert into agreement (id, establishment_id, workshop_id, number, partner, signed_on, valid_from, valid_to, places,
  pay_due_day,
  terms, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
"""
_AGREEMENT = """
select establishment_id, signed_on, valid_to, ended_on from agreement where id = $1 for no key update
"""
_END_AGREEMENT = "update agreement set ended_on = $2 where id = $1"
_ADD_PRICE = """
insert into price (id, workshop_id, establishment_id, product, operation, grade, basis, rate, valid_from, recorded_at,
  recorded_by, supersedes_id)
select $1, $2, $3, $4, $5, $6::text, $7, $8, $9::date, $10, $11,
  (select p.id from price p where p.id = price_live($2, $4, $5, $6::text, $9::date)
    and not exists (select from price n where n.supersedes_id = p.id))
returning supersedes_id
"""
_AUTHORISE = """
insert into work_authorisation (id, establishment_id, workshop_id, on_day, number, reason, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""


@once
async def add_workshop(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    name: str,
    trade: str,
    modality: Modality,
    place: str,
    opened_on: date,
    now: datetime,
) -> dict[str, Any]:
    """Add a workshop of an establishment; answers its id. Raises NOT_ALLOWED or BAD_INPUT."""
    check_posted(actor, establishment_id, *CHIEFS)
    check(name=is_text(name), trade=is_text(trade), place=is_text(place))
    workshop_id = new_id()
    await tx.execute(
        _ADD_WORKSHOP, workshop_id, establishment_id, name, trade, modality, place, opened_on
    )
    await _trail(tx, actor, "workshop.added", workshop_id, establishment_id, now)
    return {"id": workshop_id}


@once
async def end_workshop(
    tx: Connection, actor: Staff, *, workshop_id: UUID, closed_on: date, now: datetime
) -> dict[str, Any]:
    """End a workshop: nobody is enrolled after its last day. Raises NotFound, BAD_INPUT, ALREADY_DECIDED."""
    place = await workshop_place(tx, actor, workshop_id, *CHIEFS)
    check(closed_on=closed_on <= lima_day(now))
    if await tx.fetchval(_END_WORKSHOP, workshop_id, closed_on) is None:
        raise DomainError(Code.ALREADY_DECIDED)
    await _trail(tx, actor, "workshop.ended", workshop_id, place, now)
    return {"id": workshop_id}


@once
async def add_agreement(
    tx: Connection,
    actor: Staff,
    *,
    workshop_id: UUID,
    number: str,
    partner: str,
    signed_on: date,
    valid_from: date,
    valid_to: date | None = None,
    places: int,
    pay_due_day: int,
    terms: dict[str, Any],
    now: datetime,
) -> dict[str, Any]:
    """Keep a convenio of a workshop, with its terms as they are; answers its id.

    Raises NotFound, BAD_INPUT naming the field, ALREADY_DECIDED for a number that is there.
    """
    place = await workshop_place(tx, actor, workshop_id, *CHIEFS)
    check(
        number=is_text(number, 40),
        partner=is_text(partner),
        valid_from=signed_on <= valid_from,
        valid_to=valid_to is None or valid_to >= valid_from,
        places=0 < places <= 10_000,
        pay_due_day=1 <= pay_due_day <= 31,
    )
    agreement_id = new_id()
    said = (number, partner, signed_on, valid_from, valid_to, places, pay_due_day, terms)
    try:
        await tx.execute(
            _ADD_AGREEMENT, agreement_id, place, workshop_id, *said, now, actor.staff_id
        )
    except asyncpg.UniqueViolationError as error:
        raise DomainError(Code.ALREADY_DECIDED) from error
    await _trail(tx, actor, "agreement.added", agreement_id, place, now)
    return {"id": agreement_id}


@once
async def end_agreement(
    tx: Connection, actor: Staff, *, agreement_id: UUID, ended_on: date, now: datetime
) -> dict[str, Any]:
    """End a convenio before its time; `ended_on` is its last day. Whoever is enrolled stays enrolled.

    Raises NotFound, ALREADY_DECIDED, BAD_INPUT for a day before it was signed or not before its own last one.
    """
    row = await tx.fetchrow(_AGREEMENT, agreement_id)
    if row is None or not actor.holds(row["establishment_id"], *CHIEFS):
        raise NotFound()
    if row["ended_on"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    check(
        ended_on=row["signed_on"] <= ended_on
        and (row["valid_to"] is None or ended_on < row["valid_to"])
    )
    await tx.execute(_END_AGREEMENT, agreement_id, ended_on)
    await _trail(tx, actor, "agreement.ended", agreement_id, row["establishment_id"], now)
    return {"id": agreement_id}


@once
async def add_price(
    tx: Connection,
    actor: Staff,
    *,
    workshop_id: UUID,
    product: str,
    operation: str,
    grade: str | None = None,
    basis: Basis,
    rate: str,
    valid_from: date,
    now: datetime,
) -> dict[str, Any]:
    """Add a price from a day on; answers its id and the price it takes the place of (None: the first).

    `rate` is decimal text in soles, at most four places; of a share of sales it is the share. Work recorded already
    keeps the price it was recorded with. Raises NotFound or BAD_INPUT naming the field.
    """
    place = await workshop_place(tx, actor, workshop_id, *CHIEFS)
    exact = _exact(rate)
    check(
        product=is_text(product),
        operation=is_text(operation),
        grade=grade is None or is_text(grade, 24),
        rate=exact is not None
        and 0 <= exact <= (1 if basis is Basis.SALE_SHARE else HIGHEST_RATE)
        and (basis is not Basis.ZERO or exact == 0),
    )
    price_id = new_id()
    said = (product, operation, grade, basis, exact, valid_from)
    replaced = await tx.fetchval(
        _ADD_PRICE, price_id, workshop_id, place, *said, now, actor.staff_id
    )
    await _trail(tx, actor, "price.added", price_id, place, now)
    return {"id": price_id, "supersedes": replaced}


@once
async def authorise_day(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    workshop_id: UUID | None = None,
    on_day: date,
    number: str,
    reason: str,
    now: datetime,
) -> dict[str, Any]:
    """Keep the Technical Council's authorisation to count a Sunday or holiday (D.S. 015-2003-JUS art. 177).

    `workshop_id` None: of the whole place. Raises NOT_ALLOWED, NotFound, BAD_INPUT, ALREADY_DECIDED.
    """
    check_posted(actor, establishment_id, *CHIEFS)
    check(number=is_text(number, 40), reason=10 <= len(reason.strip()) <= 400)
    if workshop_id is not None and establishment_id != await workshop_place(
        tx, actor, workshop_id, *CHIEFS
    ):
        raise NotFound()
    authorisation_id = new_id()
    said = (establishment_id, workshop_id, on_day, number, reason)
    try:
        await tx.execute(_AUTHORISE, authorisation_id, *said, now, actor.staff_id)
    except asyncpg.UniqueViolationError as error:
        raise DomainError(Code.ALREADY_DECIDED) from error
    await _trail(tx, actor, "day.authorised", authorisation_id, establishment_id, now)
    return {"id": authorisation_id}


def _exact(text: str) -> Decimal | None:
    """A decimal of at most four places, or None."""
    whole, _, places = text.strip().partition(".")
    fine = (
        whole.isascii()
        and whole.isdigit()
        and (not places or (places.isascii() and places.isdigit()))
    )
    return Decimal(text.strip()) if fine and len(places) <= 4 and len(whole) <= 8 else None


async def _trail(
    tx: Connection, actor: Staff, done: str, subject: UUID, place: str, now: datetime
) -> None:
    await audit.record(tx, actor, f"work.{done}", str(subject), establishment_id=place, now=now)
