"""The certificate of the contribution: refused while anything is owed, by the command and by the database."""

from uuid import UUID, uuid4

import asyncpg
import orjson
import pytest

from backend.earnings.commands import orders
from backend.work.commands import Piece
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings import paper
from tests.earnings.make_month import AFTER, DAYS
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio


@pytest.fixture
async def told(db, owner):
    return await reading.told(owner)


async def owing(owner) -> work.Worker:
    """Somebody who sold for S/ 30.00 in May and owes S/ 15.20 of the contribution."""
    await months.rules()
    shop = await work.workshop(owner)
    await owner.execute("update workshop set modality = 'individual_group'")
    one = await work.worker(owner, shop)
    sale = await work.price(owner, shop, product="bolso", basis="sale_share", rate="1")
    await months.recorded([months.shift(one, DAYS[0], 480, Piece(sale, 3_000, 0, None))])
    await months.review(shop)
    await months.close()
    return one


async def certified(one, by=None) -> bytes:
    return await reading.sent(
        by or work.chief(), "issueContributionCertificate", inmateId=one.inmate_id, language="en"
    )


async def test_nobody_who_owes_of_the_contribution_is_certified_even_with_a_plan(db, owner):
    one = await owing(owner)
    without_plan = await certified(one)
    await orders.plan_arrears(
        work.chief(),
        uuid4(),
        inmate_id=one.inmate_id,
        act="Acta 2",
        owed=1_520,
        first_month=months.MAY.replace(month=6),
        now=AFTER,
    )

    answer = orjson.loads(await certified(one))["data"]["issueContributionCertificate"]

    assert answer["code"] == "CONTRIBUTION_OWED" and "S/ 15.20" in answer["message"]
    assert b"CONTRIBUTION_OWED" in without_plan
    assert await owner.fetchval("select count(*) from contribution_certificate") == 0
    with pytest.raises(asyncpg.CheckViolationError, match="owed"):
        await insert_certificate(owner, one.inmate_id)


async def insert_certificate(owner, inmate_id: UUID) -> None:
    await owner.execute(
        "insert into contribution_certificate (id, number, establishment_id, inmate_id, issued_at, issued_by)"
        " values ($1, repeat('A', 25), $2, $3, now(), $1)",
        uuid4(),
        HERE,
        inmate_id,
    )


async def test_who_owes_nothing_is_certified_and_it_is_written_down(owner, told):
    answer = orjson.loads(await certified(told.one))["data"]["issueContributionCertificate"]

    assert answer["issuedOn"] == "2025-06-02"
    text = paper.text_of(answer["pdf"])
    assert "Constancia de aporte al día" in text and "Certificate of contribution paid" in text
    assert "Julián Huamán Condori" in text
    row = await owner.fetchrow("select number, inmate_id from contribution_certificate")
    assert tuple(row) == (answer["number"], told.inmate)
    assert await owner.fetchval(
        "select count(*) from audit_entry where action = 'earnings.contribution.certified'"
    )


async def test_the_contribution_is_certified_by_the_office_of_the_place_alone(owner, told):
    await registry.establishment(owner, "chiclayo")

    assert b"NOT_FOUND" in await certified(told.one, work.chief("chiclayo"))
    assert b"NOT_ALLOWED" in await certified(told.one, work.supervisor())
    assert await owner.fetchval("select count(*) from contribution_certificate") == 0
