"""Céntimos in and out, as people write them."""

from fractions import Fraction

import pytest

from backend.core.money import centimos, exact_soles, percent, plain_number, soles


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "S/ 0.00"),
        (5, "S/ 0.05"),
        (123_450, "S/ 1,234.50"),
        (-8_400, "-S/ 84.00"),
        (100_000_000, "S/ 1,000,000.00"),
    ],
)
def test_an_amount_is_written_as_people_write_it(amount: int, words: str) -> None:
    assert soles(amount) == words


def test_an_amount_is_read_exactly_or_not_at_all() -> None:
    assert [centimos(text) for text in ("1130", "0.05", "84.00", "-2.50")] == [
        113_000,
        5,
        8_400,
        -250,
    ]
    for text in ("1.5", "1,130.00", "", ".50", "1.005", "1e3", " 1", "S/ 1"):
        with pytest.raises(ValueError, match="not an amount"):
            centimos(text)


def test_shares_and_prices_keep_every_place() -> None:
    assert [percent(Fraction(text)) for text in ("0.10", "0.125", "1", "1/3")] == [
        "10 %",
        "12.5 %",
        "100 %",
        "1/3",
    ]
    assert exact_soles(Fraction(135)) == "S/ 1.35"
    assert exact_soles(Fraction("1.25")) == "S/ 0.0125"


@pytest.mark.parametrize("text", ["8400.5", "0", "-0.25", "1/3", "21001.25", "-7/6", "0.0001"])
def test_an_exact_number_is_read_again_as_it_was(text: str) -> None:
    assert plain_number(Fraction(text)) == text
    assert Fraction(plain_number(Fraction(text))) == Fraction(text)
