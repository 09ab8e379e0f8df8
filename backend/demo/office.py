"""Who acts in the demo's story of work, and when: nothing of it is later than the demo's now."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from backend.core.actor import Role, Staff
from backend.core.clock import lima_day, lima_instant
from backend.database import Connection
from backend.demo.cast import Cast, acting, fixed


@dataclass(frozen=True, slots=True)
class Office:
    """The staff at work, and the months of the story by their first days, today's the last."""

    supervisor: Staff
    chief: Staff
    director: Staff
    months: tuple[date, ...]
    now: datetime

    @property
    def today(self) -> date:
        """In Lima."""
        return lima_day(self.now)

    def at(self, day: date, hour: int) -> datetime:
        """An hour of a day, or now where that is still to come."""
        return min(lima_instant(day, time(hour)), self.now)

    def request(self, name: str) -> UUID:
        """The id under which something of this story is asked for, however often."""
        return fixed(f"{name} {self.months[0]}")


async def office_of(tx: Connection, cast: Cast, now: datetime) -> Office:
    """The office as of `now`: two months that are over and done with, one that is over, and the running one."""
    return Office(
        supervisor=await acting(tx, cast, Role.WORK_SUPERVISOR),
        chief=await acting(tx, cast, Role.WORK_CHIEF),
        director=await acting(tx, cast, Role.DIRECTOR),
        months=tuple(reversed([*_back_from(lima_day(now).replace(day=1), 4)])),
        now=now,
    )


def following(month: date) -> date:
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)


def _back_from(month: date, count: int) -> Iterator[date]:
    for _ in range(count):
        yield month
        month = (month - timedelta(days=1)).replace(day=1)
