"""What a family can learn from an answer about anybody else: that a slot is full, or not available."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.core.custody import Regime, Stage, Status
from backend.core.errors import Code
from backend.visits.rules import (
    PublicReason,
    Reason,
    ReasonCode,
    Sanction,
    TakenVisit,
    VisitQuestion,
    decide,
    public_reason,
    public_reasons,
)
from tests.visits.ask import (
    DAY,
    OPEN,
    SATURDAY,
    inmate,
    member,
    minor,
    question,
    rule,
    slot,
    taken,
)

OWN = {
    "SLOT_PAST": "SLOT_PAST",
    "BOOKING_CLOSED": "BOOKING_CLOSED",
    "TOO_EARLY_TO_BOOK": "TOO_EARLY_TO_BOOK",
    "DAY_CLOSED": "DAY_CLOSED",
    "PARTY_EMPTY": "PARTY_EMPTY",
    "NO_ADULT": "ADULT_NEEDED",
    "MINORS_NOT_ADMITTED": "MINORS_NOT_ADMITTED",
    "TOO_MANY_MINORS": "TOO_MANY_MINORS",
    "MINORS_NOT_THAT_DAY": "WEEKDAY_NOT_FOR_SEX",
    "PARTY_TOO_LARGE": "PARTY_TOO_LARGE",
    "KINSHIP_NOT_ALLOWED": "KINSHIP_NOT_ALLOWED",
    "WEEKDAY_NOT_FOR_SEX": "WEEKDAY_NOT_FOR_SEX",
    "DOCUMENT_NOT_ACCEPTED": "DOCUMENT_NOT_ACCEPTED",
    "DOCUMENT_EXPIRED": "DOCUMENT_EXPIRED",
    "QUOTA_USED_BY_YOU": "QUOTA_USED_BY_YOU",
    "MINORS_QUOTA_USED_BY_YOU": "QUOTA_USED_BY_YOU",
}
OTHERS = {
    "NO_RULE": "NOT_AVAILABLE",
    "STAGE_UNKNOWN": "NOT_AVAILABLE",
    "INMATE_NOT_HELD": "NOT_AVAILABLE",
    "INMATE_ELSEWHERE": "NOT_AVAILABLE",
    "PLACE_NOT_ALLOWED": "NOT_AVAILABLE",
    "INMATE_SANCTION": "NOT_AVAILABLE",
    "VISITOR_SANCTION": "NOT_AVAILABLE",
    "TIE_NOT_APPROVED": "NOT_AVAILABLE",
    "QUOTA_USED_BY_OTHERS": "NO_PLACE",
    "SLOT_FULL": "NO_PLACE",
}


def test_every_reason_is_weighed() -> None:
    assert {code.value for code in ReasonCode} == OWN.keys() | OTHERS.keys()
    assert OWN.keys().isdisjoint(OTHERS.keys())


@pytest.mark.parametrize(("code", "shown"), OWN.items())
def test_a_familys_own_reasons_keep_their_facts(code: str, shown: str) -> None:
    reason = Reason(ReasonCode(code), "a-rule", 1, {"person": "ana"})

    assert not reason.private
    assert public_reason(reason) == PublicReason(Code(shown), {"person": "ana"})


@pytest.mark.parametrize(("code", "shown"), OTHERS.items())
def test_other_reasons_lose_rule_and_facts(code: str, shown: str) -> None:
    reason = Reason(ReasonCode(code), "a-rule", 1, {"person": "ana"})

    assert reason.private
    assert public_reason(reason) == PublicReason(Code(shown), {})


def test_full_and_not_available_are_said_alone() -> None:
    full, barred = Reason(ReasonCode.SLOT_FULL), Reason(ReasonCode.INMATE_SANCTION)
    early = Reason(ReasonCode.TOO_EARLY_TO_BOOK)

    assert public_reasons([]) == ()
    assert public_reasons([full]) == (PublicReason(Code.NO_PLACE),)
    assert public_reasons([barred, full]) == (PublicReason(Code.NOT_AVAILABLE),)
    assert public_reasons([early, barred, full]) == (PublicReason(Code.TOO_EARLY_TO_BOOK),)


def test_the_same_thing_is_said_once() -> None:
    closed, suspended = Reason(ReasonCode.DAY_CLOSED), Reason(ReasonCode.DAY_CLOSED, "riot", 1)

    assert public_reasons([closed, suspended]) == (PublicReason(Code.DAY_CLOSED),)


RULES = (
    OPEN,
    rule("visits_per_period", {"at_most": 2, "period": {"kind": "calendar_week"}}, id="week"),
    rule(
        "visits_per_period",
        {"at_most": 1, "ceiling": True, "period": {"kind": "rolling_days", "days": 5}},
        id="five-days",
    ),
    rule(
        "visits_per_period",
        {"at_most": 1, "counting": "visits_with_minors", "period": {"kind": "calendar_month"}},
        id="minors",
    ),
    rule("visitors_per_visit", {"at_most": 2}),
    rule("kinship", {"blood": 2, "spouse": True}),
    rule("minors_per_adult", {"at_most": 1}),
    rule("documents", {"accepted": ["dni"]}),
    rule("place", {"allowed": ["direct"]}),
)

near = st.integers(-12, 12).map(lambda days: SATURDAY + days * DAY)
visits = st.lists(st.tuples(near, st.booleans()), max_size=5)
parties = st.lists(
    st.sampled_from(
        [member(), member("cousin", person="eva"), minor(), minor("leo", age=3)],
    ),
    max_size=4,
    unique=True,
)
sanction = st.sampled_from([(), (Sanction(SATURDAY - DAY),), (Sanction(SATURDAY + DAY),)])


@st.composite
def questions(draw: st.DrawFn) -> VisitQuestion:
    """One family's question in a world where nobody else has booked."""
    mine = tuple(TakenVisit(on, True, with_minors=with_minors) for on, with_minors in draw(visits))
    base = question(
        party=tuple(draw(parties)),
        taken=mine,
        slot=slot(closed=draw(st.booleans()) and draw(st.booleans())),
        inmate=inmate(sanctions=draw(sanction)),
    )
    return replace(base, now=base.now - timedelta(days=draw(st.sampled_from([0, 0, 60]))))


@given(asked=questions(), others=visits, full=st.booleans())
def test_other_peoples_bookings_turn_available_into_full_and_nothing_else(
    asked: VisitQuestion, others: list[tuple[object, bool]], full: bool
) -> None:
    theirs = tuple(TakenVisit(on, False, with_minors=minors) for on, minors in others)
    crowded = replace(asked, taken=(*theirs, *asked.taken), slot=replace(asked.slot, full=full))

    alone, among_others = decide(asked, RULES).public, decide(crowded, RULES).public

    if alone:
        assert among_others == alone
    else:
        assert among_others in ((), (PublicReason(Code.NO_PLACE),))


@given(asked=questions(), barred=st.booleans(), status=st.sampled_from(Status))
def test_an_inmates_affairs_turn_available_into_not_available_and_nothing_else(
    asked: VisitQuestion, barred: bool, status: Status
) -> None:
    free = replace(asked, inmate=inmate())
    bars = (Sanction(SATURDAY - DAY),) if barred else ()
    held = replace(asked, inmate=inmate(sanctions=bars, status=status))

    before, after = decide(free, RULES).public, decide(held, RULES).public

    if before:
        assert after == before
    else:
        assert after in ((), (PublicReason(Code.NOT_AVAILABLE),))


def test_a_barred_visitor_reads_the_same_as_one_whose_tie_was_ended() -> None:
    barred = question(member(sanctions=(Sanction(SATURDAY),)))
    ended = question(member(tie_approved=False))
    moved = question(inmate=inmate(establishment="ancon"))
    unstaged = question(inmate=inmate(regime=Regime.CLOSED_SPECIAL, stage=None))
    staged = rule(
        "duration",
        {"minutes": 60},
        scope={"regimes": ["closed_special"], "stages": [Stage.A.value]},
    )

    answers = {
        decide(each, (OPEN, staged)).public[0].code for each in (barred, ended, moved, unstaged)
    }

    assert answers == {Code.NOT_AVAILABLE}


def test_full_by_others_quota_reads_the_same_as_full() -> None:
    theirs = question(taken=taken(SATURDAY - DAY, yours=False))
    crowded = question(slot=slot(full=True))

    assert decide(theirs, RULES).public == decide(crowded, RULES).public
