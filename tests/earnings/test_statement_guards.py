"""What a statement may never be: tried as the owner and as the application's roles, and with each guard off."""

from datetime import date

import asyncpg
import pytest

from backend.core.actor import Actor, System
from backend.database import transaction
from tests import make
from tests.earnings.statement_attempts import ALL, Attempt, Scene, attempts, scene
from tests.registry import make_registry as registry
from tests.work import make_work as work

pytestmark = pytest.mark.anyio

TABLES = (*ALL, "reparation", "work_record")
ROLES = ("worker", "staff", "family")
DONE, DENIED = "done", "denied"


@pytest.fixture
async def on(db, owner) -> Scene:
    return await scene(owner)


async def answered(tx: asyncpg.Connection, sql: str) -> str:
    """Done, denied, or which guard refused, at the latest at the end of its transaction."""
    try:
        await tx.execute(sql)
        await tx.execute("set constraints all immediate")
    except asyncpg.InsufficientPrivilegeError:
        return DENIED
    except asyncpg.PostgresError as error:
        return error.constraint_name or str(error)
    return DONE


async def undone(owner: asyncpg.Connection, before: str, sql: str) -> str:
    await owner.execute(f"begin; {before}")
    try:
        return await answered(owner, sql)
    finally:
        await owner.execute("rollback")


def said(each: Attempt) -> tuple[str, str]:
    return each.invariant, each.what


async def test_without_a_change_the_statement_of_the_attempts_is_taken(on, owner):
    assert await undone(owner, "", on.statement()) == DONE
    async with transaction(System()) as tx:
        assert await answered(tx, on.statement()) == DONE


async def test_the_owner_is_refused_by_the_guard_of_each_attempt(on, owner):
    before = await registry.rows(owner, *TABLES)

    found = {said(each): await undone(owner, "", each.sql) for each in attempts(on)}

    meant = {said(each): each.guard for each in attempts(on)}
    assert len(meant) == len(list(attempts(on)))
    assert {key: found[key] for key in found if found[key] != meant[key]} == {}
    assert await registry.rows(owner, *TABLES) == before


@pytest.mark.parametrize("role", ROLES)
async def test_the_application_is_refused_by_the_guard_or_before_it(on, owner, role):
    before = await registry.rows(owner, *TABLES)
    by = await _actor(owner, role)

    found = {said(each): await _tried(by, each.sql) for each in attempts(on)}

    meant = {said(each): each.guard if role in each.reach else DENIED for each in attempts(on)}
    assert {key: found[key] for key in found if found[key] != meant[key]} == {}
    assert await registry.rows(owner, *TABLES) == before


@pytest.mark.parametrize("role", ["owner", "worker", "staff"])
async def test_control_with_its_guard_off_each_attempt_goes_through(on, owner, role):
    took = ""
    if role != "owner":
        by = await _actor(owner, role)
        names = {
            "role": f"encuentro_{role}",
            "app.actor": str(by.id or ""),
            "app.establishments": "huaraz",
        }
        took = "".join(f"select set_config('{name}', '{value}', true);" for name, value in names.items())  # fmt: skip

    found = {
        said(each): await undone(owner, each.off + took, each.sql)
        for each in attempts(on)
        if role in each.reach
    }

    assert found and {key: words for key, words in found.items() if words != DONE} == {}


async def test_whoever_is_posted_elsewhere_reads_none(on, owner):
    async with transaction(work.chief("elsewhere")) as tx:
        assert await tx.fetchval("select count(*) from earning_statement") == 0
    closed = "select closes_on from earning_statement where kind = 'month'"
    assert await owner.fetchval(closed) == date(2025, 5, 31)


async def _tried(by: Actor, sql: str) -> str:
    """In a transaction that is never committed, whatever the answer."""
    words = DONE
    try:
        async with transaction(by) as tx:
            words = await answered(tx, sql)
            raise _Undone
    except _Undone:
        return words


class _Undone(Exception):
    """So that what was tried is not kept."""


async def _actor(owner: asyncpg.Connection, role: str) -> Actor:
    if role == "family":
        return await make.family(owner)
    return {"worker": System(), "staff": work.chief()}[role]
