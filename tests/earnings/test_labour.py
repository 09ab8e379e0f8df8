"""Hours to days, days to days of sentence, and never a date of release."""

from dataclasses import fields
from datetime import date, timedelta

import pytest

from backend.earnings.rules import (
    Carried,
    Count,
    LabourDay,
    LabourRate,
    Segment,
    Shift,
    WorkDay,
    labour_count,
    legal_rates,
    not_counted,
)
from backend.earnings.rules.labour import NotCounted
from backend.earnings.rules.vocabulary import Reading
from tests.earnings.reckon import MAY, seeded_book

POOLED = LabourDay(reading=Reading.POOLED)
WORKED_HOURS = [8] * 20 + [6] * 3 + [3] + [0] * 2
"""The worked month: of 189 hours 181 count, since the last shift but one was lost."""


def days(hours: list[int], first: date = MAY) -> list[WorkDay]:
    return [
        WorkDay(on=first + timedelta(days=nth), minutes=each * 60) for nth, each in enumerate(hours)
    ]


def test_the_worked_month_in_both_readings() -> None:
    rate = [LabourRate(MAY, 1)]

    careful = labour_count(days(WORKED_HOURS), rate)
    pooled = labour_count(days(WORKED_HOURS), rate, POOLED)

    assert (careful.minutes, careful.days, careful.left_minutes) == (181 * 60, 23, 180)
    assert (pooled.minutes, pooled.days, pooled.left_minutes) == (181 * 60, 45, 60)


@pytest.mark.parametrize(
    ("rate", "days_off", "left"), [(1, 23, 0), (5, 4, 3), (7, 3, 2), (None, None, 0)]
)
def test_the_same_days_at_other_rates(rate: int | None, days_off: int | None, left: int) -> None:
    (segment,) = labour_count(days(WORKED_HOURS), [LabourRate(MAY, rate)]).segments

    assert (segment.days, segment.days_off, segment.left_days) == (23, days_off, left)


def test_no_more_than_eight_hours_of_one_day_count() -> None:
    twice = [WorkDay(on=MAY, minutes=480), WorkDay(on=MAY, minutes=360)]

    assert labour_count(days([11]), [LabourRate(MAY, 1)], POOLED).minutes == 480
    assert labour_count(twice, [LabourRate(MAY, 1)], POOLED).minutes == 480


def test_short_days_make_a_day_together_and_the_rest_is_carried() -> None:
    rate = [LabourRate(MAY, 5)]

    may = labour_count(days([3, 3, 8, 8, 8]), rate)
    (first,) = may.segments
    june = labour_count(days([2, 8], date(2025, 6, 2)), rate, carried=first.carried)
    (second,) = june.segments

    assert (first.days, first.left_minutes) == (4, 120)
    assert (first.days_off, first.left_days) == (0, 4)
    assert (second.days, second.left_minutes) == (2, 0)
    assert (second.days_off, second.left_days) == (1, 1)


def test_months_one_by_one_give_what_they_give_together() -> None:
    rate = [LabourRate(MAY, 7)]
    hours = [8, 3, 5, 2, 7, 1, 4, 3, 8, 2]

    whole = labour_count(days(hours), rate)
    carried, counted = None, 0
    for nth, hour in enumerate(hours):
        (segment,) = labour_count(
            days([hour], MAY + timedelta(days=nth)), rate, carried=carried
        ).segments
        carried, counted = segment.carried, counted + segment.days

    assert counted == whole.days
    assert carried == whole.segments[0].carried


def test_days_of_an_earlier_rate_stay_as_they_were() -> None:
    rates = [LabourRate(date(2003, 9, 12), 2), LabourRate(date(2023, 11, 22), 1)]

    count = labour_count(days([8, 8, 8, 8], date(2023, 11, 19)), rates)

    told = [(each.rate.days, each.days, each.days_off, each.left_days) for each in count.segments]
    assert told == [(2, 3, 1, 1), (1, 1, 1, 0)]


def test_what_is_left_of_one_rate_is_not_carried_into_another() -> None:
    old, new = LabourRate(date(2003, 9, 12), 2), LabourRate(date(2023, 11, 22), 1)
    carried = Carried(old.valid_from, minutes=180, days=1)

    (segment,) = labour_count(days([1], date(2023, 12, 1)), [old, new], carried=carried).segments

    assert (segment.days, segment.left_minutes) == (0, 60)


def test_a_day_before_any_rate_is_not_guessed() -> None:
    with pytest.raises(LookupError, match="2025-04-30"):
        labour_count(days([8], date(2025, 4, 30)), [LabourRate(MAY, 1)])


def test_the_law_knows_several_rates_of_one_article() -> None:
    assert legal_rates(seeded_book(), "tuo-49.1") == (
        LabourRate(date(2003, 9, 12), 2),
        LabourRate(date(2023, 11, 22), 1),
    )
    assert legal_rates(seeded_book(), "tuo-51.1") == (LabourRate(date(2026, 2, 12), None),)


def test_work_and_study_count_once_but_for_the_exception() -> None:
    both = WorkDay(on=MAY, minutes=200, study=230)

    assert both.counted(480) == 230
    assert WorkDay(on=MAY, minutes=200, study=230, additive=True).counted(480) == 430
    assert WorkDay(on=MAY, minutes=400, study=230, additive=True).counted(480) == 480


@pytest.mark.parametrize(
    ("shift", "reason"),
    [
        (Shift(on=MAY, minutes=480), None),
        (Shift(on=MAY, minutes=0), NotCounted.ABSENT),
        (Shift(on=MAY, minutes=480, holiday=True), NotCounted.HOLIDAY),
        (Shift(on=MAY, minutes=480, holiday=True, authorised=True), None),
        (Shift(on=date(2025, 5, 4), minutes=480), NotCounted.SUNDAY),
        (Shift(on=date(2025, 5, 4), minutes=480, authorised=True), None),
        (Shift(on=MAY, minutes=480, place="corridor"), NotCounted.PLACE),
        (Shift(on=MAY, minutes=480, place="cell", authorised=True), NotCounted.PLACE),
        (Shift(on=MAY, minutes=480, isolation=True), NotCounted.ISOLATION),
        (Shift(on=MAY, minutes=480, lost=True), NotCounted.SHIFT_LOST),
    ],
)
def test_what_is_kept_and_not_counted(shift: Shift, reason: NotCounted | None) -> None:
    assert not_counted(shift, seeded_book()) is reason


def test_a_count_holds_no_date_but_that_of_its_rates() -> None:
    dates = [
        (shape.__name__, field.name)
        for shape in (Count, Segment, Carried, LabourRate)
        for field in fields(shape)
        if "date" in str(field.type)
    ]

    assert dates == [("Carried", "rate_from"), ("LabourRate", "valid_from")]
