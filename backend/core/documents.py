"""Identity documents of visitors: DNI, foreigner's card (carné de extranjería) and passport.

Source for the three kinds: INPE's visitor register accepts "DNI or other" and logs passports
(domain facts S1, S33). The shapes of the foreigner's card and passport numbers are configuration.
"""

import re
from enum import StrEnum

from backend.core.errors import Code, DomainError

TEST_DNI = range(1, 1_000_000)
"""DNI numbers used for invented people in seeds, tests and demonstrations."""


class DocumentKind(StrEnum):
    """What a visitor shows at the gate."""

    DNI = "dni"
    FOREIGNER_CARD = "foreigner_card"
    PASSPORT = "passport"


_SHAPES = {
    DocumentKind.DNI: re.compile(r"[0-9]{8}"),
    DocumentKind.FOREIGNER_CARD: re.compile(r"[0-9A-Z]{6,12}"),
    DocumentKind.PASSPORT: re.compile(r"[0-9A-Z]{5,15}"),
}


def canonical_document(kind: DocumentKind, typed: str) -> str:
    """The number as stored and compared: upper case, no blanks, dots or dashes.

    Raises DomainError(DOCUMENT_NOT_VALID) when it cannot be a number of that kind.
    """
    if len(typed) > 40:
        raise DomainError(Code.DOCUMENT_NOT_VALID)
    number = re.sub(r"[\s.\-]", "", typed).upper()
    if not _SHAPES[kind].fullmatch(number):
        raise DomainError(Code.DOCUMENT_NOT_VALID)
    return number
