"""Text messages through two gateways, on a real database: what is asked, what answers mean, who takes over."""

import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from backend.core.actor import System
from backend.core.ids import new_id
from backend.database import transaction
from backend.notifications.rules.neutral import sms_words
from backend.notifications.sending.budget import Limit
from backend.notifications.sending.dispatcher import Dispatcher
from backend.notifications.sending.pace import Limits
from backend.notifications.sending.sms import SmsCarrier
from backend.sealed import seal
from tests import make
from tests.notifications import fake_gateway as fake
from tests.notifications import make_notices as notices

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
FAST = Limits(first=100_000, most=100_000)
PLENTY = Limit(100_000, 1000)


@dataclass
class Two:
    """Two gateways, and a worker that texts through them. `draws`: where the next draws fall, the last for ever."""

    one: fake.FakeGateway
    two: fake.FakeGateway
    worker: Dispatcher


@asynccontextmanager
async def texting(
    one: fake.How = "taken",
    two: fake.How = "taken",
    *,
    limit: Limit = PLENTY,
    chance: float = 0.0,
) -> AsyncIterator[Two]:
    """By `chance` 0.0 the first is asked first, by 0.99 the second."""
    first, second = fake.FakeGateway(one), fake.FakeGateway(two)
    async with fake.running(first), fake.running(second), fake.session() as web:
        gateways = [fake.at(fake.ONE, first.url), fake.at(fake.TWO, second.url)]
        carrier = SmsCarrier(gateways, web, limit, lambda: chance)
        yield Two(first, second, Dispatcher("sms", carrier, FAST))


async def owe_code(now: datetime = NOW, number: str = "+51900000999", lasts: int = 10) -> None:
    """A sign-in code, as identity owes it."""
    key = new_id()
    async with transaction(System()) as tx:
        await tx.execute(
            "select code_owe($1, $2, $3, $4, $5)",
            key,
            seal("text_message.phone", key, number),
            seal("text_message.body", key, "Tu codigo es 123456. No lo compartas."),
            now,
            now + timedelta(minutes=lasts),
        )


async def owe_texts(owner: asyncpg.Connection, many: int = 1, kind: str = "visit_go") -> None:
    """Notices to families without a push address: each becomes a text message."""
    families = [await make.family(owner) for _ in range(many)]
    before = NOW - timedelta(minutes=5)
    await notices.told(families, before, kind=kind)
    await Dispatcher("push", notices.FakeCarrier(), FAST).drain(before)


async def attempts(owner: asyncpg.Connection) -> list[tuple[str, str]]:
    rows = await owner.fetch("select carrier, outcome from attempt order by ended_at, started_at")
    return [(row["carrier"], row["outcome"]) for row in rows]


async def spent(owner: asyncpg.Connection) -> int:
    return await owner.fetchval("select coalesce(sum(spent), 0)::integer from sms_day")


async def test_a_text_message_is_asked_for_as_the_file_says(db, owner):
    await owe_texts(owner)
    async with texting() as gateways:
        await gateways.worker.drain(NOW)

    [row] = await owner.fetch("select * from delivery where channel = 'sms'")
    [asked], [headers] = gateways.one.asked, gateways.one.headers
    assert asked["text"] == sms_words("visit_go", "es")
    assert asked["to"].startswith("+51900")
    assert asked["reference"] == headers["Idempotency-Key"] == f"{row['id']}-1"
    assert headers["Authorization"] == "Bearer key-of-one"
    assert (row["state"], row["provider_id"]) == ("accepted", "m-1")
    assert await attempts(owner) == [("ejemplo-uno", "accepted")]
    assert await spent(owner) == 9


async def test_another_gateway_is_asked_in_its_own_way(db, owner):
    await owe_texts(owner)
    async with texting(chance=0.99) as gateways:
        await gateways.worker.drain(NOW)

    [asked] = gateways.two.asked
    delivery = await owner.fetchval("select id::text from delivery where channel = 'sms'")
    [message] = asked["messages"]
    assert message["recipient"].startswith("51900")
    assert message["clientRef"] == delivery
    assert gateways.two.headers[0]["X-Api-Key"] == "key-of-two"
    assert await spent(owner) == 11


BAD_NUMBER = (400, {"error": {"code": "invalid_number"}})
BAD_PAYLOAD = (400, {"error": {"code": "other"}})
CLASSES = [
    # both answer so; state, reason, charged, outcomes, céntimos that stay spent
    (BAD_NUMBER, "suppressed", "no_device", 1, ["bad_address"], 0),
    ((401, {}), "retry", None, 0, ["unauthorised"] * 2, 0),
    ((429, {}), "retry", None, 0, ["quota"] * 2, 0),
    ((503, {}), "retry", None, 1, ["unavailable"] * 2, 0),
    ((500, {}), "retry", None, 1, ["unknown"], 9),
    ((200, {"message": {}}), "retry", None, 1, ["unknown"], 9),
    ((404, "?"), "retry", None, 1, ["unknown"], 9),
    ("hang", "retry", None, 1, ["unknown"], 9),
    ("cut", "retry", None, 1, ["unknown"], 9),
    ("garbage", "retry", None, 1, ["unknown"], 9),
    ("huge", "retry", None, 1, ["unknown"], 9),
]


@pytest.mark.parametrize("case", CLASSES, ids=lambda case: str(case[0])[:30])
async def test_each_answer_leads_where_the_error_table_says(db, owner, case):
    how, state, reason, charged, outcomes, kept = case
    await owe_texts(owner)
    async with texting(how, how) as gateways:
        await gateways.worker.drain(NOW)

    row = await owner.fetchrow("select * from delivery where channel = 'sms'")
    assert (row["state"], row["reason"], row["charged"]) == (state, reason, charged)
    assert [outcome for _, outcome in await attempts(owner)] == outcomes
    assert await spent(owner) == kept


async def test_a_request_that_both_refuse_fails_alone_and_keeps_no_push_back(db, owner):
    await owe_texts(owner)
    await owe_code()
    async with texting(BAD_PAYLOAD, (400, {})) as gateways:
        await gateways.worker.drain(NOW)

    states = await owner.fetch("select state, reason from delivery where channel = 'sms'")
    assert [tuple(row) for row in states] == [("failed", "payload")] * 2
    stopped = "select count(*) from notice_kind where stopped_at is not null"
    assert await owner.fetchval(stopped) == 0


async def test_what_a_gateway_asks_to_wait_is_waited(db, owner):
    await owe_texts(owner)
    async with texting((429, {}), (429, {})) as gateways:
        gateways.one.retry_after = gateways.two.retry_after = "90"
        await gateways.worker.drain(NOW)
        asked = len(gateways.one.asked + gateways.two.asked)
        await gateways.worker.drain(NOW + timedelta(seconds=89))

        assert len(gateways.one.asked + gateways.two.asked) == asked == 2


@pytest.mark.parametrize("how", [(503, {}), (401, {}), (402, {}), BAD_PAYLOAD])
async def test_what_one_certainly_did_not_take_another_is_asked_for_at_once(db, owner, how):
    await owe_texts(owner)
    async with texting(one=how) as gateways:
        await gateways.worker.drain(NOW)

    assert (len(gateways.one.asked), len(gateways.two.taken)) == (1, 1)
    assert await notices.states(owner, "sms") == {"accepted": 1}
    assert [carrier for carrier, _ in await attempts(owner)] == ["ejemplo-uno", "ejemplo-dos"]
    assert await spent(owner) == 11
    assert not await owner.fetchval("select exists (select from carrier where name = 'sms')")


async def test_a_gateway_that_is_not_there_is_not_asked_again_for_a_while(db, owner):
    await owe_texts(owner, 5)
    async with texting(one="hang") as gateways:
        await gateways.worker.drain(NOW)  # five are under way together
        assert await notices.states(owner, "sms") == {"retry": 5}
        await owe_texts(owner, 5)
        await gateways.worker.drain(NOW + timedelta(seconds=1))
        assert (len(gateways.one.asked), len(gateways.two.taken)) == (5, 5)
        await gateways.worker.drain(NOW + timedelta(seconds=12))

        assert (len(gateways.one.asked), len(gateways.two.taken)) == (5, 10)
    assert await notices.states(owner, "sms") == {"accepted": 10}


async def test_both_down_nothing_is_lost(db, owner):
    await owe_texts(owner, 5)
    async with texting((503, {}), (503, {})) as gateways:
        await gateways.worker.drain(NOW)
        assert await notices.states(owner, "sms") == {"retry": 5}
        gateways.one.how = gateways.two.how = "taken"
        await gateways.worker.drain(NOW + timedelta(minutes=6))

        assert len(gateways.one.taken + gateways.two.taken) == 5
    assert await notices.states(owner, "sms") == {"accepted": 5}


async def test_a_slow_gateway_gives_its_share_away_step_by_step_and_gets_it_back(db, owner):
    async def shares() -> dict[str, int]:
        rows = await owner.fetch("select name, share from carrier where share is not null")
        return {row["name"].removeprefix("ejemplo-"): row["share"] for row in rows}

    async def called(now: datetime, seconds: int) -> None:
        delivery = await owner.fetchval("select id from delivery where channel = 'sms' limit 1")
        await owner.executemany(
            "insert into attempt (delivery_id, attempt_no, carrier, started_at, ended_at, outcome)"
            " values ($1, 1, 'ejemplo-uno', $2, $3, 'accepted')",
            [(delivery, now - timedelta(seconds=seconds), now)] * 6,
        )

    await owe_texts(owner)
    async with texting() as gateways:
        seen, now = [], NOW
        for seconds in (6, 6, 6, 1, 1, 1):
            await called(now - timedelta(seconds=1), seconds)
            await owe_code(now)
            await gateways.worker.drain(now)
            seen.append(await shares())
            now += timedelta(minutes=2 if seconds == 6 else 6)

    assert [each["uno"] for each in seen] == [50, 40, 30, 30, 35, 40]
    assert {each["uno"] + each["dos"] for each in seen} == {100}


async def test_shares_are_the_same_for_every_worker(db, owner):
    await owner.execute(
        "insert into carrier (name, share, moved_at) values ('ejemplo-uno', 0, $1), ('ejemplo-dos', 100, $1)",
        NOW,
    )
    await owe_texts(owner, 10)
    async with texting() as gateways:
        await gateways.worker.drain(NOW)

        assert (len(gateways.one.asked), len(gateways.two.taken)) == (0, 10)


async def test_with_gateways_that_misbehave_by_seed_each_message_ends_and_none_is_lost(db, owner):
    troubles: list[fake.How] = ["hang", "cut", "garbage", (503, {}), (500, {}), (429, {})]
    ways = ["taken"] * 8 + troubles
    await owe_texts(owner, 40)
    async with texting() as gateways:
        gateways.one.does, gateways.two.does = fake.by_seed(7, ways), fake.by_seed(8, ways)
        for minute in range(0, 600, 20):
            await gateways.worker.drain(NOW + timedelta(minutes=minute))

        taken = gateways.one.taken + gateways.two.taken
    assert await notices.states(owner, "sms") == {"accepted": 40}
    asked = {str(each.get("to") or each["messages"][0]["recipient"]).lstrip("+") for each in taken}
    unknown = sum(outcome == "unknown" for _, outcome in await attempts(owner))
    assert len(asked) == 40
    assert len(taken) - 40 <= unknown  # taken twice only where nobody knew


async def test_no_second_gateway_is_asked_when_another_worker_may_have_the_message(db, owner):
    await owe_texts(owner)
    async with texting() as gateways:

        def refuse_late(_: object) -> fake.How:
            time.sleep(0.5)
            return 503, {}

        gateways.one.does = refuse_late
        carrier = gateways.worker._carrier
        await Dispatcher("sms", carrier, FAST, lease=timedelta(seconds=0.4)).drain(NOW)

    assert (len(gateways.one.asked), gateways.two.asked) == (1, [])
    assert await attempts(owner) == [("ejemplo-uno", "unavailable")]


async def test_codes_leave_first_are_never_held_and_never_late(db, owner):
    night = datetime(2026, 3, 3, 5, tzinfo=UTC)  # midnight in Lima
    family = await make.family(owner)
    await owner.execute(
        "update account set quiet_from = '21:00', quiet_to = '07:00', discreet = true"
    )
    await notices.told([family], night, kind="visit_go")
    await Dispatcher("push", notices.FakeCarrier(), FAST).drain(night)
    await owe_texts(owner, 3)
    await owe_code(night)
    await owe_code(night - timedelta(minutes=11))
    async with texting() as gateways:
        await gateways.worker.drain(night)

    assert gateways.one.taken[0]["text"].startswith("Tu codigo")
    assert sum("codigo" in each["text"] for each in gateways.one.taken) == 1
    assert await owner.fetchval("select count(*) from delivery where state = 'expired'") == 1


async def test_no_line_of_the_log_has_a_number_or_words(db, owner, caplog):
    caplog.set_level(logging.DEBUG)
    await owe_code()
    await owe_texts(owner, 6)
    async with texting(limit=Limit(70, 20)) as gateways:
        gateways.one.does = fake.by_seed(
            1, ["hang", "cut", "garbage", (503, {}), (401, {}), BAD_PAYLOAD]
        )
        gateways.two.does = fake.by_seed(
            2, ["hang", "cut", "garbage", (500, {}), BAD_PAYLOAD, "taken"]
        )
        for minute in (0, 20, 40):
            await gateways.worker.drain(NOW + timedelta(minutes=minute))

    logged = "\n".join(record.getMessage() + str(record.exc_info) for record in caplog.records)
    assert "ejemplo-" in logged
    assert not [
        word for word in ("900", "odigo", "123456", "Encuentro:", "key-of") if word in logged
    ]
