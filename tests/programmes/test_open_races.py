"""Places that households with and without an account run for at once. Every race has a control with its guard off."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.programmes import make_answers as answers
from tests.programmes import make_open as opened
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import FOR_ALL, served
from tests.programmes.make_programmes import NOW
from tests.programmes.test_answer_races import UNGUARDED, _called_off, _persist
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
LOST = (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError)


async def _send(date_id: UUID, form: UUID, nth: int, adults: int = 1, children: int = 0) -> str:
    """As somebody at a page that says "send it again": the same form until it is said what came of it."""
    while True:
        try:
            given = opened.give(date_id, adults, children, form=form, address=f"192.0.2.{nth}")
            said = await answers.outcome(given)
        except LOST:
            continue
        return "going" if said == "done" else said


async def _rush(date_id: UUID, accounts: list[visits.Relative], forms: int) -> dict[str, int]:
    """All at once: a household with an account, one without, and so on."""
    requests = [uuid4() for _ in accounts]
    said = await asyncio.gather(
        *(_send(date_id, uuid4(), nth, 1 + nth % 2) for nth in range(forms)),
        *(
            _persist(
                lambda one=one, request=request: answers.answer(
                    one, date_id, through=None, request_id=request
                )
            )
            for one, request in zip(accounts, requests, strict=True)
        ),
    )
    return {code: said.count(code) for code in sorted(set(said))}


async def _people(owner: asyncpg.Connection, date_id: UUID) -> int:
    """Who has places, counted one by one."""
    people: int = await owner.fetchval(
        "select sum(adults + children) from (select occurrence_id, state, adults, children from answer"
        " union all select occurrence_id, state, adults, children from open_answer) as a"
        " where occurrence_id = $1 and state in ('going', 'offered')",
        date_id,
    )
    return people


async def _openly(owner: asyncpg.Connection, date_id: UUID) -> int:
    """Those of them without an account."""
    query = "select sum(adults + children) from open_answer where occurrence_id = $1 and state = 'going'"
    return await owner.fetchval(query, date_id) or 0


async def test_households_without_an_account_run_for_their_half_and_no_more(db, owner):
    date_id = (await programmes.released(owner, people=25, **FOR_ALL)).occurrence_id

    assert set(await _rush(date_id, [], 30)) <= {"going", "NO_PLACE"}

    assert await _openly(owner, date_id) == 12
    assert await answers.disagreeing(owner) == []


async def test_sixty_parties_run_for_the_last_places_and_none_is_sold_twice_or_left(db, owner):
    date_id = (await programmes.released(owner, people=25, **FOR_ALL)).occurrence_id
    accounts = [await visits.relative(owner) for _ in range(30)]

    said = await _rush(date_id, accounts, 30)

    assert set(said) <= {"going", "waiting", "NO_PLACE"}
    assert await visits.taken(owner, date_id) == {"people": 25}
    assert await _people(owner, date_id) == 25
    assert await _openly(owner, date_id) <= 12
    assert await answers.disagreeing(owner) == []


async def test_control_without_the_guard_more_go_than_there_are_places(db, owner):
    date_id = (await programmes.released(owner, people=10, **FOR_ALL)).occurrence_id
    accounts = [await visits.relative(owner) for _ in range(20)]
    await owner.execute(UNGUARDED)

    await _rush(date_id, accounts, 20)

    assert await _people(owner, date_id) > 10


async def test_fifty_sends_of_one_form_are_one_answer(db, owner):
    date_id = (await programmes.released(owner, people=9, **FOR_ALL)).occurrence_id
    form = uuid4()

    said = await asyncio.gather(
        *(opened.give(date_id, 2, form=form, address=f"192.0.2.{nth}") for nth in range(50))
    )

    assert len(set(said)) == 1
    assert await opened.stand(owner) == [("going", None)]
    assert await visits.taken(owner, date_id) == {"people": 2}


async def test_whoever_comes_back_while_places_go_round_leaves_none_unsold(db, owner):
    """All take their answers back at once: what is free goes to whoever waits with an account, before anybody else."""
    date_id = (await programmes.released(owner, people=24, **FOR_ALL)).occurrence_id
    for _ in range(12):
        await answers.answer(await visits.relative(owner), date_id, through=None)
    secrets = [await opened.give(date_id, address=f"192.0.2.{nth}") for nth in range(12)]
    accounts = [await visits.relative(owner) for _ in range(15)]
    waiting = [(await answers.answer(one, date_id, through=None))[0] for one in accounts]

    async def back(secret: str, nth: int) -> str:
        try:
            return await answers.outcome(opened.withdraw(secret, address=f"192.0.2.{nth}"))
        except LOST:
            return await back(secret, nth)

    said = await asyncio.gather(
        *(back(secret, nth) for nth, secret in enumerate(secrets)),
        *(back(secret, nth) for nth, secret in enumerate(secrets)),
        *(_send(date_id, uuid4(), 100 + nth) for nth in range(10)),
    )

    assert said.count("done") == 24
    states = [state for state, _ in await answers.states(owner, *waiting)]
    assert (states.count("offered"), states.count("waiting")) == (12, 3)
    assert said[24:] == ["NO_PLACE"] * 10
    assert await answers.disagreeing(owner) == []


async def test_what_is_called_off_while_they_answer_keeps_no_answer(db, owner):
    event = await programmes.released(owner, people=9, **FOR_ALL)

    said, _ = await asyncio.gather(
        asyncio.gather(*(_send(event.occurrence_id, uuid4(), nth) for nth in range(20))),
        _called_off(owner, event),
    )

    assert set(said) <= {"going", "NO_PLACE", "ANSWERS_CLOSED"}
    assert {state for state, _ in await opened.stand(owner)} <= {"withdrawn"}
    assert await visits.taken(owner, event.occurrence_id) == {"people": 0}
    assert await answers.disagreeing(owner) == []


async def test_one_address_that_sends_all_at_once_takes_no_more_than_its_share(db, owner):
    """Their pages ask them to wait; what was refused holds no place."""
    date_id = (await programmes.released(owner, people=200, **FOR_ALL)).occurrence_id

    async with served() as web:
        got = await asyncio.gather(*(opened.send(web, date_id, adults=1) for _ in range(45)))

    codes = [each.status for each in got]
    assert codes.count(303) <= 30 and set(codes) <= {303, 429, 503}
    assert await visits.taken(owner, date_id) == {"people": codes.count(303)}
    assert await answers.disagreeing(owner, NOW + timedelta(minutes=1)) == []
