"""The words of the roster file, from `core/texts/roster.toml`: columns, events, regimes, reasons."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from backend.registry.rules.naming import plain
from backend.registry.rules.reasons import Refused

_FILE = Path(__file__).parents[2] / "core" / "texts" / "roster.toml"


@cache
def vocabulary(section: str) -> Mapping[str, str]:
    """What each word of a section means, by the word in plain letters."""
    words: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))[section]
    return {plain(word): meaning for word, meaning in words.items()}


@cache
def column_names() -> Mapping[str, str]:
    """The name a column has in a file, by what it means here, in the order of the format."""
    columns: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["column"]
    return {meaning: name for name, meaning in columns.items()}


@cache
def _sentences() -> Mapping[str, str]:
    sentences: dict[str, str] = tomllib.loads(_FILE.read_text(encoding="utf-8"))["reason"]
    return sentences


def sentence(refused: Refused) -> str:
    """Why a line was refused, in Spanish, for whoever puts it right."""
    return _sentences()[refused.reason].format_map(refused.facts)
