"""What the worker does about work: it looks ahead whether the holidays are known."""

import logging
from datetime import date, datetime, timedelta

from backend.core.actor import System
from backend.core.clock import lima_day
from backend.database import transaction

_log = logging.getLogger("encuentro.work")

AHEAD = timedelta(days=60)
"""A question of today is answered within 20 working days, and a day of work is planned sooner than that."""

_LAST = "select max(on_day) from holiday"


async def watch_holidays(now: datetime) -> date | None:
    """Warn in the log while the last holiday that is known is less than 60 days off; answers it (None: none is known).

    After it Sundays alone are not counted, and terms run through holidays as if they were working days.
    """
    async with transaction(System()) as tx:
        last: date | None = await tx.fetchval(_LAST)
    if last is None or last < lima_day(now) + AHEAD:
        _log.warning(
            "no holiday is known after %s: add those of the next year (encuentro holiday add …)",
            last or "any day",
        )
    return last
