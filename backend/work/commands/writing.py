"""Writing records: all good rows of a batch in one statement, and the database's own word on the rest.

The rules decide on facts that were read a moment ago, so what they take is nearly always taken; should the database
refuse nevertheless (somebody else was quicker), the batch is undone to its savepoint, decided afresh on what stands
now, and halved until the rows at fault are alone. One bad row never loses the good ones; a good batch pays nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend.database import Connection
from backend.work.queries.books import books
from backend.work.rules import (
    Correction,
    NewRecord,
    Outcome,
    Reason,
    Verdict,
    as_json,
    decide,
    digest,
)
from backend.work.rules.deciding import refused

_RECORDS = """
insert into work_record (id, establishment_id, inmate_id, enrolment_id, workshop_id, worked_on, shift, begins_at,
  ends_at,
  minutes, place, absence, incident, authorisation_id, not_counted, flags, supersedes_id, reason, digest, recorded_at,
  recorded_by, batch_id)
select r.id, $2, r.inmate_id, r.enrolment_id, r.workshop_id, r.worked_on, r.shift, r.begins_at, r.ends_at,
  r.minutes, r.place,
  r.absence, r.incident, r.authorisation_id, r.not_counted, r.flags, $6, $7, decode(r.digest, 'hex'), $3, $4, $5
from jsonb_to_recordset($1) as r (id uuid, inmate_id uuid, enrolment_id uuid, workshop_id uuid, worked_on date,
  shift smallint, begins_at timestamptz, ends_at timestamptz, minutes smallint, place text, absence text, incident
    text,
  authorisation_id uuid, not_counted text, flags text[], digest text)
order by r.enrolment_id, r.worked_on, r.shift
"""
_PIECES = """
insert into work_piece (record_id, line_no, price_id, made, rejected, reject_reason)
select * from unnest($1::uuid[], $2::smallint[], $3::uuid[], $4::integer[], $5::integer[], $6::text[])
"""
_CONFLICTS = """
insert into work_conflict (establishment_id, inmate_id, said_id, said_digest, said, standing_id, recorded_at,
  recorded_by,
  batch_id)
select $2, c.inmate_id, c.said_id, decode(c.digest, 'hex'), c.said, c.standing_id, $3, $4, $5
from jsonb_to_recordset($1) as c (inmate_id uuid, said_id uuid, digest text, said jsonb, standing_id uuid)
on conflict (said_id, said_digest) do nothing
"""
_WHY = {
    "work_record_pkey": Reason.ID_TAKEN,
    "work_record_no_overlap": Reason.OVERLAP,
    "work_day_has_24_hours": Reason.OVER_24H,
    "work_month_closed": Reason.MONTH_CLOSED,
    "work_record_enrolled": Reason.NOT_ENROLLED,
    "work_record_consented": Reason.NO_CONSENT,
    "work_record_inside": Reason.NOT_INSIDE,
    "work_piece_price_live": Reason.PRICE_NOT_LIVE,
    "work_piece_price_of_grade": Reason.PRICE_OF_GRADE,
    "work_record_once": Reason.RIVAL,
    "work_record_superseded_once": Reason.RIVAL,
}
"""What a refusal of the database means to whoever recorded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """Who writes, where, when, under which batch, and what it corrects."""

    tx: Connection
    author: UUID
    establishment_id: str
    now: datetime
    batch_id: UUID | None = None
    correction: Correction | None = None


def in_order(record: NewRecord) -> tuple[UUID, date, int]:
    """The one order in which rows are written: two phones with the same people never wait in a circle."""
    return (record.enrolment_id, record.worked_on, record.shift)


async def write(this: Writing, records: Sequence[NewRecord]) -> list[Verdict]:
    """Decide on records, best given `in_order`, and write what is taken: a verdict on each. A correction has one."""
    replaced = [this.correction.supersedes] if this.correction else []
    known = await books(this.tx, this.establishment_id, records, *replaced)
    for record_id in replaced:
        known.strike(record_id)
    verdicts = decide(records, known, this.author, this.now)
    await this.tx.execute("savepoint batch")
    try:
        await _insert(this, verdicts)
    except asyncpg.IntegrityConstraintViolationError as error:
        await this.tx.execute("rollback to savepoint batch")
        if len(records) == 1:
            why = _WHY.get(error.constraint_name or "", Reason.DATABASE_REFUSED)
            return [refused(records[0], why)]
        middle = len(records) // 2
        return [*await write(this, records[:middle]), *await write(this, records[middle:])]
    await this.tx.execute("release savepoint batch")
    return verdicts


async def _insert(this: Writing, verdicts: Sequence[Verdict]) -> None:
    taken = [verdict for verdict in verdicts if verdict.outcome is Outcome.RECORDED]
    if taken:
        supersedes, reason = (
            (this.correction.supersedes, this.correction.reason.strip())
            if this.correction
            else (None, None)
        )
        said = as_json([_row(verdict) for verdict in taken]).decode()
        await this.tx.execute(_RECORDS, said, *_signature(this), supersedes, reason)
    if pieces := [line for verdict in taken for line in _piece_rows(verdict.record)]:
        await this.tx.execute(_PIECES, *zip(*pieces, strict=True))
    rivals = [verdict for verdict in verdicts if verdict.outcome is Outcome.CONFLICT]
    if rivals and not this.correction:
        said = as_json([_conflict(verdict) for verdict in rivals]).decode()
        await this.tx.execute(_CONFLICTS, said, *_signature(this))


def _signature(this: Writing) -> tuple[str, datetime, UUID, UUID | None]:
    return (this.establishment_id, this.now, this.author, this.batch_id)


def _row(verdict: Verdict) -> dict[str, Any]:
    record, enrolled = verdict.record, verdict.enrolled
    assert enrolled is not None, "who is recorded is enrolled"
    return {
        "id": record.id,
        "inmate_id": enrolled.inmate_id,
        "enrolment_id": enrolled.id,
        "workshop_id": enrolled.workshop_id,
        "worked_on": record.worked_on,
        "shift": record.shift,
        "begins_at": record.begins_at,
        "ends_at": record.ends_at,
        "minutes": record.minutes,
        "place": record.place,
        "absence": record.absence,
        "incident": record.incident,
        "authorisation_id": verdict.authorisation_id,
        "not_counted": verdict.not_counted,
        "flags": verdict.flags,
        "digest": digest(record).hex(),
    }


def _piece_rows(record: NewRecord) -> list[tuple[object, ...]]:
    return [
        (record.id, nth, piece.price_id, piece.made, piece.rejected, piece.reject_reason)
        for nth, piece in enumerate(record.pieces, start=1)
    ]


def _conflict(verdict: Verdict) -> dict[str, Any]:
    assert verdict.enrolled is not None, "a rival report is of somebody enrolled"
    return {
        "inmate_id": verdict.enrolled.inmate_id,
        "said_id": verdict.record.id,
        "digest": digest(verdict.record).hex(),
        "said": verdict.record,
        "standing_id": verdict.stands,
    }
