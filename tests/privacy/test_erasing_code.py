"""The code that erases: sent to the account's own phone, counted like a code to sign in, and good for nothing else."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Family, System
from backend.core.errors import Code
from backend.database import reading, transaction
from backend.identity import commands as identity
from backend.identity import queries as reads
from backend.identity.limits import LIMITS
from backend.privacy import commands
from tests.identity import make_identity as signing
from tests.identity.refusing import outcome, refused
from tests.privacy.make_household import LATER, asked, code_for, household, second_device, whole
from tests.registry import make_registry
from tests.visits.make_visits import NOW

pytestmark = pytest.mark.anyio
COUNTED = {"sign_in_challenge", "request_key", "rate_bucket", "audit_entry", "audit_head"}
"""What a wrong code may leave behind: its count and the trail."""


def wrong(code: str) -> str:
    return str((int(code) + 1) % 1_000_000).zfill(6)


async def tried(family: Family, challenge, code: str, *, now=LATER):
    return await commands.erase_my_data(family, uuid4(), challenge_id=challenge, code=code, now=now)


async def changed(owner, before: dict[str, str]) -> set[str]:
    after = await whole(owner)
    return {table for table in after if after[table] != before[table]}


async def test_the_message_goes_to_the_accounts_own_phone_and_says_what_it_does(db, owner):
    home = await household(owner)

    await asked(home.family)

    async with reading(System()) as tx:
        newest, *_ = await reads.outbox(tx)
    assert newest.phone == home.phone
    assert newest.body.startswith("Codigo para borrar sus datos: ")


async def test_five_wrong_codes_are_counted_and_then_the_right_one_comes_too_late(db, owner):
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)
    before = await whole(owner)

    codes = [await refused(tried(home.family, challenge, wrong(code))) for _ in range(5)]
    late = await refused(tried(home.family, challenge, code))

    assert codes == [Code.CODE_WRONG] * LIMITS.code_tries
    assert late is Code.TOO_MANY_TRIES
    assert await owner.fetchval("select max(tries) from sign_in_challenge") == 5
    failed = "select count(*) from audit_entry where action = 'identity.erase.failed'"
    assert await owner.fetchval(failed) == 5
    assert await changed(owner, before) <= COUNTED


async def test_a_hundred_tries_at_once_are_looked_at_five_times(db, owner):
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)

    said = await asyncio.gather(
        *(outcome(tried(home.family, challenge, wrong(code))) for _ in range(100))
    )

    assert said.count(Code.CODE_WRONG) == 5
    assert set(said) <= {Code.CODE_WRONG, Code.TOO_MANY_TRIES, Code.TRY_AGAIN}
    assert await owner.fetchval("select count(*) from account") == 1


async def test_a_code_to_erase_never_signs_in(db, owner):
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)
    before = await whole(owner)

    assert await refused(signing.confirmed(challenge, code, now=LATER)) is Code.CODE_WRONG

    assert await changed(owner, before) <= COUNTED - {"sign_in_challenge"}
    assert await tried(home.family, challenge, code) == {"called_off": 0}


async def test_a_code_to_sign_in_never_erases(db, owner):
    home = await household(owner)
    challenge = await signing.asked(home.phone, now=LATER)
    code = await signing.code_sent_to(home.phone)
    before = await whole(owner)

    assert await refused(tried(home.family, challenge, code)) is Code.CODE_WRONG

    assert await changed(owner, before) <= COUNTED - {"sign_in_challenge"}
    assert await signing.confirmed(challenge, code, now=LATER)


async def test_the_code_of_another_account_on_the_same_device_does_not_erase_this_one(db, owner):
    mine, theirs = await household(owner), await household(owner)
    challenge, code = await code_for(theirs.family, theirs.phone)
    before = await whole(owner)

    assert await refused(tried(mine.family, challenge, code)) is Code.CODE_WRONG

    assert await changed(owner, before) <= COUNTED - {"sign_in_challenge"}


async def test_a_code_works_only_on_the_device_that_asked(db, owner):
    home = await household(owner)
    other = await second_device(home)
    later = LATER + timedelta(minutes=2)
    challenge, code = await code_for(home.family, home.phone, now=later)

    assert await refused(tried(other, challenge, code, now=later)) is Code.CODE_WRONG
    assert await owner.fetchval("select count(*) from account") == 1


@pytest.mark.parametrize("late", [LIMITS.code_life, timedelta(days=1)])
async def test_a_code_works_only_within_its_five_minutes(db, owner, late):
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)

    assert await refused(tried(home.family, challenge, code, now=LATER + late)) is Code.CODE_WRONG
    assert await owner.fetchval("select count(*) from account") == 1


async def test_codes_to_erase_and_to_sign_in_share_their_allowances(db, owner):
    home = await household(owner)
    hours = [NOW + timedelta(hours=hour) for hour in (1, 2, 3)]

    await asked(home.family, now=hours[0])
    soon = await refused(asked(home.family, now=hours[0] + timedelta(seconds=59)))
    await signing.asked(home.phone, now=hours[1])
    before = await whole(owner)
    fourth = await refused(asked(home.family, now=hours[2]))

    assert (soon, fourth) == (Code.SIGN_IN_PAUSED, Code.SIGN_IN_PAUSED)
    assert await changed(owner, before) <= {"request_key", "audit_entry", "audit_head"}
    assert await owner.fetchval("select count(*) from sign_in_challenge") == LIMITS.codes_a_day


async def test_erasing_and_beginning_anew_sends_no_more_codes_than_before(db, owner):
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)
    await tried(home.family, challenge, code)

    at = [LATER + timedelta(minutes=2 * nth) for nth in (1, 2, 3)]
    said = [await outcome(signing.asked(home.phone, now=now)) for now in at]

    assert [code is Code.SIGN_IN_PAUSED for code in said] == [False, True, True]


async def test_the_family_role_reaches_its_own_codes_to_erase_and_nothing_else(db, owner):
    mine, theirs = await household(owner), await household(owner, "other")
    await asked(theirs.family)
    insert = (
        "insert into sign_in_challenge (id, phone_cipher, phone_index, device_index, purpose, code_digest,"
        " created_at, expires_at) select gen_random_uuid(), '', phone_index, '', $2, '', at,"
        " at + interval '1 minute' from account, cast($3 as timestamptz) as at where id = $1"
    )
    send = (
        "insert into text_message (id, phone_cipher, body_cipher, created_at, expires_at)"
        " values (gen_random_uuid(), '', '', $1, $1)"
    )

    async with transaction(mine.family) as tx:
        seen = await tx.fetch("select purpose, phone_index from sign_in_challenge")
        moved = await tx.execute("update sign_in_challenge set tries = 5")
    own = "select phone_index from account where id = $1"
    number = await owner.fetchval(own, mine.family.account_id)
    assert [tuple(row) for row in seen] == [("sign_in", number)]
    assert moved == "UPDATE 0"
    for statement in (
        (insert, mine.family.account_id, "sign_in", LATER),
        (send, LATER),
        ("select account_erase($1)", LATER),
        ("select account_erased($1, $2)", uuid4(), b""),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(mine.family) as tx:
                await tx.execute(*statement)


async def test_no_other_role_may_erase(db, owner):
    home = await household(owner)
    waiting = Family(
        account_id=home.family.account_id, session_id=home.family.session_id, provisional=True
    )

    for actor in (waiting, signing.SOMEBODY, make_registry.officer(), System()):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(actor) as tx:
                await tx.execute("select account_erase($1)", LATER)
    assert await owner.fetchval("select count(*) from account") == 1


async def test_a_code_is_not_asked_for_an_account_that_is_gone(db, owner):
    home = await household(owner)
    challenge, code = await code_for(home.family, home.phone)
    await tried(home.family, challenge, code)

    later = LATER + timedelta(minutes=2)
    act = identity.request_erasure_code(home.family, uuid4(), now=later)
    assert await refused(act) is Code.SESSION_ENDED
    assert await owner.fetchval("select count(*) from text_message") == 0
