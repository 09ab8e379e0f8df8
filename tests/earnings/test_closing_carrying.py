"""A payment on its way keeps no month open: the closing carries what it has reserved into the month of now."""

import asyncio
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import System
from backend.core.errors import Code, DomainError
from backend.database import transaction
from backend.earnings.commands import banking
from backend.earnings.commands.closing_carrying import carry_on
from backend.earnings.queries.closing import reserved_remittances
from backend.ledger import commands as ledger
from backend.ledger.commands import AccountKind, Kind, Line, Phase, Posting
from backend.ledger.queries import verify_seals
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings import make_remittance as remit
from tests.earnings.fake_bank import LAYOUT
from tests.earnings.make_remittance import NOW

pytestmark = pytest.mark.anyio

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
IN_APRIL = datetime(2026, 4, 2, 15, tzinfo=UTC)
WAITING = """
select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
"""
IN_MAY = datetime(2026, 5, 4, 15, tzinfo=UTC)


@pytest.fixture
async def purse(db, owner):
    await months.rules(NOW)
    return await remit.purse(owner)


async def sent(purse) -> UUID:
    """In a file that a bank was given."""
    remittance = await purse.approved(5_000)
    await banking.make_bank_file(
        purse.chief, uuid4(), establishment_id="huaraz", layout=LAYOUT, now=NOW
    )
    return remittance


async def answer(purse, remittance: UUID, word: str, now: datetime = IN_APRIL) -> None:
    await heard(purse, (await purse.row(remittance))["reference"], word, now)


async def heard(purse, reference: str, word: str, now: datetime = IN_APRIL) -> None:
    await banking.read_bank_answers(
        purse.chief,
        uuid4(),
        establishment_id="huaraz",
        layout=LAYOUT,
        content=f"REFERENCIA;IMPORTE;ESTADO;OPERACION\r\n{reference};50.00;{word};OP-1\r\n".encode(),
        now=now,
    )


async def close(month: date = MARCH, now: datetime = IN_APRIL) -> None:
    await months.close(month=month, at="huaraz", now=now)


async def months_of(owner: asyncpg.Connection) -> list[tuple]:
    """Of every journal of a remittance: its month, and how it ended."""
    rows = await owner.fetch(
        "select p.month, r.outcome from journal j join pay_period p on p.id = j.period_id"
        " left join resolution r on r.journal_id = j.id where j.kind = 'remittance' order by p.month"
    )
    return [tuple(row) for row in rows]


async def is_sound(purse) -> bool:
    async with transaction(System()) as tx:
        bad = await verify_seals(tx, "huaraz")
    return await purse.is_sound() and not bad


async def test_a_payment_that_waits_for_its_bank_keeps_no_month_open(owner, purse):
    remittance = await sent(purse)
    about = {"establishmentId": "huaraz", "month": MARCH}
    before = await reading.read(months.director("huaraz"), "monthClosing", **about)
    assert before["remittancesLeft"] == 1

    await close()

    after = await reading.read(months.director("huaraz"), "monthClosing", **about)
    assert (after["state"], after["remittancesLeft"]) == ("CLOSED", 0)
    assert await months_of(owner) == [(MARCH, "expire"), (APRIL, None)]
    held = await purse.balance()
    assert (held.credit, held.debits_pending) == (20_000, 5_000)
    assert await purse.state(remittance) == "sent" and await is_sound(purse)
    carried = "select subject from audit_entry where action = 'earnings.remittance.carried'"
    assert await owner.fetchval(carried) == str(remittance)

    await answer(purse, remittance, "ABONADO")
    assert await purse.state(remittance) == "confirmed"
    assert await months_of(owner) == [(MARCH, "expire"), (APRIL, "post")]
    assert (await purse.balance()).credit == 15_000 and await is_sound(purse)
    assert await purse.steps(remittance) == ["asked", "approved", "sent", "confirmed"]


async def test_month_after_month_until_the_bank_answers(owner, purse):
    remittance, asked = await sent(purse), await purse.ask(700)
    await close()
    await close(APRIL, IN_MAY)

    await answer(purse, remittance, "RECHAZADO", IN_MAY)
    await purse.cancel(asked)

    ends = sorted(outcome for _, outcome in await months_of(owner))
    assert ends == ["expire"] * 4 + ["void"] * 2
    held = await purse.balance()
    assert (held.credit, held.debits_pending) == (20_000, 0) and await is_sound(purse)


async def test_carrying_while_the_bank_answers_books_once(owner, purse):
    ids = [await sent(purse) for _ in range(3)]

    acts = [heard(purse, (await purse.row(each))["reference"], "ABONADO") for each in ids]
    await asyncio.gather(
        carry_on("huaraz", MARCH, IN_APRIL), carry_on("huaraz", MARCH, IN_APRIL), *acts
    )

    assert [await purse.state(each) for each in ids] == ["confirmed"] * 3
    posted = [end for _, end in await months_of(owner) if end == "post"]
    assert len(posted) == 3 and (await purse.balance()).credit == 5_000
    async with transaction(System()) as tx:
        assert await reserved_remittances(tx, "huaraz", MARCH) == []
    await close()
    assert await is_sound(purse)


async def test_two_who_carry_on_at_once_reserve_once(owner, purse):
    remittance = await sent(purse)
    async with owner.transaction():
        await owner.execute("select from remittance for update")
        both = [asyncio.create_task(carry_on("huaraz", MARCH, IN_APRIL)) for _ in range(2)]
        for _ in range(300):
            if await owner.fetchval(WAITING) == 2:
                break
            await asyncio.sleep(0.01)

    assert sorted(await asyncio.gather(*both)) == [0, 1]
    assert await months_of(owner) == [(MARCH, "expire"), (APRIL, None)]
    assert await purse.state(remittance) == "sent" and await is_sound(purse)


async def test_what_is_carried_is_never_free_for_another(owner, purse):
    """All of it is reserved, so nothing more can be asked for while it is carried on."""
    await purse.approved(20_000)

    carried, refused = await asyncio.gather(
        carry_on("huaraz", MARCH, IN_APRIL), remit.said(purse.ask(1, now=IN_APRIL))
    )

    assert (carried, refused) == (1, "BALANCE_TOO_LOW")


async def test_any_other_pending_journal_keeps_its_month_open(owner, purse):
    async with transaction(System()) as tx:
        posting = Posting(
            scope="test",
            kind=Kind.SETTLEMENT,
            phase=Phase.PENDING,
            period_id=await ledger.open_period(tx, establishment_id="huaraz", month=MARCH),
            effective_on=NOW.date(),
            recorded_by=uuid4(),
            approved_by=uuid4(),
        )
        line = Line(
            purse.accounts[AccountKind.WORKER_PERSONAL],
            purse.accounts[AccountKind.PAID_TO_HOLDER],
            100,
        )
        await ledger.post(tx, posting, "pending", [line], now=NOW)

    with pytest.raises(DomainError) as refused:
        await close()

    assert refused.value.code is Code.PERIOD_NOT_SETTLED
    assert await owner.fetchval("select count(*) from period_seal") == 0


async def another_reservation(purse, amount: int) -> UUID:
    """Reserved in April, by whoever."""
    async with transaction(System()) as tx:
        posting = Posting(
            scope="test",
            kind=Kind.REMITTANCE,
            phase=Phase.PENDING,
            period_id=await ledger.open_period(tx, establishment_id="huaraz", month=APRIL),
            effective_on=IN_APRIL.date(),
            recorded_by=purse.clerk.staff_id,
            approved_by=uuid4(),
        )
        line = Line(
            purse.accounts[AccountKind.WORKER_PERSONAL],
            purse.accounts[AccountKind.REMITTED_OUT],
            amount,
        )
        return await ledger.post(tx, posting, str(amount), [line], now=IN_APRIL)


@pytest.mark.parametrize(("ends", "amount"), [(None, 5_000), ("void", 5_000), ("expire", 4_999)])
async def test_no_remittance_is_put_upon_another_journal(owner, purse, ends, amount):
    remittance = await purse.ask(5_000)
    was = (await purse.row(remittance))["journal_id"]
    other = await another_reservation(purse, amount)

    with pytest.raises(asyncpg.CheckViolationError) as refused:
        async with transaction(System()) as tx:
            if ends:
                await tx.execute(
                    "select resolve_journal($1, $2, $3, $4)", was, ends, IN_APRIL, uuid4()
                )
            await tx.execute("update remittance set journal_id = $1", other)

    assert refused.value.constraint_name == "remittance_stays"
    assert (await purse.row(remittance))["journal_id"] == was
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(purse.chief) as tx:
            await tx.execute("update remittance set journal_id = $1", other)
