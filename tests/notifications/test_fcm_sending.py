"""How pushes leave: bounded, at a pace that the carrier can bend, with one access token for all."""

import asyncio
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import web

from backend.notifications.rules.verdicts import Outcome
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.fcm import fcm_carrier
from backend.notifications.sending.pace import Limits, Pace
from backend.settings import SettingsError
from tests import make
from tests.notifications import make_notices as notices
from tests.notifications.fake_fcm import FakeFcm, fake_fcm
from tests.notifications.test_fcm_messages import letter, to

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAST = Limits(first=100_000, most=100_000)


@pytest.fixture
async def fcm():
    async with fake_fcm() as fake:
        yield fake


async def _most_open(owner, folder: Path, **bound: int) -> int:
    """The most calls that were open at once while sixty families with three phones each were told."""
    families = [await make.family(owner) for _ in range(60)]
    for family in families:
        for _ in range(3):
            await notices.phone(owner, family)
    await notices.told(families, NOW)
    async with (
        fake_fcm(seconds=0.4) as fake,
        fcm_carrier(fake.credentials(folder), fake.address, **bound) as carrier,
    ):
        await Dispatcher("push", carrier, FAST).drain(NOW)
        assert len(fake.tray) == 180
        return fake.most_open


async def test_no_more_than_a_hundred_calls_are_open_at_once(db, owner, tmp_path):
    assert 80 <= await _most_open(owner, tmp_path) <= 100


async def test_control_without_the_bound_there_are_more(db, owner, tmp_path):
    assert await _most_open(owner, tmp_path, at_once=1000) > 100


def test_the_pace_grows_over_a_minute_begins_anew_after_a_rest_and_is_halved_when_asked():
    seconds = 1000.0
    pace = Pace(Limits(), clock=lambda: seconds)
    rates = []
    for second in (0, 30, 60, 300):
        seconds = 1000.0 + second
        rates.append(pace.rate)
    pace.slowed = True

    assert rates == [20, 110, 200, 200]
    assert pace.rate == 100


async def test_after_a_rest_the_ramp_begins_anew():
    seconds = 1000.0
    pace = Pace(Limits(), clock=lambda: seconds)
    await pace.turn()
    seconds += 59
    await pace.turn()
    assert pace.rate > 190
    seconds += 61
    await pace.turn()

    assert pace.rate == 20


async def _seconds_to_send(owner, fcm: FakeFcm, dispatcher: Dispatcher, now: datetime) -> float:
    families = [await make.family(owner) for _ in range(20)]
    for family in families:
        await notices.phone(owner, family)
    await notices.told(families, now)
    fcm.at.clear()
    await dispatcher.drain(now)
    return fcm.at[19] - fcm.at[0]


async def test_a_crowd_at_the_carrier_halves_the_pace_for_five_minutes(db, owner, fcm, tmp_path):
    family = await make.family(owner)
    await notices.phone(owner, family, value="crowded")
    fcm.by_address["crowded"] = ["quota"]
    async with fcm_carrier(fcm.credentials(tmp_path), fcm.address) as carrier:
        dispatcher = Dispatcher("push", carrier, Limits(first=40, most=40))
        before = await _seconds_to_send(owner, fcm, dispatcher, NOW)
        await notices.told([family], NOW, kind="visit_changed")
        await dispatcher.drain(NOW)
        halved = await _seconds_to_send(owner, fcm, dispatcher, NOW + timedelta(seconds=30))
        after = await _seconds_to_send(owner, fcm, dispatcher, NOW + timedelta(minutes=6))

    assert halved > 0.85  # nineteen steps at twenty a second; a busy machine only makes it more
    assert before < halved and after < halved


async def test_what_the_carrier_asks_for_is_waited(db, owner, fcm, tmp_path):
    family = await make.family(owner)
    await notices.phone(owner, family, value="busy")
    fcm.by_address["busy"] = ["quota for 90 s", "unavailable for 120 s"]
    await notices.told([family], NOW)
    calls = []
    async with fcm_carrier(fcm.credentials(tmp_path), fcm.address) as carrier:
        dispatcher = Dispatcher("push", carrier, FAST)
        for second in (0, 89, 101, 215, 250):
            await dispatcher.drain(NOW + timedelta(seconds=second))
            calls.append(len(fcm.messages))

    assert calls == [1, 1, 2, 2, 3]
    assert await notices.states(owner) == {"accepted": 1}


async def test_a_refused_token_is_dropped_and_the_channel_rests_ten_minutes(
    db, owner, fcm, tmp_path
):
    families = [await make.family(owner) for _ in range(2)]
    for family in families:
        await notices.phone(owner, family)
    async with fcm_carrier(fcm.credentials(tmp_path), fcm.address) as carrier:
        dispatcher = Dispatcher("push", carrier, FAST)
        await notices.told(families[:1], NOW)
        await dispatcher.drain(NOW)
        fcm.forget_tokens()
        await notices.told(families[1:], NOW)
        await dispatcher.drain(NOW)
        seen = (fcm.asked_for_tokens, len(fcm.messages))
        await dispatcher.drain(NOW + timedelta(minutes=9))
        rested = len(fcm.messages)
        await dispatcher.drain(NOW + timedelta(minutes=11))

    assert (seen, rested) == ((1, 2), 2)
    assert fcm.asked_for_tokens == 2
    assert await notices.states(owner) == {"accepted": 2}


async def test_fifty_at_once_ask_for_one_token(fcm, tmp_path):
    async with fcm_carrier(fcm.credentials(tmp_path), fcm.address) as carrier:
        sent = await asyncio.gather(*(carrier.send(letter(), to(), NOW) for _ in range(50)))

    assert {each.answer.outcome for each in sent} == {Outcome.ACCEPTED}
    assert fcm.asked_for_tokens == 1


async def test_a_token_is_asked_for_anew_before_it_ends(fcm, tmp_path):
    fcm.token_life = 200  # shorter than what google-auth keeps as a reserve
    async with fcm_carrier(fcm.credentials(tmp_path), fcm.address) as carrier:
        for _ in range(3):
            await carrier.send(letter(), to(), NOW)

    assert fcm.asked_for_tokens == 3


@pytest.mark.parametrize(
    ("issued", "outcome"),
    [
        (lambda: web.json_response({"error": "invalid_grant"}, status=400), Outcome.UNAUTHORISED),
        (lambda: web.Response(text="<html>a hotel's network</html>"), Outcome.UNAVAILABLE),
        (lambda: web.json_response(["no token"]), Outcome.UNAVAILABLE),
    ],
)
async def test_without_a_token_nothing_is_sent(fcm, tmp_path, issued, outcome):
    fcm.issuer = issued
    async with fcm_carrier(fcm.credentials(tmp_path), fcm.address) as carrier:
        sent = await carrier.send(letter(), to(), NOW)

    assert (sent.answer.outcome, fcm.messages) == (outcome, [])


@pytest.mark.parametrize("end", ["expires_at", "lease_until"])
async def test_whoever_waited_too_long_for_a_turn_is_not_sent_too_late(tmp_path, end):
    soon = letter(**{end: NOW + timedelta(seconds=0.3)})
    async with (
        fake_fcm(seconds=0.5) as fake,
        fcm_carrier(fake.credentials(tmp_path), fake.address, at_once=1) as carrier,
    ):
        first, second = await asyncio.gather(
            carrier.send(letter(), to(), NOW), carrier.send(soon, to(), NOW)
        )

    assert first.answer.outcome is Outcome.ACCEPTED
    assert (second.answer.outcome, len(fake.messages)) == (Outcome.UNKNOWN, 1)


async def test_a_call_that_hangs_is_given_up(tmp_path):
    async with (
        fake_fcm() as fake,
        fcm_carrier(fake.credentials(tmp_path), fake.address, seconds=0.3) as carrier,
    ):
        fake.otherwise = lambda _: "hang"
        begun = time.monotonic()
        sent = await carrier.send(letter(), to(), NOW)

    assert sent.answer.outcome is Outcome.UNKNOWN
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "text", [None, "{", '{"type": "authorized_user"}', '{"type": "service_account"}']
)
async def test_a_file_that_is_no_key_is_refused_by_the_settings_name(tmp_path, text):
    path = tmp_path / "key.json"
    if text is not None:
        path.write_text(text)

    with pytest.raises(SettingsError, match="ENCUENTRO_FCM_CREDENTIALS"):
        async with fcm_carrier(str(path), "http://127.0.0.1:1"):
            pass


def test_a_process_without_credentials_never_loads_the_library():
    asked = "import sys, backend.app, backend.worker; print([m for m in sys.modules if 'firebase' in m or 'grpc' in m])"

    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)

    assert said.stdout.strip() == b"[]"
