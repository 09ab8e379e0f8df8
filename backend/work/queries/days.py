"""The day of a workshop: who is enrolled, what is recorded, and how it was the last time."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Staff
from backend.database import Connection
from backend.work.access import EVERYBODY, workshop_place
from backend.work.queries.records import said_of

_ENROLLED = """
select e.id as enrolment_id, e.inmate_id, e.grade, i.surnames, i.given_names,
  e.consent_on, e.consent_act, e.consent_withdrawn_on as withdrawn_on, e.withdrawn_act,
  custody_is_inside(e.inmate_id, e.establishment_id, $2) as inside,
  coalesce(now_on.ids, '{}') as record_ids, coalesce(before.ids, '{}') as before_ids
from enrolment e
left join inmate i on i.id = e.inmate_id
left join lateral (select array_agg(r.id order by r.shift) as ids from work_record r
  where r.enrolment_id = e.id and r.live and r.worked_on = $2) now_on on true
left join lateral (select array_agg(r.id order by r.shift) as ids from work_record r
  where r.enrolment_id = e.id and r.live and r.worked_on = $3) before on true
where e.workshop_id = $1 and e.started_on <= $2 and (e.ended_on is null or e.ended_on >= $2)
  and (e.consent_withdrawn_on is null or e.consent_withdrawn_on >= $2)
order by i.surnames, i.given_names, e.id
"""
_BEFORE = (
    "select max(worked_on) from work_record where workshop_id = $1 and live and worked_on < $2"
)
_PRICES = """
select id, product, operation, grade, basis, rate from price
where workshop_id = $1 and id = price_live(workshop_id, product, operation, grade, $2)
order by product, operation, grade
"""
_DAY = """
select extract(isodow from $2::date) = 7 as sunday, (select name from holiday where on_day = $2) as holiday,
  (select name from workshop where id = $1) as workshop, (select place from workshop where id = $1) as place,
  (select name from establishment where id = $3) as establishment,
  (select number from work_authorisation where establishment_id = $3 and on_day = $2
    and coalesce(workshop_id, $1) = $1 order by workshop_id nulls last limit 1) as authorised,
  (select state from work_month where workshop_id = $1 and month = date_trunc('month', $2::timestamp)::date) as
    month_state
"""


async def day_sheet(
    tx: Connection, actor: Staff, workshop_id: UUID, on_day: date, now: datetime
) -> dict[str, Any]:
    """A workshop's day, for "all as yesterday, except…".

    `people` are those enrolled that day, each with `records` (what is recorded of the day, by shift) and
    `records_before` (the same of `before_on`, the last day worked before); `prices` are those in force; `workshop`,
    `place` and `establishment` are names; `sunday`, `holiday` (its name), `authorised` (the number) and `month_state`
    say what the law will make of the day. Raises NotFound. The look is an audit entry.
    """
    place = await workshop_place(tx, actor, workshop_id, *EVERYBODY)
    before_on = await tx.fetchval(_BEFORE, workshop_id, on_day)
    people = await tx.fetch(_ENROLLED, workshop_id, on_day, before_on)
    said = await said_of(
        tx, [each for row in people for each in (*row["record_ids"], *row["before_ids"])]
    )
    (day,) = await tx.fetch(_DAY, workshop_id, on_day, place)
    await audit.record(
        tx,
        actor,
        "work.day.read",
        str(workshop_id),
        establishment_id=place,
        facts={"on_day": on_day.isoformat(), "people": len(people)},
        now=now,
    )
    return dict(day) | {
        "establishment_id": place,
        "before_on": before_on,
        "prices": [dict(row) for row in await tx.fetch(_PRICES, workshop_id, on_day)],
        "people": [
            dict(row)
            | {
                "records": [said[each] for each in row["record_ids"]],
                "records_before": [said[each] for each in row["before_ids"]],
            }
            for row in people
        ],
    }
