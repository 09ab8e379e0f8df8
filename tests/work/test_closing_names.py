"""Who closes a month of work: in their own name, and not who reviewed it; as staff, as the service and as the owner."""

from dataclasses import replace
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Staff, System
from backend.core.ids import new_id
from backend.database import transaction
from backend.work import commands
from tests.work import make_work as work
from tests.work.make_work import MARCH, NOW

pytestmark = pytest.mark.anyio


@pytest.fixture
async def reviewed(db, owner) -> UUID:
    """A month that `owner` finds who reviewed."""
    shop = await work.workshop(owner)
    await work.send([work.said(await work.worker(owner, shop))])
    shown = await commands.present_month(
        work.supervisor(), uuid4(), workshop_id=shop, month=MARCH, now=NOW
    )
    month_id = UUID(shown["id"])
    await work.review(month_id, work.chief())
    return month_id


async def close(month_id: UUID, by: Staff | System, as_whom: UUID) -> None:
    async with transaction(by) as tx:
        await tx.fetchval("select work_month_close($1, $2, $3)", month_id, NOW, as_whom)


async def state(owner) -> str:
    return await owner.fetchval("select state from work_month")


async def reviewer(owner) -> UUID:
    return await owner.fetchval("select reviewed_by from work_month")


async def test_nobody_closes_in_the_name_of_another(reviewed, owner):
    for whom in (new_id(), await reviewer(owner)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="name of another"):
            await close(reviewed, work.chief(), whom)

    assert await state(owner) == "reviewed"
    chief = work.chief()
    await close(reviewed, chief, chief.staff_id)
    assert await owner.fetchval("select closed_by from work_month") == chief.staff_id


@pytest.mark.parametrize("who", ["staff", "worker", "owner"])
async def test_nobody_closes_what_they_reviewed(reviewed, owner, who):
    """Not by their own hand, not by the service's for them, not by the owner's; without the guard they would."""
    same = await reviewer(owner)

    async def shut() -> None:
        if who == "owner":
            await owner.execute(
                "update work_month set state = 'closed', closed_at = now(), closed_by = reviewed_by"
            )
        else:
            here = replace(work.chief(), staff_id=same) if who == "staff" else System()
            await close(reviewed, here, same)

    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await shut()

    assert refused.value.constraint_name == "work_month_closed_by_another"
    assert await state(owner) == "reviewed"
    await owner.execute("alter table work_month drop constraint work_month_closed_by_another")
    await shut()
    assert await state(owner) == "closed"
