"""The timetable of an establishment: sessions that repeat, begun and ended by day."""

from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Role, Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.registry.access import check_posted
from backend.visits.commands import telling
from backend.visits.commands.reconsidering import lock_offer
from backend.visits.rules import Place, VisitType

OFFICERS = (Role.VISITS_REGISTRAR, Role.DIRECTOR)
HORIZON = timedelta(days=28)
"""Slots are there so long ahead; when a day can be booked is a rule."""

UNITS = ("people", "groups", "booths")
LARGEST_CEILING = 20_000

_PAVILION = "select name from pavilion where id = $1 and establishment_id = $2"
_ADD = """
insert into timetable_session (id, establishment_id, pavilion_id, name, visit_type, place, visitor_sex, weekday, starts,
  ends, every_weeks, valid_from, ceilings, source)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
_OPEN = "select visit_open_slots($1, $2, $3)"
_OPENED = "select count(*) from slot where session_id = $1"
_SESSION = """
select t.establishment_id, t.visit_type, p.name as pavilion
from timetable_session t left join pavilion p on p.id = t.pavilion_id
where t.id = $1 and t.establishment_id = any($2) and (t.valid_to is null or t.valid_to > $3)
"""
_END = "update timetable_session set valid_to = greatest(valid_from, $2) where id = $1"
_WITHDRAW = """
update slot set closed_at = $3 where session_id = $1 and visit_on >= $2 and closed_at is null
"""


@once
async def add_timetable_session(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    pavilion_id: UUID | None = None,
    name: str,
    visit_type: VisitType,
    place: Place,
    visitor_sex: str | None = None,
    weekday: int,
    starts: time,
    ends: time,
    every_weeks: int = 1,
    valid_from: date,
    ceilings: dict[str, int],
    now: datetime,
) -> dict[str, Any]:
    """Add a session that repeats; answers its id and how many slots it has already.

    `weekday` is ISO's, hours are Lima's, `ceilings` as in `{"people": 100, "groups": 40}`. Raises
    NOT_ALLOWED, BAD_INPUT naming the field, NotFound for a pavilion of another place.
    """
    check_posted(actor, establishment_id, *OFFICERS)
    name = " ".join(name.split())
    _check(
        name=0 < len(name) <= 80,
        visitor_sex=visitor_sex in (None, "F", "M"),
        weekday=1 <= weekday <= 7,
        ends=starts < ends,
        every_weeks=1 <= every_weeks <= 8,
        valid_from=valid_from >= lima_day(now),
        ceilings=bool(ceilings) and all(map(_is_ceiling, ceilings.items())),
    )
    pavilion = await _pavilion(tx, pavilion_id, establishment_id)
    await lock_offer(tx, [establishment_id])
    session_id = new_id()
    await tx.execute(
        _ADD,
        session_id,
        establishment_id,
        pavilion_id,
        name,
        visit_type,
        place,
        visitor_sex,
        weekday,
        starts,
        ends,
        every_weeks,
        valid_from,
        ceilings,
        "the establishment",
    )
    today = lima_day(now)
    await tx.execute(_OPEN, [establishment_id], today, today + HORIZON)
    opened: int = await tx.fetchval(_OPENED, session_id)
    await _tell(tx, establishment_id, pavilion, visit_type, valid_from, now)
    await _leave_trail(tx, actor, "added", session_id, establishment_id, now)
    return {"id": str(session_id), "opened": opened}


@once
async def end_timetable_session(
    tx: Connection, actor: Staff, *, session_id: UUID, ends_on: date, now: datetime
) -> dict[str, str]:
    """End a session: `ends_on` is the first day without it, today or later.

    Its later slots are offered to nobody any more; visits already booked in them stand, until their day is
    closed. Raises NotFound or BAD_INPUT.
    """
    _check(ends_on=ends_on >= lima_day(now))
    places = [place for place in actor.establishments if actor.holds(place, *OFFICERS)]
    session = await tx.fetchrow(_SESSION, session_id, places, ends_on)
    if session is None:
        raise NotFound()
    place = session["establishment_id"]
    await lock_offer(tx, [place])
    await tx.execute(_END, session_id, ends_on)
    await tx.execute(_WITHDRAW, session_id, ends_on, now)
    await _tell(tx, place, session["pavilion"], session["visit_type"], ends_on, now)
    await _leave_trail(tx, actor, "ended", session_id, place, now)
    return {"id": str(session_id)}


async def _pavilion(tx: Connection, pavilion_id: UUID | None, establishment_id: str) -> str | None:
    if pavilion_id is None:
        return None
    name: str | None = await tx.fetchval(_PAVILION, pavilion_id, establishment_id)
    if name is None:
        raise NotFound()
    return name


async def _tell(
    tx: Connection, place: str, pavilion: str | None, kind: str, first_on: date, now: datetime
) -> None:
    """Families read once a day that a place's timetable changed, however many rows an office works through."""
    key = f"timetable {place} {lima_day(now)}"
    news = telling.News(
        kind="rule_changed",
        scopes=[telling.scope({"pavilion": pavilion}, [kind], first_on)],
        facts={"starts_on": first_on},
        subject=key,
        cause=key,
        until=telling.kept_until(first_on, now),
    )
    await telling.tell_families(tx, [place], news, now)


def _is_ceiling(ceiling: tuple[str, int]) -> bool:
    unit, places = ceiling
    return unit in UNITS and 1 <= places <= LARGEST_CEILING


def _check(**fields: bool) -> None:
    for name, fine in fields.items():
        if not fine:
            raise DomainError(Code.BAD_INPUT, field=name)


async def _leave_trail(
    tx: Connection, actor: Staff, done: str, session_id: UUID, place: str, now: datetime
) -> None:
    await audit.record(
        tx, actor, f"visits.session.{done}", str(session_id), establishment_id=place, now=now
    )
