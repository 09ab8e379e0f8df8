"""A server killed while it erases has erased nothing; the same request finds that out and does it."""

import asyncio
import contextlib
from uuid import uuid4

import aiohttp
import pytest

from backend.core.actor import System
from backend.database import reading
from backend.identity import queries
from tests.http.crowd import book, callers, slot_soon
from tests.identity.make_identity import code_sent_to
from tests.phone import line
from tests.privacy.make_household import whole
from tests.servers import web_servers
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio

WAITING = """
select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
"""
OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and usename = 'encuentro_app' and state <> 'idle'
"""


async def until(owner, sql: str, expected: int) -> None:
    """Ask until it is so."""
    for _ in range(500):
        if await owner.fetchval(sql) == expected:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(sql)


async def test_a_server_killed_while_it_erases_has_erased_nothing(db, database, owner):
    await visits.place(owner)
    [caller] = await callers(owner, 1)
    slot = await slot_soon(owner)
    with web_servers(database, 1) as [server]:
        async with line() as http:
            phone = caller.at(http, server.address)
            assert (await book(phone, caller, slot))["__typename"] == "Booking"
            challenge = await phone.act("requestErasureCode")
            facts = {
                "challengeId": challenge["challengeId"],
                "code": await only_code(),
                "requestId": str(uuid4()),
            }
            before = await whole(owner)

            async with owner.transaction():
                await owner.execute("select from account for update")
                lost = asyncio.create_task(phone.post("eraseMyData", facts))
                await until(owner, WAITING, 1)
                server.kill()
                with contextlib.suppress(aiohttp.ClientError, ConnectionError):
                    await lost
            await until(owner, OTHERS, 0)
            killed = await whole(owner)
            server.start()
            await asyncio.to_thread(server.wait_until_ready)
            answers = [await phone.post("eraseMyData", facts) for _ in range(2)]

    assert killed == before
    erased = {"data": {"eraseMyData": {"__typename": "Erased", "calledOff": 1}}}
    assert answers == [(200, erased)] * 2
    assert await owner.fetchval("select count(*) from account") == 0
    assert await visits.taken(owner, slot) == {"people": 0}


async def only_code() -> str:
    """The code in the newest message of all."""
    async with reading(System()) as tx:
        newest, *_ = await queries.outbox(tx)
    return await code_sent_to(newest.phone)
