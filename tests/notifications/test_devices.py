"""A phone is pushed to by whoever registered it last, as long as it is signed in and heard of."""

import asyncio
import json
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Family
from backend.core.errors import Code, DomainError
from backend.identity import commands as identity
from backend.notifications import commands, jobs
from backend.sealed import unseal
from tests import make
from tests.identity.asking import ask
from tests.identity.make_identity import NOW, access, actor, family, phone, signed_in
from tests.identity.refusing import refused
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
TOKEN = "dQw4w9WgXcQ:APA91bH-not-a-real-registration-token"
Kind = commands.PushKind


async def register(who: Family, value: str = TOKEN, now=NOW, kind: Kind = Kind.FCM_TOKEN) -> str:
    answer = await commands.register_push_device(who, uuid4(), kind=kind, value=value, now=now)
    return answer["id"]


async def live(owner) -> list:
    return await owner.fetch("select * from push_device where state <> 'revoked' order by id")


async def gone(owner) -> list[str]:
    rows = await owner.fetch("select revoked_reason from push_device where state = 'revoked'")
    return sorted(row["revoked_reason"] for row in rows)


async def test_a_phone_registers_its_address_and_forgets_it(db, owner):
    token = access(await signed_in(phone()))

    said = await ask("registerPushDevice", token=token, kind="FCM_INSTALLATION", value=TOKEN)
    (row,) = await live(owner)
    left = await ask("forgetPushDevice", token=token)

    assert said == {"__typename": "PushRegistered", "id": str(row["id"])}
    assert (row["kind"], row["state"]) == ("fcm_installation", "active")
    assert unseal("push_device.value", row["id"], row["value_cipher"]) == TOKEN
    assert left == {"__typename": "PushForgotten", "forgottenAt": "2026-03-02T15:00:00Z"}
    assert (await live(owner), await gone(owner)) == ([], ["forgotten"])


async def test_no_byte_of_an_address_is_stored_in_clear(db, owner):
    await register(await family())

    dumped = json.dumps(
        [
            dict(row)
            for table in ("push_device", "request_key")
            for row in await owner.fetch(f"select * from {table}")
        ],
        default=lambda value: repr(bytes(value)) if isinstance(value, memoryview) else str(value),
    )
    assert TOKEN not in dumped
    assert TOKEN.split(":")[1] not in dumped


@pytest.mark.parametrize("value", ["", "x" * 1025, "two words\n", "niño"])
async def test_what_is_no_address_is_refused_and_nothing_is_written(db, owner, value):
    who = await family()

    act = commands.register_push_device(who, uuid4(), kind=Kind.FCM_TOKEN, value=value, now=NOW)

    assert await refused(act) is Code.BAD_INPUT
    assert await owner.fetchval("select count(*) from push_device") == 0


async def test_registering_again_is_word_from_the_phone_and_makes_no_second_row(db, owner):
    who = await family()
    first = await register(who)
    await owner.execute("update push_device set state = 'stale', suspect = 3")

    again = await register(who, now=NOW + timedelta(days=40))

    (row,) = await live(owner)
    assert again == first == str(row["id"])
    assert (row["state"], row["suspect"]) == ("active", 0)
    assert row["last_seen_at"] == NOW + timedelta(days=40)


async def test_a_new_address_takes_the_place_of_the_sessions_old_one(db, owner):
    who = await family()
    await register(who, "the-old-one")

    await register(who, "the-new-one")

    assert len(await live(owner)) == 1
    assert await gone(owner) == ["replaced"]


async def test_on_a_shared_phone_the_address_moves_to_whoever_signed_in_last(db, owner):
    mother, daughter = await family(), await family(phone(), "second")
    await register(mother)

    await register(daughter)

    (row,) = await live(owner)
    assert row["account_id"] == daughter.account_id
    assert await gone(owner) == ["moved"]


async def _both_at_once(owner) -> int:
    """Owners of one address after six accounts registered it at the same moment."""
    await owner.execute("delete from push_device")
    people = [await family(phone(), str(nth)) for nth in range(6)]
    await asyncio.gather(*(register(each) for each in people))
    return len({row["account_id"] for row in await live(owner)})


async def test_two_who_register_one_address_at_once_never_both_own_it(db, owner):
    for _ in range(3):
        assert await _both_at_once(owner) == 1


async def _replace(owner, function: str, old: str, new: str) -> None:
    """Change a function of the database; the text must be there."""
    body = await owner.fetchval("select pg_get_functiondef($1::regproc)", function)
    assert old in body, function
    await owner.execute(body.replace(old, new, 1))


async def test_control_without_index_and_lock_both_own_it(db, owner):
    await owner.execute("drop index push_device_one_owner")
    await _replace(
        owner,
        "push_device_register",
        "perform pg_advisory_xact_lock(hashtextextended(encode(index_of, 'hex'), 0));",
        "",
    )
    await _replace(
        owner,
        "push_device_register",
        "insert into push_device",
        "perform pg_sleep(0.05); insert into push_device",
    )

    assert await _both_at_once(owner) > 1


async def test_signing_out_ends_the_pushes_of_this_phone_alone(db, owner):
    number = phone()
    here = await actor(await signed_in(number))
    other = await family(phone(), "second")
    await register(here)
    await register(other, "another-phone")

    await identity.sign_out(here, uuid4(), now=NOW)

    (row,) = await live(owner)
    assert row["account_id"] == other.account_id
    assert await gone(owner) == ["signed_out"]


async def test_nobody_registers_for_a_session_that_is_not_theirs(db, owner):
    who, other = await family(), await family(phone(), "second")
    forged = Family(account_id=who.account_id, session_id=other.session_id)

    with pytest.raises(DomainError, match="SESSION_ENDED"):
        await register(forged)

    assert await owner.fetchval("select count(*) from push_device") == 0


async def test_a_phone_that_is_not_heard_of_grows_stale_and_is_given_up(db, owner):
    someone = await make.family(owner)
    ages = {
        days: await notices.phone(owner, someone, at=NOW - timedelta(days=days))
        for days in (29, 30, 269, 270)
    }

    await jobs.age_devices(NOW)
    await jobs.age_devices(NOW)

    rows = {row["id"]: row for row in await owner.fetch("select * from push_device")}
    assert {days: rows[key]["state"] for days, key in ages.items()} == {
        29: "active",
        30: "stale",
        269: "stale",
        270: "revoked",
    }
    assert rows[ages[270]]["revoked_reason"] == "expired"


async def test_a_phone_given_up_that_comes_back_is_a_new_one(db, owner):
    who = await family()
    first = await register(who)
    await jobs.age_devices(NOW + timedelta(days=270))

    again = await register(who, now=NOW + timedelta(days=271))

    (row,) = await live(owner)
    assert UUID(again) == row["id"] != UUID(first)
