"""References people read aloud."""

from backend.core.ids import ALPHABET, new_reference, parse_reference


def test_a_reference_survives_being_dictated():
    reference = new_reference()

    assert len(reference) == 9
    assert parse_reference(f" {reference.lower().replace('-', ' ')} ") == reference


def test_a_reference_has_no_sign_that_is_misheard():
    signs = {sign for _ in range(200) for sign in new_reference() if sign != "-"}

    assert signs <= set(ALPHABET)
    assert not signs & set("0O1I")


def test_every_single_wrong_sign_is_found():
    reference = new_reference().replace("-", "")

    for position, right in enumerate(reference):
        for wrong in ALPHABET:
            if wrong != right:
                heard = reference[:position] + wrong + reference[position + 1 :]
                assert parse_reference(heard) is None


def test_what_cannot_be_a_reference_is_none():
    assert [parse_reference(text) for text in ("", "K7MP", "K7MP-3QX90", "0000-0000", "ñ" * 8)] == [
        None
    ] * 5


def test_references_do_not_repeat():
    assert len({new_reference() for _ in range(2_000)}) == 2_000
