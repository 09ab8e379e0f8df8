"""The day's money for text messages: never overspent, with a reserve for what cannot wait."""

import asyncio
from datetime import UTC, date, datetime, timedelta

import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.notifications.sending.budget import Budget, Limit
from tests.notifications import fake_gateway as fake
from tests.notifications import make_notices as notices
from tests.notifications.test_sms import NOW, owe_code, owe_texts, spent, texting

pytestmark = pytest.mark.anyio
TODAY = date(2026, 3, 2)


async def test_two_workers_cannot_spend_more_than_there_is(db, owner):
    workers = [Budget(Limit(100, 0)) for _ in range(4)]
    got = await asyncio.gather(*(workers[n % 4].spend(9, NOW, urgent=True) for n in range(40)))

    assert (sum(got), await spent(owner)) == (11, 99)


async def test_looking_first_and_spending_after_overspends(db, owner):
    """The control: without the condition in the statement the same race spends too much."""

    async def spend(limit: int) -> bool:
        async with transaction(System()) as tx:
            if (await tx.fetchval("select spent from sms_day") or 0) + 9 > limit:
                return False
            await asyncio.sleep(0.01)
            await tx.execute(
                "insert into sms_day values ($1, 9) on conflict (day) do update set spent = sms_day.spent + 9",
                TODAY,
            )
            return True

    await asyncio.gather(*(spend(20) for _ in range(8)))

    assert await spent(owner) > 20


async def test_a_cost_over_the_whole_limit_is_refused_on_the_first_message_too(db, owner):
    assert not await Budget(Limit(8, 0)).spend(9, NOW, urgent=True)
    assert await owner.fetchval("select count(*) from sms_day") == 0


async def test_when_the_ordinary_money_is_used_up_codes_still_go(db, owner, caplog):
    await owe_texts(owner, 5)
    async with texting(limit=Limit(38, 20)) as gateways:  # two ordinary at 9
        await gateways.worker.drain(NOW)
        assert await notices.states(owner, "sms") == {"accepted": 2, "suppressed": 3}
        await owe_code(NOW + timedelta(minutes=1))
        await gateways.worker.drain(NOW + timedelta(minutes=1))

        assert len(gateways.one.taken) == 3
    why = "select distinct reason, charged from delivery where channel = 'sms' and state = 'suppressed'"
    assert [tuple(row) for row in await owner.fetch(why)] == [("budget", 0)]
    assert (
        await owner.fetchval("select answers from carrier_answer where outcome = 'no_budget'") == 3
    )
    paused = await owner.fetchrow("select * from carrier where name = 'sms_budget'")
    assert paused["paused_reason"] == "budget"
    assert paused["paused_until"] == datetime(2026, 3, 3, 5, tzinfo=UTC)
    assert [r.message for r in caplog.records if "used up" in r.message] == [
        "sms_budget: today's 18 céntimos are used up, text messages but codes and urgent ones stop"
    ]


async def test_urgent_notices_may_use_the_reserve_and_no_more(db, owner):
    await owe_texts(owner, 5, kind="visit_stay")
    async with texting(limit=Limit(38, 38)) as gateways:
        await gateways.worker.drain(NOW)

    assert await notices.states(owner, "sms") == {"accepted": 4, "suppressed": 1}
    assert await owner.fetchval(
        "select paused_until is not null from carrier where name = 'sms_reserve'"
    )


async def test_a_new_day_of_lima_has_new_money(db, owner):
    budget = Budget(Limit(9, 0))
    late, midnight = datetime(2026, 3, 3, 4, 59, tzinfo=UTC), datetime(2026, 3, 3, 5, tzinfo=UTC)

    assert [await budget.spend(9, at, urgent=True) for at in (NOW, late, midnight)] == [
        True,
        False,
        True,
    ]


async def test_what_was_certainly_not_taken_is_not_paid_and_what_may_have_been_is(db, owner):
    await owe_texts(owner)
    async with texting((503, {}), (503, {})) as gateways:
        await gateways.worker.drain(NOW)
        assert await spent(owner) == 0
        gateways.one.how = gateways.two.how = "cut"
        await gateways.worker.drain(NOW + timedelta(minutes=6))

    assert await spent(owner) in (9, 11)


async def test_long_words_cost_each_of_their_parts(db, owner):
    gateway = fake.ONE
    budget = Budget(Limit(100, 0))
    from backend.notifications.rules.segments import segments

    await budget.spend(segments("a" * 161) * gateway.price, NOW, urgent=True)

    assert await spent(owner) == 18
