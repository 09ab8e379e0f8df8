"""Catalogues that may be written to."""

import shutil
from pathlib import Path

import pytest

from backend.wording.review import Catalogues, here


@pytest.fixture
def words(tmp_path: Path) -> Catalogues:
    """A copy of every catalogue, to be written to."""
    real = here()
    assert real.phone is not None
    service = shutil.copytree(real.service, tmp_path / "texts")
    phone = tmp_path / "phone"
    for file in real.phone.rglob("*.po"):
        copy = phone / file.relative_to(real.phone)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    return Catalogues(service, phone)
