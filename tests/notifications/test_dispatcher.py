"""What is due is sent once, held, or ended; results are written by whoever holds the lease."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.notifications.rules.verdicts import Answer, Outcome, Verdict
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from backend.notifications.sending.settling import Handed, settle, sweep
from tests import make
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAST = Limits(first=100_000, most=100_000)


def dispatcher(carrier: notices.FakeCarrier) -> Dispatcher:
    return Dispatcher("push", carrier, FAST)


async def test_every_phone_of_every_family_gets_it_once(db, owner):
    families = [await make.family(owner) for _ in range(30)]
    for family in families:
        await notices.phone(owner, family)
    carrier = notices.FakeCarrier()
    await notices.told(families, NOW)

    await dispatcher(carrier).drain(NOW)
    await dispatcher(carrier).drain(NOW)

    assert len({to.device_id for _, to, _ in carrier.letters}) == len(carrier.letters) == 30
    assert await notices.states(owner) == {"accepted": 30}
    assert await owner.fetchval("select count(*) from attempt where outcome = 'accepted'") == 30


async def test_without_a_phone_a_text_message_goes_instead(db, owner):
    family = await make.family(owner)
    await notices.told([family], NOW)

    await dispatcher(notices.FakeCarrier()).drain(NOW)

    assert await notices.states(owner) == {"suppressed": 1}
    assert await owner.fetchval("select reason from delivery where channel = 'push'") == "no_device"
    assert await notices.states(owner, "sms") == {"queued": 1}


async def test_a_late_worker_writes_nothing_over_what_another_decided(db, owner):
    family = await make.family(owner)
    await notices.phone(owner, family)
    await notices.told([family], NOW)
    late, _ = await notices.claimed("late", 10, NOW)
    await sweep(NOW + timedelta(minutes=3))
    assert await notices.states(owner) == {"retry": 1}

    taken, _ = await notices.claimed("other", 10, NOW + timedelta(minutes=3))

    assert [letter.attempt_no for letter in late + taken] == [1, 2]
    await settle([Handed(late[0], (), Verdict("accepted", True, provider_id="x"))], "late", NOW)
    assert await notices.states(owner) == {"claimed": 1}


async def test_what_passes_is_tried_again_later(db, owner):
    family = await make.family(owner)
    await notices.phone(owner, family)
    await notices.told([family], NOW)
    carrier = notices.FakeCarrier(lambda *_: Answer(Outcome.QUOTA, wait=90))

    await dispatcher(carrier).drain(NOW)
    await dispatcher(carrier).drain(NOW + timedelta(seconds=89))
    assert len(carrier.letters) == 1
    await dispatcher(carrier).drain(NOW + timedelta(seconds=120))

    assert len(carrier.letters) == 2
    assert await owner.fetchval("select charged from delivery where channel = 'push'") == 0
