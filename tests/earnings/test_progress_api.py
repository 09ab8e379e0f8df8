"""What is paid off and put aside, as a family is told: by consent to deductions, of what may be told."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import asyncpg
import orjson
import pytest

from backend.core.actor import Family
from backend.core.ids import new_id
from backend.database import transaction
from backend.earnings.commands import leaving, orders
from backend.earnings.commands.consenting import Category
from backend.earnings.jobs import settle_exits
from backend.earnings.rules.parts import parts_left
from tests import make
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

HIDDEN = (
    b'{"data":{"earningsProgress":{"__typename":"Problem","code":"NOT_FOUND",'
    b'"message":"No encontramos lo que busca."}}}'
)
NONE_OWED = {"withheld": 8_400, "owed": 0, "paid": 0, "left": 0, "partsLeft": 0, "debt": 0}


@pytest.fixture
async def told(db, owner):
    return await reading.told(owner)


async def asked(told, family: Family | None = None, **changes) -> bytes:
    about = {"inmateId": told.inmate} | changes
    return await reading.sent(family or told.family, "earningsProgress", **about)


async def progress(told, **changes) -> dict:
    found = orjson.loads(await asked(told, **changes))["data"]["earningsProgress"]
    assert found.pop("__typename") == "EarningsProgress", found
    return found


async def test_what_statements_paid_off_and_put_aside_is_told_and_the_look_is_a_row(owner, told):
    await reading.given(told, Category.DEDUCTIONS)

    found = await progress(told)

    paid = {"total": 500_000, "paidBefore": 0, "withheld": 16_801, "left": 483_199}
    assert found == {"reparation": paid, "contribution": NONE_OWED, "savings": 5_670}
    rows = await owner.fetch(
        "select inmate_id, statement_id, account_id, tie_id, categories, about, read_at from statement_reading"
    )
    look = (told.inmate, None, told.family.account_id, told.tie, ["deductions"], "progress", AFTER)
    assert [tuple(row) for row in rows] == [look]


async def test_the_office_sees_what_each_look_was_at(told):
    await reading.given(told, *reading.ALL)
    await progress(told)
    await reading.read(told.family, "myRemittances", inmateId=told.inmate)
    await reading.read(told.family, "earningStatements", inmateId=told.inmate)

    found = await reading.read(work.chief(), "statementReadings", inmateId=told.inmate)

    looks = {each["about"]: each["categories"] for each in found["nodes"]}
    assert looks == {
        "PROGRESS": ["DEDUCTIONS"],
        "REMITTANCES": ["REMITTANCES"],
        "STATEMENTS": ["DAYS", "DEDUCTIONS", "EARNINGS"],
    }


async def test_no_word_a_word_taken_back_another_person_and_nobody_are_the_same_bytes(owner, told):
    without = await asked(told)
    await reading.given(told, Category.EARNINGS, Category.DAYS, Category.REMITTANCES)
    others = await asked(told)
    await reading.given(told, Category.DEDUCTIONS)
    given = await asked(told)
    kept = await reading.count(owner)
    await reading.revoked(owner, told, AFTER - timedelta(seconds=1))
    alike = await make.family(owner)  # tied to the same person, never consented to
    person = await registry.visitor(owner, alike)
    await registry.tie(owner, alike, person, registry.Held(told.inmate, "", HERE))
    other = await work.worker(owner, told.one.workshop_id)

    said = [
        without,
        others,
        await asked(told),
        await asked(told, alike),
        await asked(told, await make.family(owner)),
        await asked(told, inmateId=other.inmate_id),
        await asked(told, inmateId=new_id()),
    ]

    assert said == [HIDDEN] * len(said) and given != HIDDEN
    assert (await reading.count(owner))["statement_reading"] == kept["statement_reading"]


async def test_a_statement_shows_in_no_sum_before_a_secret_move_may_be_told(db, owner):
    await months.rules()
    await work.holiday(owner, months.LABOUR_DAY)
    one = await work.worker(owner, await work.workshop(owner))
    await months.worked_month(owner, one)
    await months.reparation(one)
    tie = await months.wishes(owner, one)
    await registry.custody_event(
        owner, one.inmate_id, kind="transfer", on=date(2025, 6, 1), secret_until="2025-06-10"
    )
    await months.review(one.workshop_id)
    await months.close()
    account = await owner.fetchval("select account_id from tie where id = $1", tie)
    family = Family(account_id=account, session_id=new_id())
    about = reading.Told(one, family, tie, new_id())
    await reading.given(about, Category.DEDUCTIONS)

    before = await progress(about, now=datetime(2025, 6, 10, 4, 59, tzinfo=UTC))
    after = await progress(about, now=datetime(2025, 6, 10, 5, tzinfo=UTC))

    assert (before["reparation"]["withheld"], before["reparation"]["left"]) == (0, 500_000)
    assert (before["contribution"]["withheld"], before["savings"]) == (0, 0)
    assert (after["reparation"]["withheld"], after["contribution"], after["savings"]) == (
        16_801,
        NONE_OWED,
        5_670,
    )


async def test_without_a_reparation_there_is_none_and_one_that_ended_is_none(owner, told):
    await reading.given(told, Category.DEDUCTIONS)
    await owner.execute("update reparation set ended_on = '2025-06-01'")

    assert (await progress(told))["reparation"] is None


async def test_old_contributions_are_told_by_parts(db, owner):
    await months.rules()
    shop = await work.workshop(owner)
    await owner.execute("update workshop set modality = 'individual_group'")
    one = await work.worker(owner, shop)
    sale = await work.price(owner, shop, product="bolso", basis="sale_share", rate="1")
    june, july = date(2025, 6, 1), AFTER.replace(month=7, day=1)
    await _sold(one, sale, months.DAYS[0], 3_000, AFTER)
    await _closed(shop, months.MAY, AFTER)
    tie = await months.wishes(owner, one)
    account = await owner.fetchval("select account_id from tie where id = $1", tie)
    about = reading.Told(one, Family(account_id=account, session_id=new_id()), tie, new_id())
    await reading.given(about, Category.DEDUCTIONS)
    owing = await progress(about)
    await orders.plan_arrears(
        work.chief(), uuid4(), inmate_id=one.inmate_id, act="Acta 6", owed=1_520, first_month=june, now=AFTER
    )  # fmt: skip

    agreed = await progress(about)
    await _sold(one, sale, date(2025, 6, 3), 100_000, july)
    await _closed(shop, june, july)
    paid = await progress(about, now=july)

    assert agreed["contribution"] == {
        "withheld": 3_000, "owed": 1_520, "paid": 0, "left": 1_520, "partsLeft": 6, "debt": 1_520,
    }  # fmt: skip
    assert owing["contribution"] == {
        "withheld": 3_000, "owed": 0, "paid": 0, "left": 0, "partsLeft": 0, "debt": 1_520,
    }  # fmt: skip
    assert paid["contribution"] == {
        "withheld": 13_000, "owed": 1_520, "paid": 254, "left": 1_266, "partsLeft": 5, "debt": 1_266,
    }  # fmt: skip


async def test_a_debt_of_a_statement_that_may_not_be_told_is_not_told_either(db, owner):
    """Of a secret move, of an exit that waits, and of one that was returned; what was told stays."""
    await months.rules()
    shop = await work.workshop(owner)
    await owner.execute("update workshop set modality = 'individual_group'")
    one = await work.worker(owner, shop)
    sale = await work.price(owner, shop, product="bolso", basis="sale_share", rate="1")
    await _sold(one, sale, months.DAYS[0], 3_000, AFTER)
    tie = await months.wishes(owner, one)
    account = await owner.fetchval("select account_id from tie where id = $1", tie)
    about = reading.Told(one, Family(account_id=account, session_id=new_id()), tie, new_id())
    await reading.given(about, Category.DEDUCTIONS)
    await registry.custody_event(
        owner, one.inmate_id, kind="transfer", on=date(2025, 5, 14), to="chimbote",
        secret_until="2025-06-10",
    )  # fmt: skip
    said = []

    async def look(now: datetime = AFTER) -> None:
        found = (await progress(about, now=now))["contribution"]
        said.append((found["debt"], found["withheld"]))

    await settle_exits(datetime(2025, 5, 15, tzinfo=UTC))
    await look()
    exit_ = await owner.fetchval("select id from earning_statement")
    await leaving.confirm_exit(work.chief(), uuid4(), statement_id=exit_, now=AFTER)
    await look()
    await look(datetime(2025, 6, 10, 5, tzinfo=UTC))

    assert said == [(0, 0), (0, 0), (1_520, 3_000)]


async def _sold(one, price, day: date, amount: int, now: datetime) -> None:
    piece = months.Piece(price, amount, 0, None)
    await months.recorded([months.shift(one, day, 480, piece)], now=now)


async def _closed(shop, month: date, now: datetime) -> None:
    await months.review(shop, month=month, now=now)
    await months.close(month=month, now=now)


@pytest.mark.parametrize(
    ("paid", "left"), [(0, 8), (253, 8), (254, 7), (1_519, 3), (1_520, 2), (1_525, 1), (1_530, 0)]
)
def test_a_part_is_left_until_it_is_paid_whole_and_the_earliest_is_paid_first(paid, left):
    plans = [(10, date(2025, 12, 1), 2), (1_520, date(2025, 6, 1), 6)]

    assert parts_left(plans, paid) == left


async def test_the_families_role_reads_no_table_and_calls_only_for_itself(owner, told):
    await reading.given(told, Category.DEDUCTIONS)
    stranger = await make.family(owner)
    sums = "select earnings_progress($1, $2)"

    for table in ("reparation", "arrears_plan", "earning_statement", "statement_line"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(told.family) as tx:
                await tx.fetch(f"select 1 from {table}")
    async with transaction(stranger) as tx:
        assert await tx.fetchval(sums, told.inmate, AFTER) is None
    async with transaction(told.family) as tx:
        assert await tx.fetchval(sums, told.inmate, AFTER) is not None
