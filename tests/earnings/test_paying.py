"""A bank that is asked over https: pays once whatever happens to the line, and answers when it likes."""

import asyncio
import logging
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.earnings.commands import banking, sending
from backend.earnings.commands.remitting import Payee, To
from backend.earnings.commands.sending import LEASE, Teller
from tests.earnings import make_remittance as remit
from tests.earnings.fake_bank import LAYOUT, FakeBank, running, told
from tests.earnings.make_remittance import ACCOUNT, NAME, NOW, said

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def purse(db, owner):
    return await remit.purse(owner)


async def make_file(purse) -> dict:
    return await banking.make_bank_file(
        purse.chief, uuid4(), establishment_id="huaraz", layout=LAYOUT, now=NOW
    )


async def test_what_was_approved_is_paid_by_its_key_and_confirmed(purse):
    remittance, fake = await purse.approved(), FakeBank()

    async with running(fake) as bank:
        asked = [await Teller(bank).send_approved(NOW) for _ in range(2)]

    assert asked == [1, 0]
    assert fake.headers[0]["Idempotency-Key"] == str(remittance)
    assert fake.headers[0]["Authorization"] == "Bearer key-of-the-bank"
    assert fake.asked[0]["account"] == ACCOUNT and fake.asked[0]["amount"] == "5000"
    assert await purse.steps(remittance) == ["asked", "approved", "sent", "confirmed"]
    assert await purse.balance() == (5_000, 20_000, 0, 0)


async def test_what_the_bank_refuses_is_free_again(purse):
    remittance = await purse.approved()

    async with running(FakeBank("refused")) as bank:
        await Teller(bank).send_approved(NOW)

    assert await purse.state(remittance) == "refused"
    assert await purse.balance() == (0, 20_000, 0, 0)


@pytest.mark.parametrize("how", ["hang", "cut", "lost", "garbage", "empty", "huge", "busy"])
async def test_without_an_answer_the_same_is_asked_again_later_and_paid_once(purse, how):
    remittance, fake = await purse.approved(), FakeBank(how)

    async with running(fake, seconds=0.5) as bank:
        await Teller(bank).send_approved(NOW)
        assert await purse.state(remittance) == "approved"
        assert await said(purse.cancel(remittance)) == "ALREADY_DECIDED"
        assert (await make_file(purse))["id"] is None
        assert await Teller(bank).send_approved(NOW + timedelta(seconds=10)) == 0
        fake.how = "paid"
        assert await Teller(bank).send_approved(LATER) == 1

    assert list(fake.paid) == [str(remittance)]
    assert await purse.state(remittance) == "confirmed"


async def test_the_bank_says_how_long_to_wait(purse):
    await purse.approved()
    fake = FakeBank("busy", retry_after="600")

    async with running(fake) as bank:
        await Teller(bank).send_approved(NOW)
        assert await Teller(bank).send_approved(NOW + timedelta(seconds=599)) == 0
        assert await Teller(bank).send_approved(NOW + timedelta(seconds=600)) == 1


async def test_a_worker_that_dies_between_asking_and_recording_has_paid_once(purse):
    remittance, fake = await purse.approved(), FakeBank()
    claimed = await _claim()

    async with running(fake) as bank:
        await bank.pay(banking.payment_of(claimed))  # and nothing was recorded
        assert await Teller(bank).send_approved(NOW + LEASE / 2) == 0
        fake.listed = [told(fake.asked[0], "ABONADO")]
        assert await Teller(bank).read_answers(NOW + LEASE / 2) == 1
        assert await Teller(bank).send_approved(LATER) == 0

    assert list(fake.paid) == [str(remittance)]
    assert await purse.state(remittance) == "confirmed"


async def test_the_next_worker_asks_with_the_same_key(purse):
    remittance, fake = await purse.approved(), FakeBank()
    claimed = await _claim()

    async with running(fake) as bank:
        await bank.pay(banking.payment_of(claimed))
        assert await Teller(bank).send_approved(NOW + LEASE) == 1

    assert [header["Idempotency-Key"] for header in fake.headers] == [str(remittance)] * 2
    assert (list(fake.paid), await purse.state(remittance)) == ([str(remittance)], "confirmed")


async def _claim():
    [row] = await sending._claimed(NOW)
    return row


@pytest.mark.parametrize("how", ["other_amount", "other_payment"])
async def test_an_answer_that_does_not_fit_moves_nothing(purse, how):
    remittance, fake = await purse.approved(), FakeBank(how)

    async with running(fake) as bank:
        await Teller(bank).send_approved(NOW)

    assert await purse.state(remittance) == "approved"
    assert (await purse.balance()).debits_pending == 5_000
    assert await purse.mismatches() == ["amount" if how == "other_amount" else "unasked"]


async def test_what_was_taken_is_confirmed_and_returned_by_later_answers_once_each(purse):
    remittance, fake = await purse.approved(), FakeBank("taken")

    async with running(fake) as bank:
        teller = Teller(bank)
        await teller.send_approved(NOW)
        assert await purse.state(remittance) == "sent"
        fake.listed = [told(fake.asked[0], "ABONADO")] * 2 + [
            "?",
            told({"reference": "x", "amount": 1}, "ABONADO"),
        ]
        assert [await teller.read_answers(LATER) for _ in range(2)] == [1, 0]
        fake.listed = [told(fake.asked[0], "DEVUELTO")]
        assert await teller.read_answers(LATER) == 1

    assert await purse.steps(remittance) == ["asked", "approved", "sent", "confirmed", "returned"]
    assert sorted(await purse.mismatches()) == ["unknown", "unreadable"]
    assert fake.since[0] == "2026-03-13"
    assert await purse.is_sound()


async def test_two_workers_share_what_is_to_be_paid(purse):
    for _ in range(12):
        await purse.approved(100)
    fake = FakeBank()

    async with running(fake) as bank:
        assert await asyncio.gather(*(Teller(bank).send_approved(NOW) for _ in range(2)))

    assert (len(fake.asked), len(fake.paid)) == (12, 12)


async def test_no_line_of_a_log_has_the_number_of_an_account(purse, caplog):
    caplog.set_level(logging.DEBUG)
    for how in ("paid", "garbage", "busy", "cut", "other_amount", "refused"):
        await purse.approved(100)
        async with running(FakeBank(how), seconds=0.5) as bank:
            await Teller(bank).send_approved(NOW)
    await said(purse.ask(to=To(Payee.HOLDER, f"{ACCOUNT}!", NAME)))

    assert caplog.records
    assert ACCOUNT not in caplog.text and NAME not in caplog.text
