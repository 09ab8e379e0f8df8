"""The server processes of one data folder, found by their command lines however they were left."""

import os
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")


def command_line(pid: int) -> tuple[str, ...]:
    """The words with which a living process was started; empty when it is gone or a zombie."""
    return _command_lines([pid]).get(pid, ())


def servers_of(data: Path, mark: str) -> list[int]:
    """Ids of every process that works on `data`: its postmaster, and a killed one's children.

    Children carry `mark`, the cluster's name, in their titles. Ids read from a file are not
    believed without this: after a restart of the machine they are somebody else's.
    """
    title = f"postgres: {mark}:"
    return [
        pid
        for pid, words in _command_lines(None).items()
        if is_postmaster(words, data) or " ".join(words).startswith(title)
    ]


def is_postmaster(words: tuple[str, ...], data: Path) -> bool:
    """Whether a command line is that of a postmaster of `data`, started by us."""
    return bool(words) and words[0].endswith("postgres") and f" -D {data} " in " ".join(words)


def send(pid: int, number: signal.Signals) -> None:
    """Signals a process; one that has gone meanwhile is no error."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)


def gone_within(pid: int, seconds: float) -> bool:
    """Waits until a process has ended; reaps it when it is a child of ours."""
    deadline = time.monotonic() + seconds
    while not has_ended(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


def has_ended(pid: int) -> bool:
    """Whether a process is gone, a zombie nobody reaps included."""
    with suppress(ChildProcessError):
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    return not command_line(pid)


def _command_lines(wanted: list[int] | None) -> dict[int, tuple[str, ...]]:
    if not (PROC / "self" / "cmdline").exists():
        return _listed_by_ps()
    lines = {}
    for pid in wanted if wanted is not None else _numbers(PROC):
        with suppress(OSError):  # ended while we looked
            raw = (PROC / str(pid) / "cmdline").read_bytes()
            lines[pid] = tuple(os.fsdecode(word) for word in raw.rstrip(b"\0").split(b"\0") if word)
    return lines


def _numbers(folder: Path) -> list[int]:
    return [int(entry) for entry in os.listdir(folder) if entry.isdigit()]


def _listed_by_ps() -> dict[int, tuple[str, ...]]:
    """Systems without /proc: words are split at spaces, which `is_postmaster` allows for."""
    table = subprocess.run(
        ["ps", "-axww", "-o", "pid=,command="], capture_output=True, text=True, check=True
    )
    rows = (line.split(None, 1) for line in table.stdout.splitlines())
    return {int(row[0]): tuple(row[1].split()) for row in rows if len(row) == 2}
