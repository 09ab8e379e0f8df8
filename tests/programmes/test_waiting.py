"""Whoever waits is offered what becomes free: in order, for a while, and never once answers are closed."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.programmes import jobs
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_programmes import NOW
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
HOUR = timedelta(hours=1)


async def _until(owner, answer_id: UUID) -> datetime | None:
    return await owner.fetchval("select offered_until from answer where id = $1", answer_id)


async def _full(owner, *waiting: visits.Relative, **places):
    """A date whose one place is taken, and those who wait for it in the order of asking; ids of date and answers."""
    date_id = (await programmes.released(owner, **({"people": 1} | places))).occurrence_id
    holder = await visits.relative(owner)
    held, _ = await answers.answer(holder, date_id)
    asked = []
    for nth, one in enumerate(waiting):
        answer_id, state = await answers.answer(one, date_id, now=NOW + nth * HOUR / 60)
        assert state == "waiting"
        asked.append(answer_id)
    return date_id, (holder, held), asked


async def test_what_is_given_back_is_offered_to_who_asked_first_and_to_nobody_else(db, owner):
    first, second = await visits.relative(owner), await visits.relative(owner)
    date_id, (holder, held), asked = await _full(owner, first, second)

    await answers.withdraw(holder, held, now=NOW + HOUR)

    assert await answers.states(owner, *asked) == [("offered", None), ("waiting", None)]
    assert await _until(owner, asked[0]) == NOW + 25 * HOUR
    assert await visits.taken(owner, date_id) == {"people": 1}
    assert await answers.told(owner, "offer_made") == [first.family.account_id]
    notice = await owner.fetchrow("select * from notice where kind = 'offer_made'")
    assert notice["act_by"] == notice["expires_at"] == NOW + 25 * HOUR
    assert notice["subject"] == f"answer:{asked[0]}"
    assert str(date_id) in notice["facts"]
    assert await answers.disagreeing(owner) == []


async def test_a_place_that_is_offered_is_no_newcomers(db, owner):
    waiting, newcomer = await visits.relative(owner), await visits.relative(owner)
    date_id, (holder, held), _ = await _full(owner, waiting)
    await answers.withdraw(holder, held)

    assert (await answers.answer(newcomer, date_id))[1] == "waiting"


async def test_who_went_least_to_the_programme_lately_comes_first(db, owner):
    often, once, long_ago = [await visits.relative(owner) for _ in range(3)]
    programme_id = await programmes.programme(owner)
    for days, who in ((10, often), (40, often), (20, once), (91, long_ago)):
        ago = NOW - timedelta(days=days)
        past = await programmes.released(
            owner, programme_id=programme_id, first_on=ago.date(), now=ago - timedelta(days=30)
        )
        assert (await answers.answer(who, past.occurrence_id, now=ago - timedelta(days=9)))[
            1
        ] == "going"
    _, (holder, held), asked = await _full(owner, often, once, long_ago, programme_id=programme_id)

    await answers.withdraw(holder, held)
    order = []
    while True:
        states = [state for state, _ in await answers.states(owner, *asked)]
        if "offered" not in states:
            break
        nth = states.index("offered")
        order.append(nth)
        await answers.withdraw((often, once, long_ago)[nth], asked[nth])

    assert order == [2, 1, 0]


async def test_an_offer_is_taken_and_taking_it_twice_is_once(db, owner):
    one = await visits.relative(owner)
    date_id, (holder, held), [asked] = await _full(owner, one)
    await answers.withdraw(holder, held)

    await answers.take(one, asked, now=NOW + HOUR)
    await answers.take(one, asked, now=NOW + 30 * HOUR)

    assert await answers.states(owner, asked) == [("going", None)]
    assert await answers.told(owner, "offer_made") == []
    assert await visits.taken(owner, date_id) == {"people": 1}
    assert await answers.disagreeing(owner) == []


async def test_an_offer_that_ended_is_not_taken_and_goes_to_the_next(db, owner):
    first, second = await visits.relative(owner), await visits.relative(owner)
    date_id, (holder, held), asked = await _full(owner, first, second)
    await answers.withdraw(holder, held)
    ends = NOW + 24 * HOUR

    assert await jobs.expire_offers(ends - HOUR) == 0
    before = await answers.written(owner)
    assert await answers.outcome(answers.take(first, asked[0], now=ends)) == "OFFER_EXPIRED"
    assert await answers.written(owner) == before
    assert await jobs.expire_offers(ends) == 1
    assert await jobs.expire_offers(ends) == 0

    assert await answers.states(owner, *asked) == [
        ("withdrawn", "offer_expired"),
        ("offered", None),
    ]
    assert await answers.outcome(answers.take(first, asked[0], now=ends)) == "OFFER_EXPIRED"
    assert await visits.taken(owner, date_id) == {"people": 1}
    assert await answers.disagreeing(owner, ends) == []


@pytest.mark.parametrize(
    "change",
    [
        "state = 'postponed', why = 'x'",
        "state = 'cancelled', why = 'x'",
        "answers_until = $2",
        "answers_until = $2, doors_at = $2, starts_at = $2",
    ],
)
async def test_an_offer_of_a_date_that_no_longer_stands_or_is_closed_is_not_taken(
    db, owner, change
):
    one = await visits.relative(owner)
    date_id, (holder, held), [asked] = await _full(owner, one)
    await answers.withdraw(holder, held)
    at = NOW + HOUR
    await owner.execute(
        f"update occurrence set {change} where id = $1 and $2::timestamptz > '2000-01-01'",
        date_id,
        at,
    )
    before = await answers.written(owner)

    assert await answers.outcome(answers.take(one, asked, now=at)) == "ANSWERS_CLOSED"

    assert await answers.written(owner) == before


async def test_whoever_waits_is_told_when_no_place_can_come_any_more(db, owner):
    first, second = await visits.relative(owner), await visits.relative(owner)
    date_id, (holder, held), asked = await _full(owner, first, second)
    closes = await owner.fetchval("select answers_until from occurrence where id = $1", date_id)
    await answers.withdraw(holder, held, now=closes - HOUR)

    assert await jobs.stop_waiting(closes - HOUR / 60) == 0
    assert await jobs.stop_waiting(closes) == 1
    assert await jobs.stop_waiting(closes) == 0

    assert await answers.states(owner, *asked) == [("offered", None), ("withdrawn", "closed")]
    assert await answers.told(owner, "answer_ended") == [second.family.account_id]
    assert await answers.disagreeing(owner, closes) == []


async def test_whoever_waits_for_a_date_that_was_put_off_waits_for_its_new_day(db, owner):
    one = await visits.relative(owner)
    date_id, _, [asked] = await _full(owner, one)
    closes = await owner.fetchval("select answers_until from occurrence where id = $1", date_id)
    await owner.execute(
        "update occurrence set state = 'postponed', why = 'x' where id = $1", date_id
    )

    assert await jobs.stop_waiting(closes + 99 * HOUR) == 0

    assert await answers.states(owner, asked) == [("waiting", None)]


async def test_of_a_date_that_is_over_nobody_is_told_that_they_waited(db, owner):
    one = await visits.relative(owner)
    _, _, [asked] = await _full(owner, one)

    assert await jobs.stop_waiting(NOW + 999 * HOUR) == 1

    assert await answers.states(owner, asked) == [("withdrawn", "closed")]
    assert await answers.told(owner, "answer_ended") == []


async def test_nobody_takes_what_was_not_offered_to_them(db, owner):
    first, second = await visits.relative(owner), await visits.relative(owner)
    _, (holder, held), asked = await _full(owner, first, second)

    assert await answers.outcome(answers.take(first, asked[0])) == "OFFER_EXPIRED"
    await answers.withdraw(holder, held)
    before = await answers.written(owner)
    assert await answers.outcome(answers.take(second, asked[0])) == "NOT_FOUND"
    assert await answers.outcome(answers.take(second, asked[1])) == "OFFER_EXPIRED"
    assert await answers.outcome(answers.take(second, uuid4())) == "NOT_FOUND"
    assert await answers.written(owner) == before
    await answers.withdraw(second, asked[1])
    assert await answers.outcome(answers.take(second, asked[1])) == "ANSWER_ENDED"


async def test_an_offer_ends_at_the_latest_when_answers_close_and_none_is_made_after(db, owner):
    first, second = await visits.relative(owner), await visits.relative(owner)
    date_id, (holder, held), asked = await _full(owner, first, second)
    closes = await owner.fetchval("select answers_until from occurrence where id = $1", date_id)

    await answers.withdraw(holder, held, now=closes - HOUR)
    assert await _until(owner, asked[0]) == closes
    assert await jobs.expire_offers(closes) == 1

    assert await answers.states(owner, *asked) == [
        ("withdrawn", "offer_expired"),
        ("waiting", None),
    ]
    assert await visits.taken(owner, date_id) == {"people": 0}


async def test_a_party_that_does_not_fit_is_passed_over_and_keeps_its_turn(db, owner):
    family_of_three, alone = await visits.relative(owner), await visits.relative(owner)
    children = [await visits.child(owner, family_of_three) for _ in range(2)]
    date_id = (await programmes.released(owner, people=3)).occurrence_id
    holders = [await visits.relative(owner) for _ in range(3)]
    held = [(await answers.answer(one, date_id))[0] for one in holders]
    large, _ = await answers.answer(family_of_three, date_id, family_of_three.visitor_id, *children)
    small, _ = await answers.answer(alone, date_id, now=NOW + HOUR)

    await answers.withdraw(holders[0], held[0])
    assert await answers.states(owner, large, small) == [("waiting", None), ("offered", None)]
    await answers.withdraw(alone, small)
    await answers.withdraw(holders[1], held[1])
    await answers.withdraw(holders[2], held[2])

    assert await answers.states(owner, large) == [("offered", None)]
    assert await visits.taken(owner, date_id) == {"people": 3}
    assert await answers.disagreeing(owner) == []


async def test_places_that_a_release_adds_are_offered_to_as_many_as_fit(db, owner):
    waiting = [await visits.relative(owner) for _ in range(3)]
    date_id, _, asked = await _full(owner, *waiting)

    async with owner.transaction():
        await owner.execute("update ceiling set capacity = 3 where pool_id = $1", date_id)
        await owner.execute("set local role encuentro_worker")
        assert await owner.fetchval("select event_offer($1, $2)", date_id, NOW) == 2

    assert [state for state, _ in await answers.states(owner, *asked)] == [
        "offered",
        "offered",
        "waiting",
    ]
    assert await answers.disagreeing(owner) == []


@pytest.mark.parametrize("state", ["cancelled", "postponed"])
async def test_nothing_is_offered_of_a_date_that_does_not_stand(db, owner, state):
    one = await visits.relative(owner)
    date_id, (holder, held), [asked] = await _full(owner, one)
    await owner.execute("update occurrence set state = $2, why = 'x' where id = $1", date_id, state)

    await answers.withdraw(holder, held)

    assert await answers.states(owner, asked) == [("waiting", None)]


async def test_an_offer_leaves_the_hold_of_a_visit_alone(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    _, (holder, held), [asked] = await _full(owner, one)
    await one.hold(slot_id)

    await answers.withdraw(holder, held)
    await answers.take(one, asked)

    assert await owner.fetchval("select count(*) from claim where state = 'held'") == 1
    assert await visits.taken(owner, slot_id) == {"people": 1}
    assert await answers.disagreeing(owner) == []
