"""Numbers of invented people: the reserved test ranges while they last, then signs no real number has.

DNI 00100000-00999999 and phones +51 900 010 000 - +51 900 099 999; the first 99,999 documents and 10,000
phones are left to people made by hand in tests and demonstrations.
"""

from typing import NamedTuple

from backend.core.documents import DocumentKind
from backend.registry.world.shares import LARGEST_FAMILY

_FIRST_DNI, _LAST_DNI = 100_000, 999_999
_FIRST_PHONE, _LAST_PHONE = 10_000, 99_999


class Paper(NamedTuple):
    """An identity document."""

    kind: DocumentKind
    number: str


def paper(inmate: int, person: int, nationality: str) -> Paper:
    """The document of the nth person (0: the inmate) around the nth inmate of a world, unique in it."""
    number = inmate * (LARGEST_FAMILY + 1) + person
    if nationality != "PE":
        kind = DocumentKind.PASSPORT if number % 3 == 0 else DocumentKind.FOREIGNER_CARD
        return Paper(kind, f"TEST{number:08d}")
    if _FIRST_DNI + number <= _LAST_DNI:
        return Paper(DocumentKind.DNI, f"{_FIRST_DNI + number:08d}")
    return Paper(DocumentKind.DNI, f"T{number:07X}")


def phone(inmate: int, account: int) -> str:
    """The number of the nth account around the nth inmate; what is beyond the range cannot be dialled."""
    if account == 0 and _FIRST_PHONE + inmate <= _LAST_PHONE:
        return f"+51900{_FIRST_PHONE + inmate:06d}"
    return f"test:{inmate}:{account}"


def register(seed: int, inmate: int) -> str:
    """The prison register number of the nth inmate of a world."""
    return f"W{seed}X{inmate:08d}"
