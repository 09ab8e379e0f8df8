"""Killed servers and a stopped database: what was acknowledged stays, what was not is told by its request id."""

import asyncio
import os
import random
import time
from datetime import time as clock_time
from uuid import UUID, uuid4

import aiohttp
import asyncpg
import pytest

from backend.database.migrate import migrate
from backend.database.temporary import temporary_server
from tests.allocation.make_pools import out_of_step
from tests.conftest import Database, Server
from tests.http.crowd import Caller, book, callers, slot_soon
from tests.phone import line
from tests.servers import web_servers
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio

CAMPAIGN = bool(os.environ.get("CAMPAIGN"))
KILLS = 50 if CAMPAIGN else 6
STOPS = 10 if CAMPAIGN else 2
CALLERS = 20
WRITING_AGAIN_SECONDS = 5.0


class Journal:
    """What the phones asked, and what they were told."""

    def __init__(self) -> None:
        self.asked: dict[UUID, tuple[Caller, UUID]] = {}
        self.told: dict[UUID, dict] = {}
        self.last_success = time.monotonic()

    def unacknowledged(self) -> list[UUID]:
        return [request for request in self.asked if request not in self.told]


async def keep_booking(journal, caller, servers, slots, http, stop) -> None:
    """One family that books slot after slot, never repeating a request that got lost."""
    for slot_id in slots:
        if stop.is_set():
            return
        request_id = uuid4()
        journal.asked[request_id] = (caller, slot_id)
        phone = caller.at(http, random.choice(servers).address)
        try:
            async with asyncio.timeout(10):
                journal.told[request_id] = await book(phone, caller, slot_id, request_id)
                journal.last_success = time.monotonic()
        except (aiohttp.ClientError, ConnectionError, TimeoutError, AssertionError):
            await asyncio.sleep(0.25)


async def resolve(journal, servers, http) -> None:
    """Send every request again whose answer was lost: its id tells."""
    for request_id in journal.unacknowledged():
        caller, slot_id = journal.asked[request_id]
        phone = caller.at(http, servers[0].address)
        journal.told[request_id] = await book(phone, caller, slot_id, request_id)


async def check(journal, owner: asyncpg.Connection) -> None:
    """Exactly what was acknowledged is there, once."""
    booked = {
        UUID(answer["id"]) for answer in journal.told.values() if answer["__typename"] == "Booking"
    }
    stored = {
        row["id"] for row in await owner.fetch("select id from booking where state = 'active'")
    }
    assert booked == stored
    assert len(booked) == sum(a["__typename"] == "Booking" for a in journal.told.values())
    assert await out_of_step(owner) == []


async def arrange(owner, count_of_slots=150):
    await visits.place(owner)
    crowd = await callers(owner, CALLERS)
    first = await slot_soon(owner, people=10_000)
    slots = [first]
    session_day = await owner.fetchrow("select visit_on from slot where id = $1", first)
    for minute in range(1, count_of_slots):
        hour, rest = divmod(minute * 2, 60)
        slots.append(
            await visits.slot(
                owner,
                on=session_day["visit_on"],
                starts=clock_time(6 + hour, rest),
                ends=clock_time(6 + hour, rest + 1),
                people=10_000,
            )
        )
    return crowd, slots[1:]


async def test_servers_killed_under_load_lose_nothing_they_acknowledged(database, owner):
    crowd, slots = await arrange(owner)
    journal, stop = Journal(), asyncio.Event()
    with web_servers(database, 2) as servers:
        async with line() as http:
            load = [
                asyncio.create_task(keep_booking(journal, caller, servers, slots, http, stop))
                for caller in crowd
            ]
            for nth in range(KILLS):
                await asyncio.sleep(0.4)
                victim = servers[nth % 2]
                victim.kill()
                victim.start()
                await asyncio.to_thread(victim.wait_until_ready)
            stop.set()
            await asyncio.gather(*load)
            lost = len(journal.unacknowledged())
            await resolve(journal, servers, http)

    print(f"{KILLS} kills, {len(journal.asked)} requests, {lost} answers lost")
    assert len(journal.told) > KILLS
    await check(journal, owner)


async def test_a_database_stopped_at_once_loses_nothing_and_is_written_again_within_five_seconds():
    with temporary_server(durable=True) as postgres:
        server = Server(postgres.url())
        await server._run("create database crashed", "postgres")
        database = Database(server, "crashed")
        await migrate(database.owner_url)
        owner = await asyncpg.connect(database.owner_url)
        crowd, slots = await arrange(owner)
        await owner.close()
        journal, stop, pauses = Journal(), asyncio.Event(), []
        with web_servers(database, 2) as servers:
            async with line() as http:
                load = [
                    asyncio.create_task(keep_booking(journal, caller, servers, slots, http, stop))
                    for caller in crowd
                ]
                for _ in range(STOPS):
                    await asyncio.sleep(1.0)
                    await asyncio.to_thread(postgres.restart, immediate=True)
                    pauses.append(await first_success_after(journal, time.monotonic()))
                stop.set()
                await asyncio.gather(*load)
                lost = len(journal.unacknowledged())
                await resolve(journal, servers, http)
        print(
            f"{STOPS} stops, {len(journal.asked)} requests, {lost} answers lost, writing after {pauses}"
        )
        owner = await asyncpg.connect(database.owner_url)
        await check(journal, owner)
        await owner.close()
    assert max(pauses) < WRITING_AGAIN_SECONDS


async def first_success_after(journal: Journal, since: float) -> float:
    """Seconds until somebody's booking is acknowledged."""
    while journal.last_success <= since:
        await asyncio.sleep(0.02)
        assert time.monotonic() - since < 30, "nobody could book any more"
    return journal.last_success - since
