"""What a director authorises: a release, and the one act that calls off everything.

A release is one transaction: what families read, their dates and places, and who is told of what differs.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.allocation import commands as allocation
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.programmes.access import RELEASERS, office_event
from backend.programmes.commands import effects
from backend.programmes.commands.drafting import refuse_version
from backend.programmes.queries.differences import (
    Plan,
    households,
    known_dates,
    plan_release,
    reached,
)
from backend.programmes.rules.checking import check_to_come, check_why, fine
from backend.programmes.rules.content import Content, from_json, to_json
from backend.programmes.rules.differing import Difference, called_off, without
from backend.programmes.rules.places import limits
from backend.programmes.rules.series import WantedDate
from backend.programmes.rules.telling import FOR_EVERYBODY, check_neutral
from backend.programmes.rules.vocabulary import ChangeKind, DateState, DraftState, VisitEffect
from backend.registry.access import check_posted
from backend.visits import commands as visits

_DRAFT = """
select version, state, content, submitted_by, editors,
  staff_name(coalesce(submitted_by, edited_by)) as who
from event_draft where event_id = $1 for update
"""
_DRAFT_DONE = "delete from event_draft where event_id = $1"
_SET = """
update event set content = $2, audience = $3, release_no = $4, state = $5 where id = $1
"""
_PLACES_GONE = "delete from event_place where event_id = $1 and not establishment_id = any($2)"
_PLACES = """
insert into event_place (event_id, establishment_id) select $1, unnest($2::text[]) on conflict do nothing
"""
_ADD_DATES = """
insert into occurrence (id, event_id, establishment_id, key, starts_at, doors_at, ends_at, answers_until, state, why,
  sequence, changed_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11)
"""
_CHANGE_DATES = """
update occurrence set starts_at = $2, doors_at = $3, ends_at = $4, answers_until = $5, state = $6, why = $7,
  sequence = sequence + 1, changed_at = $8
where id = $1
"""
_RELEASE = """
insert into event_release (id, event_id, establishment_id, no, content, changes, told, released_at, released_by,
  submitted_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
"""
_STANDING = """
select id from occurrence
where event_id = $1 and (starts_at > $2 and state <> 'cancelled' or state = 'postponed') order by id
"""
_ASKED_AGAIN = frozenset({"audience", "also_at"})
"""Who may come at all: whoever has answered is asked again when one of these differs."""

_CALL_OFF = "select event_call_off($1, $2, $3, $4)"
_SETTLE = "select event_settle($1, $2, $3, $4, $5, $6, $7)"
_PUBLISH = "select event_publish($1, $2)"
_ALL_EVENTS = """
select id, establishment_id, content, audience, release_no from event e
where establishment_id = $1 and release_no > 0 and exists (
  select from occurrence o
  where o.event_id = e.id and (o.starts_at > $2 and o.state <> 'cancelled' or o.state = 'postponed'))
order by id for no key update
"""
# Of all events at once, by id: everybody else locks dates in that order.
_ALL_DATES = "select from occurrence where event_id = any($1) order by id for no key update"
_ALL_DRAFTS = "select event_id, content from event_draft where event_id = any($1) order by event_id for update"
_DRAFT_OFF = "update event_draft set version = version + 1, content = $2 where event_id = $1"
# Everybody who answered is told in this one commit.
_PATIENTLY = """
select set_config('statement_timeout', '60s', true), set_config('lock_timeout', '10s', true)
"""
_RETURN_ALL = """
update event_draft set version = version + 1, state = 'open', submitted_at = null, submitted_by = null,
  returned_why = $2
where establishment_id = $1 and state = 'submitted'
"""


@once
async def release_event(
    tx: Connection, actor: Staff, *, event_id: UUID, version: int, now: datetime
) -> dict[str, Any]:
    """Let families read what was submitted, and tell those whom it concerns; answers how many households that are.

    Each live answer to a date that is changed or off is told once; answers to one that is off end, and their places go
    back. Visits make way for it, or last longer, and their families are told of that. Raises NotFound, DRAFT_CHANGED,
    DRAFT_NOT_SUBMITTED, SECOND_PERSON_NEEDED for whoever wrote some of it or submitted it, BAD_INPUT for dates that are
    over or other places where the director is none, PLACES_TAKEN where more come already than there would be places.
    """
    await tx.execute(_PATIENTLY)
    held = await effects.hold_visits(tx, await office_event(tx, actor, event_id, *RELEASERS), now)
    event = await office_event(tx, actor, event_id, *RELEASERS, locked=True)
    draft = await tx.fetchrow(_DRAFT, event_id)
    refuse_version(actor, draft, version)
    assert draft is not None
    if draft["state"] != DraftState.SUBMITTED:
        raise DomainError(Code.DRAFT_NOT_SUBMITTED)
    if actor.staff_id in (draft["submitted_by"], *draft["editors"]):
        raise DomainError(Code.SECOND_PERSON_NEEDED)
    content = from_json(draft["content"])
    if effects.touches_visits(event, content) and not held:
        raise DomainError(Code.TRY_AGAIN)  # it is another draft than the one that was looked at
    if event["release_no"] == 0:
        check_to_come(content, now)
    plan = await plan_release(tx, event, content, now=now, locked=True)
    _check_places(actor, event, plan)
    told = sum(row["households"] for row in await households(tx, event, plan, now))
    await _write(tx, actor, event, plan, draft["submitted_by"], told, now)
    visits_off = await effects.follow_dates(tx, actor, event, content.effect, now) if held else 0
    await tx.execute(_DRAFT_DONE, event_id)
    no = event["release_no"] + 1
    await audit.record(
        tx,
        actor,
        "programmes.event.released",
        str(event_id),
        establishment_id=event["establishment_id"],
        facts={"no": no, "told": told, "cancelled": len(plan.cancelled), "visits_off": visits_off},
        now=now,
    )
    return {"id": event_id, "no": no, "told": told}


@once
async def cancel_all_events(
    tx: Connection, actor: Staff, *, establishment_id: str, why: str, now: datetime
) -> dict[str, int]:
    """Call off every date to come of an establishment's events at once, and tell everybody who answered, urgently.

    The hours that they took from visits can be booked again. Drafts stay, and say that those dates are off; those that
    wait for a director go back, for what they would release is another thing now. Raises NOT_ALLOWED, BAD_INPUT.
    """
    check_posted(actor, establishment_id, *RELEASERS)
    check_why(why)
    why = why.strip()
    await tx.execute(_PATIENTLY)
    await visits.hold_offer(tx, establishment_id, (), now)
    events = await tx.fetch(_ALL_EVENTS, establishment_id, now)
    if any(event["audience"] in FOR_EVERYBODY for event in events):
        check_neutral("why", why)
    await tx.fetch(_ALL_DATES, [event["id"] for event in events])
    gone = {
        event["id"]: called_off(await known_dates(tx, event["id"]), why, now) for event in events
    }
    dates = [each.was.id for found in gone.values() for each in found if each.was]
    counts = await reached(tx, establishment_id, dates, None, None, [], now)
    told = sum(row["households"] for row in counts)
    for event in events:
        await _call_off(tx, actor, event, gone[event["id"]], why, now)
    for event in events:
        await effects.follow_dates(tx, actor, event, VisitEffect.NONE, now)
    await _call_off_drafts(tx, gone, why)
    await tx.execute(_RETURN_ALL, establishment_id, why)
    await audit.record(
        tx,
        actor,
        "programmes.events.cancelled",
        establishment_id,
        establishment_id=establishment_id,
        facts={"events": len(events), "dates": len(dates), "told": told},
        now=now,
    )
    return {"events": len(events), "dates": len(dates), "told": told}


def _check_places(actor: Staff, event: asyncpg.Record, plan: Plan) -> None:
    """Raise BAD_INPUT where people of other places come to be concerned, and this is no director of theirs."""
    before = set(from_json(event["content"]).also_at) if event["content"] is not None else set()
    told = set(plan.content.also_at) - (set() if "audience" in plan.fields else before)
    fine("alsoAt", all(actor.holds(place, *RELEASERS) for place in told))


async def _call_off_drafts(
    tx: Connection, gone: Mapping[UUID, Sequence[Difference]], why: str
) -> None:
    """What is being written of these events says so too: releasing it later brings no date back."""
    for row in await tx.fetch(_ALL_DRAFTS, list(gone)):
        keys = [each.key for each in gone[row["event_id"]]]
        content = without(from_json(row["content"]), keys, why)
        await tx.execute(_DRAFT_OFF, row["event_id"], to_json(content))


async def _call_off(
    tx: Connection,
    actor: Staff,
    event: asyncpg.Record,
    gone: Sequence[Difference],
    why: str,
    now: datetime,
) -> None:
    """One event's share: what it says from now on says that they are off."""
    content = without(from_json(event["content"]), [each.key for each in gone], why)
    count = await reached(
        tx,
        event["establishment_id"],
        [each.was.id for each in gone if each.was],
        None,
        None,
        [],
        now,
    )
    await _change_dates(tx, gone, now)
    await tx.execute(
        _SET,
        event["id"],
        to_json(content),
        event["audience"],
        event["release_no"] + 1,
        "cancelled",
    )
    await tx.execute(_CALL_OFF, event["id"], [each.was.id for each in gone if each.was], True, now)
    told = sum(row["households"] for row in count)
    await _keep_release(tx, actor, event, content, ((), gone), None, told, now)


async def _write(
    tx: Connection,
    actor: Staff,
    event: asyncpg.Record,
    plan: Plan,
    submitted_by: UUID | None,
    told: int,
    now: datetime,
) -> None:
    """What the event says, its dates, their places, and who hears of it; last the release itself."""
    event_id, place, content = event["id"], event["establishment_id"], plan.content
    await _keep_content(tx, event, plan, now)
    await _add_dates(tx, event_id, place, content, plan.dates, now)
    await _change_dates(tx, plan.dates, now)
    cancelled = [each.was.id for each in plan.cancelled if each.was]
    changed = [
        each.was.id for each in plan.dates if each.was and each.kind is not ChangeKind.CANCELLED
    ]
    if cancelled:
        await tx.execute(_CALL_OFF, event_id, cancelled, False, now)
    standing = [row["id"] for row in await tx.fetch(_STANDING, event_id, now)]
    again = standing if not _ASKED_AGAIN.isdisjoint(plan.fields) else _on_other_days(plan)
    ceilings = dict(limits(content.places))
    with allocation.full_means(Code.PLACES_TAKEN):
        await tx.execute(_SETTLE, event_id, standing, changed, again, plan.back, ceilings, now)
    if plan.news is not None:
        await tx.execute(_PUBLISH, event_id, now)
    await _keep_release(
        tx, actor, event, content, (plan.fields, plan.dates), submitted_by, told, now
    )


def _on_other_days(plan: Plan) -> list[UUID]:
    """Dates of which a guest may be barred now who was not: of another day."""
    return [
        each.was.id
        for each in plan.dates
        if each.was and lima_day(each.was.starts_at) != lima_day(each.will_be.starts_at)
    ]


async def _keep_content(tx: Connection, event: asyncpg.Record, plan: Plan, now: datetime) -> None:
    after = {each.key: each.state for each in plan.known if each.is_open(now)}
    after |= {each.key: each.will_be.state for each in plan.dates}
    off = bool(plan.cancelled) and all(state is DateState.CANCELLED for state in after.values())
    content = plan.content
    await tx.execute(
        _SET,
        event["id"],
        to_json(content),
        content.audience,
        event["release_no"] + 1,
        "cancelled" if off else "released",
    )
    await tx.execute(_PLACES_GONE, event["id"], list(content.also_at))
    await tx.execute(_PLACES, event["id"], list(content.also_at))


async def _add_dates(
    tx: Connection,
    event_id: UUID,
    place: str,
    content: Content,
    dates: Iterable[Difference],
    now: datetime,
) -> None:
    new = [(new_id(), each.will_be) for each in dates if each.was is None]
    if not new:
        return
    await tx.executemany(
        _ADD_DATES,
        [
            (date_id, event_id, place, each.key, *_hours(each), each.state, each.why, now)
            for date_id, each in new
        ],
    )
    ceilings = limits(content.places)
    await allocation.open_pools(
        tx,
        pool_ids=[date_id for date_id, _ in new],
        establishment_ids=[place] * len(new),
        purpose="event",
        ceilings=[ceilings] * len(new),
    )


async def _change_dates(tx: Connection, dates: Iterable[Difference], now: datetime) -> None:
    changed = [
        (each.was.id, *_hours(each.will_be), each.will_be.state, each.will_be.why, now)
        for each in dates
        if each.was is not None
    ]
    if changed:
        await tx.executemany(_CHANGE_DATES, changed)


def _hours(each: WantedDate) -> tuple[datetime, ...]:
    return (each.starts_at, each.doors_at, each.ends_at, each.answers_until)


async def _keep_release(
    tx: Connection,
    actor: Staff,
    event: asyncpg.Record,
    content: Content,
    differing: tuple[Sequence[str], Sequence[Difference]],
    submitted_by: UUID | None,
    told: int,
    now: datetime,
) -> None:
    fields, dates = differing
    changes = {
        "fields": list(fields),
        "dates": [
            {
                "key": each.key,
                "kind": each.kind,
                "was_at": each.was and each.was.starts_at.isoformat(),
                "will_be_at": each.will_be.starts_at.isoformat(),
                "why": each.will_be.why,
            }
            for each in dates
        ],
    }
    await tx.execute(
        _RELEASE,
        new_id(),
        event["id"],
        event["establishment_id"],
        event["release_no"] + 1,
        to_json(content),
        changes,
        told,
        now,
        actor.staff_id,
        submitted_by,
    )
