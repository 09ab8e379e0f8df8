"""Answers that end where telling tells: deaths, evasions, moves kept secret, bars."""

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.clock import lima_instant
from backend.core.custody import EventKind
from backend.core.documents import DocumentKind
from backend.programmes import jobs
from backend.registry.commands import RestrictionKind, RestrictionReason
from backend.visits import commands
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_leaving import TODAY, found, happens, one_place
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


@pytest.mark.parametrize("kind", [EventKind.DEATH, EventKind.EVASION])
async def test_after_a_death_or_an_evasion_no_machine_says_anything(db, owner, kind):
    _, (one, held), (_, asked) = await one_place(owner)
    barred = await visits.relative(owner)
    other = (await programmes.released(owner)).occurrence_id
    of_barred, _ = await answers.answer(barred, other)

    await happens(one.inmate_id, kind)
    await commands.restrict_visits(
        registry.officer(),
        uuid4(),
        kind=RestrictionKind.VISITOR_SANCTION,
        establishment_id="huaraz",
        document_kind=DocumentKind.DNI,
        document_number=barred.number,
        valid_from=TODAY,
        reason=RestrictionReason.GATE_INCIDENT,
        now=NOW,
    )

    ended = await answers.states(owner, held, of_barred)
    assert ended[0] == ended[1] == ("withdrawn", "closed"), "one end for both: it says nothing"
    assert await answers.states(owner, asked) == [("offered", None)]
    assert one.family.account_id not in await answers.told(owner, "answer_ended")
    waits_to_be_sent = await owner.fetchval(
        "select count(*) from delivery d join notice n on n.id = d.notice_id"
        " where n.account_id = $1 and d.channel <> 'inbox' and d.state in ('queued', 'held')",
        one.family.account_id,
    )
    assert waits_to_be_sent == 0
    assert await answers.disagreeing(owner) == []


async def test_what_was_offered_before_a_death_is_not_sent_any_more(db, owner):
    _, (one, held), (waiting, _) = await one_place(owner)
    await answers.withdraw(one, held)
    assert await answers.told(owner, "offer_made") == [waiting.family.account_id]

    await happens(waiting.inmate_id, EventKind.DEATH)

    assert await answers.told(owner, "offer_made") == []
    left = await owner.fetch(
        "select state from delivery where channel <> 'inbox' and not withdrawal"
    )
    assert {row["state"] for row in left} == {"cancelled"}


async def test_news_of_events_that_waits_to_be_sent_stays_unsent_after_a_death(db, owner):
    event = await programmes.released(owner)
    bereaved, other = await visits.relative(owner), await visits.relative(owner)
    with_another = await visits.relative(owner)
    second = await visits.relative(owner, family=with_another.family)
    for one in (bereaved, other, with_another):
        await owner.execute(
            "select notice_tell(array[$1::uuid], 'event_published', array[jsonb_build_object('event_id', $2::uuid)],"
            " array['a test ' || $1], at, array[at], array[at + interval '9 days'])"
            " from (select $3::timestamptz as at) as now",
            one.family.account_id,
            event.event_id,
            NOW,
        )

    await happens(bereaved.inmate_id, EventKind.DEATH)
    await happens(second.inmate_id, EventKind.DEATH)

    rows = await owner.fetch(
        "select n.account_id, d.state, d.reason from delivery d join notice n on n.id = d.notice_id"
        " where n.kind = 'event_published' and d.channel = 'push'"
    )
    assert {row["account_id"]: (row["state"], row["reason"]) for row in rows} == {
        bereaved.family.account_id: ("cancelled", "hushed"),
        other.family.account_id: ("queued", None),
        with_another.family.account_id: ("queued", None),
    }


async def test_a_secret_move_changes_nothing_until_it_may_be_known(db, owner):
    await registry.establishment(owner, "ica")
    event, (one, held), _ = await one_place(owner)
    there = (await programmes.released(owner, at="ica")).occurrence_id
    before = await answers.written(owner), await found(one)

    told_on = TODAY + timedelta(days=3)
    await happens(
        one.inmate_id, EventKind.TRANSFER, to_establishment_id="ica", secret_until=told_on
    )
    assert await jobs.follow_secret_moves(NOW) == 0

    after = await answers.written(owner)
    assert after | {"told": 0} == before[0] | {"told": 0}, "the transfer alone is written down"
    assert await found(one) == before[1] == [event.occurrence_id]
    assert await answers.outcome(answers.answer(one, there)) == "NOT_FOUND"
    await answers.withdraw(one, held)
    again, _ = await answers.answer(one, event.occurrence_id)
    await answers.withdraw(*(await _offered(owner, event.occurrence_id)))
    morning = lima_instant(told_on, time(0))
    assert await jobs.follow_secret_moves(morning - HOUR / 60) == 0
    assert await jobs.follow_secret_moves(morning) == 1
    assert await jobs.follow_secret_moves(morning) == 0

    assert await answers.states(owner, again) == [("withdrawn", "moved")]
    assert await answers.told(owner, "answer_ended") == [one.family.account_id]
    assert await found(one, morning) == [there]
    assert await answers.disagreeing(owner) == []


async def _offered(owner, date_id: UUID) -> tuple[visits.Relative, UUID]:
    """Whoever is offered a place of the date, and their answer."""
    row = await owner.fetchrow(
        "select id, account_id from answer where occurrence_id = $1 and state = 'offered'", date_id
    )
    family = visits.Family(account_id=row["account_id"], session_id=uuid4())
    return visits.Relative(family, uuid4(), uuid4(), ""), row["id"]


@pytest.mark.parametrize("protective", [True, False])
async def test_whoever_is_barred_loses_the_place_and_reads_nothing_of_a_bar(db, owner, protective):
    _, (one, held), (_, asked) = await one_place(owner)
    kind = RestrictionKind.PROTECTIVE_BLOCK if protective else RestrictionKind.VISITOR_SANCTION

    await commands.restrict_visits(
        registry.officer(),
        uuid4(),
        kind=kind,
        establishment_id="huaraz",
        inmate_id=one.inmate_id if protective else None,
        document_kind=DocumentKind.DNI,
        document_number=one.number,
        valid_from=TODAY,
        reason=RestrictionReason.SAFETY,
        now=NOW,
    )

    assert await answers.states(owner, held, asked) == [("withdrawn", "closed"), ("offered", None)]
    assert await answers.told(owner, "answer_ended") == [one.family.account_id]
    assert await answers.disagreeing(owner) == []


async def test_a_bar_that_is_over_by_then_takes_nothing(db, owner):
    _, (one, held), _ = await one_place(owner)

    await registry.restriction(owner, number=one.number, days=5)

    assert await answers.states(owner, held) == [("going", None)]
