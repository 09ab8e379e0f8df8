"""Bringing the database to today's shape, one process at a time."""

import asyncpg
from tortoise import Tortoise
from tortoise.migrations.api import migrate as run_migrations

from backend.database.connection import tortoise_config

_LOCK = 7_466_283
"""The advisory lock of migrations: two `migrate` at once would both run."""


async def migrate(owner_url: str) -> None:
    """Apply what is missing, as the role that owns the tables. A second caller waits, then finds nothing to do."""
    guard = await asyncpg.connect(owner_url)
    try:
        await guard.execute("select pg_advisory_lock($1)", _LOCK)
        await run_migrations(config=tortoise_config(owner_url, pool_size=1))
    finally:
        await Tortoise.close_connections()
        await guard.close()
