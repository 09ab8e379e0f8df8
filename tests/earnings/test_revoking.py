"""What a person takes back: once, at once, and by the number of the sheet that says so."""

import asyncpg
import pytest

from tests.earnings import make_pay as pay
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER

pytestmark = pytest.mark.anyio


@pytest.fixture
async def office(db, owner):
    return await pay.office(owner)


async def refused(actor, operation: str, **said) -> str:
    answer = await reading.read(actor, operation, **said)
    assert answer["__typename"] == "Problem", answer
    return answer["code"]


async def refused_by(guard: str, act) -> None:
    with pytest.raises(asyncpg.CheckViolationError) as error:
        await act
    assert error.value.constraint_name == guard


async def row(owner, table: str) -> dict:
    (found,) = await owner.fetch(f"select * from {table}")
    return dict(found)


async def test_an_instruction_is_taken_back_once_by_the_number_of_a_sheet(owner, office):
    said = {"instructionId": await office.record("recordInstruction")}

    nameless = await refused(office.second, "revokeInstruction", **said, act=" ")
    assert (await row(owner, "standing_instruction"))["revoked_at"] is None
    await reading.read(office.second, "revokeInstruction", **said, act=" Hoja 8 ")
    again = await refused(office.first, "revokeInstruction", **said, act="Hoja 9")

    assert (nameless, again) == ("BAD_INPUT", "ALREADY_DECIDED")
    [one] = (await office.pay())["instructions"]
    assert (one["revokedAt"], one["revokedAct"], one["inForce"]) == (
        "2025-06-02T15:00:00Z",
        "Hoja 8",
        False,
    )


async def test_an_instruction_may_be_taken_back_without_a_sheet(owner, office):
    made = await office.record("recordInstruction")

    await reading.read(office.second, "revokeInstruction", instructionId=made)

    kept = await row(owner, "standing_instruction")
    assert (kept["revoked_at"], kept["revoked_act"]) == (AFTER, None)


async def test_a_consent_is_taken_back_by_the_number_of_a_sheet(owner, office):
    given = await reading.read(
        office.first, "giveStatementConsent", inmateId=office.one.inmate_id, tieId=office.tie,
        categories=["DAYS"], act="Hoja 1",
    )  # fmt: skip
    said = {"consentId": given["consents"][0]["id"]}

    nameless = await refused(office.first, "revokeStatementConsent", **said, act="x" * 121)
    assert (await row(owner, "statement_consent"))["revoked_at"] is None
    await reading.read(office.first, "revokeStatementConsent", **said, act="Hoja 2")

    assert nameless == "BAD_INPUT"
    [kept] = await reading.read(office.first, "statementConsents", inmateId=office.one.inmate_id)
    assert (kept["act"], kept["revokedAct"]) == ("Hoja 1", "Hoja 2")


@pytest.mark.parametrize(
    "change",
    [
        "update {0} set revoked_act = 'Hoja 3'",
        "update {0} set revoked_at = now(), {1} revoked_act = ' '",
        "update {0} set revoked_at = now(), {1} revoked_act = '" + "x" * 121 + "'",
    ],
)
async def test_an_act_of_revoking_comes_with_it_and_is_a_number(owner, office, change):
    await office.record("recordInstruction")
    await reading.read(
        office.first, "giveStatementConsent", inmateId=office.one.inmate_id, tieId=office.tie,
        categories=["DAYS"], act="Hoja 1",
    )  # fmt: skip

    for table, more in (
        ("standing_instruction", ""),
        ("statement_consent", "revoked_by = gen_random_uuid(),"),
    ):
        await refused_by(f"{table}_revoked_act", owner.execute(change.format(table, more)))


async def test_an_act_of_revoking_is_written_once(owner, office):
    made = await office.record("recordInstruction")
    await reading.read(office.first, "revokeInstruction", instructionId=made, act="Hoja 8")

    await refused_by(
        "earnings_append_only",
        owner.execute("update standing_instruction set revoked_act = 'Hoja 9'"),
    )
