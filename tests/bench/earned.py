"""What the bench's people earned: a closed month each, with orders and wishes, that a relative may read."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg

from backend.earnings.commands import consenting, orders
from backend.earnings.commands.consenting import Category
from backend.work.commands import Piece
from tests.earnings import make_month as months
from tests.registry import make_registry as registry
from tests.work import make_work as work

DAYS = 2
"""On which everybody worked: a statement has a line for each price, however many days there were."""

_TIES = """
select distinct on (inmate_id) inmate_id, id as tie_id from tie where establishment_id = $1 and state = 'approved'
"""
_STATEMENTS = "select inmate_id, id from earning_statement where establishment_id = $1"


async def earned(owner: asyncpg.Connection, place: str) -> dict[UUID, UUID]:
    """The statement of everybody at this place to whom a family is tied, by inmate."""
    shop = await work.workshop(owner, at=place)
    prices = [
        await work.price(owner, shop, product=product, rate=rate, at=place)
        for product, rate in (("polo", "13.50"), ("buzo", "28.00"))
    ]
    ties = {row["inmate_id"]: row["tie_id"] for row in await owner.fetch(_TIES, place)}
    workers = []
    for inmate_id in ties:
        await registry.custody_event(owner, inmate_id, at=place, on=work.SINCE)
        workers.append(await work.worker(owner, shop, at=place, inmate_id=inmate_id))
    for day in (months.DAYS[nth] for nth in range(DAYS)):
        made = [Piece(price, 17) for price in prices]
        records = [months.shift(one, day, 480, *made) for one in workers]
        for first in range(0, len(records), 500):
            await months.recorded(records[first : first + 500], at=place)
    for one in workers:
        await _wishes(one, ties[one.inmate_id], place)
    await months.review(shop, at=place)
    await months.close(at=place)
    return {row["inmate_id"]: row["id"] for row in await owner.fetch(_STATEMENTS, place)}


async def _wishes(one: work.Worker, tie_id: UUID, place: str) -> None:
    """A reparation, a court's order, a part to the relative and one to savings; the relative may read all of it."""
    chief, said = work.chief(place), {"inmate_id": one.inmate_id, "now": months.AFTER}
    since = months.MAY - timedelta(days=30)
    await months.reparation(one, at=place)
    await orders.record_order(
        chief, uuid4(), kind=orders.OrderKind.SUPPORT, act="Exp. 33-2024", payee_ref=uuid4(),
        terms=orders.Terms(valid_from=since, rate="0.25"), **said,
    )  # fmt: skip
    for to, rate, priority in ((tie_id, "0.60", 1), (None, "0.15", 2)):
        terms = orders.Terms(valid_from=since, rate=rate, priority=priority)
        await orders.record_instruction(
            chief, uuid4(), act="Hoja 7", tie_id=to, terms=terms, **said
        )
    await consenting.give_statement_consent(
        chief, uuid4(), tie_id=tie_id, categories=tuple(Category), act="Hoja 9", **said
    )
