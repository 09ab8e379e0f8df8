"""Where events lead, over plain values."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.custody import EventKind, Regime, Stage, Status
from backend.registry.rules.custody import MAY_FOLLOW, check_date, check_whole, weigh
from backend.registry.rules.reasons import Reason, Refused
from backend.registry.rules.standing import Event, Standing, standing_after

DAY = date(2025, 1, 10)
ADMISSION = Event(EventKind.ADMISSION, DAY, "lurigancho", stage=Stage.MEDIUM)


def on(days: int) -> date:
    return DAY + timedelta(days)


def reason_of(standing: Standing | None, event: Event, *history: Event) -> Reason:
    with pytest.raises(Refused) as refused:
        weigh(standing, history, event)
    return refused.value.reason


def held(**changed: object) -> Standing:
    facts = {
        "establishment_id": "lurigancho",
        "pavilion_id": None,
        "regime": Regime.CLOSED_ORDINARY,
        "stage": Stage.MEDIUM,
        "status": Status.HELD,
        "status_on": DAY,
        "admitted_on": DAY,
    }
    return Standing(**{**facts, **changed})  # type: ignore[arg-type]  # facts by name


def test_an_admission_holds_a_person_in_the_closed_ordinary_regime() -> None:
    assert weigh(None, [], ADMISSION) == (held(), "lurigancho")


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (EventKind.OUTING, Status.OUTSIDE),
        (EventKind.MONITORING_ORDERED, Status.HELD),
        (EventKind.MONITORING_INSTALLED, Status.MONITORED),
        (EventKind.SEMI_LIBERTY, Status.RELEASED),
        (EventKind.CONDITIONAL_RELEASE, Status.RELEASED),
        (EventKind.RELEASE, Status.RELEASED),
        (EventKind.TRANSFER_ABROAD, Status.TRANSFERRED_ABROAD),
        (EventKind.EVASION, Status.EVADED),
        (EventKind.DEATH, Status.DECEASED),
        (EventKind.CONVICTION, Status.HELD),
    ],
)
def test_each_event_leaves_the_status_of_its_kind(kind: EventKind, status: Status) -> None:
    following, _ = weigh(held(), [ADMISSION], Event(kind, on(5)))
    changed_on = DAY if status is Status.HELD else on(5)
    assert following == held(status=status, status_on=changed_on)


def test_a_transfer_leaves_the_pavilion_behind_and_happens_at_the_origin() -> None:
    event = Event(EventKind.TRANSFER, on(5), to="challapalca", secret_until=on(9))
    following, happened_in = weigh(held(pavilion_id="5"), [], event)
    assert following == held(establishment_id="challapalca")
    assert happened_in == "lurigancho"


def test_another_regime_leaves_the_stage_of_the_old_one_behind() -> None:
    following, _ = weigh(held(), [], Event(EventKind.REGIME_CHANGE, on(5), regime=Regime.SEMI_OPEN))
    assert following == held(regime=Regime.SEMI_OPEN, stage=None)


def test_a_revoked_benefit_holds_a_person_again() -> None:
    free = held(status=Status.RELEASED, status_on=on(3))
    event = Event(EventKind.BENEFIT_REVOKED, on(5), "ancon")
    assert weigh(free, [], event)[0] == held(establishment_id="ancon", status_on=on(5))


@pytest.mark.parametrize("kind", [kind for kind in EventKind if kind is not EventKind.ADMISSION])
def test_nothing_happens_to_a_person_not_admitted_yet(kind: EventKind) -> None:
    event = Event(
        kind,
        DAY,
        "lurigancho",
        to="ancon" if kind is EventKind.TRANSFER else None,
        regime=Regime.OPEN if kind is EventKind.REGIME_CHANGE else None,
        stage=Stage.MINIMUM if kind is EventKind.STAGE_CHANGE else None,
    )
    assert reason_of(None, event) is Reason.NOT_ADMITTED_YET


@pytest.mark.parametrize("kind", list(EventKind))
def test_nothing_happens_to_the_dead(kind: EventKind) -> None:
    assert Status.DECEASED not in MAY_FOLLOW[kind]


@pytest.mark.parametrize(
    ("standing", "event", "reason"),
    [
        (held(), Event(EventKind.ADMISSION, on(5), "ancon"), Reason.ALREADY_HELD),
        (held(), Event(EventKind.RETURN, on(5)), Reason.NOT_OUTSIDE),
        (held(), Event(EventKind.BENEFIT_REVOKED, on(5)), Reason.NOT_MONITORED),
        (held(), Event(EventKind.MONITORING_BREACH, on(5)), Reason.NOT_MONITORED),
        (held(), Event(EventKind.TRANSFER, on(5), to="lurigancho"), Reason.SAME_PLACE),
        (held(), Event(EventKind.TRANSFER, on(5), "ancon", to="ica"), Reason.WRONG_ORIGIN),
        (held(), Event(EventKind.RELEASE, on(5), "ancon"), Reason.WRONG_ORIGIN),
        (held(), Event(EventKind.STAGE_CHANGE, on(5), stage=Stage.A), Reason.STAGE_NOT_OF_REGIME),
        (
            held(),
            Event(EventKind.REGIME_CHANGE, on(5), regime=Regime.OPEN, stage=Stage.MINIMUM),
            Reason.STAGE_NOT_OF_REGIME,
        ),
        (held(status=Status.RELEASED), Event(EventKind.OUTING, on(5)), Reason.NOT_HELD),
        (held(status=Status.RELEASED), Event(EventKind.TRANSFER, on(5), to="ica"), Reason.NOT_HELD),
        (held(status=Status.DECEASED), Event(EventKind.RELEASE, on(5)), Reason.DECEASED),
        (held(status=Status.DECEASED), Event(EventKind.ADMISSION, on(5), "ica"), Reason.DECEASED),
        (held(), Event(EventKind.TRANSFER, on(5)), Reason.DESTINATION_MISSING),
        (held(), Event(EventKind.RELEASE, on(5), to="ica"), Reason.FACT_UNKNOWN),
        (held(), Event(EventKind.RELEASE, on(5), until=on(6)), Reason.FACT_UNKNOWN),
        (held(), Event(EventKind.OUTING, on(5), until=on(4)), Reason.UNTIL_NOT_VALID),
        (
            held(),
            Event(EventKind.TRANSFER, on(5), to="ica", secret_until=on(66)),
            Reason.SECRET_NOT_VALID,
        ),
    ],
)
def test_what_cannot_have_happened_is_refused(
    standing: Standing, event: Event, reason: Reason
) -> None:
    assert reason_of(standing, event) is reason


def test_an_old_event_that_comes_in_late_does_not_overwrite_newer_ones() -> None:
    transfer = Event(EventKind.TRANSFER, on(20), "lurigancho", to="ancon")
    release = Event(EventKind.RELEASE, on(30), "ancon")
    now = standing_after([ADMISSION, transfer, release])
    late = Event(EventKind.STAGE_CHANGE, on(10), stage=Stage.MINIMUM)
    following, happened_in = weigh(now, [ADMISSION, transfer, release], late)
    assert (following.establishment_id, following.status) == ("ancon", Status.RELEASED)
    assert following.stage is Stage.MINIMUM, "of the stage, it is the newest word"
    assert happened_in == "lurigancho"


def test_a_late_event_is_judged_by_what_was_then() -> None:
    release = Event(EventKind.RELEASE, on(30), "lurigancho")
    now = standing_after([ADMISSION, release])
    assert weigh(now, [ADMISSION, release], Event(EventKind.OUTING, on(10)))[0] == now
    assert reason_of(now, Event(EventKind.OUTING, on(31)), ADMISSION, release) is Reason.NOT_HELD
    assert (
        reason_of(now, Event(EventKind.OUTING, on(-1)), ADMISSION, release)
        is Reason.NOT_ADMITTED_YET
    )


def test_a_death_cannot_come_in_before_what_was_lived_through_afterwards() -> None:
    change = Event(EventKind.STAGE_CHANGE, on(30), "lurigancho", stage=Stage.MINIMUM)
    now = standing_after([ADMISSION, change])
    assert reason_of(now, Event(EventKind.DEATH, on(10)), ADMISSION, change) is Reason.LATER_EVENTS


def test_a_change_of_stage_outweighs_an_older_release_that_came_in_late() -> None:
    change = Event(EventKind.STAGE_CHANGE, on(30), "lurigancho", stage=Stage.MINIMUM)
    now = standing_after([ADMISSION, change])
    following, _ = weigh(now, [ADMISSION, change], Event(EventKind.RELEASE, on(10)))
    assert following.status is Status.HELD


@pytest.mark.parametrize(
    ("day", "reason"),
    [(on(1), Reason.DATE_IN_FUTURE), (date(1949, 12, 31), Reason.DATE_TOO_OLD)],
)
def test_a_day_to_come_or_long_past_is_refused(day: date, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        check_date(day, today=DAY)
    assert refused.value.reason is reason


def test_today_is_early_enough() -> None:
    check_date(DAY, today=DAY)


def test_a_transfer_may_be_secret_for_some_weeks() -> None:
    check_whole(Event(EventKind.TRANSFER, DAY, to="ica", secret_until=on(60)))


PLACES = ("lurigancho", "ancon", "ica", "chota")


@st.composite
def lives(draw: st.DrawFn) -> list[Event]:
    """A sound life in custody, one event a day, always at a place that differs from the last."""
    events = [ADMISSION]
    for number in range(draw(st.integers(1, 7))):
        standing = standing_after(events)
        assert standing is not None
        possible = [kind for kind, statuses in MAY_FOLLOW.items() if standing.status in statuses]
        if not possible:
            break
        kind = draw(st.sampled_from(possible))
        elsewhere = [place for place in PLACES if place != standing.establishment_id]
        events.append(
            Event(
                kind,
                on(number + 1),
                standing.establishment_id,
                to=draw(st.sampled_from(elsewhere)) if kind is EventKind.TRANSFER else None,
                regime=Regime.SEMI_OPEN if kind is EventKind.REGIME_CHANGE else None,
                stage=Stage.MINIMUM if kind is EventKind.STAGE_CHANGE else None,
            )
        )
    return events


@given(lives(), st.randoms(use_true_random=False))
def test_whatever_the_order_of_arrival_a_life_ends_in_one_place(
    life: list[Event], chance: object
) -> None:
    """Events are offered in any order; what is refused is offered again, as a load of a roster does."""
    sound: list[Event] = []
    for event in life:  # a stage may not exist in the regime of the day
        try:
            weigh(standing_after(sound), sound, event)
        except Refused:
            continue
        sound.append(event)
    waiting, known, standing = list(sound), list[Event](), None
    chance.shuffle(waiting)  # type: ignore[attr-defined]  # a random.Random
    before = -1
    while waiting and len(known) > before:
        before, again = len(known), []
        for event in waiting:
            try:
                standing, _ = weigh(standing, known, event)
            except Refused:
                again.append(event)
            else:
                known = sorted([*known, event], key=lambda event: event.effective_on)
        waiting = again
    assert not waiting
    assert standing == standing_after(sound)
