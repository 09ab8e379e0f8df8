"""What the worker does for visits: slots ahead, expired holds given back. Safe to run twice, or by many."""

from datetime import datetime

from backend.allocation import commands as allocation
from backend.core.actor import System
from backend.core.clock import lima_day
from backend.database import transaction
from backend.visits.commands import HORIZON

_OPEN = "select visit_open_slots(null, $1, $2)"


async def open_slots(now: datetime) -> int:
    """Make the slots of every timetable from today to the horizon; answers how many are new.

    Closed days get theirs too: whether a day is closed is asked when it is booked, so that a closure
    may be lifted again.
    """
    today = lima_day(now)
    async with transaction(System()) as tx:
        made: int = await tx.fetchval(_OPEN, today, today + HORIZON)
    return made


async def sweep_holds(now: datetime) -> int:
    """Give back the places of holds that have expired; answers how many holds that were."""
    return await allocation.sweep_expired(now)
