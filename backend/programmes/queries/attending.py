"""Doors and who came: lists for a phone that may lose its signal, sheets of who took part, what came of each date."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_instant
from backend.core.errors import NotFound
from backend.database import Connection
from backend.programmes.access import DOOR, WRITERS, office_date, office_event
from backend.programmes.rules.attending import Count, GuestClass, audience, check_kept
from backend.registry.access import check_posted
from backend.sealed import unseal

DOCUMENT_END = 3
"""Signs of a document that a door list shows: enough to tell two of a name apart, too few to be of use elsewhere."""

_DATES = """
select o.id, o.event_id, e.content ->> 'title' as title, o.doors_at, o.starts_at, o.ends_at, o.state,
  coalesce((select sum(a.adults + a.children) from answer a where a.occurrence_id = o.id and a.state = 'going'), 0)
  + coalesce((select sum(a.adults + a.children) from open_answer a
      where a.occurrence_id = o.id and a.state = 'going'), 0) as people
from occurrence o join event e on e.id = o.event_id
where o.establishment_id = $1 and o.starts_at >= $2 and o.starts_at < $3 order by o.starts_at, o.id
"""
_PARTIES = "select * from door_parties($1)"
_OPEN = """
select id as open_answer_id, code, adults, children from open_answer
where occurrence_id = $1 and state = 'going' and code is not null order by code
"""
_MARKS = """
select id, guest_key, open_answer_id, guest_class, adults, children, undoes, marked_at from door_mark
where occurrence_id = $1 order by recorded_at, id
"""
_COUNTED = """
select distinct on (occurrence_id, guest_class) occurrence_id, guest_class, adults, children, counted_at from door_count
where occurrence_id = any($1) order by occurrence_id, guest_class, counted_at desc, id desc
"""
_MARKED = "select occurrence_id, guest_class, adults, children from door_marked($1)"
_SHEET = """
select i.id as inmate_id, i.given_names, i.surnames, (
    select p.minutes from part_mark p where p.occurrence_id = $1 and p.inmate_id = i.id
    order by p.marked_at desc, p.id desc limit 1) as minutes
from inmate i where i.id in (
  select n.inmate_id from event_person n
  where n.event_id = $2 and n.part = 'participant' and (n.ended_at is null or n.ended_at > $3)
  union select p.inmate_id from part_mark p where p.occurrence_id = $1)
order by i.surnames, i.given_names, i.id
"""
# Nobody of a household was marked, though its date is over and somebody was at the door with its list. It is reckoned
# anew at every look, kept nowhere, and nothing is refused or put later for it.
_HELD = """
with word as (
  select distinct on (p.occurrence_id, p.inmate_id) p.occurrence_id, p.minutes
  from occurrence o join part_mark p on p.occurrence_id = o.id where o.event_id = $1
  order by p.occurrence_id, p.inmate_id, p.marked_at desc, p.id desc
), standing as materialized (
  select occurrence_id, guest_key, open_answer_id
  from door_standing(array(select id from occurrence where event_id = $1))
)
select o.id, o.starts_at, o.state,
  (select count(*) from word w where w.occurrence_id = o.id and w.minutes > 0) as parts,
  (select coalesce(sum(w.minutes), 0) from word w where w.occurrence_id = o.id) as minutes,
  case when o.state = 'planned' and o.ends_at <= $2 and exists (select from standing s
      where s.occurrence_id = o.id and num_nonnulls(s.guest_key, s.open_answer_id) > 0) then (
    select count(*) from answer a where a.occurrence_id = o.id and a.state = 'going' and not exists (
      select from answer_guest g join standing s on s.guest_key = door_guest(o.id, g.visitor_id)
      where g.answer_id = a.id)) end as no_shows
from occurrence o where o.event_id = $1 and o.starts_at <= $2 order by o.starts_at, o.id
"""
_HOURS = """
select i.id as inmate_id, i.given_names, i.surnames, h.minutes, h.dates, c.id as certificate_id, c.number, c.issued_at
from part_hours($1, $2) h join inmate i on i.id = h.inmate_id
left join hours_certificate c on c.event_id = $1
  and (c.inmate_id, c.minutes, c.dates, c.first_on, c.last_on)
    = (h.inmate_id, h.minutes, h.dates, h.first_on, h.last_on)
order by i.surnames, i.given_names, i.id
"""
_PRINTED = """
select c.number, c.title, c.minutes, c.dates, c.first_on, c.last_on, c.issued_at, c.establishment_id, i.given_names,
  i.surnames
from hours_certificate c join inmate i on i.id = c.inmate_id where c.id = $1
"""


@dataclass(frozen=True, slots=True)
class DoorList:
    """A date: guests of its households, a row each by names; places of no account; all marks; counts that stand."""

    date: asyncpg.Record
    made_at: datetime
    guests: Sequence[Mapping[str, Any]]
    open_parties: Sequence[asyncpg.Record]
    marks: Sequence[Mapping[str, Any]]
    counts: Sequence[asyncpg.Record]


async def door_dates(
    tx: Connection, actor: Staff, establishment_id: str, on: date
) -> Sequence[asyncpg.Record]:
    """Dates of that day and of the days beside it, the first one first, with the `people` who have places.

    Raises NOT_ALLOWED.
    """
    check_posted(actor, establishment_id, *DOOR)
    day = timedelta(days=1)
    first, end = lima_instant(on - day, time()), lima_instant(on + 2 * day, time())
    rows: Sequence[asyncpg.Record] = await tx.fetch(_DATES, establishment_id, first, end)
    return rows


async def door_list(
    tx: Connection, actor: Staff, occurrence_id: UUID, *, now: datetime
) -> DoorList:
    """Who is expected at a date and who came; every look is an audit entry. Raises NotFound and DOOR_CLOSED."""
    on_date = await office_date(tx, actor, occurrence_id, *DOOR)
    check_kept(on_date["state"], on_date["starts_at"], on_date["ends_at"], now)
    guests = [_guest(row) for row in await tx.fetch(_PARTIES, occurrence_id)]
    of_guest = {each["guest_key"]: each for each in guests}
    found = DoorList(
        on_date,
        now,
        guests,
        await tx.fetch(_OPEN, occurrence_id),
        [
            _mark(row, of_guest.get(row["guest_key"]))
            for row in await tx.fetch(_MARKS, occurrence_id)
        ],
        await tx.fetch(_COUNTED, [occurrence_id]),
    )
    await _looked(tx, actor, "programmes.door.read", on_date, {"guests": len(guests)}, now)
    return found


async def part_sheet(
    tx: Connection, actor: Staff, occurrence_id: UUID, *, now: datetime
) -> tuple[asyncpg.Record, Sequence[asyncpg.Record]]:
    """A date, and who takes part in it or did: `minutes` None where nobody said. Every look is an audit entry.

    Whoever is held where the reader is not posted is left out. Raises NotFound.
    """
    on_date = await office_date(tx, actor, occurrence_id, *WRITERS)
    people = await tx.fetch(_SHEET, occurrence_id, on_date["event_id"], on_date["starts_at"])
    await _looked(tx, actor, "programmes.parts.read", on_date, _inmates(people), now)
    return on_date, people


async def event_attendance(
    tx: Connection, actor: Staff, event_id: UUID, *, now: datetime
) -> Sequence[tuple[asyncpg.Record, Mapping[GuestClass, Count]]]:
    """What came of each date that has begun, the first one first, and its audience. Raises NotFound."""
    await office_event(tx, actor, event_id, *WRITERS)
    rows = await tx.fetch(_HELD, event_id, now)
    came = await audiences(tx, [row["id"] for row in rows])
    return [(row, came.get(row["id"], {})) for row in rows]


async def audiences(
    tx: Connection, occurrence_ids: Sequence[UUID]
) -> Mapping[UUID, Mapping[GuestClass, Count]]:
    """How many of each class came to each of these dates (`rules.attending.audience`); none where nobody was seen."""
    marked: dict[UUID, dict[GuestClass, Count]] = defaultdict(dict)
    counted: dict[UUID, dict[GuestClass, Count]] = defaultdict(dict)
    for sql, into in ((_MARKED, marked), (_COUNTED, counted)):
        for row in await tx.fetch(sql, list(occurrence_ids)):
            into[row["occurrence_id"]][GuestClass(row["guest_class"])] = (
                row["adults"],
                row["children"],
            )
    return {each: audience(marked[each], counted[each]) for each in {*marked, *counted}}


async def event_hours(
    tx: Connection, actor: Staff, event_id: UUID, *, now: datetime
) -> Sequence[asyncpg.Record]:
    """Whose hours can be certified, with the certificate of exactly these; every look is an audit entry.

    Raises NotFound.
    """
    event = await office_event(tx, actor, event_id, *WRITERS)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_HOURS, event_id, now)
    await _looked(tx, actor, "programmes.hours.read", event, _inmates(rows), now)
    return rows


async def printed_hours(tx: Connection, actor: Staff, certificate_id: UUID) -> Mapping[str, Any]:
    """What is printed of a certificate of hours. Raises NotFound."""
    row = await tx.fetchrow(_PRINTED, certificate_id)
    if row is None or not actor.holds(row["establishment_id"], *WRITERS):
        raise NotFound()
    return dict(row)


def _guest(row: asyncpg.Record) -> Mapping[str, Any]:
    number = unseal("visitor.document", row["visitor_id"], row["document_cipher"])
    return {**row, "document_end": number[-DOCUMENT_END:]}


def _mark(row: asyncpg.Record, guest: Mapping[str, Any] | None) -> Mapping[str, Any]:
    """As a phone reads it: whom it is of is said of those on the list alone."""
    whom = {key: guest and guest[key] for key in ("answer_id", "visitor_id")}
    return {**row, **whom}


def _inmates(rows: Sequence[asyncpg.Record]) -> dict[str, object]:
    return {"inmates": [str(row["inmate_id"]) for row in rows]}


async def _looked(
    tx: Connection,
    actor: Staff,
    how: str,
    subject: asyncpg.Record,
    facts: dict[str, object],
    now: datetime,
) -> None:
    place = subject["establishment_id"]
    await audit.record(
        tx, actor, how, str(subject["id"]), establishment_id=place, facts=facts, now=now
    )
