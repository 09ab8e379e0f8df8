"""The table of a carrier's answers: what becomes of the delivery, of the address, and when it is tried again."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backend.notifications.rules.verdicts import (
    CHARGED_AT_MOST,
    LONGEST_BACK_OFF,
    PASSING,
    PAUSE_AFTER_REFUSED_KEY,
    UNCHARGED,
    Address,
    Answer,
    Outcome,
    Standing,
    Verdict,
    back_off,
    standing,
    verdict,
)

NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
END = NOW + timedelta(days=1)


def seconds(number: float) -> datetime:
    return NOW + timedelta(seconds=number)


def after(*outcomes: Outcome, charged: int = 0, wait: int | None = None) -> Verdict:
    return verdict([Answer(each, wait=wait) for each in outcomes], charged, NOW, END, 1.0)


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([Outcome.ACCEPTED], Verdict("accepted", True, provider_id="-")),
        ([Outcome.UNREGISTERED], Verdict("suppressed", True, "no_device")),
        ([Outcome.BAD_ADDRESS], Verdict("suppressed", True, "no_device")),
        ([Outcome.MISMATCH], Verdict("suppressed", True, "no_device")),
        ([Outcome.BAD_PAYLOAD], Verdict("failed", True, "payload")),
        ([Outcome.UNAUTHORISED], Verdict("retry", False, not_before=seconds(600))),
        ([Outcome.QUOTA], Verdict("retry", False, not_before=seconds(66))),
        ([Outcome.UNAVAILABLE], Verdict("retry", True, not_before=seconds(10))),
        ([Outcome.UNKNOWN], Verdict("retry", True, not_before=seconds(10))),
        # Several phones: one that took it is enough, a dead one asks the next, what passes is tried again.
        ([Outcome.UNREGISTERED, Outcome.ACCEPTED], Verdict("accepted", True, provider_id="-")),
        ([Outcome.BAD_PAYLOAD, Outcome.ACCEPTED], Verdict("accepted", True, provider_id="-")),
        ([Outcome.UNKNOWN, Outcome.BAD_PAYLOAD], Verdict("failed", True, "payload")),
        ([Outcome.UNREGISTERED, Outcome.UNKNOWN], Verdict("retry", True, not_before=seconds(10))),
        ([Outcome.QUOTA, Outcome.UNKNOWN], Verdict("retry", True, not_before=seconds(66))),
        ([Outcome.MISMATCH, Outcome.QUOTA], Verdict("retry", False, not_before=seconds(66))),
        ([Outcome.NO_BUDGET], Verdict("suppressed", False, "budget")),
        ([], Verdict("suppressed", True, "no_device")),
    ],
)
def test_an_answer_decides_on_the_delivery(outcomes, expected):
    assert after(*outcomes) == expected


@pytest.mark.parametrize(
    ("outcome", "wait", "expected"),
    [
        (Outcome.QUOTA, 90, 99.0),
        (Outcome.QUOTA, 0, 66.0),
        (Outcome.UNAVAILABLE, 300, 300.0),
        (Outcome.UNAVAILABLE, 3, 10.0),
        (Outcome.UNKNOWN, 45, 45.0),
        (Outcome.UNAUTHORISED, 5, PAUSE_AFTER_REFUSED_KEY.total_seconds()),
    ],
)
def test_a_carrier_that_asks_for_time_is_given_it(outcome, wait, expected):
    assert after(outcome, wait=wait).not_before == seconds(expected)


@pytest.mark.parametrize(
    ("charged", "longest"),
    [(0, 10), (1, 10), (2, 20), (3, 40), (8, 1280), (9, 2560), (10, 3600), (12, 3600)],
)
def test_each_charged_attempt_doubles_the_wait_up_to_an_hour(charged, longest):
    assert (back_off(charged, 0.0), back_off(charged, 1.0)) == (longest / 2, longest)


def test_twelve_charged_attempts_are_the_last():
    assert after(Outcome.UNKNOWN, charged=10).state == "retry"
    assert after(Outcome.UNKNOWN, charged=11) == Verdict("failed", True, "attempts")
    assert after(Outcome.QUOTA, charged=11).state == "retry"


def test_a_name_the_database_cannot_hold_is_cut_to_one_it_can():
    taken = [Answer(Outcome.ACCEPTED, "a\0b" + "c" * 300)]
    nameless = [Answer(Outcome.ACCEPTED, "\0")]

    assert verdict(taken, 0, NOW, END, 0.5).provider_id == "ab" + "c" * 198
    assert verdict(nameless, 0, NOW, END, 0.5).provider_id == "-"


ANSWERS = st.lists(
    st.builds(
        Answer,
        st.sampled_from(Outcome),
        st.none() | st.text(max_size=5),
        st.none() | st.integers(0, 100_000),
    ),
    max_size=4,
)


@given(
    answers=ANSWERS,
    charged=st.integers(0, CHARGED_AT_MOST - 1),
    left=st.floats(0.001, 1_000_000),
    chance=st.floats(0, 1),
)
@example([Answer(Outcome.UNAVAILABLE, wait=60)], 0, 60.0, 0.0)
@example([Answer(Outcome.UNAVAILABLE)], 0, 10.0, 1.0)
def test_whatever_is_answered_no_retry_is_past_the_deadline(answers, charged, left, chance):
    ends = seconds(left)

    decided = verdict(answers, charged, NOW, ends, chance)

    outcomes = {each.outcome for each in answers}
    assert decided.state in ("accepted", "retry", "failed", "suppressed", "expired")
    assert (decided.state == "accepted") == (Outcome.ACCEPTED in outcomes)
    assert (decided.state == "accepted") == (decided.provider_id is not None)
    assert (decided.state in ("failed", "suppressed")) == (decided.reason is not None)
    assert charged + decided.charged <= CHARGED_AT_MOST
    assert (decided.state == "retry") == (decided.not_before is not None)
    if decided.not_before is not None:
        assert NOW < decided.not_before < ends
        assert charged + decided.charged < CHARGED_AT_MOST
    if decided.state in ("retry", "expired"):
        assert outcomes & PASSING
        assert decided.charged == bool((outcomes & PASSING) - UNCHARGED)


@given(charged=st.integers(0, 400), chance=st.floats(0, 1))
def test_a_wait_is_between_five_seconds_and_an_hour(charged, chance):
    assert 5.0 <= back_off(charged, chance) <= LONGEST_BACK_OFF


@given(
    asked=st.integers(0, 5000),
    charged=st.integers(0, CHARGED_AT_MOST - 2),
    chance=st.floats(0, 1),
    outcome=st.sampled_from(sorted(PASSING - {Outcome.UNAUTHORISED})),
)
def test_no_retry_is_sooner_than_the_carrier_asked_nor_than_our_own_wait(
    asked, charged, chance, outcome
):
    answers = [Answer(outcome, wait=asked)]
    decided = verdict(answers, charged, NOW, NOW + timedelta(days=30), chance)

    assert decided.not_before is not None
    waited = (decided.not_before - NOW).total_seconds()
    assert waited >= asked - 0.001
    if outcome is Outcome.QUOTA:
        assert waited <= (asked or 60) * 1.1 + 0.001
    else:
        assert waited >= back_off(charged + 1, chance) - 0.001


BEFORE, AFTER = NOW - timedelta(hours=1), NOW + timedelta(seconds=1)
OLD = Address(BEFORE, BEFORE)


@pytest.mark.parametrize(
    ("outcome", "address", "elsewhere", "expected"),
    [
        (Outcome.ACCEPTED, OLD, False, Standing.GOOD),
        (Outcome.UNREGISTERED, OLD, False, Standing.REVOKED),
        (Outcome.UNREGISTERED, Address(BEFORE, NOW), True, Standing.KEPT),
        (Outcome.UNREGISTERED, Address(BEFORE, AFTER), True, Standing.KEPT),
        (Outcome.UNREGISTERED, Address(AFTER, AFTER), True, Standing.KEPT),
        (Outcome.BAD_ADDRESS, OLD, False, Standing.SUSPECT),
        (Outcome.BAD_ADDRESS, OLD, True, Standing.REVOKED),
        (Outcome.BAD_PAYLOAD, OLD, True, Standing.KEPT),
        (Outcome.MISMATCH, OLD, False, Standing.REVOKED),
        (Outcome.UNAUTHORISED, OLD, True, Standing.KEPT),
        (Outcome.QUOTA, OLD, True, Standing.KEPT),
        (Outcome.UNAVAILABLE, OLD, True, Standing.KEPT),
        (Outcome.UNKNOWN, OLD, True, Standing.KEPT),
        (Outcome.NO_BUDGET, OLD, True, Standing.KEPT),
    ],
)
def test_only_a_proven_dead_address_is_revoked(outcome, address, elsewhere, expected):
    assert standing(Answer(outcome), address, NOW, taken_elsewhere=elsewhere) is expected


@given(
    outcome=st.sampled_from(Outcome),
    registered=st.integers(-100, 100),
    seen=st.integers(-100, 100),
    elsewhere=st.booleans(),
)
def test_an_address_is_revoked_for_three_answers_alone(outcome, registered, seen, elsewhere):
    address = Address(seconds(registered), seconds(seen))

    said = standing(Answer(outcome), address, NOW, taken_elsewhere=elsewhere)

    if said is Standing.REVOKED:
        assert outcome in (Outcome.MISMATCH, Outcome.UNREGISTERED, Outcome.BAD_ADDRESS)
        assert outcome is not Outcome.UNREGISTERED or max(registered, seen) < 0
        assert outcome is not Outcome.BAD_ADDRESS or elsewhere
