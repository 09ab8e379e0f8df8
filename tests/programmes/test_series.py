"""Dates from rules: bounded, in Lima's clock, and one identity a date whatever becomes of the rule."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from backend.core.clock import LIMA, lima_day, lima_instant
from backend.programmes.rules.content import Content, ExceptionDay, ExtraDay
from backend.programmes.rules.differing import KnownDate, dates_differing, hours
from backend.programmes.rules.series import (
    LONGEST,
    MOST_DATES,
    NoSeries,
    WantedDate,
    key_day,
    series_days,
    wanted_dates,
)
from backend.programmes.rules.vocabulary import ChangeKind, DateState, ExceptionKind
from tests.programmes import make_programmes as make
from tests.programmes.make_programmes import NOW, SATURDAY, lima

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
counted = some.integers(1, 450).map(lambda count: f"COUNT={count}")
ending = some.dates(date(2026, 3, 1), date(2029, 1, 1)).map(lambda day: f"UNTIL={day:%Y%m%d}")
parts = some.one_of(
    some.just("FREQ=DAILY"),
    some.just("FREQ=YEARLY"),
    some.sets(some.sampled_from(DAYS), min_size=1).map(
        lambda days: f"FREQ=WEEKLY;BYDAY={','.join(sorted(days))}"
    ),
    some.integers(1, 31).map(lambda day: f"FREQ=MONTHLY;BYMONTHDAY={day}"),
    some.tuples(some.sampled_from(("", "-1", "1", "4")), some.sampled_from(DAYS)).map(
        lambda said: f"FREQ=MONTHLY;BYDAY={said[0]}{said[1]}"
    ),
)
rules = some.builds(
    lambda part, every, end: f"{part};INTERVAL={every};{end}",
    parts,
    some.integers(1, 12),
    some.one_of(counted, ending),
)
clocks = some.times().map(lambda at: at.replace(second=0, microsecond=0))


def days_of(rule: str) -> list[str]:
    return [day.isoformat() for day in series_days(make.dates(rule=rule))]


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        ("", ["2026-03-14"]),
        ("FREQ=WEEKLY;COUNT=3", ["2026-03-14", "2026-03-21", "2026-03-28"]),
        ("FREQ=WEEKLY;UNTIL=20260328", ["2026-03-14", "2026-03-21", "2026-03-28"]),
        ("FREQ=WEEKLY;UNTIL=20260327T235959Z", ["2026-03-14", "2026-03-21"]),
        ("FREQ=WEEKLY;UNTIL=20260321T203000Z", ["2026-03-14", "2026-03-21"]),
        ("FREQ=WEEKLY;UNTIL=20260321T202959Z", ["2026-03-14"]),
        ("FREQ=WEEKLY;UNTIL=20260322T030000Z", ["2026-03-14", "2026-03-21"]),
        ("FREQ=WEEKLY;UNTIL=20260321T000000", ["2026-03-14"]),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SA,SU;COUNT=3", ["2026-03-14", "2026-03-15", "2026-03-28"]),
        ("FREQ=MONTHLY;BYDAY=2SA;COUNT=3", ["2026-03-14", "2026-04-11", "2026-05-09"]),
        ("FREQ=YEARLY;COUNT=2", ["2026-03-14", "2027-03-14"]),
    ],
)
def test_a_rule_is_read_as_rfc_5545_says(rule, days):
    assert days_of(rule) == days


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=WEEKLY",
        "FREQ=WEEKLY;COUNT=3;UNTIL=20260401",
        "FREQ=DAILY;COUNT=401",
        "FREQ=DAILY;UNTIL=20280401",
        "FREQ=HOURLY;COUNT=3",
        "FREQ=WEEKLY;BYHOUR=3;COUNT=3",
        "FREQ=WEEKLY;COUNT=3;COUNT=4",
        "FREQ=WEEKLY;COUNT=0",
        "FREQ=WEEKLY;COUNT=-1",
        "FREQ=WEEKLY;COUNT=³",
        "FREQ=WEEKLY;BYDAY=2SA;COUNT=3",
        "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=14;COUNT=3",
        "FREQ=MONTHLY;BYSETPOS=2;COUNT=3",
        "FREQ=YEARLY;COUNT=4",
        "FREQ=WEEKLY;UNTIL=mañana",
        "FREQ=WEEKLY;UNTIL=20260328FOO",
        "FREQ=WEEKLY;UNTIL=20260328T",
        "FREQ=WEEKLY;UNTIL=20260230",
        "DTSTART:20260314T000000",
        "RRULE:FREQ=WEEKLY;COUNT=2",
        ";",
    ],
)
def test_a_rule_without_an_end_or_of_hours_is_no_series(rule):
    with pytest.raises(NoSeries):
        days_of(rule)


@given(rules)
def test_every_series_is_bounded_and_soonest_first(rule):
    try:
        days = series_days(make.dates(rule=rule))
    except NoSeries:
        return
    assert 1 <= len(days) <= MOST_DATES
    assert days[-1] - SATURDAY <= LONGEST
    assert list(days) == sorted(set(days))


@given(rules, clocks, some.integers(5, 24 * 60), some.integers(0, 720), some.integers(0, 96))
def test_every_date_begins_at_the_same_hour_of_lima(rule, at, minutes, doors, close):
    said = make.content(rule=rule, at=at, minutes=minutes, doors_minutes=doors, close_hours=close)
    try:
        found = wanted_dates(said)
    except NoSeries:
        return
    assert len({each.key for each in found}) == len(found)
    for each in found:
        assert each.starts_at.astimezone(LIMA).time() == at
        assert lima_day(each.starts_at) == key_day(each.key)
        assert each.doors_at <= each.starts_at < each.ends_at
        assert each.answers_until <= each.starts_at
        assert each.ends_at - each.starts_at == timedelta(minutes=minutes)


def keyed(said: Content, known: dict | None = None) -> dict[str, WantedDate]:
    return {each.key: each for each in wanted_dates(said, known)}


def test_a_moved_day_keeps_its_key_and_the_others_their_hours():
    moved = ExceptionDay(
        key="2026-03-21", kind=ExceptionKind.MOVED, on=date(2026, 3, 22), at=time(10), minutes=60
    )
    found = keyed(make.content(rule=make.MONTH, exceptions=(moved,)))

    assert found["2026-03-21"].starts_at == lima("2026-03-22 10:00")
    assert found["2026-03-21"].ends_at == lima("2026-03-22 11:00")
    assert found["2026-03-28"].starts_at == lima("2026-03-28 15:30")


def test_an_exception_survives_edits_of_the_rule_and_is_ignored_while_its_day_is_out():
    off = ExceptionDay(key="2026-03-21", kind=ExceptionKind.CANCELLED, why="Feriado")
    weekly = make.content(rule=make.MONTH, exceptions=(off,))
    fortnightly = make.content(rule="FREQ=WEEKLY;INTERVAL=2;COUNT=2", exceptions=(off,))

    assert keyed(weekly)["2026-03-21"].state is DateState.CANCELLED
    assert "2026-03-21" not in keyed(fortnightly)
    again = replace(fortnightly, dates=replace(fortnightly.dates, rule="FREQ=WEEKLY;COUNT=6"))
    assert keyed(again)["2026-03-21"].state is DateState.CANCELLED


def test_a_second_one_of_a_day_has_a_key_of_its_own():
    extra = ExtraDay(on=SATURDAY, at=time(18), minutes=60)
    found = keyed(make.content(rule=make.MONTH, extra=(extra,)))

    assert found["2026-03-14"].starts_at == lima("2026-03-14 15:30")
    assert found["2026-03-14/2"].starts_at == lima("2026-03-14 18:00")


def test_two_of_a_day_keep_their_keys_when_the_first_one_goes():
    evening = ExtraDay(on=SATURDAY, at=time(18), minutes=60)
    night = ExtraDay(on=SATURDAY, at=time(20), minutes=60)
    known = {
        key: each.starts_at for key, each in keyed(make.content(extra=(evening, night))).items()
    }

    left = keyed(make.content(first_on=date(2026, 3, 7), extra=(night,)), known)

    assert left["2026-03-14/3"].starts_at == lima("2026-03-14 20:00")
    assert not {"2026-03-14", "2026-03-14/2"} & left.keys()


def test_of_two_of_a_day_the_one_that_moves_a_little_keeps_its_key():
    evening = ExtraDay(on=SATURDAY, at=time(18), minutes=60)
    there = {key: each.starts_at for key, each in keyed(make.content(extra=(evening,))).items()}
    later = ExtraDay(on=SATURDAY, at=time(18, 30), minutes=60)

    left = keyed(make.content(first_on=date(2026, 3, 7), extra=(later,)), there)

    assert left["2026-03-14/2"].starts_at == lima("2026-03-14 18:30")
    assert "2026-03-14" not in left


@pytest.mark.parametrize(
    "key", ["", "2026-3-14", "2026-03-14/1", "2026-03-14/10", "2026-03-14/", "20260314", "x"]
)
def test_what_is_no_key_is_refused(key):
    with pytest.raises(ValueError, match=r".*"):
        key_day(key)


def known(wanted: WantedDate, **changes) -> KnownDate:
    facts = {name: getattr(wanted, name) for name in WantedDate.__dataclass_fields__}
    return KnownDate(**({"id": make.new_id(), **facts} | changes))


def differing(old: list[KnownDate], said: Content, now=NOW):
    return dates_differing(old, wanted_dates(said, hours(old)), fields=(), dropped="fuera", now=now)


@given(rules, rules, some.integers(0, 800))
def test_what_has_begun_is_never_in_a_difference_and_nothing_is_lost(before, after, days):
    now = lima_instant(SATURDAY + timedelta(days=days), time(12))
    try:
        old = [known(each) for each in wanted_dates(make.content(rule=before))]
        found = differing(old, make.content(rule=after, minutes=90), now)
    except NoSeries:
        return
    begun = {each.key for each in old if each.starts_at <= now}
    assert not begun & {each.key for each in found}
    kept = {each.key for each in old} - begun
    wanted = {each.key for each in wanted_dates(make.content(rule=after))}
    off = {each.key for each in found if each.kind is ChangeKind.CANCELLED}
    assert off == kept - wanted
    assert {each.key for each in found if each.kind is ChangeKind.CHANGED} == kept & wanted
    assert all(each.will_be.starts_at > now for each in found)


@given(rules)
def test_a_content_differs_in_nothing_from_its_own_dates(rule):
    said = make.content(rule=rule)
    try:
        old = [known(each) for each in wanted_dates(said)]
    except NoSeries:
        return
    assert differing(old, said) == ()
