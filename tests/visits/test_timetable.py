"""Which slots a session yields."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from backend.visits.rules import Closure, Session, VisitType, occurrences

MONDAY, SUNDAY = date(2025, 8, 4), date(2025, 8, 31)
SATURDAYS = [date(2025, 8, 9), date(2025, 8, 16), date(2025, 8, 23), date(2025, 8, 30)]
DAY = timedelta(days=1)


def session(**changes: object) -> Session:
    row = {"weekday": 6, "starts": time(9), "ends": time(17), "valid_from": date(2025, 1, 1)}
    return Session(**{**row, **changes})


def days(given: Session, *closures: Closure) -> list[date]:
    return [each.on for each in occurrences(given, MONDAY, SUNDAY, closures)]


def test_every_saturday_at_nine_in_lima() -> None:
    first, *_ = occurrences(session(), MONDAY, SUNDAY)

    assert days(session()) == SATURDAYS
    assert first.starts_at == datetime(2025, 8, 9, 14, tzinfo=UTC)
    assert first.ends_at == datetime(2025, 8, 9, 22, tzinfo=UTC)


def test_first_and_last_day_are_included() -> None:
    assert [each.on for each in occurrences(session(), SATURDAYS[0], SATURDAYS[1])] == SATURDAYS[:2]
    assert occurrences(session(), SATURDAYS[0] + DAY, SATURDAYS[1] - DAY) == ()
    assert occurrences(session(), SUNDAY, MONDAY) == ()


def test_a_session_holds_from_its_first_day_to_before_its_last() -> None:
    started = session(valid_from=SATURDAYS[1], valid_to=SATURDAYS[3])

    assert days(started) == SATURDAYS[1:3]


def test_every_second_week_counts_from_the_week_of_its_first_day() -> None:
    assert days(session(every_weeks=2, valid_from=date(2025, 8, 4))) == SATURDAYS[::2]
    assert days(session(every_weeks=2, valid_from=date(2025, 8, 10))) == [SATURDAYS[2]]
    assert days(session(every_weeks=2, valid_from=date(2025, 7, 28))) == SATURDAYS[1::2]


def test_a_weekday_before_the_first_day_waits_for_the_next_round() -> None:
    tuesdays = session(weekday=2, every_weeks=2, valid_from=date(2025, 8, 7))

    assert days(tuesdays) == [date(2025, 8, 19)]


def test_closed_days_yield_nothing() -> None:
    assert days(session(), Closure(SATURDAYS[0], SATURDAYS[1])) == SATURDAYS[2:]
    assert days(session(), Closure(SATURDAYS[0] + DAY, SATURDAYS[1] - DAY)) == SATURDAYS


def test_a_closure_closes_its_pavilion_and_its_visit_types_only() -> None:
    pavilion_two = session(pavilion="2")
    of_two = Closure(MONDAY, SUNDAY, pavilion="2")
    of_children = Closure(MONDAY, SUNDAY, visit_types=frozenset({VisitType.CHILDREN}))

    assert days(pavilion_two, of_two) == []
    assert days(session(pavilion="3"), of_two) == SATURDAYS
    assert days(session(), of_two) == SATURDAYS
    assert days(session(), of_children) == SATURDAYS
    assert days(session(visit_type=VisitType.CHILDREN), of_children) == []


def test_a_closed_pavilion_is_closed_to_its_own_inmates_in_a_session_for_all() -> None:
    closure = Closure(MONDAY, SUNDAY, pavilion="2")

    assert closure.covers(SATURDAYS[0], VisitType.ORDINARY, "2")
    assert not closure.covers(SATURDAYS[0], VisitType.ORDINARY, "3")
    assert not closure.covers(SUNDAY + DAY, VisitType.ORDINARY, "2")


@given(
    weekday=st.integers(1, 7),
    every_weeks=st.integers(1, 8),
    valid_from=st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    first_on=st.dates(date(2025, 1, 1), date(2025, 12, 31)),
    split=st.integers(0, 120),
)
def test_two_runs_side_by_side_yield_what_one_run_yields(
    weekday: int, every_weeks: int, valid_from: date, first_on: date, split: int
) -> None:
    given_session = session(weekday=weekday, every_weeks=every_weeks, valid_from=valid_from)
    middle, last_on = first_on + split * DAY, first_on + 120 * DAY

    whole = occurrences(given_session, first_on, last_on)
    parts = (
        *occurrences(given_session, first_on, middle),
        *occurrences(given_session, middle + DAY, last_on),
    )

    assert parts == whole
    assert all(each.on.isoweekday() == weekday for each in whole)
    assert all(first_on <= each.on <= last_on and each.on >= valid_from for each in whole)
    gaps = {(later.on - earlier.on).days for earlier, later in pairwise(whole)}
    assert gaps <= {7 * every_weeks}
