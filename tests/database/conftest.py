"""Folders for embedded servers, emptied whatever a test left running in them."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from backend.database.cluster import remove_cluster
from backend.database.embedded import end_server


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the server's account can pass through, for folders of servers."""
    parent = Path(tempfile.mkdtemp(prefix="encuentro-test-")).resolve()
    parent.chmod(0o711)
    yield parent
    for folder in [path for path in parent.iterdir() if (path / "start.lock").exists()]:
        end_server(folder, immediate=True)
        remove_cluster(folder)
    shutil.rmtree(parent)


@pytest.fixture
def folder(place: Path) -> Path:
    return place / "server"
