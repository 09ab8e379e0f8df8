"""Real web processes for tests: on loopback, on a free port, ended with the test."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.error import URLError
from urllib.request import urlopen

import uvicorn
from starlette.types import ASGIApp

from tests.conftest import SECRET, Database

ROOT = Path(__file__).parent.parent
READY_SECONDS = 180.0
"""On a machine that has much else to do."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def in_process(app: ASGIApp) -> AsyncIterator[str]:
    """An application behind uvicorn in this very process, without its lifespan; its address."""
    config = uvicorn.Config(app, port=0, log_config=None, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn offers no event
        await asyncio.sleep(0.005)
    try:
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


class WebServer:
    """`encuentro web` in a process of its own."""

    def __init__(self, url: str, **environment: str) -> None:
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": url,
            "ENCUENTRO_SECRET": SECRET,
            "ENCUENTRO_PORT": str(self.port),
            **environment,
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        self.wait_until_ready()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.kill()

    def start(self) -> None:
        """Start the process; it is not ready yet."""
        words = [sys.executable, "-m", "backend.cli", "web"]
        self._process = subprocess.Popen(words, env=self._environment, cwd=ROOT)

    def wait_until_ready(self) -> None:
        """Until /health says so."""
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until:
            try:
                with urlopen(f"{self.address}/health", timeout=1) as answer:
                    if answer.status == 200:
                        return
            except (URLError, OSError):
                time.sleep(0.05)
            assert self._process is not None and self._process.poll() is None, "the server ended"
        raise AssertionError("the server did not become ready")

    def kill(self, number: signal.Signals = signal.SIGKILL) -> None:
        """End the process as a crash does, and wait until it is gone."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(30)


@contextmanager
def web_servers(database: Database, count: int) -> Iterator[list[WebServer]]:
    """Several web processes on one database."""
    servers = [WebServer(database.url) for _ in range(count)]
    try:
        for server in servers:
            server.start()
        for server in servers:
            server.wait_until_ready()
        yield servers
    finally:
        for server in servers:
            server.kill()


@contextmanager
def passable_folder() -> Iterator[Path]:
    """A folder that PostgreSQL's own account may pass through, as pytest's are not."""
    with tempfile.TemporaryDirectory(prefix="encuentro-serving-") as name:
        Path(name).chmod(0o755)
        yield Path(name)


class Demo:
    """`encuentro serve --demo` on an embedded server of its own."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.log = folder / "log"
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "HOME": str(folder),
            "ENCUENTRO_PORT": str(self.port),
            "ENCUENTRO_DATA": str(folder / "data"),
        }
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        words = [sys.executable, "-m", "backend.cli", "serve", "--demo"]
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                words, env=self._environment, cwd=ROOT, stdout=log, stderr=log
            )
        until = time.monotonic() + READY_SECONDS
        while time.monotonic() < until and self._process.poll() is None:
            try:
                with urlopen(f"http://127.0.0.1:{self.port}/health", timeout=1):
                    return self
            except (URLError, OSError):
                time.sleep(0.1)
        self.end(signal.SIGINT)
        raise AssertionError(self.log.read_text())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end(signal.SIGINT)

    def end(self, number: signal.Signals) -> None:
        """Ctrl-C, or kill -9."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(number)
            self._process.wait(60)
