"""The words of the file a family keeps, from `core/texts/own_data.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from backend.core.text import DEFAULT_LANGUAGE

_FILE = Path(__file__).parents[1] / "core" / "texts" / "own_data.toml"


class Words:
    """What things are called in one language; Spanish where nobody has written it yet."""

    def __init__(self, language: str) -> None:
        self._words = _languages().get(language) or _languages()[DEFAULT_LANGUAGE]

    def __getitem__(self, name: str) -> str:
        word: str = self._words[name]
        return word

    def of(self, section: str, value: str) -> str:
        """The word for a value, such as `of("sexes", "F")`."""
        word: str = self._words[section][value]
        return word


@cache
def _languages() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
