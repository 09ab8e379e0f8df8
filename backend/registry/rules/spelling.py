"""Names by sound: one surname written the Spanish or the Quechua way is one surname, lightly.

Quispe, Quizpe and Kispi sound alike; so do Huamán, Guamán and Waman. It finds candidates for a person to
judge; it decides nothing.
"""

from functools import lru_cache
from itertools import product

from backend.registry.rules.naming import plain

PARTICLES = frozenset({"de", "del", "la", "las", "los", "y", "da", "do", "dos", "san", "santa"})

_SPELLINGS: dict[str, tuple[str, ...]] = {
    "a": ("a", "ha"),
    "i": ("i", "e", "y", "hi", "he"),
    "u": ("u", "o", "hu", "ho"),
    "c": ("ch",),
    "k": ("k", "c", "q", "qu", "cc", "kk", "qq", "ck", "kh", "qh"),
    "s": ("s", "z", "c", "ss", "sh", "x"),
    "w": ("w", "hu", "gu"),
    "y": ("y", "ll"),
    "j": ("j", "g"),
    "b": ("b", "v"),
    "t": ("t", "tt", "th"),
    "p": ("p", "pp", "ph"),
    "r": ("r", "rr"),
    "n": ("n", "nn"),
    "m": ("m", "mm"),
    "f": ("f", "ff"),
    "g": ("g", "gu"),
    "l": ("l",),
    "d": ("d",),
}
"""How each sound is written. What a spelling means where it could mean two things: `_IN_PLACE`."""

_IN_PLACE = (
    ("hu", "aei", "w"),
    ("gu", "ao", "w"),
    ("gu", "ei", "g"),
    ("qu", "ei", "k"),
    ("c", "ei", "s"),
    ("g", "ei", "j"),
    ("y", "aeiou", "y"),
    ("hu", "", "u"),
    ("c", "", "k"),
    ("g", "", "g"),
    ("y", "", "i"),
    ("x", "", "s"),
)
"""Spelling, the signs of which one must follow (none named: any or none), sound; the first that fits."""

_FIXED = {
    spelling: sound
    for sound, spellings in _SPELLINGS.items()
    for spelling in spellings
    if spelling not in {"hu", "gu", "qu", "c", "g", "y", "x"}
}
_HEARD_FIRST = 3


def words(name: str) -> list[str]:
    """The words of a name in plain letters, without "de la" and the like."""
    return [word for word in plain(name).split() if word not in PARTICLES]


@lru_cache(maxsize=20_000)
def sounds(name: str) -> tuple[str, ...]:
    """How the words of a name sound; a roster repeats its names, so they are remembered."""
    return tuple(sound(word) for word in words(name))


def sound(word: str) -> str:
    """How a plain word sounds, one sign a sound."""
    heard, at = [], 0
    while at < len(word):
        sign, length = _sound_at(word, at)
        heard.append(sign)
        at += length
    return "".join(heard)


def beginnings(word: str) -> list[str]:
    """Every way in which a word that sounds like this one may begin, by its first three sounds."""
    heard = sound(word)[:_HEARD_FIRST]
    spelled = (_SPELLINGS.get(sign, (sign,)) for sign in heard)
    return sorted({"".join(parts) for parts in product(*spelled)})


def _sound_at(word: str, at: int) -> tuple[str, int]:
    for length in (2, 1):
        spelling, after = word[at : at + length], word[at + length : at + length + 1]
        if len(spelling) < length:
            continue
        for written, followers, heard in _IN_PLACE:
            if written == spelling and (not followers or (after and after in followers)):
                return heard, length
        if spelling in _FIXED:
            return _FIXED[spelling], length
    return word[at], 1
