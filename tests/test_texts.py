"""Every code has words: in Spanish and English always, in Quechua and Aymara or declared to be missing."""

import hashlib
import string

import pytest

from backend.core.errors import Code, DomainError
from backend.core.text import LANGUAGES, catalogue, missing, say
from backend.gql.problems import Problem
from backend.registry.rules.people import CONSENT_VERSION
from backend.registry.rules.reasons import Reason

WHOLE = ("es", "en")
GSM_7_BIT = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà"
    + string.ascii_letters
    + string.digits
)
UNSPOKEN = ("penal", "cárcel", "preso", "interno", "reo ", "prison", "inmate", "jail", "inpe")
"""What a neighbour who looks over a shoulder shall not read."""

CONSENT_WORDS = {"2026-03": "8eb47db6a3551cc7"}
"""The first signs of the SHA-256 of the words in every language, by version."""


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("language", WHOLE)
def test_every_code_has_words(language: str) -> None:
    assert {f"problem.{code.value}" for code in Code} <= set(catalogue(language))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("reason", Reason)
def test_an_event_that_cannot_be_recorded_shows_words_and_no_code(
    reason: Reason, language: str
) -> None:
    error = DomainError(Code.CUSTODY_NOT_POSSIBLE, reason=reason.value)

    words = Problem.of(error, language).message

    assert "_" not in words and reason.value not in words
    assert words.endswith(".")


def test_an_office_is_told_why_an_event_cannot_be_recorded() -> None:
    error = DomainError(Code.CUSTODY_NOT_POSSIBLE, reason=Reason.NOT_OUTSIDE.value)

    assert Problem.of(error, "es").message == (
        "En esa fecha la persona no había salido. Revise la fecha o registre primero su salida."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_reasons_with_words_of_their_own_are_reasons(language: str) -> None:
    codes = {code.value for code in Code}
    own = [key.split(".") for key in catalogue(language) if key.split(".")[0] in codes]

    assert {code for code, _ in own} == {"CUSTODY_NOT_POSSIBLE"}
    assert {reason for _, reason in own} <= {reason.value for reason in Reason}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_a_key_or_declares_it_missing(language: str) -> None:
    spoken, left = set(catalogue(language)), missing(language)

    assert spoken | left == set(catalogue("es"))
    assert not spoken & left
    assert not (left and language in WHOLE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_take_the_same_facts_in_every_language(language: str) -> None:
    for key, words in catalogue(language).items():
        assert placeholders(words) == placeholders(catalogue("es")[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_message_is_one_of_160_plain_signs(language: str) -> None:
    for key, words in catalogue(language).items():
        if key.startswith("sms."):
            assert set(words) - set("{}") <= GSM_7_BIT, key
            assert len(words) <= 150, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_holds_a_word_a_neighbour_should_not_read(language: str) -> None:
    for key, words in catalogue(language).items():
        assert not [word for word in UNSPOKEN if word in words.lower()], key


def test_what_a_language_does_not_say_yet_is_said_in_spanish() -> None:
    for language in ("quz", "ay"):
        assert missing(language) == {"consent.represent"}

        assert say("consent.represent", language) == say("consent.represent", "es")
        assert say("problem.NOT_FOUND", language) != say("problem.NOT_FOUND", "es")


def test_an_unknown_language_reads_spanish() -> None:
    assert say("problem.NO_PLACE", "fr") == say("problem.NO_PLACE", "es")


def test_a_key_that_no_catalogue_explains_is_a_fault() -> None:
    with pytest.raises(KeyError):
        say("problem.NEVER_HEARD_OF", "quz")


def test_other_words_of_consent_are_another_version() -> None:
    words = "\n".join(say("consent.represent", language) for language in LANGUAGES)

    assert hashlib.sha256(words.encode()).hexdigest()[:16] == CONSENT_WORDS[CONSENT_VERSION]
