"""Asking booked visits again after something changed, in the transaction of the change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from backend.core.actor import Actor
from backend.core.clock import lima_day, lima_instant
from backend.database import Connection
from backend.registry.commands import Change
from backend.visits import queries
from backend.visits.queries import facts as reading
from backend.visits.rules import AskedSlot, Reason, Rulebook
from backend.visits.rules.again import BookedVisit, no_longer_allowed

AHEAD = timedelta(days=366)
"""No visit is booked further ahead."""

BATCH = 500
"""Inmates read, and visits called off, in one statement."""

_CASES = "select inmate_id, facts from visit_cases($1, $2, $3, $4)"
_CANCEL = "select visit_cancel($1, 'visit_called_off', $2)"
_LOCK_BOOKINGS = "select visit_lock_bookings($1)"
_LOCK = "select visit_lock_change($1, $2, $3)"
_LOCK_PLACES = "select visit_lock_places($1, $2)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why visits are asked again; `key` names the act. A family is told of each visit that falls, not at all
    when `quiet`, and not before `told_from` (None: now)."""

    reason: str
    key: str
    quiet: bool = False
    told_from: datetime | None = None


async def lock_change(
    tx: Connection, *, inmates: Sequence[UUID] = (), people: Sequence[bytes] = (), now: datetime
) -> None:
    """To be called before the change writes anything: nobody books for them until it is done."""
    await tx.execute(_LOCK, inmates, people, now)


async def lock_offer(tx: Connection, establishments: Sequence[str]) -> None:
    """To be called before timetable, closed days or rules change: nobody books there until it is done."""
    await tx.execute(_LOCK_PLACES, establishments, True)


async def reconsider(
    tx: Connection,
    actor: Actor,
    causes: Mapping[UUID, Cause],
    *,
    first_on: date | None = None,
    last_on: date | None = None,
    now: datetime,
    batch: int = BATCH,
) -> list[UUID]:
    """Call off those visits to these inmates that would not be sold today; answers which.

    Only visits that have not begun, from `first_on` (today) to `last_on` (all), and within the actor's reach. Those
    that were called off in secret are asked about as they stood, so that their families are told what everybody
    is, and when. Of several that no longer fit a quota, those booked last go. Places are free at once; each visit
    gets a notice for its family and an audit entry.
    """
    first_on = first_on or lima_day(now)
    last_on = last_on or first_on + AHEAD
    plan: list[dict[str, Any]] = []
    books = Books(tx, await queries.current_stamp(tx))
    inmates = sorted(causes)
    for start in range(0, len(inmates), batch):
        some = inmates[start : start + batch]
        for row in await tx.fetch(_CASES, some, first_on, last_on, now):
            gone = await _gone(books, row["facts"], now)
            plan.extend(planned(key, reason, causes[row["inmate_id"]]) for key, reason in gone)
    return await call_off(tx, plan, batch, now)


async def reconsider_changes(
    tx: Connection, actor: Actor, changes: Iterable[Change], now: datetime
) -> list[UUID]:
    """The same after custody events: of several for one inmate the last gives the cause, and silence wins."""
    causes: dict[UUID, Cause] = {}
    for change in changes:
        if change.touches_bookings:
            causes[change.inmate_id] = _cause(change, causes.get(change.inmate_id), now)
    return await reconsider(tx, actor, causes, now=now) if causes else []


class Books:
    """The rules of each place that a batch of visits concerns."""

    def __init__(self, tx: Connection, stamp: UUID) -> None:
        self._tx = tx
        self._stamp = stamp
        self._by_place: dict[str, Rulebook] = {}

    async def load(self, slots: Iterable[AskedSlot]) -> None:
        for slot in slots:
            if slot.site.establishment not in self._by_place:
                book = await queries.rulebook(self._tx, self._stamp, slot.site)
                self._by_place[slot.site.establishment] = book

    def of(self, slot: AskedSlot) -> Rulebook:
        return self._by_place[slot.site.establishment]


async def _gone(books: Books, told: Mapping[str, Any], now: datetime) -> list[tuple[str, Reason]]:
    inmate = reading.read_inmate(told["inmate"])
    away_until = reading.read_away_until(told["inmate"])
    asked, counted = [], []
    for visit in told["visits"]:
        taken = reading.read_taken(visit, yours=False)
        if visit["slot"] is None:
            counted.append(taken)
            continue
        slot = reading.read_slot(visit["slot"], reading.read_site(visit["site"]))
        party = tuple(reading.read_person(each).member for each in visit["party"])
        on_day = reading.inmate_on(inmate, away_until, slot.on)
        asked.append(BookedVisit(visit["id"], slot, on_day, party, taken))
    await books.load(visit.slot for visit in asked)
    return no_longer_allowed(asked, counted, books.of, now)


async def call_off(
    tx: Connection, plan: Sequence[Mapping[str, Any]], batch: int, now: datetime
) -> list[UUID]:
    """Carry out a plan of `planned` visits, `batch` in a statement; answers which stood until now."""
    # The audit trail is locked by the first of several statements, so all places are locked before.
    if len(plan) > batch:
        await tx.execute(_LOCK_BOOKINGS, [each["id"] for each in plan])
    gone: list[UUID] = []
    for start in range(0, len(plan), batch):
        gone += await tx.fetchval(_CANCEL, list(plan[start : start + batch]), now)
    return gone


def planned(key: str, reason: Reason, cause: Cause) -> dict[str, Any]:
    """One visit to be called off, as `visit_cancel` reads it."""
    return {
        "id": key,
        "reason": cause.reason,
        "cause": cause.key,
        "code": reason.code.value,
        "told": cause.told_from,
        "quiet": cause.quiet,
    }


def _cause(change: Change, former: Cause | None, now: datetime) -> Cause:
    told = lima_instant(change.told_from, time(0)) if change.told_from is not None else now
    return Cause(
        reason=change.kind.value,
        key=str(change.event_id),
        quiet=change.silent or (former is not None and former.quiet),
        told_from=max(told, former.told_from or now) if former is not None else max(told, now),
    )
