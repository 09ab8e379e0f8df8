"""Trying a code: five tries, once, here, now; and a ceiling on all wrong codes together."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.errors import Code
from backend.identity.commands import challenges
from backend.identity.limits import LIMITS
from tests.identity.make_identity import (
    NOW,
    actor,
    asked,
    code_sent_to,
    confirmed,
    phone,
    signed_in,
)
from tests.identity.refusing import outcome, refused

pytestmark = pytest.mark.anyio

UNGUARDED_TRY = """
with seen as (
  select id, phone_cipher, phone_index, code_digest, tries from sign_in_challenge
  where id = $1 and device_index = $2 and purpose = $3 and expires_at > $4 and tries < $5 and used_at is null
), counted as (
  update sign_in_challenge set tries = least(tries + 1, 5) where id in (select id from seen)
)
select seen.* from seen, pg_sleep(0.1)
"""
"""Looks first and counts afterwards: what the guard of the real statement prevents."""


def wrong(code: str) -> str:
    return str((int(code) + 1) % 1_000_000).zfill(6)


async def evaluated(owner) -> int:
    return await owner.fetchval(
        "select count(*) from audit_entry where action = 'identity.sign_in.failed'"
    )


async def test_the_right_code_opens_an_account_and_a_trusted_session(db, owner):
    number = phone()
    answer = await signed_in(number)

    family = await actor(answer)
    account = await owner.fetchrow("select * from account")
    assert family.account_id == account["id"]
    assert (family.provisional, family.language) == (False, "es")
    assert await owner.fetchval("select action from audit_entry") == "identity.signed_in"
    assert account["recovery_digest"] is not None


async def test_two_hundred_tries_at_once_are_looked_at_five_times(db, owner):
    number = phone()
    challenge = await asked(number)
    code = wrong(await code_sent_to(number))

    answers = await asyncio.gather(*(outcome(confirmed(challenge, code)) for _ in range(200)))

    assert answers.count(Code.CODE_WRONG) == 5
    assert answers.count(Code.TOO_MANY_TRIES) == 195
    assert await evaluated(owner) == 5
    assert await owner.fetchval("select tries from sign_in_challenge") == 5


async def test_control_without_the_guard_more_than_five_are_looked_at(db, owner, monkeypatch):
    monkeypatch.setattr(challenges, "_TRY", UNGUARDED_TRY)
    number = phone()
    challenge = await asked(number)
    code = wrong(await code_sent_to(number))

    answers = await asyncio.gather(*(outcome(confirmed(challenge, code)) for _ in range(200)))

    assert answers.count(Code.CODE_WRONG) > 5


async def test_the_right_code_comes_too_late_after_five_wrong_ones(db, owner):
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)
    codes = [await refused(confirmed(challenge, wrong(code))) for _ in range(5)]

    assert codes == [Code.CODE_WRONG] * 5
    assert await refused(confirmed(challenge, code)) is Code.TOO_MANY_TRIES
    assert await owner.fetchval("select count(*) from account") == 0
    assert await owner.fetchval("select count(*) from session") == 0


async def test_a_wrong_code_does_not_close_the_account(db, owner):
    number = phone()
    await signed_in(number)
    later = NOW + timedelta(minutes=2)
    challenge = await asked(number, "stranger", now=later)
    for _ in range(5):
        await refused(confirmed(challenge, "000000", "stranger", now=later))
    await refused(confirmed(challenge, "000000", "stranger", now=later))

    again = await signed_in(number, now=later + timedelta(minutes=2))

    assert not (await actor(again, later + timedelta(minutes=2))).provisional


async def test_fifty_right_answers_at_once_open_one_session(db, owner):
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)

    answers = await asyncio.gather(*(outcome(confirmed(challenge, code)) for _ in range(50)))

    assert len([answer for answer in answers if isinstance(answer, dict)]) == 1
    assert answers.count(Code.CODE_WRONG) == 49
    assert await owner.fetchval("select count(*) from session") == 1
    assert await owner.fetchval("select count(*) from token") == 2


async def test_control_without_the_guard_they_open_more_than_one(db, owner, monkeypatch):
    monkeypatch.setattr(challenges, "_TRY", UNGUARDED_TRY)
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)

    await asyncio.gather(*(outcome(confirmed(challenge, code)) for _ in range(50)))

    assert await owner.fetchval("select count(*) from session") > 1


async def test_fifty_sends_of_one_answer_open_one_session_and_are_answered_alike(db, owner):
    number = phone()
    challenge = await asked(number)
    code, request = await code_sent_to(number), uuid4()

    answers = await asyncio.gather(
        *(confirmed(challenge, code, request=request) for _ in range(50))
    )

    assert answers == [answers[0]] * 50
    assert await owner.fetchval("select count(*) from session") == 1


async def test_a_code_works_once(db, owner):
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)
    await confirmed(challenge, code)

    assert await refused(confirmed(challenge, code)) is Code.CODE_WRONG
    assert await owner.fetchval("select count(*) from session") == 1


async def test_a_code_works_only_on_the_device_that_asked(db, owner):
    number = phone()
    challenge = await asked(number, "first")
    code = await code_sent_to(number)

    assert await refused(confirmed(challenge, code, "second")) is Code.CODE_WRONG
    assert await owner.fetchval("select tries from sign_in_challenge") == 0
    assert await owner.fetchval("select count(*) from session") == 0


async def test_a_code_works_only_for_its_purpose(db, owner):
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)
    await owner.execute("update sign_in_challenge set purpose = 'erase'")

    assert await refused(confirmed(challenge, code)) is Code.CODE_WRONG
    assert await owner.fetchval("select count(*) from session") == 0


@pytest.mark.parametrize("late", [timedelta(minutes=5), timedelta(days=1), -timedelta(seconds=1)])
async def test_a_code_works_only_within_its_five_minutes(db, owner, late):
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)

    assert await refused(confirmed(challenge, code, now=NOW + late)) is Code.CODE_WRONG
    assert await owner.fetchval("select count(*) from session") == 0


async def test_a_code_works_until_its_last_second(db, owner):
    number = phone()
    challenge = await asked(number)
    code = await code_sent_to(number)

    assert await confirmed(challenge, f" {code} ", now=NOW + timedelta(minutes=4, seconds=59))


async def test_the_code_of_one_challenge_does_not_open_another(db, owner):
    numbers = phone(), phone()
    first, second = await asked(numbers[0]), await asked(numbers[1])
    code = await code_sent_to(numbers[0])

    assert await refused(confirmed(second, code)) is Code.CODE_WRONG
    assert await confirmed(first, code)


async def test_above_the_ceiling_wrong_and_right_codes_are_put_off_alike_and_not_counted(db, owner):
    numbers = phone(), phone()
    challenge_ids = [await asked(number) for number in numbers]
    code = await code_sent_to(numbers[1])
    await refused(confirmed(challenge_ids[0], "000000"))
    await owner.execute("update rate_bucket set remaining = 0 where key = 'codes failed'")

    put_off = [
        await refused(confirmed(challenge_ids[1], wrong(code))),
        await refused(confirmed(challenge_ids[1], code)),
    ]
    later = NOW + timedelta(seconds=60)
    opened = await confirmed(challenge_ids[1], code, now=later)

    assert put_off == [Code.SIGN_IN_PAUSED] * 2
    assert await actor(opened, later) is not None
    tries = "select tries from sign_in_challenge where id = $1"
    assert await owner.fetchval(tries, challenge_ids[1]) == 1


async def test_above_the_ceiling_a_trusted_device_signs_in_as_ever(db, owner):
    number = phone()
    await signed_in(number)
    other = await asked(phone(), "guesser")
    await refused(confirmed(other, "000000", "guesser"))
    await owner.execute("update rate_bucket set remaining = 0 where key = 'codes failed'")
    later = NOW + timedelta(minutes=2)
    await owner.execute("update rate_bucket set filled_at = $1 where key = 'codes failed'", later)

    assert await signed_in(number, now=later)
    code = await refused(confirmed(await asked(phone(), "new", now=later), "0", "new", now=later))
    assert code is Code.SIGN_IN_PAUSED


async def test_the_ceiling_is_exact_when_guesses_are_sprayed_over_many_numbers(db, owner):
    numbers = [phone() for _ in range(20)]
    challenge_ids = [await asked(number, f"d{n}") for n, number in enumerate(numbers)]
    await refused(confirmed(challenge_ids[0], "no code", "d0"))
    await owner.execute("update rate_bucket set remaining = 3 where key = 'codes failed'")

    answers = await asyncio.gather(
        *(
            outcome(confirmed(challenge, "no code", f"d{n}"))
            for n, challenge in enumerate(challenge_ids)
        )
    )

    assert answers.count(Code.CODE_WRONG) == 3
    assert answers.count(Code.SIGN_IN_PAUSED) == 17


async def test_over_a_week_at_most_fifteen_guesses_a_day_are_looked_at(db, owner):
    number = phone()
    for hour in range(0, 7 * 24, 3):
        at = NOW + timedelta(hours=hour)
        challenge = await outcome(asked(number, f"d{hour}", now=at))
        if isinstance(challenge, Code):
            continue
        for _ in range(6):
            await refused(confirmed(challenge, "no code", f"d{hour}", now=at))

    days = await owner.fetch(
        "select count(*) as guesses from audit_entry where action = 'identity.sign_in.failed'"
        " group by at::date"
    )
    assert max(day["guesses"] for day in days) <= LIMITS.codes_a_day * LIMITS.code_tries == 15
    assert len(days) >= 7
