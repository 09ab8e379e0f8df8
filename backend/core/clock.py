"""Lima's calendar. Nothing here reads a clock: instants come in as arguments, always in UTC."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LIMA = ZoneInfo("America/Lima")


def lima_day(instant: datetime) -> date:
    """The calendar day in Lima at an aware instant."""
    return instant.astimezone(LIMA).date()


def lima_instant(day: date, hour: time) -> datetime:
    """The instant (UTC) at which clocks in Lima show `hour` on `day`."""
    return datetime.combine(day, hour, LIMA).astimezone(UTC)


def months_after(day: date, count: int) -> date:
    """The same day so many months later, or the last one of that month where it has none."""
    years, zero_based = divmod(day.month - 1 + count, 12)
    first = date(day.year + years, zero_based + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return min(first + timedelta(days=day.day - 1), last)
