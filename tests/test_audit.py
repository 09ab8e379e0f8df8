"""The audit trail: appended by one function, and any tampering shows at the right row."""

import asyncio
from datetime import UTC, datetime

import asyncpg
import pytest

from backend import audit
from backend.core.actor import Anonymous, Family, System
from backend.core.ids import new_id
from backend.database import transaction

pytestmark = pytest.mark.anyio
NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)


async def record(count: int, place: str = "lurigancho") -> None:
    for number in range(count):
        async with transaction(System()) as tx:
            await audit.record(
                tx,
                System(),
                "a.b.done",
                str(number),
                establishment_id=place,
                facts={"n": number},
                now=NOW,
            )


async def verdict(place: str = "lurigancho") -> audit.Verdict:
    async with transaction(System()) as tx:
        return await audit.verify(tx, place)


async def as_superuser(owner: asyncpg.Connection, sql: str) -> None:
    """What a database administrator can do to cover something up."""
    async with owner.transaction():
        await owner.execute("set local session_replication_role = replica")
        await owner.execute(sql)


async def test_an_untouched_chain_is_good(db):
    await record(5)

    assert await verdict() == audit.Verdict("lurigancho", 5, None)


async def test_parallel_entries_make_one_chain(db):
    await asyncio.gather(*(record(5) for _ in range(6)))

    assert await verdict() == audit.Verdict("lurigancho", 30, None)


@pytest.mark.parametrize(
    ("tampering", "first_bad"),
    [
        ("update audit_entry set facts = '{\"n\": 9}' where seq = 3", 3),
        ("update audit_entry set actor_id = 'somebody' where seq = 1", 1),
        ("update audit_entry set at = at + interval '1 second' where seq = 5", 5),
        ("delete from audit_entry where seq = 2", 3),
        ("delete from audit_entry where seq = 1", 2),
        ("delete from audit_entry where seq = 5", 5),
        ("delete from audit_entry", 1),
        ("update audit_entry set seq = case seq when 2 then 3 else 2 end where seq in (2, 3)", 2),
        (
            "insert into audit_entry select establishment_id, 6, at, actor_kind, actor_id, action, subject, facts,"
            " hash, hash from audit_entry where seq = 5",
            6,
        ),
    ],
)
async def test_tampering_is_found_at_the_first_bad_row(db, owner, tampering, first_bad):
    await record(5)

    if "case seq" in tampering:
        await as_superuser(owner, "alter table audit_entry drop constraint audit_entry_pkey")
    await as_superuser(owner, tampering)

    assert (await verdict()).first_bad == first_bad


@pytest.mark.parametrize(
    "actor", [Anonymous(), System(), Family(account_id=new_id(), session_id=new_id())]
)
@pytest.mark.parametrize(
    "sql",
    [
        "update audit_entry set facts = '{}'",
        "delete from audit_entry",
        "truncate audit_entry",
        "insert into audit_entry values ('x', 1, now(), '', '', '', '', '{}', '', '')",
        "update audit_head set seq = 0",
    ],
)
async def test_no_role_of_the_application_can_change_the_trail(db, actor, sql):
    await record(1)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(actor) as tx:
            await tx.execute(sql)

    assert await verdict() == audit.Verdict("lurigancho", 1, None)


async def test_even_the_owner_is_stopped_by_the_trigger(db, owner):
    await record(1)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await owner.execute("delete from audit_entry")
