"""Recording what happened to a person's custody: one dated event, and where the person stands after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Self, TypeVar
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Actor
from backend.core.clock import lima_day
from backend.core.custody import EventKind, Regime, Stage, Status
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.registry.rules.custody import SILENT, check_date, weigh
from backend.registry.rules.reasons import Reason, Refused
from backend.registry.rules.standing import Event, Standing

E = TypeVar("E", bound=StrEnum)

_LOCK = """
select establishment_id, pavilion_id, regime, stage, status, status_on, admitted_on
from inmate where id = $1 for update
"""
_HISTORY = "select source_key, kind, effective_on, establishment_id, facts from custody_history($1)"
_RECORD = "select custody_record($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)"
_ESTABLISHMENT = "select true from establishment where id = $1"
_PAVILION_PLACE = "select establishment_id from pavilion where id = $1"
_TOLD = "select person, custody_told_place(person, $2) as place from unnest($1::uuid[]) as person"


@dataclass(frozen=True, slots=True)
class Change:
    """What one recorded event made of a person. `before` is None for somebody never held before.

    An old event that came in late is recorded with `before` equal to `after`: newer ones have the word.
    """

    event_id: UUID
    inmate_id: UUID
    kind: EventKind
    effective_on: date
    before: Standing | None
    after: Standing
    until: date | None = None
    """The last day of an outing, when the register says so."""
    told_from: date | None = None
    """A move kept secret for security: no notice, and no reason that tells it, before this day."""

    @classmethod
    def made_by(
        cls, event: Event, inmate_id: UUID, before: Standing | None, following: Standing
    ) -> Self:
        """The change an accepted event makes, under a new id."""
        return cls(
            event_id=new_id(),
            inmate_id=inmate_id,
            kind=event.kind,
            effective_on=event.effective_on,
            before=before,
            after=following,
            until=event.until,
            told_from=event.secret_until,
        )

    @property
    def silent(self) -> bool:
        """No automatic message follows, now or later: a person speaks first, or nobody does."""
        return self.kind in SILENT

    @property
    def touches_bookings(self) -> bool:
        """Whether visits already booked must be asked again."""
        return self.before is not None and self.before != self.after


async def apply_event(
    tx: Connection,
    actor: Actor,
    *,
    inmate_id: UUID,
    kind: EventKind,
    effective_on: date,
    facts: Mapping[str, str],
    source_key: str,
    recorded_by: str,
    now: datetime,
) -> Change | None:
    """Record one custody event once: None when `source_key` was recorded before.

    `facts` may hold `establishment_id` (where it happened), `to` (a transfer's destination), `pavilion_id`,
    `regime`, `stage`, `until` and `secret_until` (ISO days), and nothing else: no offence, sentence or
    diagnosis is ever stored. Where the person stands changes only as far as no newer event says otherwise.
    Raises NotFound, or CUSTODY_NOT_POSSIBLE with the reason's code.
    """
    row = await tx.fetchrow(_LOCK, inmate_id)
    if row is None:
        raise NotFound()
    history = await tx.fetch(_HISTORY, inmate_id)
    if any(known["source_key"] == source_key for known in history):
        return None
    try:
        event = _event(kind, effective_on, facts)
        change, happened_in = _decided(inmate_id, standing_of(row), history, event, lima_day(now))
        await _check_places(tx, event, happened_in)
    except Refused as refused:
        raise DomainError(Code.CUSTODY_NOT_POSSIBLE, reason=refused.reason.value) from refused
    if not await _record(tx, change, happened_in, event, source_key, recorded_by, now):
        raise DomainError(Code.CUSTODY_NOT_POSSIBLE, reason=Reason.EVENT_ID_REUSED.value)
    await _leave_trail(tx, actor, change, happened_in, now)
    return change


async def told_places(tx: Connection, inmate_ids: Iterable[UUID], today: date) -> dict[UUID, str]:
    """The establishment of each person that their family may know today, by inmate id.

    While a move is secret (`secret_until`) it is the one the person was moved from. A family gets only those
    to whom an approved tie of theirs leads.
    """
    rows = await tx.fetch(_TOLD, list(inmate_ids), today)
    return {row["person"]: row["place"] for row in rows if row["place"] is not None}


def standing_of(row: asyncpg.Record) -> Standing:
    """Where a person stands, from the columns of `inmate`."""
    return Standing(
        establishment_id=row["establishment_id"],
        pavilion_id=row["pavilion_id"],
        regime=Regime(row["regime"]),
        stage=Stage(row["stage"]) if row["stage"] else None,
        status=Status(row["status"]),
        status_on=row["status_on"],
        admitted_on=row["admitted_on"],
    )


def event_of(row: asyncpg.Record) -> Event:
    """A recorded event, from the columns of `custody_event`."""
    return _event(
        EventKind(row["kind"]),
        row["effective_on"],
        {"establishment_id": row["establishment_id"], **row["facts"]},
    )


def facts_of(event: Event) -> dict[str, str]:
    """What `custody_event.facts` holds of an event: ids, codes and days."""
    said = {
        "to": event.to,
        "pavilion_id": event.pavilion_id,
        "regime": event.regime,
        "stage": event.stage,
        "until": event.until,
        "secret_until": event.secret_until,
    }
    return {name: str(value) for name, value in said.items() if value is not None}


def former_of(
    event: Event, happened_in: str, before: Standing | None
) -> dict[str, str | None] | None:
    """What `custody_event.former` holds of a move that is kept secret, as `custody_record` writes it too."""
    if event.secret_until is None or before is None or before.establishment_id != happened_in:
        return None
    return {
        "pavilion_id": str(before.pavilion_id) if before.pavilion_id else None,
        "regime": before.regime,
        "stage": before.stage,
        "status": before.status,
    }


def _event(kind: EventKind, effective_on: date, facts: Mapping[str, str]) -> Event:
    left = dict(facts)
    event = Event(
        kind=kind,
        effective_on=effective_on,
        establishment_id=left.pop("establishment_id", None),
        to=left.pop("to", None),
        pavilion_id=_id(left.pop("pavilion_id", None)),
        regime=_word(Regime, left.pop("regime", None), Reason.REGIME_UNKNOWN),
        stage=_word(Stage, left.pop("stage", None), Reason.STAGE_UNKNOWN),
        until=_day(left.pop("until", None)),
        secret_until=_day(left.pop("secret_until", None)),
    )
    if left:
        raise Refused(Reason.FACT_UNKNOWN)
    return event


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text is not None else None
    except ValueError as error:
        raise Refused(Reason.PAVILION_NOT_VALID) from error


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text is not None else None
    except ValueError as error:
        raise Refused(Reason.DATE_NOT_VALID) from error


def _word(words: type[E], text: str | None, reason: Reason) -> E | None:
    try:
        return words(text) if text is not None else None
    except ValueError as error:
        raise Refused(reason) from error


async def _check_places(tx: Connection, event: Event, happened_in: str) -> None:
    """The places exist, and the pavilion belongs to where the event leads."""
    for place in {happened_in, event.to} - {None}:
        if not await tx.fetchval(_ESTABLISHMENT, place):
            raise Refused(Reason.ESTABLISHMENT_UNKNOWN)
    if event.pavilion_id is None:
        return
    if await tx.fetchval(_PAVILION_PLACE, event.pavilion_id) != (event.to or happened_in):
        raise Refused(Reason.PAVILION_NOT_VALID)


def _decided(
    inmate_id: UUID,
    current: Standing,
    history: Iterable[asyncpg.Record],
    event: Event,
    today: date,
) -> tuple[Change, str]:
    """The change, and where the event happened. Raises Refused."""
    check_date(event.effective_on, today)
    following, happened_in = weigh(current, [event_of(row) for row in history], event)
    change = Change.made_by(event, inmate_id, current, following)
    return change, happened_in


async def _record(
    tx: Connection,
    change: Change,
    happened_in: str,
    event: Event,
    source_key: str,
    recorded_by: str,
    now: datetime,
) -> bool:
    to = change.after
    written: bool = await tx.fetchval(
        _RECORD,
        change.inmate_id,
        change.event_id,
        happened_in,
        change.kind,
        change.effective_on,
        now,
        recorded_by,
        facts_of(event),
        source_key,
        to.establishment_id,
        to.pavilion_id,
        to.regime,
        to.stage,
        to.status,
        to.status_on,
        to.admitted_on,
    )
    return written


async def _leave_trail(
    tx: Connection, actor: Actor, change: Change, happened_in: str, now: datetime
) -> None:
    await audit.record(
        tx,
        actor,
        "registry.custody.recorded",
        str(change.inmate_id),
        establishment_id=happened_in,
        facts={"event": str(change.event_id), "kind": change.kind.value},
        now=now,
    )
