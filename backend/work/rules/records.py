"""What a phone says of one shift, whether it can be by itself, and the digest by which it is known again."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from backend.core.clock import lima_day
from backend.work.rules.vocabulary import Absence, Incident, Reason, Refused, WorkPlace

FULL_DAY = timedelta(hours=24)
MINUTES_A_DAY = 1_440
MOST_PIECES = 100
MOST_MADE = 10_000_000
SHORTEST_REASON = 10


@dataclass(frozen=True, slots=True)
class Piece:
    """What was made at one price, in the unit of its basis, and how much of it was not accepted."""

    price_id: UUID
    made: int
    rejected: int = 0
    reject_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """One shift of somebody enrolled, under an id made before it was sent. `minutes` 0 needs an `absence`."""

    id: UUID
    enrolment_id: UUID
    worked_on: date
    shift: int = 1
    begins_at: datetime | None = None
    ends_at: datetime | None = None
    minutes: int
    place: WorkPlace = WorkPlace.WORKSHOP
    absence: Absence | None = None
    incident: Incident | None = None
    isolation: bool = False
    """Worked while in isolation: kept, and counts nothing (D.S. 015-2003-JUS art. 180)."""
    pieces: tuple[Piece, ...] | list[Piece] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """What a record takes the place of, and why in words."""

    supersedes: UUID
    reason: str


def digest(record: NewRecord) -> bytes:
    """SHA-256 of all that is said but the id: two phones that say the same are known by it."""
    said = replace(
        record, id=UUID(int=0), begins_at=_utc(record.begins_at), ends_at=_utc(record.ends_at)
    )
    return sha256(as_json(said)).digest()


def as_json(value: object) -> bytes:
    """JSON of plain values, with ids as text whatever their class: the database's are of one of its driver's."""
    return orjson.dumps(value, default=_plain)


def _plain(value: object) -> str:
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} is not JSON")


def _utc(instant: datetime | None) -> datetime | None:
    return instant.astimezone(UTC) if instant is not None else None


def from_json(said: Mapping[str, Any]) -> NewRecord:
    """The record as it was kept in JSON."""
    return NewRecord(
        id=UUID(said["id"]),
        enrolment_id=UUID(said["enrolment_id"]),
        worked_on=date.fromisoformat(said["worked_on"]),
        shift=said["shift"],
        begins_at=_instant(said["begins_at"]),
        ends_at=_instant(said["ends_at"]),
        minutes=said["minutes"],
        place=WorkPlace(said["place"]),
        absence=Absence(said["absence"]) if said["absence"] else None,
        incident=Incident(said["incident"]) if said["incident"] else None,
        isolation=said["isolation"],
        pieces=[Piece(**{**each, "price_id": UUID(each["price_id"])}) for each in said["pieces"]],
    )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text is not None else None


def check_can_be(record: NewRecord, now: datetime) -> None:
    """Raise Refused for what no day has: more than its hours, hours to come, more rejected than made."""
    _check(shift=1 <= record.shift <= 9, minutes=0 <= record.minutes <= MINUTES_A_DAY)
    _check(absence=(record.minutes == 0) == (record.absence is not None))
    if record.worked_on > lima_day(now):
        raise Refused(Reason.FUTURE, worked_on=record.worked_on)
    _check_hours(record, now)
    _check_pieces(record)


def _check_hours(record: NewRecord, now: datetime) -> None:
    begins_at, ends_at = record.begins_at, record.ends_at
    if record.minutes == 0:
        _check(begins_at=begins_at is None, ends_at=ends_at is None)
        return
    if begins_at is None or ends_at is None or not begins_at.tzinfo or not ends_at.tzinfo:
        raise Refused(Reason.NOT_VALID, field="begins_at")
    _check(ends_at=timedelta() < ends_at - begins_at <= FULL_DAY)
    _check(worked_on=lima_day(begins_at) == record.worked_on)
    if ends_at > now:
        raise Refused(Reason.FUTURE, worked_on=record.worked_on)
    if timedelta(minutes=record.minutes) > ends_at - begins_at:
        raise Refused(Reason.LONGER_THAN_HOURS, minutes=record.minutes)


def _check_pieces(record: NewRecord) -> None:
    prices = {piece.price_id for piece in record.pieces}
    whole = len(prices) == len(record.pieces) <= MOST_PIECES and (record.minutes > 0 or not prices)
    if not whole or not all(map(_is_piece, record.pieces)):
        raise Refused(Reason.PIECES_NOT_VALID)


def _is_piece(piece: Piece) -> bool:
    why = piece.reject_reason
    return 0 <= piece.rejected <= piece.made <= MOST_MADE and (
        why is None if piece.rejected == 0 else why is not None and 0 < len(why.strip()) <= 200
    )


def _check(**fields: bool) -> None:
    for name, fine in fields.items():
        if not fine:
            raise Refused(Reason.NOT_VALID, field=name)
