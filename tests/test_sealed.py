"""Secrets at rest."""

from uuid import uuid4

import pytest
from cryptography.exceptions import InvalidTag

from backend.sealed import blind_index, document_index, keyed_digest, seal, unseal, use_secret
from tests.conftest import SECRET


def test_a_sealed_text_opens_only_in_its_own_row_and_column():
    row = uuid4()
    sealed = seal("visitor.document", row, "00001234")

    assert unseal("visitor.document", row, sealed) == "00001234"
    for place, other in (("visitor.document", uuid4()), ("inmate.document", row)):
        with pytest.raises(InvalidTag):
            unseal(place, other, sealed)


def test_a_changed_byte_does_not_open():
    row = uuid4()
    sealed = bytearray(seal("visitor.document", row, "00001234"))
    sealed[-1] ^= 1

    with pytest.raises(InvalidTag):
        unseal("visitor.document", row, bytes(sealed))


def test_the_same_text_is_never_sealed_alike():
    row = uuid4()

    assert seal("a.b", row, "x") != seal("a.b", row, "x")


def test_a_blind_index_is_equal_for_equals_and_differs_by_purpose_and_secret():
    index = document_index("dni", "00001234")

    assert index == blind_index("document", "dni 00001234")
    assert index != blind_index("phone", "dni 00001234")
    assert index != keyed_digest("document", b"dni 00001234")
    use_secret("another secret")
    try:
        assert index != document_index("dni", "00001234")
    finally:
        use_secret(SECRET)
