"""Numbers of identity documents as people type them."""

import pytest

from backend.core.documents import DocumentKind, canonical_document
from backend.core.errors import Code, DomainError


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        (DocumentKind.DNI, " 0000 1234 ", "00001234"),
        (DocumentKind.DNI, "00.001.234", "00001234"),
        (DocumentKind.FOREIGNER_CARD, "test-001", "TEST001"),
        (DocumentKind.PASSPORT, "ab 12345", "AB12345"),
    ],
)
def test_blanks_dots_and_dashes_are_forgiven(kind: DocumentKind, typed: str, stored: str) -> None:
    assert canonical_document(kind, typed) == stored


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "1234567A", "٠١٢٣٤٥٦٧", "9" * 5_000])
def test_what_cannot_be_a_dni_is_refused(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        canonical_document(DocumentKind.DNI, typed)

    assert refused.value.code is Code.DOCUMENT_NOT_VALID
