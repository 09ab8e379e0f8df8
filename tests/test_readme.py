"""The README's commands exist, and its session runs as it is written."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.servers import ROOT, Demo, passable_folder

README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)


def test_every_make_target_the_readme_names_exists():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"make ([a-z]+)", "\n".join(BLOCKS))) | {
        "check",
        "bench",
        "campaign",
        "documents",
    }

    assert {
        target for target in named if not re.search(rf"^{target}:", makefile, re.MULTILINE)
    } == set()


def test_every_command_the_readme_names_exists():
    known = subprocess.run(
        [sys.executable, "-m", "backend.cli", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    named = set(re.findall(r"^encuentro ([a-z-]+)", "\n".join(BLOCKS), re.MULTILINE))

    assert named
    assert {command for command in named if command not in known} == set()


def test_ci_calls_what_the_readme_calls():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    commands = [
        line for line in script.splitlines() if line and not line.startswith(("#", "set ", "cd "))
    ]

    assert commands == ["make check", "make test"]


@pytest.fixture
def demo() -> Iterator[int]:
    """`encuentro serve --demo`, as `make run` starts it; its port."""
    with passable_folder() as folder, Demo(folder) as running:
        yield running.port


def test_the_session_of_the_readme_books_a_visit_and_calls_it_off(demo: int) -> None:
    session = "\n".join(
        block for block in BLOCKS if "make run" not in block and "encuentro " not in block
    )

    ran = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", session],
        env={"PATH": os.environ["PATH"], "ENCUENTRO_PORT": str(demo)},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert re.search(r"Booked: [2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", ran.stdout), ran.stdout
    assert '"state":"CANCELLED"' in ran.stdout, ran.stdout
