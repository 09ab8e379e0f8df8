"""Answers that race, through the commands and connections of their own. Every race has a control with its guard off."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.programmes import jobs
from backend.programmes.rules.vocabulary import Audience
from backend.registry.commands import EndReason
from backend.visits import commands
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio

UNGUARDED = """
alter table ceiling drop constraint ceiling_never_over;
create or replace function event_lock(dates uuid[]) returns void language plpgsql as $$ begin end $$;
create or replace function allocation_place(new_claim uuid, place text, wanted_pool uuid, holder uuid, wanted jsonb,
    new_state text, at timestamptz, until timestamptz)
  returns void language plpgsql as $$
begin
  perform pg_sleep(0.02);
  update ceiling set taken = taken + (wanted ->> unit)::int where pool_id = wanted_pool and wanted ? unit;
  insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at, expires_at)
    values (new_claim, place, wanted_pool, holder, new_state, wanted, at, until);
end $$;
"""
"""The control: looks whether there is room, and takes afterwards, with nothing behind it."""


async def _persist(act) -> str:
    """As a phone does: the same request again while the answer is "come back"."""
    while (said := await answers.outcome(act())) == "TRY_AGAIN":
        pass
    return said


async def _rush(date_id: UUID, households: list[visits.Relative]) -> dict[str, int]:
    """All at once, each with a request of its own."""
    requests = [uuid4() for _ in households]
    said = await asyncio.gather(
        *(
            _persist(
                lambda one=one, request=request: answers.answer(one, date_id, request_id=request)
            )
            for one, request in zip(households, requests, strict=True)
        )
    )
    return {code: said.count(code) for code in sorted(set(said))}


async def test_two_hundred_households_rush_and_exactly_as_many_get_places_as_there_are(db, owner):
    date_id = (await programmes.released(owner, people=100)).occurrence_id
    households = [await visits.relative(owner) for _ in range(200)]

    assert await _rush(date_id, households) == {"going": 100, "waiting": 100}

    assert await visits.taken(owner, date_id) == {"people": 100}
    assert await answers.disagreeing(owner) == []


async def test_control_without_the_guard_more_go_than_there_are_places(db, owner):
    date_id = (await programmes.released(owner, people=10)).occurrence_id
    households = [await visits.relative(owner) for _ in range(40)]
    await owner.execute(UNGUARDED)

    said = await _rush(date_id, households)

    assert said["going"] > 10


async def test_fifty_sends_of_one_request_are_one_answer(db, owner):
    date_id = (await programmes.released(owner, people=10)).occurrence_id
    one, request_id = await visits.relative(owner), uuid4()

    said = await asyncio.gather(
        *(answers.answer(one, date_id, request_id=request_id) for _ in range(50))
    )

    assert len(set(said)) == 1
    assert await owner.fetchval("select count(*) from answer") == 1
    assert await visits.taken(owner, date_id) == {"people": 1}


async def test_two_phones_of_one_account_make_one_answer(db, owner):
    dates = (await programmes.released(owner, people=10, rule="FREQ=DAILY;COUNT=5")).occurrence_ids
    one = await visits.relative(owner)

    for date_id in dates:
        said = await _rush(date_id, [one, one])
        assert said == {"ALREADY_ANSWERED": 1, "going": 1}

    assert await answers.disagreeing(owner) == []


async def test_a_person_on_many_lists_comes_to_a_date_once(db, owner):
    date_id = (await programmes.released(owner, people=10)).occurrence_id
    number = registry.dni()
    lists = [await visits.relative(owner, number=number) for _ in range(6)]

    assert await _rush(date_id, lists) == {"NOT_AVAILABLE": 5, "going": 1}


async def test_control_without_the_lock_one_person_comes_twice(db, owner):
    date_id = (await programmes.released(owner, people=10)).occurrence_id
    number = registry.dni()
    lists = [await visits.relative(owner, number=number) for _ in range(6)]
    await owner.execute(UNGUARDED)

    assert (await _rush(date_id, lists))["going"] > 1


async def _offer(owner, date_id: UUID, holder: visits.Relative, one: visits.Relative) -> UUID:
    """One place, given back while somebody waits; the answer that is offered it."""
    held, _ = await answers.answer(holder, date_id)
    asked, state = await answers.answer(one, date_id)
    assert state == "waiting"
    await answers.withdraw(holder, held)
    return asked


async def test_an_offer_is_taken_at_the_moment_it_ends_or_goes_on_and_never_both(db, owner):
    """Half a second before it ends a family takes it; the worker's clock says that it has ended."""
    dates = (await programmes.released(owner, people=1, rule="FREQ=DAILY;COUNT=8")).occurrence_ids
    holder, one, next_one = [await visits.relative(owner) for _ in range(3)]
    ends = NOW + timedelta(hours=24)
    just_before = ends - timedelta(seconds=0.5)
    for date_id in dates:
        asked = await _offer(owner, date_id, holder, one)
        behind, _ = await answers.answer(next_one, date_id)

        said, gone = await asyncio.gather(
            _persist(lambda asked=asked: answers.take(one, asked, now=just_before)),
            jobs.expire_offers(ends),
        )

        states = [state for state, _ in await answers.states(owner, asked, behind)]
        assert (said, gone, states) in (
            ("done", 0, ["going", "waiting"]),
            ("OFFER_EXPIRED", 1, ["withdrawn", "offered"]),
        )
        assert await visits.taken(owner, date_id) == {"people": 1}
        await owner.execute(
            "update answer set offered_until = offered_until + interval '9 days' where state = 'offered'"
        )  # so that the next round's worker leaves this one alone
    assert await answers.disagreeing(owner, ends) == []


async def test_a_tie_that_ends_while_its_household_answers_leaves_no_answer(db, owner):
    dates = (await programmes.released(owner, people=50)).occurrence_ids
    households = [await visits.relative(owner) for _ in range(12)]

    async def end(one: visits.Relative) -> str:
        tie_id = await owner.fetchval("select id from tie where visitor_id = $1", one.visitor_id)
        request = uuid4()
        return await _persist(
            lambda: commands.withdraw_tie(one.family, request, tie_id=tie_id, now=NOW)
        )

    for one in households:
        said, _ = await asyncio.gather(_rush(dates[0], [one]), end(one))
        assert set(said) <= {"going", "NOT_FOUND", "GUEST_NOT_TIED"}

    assert await owner.fetchval("select count(*) from answer where state <> 'withdrawn'") == 0
    assert await visits.taken(owner, dates[0]) == {"people": 0}
    assert await answers.disagreeing(owner) == []


async def _called_off(owner, event: programmes.Released) -> None:
    """As a release does it: event, date, places."""
    async with owner.transaction():
        await owner.execute("set local role encuentro_worker")
        await owner.execute("select from event where id = $1 for no key update", event.event_id)
        await owner.execute(
            "update occurrence set state = 'cancelled', why = 'a test' where id = $1",
            event.occurrence_id,
        )
        await owner.execute(
            "select event_call_off($1, array[$2::uuid], false, $3)",
            event.event_id,
            event.occurrence_id,
            NOW,
        )


async def _named_no_more(owner, event: programmes.Released) -> None:
    await owner.execute(
        "update event_person set ended_at = $2 where event_id = $1", event.event_id, NOW
    )


@pytest.mark.parametrize(
    ("ending", "refusal"), [(_called_off, "ANSWERS_CLOSED"), (_named_no_more, "NOT_FOUND")]
)
async def test_what_ends_while_households_answer_it_keeps_no_answer(db, owner, ending, refusal):
    event = await programmes.released(owner, people=5, audience=Audience.PARTICIPANTS_RELATIVES)
    households = [await visits.relative(owner) for _ in range(20)]
    for one in households:
        await programmes.named(owner, event.event_id, one.inmate_id)

    said, _ = await asyncio.gather(_rush(event.occurrence_id, households), ending(owner, event))

    assert set(said) <= {"going", "waiting", refusal}
    assert await owner.fetchval("select count(*) from answer where state <> 'withdrawn'") == 0
    assert await visits.taken(owner, event.occurrence_id) == {"people": 0}
    assert await answers.disagreeing(owner) == []


async def test_everybody_withdraws_at_once_and_all_who_waited_are_offered_places(db, owner):
    date_id = (await programmes.released(owner, people=30)).occurrence_id
    households = [await visits.relative(owner) for _ in range(60)]
    given = [await answers.answer(one, date_id) for one in households]

    await asyncio.gather(
        *(
            _persist(lambda one=one, answer_id=answer_id: answers.withdraw(one, answer_id))
            for one, (answer_id, _) in zip(households[:30], given[:30], strict=True)
        )
    )

    states = await answers.states(owner, *(answer_id for answer_id, _ in given))
    assert [state for state, _ in states] == ["withdrawn"] * 30 + ["offered"] * 30
    assert await answers.disagreeing(owner) == []


async def test_places_freed_on_many_dates_at_once_meet_in_no_circle(db, owner):
    """Each household answers every date; all leave while their ties end, in any order."""
    dates = (
        await programmes.released(
            owner, people=3, audience=Audience.ENROLLED_RELATIVES, rule="FREQ=DAILY;COUNT=4"
        )
    ).occurrence_ids
    households = [await visits.relative(owner) for _ in range(10)]
    for one in households:
        for date_id in dates:
            await answers.answer(one, date_id)

    async def end(one: visits.Relative) -> str:
        tie, request = ties[one.visitor_id], uuid4()
        return await _persist(
            lambda: commands.end_tie(
                registry.officer(),
                request,
                tie_id=tie["id"],
                version=tie["version"],
                reason=EndReason.KINSHIP_ENDED,
                now=NOW,
            )
        )

    ties = {
        row["visitor_id"]: row
        for row in await owner.fetch("select id, version, visitor_id from tie")
    }

    await asyncio.gather(*(end(one) for one in households[:8]))

    for date_id in dates:
        live = await owner.fetch(
            "select account_id, state from answer where occurrence_id = $1 and state <> 'withdrawn'",
            date_id,
        )
        assert {(row["account_id"], row["state"]) for row in live} == {
            (one.family.account_id, "offered") for one in households[8:]
        }
    assert await answers.disagreeing(owner) == []
