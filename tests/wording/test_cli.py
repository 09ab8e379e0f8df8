"""`encuentro words export` and `import`, on a copy of the checkout."""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.servers import ROOT

WORDS = Path("mobile") / "src" / "l10n" / "words"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    folder = tmp_path / "checkout"
    shutil.copytree(
        ROOT / "backend", folder / "backend", ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / WORDS, folder / WORDS)
    for read in ("seeds", "schema"):
        (folder / read).symlink_to(ROOT / read)
    return folder


def run(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "backend.cli", "words", *words],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(checkout), "PYTHONUTF8": "1"},
        cwd=checkout,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_speaker_gets_a_file_and_sends_it_back(checkout: Path) -> None:
    file = checkout / "quechua.csv"

    out = run(checkout, "export", "--language", "quz", str(file))
    assert (out.returncode, out.stderr) == (0, "")
    assert "await review" in out.stdout

    rows = list(csv.reader(file.read_text("utf-8-sig").splitlines()))
    passed = next(row for row in rows if row[1] == "kind.digest")
    broken = next(row for row in rows if row[1] == "notice.visit_go")
    passed[6], broken[5] = "sí", "Kashanraqmi."
    with file.open("w", encoding="utf-8-sig", newline="") as back:
        csv.writer(back).writerows(rows)

    back_in = run(checkout, "import", str(file))
    assert (back_in.returncode, back_in.stderr) == (1, "")
    fault, summary = back_in.stdout.splitlines()
    assert fault.endswith(
        "notice.visit_go: Lo que va entre llaves o ángulos tiene que ser lo mismo que en español: {visit_on}"
    )
    assert summary.startswith("quz: 0 sentences with new words, 1 newly reviewed,")
    reviewed = checkout / "backend" / "core" / "texts" / "reviewed.toml"
    assert '[quz]\n"kind.digest" = "v' in reviewed.read_text()

    again = run(checkout, "export", "--language", "quz", str(file))
    assert again.returncode == 1
    assert "ya existe" in again.stderr


def test_a_file_without_a_language_is_not_begun(checkout: Path) -> None:
    refused = run(checkout, "export", str(checkout / "any.csv"))

    assert refused.returncode == 2
    assert "--language quz or --language ay" in refused.stderr
    assert not (checkout / "any.csv").exists()
