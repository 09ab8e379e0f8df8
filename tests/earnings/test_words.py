"""Every line has a name and one sentence that says why, in every language."""

from dataclasses import replace
from fractions import Fraction

import pytest

from backend.core.text import LANGUAGES, catalogue, say
from backend.earnings.rules import (
    Adjustment,
    Advance,
    Assessed,
    Attachment,
    Earned,
    Instruction,
    Line,
    SupportOrder,
    line_name,
    line_why,
)
from backend.earnings.rules.vocabulary import BaseMode, Basis, Bearer, LineCode, Modality
from backend.earnings.rules.words import line_reckoned, spoken_facts, why_key
from tests.earnings.reckon import MAY, PLAIN, WORKED, book_with, reckon, sold


def every_line() -> dict[str, Line]:
    """One line for each sentence there is, out of real months."""
    own = replace(PLAIN, modality=Modality.INDIVIDUAL_GROUP, reparation=1_000)
    declared = Assessed(mode=BaseMode.DECLARED, amount=30_000)
    bearing = {
        "bank_commission": {"value": {"bearer": Bearer.PERSON, "amount": 350}},
        "income_tax": {"value": {"rate": Fraction("0.08"), "above": 0}},
    }
    every_basis = tuple(
        Earned(basis=basis, quantity=90, of=100, rate=Fraction("1.25")) for basis in Basis
    )
    months = [
        WORKED,
        replace(own, earned=sold(30_000), assessed=declared),
        replace(own, earned=sold(3_000)),
        replace(PLAIN, earned=every_basis),
        replace(
            PLAIN,
            earned=sold(400_000),
            adjustments=(Adjustment(amount=135, of_month=MAY, of_line="x", reason="y"),),
            support=(SupportOrder(payee="a", amount=100), SupportOrder(payee="b", amount=10**7)),
            attachments=(Attachment(payee="c", balance=100),),
        ),
        replace(PLAIN, support=(SupportOrder(payee="a", amount=100),)),
        replace(
            PLAIN,
            advances=(Advance(payee="d", amount=100, balance=200),),
            arrears=100,
            instructions=(
                Instruction(payee="e", amount=100),
                Instruction(payee="f", amount=100, savings=True),
            ),
        ),
    ]
    lines = [line for month in months for line in reckon(month, book_with(**bearing)).lines]
    return {why_key(line): line for line in lines}


LINES = every_line()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_has_a_name_and_every_sentence_a_line(language: str) -> None:
    spoken = set(catalogue(language))

    assert {key for key in spoken if key.startswith("statement.")} == {
        f"statement.{code.value}" for code in LineCode
    }
    assert {key for key in spoken if key.startswith("statement_why.")} == {
        f"statement_why.{key}" for key in LINES
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", sorted(LINES))
def test_a_sentence_is_filled_with_amounts_and_its_law(key: str, language: str) -> None:
    words = line_why(LINES[key], language)

    assert not set(words) & set("{}")
    assert not any(gap in words for gap in ("  ", " ,", " .", ": .", "None"))
    names_the_law = "{reference}" in catalogue(language)[f"statement_why.{key}"]
    assert (LINES[key].legal_ref in words) == names_the_law


@pytest.mark.parametrize("key", sorted(LINES))
def test_a_line_says_what_it_is_reckoned_from_as_far_as_that_exists(key: str) -> None:
    line = LINES[key]

    found = line_reckoned(line)

    assert (found.base is None) == (found.rate is None)
    assert found.base is None or line.rate is not None
    assert found.reference == line.legal_ref != ""
    assert found.exact.lstrip("-").startswith("S/ ")
    assert spoken_facts(line)["exact"]


def test_what_is_reckoned_is_written_as_people_write_it() -> None:
    lines = {line.rule: line_reckoned(line) for line in reckon(WORKED).lines}

    assert lines[LineCode.INPE_CONTRIBUTION][:3] == ("S/ 840.05", "10 %", "S/ 84.005")
    assert lines[LineCode.GROSS_PIECE][:3] == ("98", "S/ 2.80", "S/ 274.40")
    assert lines[LineCode.GROSS][:3] == (None, None, "S/ 840.05")
    (hour,) = [each for each in reckon(hours(450)).lines if each.rule is LineCode.GROSS_HOUR]
    assert line_reckoned(hour)[:3] == ("7:30", "S/ 1.00", "S/ 7.50")


def test_a_sentence_in_the_words_of_a_family() -> None:
    lines = {line.rule: line for line in reckon(WORKED).lines}

    assert line_name(lines[LineCode.CIVIL_REPARATION], "es") == "Reparación civil"
    assert line_why(lines[LineCode.CIVIL_REPARATION], "es").startswith(
        "Se paga 20 % de S/ 840.05 para la reparación civil: S/ 168.01. Todavía faltan S/ 4,831.99."
    )
    assert line_why(lines[LineCode.GROSS_PIECE], "en").startswith(
        "98 good pieces are paid at S/ 2.80 each: S/ 274.40."
    )


def test_the_floor_is_told_as_what_it_is() -> None:
    words = line_why(LINES["inpe_contribution_floor"], "es")

    assert words.startswith("Si gana poco, el aporte se calcula como si ganara S/ 452.00.")
    assert words.endswith("CEP TUO 75 (1991: 67).")
    short = line_why(LINES["inpe_contribution_short"], "es")
    assert "S/ 45.20" in short and "S/ 30.00" in short and "S/ 15.20" in short


def test_hours_are_said_as_hours() -> None:
    line = next(line for line in reckon(hours(450)).lines if line.rule is LineCode.GROSS_HOUR)

    assert "7:30 horas a S/ 1.00" in line_why(line, "es")
    assert say("statement.gross_hour", "es") == "Trabajo por hora"


def hours(minutes: int):
    work = Earned(basis=Basis.HOUR, quantity=minutes, rate=Fraction(1))
    return replace(PLAIN, earned=(work,))
