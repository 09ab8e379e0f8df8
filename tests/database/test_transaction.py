"""`transaction()`: as somebody, whole or not at all, and no connection is ever lost."""

import asyncio
import random

import asyncpg
import pytest

from backend.core.actor import Anonymous, Family, Staff, System
from backend.core.ids import new_id
from backend.database import connected, connectionless, reading, transaction
from backend.registry.models import Establishment

pytestmark = pytest.mark.anyio
FAMILY = Family(account_id=new_id(), session_id=new_id())
INSERT = "insert into establishment (id, name, office, department, sex_held) values ($1, 'x', 'x', 'x', 'M')"


async def test_leaving_commits_and_raising_rolls_back(db, owner):
    async with transaction(System()) as tx:
        await tx.execute(INSERT, "kept")
    with pytest.raises(ZeroDivisionError):
        async with transaction(System()) as tx:
            await tx.execute(INSERT, "undone")
            raise ZeroDivisionError

    assert [row["id"] for row in await owner.fetch("select id from establishment")] == ["kept"]


async def test_a_model_used_inside_is_in_the_same_transaction(db, owner):
    with pytest.raises(ZeroDivisionError):
        async with transaction(System()):
            await Establishment.create(
                id="undone", name="x", office="x", department="x", sex_held="M"
            )
            raise ZeroDivisionError

    assert await owner.fetchval("select count(*) from establishment") == 0


async def test_a_second_transaction_inside_the_first_is_refused(db):
    async with transaction(System()):
        with pytest.raises(RuntimeError):
            async with transaction(System()):
                pass


async def test_without_an_actor_nothing_can_be_read(db):
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connectionless("select * from establishment")


async def test_the_actor_ends_with_the_transaction(db):
    async with transaction(FAMILY) as tx:
        assert await tx.fetchval("select app_actor()") == FAMILY.account_id
    rows = await connectionless("select current_user, current_setting('app.actor', true) as actor")

    assert [dict(row) for row in rows] == [{"current_user": "encuentro_app", "actor": ""}]


@pytest.mark.parametrize(
    ("actor", "role"),
    [
        (Anonymous(), "encuentro_anonymous"),
        (FAMILY, "encuentro_family"),
        (Staff(staff_id=new_id(), session_id=new_id()), "encuentro_staff"),
        (System(), "encuentro_worker"),
    ],
)
async def test_each_actor_takes_its_own_role(db, actor, role):
    async with transaction(actor) as tx:
        assert await tx.fetchval("select current_user") == role


async def test_identities_do_not_mix_in_the_pool(database):
    async def asks() -> bool:
        family = Family(account_id=new_id(), session_id=new_id())
        async with transaction(family) as tx:
            await tx.execute("select pg_sleep(0.001)")
            return await tx.fetchval("select app_actor()") == family.account_id

    async with connected(database.url, pool_size=4):
        assert all(await asyncio.gather(*(asks() for _ in range(300))))


async def test_cancelled_tasks_lose_no_connection(database):
    async def work() -> None:
        async with transaction(System()) as tx:
            await tx.execute("select 1")

    random.seed(7)
    async with connected(database.url, pool_size=4):
        for _ in range(600):
            task = asyncio.create_task(work())
            await asyncio.sleep(random.random() * 0.0012)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await asyncio.wait_for(asyncio.gather(*(work() for _ in range(8))), 10)
        idle = await connectionless(
            "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
            " and datname = current_database()"
        )

    assert idle[0]["count"] == 0


async def test_reading_may_not_write(db):
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        async with reading(System()) as tx:
            await tx.execute(INSERT, "no")


async def test_an_establishment_id_that_is_no_slug_never_reaches_the_server(db):
    from backend.core.actor import Role

    staff = Staff(
        staff_id=new_id(),
        session_id=new_id(),
        roles=frozenset({("x'; drop table tie; --", Role.DIRECTOR)}),
    )

    with pytest.raises(ValueError, match="slug"):
        async with transaction(staff):
            pass
