"""The embedded PostgreSQL: started, shared, and found again after whatever killed it."""

import os
import signal
import subprocess
from pathlib import Path

import pytest

from backend.database.binaries import version_of
from backend.database.embedded import EmbeddedError, default_folder, start
from backend.database.processes import has_ended
from tests.database.servers import (
    NOBODY,
    ask,
    busy_child,
    identity,
    mode,
    programs,
    remember,
    remembered,
    starting_process,
)


@pytest.mark.parametrize("origin", ["wheel", "machine"])
def test_starts_from_the_wheel_and_from_the_machines_own_programs(
    origin: str, folder: Path
) -> None:
    binaries = programs(origin)

    with start(folder, binaries, durable=False) as server:
        version = ask(server, "SHOW server_version")

        assert version.split(" ")[0] == version_of(binaries)
        assert ask(server, "SHOW listen_addresses") == ""
        assert ask(server, "SHOW timezone") == "UTC"
        assert ask(server, "SHOW server_encoding") == "UTF8"
        assert ask(server, "SHOW data_checksums") == "on"
        assert ask(server, "SELECT upper('ñandú') || lower('ÁÉ')") == "ÑANDÚáé"
        assert ask(server, "SELECT 'Z' < 'a' AND 'a' < 'á'") is True
        assert ask(server, "CREATE EXTENSION btree_gist") is None


def test_only_a_server_without_durability_skips_the_disk(folder: Path) -> None:
    with start(folder) as server:
        kept = [
            ask(server, f"SHOW {name}")
            for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]
    with start(folder, durable=False) as server:
        skipped = [
            ask(server, f"SHOW {name}")
            for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]

    assert kept == ["on", "on", "on"]
    assert skipped == ["off", "off", "off"]


def test_a_later_start_keeps_the_data_and_the_address(folder: Path) -> None:
    with start(folder) as server:
        remember(server, "Rosa")
        address = server.url("rosa", "visits")

    with start(folder) as server:
        assert remembered(server) == ["Rosa"]
        assert server.url("rosa", "visits") == address


def test_a_stopped_server_is_gone_and_stopping_twice_is_no_error(folder: Path) -> None:
    server = start(folder, durable=False)
    pid = server.pid

    server.stop()
    server.stop()

    assert has_ended(pid)
    assert not server.is_running()
    assert not (folder / "data" / "postmaster.pid").exists()


def test_a_power_cut_loses_nothing_that_was_committed(folder: Path) -> None:
    with start(folder) as server:
        remember(server, "Rosa")
        address = server.url()

        server.restart(immediate=True)

        assert server.url() == address
        assert remembered(server) == ["Rosa"]


def test_a_killed_server_starts_again_though_its_children_are_still_busy(folder: Path) -> None:
    with start(folder) as server:
        remember(server, "Rosa")
        child = busy_child(server)
        os.kill(server.pid, signal.SIGKILL)

    with start(folder) as server:
        assert has_ended(child)
        assert remembered(server) == ["Rosa"]


def test_the_server_of_a_killed_process_is_taken_over(folder: Path) -> None:
    starter = starting_process(folder)
    left = starter.pid_of_server
    starter.kill()
    assert not has_ended(left)

    with start(folder) as server:
        assert server.pid == left
        remember(server, "Rosa")

    assert has_ended(left)


def test_a_left_over_server_with_other_settings_is_replaced(folder: Path) -> None:
    starter = starting_process(folder)
    left = starter.pid_of_server
    starter.kill()

    with start(folder, durable=False) as server:
        assert server.pid != left
        assert ask(server, "SHOW fsync") == "off"


def test_a_half_made_data_folder_is_made_anew(folder: Path) -> None:
    (folder / "data.new" / "base").mkdir(parents=True)
    (folder / "data.new" / "PG_VERSION").write_text("18\n")
    folder.chmod(0o711)

    with start(folder, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
    assert not (folder / "data.new").exists()


def test_a_lock_file_whose_number_is_another_process_by_now_does_not_matter(folder: Path) -> None:
    start(folder, durable=False).stop()
    owner = (folder / "data").stat()
    stranger = subprocess.Popen(["sleep", "60"], **identity(owner.st_uid, owner.st_gid))
    lock = folder / "data" / "postmaster.pid"
    lock.write_text(f"{stranger.pid}\n{folder / 'data'}\n1700000000\n5432\n{folder}\n\n\nready\n")
    os.chown(lock, owner.st_uid, owner.st_gid)

    with start(folder, durable=False) as server:
        assert server.pid != stranger.pid
        assert ask(server, "SELECT 1") == 1
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()


def test_two_starts_at_once_share_one_server_and_the_last_to_stop_ends_it(folder: Path) -> None:
    starters = [starting_process(folder, wait=False) for _ in range(3)]

    pids = {starter.pid_of_server for starter in starters}
    starters[0].stop()
    starters[1].kill()
    with_one_left = not has_ended(next(iter(pids)))
    starters[2].stop()

    assert len(pids) == 1
    assert with_one_left
    assert has_ended(pids.pop())


def test_a_server_in_use_is_not_taken_over_with_another_durability(folder: Path) -> None:
    with start(folder) as server:
        with pytest.raises(EmbeddedError, match="in use with another durability"):
            start(folder, durable=False)

        assert server.is_running()
        assert ask(server, "SHOW fsync") == "on"


def test_data_of_another_version_are_kept_and_the_message_says_what_to_do(folder: Path) -> None:
    old, new = programs("machine"), programs("wheel")
    with start(folder, old) as server:
        remember(server, "Rosa")

    with pytest.raises(EmbeddedError) as refusal:
        start(folder, new)

    assert "were written by PostgreSQL 15 and are kept" in str(refusal.value)
    assert "ENCUENTRO_POSTGRES_BIN" in str(refusal.value)
    with start(folder) as server:  # no folder configured: the programs that fit are looked for
        assert remembered(server) == ["Rosa"]


def test_a_failed_start_quotes_the_servers_last_words(folder: Path) -> None:
    start(folder, durable=False).stop()
    with (folder / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(EmbeddedError, match="no_such_setting"):
        start(folder, durable=False)


def test_a_file_in_place_of_the_folder_is_refused(place: Path) -> None:
    (place / "server").write_text("not a folder")

    with pytest.raises(EmbeddedError, match="cannot hold a database"):
        start(place / "server")

    assert (place / "server").read_text() == "not a folder"


def test_data_and_socket_are_closed_to_everybody_else(folder: Path) -> None:
    with start(folder, durable=False) as server:
        owner = (folder / "data").stat().st_uid

        assert mode(folder / "data") == mode(folder / "sockets") == 0o700
        assert mode(folder / "server.log") == 0o600
        assert mode(folder / "sockets" / ".s.PGSQL.5432") == 0o700
        assert Path(f"/proc/{server.pid}").stat().st_uid == owner
        assert os.geteuid() != 0 or owner not in (0, NOBODY.pw_uid)


def test_a_ctrl_c_at_the_terminal_is_not_for_the_server(folder: Path) -> None:
    with start(folder, durable=False) as server:
        assert os.getsid(server.pid) != os.getsid(0)


def test_no_permission_of_any_other_folder_changes(folder: Path) -> None:
    places = [*folder.parents, *programs("wheel").parents, programs("wheel"), Path.home()]
    before = [(path, path.stat().st_mode, path.stat().st_uid) for path in places]

    start(folder, durable=False).stop()

    assert [(path, path.stat().st_mode, path.stat().st_uid) for path in places] == before


def test_a_path_too_long_for_a_socket_gets_a_short_one(place: Path) -> None:
    folder = place / ("a" * 90)

    with start(folder, durable=False) as server:
        assert ask(server, "SELECT 1") == 1
        assert mode(Path(server.url().split("host=")[1].split("&")[0])) == 0o700


def test_an_odd_folder_name_is_no_trouble(place: Path) -> None:
    folder = place / "b, 'c' \"d\" %41 ñ"

    with start(folder, durable=False) as server:
        assert ask(server, "SELECT 1") == 1


def test_the_default_folder_is_in_the_project_or_as_root_outside_any_home() -> None:
    first, second = default_folder(Path("/srv/one")), default_folder(Path("/srv/two"))

    assert first != second
    assert first.parent == (Path("/var/lib") if os.geteuid() == 0 else Path("/srv/one"))
