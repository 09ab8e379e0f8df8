"""What an office typed to find a person: a register number, or words of a name. Nothing is guessed by sound here."""

from typing import NamedTuple

from backend.core.errors import Code, DomainError
from backend.registry.rules.naming import LONGEST_NAME, canonical_register, plain

LEAST_LETTERS = 3
"""Fewer would list half an establishment."""


class Search(NamedTuple):
    """One of the two: a register number as compared, or the beginnings of words of a name."""

    register: str | None
    words: tuple[str, ...]


def search_for(typed: str) -> Search:
    """What to look for: names hold no digits, so whatever holds one is a register number.

    Raises SEARCH_TOO_SHORT unless one word has three letters, or the number can be one.
    """
    if any(sign.isdigit() for sign in typed):
        register = canonical_register(typed)
        if register is None:
            raise DomainError(Code.SEARCH_TOO_SHORT)
        return Search(register, ())
    words = tuple(dict.fromkeys(plain(typed[:LONGEST_NAME]).split()))
    if not any(len(word) >= LEAST_LETTERS for word in words):
        raise DomainError(Code.SEARCH_TOO_SHORT)
    return Search(None, words)
