"""Savings: a family is told what was set aside, the office what the pocket holds; paying out moves the pocket alone."""

import base64

import pytest

from backend.earnings.bank.in_use import use_layout
from backend.earnings.commands.consenting import Category
from tests.earnings import make_reading as reading
from tests.earnings.fake_bank import LAYOUT
from tests.earnings.make_remittance import ACCOUNT, NAME
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

SET_ASIDE = 5_670
"""Céntimos that the worked month puts aside."""


@pytest.fixture
async def told(db, owner):
    told = await reading.told(owner)
    await reading.given(told, Category.DEDUCTIONS)
    use_layout(LAYOUT)
    yield told
    use_layout(None)


async def told_to_family(told) -> int:
    progress = await reading.read(told.family, "earningsProgress", inmateId=told.inmate)
    return progress["savings"]


async def pocket(told) -> tuple[int, int]:
    """What the office sees in the pocket, and how much of it is reserved."""
    about = {"establishmentId": HERE, "inmateId": told.inmate}
    found = await reading.read(work.chief(), "personPockets", **about)
    (savings,) = (each for each in found if each["kind"] == "WORKER_SAVINGS")
    return savings["credit"], savings["reserved"]


async def test_a_payout_leaves_what_was_set_aside_and_empties_the_pocket(told):
    office = {"establishmentId": HERE}
    assert (await told_to_family(told), await pocket(told)) == (SET_ASIDE, (SET_ASIDE, 0))

    asked = await reading.read(
        work.chief(), "askRemittance", **office, inmateId=told.inmate, source="WORKER_SAVINGS", amount=2_000,
        to={"payee": "HOLDER", "account": ACCOUNT, "name": NAME},
    )  # fmt: skip
    assert (await told_to_family(told), await pocket(told)) == (SET_ASIDE, (SET_ASIDE, 2_000))

    await reading.read(work.chief(), "approveRemittance", remittanceId=asked["id"])
    await reading.read(work.chief(), "makeBankFile", **office)
    line = f"REFERENCIA;IMPORTE;ESTADO;OPERACION\r\n{asked['reference']};20.00;ABONADO;OP-1"
    content = base64.b64encode(line.encode()).decode()
    await reading.read(work.chief(), "readBankAnswers", **office, content=content)

    assert (await told_to_family(told), await pocket(told)) == (SET_ASIDE, (SET_ASIDE - 2_000, 0))


async def test_no_more_is_paid_out_of_the_pocket_than_it_holds(told, owner):
    refused = await reading.read(
        work.chief(), "askRemittance", establishmentId=HERE, inmateId=told.inmate,
        source="WORKER_SAVINGS", amount=SET_ASIDE + 1, to={"payee": "HOLDER", "account": ACCOUNT, "name": NAME},
    )  # fmt: skip

    assert refused["code"] == "BALANCE_TOO_LOW"
    assert await pocket(told) == (SET_ASIDE, 0)
    assert await owner.fetchval("select count(*) from remittance") == 0
