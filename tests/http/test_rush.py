"""The rush for the last places, through HTTP, with two server processes on one database."""

import asyncio
from uuid import uuid4

import pytest

from tests.allocation.make_pools import UNGUARDED, out_of_step
from tests.http.crowd import book, callers, slot_soon, tally
from tests.phone import line
from tests.servers import web_servers
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio


async def rush(owner, servers, slot_id, count):
    """Everybody presses at once, half of them at each server."""
    crowd = await callers(owner, count)
    async with line() as http:
        acts = [
            book(caller.at(http, servers[nth % len(servers)].address), caller, slot_id)
            for nth, caller in enumerate(crowd)
        ]
        return await asyncio.gather(*acts)


async def test_two_hundred_families_and_a_hundred_places_make_a_hundred_bookings(database, owner):
    await visits.place(owner)
    slot_id = await slot_soon(owner, people=100, groups=150)

    with web_servers(database, 2) as servers:
        answers = await rush(owner, servers, slot_id, 200)

    assert tally(answers) == {"Booking": 100, "NO_PLACE": 100}
    assert await visits.taken(owner, slot_id) == {"people": 100, "groups": 100}
    assert await owner.fetchval("select count(*) from booking where state = 'active'") == 100
    assert await out_of_step(owner) == []


async def test_control_with_the_guard_off_more_are_booked_than_there_are_places(database, owner):
    await visits.place(owner)
    slot_id = await slot_soon(owner, people=20)
    await owner.execute(UNGUARDED)

    with web_servers(database, 2) as servers:
        answers = await rush(owner, servers, slot_id, 80)

    assert tally(answers)["Booking"] > 20


async def test_fifty_sends_of_one_request_to_two_servers_make_one_booking(database, owner):
    await visits.place(owner)
    slot_id, request_id = await slot_soon(owner), uuid4()
    (caller,) = await callers(owner, 1)

    with web_servers(database, 2) as servers:
        async with line() as http:
            phones = [caller.at(http, server.address) for server in servers]
            answers = await asyncio.gather(
                *(book(phones[nth % 2], caller, slot_id, request_id) for nth in range(50))
            )

    assert tally(answers) == {"Booking": 50}
    assert all(answer == answers[0] for answer in answers)
    assert await owner.fetchval("select count(*) from booking") == 1
