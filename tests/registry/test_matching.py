"""Who of the roster may be meant: by sound, by number, by year; likeliest first, never a stranger."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.registry.matching import (
    LEAST_SCORE,
    Clue,
    Listed,
    Wanted,
    best,
    likeness,
    one_slip,
    score,
)
from backend.registry.rules.naming import plain
from backend.registry.rules.spelling import beginnings, sound, words

SAME = [
    ("Quispe", "Kispi"),
    ("Quispe", "Quizpe"),
    ("Huamán", "Waman"),
    ("Huamán", "Guamán"),
    ("Condori", "Cunduri"),
    ("Ccori", "Qori"),
    ("Yupanqui", "Llupanki"),
    ("Choquehuanca", "Chuquiwanca"),
    ("Vásquez", "Basques"),
    ("Jiménez", "Giménez"),
    ("Poma", "Puma"),
    ("Ñaupari", "Naupari"),
    ("Hernández", "Ernandes"),
    ("Ttito", "Tito"),
]
DIFFERENT = [("Quispe", "Quilla"), ("Mamani", "Huamani"), ("Salas", "Ríos"), ("Rojas", "Rosas")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spanish_and_quechua_spellings_sound_alike(one, other):
    assert sound(plain(one)) == sound(plain(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_other_names_do_not_sound_alike(one, other):
    assert sound(plain(one)) != sound(plain(other))


@pytest.mark.parametrize(("one", "other"), SAME)
def test_each_spelling_is_found_from_the_other(one, other):
    assert any(plain(one).startswith(first) for first in beginnings(plain(other)))
    assert any(plain(other).startswith(first) for first in beginnings(plain(one)))


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_every_word_is_found_from_its_own_beginnings(word):
    found = beginnings(word)

    assert any(word.startswith(first) or first.startswith(word) for first in found), word
    assert len(found) <= 600


def test_particles_are_no_words():
    assert words("De la Cruz y Ríos") == ["cruz", "rios"]


@given(st.text(max_size=30), st.text(max_size=30))
def test_likeness_is_a_part_of_one(one, other):
    assert 0 <= likeness(one, other) <= 1


def test_one_slip_is_one_sign_missed_added_mistaken_or_swapped():
    assert [
        one_slip("mamani", other)
        for other in ("mamani", "mamni", "mamaani", "mamoni", "mamain", "mami", "imaman")
    ] == [True, True, True, True, True, False, False]


def listed(given_names: str, surnames: str, register: bytes = b"r", year: int | None = 1990):
    return Listed(uuid4(), given_names, surnames, register, year)


def test_the_register_number_outweighs_a_name_misheard():
    right = listed("Julián", "Huamán Condori", b"right")
    namesake = listed("Julio", "Mamani Flores", b"other")
    wanted = Wanted("Julio", "Mamani", b"right", None)

    assert score(wanted, right).clues == (Clue.REGISTER_NUMBER,)
    assert score(wanted, right).score >= LEAST_SCORE
    assert {match.inmate_id for match in best(wanted, [namesake, right])} == {
        right.id,
        namesake.id,
    }


def test_the_year_of_birth_parts_namesakes():
    elder, younger = listed("Julián", "Huamán", year=1970), listed("Julián", "Huamán", year=1991)

    matches = best(Wanted("Julian", "Waman", None, 1990), [elder, younger])

    assert [match.inmate_id for match in matches] == [younger.id, elder.id]
    assert Clue.BIRTH_YEAR in matches[0].clues and Clue.BIRTH_YEAR not in matches[1].clues


def test_one_surname_of_two_is_enough_and_in_any_order():
    person = listed("Julián Andrés", "Huamán Condori")

    for surnames in ("Huamán", "Condori", "Condori Huamán", "de Huamán"):
        assert best(Wanted("Julián", surnames), [person])[0].score == 85


def test_strangers_are_no_candidates():
    assert best(Wanted("Julián", "Huamán"), [listed("Pedro", "Salas"), listed("Ana", "Ríos")]) == []
    assert best(Wanted("", ""), [listed("Julián", "Huamán")]) == []


def test_at_most_five_and_always_the_same_five():
    crowd = [listed("Julián", "Huamán")._replace(id=UUID(int=n)) for n in range(9)]

    first = [match.inmate_id.int for match in best(Wanted("Julian", "Waman"), crowd)]

    assert first == [0, 1, 2, 3, 4]
    assert first == [m.inmate_id.int for m in best(Wanted("Julian", "Waman"), crowd[::-1])]


def test_who_was_confirmed_before_stands_first():
    before, namesake = listed("Otro", "Nombre"), listed("Julián", "Huamán", b"number")
    wanted = Wanted("Julián", "Huamán", b"number", 1990, confirmed=before.id)

    matches = best(wanted, [namesake, before])

    assert [match.score for match in matches] == [100, 100]
    assert matches[0].inmate_id == before.id
    assert matches[0].clues == (Clue.CONFIRMED_BEFORE, Clue.BIRTH_YEAR)
