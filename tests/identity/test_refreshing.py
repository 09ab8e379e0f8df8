"""Refreshing a session: one successor a token, patience with bad lines, none with thieves."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.errors import Code
from backend.identity.commands import sessions
from backend.identity.limits import LIMITS
from tests.identity.make_identity import (
    NOW,
    access,
    actor,
    phone,
    refresh,
    refreshed,
    signed_in,
)
from tests.identity.refusing import outcome, refused

pytestmark = pytest.mark.anyio

SOON = NOW + timedelta(minutes=9)


async def ended(owner) -> str | None:
    return await owner.fetchval("select end_reason from session")


async def test_a_refresh_gives_another_pair_and_the_old_access_token_runs_out(db, owner):
    first = await signed_in(phone())
    second = await refreshed(refresh(first), now=SOON)

    assert (access(second), refresh(second)) != (access(first), refresh(first))
    assert await actor(first, NOW + timedelta(minutes=9, seconds=59)) == await actor(second, SOON)
    assert await actor(first, NOW + timedelta(minutes=10)) is None
    assert await actor(second, SOON + timedelta(minutes=9)) is not None
    assert second["access_expires_at"] == (SOON + LIMITS.access_life).isoformat()
    assert second["refresh_expires_at"] == (SOON + LIMITS.refresh_life).isoformat()


async def test_fifty_refreshes_at_once_have_one_successor_and_equal_answers(db, owner):
    token = refresh(await signed_in(phone()))

    answers = await asyncio.gather(*(refreshed(token, now=SOON) for _ in range(50)))

    assert answers == [answers[0]] * 50
    assert await owner.fetchval("select generation from session") == 1
    assert await owner.fetchval("select count(*) from token") == 4


async def test_control_without_the_lock_refreshes_run_into_the_constraint(db, owner, monkeypatch):
    unguarded = sessions._PRESENTED.replace("for update of s", "").replace(
        "where", "cross join pg_sleep(0.1) where"
    )
    monkeypatch.setattr(sessions, "_PRESENTED", unguarded)
    token = refresh(await signed_in(phone()))

    answers = await asyncio.gather(
        *(refreshed(token, now=SOON) for _ in range(50)), return_exceptions=True
    )

    assert [one for one in answers if isinstance(one, asyncpg.UniqueViolationError)]
    assert await owner.fetchval("select count(*) from token") == 4


async def test_the_old_token_gives_the_same_pair_for_thirty_seconds(db, owner):
    token = refresh(await signed_in(phone()))
    first = await refreshed(token, now=SOON)

    again = await refreshed(token, now=SOON + timedelta(seconds=30))

    assert again == first
    assert await ended(owner) is None


async def test_a_lost_answer_is_given_again_days_later_to_the_same_request(db, owner):
    token, request = refresh(await signed_in(phone())), uuid4()
    first = await refreshed(token, now=SOON, request=request)
    later = SOON + timedelta(days=3)

    again = await refreshed(token, now=later, request=request)
    after = await refreshed(refresh(again), now=later)

    assert again == first
    assert await actor(after, later) is not None
    assert await ended(owner) is None


async def test_many_lost_answers_sign_nobody_out(db, owner):
    answer = await signed_in(phone())
    for turn in range(50):
        at = NOW + timedelta(minutes=10 * (turn + 1))
        token = refresh(answer)
        await refreshed(token, now=at)
        answer = await refreshed(token, now=at + timedelta(seconds=turn % 31))

    assert await ended(owner) is None
    assert answer["generation"] == 50


async def test_a_spent_token_after_the_grace_ends_the_session_and_tells_the_devices(db, owner):
    first = await signed_in(phone())
    second = await refreshed(refresh(first), now=SOON)
    replay = SOON + timedelta(seconds=31)

    assert await refused(refreshed(refresh(first), now=replay)) is Code.SESSION_ENDED

    assert await actor(second, replay) is None
    assert await refused(refreshed(refresh(second), now=replay)) is Code.SESSION_ENDED
    assert await ended(owner) == "reused"
    told = "select kind from notice where account_id is not null"
    assert await owner.fetchval(told) == "sign_in_reused"
    actions = [row["action"] for row in await owner.fetch("select action from audit_entry")]
    assert actions.count("identity.session.reused") == 1


async def test_a_thief_who_refreshes_first_is_thrown_out_with_the_victims_next_refresh(db, owner):
    stolen = refresh(await signed_in(phone()))
    thief = await refreshed(stolen, now=SOON)
    victim_returns = SOON + timedelta(minutes=8)

    assert await refused(refreshed(stolen, now=victim_returns)) is Code.SESSION_ENDED
    assert await actor(thief, victim_returns) is None
    assert await ended(owner) == "reused"


async def test_a_thief_who_refreshes_after_the_victim_ends_both(db, owner):
    stolen = refresh(await signed_in(phone()))
    victim = await refreshed(stolen, now=SOON)
    thief_comes = SOON + timedelta(minutes=1)

    assert await refused(refreshed(stolen, now=thief_comes)) is Code.SESSION_ENDED
    assert await actor(victim, thief_comes) is None


async def test_within_the_grace_a_used_successor_means_theft(db, owner):
    token = refresh(await signed_in(phone()))
    second = await refreshed(token, now=SOON)
    await refreshed(refresh(second), now=SOON + timedelta(seconds=5))

    replay = refreshed(token, now=SOON + timedelta(seconds=10))

    assert await refused(replay) is Code.SESSION_ENDED
    assert await ended(owner) == "reused"


async def test_a_refresh_token_on_another_device_ends_the_session(db, owner):
    answer = await signed_in(phone(), "owner")

    stolen = refreshed(refresh(answer), "thief", now=SOON)

    assert await refused(stolen) is Code.SESSION_ENDED
    assert await actor(answer, SOON) is None
    assert await ended(owner) == "reused"


async def test_after_a_theft_the_device_is_still_trusted_with_a_new_code(db, owner):
    number = phone()
    token = refresh(await signed_in(number))
    await refreshed(token, now=SOON)
    await refused(refreshed(token, now=SOON + timedelta(hours=1)))

    again = await signed_in(number, now=SOON + timedelta(hours=2))

    assert again["provisional"] is False


@pytest.mark.parametrize("said", ["", "x", "é" * 50, "A" * 43, "A" * 5000])
async def test_what_is_no_token_is_refused(db, owner, said):
    assert await refused(refreshed(said, now=NOW)) is Code.SESSION_ENDED


async def test_an_access_token_does_not_refresh_and_a_refresh_token_opens_nothing(db, owner):
    answer = await signed_in(phone())

    assert await refused(refreshed(access(answer), now=NOW)) is Code.SESSION_ENDED
    assert (
        await owner.fetchval(
            "select count(*) from actor_of_token((select digest from token where kind = 'refresh'), $1)",
            NOW,
        )
        == 0
    )


async def test_thirty_days_unused_end_a_session_without_calling_it_theft(db, owner):
    answer = await signed_in(phone())

    assert await refused(refreshed(refresh(answer), now=NOW + timedelta(days=30))) is (
        Code.SESSION_ENDED
    )
    assert await ended(owner) is None
    assert await refreshed(refresh(answer), now=NOW + timedelta(days=29, hours=23))


async def test_ninety_days_end_a_session_however_often_it_is_refreshed(db, owner):
    answer = await signed_in(phone())
    for day in range(20, 90, 20):
        answer = await refreshed(refresh(answer), now=NOW + timedelta(days=day))
    end = NOW + timedelta(days=90)
    last = await refreshed(refresh(answer), now=end - timedelta(minutes=1))

    assert last["access_expires_at"] == end.isoformat()
    assert await actor(last, end - timedelta(seconds=1)) is not None
    assert await actor(last, end) is None
    assert await refused(refreshed(refresh(last), now=end)) is Code.SESSION_ENDED


async def test_refreshes_of_two_sessions_do_not_meet(db, owner):
    answers = [await signed_in(phone()) for _ in range(2)]

    seconds = await asyncio.gather(*(refreshed(refresh(one), now=SOON) for one in answers))

    assert [UUID(one["session_id"]) for one in seconds] == [
        UUID(one["session_id"]) for one in answers
    ]
    assert [outcome_["generation"] for outcome_ in seconds] == [1, 1]
    assert await outcome(refreshed(refresh(seconds[0]), now=SOON + timedelta(minutes=9)))
