"""The words of the yearly report of culture as a document, from `core/texts/culture_form.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from backend.core.text import DEFAULT_LANGUAGE

_FILE = Path(__file__).parents[2] / "core" / "texts" / "culture_form.toml"


class FormWords:
    """What things are called in a document: in English for whoever reads that, in Spanish for everybody else."""

    def __init__(self, reader: str) -> None:
        self.language = reader if reader in _languages() else DEFAULT_LANGUAGE
        self._words = _languages()[self.language]

    def __call__(self, key: str, **facts: object) -> str:
        """Of a name such as `title` or `month`'s heading, `head.month`; facts fill its `{names}`."""
        *sections, name = key.split(".")
        words = self._words
        for section in sections:
            words = words[section]
        said: str = words[name]
        return said.format_map(facts)

    def has(self, key: str) -> bool:
        """Whether there is such a name in a section, as in `note.form`."""
        section, name = key.split(".")
        return name in self._words[section]


@cache
def _languages() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
