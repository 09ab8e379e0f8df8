"""What text messages may cost on one day of Lima: spent before a message leaves, given back if nobody took it."""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from backend.core.actor import System
from backend.core.clock import LIMA
from backend.database import transaction

ORDINARY, WHOLE = "sms_budget", "sms_reserve"
"""Rows of `carrier` that are paused while no ordinary message, or none at all, may be paid."""

_log = logging.getLogger("encuentro.notifications")
# One statement looks and takes: of two workers the second sees what the first took.
_SPEND = """
insert into sms_day (day, spent) select $1::date, $2::integer where $2 <= $3::integer
on conflict (day) do update set spent = sms_day.spent + excluded.spent
  where sms_day.spent + excluded.spent <= $3
returning spent
"""
_GIVE_BACK = "update sms_day set spent = greatest(spent - $2, 0) where day = $1"
_BREAK = """
insert into carrier (name, paused_until, paused_reason) values ($1, $2, 'budget')
on conflict (name) do update set paused_until = excluded.paused_until, paused_reason = 'budget'
  where carrier.paused_until is distinct from excluded.paused_until
returning name
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """Céntimos a day; the last `reserve` of them are for sign-in codes and urgent notices."""

    whole: int
    reserve: int

    def of(self, *, urgent: bool) -> int:
        """Up to where such a message may spend."""
        return self.whole if urgent else max(0, self.whole - self.reserve)


class Budget:
    """The day's money. At most two connections are used, however many messages leave at once."""

    def __init__(self, limit: Limit) -> None:
        self._limit, self._doors = limit, asyncio.Semaphore(2)

    async def spend(self, cost: int, now: datetime, *, urgent: bool) -> bool:
        """Take `cost` céntimos of today's; False, and the breaker is on until midnight, when they are not there."""
        limit = self._limit.of(urgent=urgent)
        async with self._doors, transaction(System()) as tx:
            if await tx.fetchval(_SPEND, now.astimezone(LIMA).date(), cost, limit) is not None:
                return True
            name = WHOLE if urgent else ORDINARY
            if await tx.fetchval(_BREAK, name, _midnight_after(now)):
                what = "every text message" if urgent else "text messages but codes and urgent ones"
                _log.error("%s: today's %d céntimos are used up, %s stop", name, limit, what)
        return False

    async def give_back(self, cost: int, now: datetime) -> None:
        """A message that was paid and certainly not taken."""
        async with self._doors, transaction(System()) as tx:
            await tx.execute(_GIVE_BACK, now.astimezone(LIMA).date(), cost)


def _midnight_after(now: datetime) -> datetime:
    return datetime.combine(now.astimezone(LIMA).date() + timedelta(days=1), time(0), LIMA)
