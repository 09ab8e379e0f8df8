"""Every invariant, tried with SQL: as the application's roles, as the owner of everything, and with its guard off."""

import asyncpg
import pytest

from backend.core.actor import Actor, Anonymous, System
from backend.database import transaction
from backend.ledger.queries import verify
from tests import make
from tests.ledger import make_ledger as ledger
from tests.ledger.attempts import attempts, scene
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio

STATE = "select md5(string_agg(t::text, '' order by t::text)) from {} t"


GENERATED = 'column "floor_side" can only be updated to DEFAULT'
"""Said to anybody, before rights are looked at."""


async def state(owner: asyncpg.Connection) -> list[str]:
    """What all tables hold."""
    return [await owner.fetchval(STATE.format(table)) for table in ledger.TABLES]


async def answered(owner: asyncpg.Connection, sql: str) -> str:
    """What the database says to it, up to the end of its transaction, which is then undone."""
    await owner.execute("begin")
    try:
        await owner.execute(sql)
        await owner.execute("set constraints all immediate")
    except asyncpg.PostgresError as error:
        return str(error)
    finally:
        await owner.execute("rollback")
    return "done"


async def test_the_owner_is_refused_by_the_guard_of_each_invariant(db, owner):
    on = await scene(owner)
    before = await state(owner)

    said = {(each.invariant, each.what): await answered(owner, each.sql) for each in attempts(on)}

    words = {(each.invariant, each.what): each.refusal for each in attempts(on)}
    assert {key: said[key] for key in said if words[key] not in said[key]} == {}
    assert await state(owner) == before


async def test_control_with_its_guard_off_each_attempt_goes_through(db, owner):
    on = await scene(owner)

    said = {
        (each.invariant, each.what): await answered(owner, f"{each.off}; {_after(each.sql)}")
        for each in attempts(on)
    }

    assert {key: words for key, words in said.items() if words != "done"} == {}


def _after(sql: str) -> str:
    """Guards can be taken off in the usual isolation only, and the attempt goes on in it."""
    return sql.replace("set transaction isolation level repeatable read; ", "")


async def test_the_owner_is_refused_at_commit_too(db, owner):
    """Nothing above depends on looking early."""
    on = await scene(owner)

    with pytest.raises(asyncpg.PostgresError, match="not those declared"):
        await owner.execute(f"begin; {on.journal(on.earned, total=6)} commit")


@pytest.mark.parametrize("who", ["worker", "staff", "family", "anonymous"])
async def test_the_application_writes_no_table_of_the_ledger(db, owner, who):
    on = await scene(owner)
    actor = await _actor(owner, who)
    before = await state(owner)

    said = {}
    for each in attempts(on):
        try:
            async with transaction(actor) as tx:
                await tx.execute(_after(each.sql))
            said[each.what] = "done"
        except asyncpg.PostgresError as error:
            said[each.what] = str(error)

    refused = ("permission denied for table", "must be owner of table", GENERATED)
    assert {key: words for key, words in said.items() if not words.startswith(refused)} == {}
    assert await state(owner) == before


async def test_nobody_takes_the_role_of_the_ledger(db, owner):
    for who in ("worker", "staff", "family", "anonymous"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(await _actor(owner, who)) as tx:
                await tx.execute("set role encuentro_ledger")


@pytest.mark.parametrize("who", ["family", "anonymous"])
async def test_whoever_is_no_staff_neither_reads_nor_acts(db, owner, who):
    books = await ledger.books(owner)
    actor = await _actor(owner, who)

    for statement in (
        *(f"select from {table}" for table in ledger.TABLES),
        f"select close_period('{books.period}', now(), gen_random_uuid())",
        f"select ledger_account_open('advance', 'huaraz', '{books.period}', now())",
        f"select ledger_account_close('{books.advance}', now())",
        "select ledger_period_open('huaraz', '2026-05-01')",
        f"select resolve_journal('{books.period}', 'post', now(), gen_random_uuid())",
        f"select post_journals('', '{{}}', '{{}}', '', '', '{books.period}', now()::date, now(),"
        " gen_random_uuid(), gen_random_uuid(), '', null, '{}', '{}', '{}', '{}')",
        f"select post_journal('', '', '', '', '', '{books.period}', now()::date, now(),"
        " gen_random_uuid(), gen_random_uuid(), '', null, '{}', '{}', '{}')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(actor) as tx:
                await tx.execute(statement)


async def test_no_period_is_closed_by_hand(db, owner):
    """The service closes for whoever asked, and looks first at who reviewed."""
    books, by = await ledger.books(owner), registry.officer()

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(by) as tx:
            await tx.execute(f"select close_period('{books.period}', now(), '{by.staff_id}')")

    assert await owner.fetchval("select status from pay_period") == "open"


async def test_after_everything_that_may_happen_the_books_agree(db, owner):
    await scene(owner)

    async with transaction(System()) as tx:
        found = [await verify(tx, place) for place in ("huaraz", "ica")]

    assert [verdict for verdict in found if not verdict.is_good] == []


async def _actor(owner: asyncpg.Connection, who: str) -> Actor:
    if who == "family":
        return await make.family(owner)
    return {"worker": System(), "staff": registry.officer(), "anonymous": Anonymous()}[who]
