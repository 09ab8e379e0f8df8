"""The evening before: every visit of tomorrow is asked again, and its family told go, check, or do not travel."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from backend.core.actor import Actor
from backend.core.clock import lima_day
from backend.core.custody import Status
from backend.database import Connection
from backend.notifications import commands as notices
from backend.visits import queries
from backend.visits.commands.reconsidering import (
    BATCH,
    Books,
    Cause,
    call_off,
    lock_change,
    planned,
)
from backend.visits.queries import facts as reading
from backend.visits.rules.again import BookedVisit
from backend.visits.rules.evening import Answer, EveningVisit, Verdict, evening_answers

KIND = {verdict: f"visit_{verdict}" for verdict in Verdict}
TRAVEL = timedelta(hours=6)
"""The longest way from home that is reckoned with."""

# What was called off in secret is asked about too, as it stood: silence, or another answer, would tell it.
_NEXT = """
select distinct b.inmate_id from booking b
where b.visit_on = $1 and (b.state = 'active' or b.told_from > $2) and b.account_id is not null and b.asked_at is null
  and ($3::uuid is null or b.inmate_id > $3)
order by b.inmate_id limit $4
"""
_PLACES = """
select visit_lock_places(array(select establishment_id::text from inmate where id = any($1) union
  select establishment_id from booking where inmate_id = any($1) and visit_on = $2 and told_from > $3), false)
"""
_MINE = "select id from inmate where id = any($1) order by id for update skip locked"
_CASES = """
select json_build_object('inmate', visit_inmate(case when seen.secret then visit_known(i, $4) else i end),
  'visits', json_agg(json_build_object(
    'id', b.id, 'account', b.account_id, 'on', b.visit_on, 'type', b.visit_type, 'minors', b.with_minors,
    'told', b.asked_at is not null, 'booked', b.booked_at,
    'slot', case when asked then visit_slots(array[b.slot_id],
      case when seen.secret then (visit_known(i, $4)).pavilion_id else i.pavilion_id end, b.account_id, $2) -> 0 end,
    'site', case when asked then visit_site(b.establishment_id) end,
    'party', case when asked then (select json_agg(visit_member(v, i.id, $2) order by v.id)
      from booking_visitor bv join visitor v on v.id = bv.visitor_id where bv.booking_id = b.id) end
  ) order by b.booked_at, b.id)) as facts
from (select reach from visit_rulebook limit 1) as r cross join inmate i
cross join lateral (
  select o.id, false as secret from booking o where o.inmate_id = i.id and o.state = 'active'
    and o.visit_on between $1::date - r.reach and $1 + r.reach
  union all
  select o.id, true from booking o where o.inmate_id = i.id and o.told_from > $2 and o.told_from > o.cancelled_at
    and o.visit_on between $1 - r.reach and $1 + r.reach) as seen
join booking b on b.id = seen.id
cross join lateral (select b.visit_on = $1 and b.account_id is not null as asked) as a
where i.id = any($3)
group by i.id, seen.secret order by i.id, seen.secret
"""
_WRITE = """
update booking b set still_on = v.verdict, still_on_why = v.why, asked_at = $4
from unnest($1::uuid[], $2::text[], $3::text[]) as v (id, verdict, why) where b.id = v.id and b.asked_at is null
"""


@dataclass(frozen=True, slots=True)
class Evening:
    """Which day is asked about, now, and since when this evening is asked at all."""

    day: date
    since: datetime
    now: datetime


@dataclass(frozen=True, slots=True)
class _Case:
    """A visit that was asked about: as the database tells it, and the answer."""

    told: Mapping[str, Any]
    starts_at: datetime
    ends_at: datetime
    answer: Answer


async def to_be_asked(
    tx: Connection, evening: Evening, behind: UUID | None, at_most: int
) -> list[UUID]:
    """Inmates, in order and after `behind`, with visits of the day that have not been asked about."""
    rows = await tx.fetch(_NEXT, evening.day, evening.now, behind, at_most)
    return [row["inmate_id"] for row in rows]


async def ask_about(tx: Connection, actor: Actor, inmates: Sequence[UUID], evening: Evening) -> int:
    """Ask about the day's visits to these inmates and tell what comes of it; answers how many were asked about.

    Inmates whose visits somebody else changes or asks about just now are left to them, or to the next round.
    """
    await tx.execute(_PLACES, inmates, evening.day, evening.now)
    mine = [row["id"] for row in await tx.fetch(_MINE, inmates)]
    await lock_change(tx, inmates=mine, now=evening.now)
    books = Books(tx, await queries.current_stamp(tx))
    cases: list[_Case] = []
    for row in await tx.fetch(_CASES, evening.day, evening.now, mine, lima_day(evening.now)):
        cases += await _asked(books, row["facts"], evening.now)
    fresh = [case for case in cases if not case.told["told"]]
    await _write(tx, fresh, evening.now)
    await _tell(tx, fresh, evening)
    await _call_off(tx, cases, evening)
    return len(fresh)


async def _asked(books: Books, told: Mapping[str, Any], now: datetime) -> list[_Case]:
    counted = [
        reading.read_taken(visit, yours=False) for visit in told["visits"] if visit["slot"] is None
    ]
    asked = [visit for visit in told["visits"] if visit["slot"] is not None]
    visits = [_read(visit, told["inmate"]) for visit in asked]
    await books.load(each.visit.slot for each in visits)
    answers = evening_answers(visits, counted, books.of, now)
    return [
        _Case(visit, each.visit.slot.starts_at, each.visit.slot.ends_at, answer)
        for visit, each, answer in zip(asked, visits, answers, strict=True)
    ]


def _read(visit: Mapping[str, Any], inmate: Mapping[str, Any]) -> EveningVisit:
    slot = reading.read_slot(visit["slot"], reading.read_site(visit["site"]))
    now_held, away_until = reading.read_inmate(inmate), reading.read_away_until(inmate)
    on_day = reading.inmate_on(now_held, away_until, slot.on)
    party = tuple(reading.read_person(each).member for each in visit["party"] or ())
    taken = reading.read_taken(visit, yours=False)
    return EveningVisit(
        BookedVisit(visit["id"], slot, on_day, party, taken),
        withdrawn=visit["slot"]["withdrawn"],
        away=now_held.status is Status.OUTSIDE and on_day.status is Status.HELD,
    )


async def _write(tx: Connection, cases: Sequence[_Case], now: datetime) -> None:
    answers = [case.answer for case in cases]
    await tx.execute(
        _WRITE,
        [answer.key for answer in answers],
        [answer.verdict.value for answer in answers],
        [answer.why and answer.why.value for answer in answers],
        now,
    )


async def _tell(tx: Connection, cases: Iterable[_Case], evening: Evening) -> None:
    """Not of what is called off in the same breath; nor "go" to whoever has booked this very evening."""
    owed: dict[Verdict, list[notices.Owed]] = {verdict: [] for verdict in Verdict}
    for case in cases:
        verdict = case.answer.verdict
        just_booked = datetime.fromisoformat(case.told["booked"]) >= evening.since
        if case.answer.against is None and not (verdict is Verdict.GO and just_booked):
            owed[verdict].append(_owed(case, evening.day))
    for verdict, some in owed.items():
        if some:
            cause = f"evening {evening.day}"
            await notices.tell_all(tx, KIND[verdict], some, now=evening.now, cause=cause)


def _owed(case: _Case, day: date) -> notices.Owed:
    booking_id, why = case.told["id"], case.answer.why
    facts = {"booking_id": booking_id, "visit_on": day.isoformat()}
    return notices.Owed(
        account_id=UUID(case.told["account"]),
        facts=facts if why is None else facts | {"code": why.value},
        dedupe_key=f"still_on {booking_id} {day}",
        subject=f"visit:{booking_id}",
        act_by=case.starts_at - TRAVEL,
        send_until=case.starts_at,
        expires_at=case.ends_at,
    )


async def _call_off(tx: Connection, cases: Iterable[_Case], evening: Evening) -> None:
    cause = Cause(reason="evening", key=f"evening {evening.day}")
    plan = [
        planned(case.answer.key, case.answer.against, cause)
        for case in cases
        if case.answer.against is not None
    ]
    if plan:
        await call_off(tx, plan, BATCH, evening.now)
