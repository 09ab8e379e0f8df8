"""Words for a code: from code, facts and language to one sentence. Catalogues are in `core/texts/`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("es", "quz", "ay", "en")
"""Spanish, Southern Quechua, Aymara, English."""

DEFAULT_LANGUAGE = "es"

_MISSING = "missing"
"""The section in which a catalogue lists, by section, what it does not say yet and leaves to Spanish."""


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """Every sentence of a language by key, such as `problem.NO_PLACE`."""
    return {
        f"{section}.{key}": words
        for section, sentences in _tree(language).items()
        if section != _MISSING
        for key, words in sentences.items()
    }


@cache
def missing(language: str) -> frozenset[str]:
    """Keys whose words in this language await somebody who speaks it."""
    declared = _tree(language).get(_MISSING, {})
    return frozenset(f"{section}.{key}" for section, keys in declared.items() for key in keys)


def say(key: str, language: str, facts: Mapping[str, object] | None = None) -> str:
    """The sentence for `key`; facts fill its `{names}`.

    An unknown language reads Spanish, and so does a key that its language declares missing.
    Raises KeyError for a key that no catalogue explains.
    """
    known = language if language in LANGUAGES else DEFAULT_LANGUAGE
    words = catalogue(DEFAULT_LANGUAGE if key in missing(known) else known)
    return words[key].format_map(dict(facts or {}))


def explain(code: str, language: str, facts: Mapping[str, object]) -> str:
    """The sentence for a refusal: of its `reason`, where that has one of its own, or else of its code."""
    particular = f"{code}.{facts.get('reason')}"
    known = particular in catalogue(DEFAULT_LANGUAGE)
    return say(particular if known else f"problem.{code}", language, facts)


@cache
def _tree(language: str) -> dict[str, Any]:
    path = Path(__file__).parent / "texts" / f"{language}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))
