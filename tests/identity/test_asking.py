"""Asking for a code: who may, how often, and that nobody learns whether a number is known."""

import asyncio
import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from backend.core import text
from backend.core.actor import System
from backend.core.errors import Code
from backend.core.text import LANGUAGES, say
from backend.database import reading
from backend.identity import commands, queries
from backend.identity.commands import challenges
from backend.identity.limits import LIMITS
from backend.identity.phones import TEST_PHONES, canonical_phone
from backend.sealed import blind_index
from tests.identity.make_identity import (
    NOW,
    SOMEBODY,
    asked,
    device,
    phone,
    signed_in,
)
from tests.identity.refusing import outcome, refused

pytestmark = pytest.mark.anyio

GSM_7 = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)


@pytest.mark.parametrize("typed", ["900000001", "+51 900 000 001", "0051 900-000-001"])
def test_a_peruvian_mobile_is_one_number_however_it_is_typed(typed):
    assert canonical_phone(typed) == "+51900000001"
    assert int(canonical_phone(typed)) in TEST_PHONES


@pytest.mark.parametrize(
    "typed",
    [
        "014441234",
        "+12025550123",
        "+34600000000",
        "911",
        "90000000",
        "",
        "novecientos",
        "9" * 200,
        "+51900000001;ext=7",
        "+51 900 000 001 x 5",
    ],
)
async def test_anything_but_a_peruvian_mobile_is_refused_and_nothing_is_written(db, owner, typed):
    code = await refused(
        commands.request_sign_in_code(SOMEBODY, uuid4(), phone=typed, device=device(), now=NOW)
    )

    assert code is Code.PHONE_NOT_ACCEPTED
    assert await owner.fetchval("select count(*) from sign_in_challenge") == 0
    assert await owner.fetchval("select count(*) from text_message") == 0
    assert await owner.fetchval("select count(*) from rate_bucket") == 0


@pytest.mark.parametrize("secret", ["", "short", "x" * 101, "with blanks and so on 123", "ñ" * 30])
async def test_a_device_without_a_secret_of_its_own_is_refused(db, owner, secret):
    act = commands.request_sign_in_code(SOMEBODY, uuid4(), phone=phone(), device=secret, now=NOW)

    assert await refused(act) is Code.BAD_INPUT
    assert await owner.fetchval("select count(*) from sign_in_challenge") == 0


async def test_the_message_holds_the_code_and_no_word_about_the_service(db, owner):
    number = phone()
    await asked(number)

    async with reading(System()) as tx:
        [message] = await queries.outbox(tx)

    assert message.phone == number
    assert re.fullmatch(r"Tu codigo es \d{6}\. No lo compartas\.", message.body)
    assert message.created_at == NOW


def test_messages_fit_the_small_alphabet_and_one_message_in_every_language():
    texts = Path(text.__file__).parent / "texts"
    for language in [each for each in LANGUAGES if (texts / f"{each}.toml").exists()]:
        body = say("sms.sign_in_code", language, {"code": "123456"})
        assert set(body) <= GSM_7
        assert len(body) <= 160


async def test_a_strangers_device_reads_no_account_whatever_the_number(db, owner):
    known, unknown = phone(), phone()
    await signed_in(known)
    plans = []
    for number in (known, unknown):
        facts = (blind_index("phone", number), blind_index("device", "stranger"), NOW)
        rows = await owner.fetch(
            f"explain (analyze, costs off, timing off, summary off) {challenges._TRUSTED}", *facts
        )
        plans.append([row[0] for row in rows if "rows=" in row[0] or "never" in row[0]])

    assert plans[0] == plans[1]
    assert [line for line in plans[0] if "on account" in line and "never executed" in line]


async def test_nobody_can_use_up_the_codes_of_a_device_that_is_trusted(db, owner):
    number = phone()
    await signed_in(number, "own")
    later = NOW + timedelta(hours=1)
    stranger = [
        await outcome(asked(number, f"s{n}", now=later + n * timedelta(minutes=2)))
        for n in range(4)
    ]

    own = [
        await outcome(asked(number, "own", now=later + n * timedelta(minutes=2))) for n in range(3)
    ]

    assert [code is Code.SIGN_IN_PAUSED for code in stranger] == [False, False, True, True]
    assert [code is Code.SIGN_IN_PAUSED for code in own] == [False, False, True]


async def test_a_number_gets_one_code_a_minute(db, owner):
    number = phone()
    await asked(number, "one")

    early = await refused(asked(number, "two", now=NOW + timedelta(seconds=59)))
    await asked(number, "two", now=NOW + timedelta(seconds=60))

    assert early is Code.SIGN_IN_PAUSED
    assert await owner.fetchval("select count(*) from sign_in_challenge") == 2


async def test_a_number_gets_three_codes_in_any_day(db, owner):
    number = phone()
    hours = [NOW + timedelta(hours=hour) for hour in (0, 8, 16, 23)]
    asking = [await outcome(asked(number, f"{at}", now=at)) for at in hours]
    next_day = [
        await outcome(asked(number, f"{at}", now=at + timedelta(days=1)))
        for at in (hours[0], hours[0] + timedelta(hours=1))
    ]

    assert asking[3] is Code.SIGN_IN_PAUSED
    assert next_day[1] is Code.SIGN_IN_PAUSED
    assert await owner.fetchval("select count(*) from sign_in_challenge") == 4


async def test_twenty_requests_at_once_for_one_number_send_one_code(db, owner):
    number = phone()

    answers = await asyncio.gather(*(outcome(asked(number, f"d{n}")) for n in range(20)))

    assert answers.count(Code.SIGN_IN_PAUSED) == 19
    assert await owner.fetchval("select count(*) from text_message") == 1


async def test_a_device_gets_six_codes_and_a_prefix_sixty_an_hour(db, owner):
    by_device = [await outcome(asked(phone(), "one phone")) for _ in range(7)]
    await owner.execute("delete from rate_bucket")
    by_prefix = [await outcome(asked(f"+51900042{n:03d}", f"p{n}")) for n in range(61)]

    assert by_device.index(Code.SIGN_IN_PAUSED) == LIMITS.codes_by_device.burst
    assert by_prefix.index(Code.SIGN_IN_PAUSED) == LIMITS.codes_by_prefix.burst
    assert await owner.fetchval("select count(*) from text_message") == 66


async def test_the_whole_system_sends_no_more_than_its_ceiling(db, owner):
    await asked(phone(), "first")
    await owner.execute("update rate_bucket set remaining = 1 where key = 'codes sent'")

    answers = [await outcome(asked(phone(), f"d{n}")) for n in range(2)]
    later = NOW + timedelta(seconds=3600 / LIMITS.codes_sent.per_hour)
    after_refill = await outcome(asked(phone(), "later", now=later))

    assert answers[1] is Code.SIGN_IN_PAUSED
    assert after_refill is not Code.SIGN_IN_PAUSED
