"""How quiet an account is: set by its family, on a trusted device, and read there alone."""

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.errors import Code
from backend.identity import commands
from tests.identity.asking import ask
from tests.identity.make_identity import NOW, access, device, family, phone, signed_in
from tests.identity.refusing import refused

pytestmark = pytest.mark.anyio
DEFAULTS = (False, time(21), time(7))


async def stored(owner, account_id: UUID) -> tuple:
    row = "select discreet, quiet_from, quiet_to from account where id = $1"
    return tuple(await owner.fetchrow(row, account_id))


async def test_an_account_is_quiet_at_night_until_its_family_says_otherwise(db, owner):
    token = access(await signed_in(phone()))
    other = await family()

    before = (await ask("me", token=token))["preferences"]
    said = await ask(
        "setPreferences", token=token, discreet=True, quietFrom="20:30:00", quietTo="06:00:00"
    )
    never = await ask("setPreferences", token=token, discreet=True)

    assert before == {"discreet": False, "quietFrom": "21:00:00", "quietTo": "07:00:00"}
    assert said == {
        "__typename": "Preferences",
        "discreet": True,
        "quietFrom": "20:30:00",
        "quietTo": "06:00:00",
    }
    assert never == said | {"quietFrom": None, "quietTo": None}
    assert (await ask("me", token=token))["preferences"]["discreet"] is True
    assert await stored(owner, other.account_id) == DEFAULTS


async def test_the_account_is_recognised_by_the_end_of_its_number_on_trusted_devices_alone(db):
    number = phone()
    trusted = access(await signed_in(number, "old"))
    later = NOW + timedelta(minutes=2)
    waiting = access(await signed_in(number, "new", now=later))

    assert (await ask("me", token=trusted))["phoneEnding"] == number[-3:]
    shown = await ask("me", token=waiting, now=later)
    assert (shown["phoneEnding"], shown["preferences"]) == (None, None)


@pytest.mark.parametrize(
    "hours",
    [
        {"quiet_from": time(21)},
        {"quiet_to": time(7)},
        {"quiet_from": time(7), "quiet_to": time(7)},
        {"quiet_from": time.fromisoformat("21:00+05:00"), "quiet_to": time(7)},
    ],
)
async def test_half_an_interval_is_refused_and_nothing_is_written(db, owner, hours):
    who = await family()
    asked = {"discreet": True, "quiet_from": None, "quiet_to": None, **hours}

    assert await refused(commands.set_preferences(who, uuid4(), **asked, now=NOW)) is Code.BAD_INPUT
    assert await stored(owner, who.account_id) == DEFAULTS


async def test_hours_with_an_offset_are_refused_in_words(db):
    token = access(await signed_in(phone()))

    answer = await ask(
        "setPreferences",
        token=token,
        discreet=False,
        quietFrom="21:00:00-05:00",
        quietTo="07:00:00",
    )

    assert (answer["__typename"], answer["code"]) == ("Problem", "BAD_INPUT")


async def test_a_device_that_waits_for_trust_sets_nothing(db, owner):
    number = phone()
    await family(number, "old")
    later = NOW + timedelta(minutes=2)
    waiting = access(await signed_in(number, "new", now=later))

    answer = await ask("setPreferences", token=waiting, discreet=True, now=later)

    assert answer["code"] == "DEVICE_NOT_TRUSTED"
    assert await owner.fetchval("select discreet from account") is False
    assert device("old") != device("new")
