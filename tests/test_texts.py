"""Every code has words: in Spanish and English always, in Quechua and Aymara or declared to be missing."""

import hashlib
import string

import pytest

from backend.core.errors import Code, DomainError
from backend.core.text import LANGUAGES, catalogue, missing, say
from backend.earnings.bank.files import Unread
from backend.gql.problems import Problem
from backend.notifications.kinds import KINDS
from backend.notifications.rules.neutral import PHRASE, push_words, sms_words
from backend.programmes.rules.taking_part import Unfit
from backend.programmes.rules.telling import TELLS
from backend.registry.rules.people import CONSENT_VERSION
from backend.registry.rules.reasons import Reason
from backend.work.commands import Flag, NotCounted
from backend.work.commands import Reason as WorkReason

WHOLE = ("es", "en")
GSM_7_BIT = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./:;<=>?¡ÄÖÑÜ§¿äöñüà"
    + string.ascii_letters
    + string.digits
)
UNSPOKEN = (
    *("penal", "cárcel", "carcel", "preso", "interno", "reo ", "prisión", "prision", "penitenci"),
    *("prison", "inmate", "jail", "inpe"),
    *("karsil", "karsel", "kársil", "presu", "prisu"),
    *(
        "wisq'ay wasi",
        "wisq'ana wasi",
        "wisq'asqa wasi",
        "wichq'ana wasi",
        "muchuy wasi",
        "muchuna wasi",
    ),
    *("mutuñ uta", "mutuy uta", "mutuyañ uta", "jist'antañ uta", "jist'antat uta"),
)
"""What a neighbour who looks over a shoulder shall not read: Spanish, English, then Quechua and Aymara.

Alone "wisq'ay" is to close and "uta" is a house: only together do they mean that place."""

TELLING = ("visit", "watuk", "tump", "famil", "ayllu", "soles", "reserv", "book", "boleto")
"""What a locked screen shall not say besides: whom, what for, how much."""

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

    assert {code for code, _ in own} == {
        "CUSTODY_NOT_POSSIBLE", "WORK_NOT_POSSIBLE", "BANK_FILE_NOT_READ", "BAD_INPUT", "NOT_ELIGIBLE",
        "CONSENT_ACT_NEEDED",
    }  # fmt: skip
    known = {reason.value for reason in (*Reason, *WorkReason, *Unread, *Unfit)} | {TELLS, "NAMED"}
    assert {reason for _, reason in own} <= known


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_is_said_of_a_record_of_work_has_words(language: str) -> None:
    wanted = {f"WORK_NOT_POSSIBLE.{reason.value}" for reason in WorkReason}
    wanted |= {f"work_flag.{flag.value}" for flag in Flag}
    wanted |= {f"not_counted.{code.value}" for code in NotCounted}
    sections = {"WORK_NOT_POSSIBLE", "work_flag", "not_counted"}

    assert {key for key in catalogue(language) if key.split(".")[0] in sections} == wanted
    assert all(catalogue(language)[key].endswith(".") for key in wanted)


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
            assert len(words.format(code="123456") if "{" in words else words) <= 160, key


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


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_notice_has_all_its_words_in_every_language(kind: str, language: str) -> None:
    spoken = catalogue(language)
    wanted = {f"neutral.{PHRASE[kind]}", f"sms.{PHRASE[kind]}"}
    if kind != "sign_in_code":  # a code is in no inbox and has no switch
        wanted |= {f"notice.{kind}", f"why.{kind}", f"kind.{kind}"}

    assert wanted <= set(spoken)
    assert all(spoken[key].strip() == spoken[key] != "" for key in wanted)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_of_a_kind_that_is_gone(language: str) -> None:
    by_section: dict[str, set[str]] = {}
    for key in catalogue(language):
        section, name = key.split(".", 1)
        by_section.setdefault(section, set()).add(name)
    told = set(KINDS) - {"sign_in_code"}
    phrases = set(PHRASE.values())

    assert set(PHRASE) == set(KINDS)
    assert by_section["notice"] == by_section["kind"] == by_section["why"] - {"helping"} == told
    assert by_section["neutral"] == phrases | {"title", "discreet_title", "discreet"}
    assert phrases <= by_section["sms"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_notice_may_name_a_day_and_nothing_else(language: str) -> None:
    for key, words in catalogue(language).items():
        section = key.split(".")[0]
        if section == "notice":
            assert placeholders(words) <= {"visit_on"}, key
        if section in ("why", "kind", "neutral"):
            assert not placeholders(words), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_leaves_the_service_tells_neither_whom_nor_where_nor_when(language: str) -> None:
    for key, words in catalogue(language).items():
        if key.split(".")[0] in ("neutral", "sms"):
            assert not [word for word in TELLING if word in words.lower()], key
            assert not set(words) & set(string.digits), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_family_recognises_the_service_by_one_name(language: str) -> None:
    for kind in KINDS:
        assert push_words(kind, language, discreet=False)[0] == "Encuentro"
        assert sms_words(kind, language).startswith("Encuentro: ")
    for purpose in ("sign_in", "erase"):
        assert "encuentro" not in catalogue(language)[f"sms.{purpose}_code"].lower()
