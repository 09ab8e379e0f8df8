"""Every reason a visit may be refused for, one at a time and in order."""

from datetime import date, time, timedelta

import pytest

from backend.core.clock import lima_instant
from backend.core.custody import Status
from backend.core.documents import DocumentKind
from backend.visits.rules import Place, ReasonCode, Sanction, VisitType, decide
from tests.visits.ask import (
    DAY,
    OPEN,
    SATURDAY,
    codes,
    inmate,
    member,
    minor,
    question,
    rule,
    slot,
    taken,
)

FORTNIGHT = rule("booking_window", {"days_before": 14, "at": "06:00", "closes_hours_before": 12})
SUNDAY = SATURDAY + DAY
STARTS = lima_instant(SATURDAY, time(9))


def test_an_ordinary_visit_is_allowed() -> None:
    decision = decide(question(), (OPEN,))

    assert decision.allowed
    assert decision.reasons == ()
    assert decision.rules_used == (("open", 1),)


def test_what_no_rule_opens_cannot_be_booked() -> None:
    refused = decide(question(), ())

    assert [reason.code for reason in refused.reasons] == [ReasonCode.NO_RULE]


@pytest.mark.parametrize(
    ("now", "answer"),
    [
        (lima_instant(SATURDAY - 14 * DAY, time(5, 59)), ["TOO_EARLY_TO_BOOK"]),
        (lima_instant(SATURDAY - 14 * DAY, time(6)), []),
        (STARTS - timedelta(hours=12, microseconds=1), []),
        (STARTS - timedelta(hours=12), ["BOOKING_CLOSED"]),
        (STARTS - timedelta(microseconds=1), ["BOOKING_CLOSED"]),
        (STARTS, ["SLOT_PAST"]),
        (STARTS + 400 * DAY, ["SLOT_PAST"]),
    ],
)
def test_booking_opens_and_closes_to_the_instant(now: object, answer: list[str]) -> None:
    decision = decide(question(now=now), (FORTNIGHT,))

    assert [reason.code.value for reason in decision.reasons] == answer


def test_too_early_says_when_it_opens() -> None:
    decision = decide(question(now=STARTS - 30 * DAY), (FORTNIGHT,))

    opens_at = lima_instant(SATURDAY - 14 * DAY, time(6))
    assert decision.reasons[0].facts == {"opens_at": opens_at}
    assert decision.reasons[0].rule_id == FORTNIGHT.id


def test_a_closed_day_is_closed() -> None:
    assert codes(question(slot=slot(closed=True))) == ["DAY_CLOSED"]


def test_a_party_of_nobody_is_no_party() -> None:
    assert codes(question(party=())) == ["PARTY_EMPTY"]


def test_minors_who_are_not_counted_leave_the_number_to_adults() -> None:
    one = rule("visitors_per_visit", {"at_most": 1, "counts_from_age": 18})
    all_counted = rule("visitors_per_visit", {"at_most": 1})

    assert codes(question(member(), minor()), one) == []
    assert codes(question(member(), minor()), all_counted) == ["PARTY_TOO_LARGE"]


def test_a_minor_needs_an_adult_of_the_party() -> None:
    assert codes(question(minor())) == ["NO_ADULT"]
    assert codes(question(member(), minor(with_adult="rosa"))) == ["NO_ADULT"]
    assert codes(question(member(), minor(with_adult="ana"))) == []
    assert codes(question(member(), minor(with_adult=None))) == []


def test_a_minor_cannot_be_looked_after_by_a_minor() -> None:
    party = (minor("luz", age=16), minor("leo", age=5, with_adult="luz"))

    assert codes(question(*party)) == ["NO_ADULT", "NO_ADULT"]


@pytest.mark.parametrize(("born_on", "answer"), [
    (date(2007, 8, 16), []),
    (date(2007, 8, 17), ["NO_ADULT"]),
])  # fmt: skip
def test_who_turns_eighteen_on_the_day_is_an_adult(born_on: date, answer: list[str]) -> None:
    assert codes(question(member("child", born_on=born_on))) == answer


def test_so_many_minors_with_each_adult() -> None:
    two = rule("minors_per_adult", {"at_most": 2})
    three = [minor(name) for name in ("a", "b", "c")]
    aunt = member("uncle_or_aunt", person="eva")

    assert codes(question(member(), *three[:2]), two) == []
    assert codes(question(member(), *three), two) == ["TOO_MANY_MINORS"]
    assert codes(question(member(), aunt, *three), two) == []


def test_minors_named_with_one_adult_are_not_spread_over_others() -> None:
    two = rule("minors_per_adult", {"at_most": 2})
    three = [minor(name, with_adult="ana") for name in ("a", "b", "c")]
    aunt = member("uncle_or_aunt", person="eva")

    assert codes(question(member(), aunt, *three), two) == ["TOO_MANY_MINORS"]


def test_no_minor_at_all() -> None:
    none = rule("minors_per_adult", {"at_most": 0})

    assert codes(question(member(), minor()), none) == ["MINORS_NOT_ADMITTED"]
    assert codes(question(member()), none) == []


def test_minors_have_their_weekdays_and_the_youngest_all() -> None:
    sundays = rule("minor_days", {"weekdays": [7], "any_day_under": 12})

    assert codes(question(member(), minor(age=12)), sundays) == ["MINORS_NOT_THAT_DAY"]
    assert codes(question(member(), minor(age=11)), sundays) == []
    assert codes(question(member(), minor(age=12), on=SUNDAY), sundays) == []


def test_everybody_must_be_close_enough_and_each_is_named_once() -> None:
    wide = rule("kinship", {"blood": 2}, id="wide")
    decree = rule("kinship", {"blood": 1, "ceiling": True}, id="decree")
    party = (member(), member("sibling", person="eva"), member("friend", person="rosa"))

    reasons = decide(question(*party), (OPEN, wide, decree)).reasons

    named = [(reason.facts["person"], reason.rule_id) for reason in reasons]
    assert named == [("eva", "decree"), ("rosa", "wide")]
    assert {reason.code for reason in reasons} == {ReasonCode.KINSHIP_NOT_ALLOWED}


def test_a_session_for_women_refuses_men_and_lets_boys_come_with_their_mother() -> None:
    for_women = slot(visitor_sex="F")
    son = minor(sex="M")
    brother = member("sibling", person="luis", sex="M")

    assert codes(question(member(), son, slot=for_women)) == []
    assert codes(question(brother, slot=for_women)) == ["WEEKDAY_NOT_FOR_SEX"]


def test_weekdays_by_sex_bind_adults() -> None:
    days = rule("weekday_by_sex", {"F": [6], "M": [7]})
    father = member("father", sex="M")

    assert codes(question(member()), days) == []
    assert codes(question(father), days) == ["WEEKDAY_NOT_FOR_SEX"]
    assert codes(question(father, on=SUNDAY), days) == []
    assert codes(question(member(), minor(sex="M")), days) == []


def test_documents_are_of_an_accepted_kind_and_valid_on_the_day() -> None:
    dni = rule("documents", {"accepted": ["dni"]})
    passport = member(document_kind=DocumentKind.PASSPORT)

    assert codes(question(passport), dni) == ["DOCUMENT_NOT_ACCEPTED"]
    assert codes(question(member(document_kind=None)), dni) == ["DOCUMENT_NOT_ACCEPTED"]
    assert codes(question(member(document_valid_until=SATURDAY)), dni) == []
    expired = question(member(document_valid_until=SATURDAY - DAY))
    assert codes(expired, dni) == ["DOCUMENT_EXPIRED"]


WEEKLY = rule("visits_per_period", {"at_most": 1, "period": {"kind": "rolling_days", "days": 7}})


def test_your_own_visit_uses_up_the_quota() -> None:
    asked = question(taken=taken(SATURDAY - 6 * DAY))

    (reason,) = decide(asked, (OPEN, WEEKLY)).reasons

    assert reason.code is ReasonCode.QUOTA_USED_BY_YOU
    assert reason.facts == {
        "at_most": 1,
        "first_on": SATURDAY - 6 * DAY,
        "last_on": SATURDAY,
    }


def test_somebody_elses_visit_uses_it_up_too_without_facts() -> None:
    asked = question(taken=taken(SATURDAY - 6 * DAY, yours=False))

    (reason,) = decide(asked, (OPEN, WEEKLY)).reasons

    assert reason.code is ReasonCode.QUOTA_USED_BY_OTHERS
    assert reason.facts == {}


def test_yours_and_theirs_together_are_not_called_yours() -> None:
    two = rule("visits_per_period", {"at_most": 2, "period": {"kind": "calendar_week"}})
    shared = (*taken(SATURDAY - DAY), *taken(SATURDAY - 2 * DAY, yours=False))

    assert codes(question(taken=shared), two) == ["QUOTA_USED_BY_OTHERS"]


def test_two_quotas_used_up_are_one_reason() -> None:
    a_month = {"at_most": 1, "ceiling": True, "period": {"kind": "calendar_month"}}
    month = rule("visits_per_period", a_month)

    assert codes(question(taken=taken(SATURDAY - DAY)), WEEKLY, month) == ["QUOTA_USED_BY_YOU"]


def test_visits_of_another_type_do_not_count() -> None:
    lawyer = taken(SATURDAY - DAY, visit_type=VisitType.LAWYER)

    assert codes(question(taken=lawyer), WEEKLY) == []


def test_a_quota_of_visits_with_minors_leaves_adults_alone() -> None:
    minors = rule(
        "visits_per_period",
        {"at_most": 1, "counting": "visits_with_minors", "period": {"kind": "calendar_month"}},
    )
    before = taken(SATURDAY - 7 * DAY, with_minors=True)

    assert codes(question(member(), minor(), taken=before), minors) == ["MINORS_QUOTA_USED_BY_YOU"]
    assert codes(question(member(), taken=before), minors) == []
    alone = taken(SATURDAY - 7 * DAY)
    assert codes(question(member(), minor(), taken=alone), minors) == []


@pytest.mark.parametrize("status", [status for status in Status if status is not Status.HELD])
def test_only_who_is_held_receives_visits(status: Status) -> None:
    assert codes(question(inmate=inmate(status=status))) == ["INMATE_NOT_HELD"]


def test_the_inmate_must_be_there() -> None:
    assert codes(question(inmate=inmate(establishment="ancon"))) == ["INMATE_ELSEWHERE"]
    assert codes(question(slot=slot(pavilion="7"))) == ["INMATE_ELSEWHERE"]
    assert codes(question(slot=slot(pavilion="5"))) == []


def test_the_place_must_be_allowed() -> None:
    booth = rule("place", {"allowed": ["booth", "video_room"]})

    assert codes(question(), booth) == ["PLACE_NOT_ALLOWED"]
    assert codes(question(slot=slot(place=Place.BOOTH)), booth) == []


@pytest.mark.parametrize(
    ("sanction", "stopped"),
    [
        (Sanction(SATURDAY), True),
        (Sanction(SATURDAY + DAY), False),
        (Sanction(SATURDAY - 9 * DAY, SATURDAY), False),
        (Sanction(SATURDAY - 9 * DAY, SATURDAY + DAY), True),
        (Sanction(SATURDAY, None, frozenset({VisitType.INTIMATE})), False),
        (Sanction(SATURDAY, None, frozenset({VisitType.ORDINARY})), True),
        (Sanction(SATURDAY, None, None, "lurigancho"), True),
        (Sanction(SATURDAY, None, None, "ancon"), False),
    ],
)
def test_a_sanction_stops_what_it_names_while_it_lasts(sanction: Sanction, stopped: bool) -> None:
    of_inmate = question(inmate=inmate(sanctions=(sanction,)))
    of_visitor = question(member(sanctions=(sanction,)))

    assert codes(of_inmate) == (["INMATE_SANCTION"] if stopped else [])
    assert codes(of_visitor) == (["VISITOR_SANCTION"] if stopped else [])


def test_no_sanction_stops_the_lawyer() -> None:
    window = rule(
        "booking_window",
        {"days_before": 30, "at": "00:00", "closes_hours_before": 1},
        scope={"visit_types": ["lawyer"]},
    )
    named = Sanction(SATURDAY, None, frozenset({VisitType.LAWYER}))
    asked = question(
        member("other", sanctions=(named,)),
        slot=slot(visit_type=VisitType.LAWYER),
        inmate=inmate(sanctions=(named, Sanction(SATURDAY))),
    )

    assert decide(asked, (window,)).allowed


def test_a_sanction_cites_its_legal_basis() -> None:
    basis = rule("inmate_sanction", {}, id="code-30", version=2)
    asked = question(inmate=inmate(sanctions=(Sanction(SATURDAY),)))

    (reason,) = decide(asked, (OPEN, basis)).reasons

    assert (reason.rule_id, reason.rule_version) == ("code-30", 2)


def test_a_tie_must_have_been_approved() -> None:
    assert codes(question(member(tie_approved=False))) == ["TIE_NOT_APPROVED"]


def test_a_full_slot_is_full() -> None:
    assert codes(question(slot=slot(full=True))) == ["SLOT_FULL"]


@pytest.mark.parametrize(("minutes", "stay"), [(60, 60), (600, 480)])
def test_the_stay_is_the_shorter_of_session_and_rule(minutes: int, stay: int) -> None:
    decision = decide(question(), (OPEN, rule("duration", {"minutes": minutes})))

    assert decision.allowed
    assert decision.stay_minutes == stay


def test_everything_wrong_at_once_is_told_in_one_fixed_order() -> None:
    asked = question(
        member("friend", document_kind=None, tie_approved=False, sanctions=(Sanction(SATURDAY),)),
        minor(with_adult="nobody", age=14),
        now=STARTS + DAY,
        slot=slot(closed=True, full=True, visitor_sex="M", pavilion="9"),
        inmate=inmate(status=Status.OUTSIDE, sanctions=(Sanction(SATURDAY),)),
        taken=taken(SATURDAY),
    )

    found = codes(
        asked,
        WEEKLY,
        rule("kinship", {"only": ["mother", "child"]}),
        rule("documents", {"accepted": ["dni"]}),
        rule("place", {"allowed": ["booth"]}),
        rule("minor_days", {"weekdays": [1]}),
        rule("minors_per_adult", {"at_most": 0}),
        rule("visitors_per_visit", {"at_most": 1}),
    )

    assert found == [
        "SLOT_PAST",
        "DAY_CLOSED",
        "NO_ADULT",
        "MINORS_NOT_ADMITTED",
        "MINORS_NOT_THAT_DAY",
        "PARTY_TOO_LARGE",
        "KINSHIP_NOT_ALLOWED",
        "WEEKDAY_NOT_FOR_SEX",
        "DOCUMENT_NOT_ACCEPTED",
        "QUOTA_USED_BY_YOU",
        "INMATE_NOT_HELD",
        "INMATE_ELSEWHERE",
        "PLACE_NOT_ALLOWED",
        "INMATE_SANCTION",
        "VISITOR_SANCTION",
        "TIE_NOT_APPROVED",
        "SLOT_FULL",
    ]
