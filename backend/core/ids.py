"""Identifiers: random ones for rows, short ones for people's mouths."""

import secrets
from uuid import UUID, uuid4

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs; 0, 1, I and O are left out because they are misread and misheard."""

_RANDOM_SIGNS = 7
_SPOKEN_SIGNS = 8
_NUMBER_SIGNS = 24
_SHORT_SIGNS = 6


def new_id() -> UUID:
    """122 random bits: an id tells neither order nor number of rows."""
    return uuid4()


def new_reference() -> str:
    """A booking reference such as `K7MP-3QX9`: 35 random bits and one check sign."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_SIGNS))
    return _grouped(body + _check_sign(body))


def parse_reference(said: str) -> str | None:
    """The reference as stored, or None when the check sign says it was misheard.

    Spaces, dashes and lower case are forgiven.
    """
    signs = _signs(said)
    return _grouped(signs) if _is_whole(signs, _RANDOM_SIGNS) else None


def new_short_code() -> str:
    """A code such as `K7M-P3Q`, said where there are few others: 30 random bits."""
    return _in_threes("".join(secrets.choice(ALPHABET) for _ in range(_SHORT_SIGNS)))


def new_number() -> str:
    """A number that nobody guesses: 120 random bits and one check sign, 25 signs."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_NUMBER_SIGNS))
    return body + _check_sign(body)


def parse_number(said: str) -> str | None:
    """The number as stored, or None when the check sign says it was misread.

    Spaces, dashes and lower case are forgiven.
    """
    signs = _signs(said)
    return signs if _is_whole(signs, _NUMBER_SIGNS) else None


def printed_number(number: str) -> str:
    """A number in groups of five, as people copy it: `K7MP3-…`."""
    return "-".join(number[at : at + 5] for at in range(0, len(number), 5))


def spoken(digest: bytes) -> str:
    """A code such as `K7M-P3Q-X9T` from the first 40 bits of a digest, and one check sign."""
    number = int.from_bytes(digest[:5], "big")
    body = "".join(ALPHABET[number >> 5 * place & 31] for place in reversed(range(_SPOKEN_SIGNS)))
    return _in_threes(body + _check_sign(body))


def parse_spoken(said: str) -> str | None:
    """The code as `spoken` writes it, or None when the check sign says it was misheard.

    Spaces, dashes and lower case are forgiven.
    """
    signs = _signs(said)
    return _in_threes(signs) if _is_whole(signs, _SPOKEN_SIGNS) else None


def _signs(said: str) -> str:
    return "".join(sign for sign in said.upper() if sign.isalnum())


def _is_whole(signs: str, length: int) -> bool:
    if len(signs) != length + 1 or any(sign not in ALPHABET for sign in signs):
        return False
    return _check_sign(signs[:-1]) == signs[-1]


def _in_threes(signs: str) -> str:
    return "-".join(signs[at : at + 3] for at in range(0, len(signs), 3))


def _grouped(signs: str) -> str:
    return f"{signs[:4]}-{signs[4:]}"


def _check_sign(body: str) -> str:
    """Luhn's scheme over 32 signs: finds every single wrong sign and most swaps of neighbours."""
    base = len(ALPHABET)
    total = 0
    for position, sign in enumerate(reversed(body)):
        value = ALPHABET.index(sign) * (2 if position % 2 == 0 else 1)
        total += value // base + value % base
    return ALPHABET[-total % base]
