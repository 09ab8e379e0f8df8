"""Starting things: the database that is configured or embedded, today's shape, the seeds, the servers."""

import asyncio
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
import uvicorn
from uvicorn.supervisors import Multiprocess

from backend import demo, seeding
from backend.app import create_app
from backend.database import connected
from backend.database.embedded import default_folder, start
from backend.database.migrate import migrate
from backend.sealed import use_secret
from backend.settings import Settings, SettingsError
from backend.worker import collect_rarely, run_worker

DATABASE = "encuentro"
SECONDS_TO_FINISH = 15
"""How long running requests may take after the signal to stop."""


@contextmanager
def open_database(settings: Settings) -> Iterator[Settings]:
    """The settings with both addresses filled in; without DATABASE_URL the embedded server runs meanwhile."""
    if settings.database_url:
        owner = settings.database_owner_url or settings.database_url
        yield replace(settings, database_owner_url=owner)
        return
    folder = Path(settings.data_folder) if settings.data_folder else default_folder()
    binaries = Path(settings.postgres_bin) if settings.postgres_bin else None
    with start(folder, binaries) as server:
        asyncio.run(_create_database(server.url()))
        yield replace(
            settings,
            database_url=server.url("encuentro_app", DATABASE),
            database_owner_url=server.url(database=DATABASE),
        )


def serve(settings: Settings, *, with_demo: bool) -> None:
    """Everything in one process, for a newcomer or one small establishment: database, seeds, web and worker."""
    _check_port(settings)
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _leave)
    with open_database(settings) as opened:
        say = _announcement(opened)
        asyncio.run(_prepare(opened, with_demo=with_demo))
        app = create_app(opened, with_worker=True)
        _AnnouncingServer(_uvicorn(opened, app), say + (demo.welcome() if with_demo else "")).run()


def web(settings: Settings, *, workers: int) -> None:
    """Web processes alone, as many as wanted, on a database that has been migrated."""
    if not settings.database_url:
        raise SettingsError(
            "DATABASE_URL is needed: several processes share one PostgreSQL server."
        )
    config = _uvicorn(settings, "backend.app:app_from_environment", factory=True, workers=workers)
    if workers == 1:
        uvicorn.Server(config).run()
        return
    Multiprocess(config, sockets=[config.bind_socket()]).run()


def work(settings: Settings) -> None:
    """One worker process, until it is stopped: what it has begun to write is written."""
    use_secret(settings.secret)

    async def run() -> None:
        running = asyncio.current_task()
        assert running is not None
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
        with suppress(asyncio.CancelledError):
            async with connected(settings.database_url, settings.pool_size):
                collect_rarely()
                await run_worker(settings)

    asyncio.run(run())


def _leave(number: int, frame: object) -> None:
    """End as Ctrl-C does: what was started is stopped on the way out, the database too."""
    raise SystemExit(128 + number)


async def _prepare(settings: Settings, *, with_demo: bool) -> None:
    use_secret(settings.secret)
    await migrate(settings.database_owner_url)
    now = datetime.now(UTC)
    async with connected(settings.database_url, settings.pool_size):
        await seeding.seed_everything(now, print)
        if with_demo:
            await demo.seed_demo(now, print)


async def _create_database(address: str) -> None:
    connection = await asyncpg.connect(address)
    try:
        if not await connection.fetchval(
            "select true from pg_database where datname = $1", DATABASE
        ):
            await connection.execute(f"create database {DATABASE}")
    finally:
        await connection.close()


def _uvicorn(settings: Settings, app: object, **options: object) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]  # an application or the name of its factory
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        server_header=False,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        **options,  # type: ignore[arg-type]  # of uvicorn, by its own names
    )


def _check_port(settings: Settings) -> None:
    """Say at once, before a database is started, that somebody else has the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise SettingsError(
                f"{settings.host}:{settings.port} is taken ({error.strerror})."
                " Stop what runs there, or set ENCUENTRO_PORT."
            ) from error


def _announcement(settings: Settings) -> str:
    place = f"http://{settings.host}:{settings.port}"
    if settings.production:
        return f"Encuentro is ready. Open {place}/\n"
    return (
        f"\nEncuentro is ready. Open {place}/\n"
        f"  Try the API:  {place}/graphql\n"
        f"  Codes sent:   here below, and at {place}/dev/outbox\n"
    )


class _AnnouncingServer(uvicorn.Server):
    """Says what to open once it can be opened; a terminal that is closed ends it as every other signal to stop does."""

    def __init__(self, config: uvicorn.Config, words: str) -> None:
        super().__init__(config)
        self.words = words

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Uvicorn's, and SIGHUP: an error out of a handler is lost where the loop was reading from a connection."""
        with super().capture_signals():
            former = signal.signal(signal.SIGHUP, self.handle_exit)
            try:
                yield
            finally:
                signal.signal(signal.SIGHUP, former)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            print(self.words, flush=True)
