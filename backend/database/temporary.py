"""Throw-away embedded servers for tests and benches, removed whatever becomes of who made them."""

import fcntl
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from backend.database.cluster import remove_cluster
from backend.database.embedded import EmbeddedServer, end_server, start

PREFIX = "encuentro-temporary-"
ABANDONED_SECONDS = 60.0


@contextmanager
def temporary_server(
    binaries: Path | None = None, *, durable: bool = False
) -> Iterator[EmbeddedServer]:
    """A new server in a folder of its own, ended and removed at the end of the block.

    Those that killed processes left behind are removed on the way.
    """
    _remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX)).resolve()
    try:
        with start(folder, binaries, durable=durable) as server:
            yield server
            server.stop(immediate=True)
    finally:
        _remove(folder)


def _remove_abandoned(parent: Path) -> None:
    for folder in parent.glob(PREFIX + "*"):
        status = folder.lstat()
        old = status.st_mtime < time.time() - ABANDONED_SECONDS
        if (
            old
            and stat.S_ISDIR(status.st_mode)
            and status.st_uid == os.geteuid()
            and not _in_use(folder)
        ):
            _remove(folder.resolve())


def _in_use(folder: Path) -> bool:
    lock = os.open(folder / "users.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _remove(folder: Path) -> None:
    end_server(folder, immediate=True)
    remove_cluster(folder)
