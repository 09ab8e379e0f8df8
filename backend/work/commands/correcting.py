"""Corrections by adding, rival reports settled, and the inmate's own word on a record."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.work.access import CHIEFS, EVERYBODY, RECORDERS, check, meaning, refuse, refusing
from backend.work.commands.recording import answers
from backend.work.commands.writing import Writing, write
from backend.work.queries.books import standing_of
from backend.work.rules import (
    Correction,
    Kept,
    NewRecord,
    Outcome,
    Reason,
    Sign,
    Standing,
    check_may_correct,
    from_json,
)

_STANDING = """
select id, inmate_id, workshop_id, worked_on, shift, begins_at, ends_at, minutes, live, digest, recorded_at,
  recorded_by,
  establishment_id from work_record where id = $1
"""
# The record that stands where another once stood.
_HEAD = """
with recursive chain as (
  select id, live from work_record where id = $1
  union all
  select r.id, r.live from work_record r join chain c on r.supersedes_id = c.id
)
select id from chain where live
"""
_CONFLICT = """
select establishment_id, inmate_id, said_id, said, standing_id, settled_at from work_conflict where id = $1 for update
"""
_TAKEN = "select true from work_record where id = $1"
_SETTLE = "update work_conflict set settled_at = $2, settled_by = $3, kept = $4, record_id = $5 where id = $1"
_ANSWER = """
insert into work_answer (record_id, establishment_id, outcome, sign, words, at, recorded_by) values ($1, $2, $3, $4,
  $5, $6, $7)
"""


@once
async def correct_work(
    tx: Connection,
    actor: Staff,
    *,
    record_id: UUID,
    record: NewRecord,
    reason: str,
    now: datetime,
) -> dict[str, Any]:
    """Put a record in the place of another, which is kept; answers as a row of `record_work` does.

    By its author on the day it was recorded, later by a chief who is not the author. Of a closed month nothing is
    corrected: that is an adjustment of the next open one. Raises NotFound, ALREADY_DECIDED for a record that is
    superseded, or WORK_NOT_POSSIBLE with the reason.
    """
    old, place = await _standing(tx, actor, record_id)
    if not old.live:
        raise DomainError(Code.ALREADY_DECIDED)
    answer = await _replace(tx, actor, old, place, record, reason, now)
    await _trail(tx, actor, "record.corrected", record_id, place, {"by": str(record.id)}, now)
    return answer


@once
async def settle_conflict(
    tx: Connection,
    actor: Staff,
    *,
    conflict_id: UUID,
    keep: Kept,
    reason: str = "",
    now: datetime,
) -> dict[str, Any]:
    """Say which of two rival reports stands; answers the id of the record that does.

    Keeping "mine", the later one, corrects what stands, by the rules of correcting and with a `reason`; a report of
    another person under the same id is recorded beside it. Raises NotFound, ALREADY_DECIDED or WORK_NOT_POSSIBLE.
    """
    row = await tx.fetchrow(_CONFLICT, conflict_id)
    if row is None or not actor.holds(row["establishment_id"], *EVERYBODY):
        raise NotFound()
    if row["settled_at"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    kept = row["standing_id"]
    if keep is Kept.MINE:
        kept = await _keep_mine(tx, actor, row, reason, now)
    made = kept if keep is Kept.MINE else None
    await tx.execute(_SETTLE, conflict_id, now, actor.staff_id, keep, made)
    place = row["establishment_id"]
    await _trail(tx, actor, "conflict.settled", conflict_id, place, {"kept": keep}, now)
    return {"id": conflict_id, "record_id": kept}


@once
async def answer_work(
    tx: Connection,
    actor: Staff,
    *,
    record_id: UUID,
    outcome: str,
    sign: Sign,
    words: str = "",
    now: datetime,
) -> dict[str, Any]:
    """Keep the inmate's word on a record that stands: `agreed`, or `objected` with words of why.

    Raises NotFound, BAD_INPUT, or ALREADY_DECIDED when it was answered or superseded.
    """
    old, place = await _standing(tx, actor, record_id)
    check(
        outcome=outcome in ("agreed", "objected"),
        words=len(words) <= 1000 and (outcome == "agreed" or bool(words.strip())),
    )
    if not old.live:
        raise DomainError(Code.ALREADY_DECIDED)
    try:
        await tx.execute(
            _ANSWER, record_id, place, outcome, sign, words.strip(), now, actor.staff_id
        )
    except asyncpg.UniqueViolationError as error:
        raise DomainError(Code.ALREADY_DECIDED) from error
    await _trail(tx, actor, "record.answered", record_id, place, {"outcome": outcome}, now)
    return {"id": record_id}


async def _standing(tx: Connection, actor: Staff, record_id: UUID) -> tuple[Standing, str]:
    row = await tx.fetchrow(_STANDING, record_id)
    if row is None or not actor.holds(row["establishment_id"], *EVERYBODY):
        raise NotFound()
    columns = dict(row)
    place: str = columns.pop("establishment_id")
    return standing_of(columns), place


async def _keep_mine(
    tx: Connection, actor: Staff, row: asyncpg.Record, reason: str, now: datetime
) -> UUID:
    said = from_json(row["said"])
    if await tx.fetchval(_TAKEN, said.id):
        said = replace(said, id=new_id())
    old, place = await _standing(tx, actor, await tx.fetchval(_HEAD, row["standing_id"]))
    if old.inmate_id == row["inmate_id"]:
        await _replace(tx, actor, old, place, said, reason, now)
        return said.id
    if not actor.holds(place, *RECORDERS):
        raise DomainError(Code.NOT_ALLOWED)
    this = Writing(tx=tx, author=actor.staff_id, establishment_id=place, now=now)
    await _written(this, said)
    return said.id


async def _replace(
    tx: Connection,
    actor: Staff,
    old: Standing,
    place: str,
    record: NewRecord,
    reason: str,
    now: datetime,
) -> dict[str, Any]:
    with refusing():
        chief = actor.holds(place, *CHIEFS)
        check_may_correct(old, actor.staff_id, is_chief=chief, reason=reason, now=now)
    this = Writing(
        tx=tx,
        author=actor.staff_id,
        establishment_id=place,
        now=now,
        correction=Correction(old.id, reason),
    )
    with meaning(
        work_record_same_inmate=Reason.ANOTHER_INMATE, work_month_closed=Reason.MONTH_CLOSED
    ):
        return await _written(this, record)


async def _written(this: Writing, record: NewRecord) -> dict[str, Any]:
    """One record that must be taken. Raises WORK_NOT_POSSIBLE."""
    verdict, *_ = verdicts = await write(this, [record])
    if verdict.outcome is Outcome.REFUSED and verdict.reason is not None:
        refuse(verdict.reason, **verdict.facts)
    if verdict.outcome is not Outcome.RECORDED:
        refuse(Reason.ID_TAKEN if verdict.stands == record.id else Reason.RIVAL)
    (answer,) = await answers(this.tx, verdicts)
    return answer


async def _trail(
    tx: Connection,
    actor: Staff,
    done: str,
    subject: UUID,
    place: str,
    facts: dict[str, object],
    now: datetime,
) -> None:
    await audit.record(
        tx, actor, f"work.{done}", str(subject), establishment_id=place, facts=facts, now=now
    )
