"""Identifiers: random ones for rows, short ones for people's mouths."""

import secrets
from uuid import UUID, uuid4

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Thirty-two signs; 0, 1, I and O are left out because they are misread and misheard."""

_RANDOM_SIGNS = 7


def new_id() -> UUID:
    """122 random bits: an id tells neither order nor number of rows."""
    return uuid4()


def new_reference() -> str:
    """A booking reference such as `K7MP-3QX9`: 35 random bits and one check sign."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_SIGNS))
    return _grouped(body + _check_sign(body))


def parse_reference(spoken: str) -> str | None:
    """The reference as stored, or None when the check sign says it was misheard.

    Spaces, dashes and lower case are forgiven.
    """
    signs = "".join(sign for sign in spoken.upper() if sign.isalnum())
    if len(signs) != _RANDOM_SIGNS + 1 or any(sign not in ALPHABET for sign in signs):
        return None
    if _check_sign(signs[:-1]) != signs[-1]:
        return None
    return _grouped(signs)


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
