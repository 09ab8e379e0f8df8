"""Days without visits: closed with everything that was booked on them, and opened again."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Role, Staff
from backend.core.clock import lima_day, lima_instant
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.registry.access import check_posted
from backend.visits.commands import telling
from backend.visits.commands.reconsidering import Cause, lock_offer, reconsider
from backend.visits.rules import VisitType

OFFICERS = (Role.VISITS_REGISTRAR, Role.DIRECTOR)
LONGEST = timedelta(days=366)

_PAVILION = "select name from pavilion where id = $1 and establishment_id = $2"
_CLOSE = """
insert into closed_day (id, establishment_id, pavilion_id, first_on, last_on, visit_types, reason_code, recorded_at,
  recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
"""
_BOOKED = """
select distinct inmate_id from booking
where establishment_id = $1 and (state = 'active' or told_from > $4) and visit_on between $2 and $3
"""
_REOPEN = """
update closed_day set ended_at = $3
where id = $1 and establishment_id = any($2) and ended_at is null returning establishment_id, first_on, last_on
"""


class ClosureReason(StrEnum):
    """Why, in a word for the office; families read only that there are no visits that day."""

    SEARCH = "search"
    DISTURBANCE = "disturbance"
    EMERGENCY = "emergency"
    HEALTH = "health"
    MAINTENANCE = "maintenance"
    STAFF = "staff"
    HOLIDAY = "holiday"


@once
async def close_days(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    pavilion_id: UUID | None = None,
    first_on: date,
    last_on: date,
    visit_types: list[VisitType] | None = None,
    reason: ClosureReason,
    now: datetime,
) -> dict[str, Any]:
    """No visits from `first_on` to `last_on`; answers the closure's id and how many visits were called off.

    Families of whoever is held there, as far as they know, are told, mildly, unless a visit of theirs was called
    off. `pavilion_id` None: the whole establishment; `visit_types` None: all. Raises NOT_ALLOWED, BAD_INPUT for
    days that are over or too many, NotFound for a pavilion of another place.
    """
    check_posted(actor, establishment_id, *OFFICERS)
    _check_days(first_on, last_on, now, visit_types)
    pavilion = await _pavilion(tx, pavilion_id, establishment_id)
    await lock_offer(tx, [establishment_id])
    closure_id = new_id()
    await tx.execute(
        _CLOSE,
        closure_id,
        establishment_id,
        pavilion_id,
        first_on,
        last_on,
        visit_types,
        reason,
        now,
        actor.staff_id,
    )
    cause = Cause(reason="closed_day", key=str(closure_id))
    booked = await tx.fetch(_BOOKED, establishment_id, first_on, last_on, now)
    gone = await reconsider(
        tx,
        actor,
        {row["inmate_id"]: cause for row in booked},
        first_on=first_on,
        last_on=last_on,
        now=now,
    )
    days = (max(first_on, lima_day(now)), last_on)
    await telling.tell_families(
        tx, [establishment_id], _news(closure_id, pavilion, days, visit_types), now
    )
    await audit.record(
        tx,
        actor,
        "visits.days.closed",
        str(closure_id),
        establishment_id=establishment_id,
        facts={"reason": reason, "called_off": len(gone)},
        now=now,
    )
    return {"id": str(closure_id), "called_off": len(gone)}


@once
async def reopen_days(
    tx: Connection, actor: Staff, *, closure_id: UUID, now: datetime
) -> dict[str, str]:
    """Lift a closure: what was called off stays so, what was told of it is taken back. Raises NotFound."""
    places = [place for place in actor.establishments if actor.holds(place, *OFFICERS)]
    closed = await tx.fetchrow(_REOPEN, closure_id, places, now)
    if closed is None:
        raise NotFound()
    place = closed["establishment_id"]
    await telling.take_back_closing(tx, closure_id, now)
    many = (closed["last_on"] - closed["first_on"]).days + 1
    days = [closed["first_on"] + timedelta(days=nth) for nth in range(many)]
    await telling.take_back_days(tx, place, days, now)
    await audit.record(
        tx, actor, "visits.days.reopened", str(closure_id), establishment_id=place, now=now
    )
    return {"id": str(closure_id)}


def _check_days(
    first_on: date, last_on: date, now: datetime, visit_types: list[VisitType] | None
) -> None:
    today = lima_day(now)
    if not first_on <= last_on <= first_on + LONGEST or last_on < today or visit_types == []:
        raise DomainError(Code.BAD_INPUT, field="last_on")


async def _pavilion(tx: Connection, pavilion_id: UUID | None, establishment_id: str) -> str | None:
    if pavilion_id is None:
        return None
    name: str | None = await tx.fetchval(_PAVILION, pavilion_id, establishment_id)
    if name is None:
        raise NotFound()
    return name


def _news(
    closure_id: UUID,
    pavilion: str | None,
    days: tuple[date, date],
    visit_types: list[VisitType] | None,
) -> telling.News:
    """Of the days that are still to come."""
    first_on, last_on = days
    return telling.News(
        kind="day_closed",
        scopes=[telling.scope({"pavilion": pavilion}, visit_types or list(VisitType), first_on)],
        facts={"visit_on": first_on, "until_on": last_on},
        subject=f"closure:{closure_id}",
        cause=str(closure_id),
        until=lima_instant(last_on + timedelta(days=1), time(0)),
    )
