"""What a statement may never be: the database refuses it, also from the owner's hand."""

from datetime import date
from uuid import uuid4

import asyncpg
import orjson
import pytest

from backend.core.actor import System
from backend.database import transaction
from tests.earnings import make_month as months
from tests.registry import make_registry as registry
from tests.work import make_work as work

pytestmark = pytest.mark.anyio

TABLES = ("earning_statement", "statement_line", "pending_adjustment")
_COPY = """
insert into earning_statement select (jsonb_populate_record(s, $1)).* from earning_statement s
"""


@pytest.fixture
async def one(db, owner):
    await months.rules()
    one = await work.worker(owner, await work.workshop(owner))
    await months.worked_month(owner, one)
    await months.reparation(one, total=20_000)
    await months.review(one.workshop_id)
    await months.close()
    return one


async def refuses(owner, one, guard: str, act) -> None:
    before = await registry.rows(owner, *TABLES)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError) as refused:
        async with owner.transaction():
            await act
    assert refused.value.constraint_name == guard
    assert await registry.rows(owner, *TABLES) == before


@pytest.mark.parametrize(
    ("guard", "changes"),
    [
        ("earning_statement_adds_up", {"personal": 1}),
        ("earning_statement_adds_up", {"gross": 84_006}),
        ("earning_statement_contribution", {"contribution_due": 8_401}),
        ("earning_statement_contribution", {"contribution": 8_401, "personal": 58_803}),
        (
            "earning_statement_reparation",
            {"reparation": 16_800, "withheld": 25_200, "personal": 58_805},
        ),
        ("earning_statement_two_people", {"approved_by": "00000000-0000-4000-8000-00000000e4c0"}),
        ("earning_statement_journal", {"journal_id": None}),
        ("earning_statement_days", {"closes_on": "2025-06-01"}),
        ("earning_statement_days_once", {}),
    ],
)
async def test_a_statement_that_does_not_add_up_or_tells_twice(owner, one, guard, changes):
    if guard == "earning_statement_days_once":
        said = {"id": str(uuid4()), "revision": 2}
    else:
        other = await work.worker(owner, one.workshop_id)
        said = {"id": str(uuid4()), "inmate_id": str(other.inmate_id)}
        if "journal_id" not in changes:
            said["journal_id"] = str(uuid4())
    if guard == "earning_statement_contribution" and "contribution" in changes:
        changes = changes | {"withheld": 25_202}
    text = orjson.dumps(said | changes).decode()

    await refuses(owner, one, guard, owner.execute(_COPY, text))


async def test_a_statement_is_the_sum_of_its_lines_and_of_its_journal(owner, one):
    other = await work.worker(owner, one.workshop_id)
    nothing = dict.fromkeys(
        ("gross", "withheld", "personal", "contribution", "reparation", "contribution_base", "contribution_due"), 0
    )  # fmt: skip
    same = {"id": str(uuid4()), "inmate_id": str(other.inmate_id), "journal_id": None}
    bare = orjson.dumps(
        same | nothing | {"gross": 5, "personal": 5, "reparation_owed": None}
    ).decode()
    with pytest.raises(asyncpg.CheckViolationError):
        await owner.execute(_COPY, bare)
    earns = nothing | {"family": 0, "savings": 0}
    await owner.execute(_COPY, orjson.dumps(same | earns).decode())  # of nothing there are no lines
    await refuses(
        owner, one, "statement_line_with_statement",
        owner.execute(
            "insert into statement_line select (jsonb_populate_record(l, '{\"line_no\": 99}')).* from statement_line l"
            " limit 1"
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        "update earning_statement set personal = personal + 1",
        "update earning_statement set visible_from = now()",
        "delete from earning_statement",
        "update statement_line set facts = '{}'",
        "delete from statement_line",
        "truncate statement_line cascade",
        "update reparation set total = total + 1",
        "delete from reparation",
    ],
)
async def test_what_was_told_stays_as_it_was_told(owner, one, change):
    await refuses(owner, one, "earnings_append_only", owner.execute(change))


async def test_the_application_may_not_even_try(owner, one):
    for act in ("update earning_statement set personal = 0", "delete from statement_line"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(System()) as tx:
                await tx.execute(act)
    async with transaction(work.chief("elsewhere")) as tx:
        assert await tx.fetchval("select count(*) from earning_statement") == 0
    assert date(2025, 5, 31) == await owner.fetchval("select closes_on from earning_statement")
