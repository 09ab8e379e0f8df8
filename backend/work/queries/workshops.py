"""The workshops of a place, what is agreed with whom, and what an operation is worth."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import asyncpg

from backend.core.actor import Staff
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.registry.access import check_posted
from backend.work.access import EVERYBODY, workshop_place

WORKSHOPS = Keyset("workshops", str, UUID)
"""By name."""

PRICES = Keyset("prices", str, UUID)
"""By product, operation and grade."""

AGREEMENTS = Keyset("agreements", date, UUID)
"""By the day on which they begin, the oldest first."""

_WORKSHOPS = """
select id, name, trade, modality, place, opened_on, closed_on,
  (select count(*) from enrolment e where e.workshop_id = w.id and e.ended_on is null) as people,
  (select sum(a.places) from agreement a where a.workshop_id = w.id and a.valid_from <= $5
    and coalesce(least(a.ended_on, a.valid_to), 'infinity') >= $5) as places
from workshop w where establishment_id = $1 and ($2::text is null or (name, id) > ($2, $3)) order by name, id limit $4
"""
_PRICES = """
select * from (select id, product, operation, grade, basis, rate, valid_from,
    concat_ws(' ', product, operation, grade) as name
  from price where workshop_id = $1 and id = price_live(workshop_id, product, operation, grade, $2)) p
where $3::text is null or (name, id) > ($3, $4) order by name, id limit $5
"""
_AGREEMENTS = """
select id, number, partner, signed_on, valid_from, valid_to, places, pay_due_day, terms, ended_on
from agreement where workshop_id = $1 and ($2::date is null or (valid_from, id) > ($2, $3))
order by valid_from, id limit $4
"""


async def workshops(
    tx: Connection, actor: Staff, establishment_id: str, today: date, page: Page
) -> Sequence[asyncpg.Record]:
    """One page of the workshops of a place, closed ones too, with how many `people` are enrolled.

    `places`: for how many the agreements in force today are; None where there is none. Raises NOT_ALLOWED.
    """
    check_posted(actor, establishment_id, *EVERYBODY)
    name, workshop_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _WORKSHOPS, establishment_id, name, workshop_id, page.limit, today
    )
    return rows


async def prices(
    tx: Connection, actor: Staff, workshop_id: UUID, on_day: date, page: Page
) -> Sequence[asyncpg.Record]:
    """One page of the prices of a workshop in force on a day. Raises NotFound."""
    await workshop_place(tx, actor, workshop_id, *EVERYBODY)
    name, price_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _PRICES, workshop_id, on_day, name, price_id, page.limit
    )
    return rows


async def agreements(
    tx: Connection, actor: Staff, workshop_id: UUID, page: Page
) -> Sequence[asyncpg.Record]:
    """One page of the agreements of a workshop. Raises NotFound."""
    await workshop_place(tx, actor, workshop_id, *EVERYBODY)
    valid_from, agreement_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _AGREEMENTS, workshop_id, valid_from, agreement_id, page.limit
    )
    return rows
