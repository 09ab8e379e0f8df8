"""Fixtures: one embedded PostgreSQL a run, one database like a migrated template a test."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

import asyncpg
import pytest

from backend.database import connected
from backend.database.migrate import migrate
from backend.database.temporary import temporary_server
from backend.sealed import use_secret
from tests.databases import Databases

OWNER = "postgres"
SECRET = "a-secret-for-tests-that-protects-nobody"


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server of this run, by the address of its superuser."""

    address: str

    def url(self, role: str, database: str) -> str:
        _, _, options = self.address.partition("?")
        return f"postgres://{role}@/{database}?{options}"

    def run(self, sql: str, database: str = "postgres") -> None:
        """One statement as the owner of everything."""
        asyncio.run(self._run(sql, database))

    async def _run(self, sql: str, database: str) -> None:
        connection = await asyncpg.connect(self.url(OWNER, database))
        try:
            await connection.execute(sql)
        finally:
            await connection.close()


@dataclass(frozen=True)
class Database:
    """A database of one test, and how to reach it as the application or as the owner."""

    server: Server
    name: str

    @property
    def url(self) -> str:
        """As the role the application runs as."""
        return self.server.url("encuentro_app", self.name)

    @property
    def owner_url(self) -> str:
        return self.server.url(OWNER, self.name)


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def secret() -> None:
    """Of each test anew: an application or a command begun inside a test uses its own."""
    use_secret(SECRET)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """`ENCUENTRO_TEST_SERVER=/socket/folder` borrows a running server whose superuser is called postgres."""
    borrowed = os.environ.get("ENCUENTRO_TEST_SERVER")
    if borrowed:
        yield Server(f"postgres://postgres@/postgres?host={borrowed}")
        return
    with temporary_server() as running:
        yield Server(running.url())


@pytest.fixture(scope="session")
def template(server: Server) -> Iterator[str]:
    name = f"template_{os.getpid()}"
    server.run(f"create database {name}")
    asyncio.run(migrate(server.url(OWNER, name)))
    yield name
    server.run(f"drop database {name} with (force)")


@pytest.fixture(scope="session")
def databases(server: Server, template: str) -> Iterator[Databases]:
    found = Databases(
        template,
        f"test_{os.getpid()}",
        run=server.run,
        url=lambda name: server.url(OWNER, name),
    )
    yield found
    found.end()


@pytest.fixture
def database(server: Server, databases: Databases) -> Iterator[Database]:
    """A database like the template, and no other test's."""
    name = databases.lend()
    yield Database(server, name)
    databases.take_back(name)


@pytest.fixture
async def db(database: Database) -> AsyncIterator[Database]:
    """The application's own pool, open on a fresh database."""
    async with connected(database.url):
        yield database


@pytest.fixture
async def owner(database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A connection that no policy stops: to arrange and to assert."""
    connection = await asyncpg.connect(database.owner_url)
    try:
        yield connection
    finally:
        await connection.close()
