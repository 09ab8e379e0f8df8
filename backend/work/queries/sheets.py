"""Where the paper sheet and the records differ."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Staff
from backend.database import Connection
from backend.work.access import EVERYBODY, check, workshop_place

LONGEST_SPAN = timedelta(days=31)
"""Between the first and the last day that are compared at once."""

_DIFFERENCES = """
with sheet as (
  select distinct on (on_day) id, on_day from work_sheet
  where workshop_id = $1 and on_day between $2 and $3 order by on_day, entered_at desc, id
), paper as (
  select s.on_day, l.inmate_id, l.minutes::integer as minutes,
    coalesce((select jsonb_object_agg(p ->> 'price_id', jsonb_build_array((p ->> 'made')::int, coalesce((p ->>
      'rejected')::int, 0)))
      from jsonb_array_elements(l.pieces) as p), '{}') as pieces
  from sheet s join work_sheet_line l on l.sheet_id = s.id
), recorded as (
  select r.worked_on as on_day, r.inmate_id, sum(r.minutes)::integer as minutes
  from work_record r where r.workshop_id = $1 and r.live and r.worked_on in (select on_day from sheet) group by 1, 2
), made as (
  select on_day, inmate_id, jsonb_object_agg(price_id, jsonb_build_array(made, rejected)) as pieces
  from (select r.worked_on as on_day, r.inmate_id, p.price_id, sum(p.made) as made, sum(p.rejected) as rejected
    from work_record r join work_piece p on p.record_id = r.id
    where r.workshop_id = $1 and r.live and r.worked_on in (select on_day from sheet) group by 1, 2, 3) each
  group by 1, 2
)
select on_day, inmate_id, i.surnames, i.given_names, p.minutes as paper_minutes, r.minutes as recorded_minutes,
  p.pieces as paper_pieces, case when r.inmate_id is not null then coalesce(m.pieces, '{}') end as recorded_pieces
from paper p full join recorded r using (on_day, inmate_id) left join made m using (on_day, inmate_id)
left join inmate i on i.id = inmate_id
where p.minutes is distinct from r.minutes or p.pieces is distinct from coalesce(m.pieces, '{}')
order by on_day, i.surnames, i.given_names, inmate_id
"""


async def differences(
    tx: Connection, actor: Staff, workshop_id: UUID, first_on: date, last_on: date, now: datetime
) -> list[dict[str, Any]]:
    """People and days on which the latest sheet and the records differ; days without a sheet are left out.

    Minutes None: not there at all. Pieces are `{price id: [made, rejected]}`. Raises NotFound, or
    BAD_INPUT for more than a month at once. The look is an audit entry.
    """
    check(last_on=first_on <= last_on <= first_on + LONGEST_SPAN)
    place = await workshop_place(tx, actor, workshop_id, *EVERYBODY)
    rows = await tx.fetch(_DIFFERENCES, workshop_id, first_on, last_on)
    await audit.record(
        tx,
        actor,
        "work.differences.read",
        str(workshop_id),
        establishment_id=place,
        facts={"first_on": first_on.isoformat(), "last_on": last_on.isoformat(), "rows": len(rows)},
        now=now,
    )
    return [dict(row) for row in rows]
