"""The worker as a process: it sends what a commit left behind, and stops cleanly when it is told to."""

import asyncio
import os
import signal
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from tests import make
from tests.conftest import SECRET
from tests.notifications import make_notices as notices
from tests.notifications.fake_fcm import FakeFcm, fake_fcm

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def interruptible() -> Iterator[None]:
    """What a shell runs in the background ignores SIGINT, and so does all that it starts."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


async def _open(fcm: FakeFcm, calls: int) -> None:
    """Wait until so many calls are open."""
    for _ in range(600):
        if fcm.open == calls:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(fcm.open)


async def _worker(db, fcm: FakeFcm, folder) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "backend.cli",
        "worker",
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": db.url,
            "ENCUENTRO_SECRET": SECRET,
            "ENCUENTRO_FCM_CREDENTIALS": fcm.credentials(folder),
            "ENCUENTRO_FCM_URL": fcm.address,
        },
        stderr=asyncio.subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_finishes_the_calls_it_began_and_writes_their_answers(
    db, owner, tmp_path, number
):
    now = datetime.now(UTC)
    families = [await make.family(owner) for _ in range(4)]
    for family in families:
        await notices.phone(owner, family, at=now)
    await notices.told(families, now)
    async with fake_fcm(seconds=1.0) as fake:
        process = await _worker(db, fake, tmp_path)

        await _open(fake, 4)
        process.send_signal(number)
        _, said = await asyncio.wait_for(process.communicate(), 20)

    assert b"Traceback" not in said
    assert process.returncode == 0, said
    assert await notices.states(owner) == {"accepted": 4}
    assert len(fake.tray) == 4


async def test_what_was_claimed_and_not_begun_is_given_back(db, owner):
    families = [await make.family(owner) for _ in range(10)]
    for family in families:
        await notices.phone(owner, family)
    await notices.told(families, NOW)
    carrier = notices.FakeCarrier(seconds=0.3)
    sending = asyncio.create_task(Dispatcher("push", carrier, Limits(first=5, most=5)).drain(NOW))
    for _ in range(600):
        if len(carrier.letters) == 3:
            break
        await asyncio.sleep(0.01)

    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)

    assert await notices.states(owner) == {"accepted": 3, "retry": 7}
    await Dispatcher("push", carrier, Limits(first=1000)).drain(NOW + timedelta(seconds=5))
    assert await notices.states(owner) == {"accepted": 10}
    assert len(carrier.letters) == 10
