"""The folder of an embedded PostgreSQL: what lies in it, how it is made, how its server is run."""

import hashlib
import os
import shutil
import stat
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from backend.database.account import Account, founding_account, server_account
from backend.database.binaries import EmbeddedError, find_binaries, installation_of, major_of

SUPERUSER = "postgres"
SOCKET_LIMIT = 103  # bytes of a socket's path: 107 on Linux, 103 on macOS
SHORT_FOLDER = Path("/tmp")
CHILD_ENVIRONMENT = {"LC_ALL": "C", "TZ": "UTC", "PATH": os.defpath}
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # some builds have it and some have not: plans should not depend on that
    "logging_collector": "off",
}
UNSAFE_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True, slots=True)
class Cluster:
    """One folder: `data` and `sockets` belong to the server's account, the rest to its starter."""

    folder: Path
    account: Account
    binaries: Path
    sockets: Path
    durable: bool

    @property
    def data(self) -> Path:
        """PostgreSQL's own data folder."""
        return data_of(self.folder)

    @property
    def log(self) -> Path:
        """What the server has said, this start and those before."""
        return self.folder / "server.log"

    def command(self) -> tuple[str, ...]:
        """The words that start the server; a running one with the same words needs no new start."""
        chosen = {"cluster_name": mark_of(self.data), "unix_socket_directories": str(self.sockets)}
        settings = SETTINGS | chosen | ({} if self.durable else UNSAFE_SETTINGS)
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return (str(self.binaries / "postgres"), "-D", str(self.data), *options)

    def found(self) -> None:
        """Makes the data folder, whole or not at all: the next try throws a half-made one away."""
        made = self.folder / "data.new"
        founder = founding_account(self.account)
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(mode=0o700)
        founder.give(made)
        options = _founding_options(self.binaries) + ([] if self.durable else ["--no-sync"])
        answer = _run_as(founder, [self.binaries / "initdb", "-D", made, *options])
        if answer.returncode != 0:
            raise EmbeddedError(
                f"initdb could not make {self.data}: {answer.stdout}{answer.stderr}"
            )
        self.account.give(made)
        made.rename(self.data)


def made_folder(folder: Path) -> Path:
    """`folder`, made when it is not there; as root so that the server's account can pass through.

    No other folder is changed. Raises EmbeddedError when it cannot be made or used.
    """
    folder = folder.resolve()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not any(folder.iterdir()):
            folder.chmod(0o711 if os.geteuid() == 0 else 0o700)
        if data_of(folder).exists() and not os.access(data_of(folder), os.R_OK | os.W_OK | os.X_OK):
            raise EmbeddedError(f"The data in {folder} belong to another account; run as that one.")
    except OSError as error:
        raise EmbeddedError(
            f"{folder} cannot hold a database ({error}); name another folder."
        ) from error
    return folder


def open_cluster(folder: Path, binaries: Path | None, *, durable: bool) -> Cluster:
    """The cluster of `folder`, its data made when there are none. One caller at a time, please.

    Raises EmbeddedError when the server could not run there, or not with these programs.
    """
    data = data_of(folder)
    account = server_account(data)
    closed = account.closed_parent(data)
    if closed is not None:
        raise EmbeddedError(
            "As root PostgreSQL runs under an account of its own, which cannot pass through "
            f"{closed} to {data}. Permissions are left as they are: name a folder in "
            "ENCUENTRO_DATA that all may pass through."
        )
    programs = _reachable(_suitable(data, binaries), folder, account)
    cluster = Cluster(folder, account, programs, _socket_folder(folder, account), durable)
    if not data.exists():
        cluster.found()
    elif account.uid not in (None, data.stat().st_uid):
        account.give(data)  # put back from a copy by root
    return cluster


def remove_cluster(folder: Path) -> None:
    """Removes `folder` for good, and its socket folder elsewhere. Its server has ended."""
    for sockets in SHORT_FOLDER.glob(mark_of(data_of(folder)) + "-*"):
        shutil.rmtree(sockets, ignore_errors=True)
    shutil.rmtree(folder)


def data_of(folder: Path) -> Path:
    """Where the data of `folder` are."""
    return folder / "data"


def mark_of(data: Path) -> str:
    """The cluster's name in process titles, the same as long as its data stay in their place."""
    return "encuentro-" + hashlib.sha256(os.fsencode(data)).hexdigest()[:12]


def _suitable(data: Path, binaries: Path | None) -> Path:
    """Programs that can read the data which are there, or any when there are none."""
    if not data.exists():
        return find_binaries(binaries)
    written = int((data / "PG_VERSION").read_text().strip())
    try:
        return find_binaries(binaries, major=written)
    except EmbeddedError as error:
        raise EmbeddedError(
            f"The data in {data} were written by PostgreSQL {written} and are kept as they are. "
            f"{error} To go on with the data, name the programs of a PostgreSQL {written} in "
            "ENCUENTRO_POSTGRES_BIN; to take them to another version, dump them with pg_dumpall "
            f"of {written} and load the dump into a new folder."
        ) from error


def _reachable(binaries: Path, folder: Path, account: Account) -> Path:
    """`binaries`, or a copy of them in `folder` where the server's account cannot run them in
    place, as in an environment inside a home that is closed to others."""
    if _can_run(account, binaries):
        return binaries
    sources = installation_of(binaries)
    copies = folder / (
        "programs-" + hashlib.sha256((binaries / "postgres").read_bytes()).hexdigest()[:12]
    )
    copied = copies / binaries.relative_to(sources[0].parent)
    if not copies.exists():
        unfinished = copies.with_suffix(".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        for source in sources:
            shutil.copytree(source, unfinished / source.name, symlinks=True)
        _open_to_all(unfinished)
        unfinished.rename(copies)
    if not _can_run(account, copied):
        raise EmbeddedError(
            f"The account {account.uid} of PostgreSQL can run neither {binaries} nor {copied}."
        )
    return copied


def _can_run(account: Account, binaries: Path) -> bool:
    if account.uid is None:
        return True
    if account.closed_parent(binaries / "postgres") is not None:
        return False
    try:
        return _run_as(account, [binaries / "postgres", "--version"]).returncode == 0
    except PermissionError:
        return False


def _open_to_all(tree: Path) -> None:
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)


def _socket_folder(folder: Path, account: Account) -> Path:
    """A folder for the socket that only the server's account (and root) can enter.

    Its path must be short, and without a comma: PostgreSQL and clients take that for two folders.
    """
    usual = folder / "sockets"
    elsewhere = SHORT_FOLDER / f"{mark_of(data_of(folder))}-{account.uid or os.geteuid()}"
    fits = len(os.fsencode(usual / ".s.PGSQL.5432")) <= SOCKET_LIMIT and "," not in str(usual)
    for sockets in (usual, elsewhere) if fits else (elsewhere,):
        if not os.path.lexists(sockets):
            sockets.mkdir(mode=0o700)
            account.give(sockets)
        status = sockets.lstat()
        if stat.S_ISDIR(status.st_mode) and status.st_uid == (account.uid or os.geteuid()):
            sockets.chmod(0o700)
            return sockets
    sockets = Path(tempfile.mkdtemp(prefix=mark_of(data_of(folder)) + "-", dir=SHORT_FOLDER))
    account.give(sockets)  # somebody else had taken the usual name
    return sockets


def _founding_options(binaries: Path) -> list[str]:
    """UTF-8 everywhere, sorted by code point, and upper() knows the letters beyond ASCII."""
    builtin = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    locale = builtin if major_of(binaries) >= 17 else ["--locale=C.UTF-8"]
    common = ["--username", SUPERUSER, "--encoding=UTF8", "--data-checksums", "--no-instructions"]
    return [*common, "--auth-local=trust", "--auth-host=reject", *locale]


def _run_as(account: Account, words: list[str | Path]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words,
        user=account.uid,
        group=account.gid,
        extra_groups=account.extra_groups,
        env=CHILD_ENVIRONMENT,
        cwd="/",
        capture_output=True,
        text=True,
    )
