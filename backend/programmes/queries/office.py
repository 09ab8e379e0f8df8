"""Events as their office sees them: drafts, dates with how many come, and who is named."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import NotFound
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.programmes.access import WRITERS, office_event
from backend.programmes.queries.posters import posters_of
from backend.registry.access import check_posted

COMING = Keyset("office events", datetime, UUID)
"""The next date first; of an event without dates, since when there is one."""

PAST = Keyset("past office events", datetime, UUID)
"""The last date first."""

# A draft that was thrown away before anything was released leaves an event that is nobody's any more.
_EVENTS = """
with listed as (
  select e.id, e.programme_id, e.state, e.content as released, e.made_at, d.state as draft, d.content as drafted,
    (select min(o.starts_at) from occurrence o
      where o.event_id = e.id and o.ends_at > $2 and o.state <> 'cancelled') as next_at,
    (select max(o.starts_at) from occurrence o where o.event_id = e.id) as last_at
  from event e left join event_draft d on d.event_id = e.id
  where e.establishment_id = $1 and (e.release_no > 0 or d.event_id is not null)
), shown as (
  select *, coalesce(next_at, last_at, made_at) as sorted_at from listed
  where (next_at is null and draft is null) = $3
)
select s.id, s.programme_id, p.title as programme, s.state, s.draft, s.next_at, s.sorted_at,
  coalesce(s.drafted, s.released) ->> 'title' as title, coalesce(s.drafted, s.released) ->> 'kind' as kind,
  coalesce(s.drafted, s.released) ->> 'audience' as audience,
  (select count(*) from occurrence o where o.event_id = s.id and o.state <> 'cancelled') as dates,
  c.going + n.going as going, c.waiting
from shown s join programme p on p.id = s.programme_id
cross join lateral (
  select count(*) filter (where a.state in ('going', 'offered')) as going,
    count(*) filter (where a.state = 'waiting') as waiting
  from occurrence o join answer a on a.occurrence_id = o.id and a.state <> 'withdrawn'
  where o.event_id = s.id and o.ends_at > $2
) as c
cross join lateral (
  select count(*) as going from occurrence o join open_answer a on a.occurrence_id = o.id and a.state = 'going'
  where o.event_id = s.id and o.ends_at > $2
) as n
"""
_COMING = (
    _EVENTS
    + """
where $4::timestamptz is null or (s.sorted_at, s.id) > ($4, $5) order by s.sorted_at, s.id limit $6
"""
)
_PAST = (
    _EVENTS
    + """
where $4::timestamptz is null or (s.sorted_at, s.id) < ($4, $5) order by s.sorted_at desc, s.id desc limit $6
"""
)
_DRAFT = """
select version, state, content, edited_at, staff_name(edited_by) as edited_by, staff_name(submitted_by) as submitted_by,
  returned_why
from event_draft where event_id = $1
"""
_RELEASES = """
select no, released_at, staff_name(released_by) as released_by, told from event_release where event_id = $1
order by no desc
"""
_DATES = """
select o.id, o.key, o.starts_at, o.ends_at, o.state, o.why,
  coalesce(sum(a.adults) filter (where a.state = 'going'), 0) as going_adults,
  coalesce(sum(a.children) filter (where a.state = 'going'), 0) as going_children,
  count(a.id) filter (where a.state = 'waiting') as waiting,
  count(a.id) filter (where a.state = 'offered') as offered
from occurrence o left join (
  select id, occurrence_id, state, adults, children from answer
  union all
  select id, occurrence_id, state, adults, children from open_answer
) as a on a.occurrence_id = o.id
where o.event_id = $1 group by o.id order by o.starts_at, o.id
"""
_PEOPLE = """
select n.id, n.part, n.named_at, n.consent_act, i.id as inmate_id, i.given_names, i.surnames
from event_person n join inmate i on i.id = n.inmate_id
where n.event_id = $1 and n.ended_at is null order by i.surnames, i.given_names, n.id
"""


async def office_events(
    tx: Connection,
    actor: Staff,
    establishment_id: str,
    page: Page,
    *,
    past: bool,
    now: datetime,
) -> Sequence[asyncpg.Record]:
    """One page, `page.limit` rows, of events with a draft or a date to come; `past`: of those without.

    `going` and `waiting` are households, and `going` answers without an account too, of dates that are not over.
    Raises NOT_ALLOWED.
    """
    check_posted(actor, establishment_id, *WRITERS)
    sorted_at, event_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _PAST if past else _COMING, establishment_id, now, past, sorted_at, event_id, page.limit
    )
    return rows


async def office_event_whole(tx: Connection, actor: Staff, event_id: UUID) -> Mapping[str, Any]:
    """An event with its `draft`, its `releases`, its `dates` and its `posters`. Raises NotFound."""
    event = await office_event(tx, actor, event_id, *WRITERS)
    draft = await tx.fetchrow(_DRAFT, event_id)
    if draft is None and event["release_no"] == 0:
        raise NotFound()
    return {
        **event,
        "draft": draft,
        "releases": await tx.fetch(_RELEASES, event_id),
        "dates": await tx.fetch(_DATES, event_id),
        "posters": await posters_of(tx, event_id),
    }


async def event_people(
    tx: Connection, actor: Staff, event_id: UUID, *, now: datetime
) -> Sequence[asyncpg.Record]:
    """Who is named with an event and held where the reader is posted; every look is an audit entry. Raises NotFound."""
    event = await office_event(tx, actor, event_id, *WRITERS)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_PEOPLE, event_id)
    await audit.record(
        tx,
        actor,
        "programmes.people.read",
        str(event_id),
        establishment_id=event["establishment_id"],
        facts={"inmates": [str(row["inmate_id"]) for row in rows]},
        now=now,
    )
    return rows
