"""Records as they stand: shifts with their pieces, a person's month, what is still in conflict."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import NotFound
from backend.database import Connection
from backend.registry.access import check_posted
from backend.work.access import EVERYBODY

_SAID = """
select r.id, r.inmate_id, r.enrolment_id, r.workshop_id, r.worked_on, r.shift, r.begins_at, r.ends_at, r.minutes,
  r.place,
  r.absence, r.incident, r.not_counted, r.countable_minutes, r.flags, r.live, r.recorded_at, r.recorded_by, p.pieces
from work_record r
left join lateral (select json_agg(json_build_object('price_id', price_id, 'made', made, 'rejected', rejected,
  'reject_reason', reject_reason) order by line_no) as pieces from work_piece where record_id = r.id) p on true
where r.id = any($1)
"""
_OF_INMATE = """
select r.id, r.workshop_id, r.worked_on, r.shift, r.begins_at, r.ends_at, r.minutes, r.place, r.absence, r.incident,
  r.not_counted, r.countable_minutes, r.flags, r.live, r.supersedes_id, r.reason, r.recorded_at, r.recorded_by,
    r.establishment_id,
  a.outcome as answer, a.words as answer_words, a.sign as answer_sign, p.pieces
from work_record r
left join work_answer a on a.record_id = r.id
left join lateral (select json_agg(json_build_object('price_id', w.price_id, 'product', c.product, 'operation',
  c.operation,
    'basis', c.basis, 'rate', c.rate::text, 'made', w.made, 'rejected', w.rejected, 'reject_reason', w.reject_reason)
    order by w.line_no) as pieces
  from work_piece w join price c on c.id = w.price_id where w.record_id = r.id) p on true
where r.inmate_id = $1 and r.worked_on >= $2 and r.worked_on < $2 + interval '1 month' and r.establishment_id =
  any($3)
order by r.worked_on, r.shift, r.recorded_at
"""
_CONFLICTS = """
select c.id, c.inmate_id, i.surnames, i.given_names, c.said, c.standing_id, c.recorded_at, c.recorded_by
from work_conflict c left join inmate i on i.id = c.inmate_id
where c.establishment_id = $1 and c.settled_at is null order by c.recorded_at, c.id limit $2
"""
MOST_CONFLICTS = 200


async def said_of(tx: Connection, record_ids: Sequence[UUID]) -> dict[UUID, dict[str, Any]]:
    """What records say, with their pieces, by id: plain values for an answer."""
    if not record_ids:
        return {}
    rows = await tx.fetch(_SAID, list(record_ids))
    return {row["id"]: dict(row) | {"pieces": row["pieces"] or []} for row in rows}


async def inmate_records(
    tx: Connection, actor: Staff, inmate_id: UUID, month: date, now: datetime
) -> Sequence[asyncpg.Record]:
    """One person's records of a month (its first day), superseded ones too, with pieces and the person's answer.

    Raises NotFound when there are none at the actor's establishments. The look is an audit entry.
    """
    places = [place for place in actor.establishments if actor.holds(place, *EVERYBODY)]
    rows: Sequence[asyncpg.Record] = await tx.fetch(_OF_INMATE, inmate_id, month, places)
    if not rows:
        raise NotFound()
    await audit.record(
        tx,
        actor,
        "work.records.read",
        str(inmate_id),
        establishment_id=rows[0]["establishment_id"],
        facts={"month": month.isoformat()},
        now=now,
    )
    return rows


async def open_conflicts(
    tx: Connection, actor: Staff, establishment_id: str, now: datetime
) -> list[dict[str, Any]]:
    """What phones said against what stands and nobody has settled, oldest first, at most 200; `stands` beside each.

    Raises NOT_ALLOWED. The look is an audit entry.
    """
    check_posted(actor, establishment_id, *EVERYBODY)
    rows = await tx.fetch(_CONFLICTS, establishment_id, MOST_CONFLICTS)
    standing = await said_of(tx, [row["standing_id"] for row in rows])
    await audit.record(
        tx,
        actor,
        "work.conflicts.read",
        establishment_id,
        establishment_id=establishment_id,
        facts={"conflicts": len(rows)},
        now=now,
    )
    return [dict(row) | {"stands": standing[row["standing_id"]]} for row in rows]
