"""Remittances through documents: a family's own, by consent."""

from datetime import date, timedelta

import asyncpg
import orjson
import pytest

from backend.core.actor import Family
from backend.core.ids import new_id
from backend.database import transaction
from backend.earnings.commands.remitting import Payee, To
from backend.privacy import queries as privacy
from tests import make
from tests.earnings import make_month as months
from tests.earnings import make_remittance as remit
from tests.earnings.make_reading import sent
from tests.earnings.make_remittance import ACCOUNT, NAME, NOW
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio

HIDDEN = (
    b'{"data":{"myRemittances":{"__typename":"Problem","code":"NOT_FOUND",'
    b'"message":"No encontramos lo que busca."}}}'
)
PLACE = "huaraz"


@pytest.fixture
async def purse(db, owner):
    return await remit.purse(owner)


async def mine(purse, family: Family | None = None, **changes) -> bytes:
    asked = {"inmateId": purse.held.id, "now": NOW} | changes
    return await sent(family or purse.family, "myRemittances", **asked)


async def listed(purse, **changes) -> list[dict]:
    body = orjson.loads(await mine(purse, **changes))
    return body["data"]["myRemittances"]["remittances"]


async def readings(purse) -> list[tuple]:
    rows = await purse.owner.fetch(
        "select account_id, tie_id, categories, about, statement_id, read_at from statement_reading"
    )
    return [tuple(row) for row in rows]


async def revoke(purse, category: str = "remittances", at=NOW) -> None:
    await purse.owner.execute(
        "update statement_consent set revoked_at = $1, revoked_by = gen_random_uuid() where category = $2",
        at,
        category,
    )


async def test_a_family_reads_what_it_is_sent_and_the_look_is_a_row(purse):
    first, second = await purse.approved(1_000), await purse.ask(2_000)
    await purse.consent()

    found = await listed(purse)

    assert {(each["id"], each["amount"], each["state"]) for each in found} == {
        (str(first), 1_000, "APPROVED"),
        (str(second), 2_000, "ASKED"),
    }
    one = next(each for each in found if each["id"] == str(first))
    assert one["reference"] == (await purse.row(first))["reference"]
    assert (one["askedOn"], one["movedOn"]) == ("2026-03-20", "2026-03-20")
    looked = (purse.family.account_id, purse.tie_id, ["remittances"], "remittances", None, NOW)
    assert await readings(purse) == [looked]


async def test_no_word_a_word_taken_back_another_person_and_nobody_are_the_same_bytes(purse):
    await purse.approved()
    without = await mine(purse)
    for category in ("earnings", "deductions", "days"):
        await purse.consent(category)
    others = await mine(purse)
    await purse.consent()
    given = await mine(purse)
    kept = await readings(purse)
    await revoke(purse, at=NOW - timedelta(seconds=1))
    alike = await make.family(purse.owner)  # tied to the same person, never consented to
    await registry.tie(purse.owner, alike, await registry.visitor(purse.owner, alike), purse.held)

    said = [
        without,
        others,
        await mine(purse),
        await mine(purse, alike),
        await mine(purse, await make.family(purse.owner)),
        await mine(purse, inmateId=new_id()),
        await mine(purse, inmateId=(await registry.inmate(purse.owner)).id),
    ]

    assert said == [HIDDEN] * len(said) and given != HIDDEN
    assert await readings(purse) == kept


@pytest.mark.parametrize(
    "change",
    [
        "update tie set state = 'ended' where id = '{tie}'",
        "update inmate set status = 'released' where id = '{inmate}'",
    ],
)
async def test_a_tie_that_ended_or_a_person_who_left_closes_it(purse, change):
    await purse.approved()
    await purse.consent()

    await purse.owner.execute(change.format(tie=purse.tie_id, inmate=purse.held.id))

    assert await mine(purse) == HIDDEN


@pytest.mark.parametrize(
    ("status", "left_on", "told"),
    [
        ("held", date(2025, 1, 1), True),
        ("released", date(2026, 3, 1), True),
        ("released", date(2026, 1, 18), False),  # 61 days ago
        ("released", date(2026, 1, 19), True),
        ("deceased", date(2026, 3, 1), False),
        ("evaded", date(2026, 3, 1), False),
    ],
)
async def test_after_a_leaving_it_is_told_and_read_for_a_while_and_after_a_death_never(
    purse, status, left_on, told
):
    await months.rules(NOW)
    await purse.consent()
    await purse.owner.execute(
        "update inmate set status = $2, status_on = $3 where id = $1",
        purse.held.id,
        status,
        left_on,
    )

    await purse.approved(1_000)

    assert len(await purse.told()) == (1 if told else 0)
    assert (await mine(purse) != HIDDEN) is told


async def test_what_goes_to_another_relative_or_to_the_person_is_in_nobodys_list_and_not_told(
    purse,
):
    other = await make.family(purse.owner)
    visitor = await registry.visitor(purse.owner, other)
    tie_id = await registry.tie(purse.owner, other, visitor, purse.held)
    await purse.consent()

    await purse.approved(to=To(Payee.FAMILY, ACCOUNT, NAME, tie_id))
    await purse.approved(to=To(Payee.HOLDER, ACCOUNT, NAME))

    assert await listed(purse) == []
    assert await purse.told() == []


async def test_what_is_asked_for_while_a_move_is_secret_is_not_there_before_it_may_be_told(purse):
    await purse.consent()
    earlier = await purse.ask(1_000)
    await registry.custody_event(
        purse.owner, purse.held.id, kind="transfer", on=NOW.date(), secret_until="2026-03-25"
    )
    later = await purse.ask(2_000)

    before = await listed(purse, now=NOW + timedelta(days=4))
    after = await listed(purse, now=NOW + timedelta(days=5))

    assert [each["id"] for each in before] == [str(earlier)]
    assert {each["id"] for each in after} == {str(earlier), str(later)}


async def test_ones_own_file_holds_what_one_is_sent_while_the_word_stands(purse):
    await purse.approved(1_234)
    without = await privacy.my_data(purse.family, NOW)
    await purse.consent()
    await mine(purse)

    file = await privacy.my_data(purse.family, NOW)

    [row] = file["Dinero que le envían"]
    assert (row["Monto"], row["Estado"]) == ("S/ 12.34", "aprobado")
    assert without["Dinero que le envían"] == []
    assert [each["Miró"] for each in file["Cuentas que usted miró"]] == ["los envíos de dinero"]


async def test_the_families_role_has_no_way_to_the_rows_but_the_functions(purse):
    await purse.approved()
    await purse.consent()
    kept = "select * from remittances_kept($1, 10)"

    for table in ("remittance", "remittance_step", "bank_file", "bank_answer", "bank_mismatch"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(purse.family) as tx:
                await tx.fetch(f"select 1 from {table}")
    for hidden in ("remittances_open(now())", "money_note(gen_random_uuid(), '', '', now())"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(purse.family) as tx:
                await tx.fetch(f"select {hidden}")
    stranger = await make.family(purse.owner)
    async with transaction(stranger) as tx:
        assert await tx.fetch(kept, NOW) == []
        assert await tx.fetchval("select remittance_list($1, $2)", purse.held.id, NOW) is None
    async with transaction(purse.family) as tx:
        assert len(await tx.fetch(kept, NOW)) == 1
    await revoke(purse)
    async with transaction(purse.family) as tx:
        assert await tx.fetch(kept, NOW) == []
