"""A server that ends a connection, and a client that has not heard yet that it is gone."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import asyncpg
import pytest

from backend.core.actor import System
from backend.database import connected, retrying, transaction

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def hard_of_hearing(url: str) -> AsyncIterator[str]:
    """The address of a database behind a wire that carries all that is said, but never that the server hung up."""
    options = parse_qs(urlsplit(url).query)
    port = options.get("port", ["5432"])[0]
    there = f"{options['host'][0]}/.s.PGSQL.{port}"
    tasks: set[asyncio.Task[None]] = set()
    ends: list[asyncio.StreamWriter] = []

    async def carry(source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while said := await source.read(65_536):
            to.write(said)

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        server_reader, server_writer = await asyncio.open_unix_connection(there)
        ends.extend([writer, server_writer])
        for way in (carry(reader, server_writer), carry(server_reader, writer)):
            tasks.add(asyncio.create_task(way))

    with tempfile.TemporaryDirectory() as folder:
        wire = await asyncio.start_unix_server(meet, str(Path(folder) / f".s.PGSQL.{port}"))
        yield url.replace(options["host"][0], folder)
        wire.close()
        for task in tasks:
            task.cancel()
        for end in ends:
            end.close()
        await asyncio.gather(*tasks, *(end.wait_closed() for end in ends), return_exceptions=True)


async def goodbye(owner: asyncpg.Connection) -> None:
    """The server ends every connection of the application, and says so."""
    await owner.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where usename = 'encuentro_app' and datname = current_database()"
    )
    await asyncio.sleep(0.3)


@pytest.mark.parametrize(
    "when", ["before it begins", "between two statements", "before it commits"]
)
async def test_work_is_done_again_when_the_server_said_goodbye(database, owner, when):
    await owner.execute("create table kept (nth integer)")
    await owner.execute("grant all on kept to encuentro_worker")
    tries = 0

    async def work() -> None:
        nonlocal tries
        tries += 1
        if tries == 1 and when == "before it begins":
            await goodbye(owner)
        async with transaction(System()) as tx:
            await tx.execute("insert into kept values (1)")
            if tries == 1 and when == "between two statements":
                await goodbye(owner)
            if when != "before it commits":
                await tx.execute("insert into kept values (2)")
            elif tries == 1:
                await goodbye(owner)

    async with hard_of_hearing(database.url) as url, connected(url):
        async with transaction(System()) as tx:
            await tx.execute("select 1")
        await retrying(work)

    assert tries == 2
    wanted = [1] if when == "before it commits" else [1, 2]
    assert [row["nth"] for row in await owner.fetch("select nth from kept order by 1")] == wanted
