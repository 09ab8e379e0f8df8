"""Whether a delivery goes now, waits or never goes: quiet hours, the evening's digest, choices, consent."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.clock import LIMA
from backend.notifications.kinds import KINDS, Urgency
from backend.notifications.rules.planning import (
    DIGEST_AT,
    DIGEST_SPREAD,
    Hold,
    Parcel,
    Reader,
    Send,
    Suppress,
    Why,
    plan,
    quiet_until,
)

NIGHT = Reader(quiet_from=time(21), quiet_to=time(7))
NOON = Reader(quiet_from=time(12), quiet_to=time(14))
INSTANTS = st.integers(0, 9 * 86_400).map(
    lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)
)


def lima(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=LIMA)


def push(kind: str = "visit_booked", urgency: str = "normal", **changes: object) -> Parcel:
    return Parcel(kind, urgency, "push", **changes)


@pytest.mark.parametrize(
    ("reader", "now", "ends"),
    [
        (NIGHT, lima(2, 20, 59, 59), None),
        (NIGHT, lima(2, 21), lima(3, 7)),
        (NIGHT, lima(2, 23, 59, 59), lima(3, 7)),
        (NIGHT, lima(3, 0), lima(3, 7)),
        (NIGHT, lima(3, 6, 59, 59), lima(3, 7)),
        (NIGHT, lima(3, 7), None),
        (NIGHT, datetime(2026, 3, 3, 2, tzinfo=UTC), lima(3, 7)),  # 21:00 in Lima
        (NIGHT, datetime(2026, 3, 3, 12, tzinfo=UTC), None),  # 07:00 in Lima
        (NOON, lima(2, 11, 59, 59), None),
        (NOON, lima(2, 12), lima(2, 14)),
        (NOON, lima(2, 14), None),
        (Reader(quiet_from=time(9), quiet_to=time(9)), lima(2, 9), None),
        (Reader(quiet_from=time(0), quiet_to=time(7)), lima(2, 0), lima(2, 7)),
        (Reader(quiet_from=time(21), quiet_to=time(0)), lima(2, 22), lima(3, 0)),
        (Reader(quiet_from=time(21)), lima(2, 22), None),
        (Reader(quiet_to=time(7)), lima(2, 5), None),
    ],
)
def test_quiet_hours_end_in_the_morning_of_lima(reader, now, ends):
    assert quiet_until(reader, now) == ends


@given(
    begins=st.times(),
    ends=st.times(),
    now=INSTANTS,
)
def test_quiet_hours_are_over_within_a_day_and_then_they_are_over(begins, ends, now):
    reader = Reader(quiet_from=begins, quiet_to=ends)
    until = quiet_until(reader, now)

    if until is not None:
        assert now < until <= now + timedelta(days=1)
        assert until.astimezone(LIMA).time() == ends
        assert quiet_until(reader, until) is None


def test_at_night_a_normal_push_waits_for_the_morning():
    assert plan(push(), NIGHT, lima(2, 22)) == Hold(Why.QUIET, lima(3, 7))
    assert plan(push(), NIGHT, lima(3, 7)) == Send()


@pytest.mark.parametrize(
    ("act_by", "decided"),
    [
        (lima(3, 3), Send()),
        (lima(3, 7), Send()),
        (lima(3, 7, 0, 1), Hold(Why.QUIET, lima(3, 7))),
        (None, Hold(Why.QUIET, lima(3, 7))),
        (lima(2, 12), Send()),
    ],
)
def test_an_urgent_push_passes_the_night_only_when_it_cannot_wait(act_by, decided):
    parcel = push("visit_called_off", "urgent", act_by=act_by)

    assert plan(parcel, NIGHT, lima(2, 22)) == decided


@pytest.mark.parametrize("channel", ["push", "sms"])
@pytest.mark.parametrize("urgency", ["normal", "mild"])
def test_what_is_not_urgent_never_passes_the_night(urgency, channel):
    parcel = Parcel("visit_booked", urgency, channel, act_by=lima(2, 23))

    assert plan(parcel, NIGHT, lima(2, 22)) == Hold(Why.QUIET, lima(3, 7))


@pytest.mark.parametrize(
    ("now", "spread", "leaves"),
    [
        (lima(2, 9), timedelta(0), lima(2, 18, 7)),
        (lima(2, 18, 6, 59), timedelta(0), lima(2, 18, 7)),
        (lima(2, 18, 7), timedelta(0), lima(3, 18, 7)),
        (lima(2, 18, 5), -DIGEST_SPREAD, lima(3, 18, 3)),
        (lima(2, 18, 9), DIGEST_SPREAD, lima(2, 18, 11)),
    ],
)
def test_a_mild_push_waits_for_the_evening(now, spread, leaves):
    assert plan(push("day_closed", "mild"), Reader(), now, spread) == Hold(Why.DIGEST, leaves)


@given(
    now=INSTANTS,
    spread=st.timedeltas(-DIGEST_SPREAD, DIGEST_SPREAD),
)
def test_a_digest_leaves_within_a_day_near_its_hour(now, spread):
    decided = plan(push("day_closed", "mild"), Reader(), now, spread)

    assert isinstance(decided, Hold)
    assert now < decided.until <= now + timedelta(days=1)
    assert decided.until - spread == datetime.combine(
        (decided.until - spread).astimezone(LIMA).date(), DIGEST_AT, LIMA
    )


def test_a_cancelled_visit_is_in_no_digest():
    for kind in ("visit_cancelled", "visit_called_off", "event_cancelled", "visit_changed"):
        assert KINDS[kind].urgency != Urgency.MILD, kind


@pytest.mark.parametrize(
    ("parcel", "reader", "why"),
    [
        (push(stopped=True), Reader(), Why.STOPPED),
        (push(), Reader(consented=False), Why.NO_CONSENT),
        (push(), Reader(choice="off"), Why.CHOICE),
        (push(), Reader(phones=0), Why.NO_DEVICE),
        (Parcel("visit_booked", "normal", "sms"), Reader(choice="never"), Why.CHOICE),
        (Parcel("visit_booked", "normal", "sms"), Reader(discreet=True), Why.DISCREET),
        (push(withdrawal=True), Reader(phones=0), Why.NO_DEVICE),
    ],
)
def test_what_is_against_a_delivery_ends_it(parcel, reader, why):
    assert plan(parcel, reader, lima(2, 12)) == Suppress(why)


@pytest.mark.parametrize(
    ("parcel", "reader"),
    [
        (push("sign_in_new_device", "urgent"), Reader(choice="off")),  # cannot be switched off
        (push(), Reader(choice="on")),
        (push(), Reader(discreet=True)),
        (Parcel("visit_booked", "normal", "sms"), Reader(choice="instead", phones=0)),
        (Parcel("sign_in_code", "urgent", "sms"), Reader(discreet=True, choice="never")),
        # Words that a push carrier refused are no fault of text messages.
        (Parcel("visit_called_off", "urgent", "sms", lima(2, 12), stopped=True), Reader()),
        # What is on a screen is taken off it, though the kind was switched off or stopped since.
        (push(withdrawal=True), Reader(choice="off")),
        (push(withdrawal=True), Reader(consented=False)),
        (push(withdrawal=True, stopped=True), Reader()),
    ],
)
def test_what_nothing_is_against_goes(parcel, reader):
    assert plan(parcel, reader, lima(2, 12)) == Send()


def test_what_is_mild_does_not_wait_for_a_digest_that_would_come_too_late():
    evening = lima(2, 19)

    assert isinstance(plan(push("day_closed", "mild", act_by=lima(4, 18)), Reader(), evening), Hold)
    assert plan(push("day_closed", "mild", act_by=lima(3, 18)), Reader(), evening) == Send()


def test_codes_and_withdrawals_know_no_night():
    assert plan(Parcel("sign_in_code", "urgent", "sms"), NIGHT, lima(2, 23)) == Send()
    assert plan(push("day_closed", "mild", withdrawal=True), NIGHT, lima(2, 23)) == Send()


READERS = st.builds(
    Reader,
    quiet_from=st.none() | st.times(),
    quiet_to=st.none() | st.times(),
    discreet=st.booleans(),
    choice=st.sampled_from([None, "on", "off", "never", "instead", "always"]),
    phones=st.integers(0, 3),
    consented=st.booleans(),
)
PARCELS = st.builds(
    Parcel,
    kind=st.sampled_from(sorted(KINDS)),
    urgency=st.sampled_from([str(urgency) for urgency in Urgency]),
    channel=st.sampled_from(["push", "sms"]),
    act_by=st.none() | INSTANTS,
    withdrawal=st.booleans(),
    stopped=st.booleans(),
)


@given(
    parcel=PARCELS,
    reader=READERS,
    now=INSTANTS,
)
def test_nothing_goes_without_consent_or_address_and_every_wait_ends(parcel, reader, now):
    decided = plan(parcel, reader, now)

    if isinstance(decided, Send):
        assert reader.consented or parcel.withdrawal or parcel.kind == "sign_in_code"
        assert parcel.channel != "push" or reader.phones or parcel.kind == "sign_in_code"
    elif isinstance(decided, Hold):
        assert now < decided.until <= now + timedelta(days=1)
        assert parcel.kind != "sign_in_code" and not parcel.withdrawal
        again = plan(parcel, reader, decided.until)
        assert decided.why is Why.DIGEST or not (isinstance(again, Hold) and again.why is Why.QUIET)
