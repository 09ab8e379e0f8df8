"""Lima's calendar. Nothing here reads a clock: instants come in as arguments, always in UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

LIMA = ZoneInfo("America/Lima")


def lima_day(instant: datetime) -> date:
    """The calendar day in Lima at an aware instant."""
    return instant.astimezone(LIMA).date()


def lima_instant(day: date, hour: time) -> datetime:
    """The instant (UTC) at which clocks in Lima show `hour` on `day`."""
    return datetime.combine(day, hour, LIMA).astimezone(UTC)
