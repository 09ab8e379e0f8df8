"""Who of the roster may a family mean? Scores for a registrar to judge, never a decision."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from backend.registry.rules.spelling import sounds

AT_MOST = 5
LEAST_SCORE = 50
"""Of 100: below it, a likeness is chance."""

_REGISTER, _SURNAMES, _GIVEN_NAMES, _BIRTH_YEAR = 60, 50, 35, 15
_NEAR_WORD = 0.8
_NEAR_YEAR = 0.5


class Clue(StrEnum):
    """What of the request agrees with a person of the roster."""

    REGISTER_NUMBER = "register_number"
    SURNAMES = "surnames"
    GIVEN_NAMES = "given_names"
    BIRTH_YEAR = "birth_year"
    CONFIRMED_BEFORE = "confirmed_before"


class Wanted(NamedTuple):
    """What a family knows of the person. `confirmed` was this tie's inmate until a correction."""

    given_names: str
    surnames: str
    register_index: bytes | None = None
    born_year: int | None = None
    confirmed: UUID | None = None


class Listed(NamedTuple):
    """A person of the roster."""

    id: UUID
    given_names: str
    surnames: str
    register_index: bytes
    born_year: int | None


class Match(NamedTuple):
    """A candidate: 0 to 100, and what agrees."""

    inmate_id: UUID
    score: int
    clues: tuple[Clue, ...]


def best(wanted: Wanted, roster: Iterable[Listed], at_most: int = AT_MOST) -> list[Match]:
    """Who was confirmed before, then the likeliest; equal scores by id, so that two looks agree."""
    likely = [match for listed in roster if (match := score(wanted, listed)).score >= LEAST_SCORE]
    return sorted(likely, key=_place)[:at_most]


def score(wanted: Wanted, listed: Listed) -> Match:
    """How well one person fits. A register number that agrees outweighs a name that was misheard."""
    surnames = likeness(wanted.surnames, listed.surnames)
    given = likeness(wanted.given_names, listed.given_names)
    year = _year_likeness(wanted.born_year, listed.born_year)
    numbered = wanted.register_index is not None and wanted.register_index == listed.register_index
    confirmed = wanted.confirmed == listed.id
    parts = {
        Clue.CONFIRMED_BEFORE: 100.0 * confirmed,
        Clue.REGISTER_NUMBER: _REGISTER * numbered,
        Clue.SURNAMES: _SURNAMES * surnames,
        Clue.GIVEN_NAMES: _GIVEN_NAMES * given,
        Clue.BIRTH_YEAR: _BIRTH_YEAR * year,
    }
    clues = tuple(clue for clue, part in parts.items() if part > 0)
    return Match(listed.id, min(100, round(sum(parts.values()))), clues)


def _place(match: Match) -> tuple[bool, int, UUID]:
    return Clue.CONFIRMED_BEFORE not in match.clues, -match.score, match.inmate_id


def likeness(asked: str, written: str) -> float:
    """How much of the words asked for are among the words written, from 0 to 1, in any order."""
    asked_sounds, written_sounds = sounds(asked), sounds(written)
    if not asked_sounds or not written_sounds:
        return 0.0
    found = sum(_found(one, written_sounds) for one in asked_sounds)
    return found / len(asked_sounds)


def _found(one: str, among: tuple[str, ...]) -> float:
    if one in among:
        return 1.0
    near = any(min(len(one), len(other)) >= 4 and one_slip(one, other) for other in among)
    return _NEAR_WORD if near else 0.0


def one_slip(one: str, other: str) -> bool:
    """Whether one sign was missed, added, or mistaken, or two neighbours swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    start = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    rest, longer = one[start:], other[start:]
    if len(one) == len(other):
        swapped = rest[:2] == longer[1::-1] and rest[2:] == longer[2:]
        return rest[1:] == longer[1:] or swapped
    return rest == longer[1:]


def _year_likeness(asked: int | None, written: int | None) -> float:
    if asked is None or written is None or abs(asked - written) > 1:
        return 0.0
    return 1.0 if asked == written else _NEAR_YEAR
