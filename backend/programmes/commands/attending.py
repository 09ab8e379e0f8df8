"""What is said of a date that is held: who came, how many were counted, who took part. Words are added, never changed.

A phone gives each mark its id and sends it until it is answered: the same marks in any order, sent any number of times
from any phones, come to the same.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Role, Staff
from backend.core.errors import NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.programmes.access import DOOR, WRITERS, office_date
from backend.programmes.rules.attending import (
    DoorMark,
    GuestClass,
    PartMark,
    check_count,
    check_kept,
    check_marks,
    check_part_minutes,
    check_parts,
)
from backend.programmes.rules.checking import fine

# In the order of their ids, so that two phones with the same marks never wait for each other. What a clock says that is
# more than a day ahead is not believed: it would stand before every later word.
_SAID = """
with said as (
  select m.id, case when m.visitor is not null then door_guest($1, m.visitor) end as guest_key, o.id as open_answer_id,
    m.guest_class, m.adults, m.children, m.undoes, m.marked_at
  from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::integer[], $8::integer[], $9::uuid[],
      $10::timestamptz[]) as m (id, visitor, open_answer, guest_class, adults, children, undoes, marked_at)
  left join open_answer o on o.id = m.open_answer and o.occurrence_id = $1 and o.establishment_id = $2
)
"""
_MARK = (
    _SAID
    + """
, added as (
  insert into door_mark (id, occurrence_id, establishment_id, guest_key, open_answer_id, guest_class, adults, children,
      undoes, marked_at, marked_by, recorded_at)
    select id, $1, $2, guest_key, open_answer_id, guest_class, adults, children, undoes,
      case when marked_at > $12::timestamptz + interval '1 day' then $12 else marked_at end, $11, $12
    from said order by id
    on conflict (id) do nothing returning id
)
select count(*) from added
"""
)
_ANOTHER = (
    _SAID
    + """
select exists (select from said s left join door_mark m on m.id = s.id
  where (m.occurrence_id, m.guest_key, m.open_answer_id, m.guest_class, m.adults, m.children, m.undoes)
      is distinct from ($1, s.guest_key, s.open_answer_id, s.guest_class, s.adults, s.children, s.undoes)
    or m.marked_at <> case when s.marked_at > m.recorded_at + interval '1 day' then m.recorded_at else s.marked_at end)
"""
)
_COUNT = """
insert into door_count (id, occurrence_id, establishment_id, guest_class, adults, children, counted_at, counted_by)
values ($1, $2, $3, $4, $5, $6,
  case when $7::timestamptz > $9::timestamptz + interval '1 day' then $9 else $7 end, $8)
"""
_NAMED = """
select count(distinct inmate_id) from event_person where event_id = $1 and part = 'participant' and inmate_id = any($2)
"""
_PART = """
with added as (
  insert into part_mark (id, occurrence_id, establishment_id, inmate_id, minutes, marked_at, marked_by, recorded_at)
    select m.id, $1, $2, m.inmate, m.minutes,
      case when m.marked_at > $8::timestamptz + interval '1 day' then $8 else m.marked_at end, $7, $8
    from unnest($3::uuid[], $4::uuid[], $5::integer[], $6::timestamptz[]) as m (id, inmate, minutes, marked_at)
    order by m.inmate, m.id
    on conflict (id) do nothing returning id
)
select count(*) from added
"""
_ANOTHER_PART = """
select exists (select from unnest($2::uuid[], $3::uuid[], $4::integer[], $5::timestamptz[])
    as s (id, inmate, minutes, marked_at)
  left join part_mark m on m.id = s.id
  where (m.occurrence_id, m.inmate_id, m.minutes) is distinct from ($1, s.inmate, s.minutes)
    or m.marked_at <> case when s.marked_at > m.recorded_at + interval '1 day' then m.recorded_at else s.marked_at end)
"""


@once
async def mark_door(
    tx: Connection,
    actor: Staff,
    *,
    occurrence_id: UUID,
    marks: Sequence[DoorMark],
    now: datetime,
) -> dict[str, Any]:
    """Take marks of a date's door; `new`: those that were not known yet.

    A mark stays whatever became of the answer: somebody stood there. Raises NotFound, DOOR_CLOSED, or BAD_INPUT naming
    `marks`, also where an id was given to something else before: then that stands, and nothing is taken.
    """
    check_marks(marks)
    date = await _kept_date(tx, actor, occurrence_id, now, *DOOR)
    place = date["establishment_id"]
    said = (
        [each.id for each in marks],
        [None if each.undoes else each.visitor_id for each in marks],
        [None if each.undoes else each.open_answer_id for each in marks],
        [each.guest_class for each in marks],
        [each.adults for each in marks],
        [each.children for each in marks],
        [each.undoes for each in marks],
        [each.marked_at for each in marks],
    )
    added: int = await tx.fetchval(_MARK, occurrence_id, place, *said, actor.staff_id, now)
    fine("marks", not await tx.fetchval(_ANOTHER, occurrence_id, place, *said))
    facts: dict[str, object] = {"marks": len(marks), "new": added}
    await _trail(tx, actor, "programmes.door.marked", date, facts, now)
    return {"id": occurrence_id, "new": added}


@once
async def count_door(
    tx: Connection,
    actor: Staff,
    *,
    occurrence_id: UUID,
    guest_class: GuestClass,
    adults: int,
    children: int,
    counted_at: datetime | None = None,
    now: datetime,
) -> dict[str, Any]:
    """Say how many of a class were there at `counted_at`, or are there now; the latest count of a class stands.

    Raises NotFound, DOOR_CLOSED, BAD_INPUT.
    """
    check_count(adults, children)
    date = await _kept_date(tx, actor, occurrence_id, now, *DOOR)
    place = date["establishment_id"]
    said = (guest_class, adults, children, counted_at or now, actor.staff_id, now)
    await tx.execute(_COUNT, new_id(), occurrence_id, place, *said)
    facts: dict[str, object] = {"class": guest_class, "adults": adults, "children": children}
    await _trail(tx, actor, "programmes.door.counted", date, facts, now)
    return {"id": occurrence_id}


@once
async def mark_parts(
    tx: Connection,
    actor: Staff,
    *,
    occurrence_id: UUID,
    marks: Sequence[PartMark],
    now: datetime,
) -> dict[str, Any]:
    """Take how long people took part in a date; of each the latest word stands. `new`: words not known yet.

    Raises NotFound, also for anybody who was never named as taking part, DOOR_CLOSED, and BAD_INPUT as `mark_door`,
    also where it is longer than the date can have been.
    """
    check_parts(marks)
    date = await _kept_date(tx, actor, occurrence_id, now, *WRITERS)
    check_part_minutes(marks, date["doors_at"], date["ends_at"])
    people = {each.inmate_id for each in marks}
    if await tx.fetchval(_NAMED, date["event_id"], list(people)) < len(people):
        raise NotFound()
    said = (
        [each.id for each in marks],
        [each.inmate_id for each in marks],
        [each.minutes for each in marks],
        [each.marked_at for each in marks],
    )
    place = date["establishment_id"]
    added: int = await tx.fetchval(_PART, occurrence_id, place, *said, actor.staff_id, now)
    fine("marks", not await tx.fetchval(_ANOTHER_PART, occurrence_id, *said))
    facts: dict[str, object] = {"inmates": sorted(map(str, people)), "new": added}
    await _trail(tx, actor, "programmes.parts.marked", date, facts, now)
    return {"id": occurrence_id, "new": added}


async def _kept_date(
    tx: Connection, actor: Staff, occurrence_id: UUID, now: datetime, *roles: Role
) -> asyncpg.Record:
    date = await office_date(tx, actor, occurrence_id, *roles)
    check_kept(date["state"], date["starts_at"], date["ends_at"], now)
    return date


async def _trail(
    tx: Connection,
    actor: Staff,
    done: str,
    date: asyncpg.Record,
    facts: dict[str, object],
    now: datetime,
) -> None:
    place = date["establishment_id"]
    await audit.record(
        tx, actor, done, str(date["id"]), establishment_id=place, facts=facts, now=now
    )
