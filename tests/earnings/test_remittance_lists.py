"""What an office sees of remittances: what was asked for, each move, what a bank said that fits nothing."""

from uuid import UUID, uuid4

import pytest

from backend.core.errors import DomainError, NotFound
from backend.database import transaction
from backend.earnings.commands import banking
from backend.earnings.queries import remittances as lists
from backend.gql.paging import Page
from tests.earnings import make_remittance as remit
from tests.earnings.fake_bank import LAYOUT
from tests.earnings.make_remittance import ACCOUNT, NOW
from tests.work.make_work import chief

pytestmark = pytest.mark.anyio


@pytest.fixture
async def purse(db, owner):
    return await remit.purse(owner)


async def test_an_office_pages_through_what_was_asked_for_and_sees_every_move(purse):
    ids = [await purse.approved(1_000), await purse.ask(2_000), await purse.ask(3_000)]

    async with transaction(purse.chief) as tx:
        first = await lists.remittances(tx, purse.chief, "huaraz", Page(1, None), NOW)
        after = (first[0]["asked_at"], first[0]["id"])
        rest = await lists.remittances(tx, purse.chief, "huaraz", Page(2, after), NOW)
        waiting = await lists.remittances(tx, purse.chief, "huaraz", Page(5, None), NOW, "asked")
        steps = await lists.remittance_steps(tx, purse.chief, ids[0], NOW)

    assert {first[0]["id"], *(row["id"] for row in rest)} == set(ids)
    assert sorted(row["amount"] for row in waiting) == [2_000, 3_000]
    assert [step["to_state"] for step in steps] == ["asked", "approved"]
    assert ACCOUNT not in repr(first)


async def test_what_does_not_fit_is_shown_until_somebody_has_dealt_with_it(purse):
    remittance = await purse.approved()
    made = await banking.make_bank_file(
        purse.chief, uuid4(), establishment_id="huaraz", layout=LAYOUT, now=NOW
    )
    reference = (await purse.row(remittance))["reference"]
    content = f"REFERENCIA;IMPORTE;ESTADO;OPERACION\r\n{reference};1.00;ABONADO;OP-1\r\n".encode()
    await banking.read_bank_answers(
        purse.chief, uuid4(), establishment_id="huaraz", layout=LAYOUT, content=content, now=NOW
    )

    async with transaction(purse.chief) as tx:
        [unfit] = await lists.bank_mismatches(tx, purse.chief, "huaraz", NOW)
        [file] = await lists.bank_files(tx, purse.chief, "huaraz")
        pockets = await lists.pockets(tx, purse.chief, "huaraz", purse.held.id, NOW)
    await banking.see_bank_mismatch(purse.chief, uuid4(), mismatch_id=unfit.id, now=NOW)
    async with transaction(purse.chief) as tx:
        left = await lists.bank_mismatches(tx, purse.chief, "huaraz", NOW)

    assert (unfit.remittance_id, unfit.why, unfit.amount) == (remittance, "amount", 100)
    assert (unfit.reference, unfit.said, left) == (reference, "paid", [])
    assert file["id"] == UUID(made["id"])
    assert ("worker_personal", 20_000, 5_000) in pockets


async def test_an_office_elsewhere_sees_nothing(purse):
    remittance, stranger = await purse.ask(), chief("cusco")

    async with transaction(stranger) as tx:
        with pytest.raises(NotFound):
            await lists.remittance_steps(tx, stranger, remittance, NOW)
        with pytest.raises(DomainError, match="NOT_ALLOWED"):
            await lists.remittances(tx, stranger, "huaraz", Page(5, None), NOW)
