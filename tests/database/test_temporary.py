"""Throw-away servers leave nothing behind, even when who made them was killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

from backend.database.processes import has_ended
from backend.database.temporary import temporary_server

PROJECT = Path(__file__).resolve().parents[2]


def test_a_temporary_server_is_gone_after_its_block() -> None:
    with temporary_server() as server:
        pid, folder = server.pid, server.folder
        assert server.is_running()

    assert has_ended(pid)
    assert not folder.exists()


def test_what_a_killed_process_left_is_removed_by_the_next() -> None:
    folder, pid = killed_in_the_middle()
    an_hour_ago = time.time() - 3600
    os.utime(folder, (an_hour_ago, an_hour_ago))

    with temporary_server() as server:
        assert server.is_running()

    assert has_ended(pid)
    assert not folder.exists()


def test_a_temporary_server_in_use_is_left_alone_however_old() -> None:
    with temporary_server() as server:
        an_hour_ago = time.time() - 3600
        os.utime(server.folder, (an_hour_ago, an_hour_ago))

        with temporary_server() as second:
            assert second.pid != server.pid

        assert server.is_running()


def killed_in_the_middle() -> tuple[Path, int]:
    """The folder and the server of a process that was killed while it used a temporary server."""
    code = (
        "import sys; from backend.database.temporary import temporary_server\n"
        "with temporary_server() as server:\n"
        "    print(server.folder, server.pid, flush=True); sys.stdin.readline()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT,
    )
    folder, pid = process.stdout.readline().split()
    process.kill()
    process.communicate()
    return Path(folder), int(pid)
