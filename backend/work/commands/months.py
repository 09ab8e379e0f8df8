"""A month: shown to each inmate, signed or objected, reviewed by a chief who wrote none of it, or sent back."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Role, Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.database import Connection
from backend.once import once
from backend.work.access import CHIEFS, EVERYBODY, check, meaning, refuse, workshop_place
from backend.work.rules import Reason, ReturnReason

_OF_WORKSHOP = (
    "select id, state from work_month where workshop_id = $1 and month = $2 for no key update"
)
_MONTH = "select id, establishment_id, workshop_id, month, state from work_month where id = $1 for no key update"
_GONE = """
delete from work_month_line where month_id = $1
  and inmate_id <> all (array(select inmate_id from work_month_sums($2, $3)))
"""
# Who signed other figures than these has signed nothing.
_SHOW = """
insert into work_month_line as l (month_id, establishment_id, inmate_id, minutes, countable_minutes, days, pieces,
  gross, digest)
select $1, $4, inmate_id, minutes, countable_minutes, days, pieces, gross, digest from work_month_sums($2, $3)
order by inmate_id
on conflict (month_id, inmate_id) do update set minutes = excluded.minutes, countable_minutes =
  excluded.countable_minutes,
  days = excluded.days, pieces = excluded.pieces, gross = excluded.gross, digest = excluded.digest, outcome = null,
    words = '',
  answered_at = null, recorded_by = null
  where l.digest <> excluded.digest
returning inmate_id
"""
_PEOPLE = "select count(*) from work_month_line where month_id = $1"
_LINE = (
    "select digest, outcome from work_month_line where month_id = $1 and inmate_id = $2 for update"
)
_ANSWER = """
update work_month_line set outcome = $3, words = $4, answered_at = $5, recorded_by = $6 where month_id = $1 and
  inmate_id = $2
"""
_UNSHOWN = """
select count(*) from work_month_sums($2, $3) s
full join (select * from work_month_line where month_id = $1) l using (inmate_id) where l.digest is distinct from
  s.digest
"""
_WROTE = """
select exists (select from work_record where workshop_id = $1 and live and worked_on >= $2
  and worked_on < $2 + interval '1 month' and recorded_by = $3)
"""
_REVIEW = """
update work_month set state = 'reviewed', reviewed_by = $2, reviewed_at = $3, review_why = $4, digest =
  work_month_digest(workshop_id, month)
where id = $1
"""
_RETURN = """
update work_month set state = 'draft', reviewed_by = null, reviewed_at = null, digest = null where id = $1
"""
_ANSWERED = """
select count(*) filter (where outcome = 'objected') as objected, count(*) filter (where outcome is null) as unanswered
from work_month_line where month_id = $1
"""


@once
async def present_month(
    tx: Connection, actor: Staff, *, workshop_id: UUID, month: date, now: datetime
) -> dict[str, Any]:
    """Work out what a month (its first day) comes to for each person, to be shown to them and signed.

    Answers the month's id, how many `people` and how many lines `changed`; a changed line has to be signed again.
    Raises NotFound, or WORK_NOT_POSSIBLE (`month_not_draft`).
    """
    place = await workshop_place(tx, actor, workshop_id, *EVERYBODY)
    row = await tx.fetchrow(_OF_WORKSHOP, workshop_id, month)
    if row is None:
        raise NotFound()
    if row["state"] != "draft":
        refuse(Reason.MONTH_NOT_DRAFT)
    await tx.execute(_GONE, row["id"], workshop_id, month)
    changed = await tx.fetch(_SHOW, row["id"], workshop_id, month, place)
    people: int = await tx.fetchval(_PEOPLE, row["id"])
    await _trail(tx, actor, "presented", row["id"], place, {"changed": len(changed)}, now)
    return {"id": row["id"], "people": people, "changed": len(changed)}


@once
async def answer_month(
    tx: Connection,
    actor: Staff,
    *,
    month_id: UUID,
    inmate_id: UUID,
    seen: str,
    outcome: str,
    words: str = "",
    now: datetime,
) -> dict[str, Any]:
    """Keep the inmate's word on their line of a month: `signed`, or `objected` with words of why.

    `seen` is the line's digest in hexadecimal, as it was shown. Raises NotFound, BAD_INPUT, ALREADY_DECIDED, or
    WORK_NOT_POSSIBLE (`month_changed`: show it again; `month_not_draft`).
    """
    row = await _month(tx, actor, month_id, *EVERYBODY)
    check(
        outcome=outcome in ("signed", "objected"),
        words=len(words) <= 1000 and (outcome == "signed" or bool(words.strip())),
    )
    _check_state(row, "draft", Reason.MONTH_NOT_DRAFT)
    line = await tx.fetchrow(_LINE, month_id, inmate_id)
    if line is None:
        raise NotFound()
    if bytes(line["digest"]).hex() != seen:
        refuse(Reason.MONTH_CHANGED)
    if line["outcome"] is not None:
        raise DomainError(Code.ALREADY_DECIDED)
    said = (outcome, words.strip(), now, actor.staff_id)
    await tx.execute(_ANSWER, month_id, inmate_id, *said)
    facts = {"outcome": outcome, "inmate": str(inmate_id), "digest": seen}
    await _trail(tx, actor, "answered", month_id, row["establishment_id"], facts, now)
    return {"id": month_id}


@once
async def review_month(
    tx: Connection,
    actor: Staff,
    *,
    month_id: UUID,
    unanswered: int | None = None,
    objected: int | None = None,
    why: str | None = None,
    now: datetime,
) -> dict[str, Any]:
    """A chief who wrote none of it takes responsibility for a month; any record written afterwards voids that.

    `unanswered` and `objected`: the lines that the reviewer saw to be so; where some are unanswered, `why` says why the
    month is reviewed all the same. Answers how many there are. Raises NotFound, BAD_INPUT without a `why` that is
    needed, or WORK_NOT_POSSIBLE (`month_not_draft`, `month_changed`: not shown as it is now, `reviewer_wrote`,
    `month_answers_changed`: not as they were seen, `month_not_answered`: nobody said what they saw).
    """
    row = await _month(tx, actor, month_id, *CHIEFS)
    _check_state(row, "draft", Reason.MONTH_NOT_DRAFT)
    if await tx.fetchval(_UNSHOWN, month_id, row["workshop_id"], row["month"]):
        refuse(Reason.MONTH_CHANGED)
    if await tx.fetchval(_WROTE, row["workshop_id"], row["month"], actor.staff_id):
        refuse(Reason.REVIEWER_WROTE)
    (answered,) = await tx.fetch(_ANSWERED, month_id)
    counts = dict(answered)
    _check_seen(counts, unanswered, objected)
    said = (why or "").strip() or None
    check(why=10 <= len(said) <= 500 if said else not counts["unanswered"])
    with meaning(work_month_digest=Reason.MONTH_CHANGED):
        await tx.execute(_REVIEW, month_id, actor.staff_id, now, said)
    facts = counts | ({"why": said} if said else {})
    await _trail(tx, actor, "reviewed", month_id, row["establishment_id"], facts, now)
    return {"id": month_id, **counts}


@once
async def return_month(
    tx: Connection, actor: Staff, *, month_id: UUID, why: ReturnReason, now: datetime
) -> dict[str, Any]:
    """Send a reviewed month back to its workshop. Raises NotFound, or WORK_NOT_POSSIBLE (`month_not_reviewed`)."""
    row = await _month(tx, actor, month_id, *CHIEFS)
    _check_state(row, "reviewed", Reason.MONTH_NOT_REVIEWED)
    await tx.execute(_RETURN, month_id)
    await _trail(tx, actor, "returned", month_id, row["establishment_id"], {"why": why}, now)
    return {"id": month_id}


async def _month(tx: Connection, actor: Staff, month_id: UUID, *roles: Role) -> asyncpg.Record:
    row = await tx.fetchrow(_MONTH, month_id)
    if row is None or not actor.holds(row["establishment_id"], *roles):
        raise NotFound()
    return row


def _check_state(row: asyncpg.Record, wanted: str, reason: Reason) -> None:
    if row["state"] == "closed":
        refuse(Reason.MONTH_CLOSED)
    if row["state"] != wanted:
        refuse(reason)


def _check_seen(counts: Mapping[str, int], unanswered: int | None, objected: int | None) -> None:
    """A reviewer has seen how many did not answer or do not agree. A phone that says nothing of it has shown nobody."""
    if unanswered is None and objected is None:
        if any(counts.values()):
            refuse(Reason.MONTH_NOT_ANSWERED, **counts)
    elif (unanswered or 0, objected or 0) != (counts["unanswered"], counts["objected"]):
        refuse(Reason.MONTH_ANSWERS_CHANGED)


async def _trail(
    tx: Connection,
    actor: Staff,
    done: str,
    month_id: UUID,
    place: str,
    facts: Mapping[str, object],
    now: datetime,
) -> None:
    await audit.record(
        tx,
        actor,
        f"work.month.{done}",
        str(month_id),
        establishment_id=place,
        facts=dict(facts),
        now=now,
    )
