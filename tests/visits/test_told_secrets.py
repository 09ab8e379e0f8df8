"""A visit that was called off in secret: its family is told of closed days, rules and the evening what all are told."""

import re
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from backend.core.actor import Role
from backend.core.clock import lima_instant
from backend.core.custody import EventKind, Regime
from backend.core.documents import DocumentKind
from backend.registry import commands as people
from backend.visits import commands, jobs
from backend.visits.rules import Kind
from tests.notifications import make_notices as notices
from tests.registry import make_registry as registry
from tests.visits import make_told as making
from tests.visits import make_visits as visits
from tests.visits.make_told import EVENING, TOLD_OF, moved_in_secret, told
from tests.visits.make_visits import NOW, SATURDAY, WEEK
from tests.visits.phone_visits import answered

pytestmark = pytest.mark.anyio
OFFICER = registry.officer()
Pair = tuple[visits.Relative, visits.Relative]
OPENED = lima_instant(TOLD_OF, time(8))
"""By then it is no secret any more."""

_OWN = re.compile(rb'"[0-9a-f]{8}-[-0-9a-f]{27}"|"reference":"[^"]*"')


@pytest.fixture
async def two(db, owner) -> Pair:
    """Two families whose people live in one pavilion, each with a phone."""
    await visits.place(owner)
    await registry.establishment(owner, "ica")
    wing = await registry.pavilion(owner)
    pair = (await visits.relative(owner), await visits.relative(owner))
    for one in pair:
        await notices.phone(owner, one.family)
    await owner.execute("update inmate set pavilion_id = $1", wing)
    return pair


async def _shown(one: visits.Relative, now: datetime) -> list[list[bytes]]:
    """All that a family is shown, without what is its own: ids and references. What was told at once has no order."""
    shown = []
    for document in ("visits/nextVisits", "visits/myVisits", "notices/myNotices"):
        answer = orjson.loads(await answered(one.family, f"family/{document}", now=now))
        (page,) = answer["data"].values()
        shown.append(sorted(_OWN.sub(b"", orjson.dumps(node)) for node in page["nodes"]))
    return shown


async def _sent(owner, one: visits.Relative) -> list[tuple[Any, ...]]:
    """All that a family is or will be sent."""
    rows = await owner.fetch(
        "select n.kind, channel, withdrawal, d.state, d.not_before, d.expires_at, n.cause, n.tell_from, n.act_by,"
        " n.withdrawn_reason from delivery d join notice n on n.id = d.notice_id where d.account_id = $1"
        " order by 1, 2, 3, 7",
        one.family.account_id,
    )
    return [tuple(row) for row in rows]


async def _same_until_told(two: Pair, *instants: datetime) -> None:
    """Shown the same at these instants and just before the secret ends; what waits is seen by nobody."""
    for now in (*instants, lima_instant(TOLD_OF, time(0)) - timedelta(seconds=1)):
        assert await _shown(two[0], now) == await _shown(two[1], now)


async def _same_for_ever(owner, two: Pair) -> None:
    """The same was shown and sent, and the end of the secret adds nothing."""
    assert await _sent(owner, two[0]) == await _sent(owner, two[1])
    assert await jobs.take_back_secrets(OPENED) == 0
    await _same_until_told(two, NOW, OPENED)


async def _close(**changes: Any) -> dict[str, Any]:
    asked = {
        "establishment_id": "huaraz",
        "first_on": SATURDAY,
        "last_on": SATURDAY,
        "reason": commands.ClosureReason.SEARCH,
    }
    return await commands.close_days(OFFICER, uuid4(), **(asked | changes), now=NOW)


async def _booked(owner, two, on: date = SATURDAY, **said: Any) -> list[UUID]:
    slot_id = await visits.slot(owner, on=on, **said)
    return [await one.book(slot_id) for one in two]


@pytest.mark.parametrize("by_pavilion", [False, True])
async def test_a_closed_day_calls_a_secret_visit_off_as_it_does_every_other(
    owner, two, by_pavilion
):
    booked = await _booked(owner, two)
    await moved_in_secret(two[0])
    await _same_until_told(two, NOW)
    wing = await owner.fetchval("select id from pavilion") if by_pavilion else None

    answer = await _close(pavilion_id=wing)

    fell = [("visit_booked", "replaced"), ("visit_called_off", None)]
    assert await making.kinds(owner, two[0]) == fell
    [mine] = [each for each in await told(owner, "visit_called_off") if _of(each, two[0])]
    assert (mine.cause, mine.tell_from) == (answer["id"], NOW)
    assert await told(owner, "day_closed") == []
    reasons = await owner.fetch("select cancel_reason from booking where id = any($1)", booked)
    assert {row["cancel_reason"] for row in reasons} == {"closed_day"}
    await _same_for_ever(owner, two)


def _of(each: making.Told, one: visits.Relative) -> bool:
    return each.account_id == one.family.account_id


@pytest.mark.parametrize(
    "changes",
    [{"first_on": SATURDAY + WEEK, "last_on": SATURDAY + WEEK}, {"visit_types": ["children"]}],
)
async def test_what_else_is_closed_leaves_a_secret_as_it_is(owner, two, changes):
    booked = await _booked(owner, two)
    await moved_in_secret(two[0])

    assert (await _close(**changes))["called_off"] == 0

    assert await visits.states(owner, *booked) == ["cancelled", "active"]
    await _same_until_told(two, NOW)


async def test_a_closed_pavilion_is_told_to_the_families_who_know_their_person_there(owner, two):
    other = await registry.pavilion(owner, "6 A")
    await moved_in_secret(two[0])

    await _close(pavilion_id=await owner.fetchval("select id from pavilion where name = '5 A'"))

    assert {each.account_id for each in await told(owner, "day_closed")} == {
        one.family.account_id for one in two
    }
    await _close(pavilion_id=other)
    assert len(await told(owner, "day_closed")) == 2


async def test_a_rule_calls_a_secret_visit_off_as_it_does_every_other(owner, two):
    await _booked(owner, two)
    await moved_in_secret(two[0])
    example = {
        "title": "A mother comes",
        "visit_on": "2026-03-14",
        "asked_on": "2026-03-10",
        "establishment": "huaraz",
        "inmate": {"regime": "closed_ordinary", "stage": "medium"},
        "family": [{"kinship": "mother"}],
        "answer": ["allowed"],
    }
    rule = commands.NewRule(
        name="close-kin",
        kind=Kind.KINSHIP,
        scope={"visit_types": ["ordinary"]},
        valid_from=date(2026, 3, 3),
        effect={"only": ["mother"]},
        legal_basis="Acta 12",
        source="the establishment",
        examples=[example],
    )

    answer = await commands.add_visit_rule(
        registry.officer(role=Role.DIRECTOR),
        uuid4(),
        establishment_id="huaraz",
        rule=rule,
        now=NOW,
    )

    assert answer["called_off"] == 2
    assert await told(owner, "rule_changed") == []
    await _same_for_ever(owner, two)


async def test_a_bar_on_a_person_calls_a_secret_visit_of_theirs_off_too(owner, two):
    await _booked(owner, two)
    await moved_in_secret(two[0])
    for one in two:
        answer = await commands.restrict_visits(
            registry.officer(role=Role.DIRECTOR),
            uuid4(),
            kind=people.RestrictionKind.VISITOR_SANCTION,
            establishment_id="huaraz",
            document_kind=DocumentKind.DNI,
            document_number=one.number,
            valid_from=date(2026, 3, 2),
            valid_to=date(2026, 6, 1),
            reason=people.RestrictionReason.GATE_INCIDENT,
            now=NOW,
        )
        assert answer["called_off"] == 1

    assert len(await told(owner, "visit_called_off")) == 2
    await _same_until_told(two, NOW, OPENED)


async def test_whoever_takes_a_person_off_the_list_reads_that_the_secret_visit_fell(owner, two):
    await _booked(owner, two)
    await moved_in_secret(two[0])

    for one in two:
        answer = await commands.remove_visitor(
            one.family, uuid4(), visitor_id=one.visitor_id, now=NOW
        )
        assert answer["called_off"] == 1

    await _same_until_told(two, NOW, OPENED)


async def _milder_pavilion(owner) -> None:
    await visits.rule(owner, "kinship", {"only": ["mother"]})
    await visits.rule(owner, "kinship", {"anyone": True}, pavilion="5 A")


async def _other_regime(owner) -> None:
    await visits.rule(owner, "kinship", {"only": ["mother"]}, regimes=["closed_special"])


async def _closed_unseen(owner) -> None:
    await owner.execute(
        "insert into closed_day (id, establishment_id, pavilion_id, first_on, last_on, reason_code, recorded_at)"
        " select gen_random_uuid(), 'huaraz', id, $1, $1, 'search', $2 from pavilion",
        SATURDAY,
        NOW,
    )


async def _stricter_pavilion(owner) -> None:
    await visits.rule(owner, "kinship", {"only": ["mother"]}, pavilion="5 A")


async def _papers(owner) -> None:
    await owner.execute("update visitor set document_valid_until = $1", SATURDAY)


@pytest.mark.parametrize(
    ("happened", "kind"),
    [
        (_milder_pavilion, "visit_go"),
        (_other_regime, "visit_go"),
        (_stricter_pavilion, "visit_called_off"),
        (_closed_unseen, "visit_called_off"),
        (_papers, "visit_check"),
    ],
)
@pytest.mark.parametrize("kept", [True, False], ids=["kept", "from_events"])
async def test_on_the_evening_before_a_secret_is_answered_as_if_nobody_had_been_moved(
    owner, two, happened, kind, kept
):
    wing = await owner.fetchval("select id from pavilion")
    await _booked(owner, two)
    for one in two:
        await owner.execute("update inmate set pavilion_id = null where id = $1", one.inmate_id)
        await making.happens(one, EventKind.PAVILION_CHANGE, pavilion_id=wing)
    await moved_in_secret(two[0], regime=Regime.CLOSED_SPECIAL if kept else None)
    former = await owner.fetchval("select former from custody_event where kind = 'transfer'")
    assert orjson.loads(former)["pavilion_id"] == str(wing)
    if not kept:  # as it is of moves that were recorded before it was
        await owner.execute("update custody_event set former = null")
    await happened(owner)

    assert await jobs.ask_again_tomorrow(EVENING) == 2

    assert len(await told(owner, kind)) == 2
    await _same_until_told(two, EVENING)


async def test_a_secret_visit_that_no_rule_reaches_any_more_is_told_like_every_other(owner, two):
    await _booked(owner, two)
    await moved_in_secret(two[0])
    await owner.execute(
        "insert into visit_rule (id, version, kind, scope, valid_from, valid_to, effect, legal_basis, source, author,"
        " confidence, examples) select id, 2, kind, scope, valid_from, $1, effect, legal_basis, source,"
        " author, 'decided', '[]' from visit_rule where kind = 'booking_window'",
        SATURDAY,
    )

    await jobs.ask_again_tomorrow(EVENING)

    assert len(await told(owner, "visit_stay")) == 2
    await _same_until_told(two, EVENING)


@pytest.mark.parametrize(
    "end, words",
    [
        (EventKind.DEATH, [("visit_booked", "replaced")]),
        (EventKind.RELEASE, [("visit_booked", "replaced"), ("visit_called_off", None)]),
    ],
)
async def test_of_whoever_died_or_left_during_the_secret_no_visit_is_said_to_stand(
    db, owner, two, end, words
):
    one, _ = two
    await one.book(await visits.slot(owner))
    await moved_in_secret(one)

    await making.happens(one, end, actor=registry.officer("ica"))
    await jobs.ask_again_tomorrow(EVENING)
    await jobs.remind_of_today(making.MORNING)
    await jobs.take_back_secrets(OPENED)

    assert await making.kinds(owner, one) == words
