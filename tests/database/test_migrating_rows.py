"""Migrations on a database that is in use: rows from before get what the new shape asks of them."""

import os
from collections.abc import AsyncIterator

import asyncpg
import pytest
from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from backend.database.connection import tortoise_config
from backend.database.migrate import migrate
from tests.conftest import OWNER, Server

pytestmark = pytest.mark.anyio
NAME = f"upgraded_{os.getpid()}"


@pytest.fixture
async def before_notices(server: Server) -> AsyncIterator[str]:
    """The address of a database as it was before there were deliveries."""
    admin = await asyncpg.connect(server.url(OWNER, "postgres"))
    await admin.execute(f"create database {NAME}")
    url = server.url(OWNER, NAME)
    await run_migrations(config=tortoise_config(url, pool_size=1), target="encuentro.0004_own_data")
    await Tortoise.close_connections()
    yield url
    await admin.execute(f"drop database {NAME} with (force)")
    await admin.close()


async def test_a_notice_from_before_there_were_deliveries_is_in_the_inbox(before_notices):
    owner = await asyncpg.connect(before_notices)
    await owner.execute(
        "insert into account (id, phone_index, phone_cipher, language, created_at)"
        " values (gen_random_uuid(), '\\x01', '\\x00', 'es', now())"
    )
    await owner.execute(
        "insert into notice (id, account_id, kind, facts, dedupe_key, created_at, tell_from, expires_at)"
        " select gen_random_uuid(), id, 'visit_booked', jsonb_build_object('booking_id', '7'), 'k', now(), now(),"
        " now() + interval '1 day' from account"
    )

    await migrate(before_notices)

    rows = await owner.fetch(
        "select n.urgency, n.subject, d.channel, d.state from notice n join delivery d on d.notice_id = n.id"
    )
    await owner.close()
    assert [tuple(row) for row in rows] == [("normal", "visit:7", "inbox", "accepted")]
