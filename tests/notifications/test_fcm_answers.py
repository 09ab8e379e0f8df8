"""Every row of the error table, from the byte on the wire to the rows: delivery, attempt, phone, channel."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.fcm import fcm_carrier
from backend.notifications.sending.pace import Limits
from tests import make
from tests.notifications import make_notices as notices
from tests.notifications.fake_fcm import FakeFcm, fake_fcm

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAST = Limits(first=100_000, most=100_000)
ACTIVE = ("active", None, 0)


@pytest.fixture
async def fcm():
    async with fake_fcm() as fake:
        yield fake


@pytest.fixture
async def dispatcher(fcm: FakeFcm, tmp_path):
    """Pushes to the fake one; a call may take 1.5 s, also on a busy machine enough."""
    async with fcm_carrier(fcm.credentials(tmp_path), fcm.address, seconds=1.5) as carrier:
        yield Dispatcher("push", carrier, FAST)


@pytest.fixture
async def hurried(fcm: FakeFcm, tmp_path):
    """The same, for tests to which it is all one when a call takes too long."""
    async with fcm_carrier(fcm.credentials(tmp_path), fcm.address, seconds=0.4) as carrier:
        yield Dispatcher("push", carrier, FAST)


@dataclass(frozen=True)
class Row:
    """What becomes of everything. `delay`: seconds from the end of the attempt, at least and at most."""

    outcome: str
    state: str
    reason: str | None = None
    charged: int = 1
    phone: tuple[str, str | None, int] = ACTIVE
    delay: tuple[float, float] | None = None
    sms: int = 0
    paused: bool = False
    slowed: bool = False
    stopped: bool = False


BACK_OFF = (5, 10)
PAUSED = Row("unauthorised", "retry", charged=0, delay=(600, 600), paused=True)
TABLE = {
    "ok": Row("accepted", "accepted"),
    "unregistered": Row(
        "unregistered", "suppressed", "no_device", phone=("revoked", "unregistered", 0), sms=1
    ),
    "bad address": Row("bad_address", "suppressed", "no_device", phone=("active", None, 1), sms=1),
    "bad address by field": Row(
        "bad_address", "suppressed", "no_device", phone=("active", None, 1), sms=1
    ),
    "bad payload": Row("bad_payload", "failed", "payload", sms=1, stopped=True),
    "bad payload by both": Row("bad_payload", "failed", "payload", sms=1, stopped=True),
    "faulty without details": Row("unknown", "retry", delay=BACK_OFF),
    "mismatch": Row("mismatch", "suppressed", "no_device", phone=("revoked", "mismatch", 0), sms=1),
    "refused key": PAUSED,
    "no right": PAUSED,
    "no project": PAUSED,
    "quota": Row("quota", "retry", charged=0, delay=(60, 66), slowed=True),
    "quota for 90 s": Row("quota", "retry", charged=0, delay=(90, 99), slowed=True),
    "quota until a date": Row("quota", "retry", charged=0, delay=(150, 165), slowed=True),
    "broken": Row("unavailable", "retry", delay=BACK_OFF),
    "unavailable": Row("unavailable", "retry", delay=BACK_OFF),
    "unavailable for 120 s": Row("unavailable", "retry", delay=(120, 144)),
    "hang": Row("unknown", "retry", delay=BACK_OFF),
    "cut": Row("unknown", "retry", delay=BACK_OFF),
    "late": Row("unknown", "retry", delay=BACK_OFF),
    "garbage": Row("unknown", "retry", delay=BACK_OFF),
    "moved": Row("unknown", "retry", delay=BACK_OFF),
}


@pytest.mark.parametrize("said", TABLE)
async def test_an_answer_becomes_what_the_table_says(db, owner, fcm, dispatcher, said):
    row = TABLE[said]
    family = await make.family(owner)
    device_id = await notices.phone(owner, family, value="the-phone")
    fcm.by_address["the-phone"] = [said]
    await notices.told([family], NOW)

    await dispatcher.drain(NOW)

    delivery = await owner.fetchrow("select * from delivery where channel = 'push'")
    attempts = await owner.fetch("select * from attempt")
    assert [each["outcome"] for each in attempts] == [row.outcome]
    assert [attempts[0][name] for name in ("attempt_no", "device_id", "carrier")] == [
        1,
        device_id,
        "fcm",
    ]
    assert (delivery["state"], delivery["reason"], delivery["charged"]) == (
        row.state,
        row.reason,
        row.charged,
    )
    if row.delay is not None:
        waits = (delivery["not_before"] - attempts[0]["ended_at"]).total_seconds()
        assert row.delay[0] - 0.01 <= waits <= row.delay[1] + 0.5
    assert await phone_is(owner, "the-phone") == row.phone
    assert sum((await notices.states(owner, "sms")).values()) == row.sms
    assert await channel_is(owner) == (row.paused, row.slowed, row.stopped)
    assert len(fcm.messages) == 1


async def phone_is(owner, value: str) -> tuple:
    index = notices.blind_index("push_device", value)
    row = "select state, revoked_reason, suspect from push_device where value_index = $1"
    return tuple(await owner.fetchrow(row, index))


async def channel_is(owner) -> tuple[bool, bool, bool]:
    carrier = await owner.fetchrow("select * from carrier where name = 'push'")
    stopped = await owner.fetchval(
        "select stopped_at is not null from notice_kind where kind = 'visit_called_off'"
    )
    paused = carrier is not None and carrier["paused_until"] is not None
    return paused, carrier is not None and carrier["slow_until"] is not None, stopped


async def test_an_address_called_faulty_is_given_up_when_the_same_words_were_taken_elsewhere(
    db, owner, fcm, dispatcher
):
    good, faulty = await make.family(owner), await make.family(owner)
    await notices.phone(owner, good, value="good")
    await notices.phone(owner, faulty, value="faulty")
    fcm.otherwise = {"good": "ok", "faulty": "bad address"}.__getitem__

    await notices.told([good], NOW)
    await dispatcher.drain(NOW)
    await notices.told([faulty], NOW)
    await dispatcher.drain(NOW)

    assert await phone_is(owner, "faulty") == ("revoked", "bad_address", 0)
    assert await phone_is(owner, "good") == ACTIVE


async def test_a_dead_phone_does_not_keep_it_from_the_next_one(db, owner, fcm, dispatcher):
    family = await make.family(owner)
    for value in ("dead", "alive"):
        await notices.phone(owner, family, value=value)
    fcm.by_address["dead"] = ["unregistered"]
    await notices.told([family], NOW)

    await dispatcher.drain(NOW)

    assert await notices.states(owner) == {"accepted": 1}
    assert await phone_is(owner, "dead") == ("revoked", "unregistered", 0)
    assert (await phone_is(owner, "alive"))[0] == "active"
    assert await notices.states(owner, "sms") == {}


async def test_a_phone_that_spoke_while_it_was_called_dead_lives(db, owner, fcm, dispatcher):
    family = await make.family(owner)
    device_id = await notices.phone(owner, family, value="back")
    fcm.by_address["back"] = ["unregistered"]
    await notices.told([family], NOW)

    async def register(address: str) -> None:
        later = NOW + timedelta(minutes=1)
        await owner.execute(
            "update push_device set last_seen_at = $2 where id = $1", device_id, later
        )

    fcm.before = register
    await dispatcher.drain(NOW)

    assert (await phone_is(owner, "back"))[0] == "active"


async def test_a_bad_payload_never_gives_up_a_good_phone(db, owner, fcm, dispatcher):
    families = [await make.family(owner) for _ in range(12)]
    for nth, family in enumerate(families):
        await notices.phone(owner, family, value=f"phone-{nth}")
    replies = ("bad payload", "bad payload by both", "bad address")
    fcm.otherwise = lambda address: replies[int(address.split("-")[1]) % 3]
    await notices.told(families, NOW)
    await dispatcher.drain(NOW)
    fcm.otherwise = lambda _: "ok"

    await notices.told(families, NOW, kind="visit_changed")
    await dispatcher.drain(NOW)

    assert await owner.fetchval("select count(*) from push_device where state = 'active'") == 12
    taken = await owner.fetchval(
        "select count(*) from delivery d join notice n on n.id = d.notice_id"
        " where n.kind = 'visit_changed' and d.channel = 'push' and d.state = 'accepted'"
    )
    assert taken == 12


PASSING = (
    "quota", "quota for 90 s", "broken", "unavailable", "hang", "cut", "late", "garbage",
    "faulty without details", "refused key",
)  # fmt: skip
"""What FCM may answer for a phone that is there."""


@pytest.mark.parametrize("seed", range(4))
async def test_however_answers_are_shuffled_a_phone_that_is_there_is_kept_and_told(
    db, owner, fcm, hurried, seed
):
    families = [await make.family(owner) for _ in range(24)]
    alive = [f"alive-{nth}" for nth in range(24)]
    for nth, family in enumerate(families):
        await notices.phone(owner, family, value=alive[nth])
        await notices.phone(owner, family, value=f"dead-{nth}")
    fcm.shuffle(alive, PASSING, seed)
    fcm.otherwise = lambda address: "ok" if address.startswith("alive") else "unregistered"
    await notices.told(families, NOW, lasts=timedelta(days=3))

    for hour in range(1, 14):
        await hurried.drain(NOW + timedelta(hours=hour))

    assert await notices.states(owner) == {"accepted": 24}
    assert [(await phone_is(owner, each))[0] for each in alive] == ["active"] * 24
    assert await owner.fetchval("select count(*) from push_device where state = 'revoked'") == 24
