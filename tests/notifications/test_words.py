"""A locked screen and a text message show one of a few fixed sentences, whatever a notice is about."""

import os
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.core.text import LANGUAGES, catalogue
from backend.notifications.kinds import KINDS
from backend.notifications.rules import sentence
from backend.notifications.rules.neutral import PHRASE, push_words, sms_words
from backend.notifications.rules.segments import segments

EXAMPLES = 10_000 if os.environ.get("CAMPAIGN") else 500
PLAIN = 150
"""A text padded to so many signs is one segment only when every sign is of GSM 7 bits."""

TITLES = {"Encuentro", "Aviso", "Yatiyäwi", "Notice"}
TITLE_KEYS = {"title", "discreet_title"}


def _fixed(language: str, section: str) -> dict[str, str]:
    start = f"{section}."
    return {
        key.removeprefix(start): words
        for key, words in catalogue(language).items()
        if key.startswith(start)
    }


DAYS = st.dates(date(2020, 1, 1), date(2099, 12, 31)).map(date.isoformat)
PLACES = st.sampled_from(["Ancón II", "Lurigancho", "Huaraz", "Challapalca", "Yanamayo"])
NAMES = st.sampled_from(["Rosa Inventada", "Juan Quispe Imaginado", "Señora Mamani"])
SUMS = st.integers(1, 99_999).map(lambda cents: f"S/ {cents / 100:.2f}")
FACTS = st.fixed_dictionaries(
    {"booking_id": st.uuids().map(str), "visit_on": DAYS},
    optional={
        "place": PLACES,
        "name": NAMES,
        "sum": SUMS,
        "phone": st.integers(900_000_000, 900_099_999).map(str),
        "reason": st.text(min_size=12, max_size=40),
    },
)


@settings(max_examples=EXAMPLES, deadline=None, derandomize=not os.environ.get("CAMPAIGN"))
@given(st.sampled_from(sorted(KINDS)), st.sampled_from(LANGUAGES), FACTS, st.booleans())
def test_what_leaves_the_service_is_one_of_the_fixed_sentences_and_holds_no_fact(
    kind: str, language: str, facts: dict[str, str], discreet: bool
) -> None:
    neutral = _fixed(language, "neutral")
    title, body = push_words(kind, language, discreet=discreet)
    message = sms_words(kind, language)

    assert title in TITLES and title in {neutral[key] for key in TITLE_KEYS}
    assert body in {words for key, words in neutral.items() if key not in TITLE_KEYS}
    assert message in _fixed(language, "sms").values()
    assert segments(message.ljust(PLAIN)) == 1 and len(message) <= PLAIN
    read = f"{date.fromisoformat(facts['visit_on']):%d/%m/%Y}"
    for fact in (*facts.values(), read):
        assert fact not in title + body + message


@settings(max_examples=EXAMPLES, deadline=None, derandomize=not os.environ.get("CAMPAIGN"))
@given(st.sampled_from(sorted(set(KINDS) - {"sign_in_code"})), st.sampled_from(LANGUAGES), FACTS)
def test_the_inbox_names_at_most_the_day(kind: str, language: str, facts: dict[str, str]) -> None:
    said = sentence(kind, facts, language)

    day = f"{date.fromisoformat(facts['visit_on']):%d/%m/%Y}"
    assert (day in said) == ("{visit_on}" in catalogue(language)[f"notice.{kind}"])
    for name in set(facts) - {"visit_on"}:
        assert facts[name] not in said
    assert "{" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_discreet_phone_shows_the_same_for_every_kind(language: str) -> None:
    assert len({push_words(kind, language, discreet=True) for kind in KINDS}) == 1
    assert "Encuentro" not in " ".join(push_words("visit_stay", language, discreet=True))


def test_who_must_not_travel_is_told_not_to_leave_and_nothing_more() -> None:
    assert push_words("visit_stay", "es", discreet=False) == (
        "Encuentro",
        "No salga de casa sin leer este aviso.",
    )
    assert sms_words("visit_go", "es") == "Encuentro: todo sigue en pie. Si va a ir, responda S."
    assert push_words("visit_booked", "es", discreet=True) == ("Aviso", "Tiene un aviso.")


def test_few_sentences_serve_every_kind() -> None:
    assert 8 <= len(set(PHRASE.values())) <= 12
