"""The connection pool: Tortoise's, on asyncpg, with JSON as Python values and nothing left behind on release."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import asyncpg
import orjson
from tortoise import Tortoise
from tortoise.connection import get_connection

Connection = asyncpg.Connection
"""What commands and queries receive as `tx`: an asyncpg connection inside a transaction."""

MODELS = [
    f"backend.{slice_}.models"
    for slice_ in (
        "identity",
        "registry",
        "allocation",
        "visits",
        "notifications",
        "work",
        "earnings",
        "programmes",
    )
]
APP = "encuentro"


def tortoise_config(url: str, pool_size: int = 10) -> dict[str, Any]:
    """Tortoise's configuration for a `postgres://` URL; `?host=/folder` names a Unix socket."""
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    credentials: dict[str, Any] = {
        "host": options.get("host", [parts.hostname])[0],
        "port": parts.port or int(options.get("port", ["5432"])[0]),
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password) if parts.password else None,
        "database": parts.path.lstrip("/"),
        "minsize": 1,
        "maxsize": pool_size,
        "init": _prepare,
        "reset": _leave_clean,
        "timeout": 5,
    }
    if "sslmode" in options:
        credentials["ssl"] = options["sslmode"][0]
    if "statement_cache_size" in options:
        credentials["statement_cache_size"] = int(options["statement_cache_size"][0])
    return {
        "connections": {
            "default": {"engine": "tortoise.backends.asyncpg", "credentials": credentials}
        },
        "apps": {
            APP: {
                "models": MODELS,
                "default_connection": "default",
                "migrations": "backend.migrations",
            }
        },
        "use_tz": True,
        "timezone": "UTC",
    }


@asynccontextmanager
async def connected(url: str, pool_size: int = 10) -> AsyncIterator[None]:
    """Open the pool for the life of a process, a command or a test."""
    await Tortoise.init(config=tortoise_config(url, pool_size), _enable_global_fallback=True)
    try:
        yield
    finally:
        await Tortoise.close_connections()


async def current_skew(now: datetime) -> float:
    """Seconds by which the database's clock is ahead of ours: two clocks that differ make holds unfair."""
    rows = await get_connection("default").execute_query_dict("select clock_timestamp() as at")
    at: datetime = rows[0]["at"]
    return (at - now).total_seconds()


async def _prepare(connection: Connection) -> None:
    for name in ("json", "jsonb"):
        await connection.set_type_codec(
            name, encoder=_json, decoder=orjson.loads, schema="pg_catalog", format="text"
        )


def _json(value: object) -> str:
    """Tortoise hands over text that is JSON already; everybody else hands over values."""
    return value if isinstance(value, str) else orjson.dumps(value).decode()


async def _leave_clean(connection: Connection) -> None:
    """Roll back what a cancelled or failed block left open. Every setting of ours ends with its transaction."""
    if connection.is_in_transaction():
        await connection.execute("rollback")
