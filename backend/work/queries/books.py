"""The facts on which a batch is decided, read in a handful of statements however long the batch is."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from backend.database import Connection
from backend.work.rules import Books, Enrolled, NewRecord, PriceOfDay, Standing, Stay

AROUND = timedelta(days=7)
"""How far records before and after a batch's days bear on it: nights, and six days in a row."""

_ENROLMENTS = """
select e.id, e.inmate_id, e.workshop_id, e.started_on, e.ended_on, e.consent_on,
  e.consent_withdrawn_on as withdrawn_on, e.grade, w.modality = 'training' as training
from enrolment e join workshop w on w.id = e.workshop_id where e.id = any($1) and e.establishment_id = $2
"""
_STAYS = """
select inmate_id, kind = 'out' as out, lower(during) as first_on,
  case when not upper_inf(during) then upper(during) - 1 end as last_on
from custody_span where inmate_id = any($1) and (establishment_id = $2 or kind = 'out')
"""
_STANDING = """
select id, inmate_id, workshop_id, worked_on, shift, begins_at, ends_at, minutes, live, digest, recorded_at,
  recorded_by
from work_record where id = any($1) or live and inmate_id = any($2) and worked_on between $3 and $4
"""
_CLOSED = """
select workshop_id, month from work_month
where workshop_id = any($1) and month = any($2) and state = 'closed'
"""
_HOLIDAYS = "select on_day from holiday where on_day = any($1)"
_AUTHORISED = """
select on_day, workshop_id, id from work_authorisation where establishment_id = $1 and on_day = any($2)
"""
_PRICES = """
select p.id, w.on_day, p.workshop_id, p.basis, p.grade,
  p.id is not distinct from price_live(p.workshop_id, p.product, p.operation, p.grade, w.on_day) as live
from (select distinct * from unnest($1::uuid[], $2::date[]) as each (price_id, on_day)) w join price p on p.id =
  w.price_id
"""
_SETTLED = """
select said_id, said_digest, coalesce(record_id, standing_id) as kept from work_conflict
where said_id = any($1) and settled_at is not null
"""


async def books(
    tx: Connection, establishment_id: str, records: Sequence[NewRecord], *others: UUID
) -> Books:
    """What is known of the people, days and prices of a batch, and of the records named in `others`."""
    ids, days = [record.id for record in records], sorted({record.worked_on for record in records})
    enrolments = await tx.fetch(
        _ENROLMENTS, [record.enrolment_id for record in records], establishment_id
    )
    known = Books(enrolments={row["id"]: Enrolled(**row) for row in enrolments})
    people = list({each.inmate_id for each in known.enrolments.values()})
    for row in await tx.fetch(_STAYS, people, establishment_id):
        stay = Stay(row["out"], row["first_on"], row["last_on"])
        known.stays.setdefault(row["inmate_id"], []).append(stay)
    first_on, last_on = days[0] - AROUND, days[-1] + AROUND
    rows = await tx.fetch(_STANDING, [*ids, *others], people, first_on, last_on)
    known.enter(standing_of(dict(row)) for row in rows)
    await _read_days(tx, known, establishment_id, days)
    await _read_prices(tx, known, records)
    for row in await tx.fetch(_SETTLED, ids):
        known.settled[row["said_id"], bytes(row["said_digest"])] = row["kept"]
    return known


def standing_of(row: Mapping[str, Any]) -> Standing:
    """A record there is, from the columns of `work_record`."""
    return Standing(**{**row, "digest": bytes(row["digest"])})


async def _read_days(
    tx: Connection, known: Books, establishment_id: str, days: Sequence[date]
) -> None:
    workshops = list({each.workshop_id for each in known.enrolments.values()})
    months = list({day.replace(day=1) for day in days})
    closed = await tx.fetch(_CLOSED, workshops, months)
    known.closed_months = {(row["workshop_id"], row["month"]) for row in closed}
    known.holidays = {row["on_day"] for row in await tx.fetch(_HOLIDAYS, days)}
    for row in await tx.fetch(_AUTHORISED, establishment_id, days):
        known.authorisations[row["on_day"], row["workshop_id"]] = row["id"]


async def _read_prices(tx: Connection, known: Books, records: Sequence[NewRecord]) -> None:
    used = [(piece.price_id, record.worked_on) for record in records for piece in record.pieces]
    for row in await tx.fetch(_PRICES, [price for price, _ in used], [day for _, day in used]):
        known.prices[row["id"], row["on_day"]] = PriceOfDay(
            row["workshop_id"], row["basis"], row["grade"], row["live"]
        )
