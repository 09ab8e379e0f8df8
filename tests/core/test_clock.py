"""Lima's calendar day, whatever the clock of the server says."""

from datetime import UTC, date, datetime, time

from backend.core.clock import lima_day, lima_instant


def test_late_evening_in_lima_is_still_the_same_day():
    assert lima_day(datetime(2026, 3, 2, 4, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert lima_day(datetime(2026, 3, 2, 5, 0, tzinfo=UTC)) == date(2026, 3, 2)


def test_nine_in_the_morning_in_lima_is_fourteen_utc():
    assert lima_instant(date(2026, 3, 1), time(9)) == datetime(2026, 3, 1, 14, tzinfo=UTC)
