"""A supervisor's batch: up to 500 shifts under ids made on the phone, each answered for itself."""

from datetime import datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Staff
from backend.database import Connection
from backend.once import once
from backend.registry.access import check_posted
from backend.work.access import RECORDERS, check
from backend.work.commands.writing import Writing, in_order, write
from backend.work.queries.records import said_of
from backend.work.rules import NewRecord, Outcome, Verdict

LARGEST_BATCH = 500


@once
async def record_work(
    tx: Connection,
    actor: Staff,
    *,
    establishment_id: str,
    batch_id: UUID,
    records: list[NewRecord],
    now: datetime,
) -> dict[str, Any]:
    """Record shifts; answers one row each, in the order sent.

    A row's `outcome` is `recorded` (with `flags`, `not_counted` and `countable_minutes`), `known` (the same was
    recorded before: `record_id`), `conflict` (another record `stands`; what was said is kept until settled) or
    `refused` (`reason` and `facts`). However often or from how many phones a batch is sent, each record is there
      once.
    Raises NOT_ALLOWED, or BAD_INPUT for no row or more than 500.
    """
    check_posted(actor, establishment_id, *RECORDERS)
    check(records=0 < len(records) <= LARGEST_BATCH)
    order = sorted(range(len(records)), key=lambda nth: in_order(records[nth]))
    this = Writing(
        tx=tx,
        author=actor.staff_id,
        establishment_id=establishment_id,
        now=now,
        batch_id=batch_id,
    )
    verdicts = dict(zip(order, await write(this, [records[nth] for nth in order]), strict=True))
    rows = await answers(tx, [verdicts[nth] for nth in range(len(records))])
    counts = {outcome.value: 0 for outcome in Outcome}
    for verdict in verdicts.values():
        counts[verdict.outcome] += 1
    await audit.record(
        tx,
        actor,
        "work.batch.recorded",
        str(batch_id),
        establishment_id=establishment_id,
        facts={**counts},
        now=now,
    )
    return {"rows": rows, **counts}


async def answers(tx: Connection, verdicts: list[Verdict]) -> list[dict[str, Any]]:
    """One answer a row; of a conflict, with what stands."""
    rivals = [each.stands for each in verdicts if each.outcome is Outcome.CONFLICT and each.stands]
    standing = await said_of(tx, rivals)
    return [_answer(verdict, standing) for verdict in verdicts]


def _answer(verdict: Verdict, standing: dict[UUID, dict[str, Any]]) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": verdict.record.id, "outcome": verdict.outcome}
    match verdict.outcome:
        case Outcome.RECORDED:
            return answer | {
                "record_id": verdict.record.id,
                "flags": verdict.flags,
                "not_counted": verdict.not_counted,
                "countable_minutes": verdict.countable_minutes,
            }
        case Outcome.KNOWN:
            return answer | {"record_id": verdict.stands}
        case Outcome.CONFLICT:
            return answer | {"stands": standing.get(verdict.stands) if verdict.stands else None}
        case Outcome.REFUSED:
            return answer | {"reason": verdict.reason, "facts": verdict.facts}
