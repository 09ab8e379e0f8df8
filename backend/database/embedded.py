"""The embedded PostgreSQL, when no `DATABASE_URL` is set: started, shared, found again, stopped."""

import fcntl
import os
import signal
import subprocess
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

from backend.database.binaries import EmbeddedError, find_binaries
from backend.database.cluster import (
    CHILD_ENVIRONMENT,
    SUPERUSER,
    Cluster,
    data_of,
    made_folder,
    mark_of,
    open_cluster,
)
from backend.database.processes import (
    command_line,
    gone_within,
    has_ended,
    is_postmaster,
    send,
    servers_of,
)

__all__ = ["EmbeddedError", "EmbeddedServer", "default_folder", "find_binaries", "start"]

PROJECT = Path(__file__).resolve().parents[2]
LOG_LIMIT = 10_000_000  # bytes after which a start begins a new log
LOG_LINES = 20
READY_SECONDS = 120.0  # a start may have to replay what a crash left
TURN_SECONDS = 150.0
STOP_SECONDS = 60.0
KILL_SECONDS = 10.0


def default_folder(project: Path = PROJECT) -> Path:
    """Where the data of this checkout belong: `.data` in it, or as root a folder outside any home,
    since the server's account must reach it without a permission being changed."""
    if os.geteuid() != 0:
        return project / ".data"
    return Path("/var/lib") / f"encuentro-{zlib.crc32(os.fsencode(project.resolve())):08x}"


def start(folder: Path, binaries: Path | None = None, *, durable: bool = True) -> "EmbeddedServer":
    """Starts the server of `folder`, or joins the one running there; ready when it returns.

    `binaries` is the configured folder of programs, if one is: see `find_binaries`. Without
    `durable` a crash may lose or destroy data: for tests of logic only. Whatever a killed process
    left behind is dealt with. Several processes may use one folder; the last to stop ends the
    server. Raises EmbeddedError, with the end of the server's log where it has one.
    """
    server = EmbeddedServer(made_folder(folder), binaries, durable=durable)
    server.join()
    return server


class EmbeddedServer:
    """A running server, and one's share in it. Use as a context manager or call `stop()`."""

    def __init__(self, folder: Path, binaries: Path | None = None, *, durable: bool = True) -> None:
        self.folder = folder
        self.durable = durable
        self.pid = 0
        self._configured = binaries
        self._sockets = folder
        self._share = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def url(self, role: str = SUPERUSER, database: str = "postgres") -> str:
        """Address for asyncpg and Tortoise, over the Unix socket; no password is asked for."""
        host = quote(str(self._sockets), safe="/")
        return (
            f"postgres://{quote(role, safe='')}@/{quote(database, safe='')}?host={host}&port=5432"
        )

    def is_running(self) -> bool:
        """Whether the server's main process is alive."""
        return self.pid != 0 and not has_ended(self.pid)

    def join(self) -> None:
        """Takes a share in the folder's server, started unless it runs. Raises EmbeddedError."""
        with _turn(self.folder):
            self._share = os.open(self.folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._share, fcntl.LOCK_SH)
            try:
                self._bring_up()
            except BaseException:
                self._leave()
                raise

    def stop(self, *, immediate: bool = False) -> None:
        """Gives up the share; the server ends when it was the last one. Safe to call twice.

        With `immediate` it ends at once for everybody, as in a power cut: the next start recovers.
        """
        if self._share == -1:
            return
        with _turn(self.folder):
            if immediate or self._is_alone():
                self._end(immediate=immediate)
            self._leave()

    def restart(self, *, immediate: bool = False) -> None:
        """Ends the server, for everybody who shares it, and starts it again at the same address."""
        with _turn(self.folder):
            self._end(immediate=immediate)
        self._leave()
        self.join()

    def _bring_up(self) -> None:
        cluster = open_cluster(self.folder, self._configured, durable=self.durable)
        running = _postmaster(cluster.data)
        words = command_line(running)
        if running and words != cluster.command() and self._is_alone():
            self._end(immediate=False)  # left by a killed process, with other settings
            running = 0
        if running and ("fsync=off" in words) == self.durable:
            raise EmbeddedError(
                f"The server of {self.folder} is in use with another durability; stop it first."
            )
        self.pid = running or _launched(cluster)
        self._sockets = Path(_wait_until_ready(cluster, self.pid))

    def _is_alone(self) -> bool:
        try:
            fcntl.flock(self._share, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            # A refused change of lock may have given up the old one.
            fcntl.flock(self._share, fcntl.LOCK_SH)
            return False
        fcntl.flock(self._share, fcntl.LOCK_SH)
        return True

    def _end(self, *, immediate: bool) -> None:
        end_server(self.folder, immediate=immediate)
        self.pid = 0

    def _leave(self) -> None:
        if self._share != -1:
            os.close(self._share)
            self._share = -1


def end_server(folder: Path, *, immediate: bool) -> None:
    """Ends whatever server works on `folder`: by itself if it will, by force if not."""
    data = data_of(folder)
    running = _postmaster(data)
    if running:
        send(running, signal.SIGQUIT if immediate else signal.SIGINT)
        if not gone_within(running, KILL_SECONDS if immediate else STOP_SECONDS):
            send(running, signal.SIGKILL)
    _clear_remains(data)


def _launched(cluster: Cluster) -> int:
    """The id of a new postmaster, in a session of its own: Ctrl-C at a terminal is not for it."""
    _clear_remains(cluster.data)
    for name in cluster.sockets.glob(".s.PGSQL.*"):
        name.unlink()  # its lock names a process too, which may be a zombie or somebody else's
    if cluster.log.exists() and cluster.log.stat().st_size > LOG_LIMIT:
        cluster.log.replace(cluster.log.with_suffix(".log.1"))
    log = os.open(cluster.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        process = subprocess.Popen(
            cluster.command(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            user=cluster.account.uid,
            group=cluster.account.gid,
            extra_groups=cluster.account.extra_groups,
            env=CHILD_ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
    finally:
        os.close(log)
    # It may outlive us, and its end is watched by id: Popen shall not warn about a forgotten child.
    process.returncode = 0
    return process.pid


def _wait_until_ready(cluster: Cluster, pid: int) -> str:
    """The socket folder that the server names once it takes connections."""
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        lines = _lock_file(cluster.data)
        if len(lines) >= 8 and lines[0] == str(pid) and lines[7] == "ready":
            return lines[4]
        if has_ended(pid):
            raise EmbeddedError(f"PostgreSQL ended while starting. {_last_words(cluster.log)}")
        time.sleep(0.01)
    raise EmbeddedError(
        f"PostgreSQL was not ready after {READY_SECONDS:.0f} s. {_last_words(cluster.log)}"
    )


def _last_words(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-LOG_LINES:] if log.exists() else []
    return "\n".join([f"The end of {log}:", *lines])


def _postmaster(data: Path) -> int:
    """The id of the living postmaster of `data`, or 0: a number in a file is only a hint."""
    lines = _lock_file(data)
    pid = int(lines[0]) if lines and lines[0].isdigit() else 0
    return pid if pid and is_postmaster(command_line(pid), data) else 0


def _lock_file(data: Path) -> list[str]:
    """The lines of PostgreSQL's own lock file; the 5th is the socket folder, the 8th the state."""
    try:
        return [line.strip() for line in (data / "postmaster.pid").read_text().splitlines()]
    except FileNotFoundError:
        return []


def _clear_remains(data: Path) -> None:
    """Ends the children of a postmaster that was killed, and drops its lock file: PostgreSQL would
    take the number in it for a live postmaster when another process has that number by now."""
    for pid in servers_of(data, mark_of(data)):
        send(pid, signal.SIGKILL)
        if not gone_within(pid, KILL_SECONDS):
            raise EmbeddedError(f"Process {pid} works on {data} and cannot be ended.")
    (data / "postmaster.pid").unlink(missing_ok=True)


@contextmanager
def _turn(folder: Path) -> Iterator[None]:
    """One process at a time starts or stops the server of a folder; the kernel forgets the dead."""
    lock = os.open(folder / "start.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(lock, folder)
        yield
    finally:
        os.close(lock)


def _wait_for(lock: int, folder: Path) -> None:
    deadline = time.monotonic() + TURN_SECONDS
    while True:
        try:
            return fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"Another process has been starting {folder} for too long."
                ) from error
        time.sleep(0.02)
