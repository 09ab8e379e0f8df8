"""What a family or an office changes about people and ties, with what it means for visits already booked."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from backend.core.actor import Actor, Family, Staff
from backend.database import Connection
from backend.once import once
from backend.registry import commands as registry
from backend.registry import queries as people
from backend.registry.commands import Correction, EndReason, LostTie
from backend.visits.commands.reconsidering import Cause, lock_change, reconsider


@once
async def update_visitor(
    tx: Connection, actor: Family, *, visitor_id: UUID, correction: Correction, now: datetime
) -> dict[str, Any]:
    """Put right what was typed about a person; see `registry.correct_visitor`.

    Answers the id, and how many visits were called off because the office must confirm a tie anew.
    """
    await _lock(tx, actor, now, visitor_id=visitor_id)
    lost = await registry.correct_visitor(
        tx, actor, visitor_id=visitor_id, correction=correction, now=now
    )
    gone = await _ask_again(tx, actor, lost, "tie_reopened", now)
    return {"id": str(visitor_id), "called_off": len(gone)}


@once
async def remove_visitor(
    tx: Connection, actor: Family, *, visitor_id: UUID, now: datetime
) -> dict[str, Any]:
    """Take a person off the list, with the visits they were going to; see `registry.drop_visitor`."""
    await _lock(tx, actor, now, visitor_id=visitor_id)
    lost = await registry.drop_visitor(tx, actor, visitor_id=visitor_id, now=now)
    gone = await _ask_again(tx, actor, lost, "family", now)
    return {"id": str(visitor_id), "called_off": len(gone)}


@once
async def withdraw_tie(
    tx: Connection, actor: Family, *, tie_id: UUID, now: datetime
) -> dict[str, Any]:
    """A family ends its own request or tie, with the visits booked on it; see `registry.drop_tie`."""
    await _lock(tx, actor, now, tie_id=tie_id)
    lost = await registry.drop_tie(tx, actor, tie_id=tie_id, now=now)
    gone = await _ask_again(tx, actor, [lost] if lost else [], "family", now)
    return {"id": str(tie_id), "called_off": len(gone)}


@once
async def end_tie(
    tx: Connection, actor: Staff, *, tie_id: UUID, version: int, reason: EndReason, now: datetime
) -> dict[str, Any]:
    """The office ends a confirmed tie, with the visits booked on it; see `registry.cut_tie`."""
    await _lock(tx, actor, now, tie_id=tie_id)
    lost = await registry.cut_tie(tx, actor, tie_id=tie_id, version=version, reason=reason, now=now)
    gone = await _ask_again(tx, actor, [lost], "tie_ended", now)
    return {"id": str(tie_id), "called_off": len(gone)}


async def _lock(
    tx: Connection,
    actor: Family | Staff,
    now: datetime,
    *,
    visitor_id: UUID | None = None,
    tie_id: UUID | None = None,
) -> None:
    inmates = await people.confirmed_inmates(tx, actor, visitor_id=visitor_id, tie_id=tie_id)
    await lock_change(tx, inmates=inmates, now=now)


async def _ask_again(
    tx: Connection, actor: Actor, lost: Iterable[LostTie], reason: str, now: datetime
) -> list[UUID]:
    causes = {tie.inmate_id: Cause(reason=reason, key=str(tie.tie_id)) for tie in lost}
    return await reconsider(tx, actor, causes, now=now) if causes else []
