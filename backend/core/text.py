"""Words for a code: from code, facts and language to one sentence. Catalogues are in `core/texts/`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("es", "quz", "ay", "en")
"""Spanish, Southern Quechua, Aymara, English."""

DEFAULT_LANGUAGE = "es"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of a language by key, such as `problem.NO_PLACE`."""
    path = Path(__file__).parent / "texts" / f"{language}.toml"
    tree = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{section}.{key}": words
        for section, sentences in tree.items()
        for key, words in sentences.items()
    }


def say(key: str, language: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence for `key`; facts fill its `{names}`. An unknown language reads Spanish."""
    words = catalogue(language if language in LANGUAGES else DEFAULT_LANGUAGE)
    return words[key].format_map(dict(facts or {}))
