"""Quota windows."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.visits.rules.periods import (
    CalendarMonth,
    CalendarWeek,
    EverySecondWeek,
    Period,
    RollingDays,
    full_window,
    quota_windows,
)

SATURDAY = date(2025, 10, 25)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("period", "next_allowed"),
    [
        (RollingDays(7), date(2025, 11, 1)),
        (RollingDays(15), date(2025, 11, 9)),
        (RollingDays(15, first_day_counts=True), date(2025, 11, 8)),
        (RollingDays(30), date(2025, 11, 24)),
        (CalendarWeek(), date(2025, 10, 27)),
        (CalendarMonth(), date(2025, 11, 1)),
        (EverySecondWeek(date(2025, 10, 22)), date(2025, 11, 3)),
        (EverySecondWeek(date(2025, 10, 15)), date(2025, 10, 27)),
        (RollingDays(1), date(2025, 10, 26)),
    ],
)
def test_the_next_visit_after_one_on_a_saturday(period: Period, next_allowed: date) -> None:
    later = (SATURDAY + timedelta(days=ahead) for ahead in range(100))

    assert next(day for day in later if not full_window(period, day, [SATURDAY], 1)) == next_allowed


def test_a_later_visit_counts_as_much_as_an_earlier_one() -> None:
    booked = [date(2025, 11, 1)]

    assert full_window(RollingDays(7), SATURDAY, booked, 1) is None
    assert full_window(RollingDays(8), SATURDAY, booked, 1) == (SATURDAY, date(2025, 11, 1))


def test_three_a_week_from_monday_to_sunday() -> None:
    week = [date(2025, 10, 20), date(2025, 10, 22), date(2025, 10, 25)]

    assert full_window(CalendarWeek(), date(2025, 10, 26), week, 3) == (
        date(2025, 10, 20),
        date(2025, 10, 26),
    )
    assert full_window(CalendarWeek(), date(2025, 10, 27), week, 3) is None


def test_a_month_ends_where_it_ends() -> None:
    assert quota_windows(CalendarMonth(), date(2028, 2, 10)) == (
        (date(2028, 2, 1), date(2028, 2, 29)),
    )
    assert quota_windows(CalendarMonth(), date(2025, 12, 31)) == (
        (date(2025, 12, 1), date(2025, 12, 31)),
    )


@given(
    day=DAYS,
    period=st.one_of(
        st.builds(RollingDays, st.integers(1, 60), st.booleans()),
        st.just(CalendarWeek()),
        st.just(CalendarMonth()),
        st.builds(EverySecondWeek, DAYS),
    ),
)
def test_every_window_contains_its_day(day: date, period: Period) -> None:
    windows = quota_windows(period, day)

    assert windows
    assert all(first <= day <= last for first, last in windows)


@given(days=st.integers(2, 60), gap=st.integers(0, 80), day=DAYS)
def test_one_visit_in_n_rolling_days_means_n_days_apart(days: int, gap: int, day: date) -> None:
    other = day + timedelta(days=gap)

    assert (full_window(RollingDays(days), day, [other], 1) is None) == (gap >= days)
    assert (full_window(RollingDays(days), other, [day], 1) is None) == (gap >= days)


@given(
    days=st.integers(1, 40),
    at_most=st.integers(1, 4),
    offsets=st.lists(st.integers(-45, 45), max_size=8),
)
def test_no_full_window_is_overlooked(days: int, at_most: int, offsets: list[int]) -> None:
    taken = [SATURDAY + timedelta(days=offset) for offset in offsets]
    period = RollingDays(days)

    fullest = max(
        sum(first <= visited <= last for visited in taken)
        for first, last in quota_windows(period, SATURDAY)
    )

    assert (full_window(period, SATURDAY, taken, at_most) is not None) == (fullest >= at_most)


@given(first=DAYS, second=DAYS, anchor=DAYS)
def test_pairs_of_weeks_part_the_calendar(first: date, second: date, anchor: date) -> None:
    (one,) = quota_windows(EverySecondWeek(anchor), first)
    (other,) = quota_windows(EverySecondWeek(anchor), second)

    assert (one == other) == (one.first <= second <= one.last)
    assert one.first.isoweekday() == 1
    assert (one.last - one.first).days == 13
