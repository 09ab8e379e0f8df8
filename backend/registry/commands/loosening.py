"""Mutations that may take away a confirmed tie. Visits booked on one must be asked again by whoever knows of visits."""

from datetime import datetime
from uuid import UUID

from backend.core.actor import Family, Staff
from backend.database import Connection
from backend.once import once
from backend.registry.commands.ties import cut_tie, drop_tie
from backend.registry.commands.visitors import correct_visitor, drop_visitor
from backend.registry.rules.people import Correction
from backend.registry.rules.ties import EndReason


@once
async def update_visitor(
    tx: Connection, actor: Family, *, visitor_id: UUID, correction: Correction, now: datetime
) -> dict[str, str]:
    """See `correct_visitor`; answers the visitor's id."""
    await correct_visitor(tx, actor, visitor_id=visitor_id, correction=correction, now=now)
    return {"id": str(visitor_id)}


@once
async def remove_visitor(
    tx: Connection, actor: Family, *, visitor_id: UUID, now: datetime
) -> dict[str, str]:
    """See `drop_visitor`; answers the visitor's id."""
    await drop_visitor(tx, actor, visitor_id=visitor_id, now=now)
    return {"id": str(visitor_id)}


@once
async def withdraw_tie(
    tx: Connection, actor: Family, *, tie_id: UUID, now: datetime
) -> dict[str, str]:
    """See `drop_tie`; answers the tie's id."""
    await drop_tie(tx, actor, tie_id=tie_id, now=now)
    return {"id": str(tie_id)}


@once
async def end_tie(
    tx: Connection, actor: Staff, *, tie_id: UUID, version: int, reason: EndReason, now: datetime
) -> dict[str, str]:
    """See `cut_tie`; answers the tie's id."""
    await cut_tie(tx, actor, tie_id=tie_id, version=version, reason=reason, now=now)
    return {"id": str(tie_id)}
