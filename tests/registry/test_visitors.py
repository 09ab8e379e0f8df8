"""The people of an account: who may be added, in what capacity, and with what consent."""

import asyncio
from dataclasses import replace
from datetime import date
from uuid import uuid4

import asyncpg
import orjson
import pytest

from backend.core.documents import DocumentKind
from backend.core.errors import Code, DomainError
from backend.core.text import say
from backend.database import reading
from backend.registry import commands, queries
from backend.registry.rules.people import (
    CONSENT_VERSION,
    PEOPLE_LIMIT,
    Capacity,
    ConsentHow,
    age_on,
    check_age,
)
from tests import make
from tests.registry import make_registry as world
from tests.registry.acting import add, refused
from tests.registry.make_registry import NOW, TODAY, person

pytestmark = pytest.mark.anyio


async def test_a_person_is_kept_with_the_document_sealed(db, owner):
    family, number = await make.family(owner), world.dni()

    answer = await add(family, person(f"{number[:4]} {number[4:]}"), Capacity.OWN)

    row = await owner.fetchrow("select * from visitor")
    assert (str(row["id"]), row["capacity"], row["surnames"]) == (
        answer["id"],
        "own",
        "Quispe Mamani",
    )
    assert number.encode() not in bytes(row["document_cipher"]) + bytes(row["person_index"])
    async with reading(family) as tx:
        view = await queries.my_visitor(tx, family, row["id"])
    assert view.document_ending == number[-3:]


@pytest.mark.parametrize(
    "change",
    [
        {"given_names": " "},
        {"given_names": "R" * 101},
        {"surnames": "Quispe\u202e"},
        {"surnames": "1234"},
        {"nationality": "Perú"},
        {"born_on": date(2026, 3, 3)},
        {"born_on": date(1900, 1, 1)},
    ],
)
async def test_what_cannot_be_a_person_is_refused_and_nothing_is_written(db, owner, change):
    family = await make.family(owner)

    assert await refused(add(family, person(**change))) is Code.BAD_INPUT
    assert await world.rows(owner, "visitor") == {"visitor": 0}


async def test_a_document_that_cannot_be_one_is_refused(db, owner):
    family = await make.family(owner)

    assert await refused(add(family, person("1234567"))) is Code.DOCUMENT_NOT_VALID
    assert await world.rows(owner, "visitor") == {"visitor": 0}


async def test_foreigners_are_added_by_card_or_passport(db, owner):
    family = await make.family(owner)

    for kind in (DocumentKind.FOREIGNER_CARD, DocumentKind.PASSPORT):
        await add(family, person("AB12345", document_kind=kind, nationality="ve"))

    kept = await owner.fetch("select document_kind, nationality from visitor order by 1")
    assert [tuple(row) for row in kept] == [("foreigner_card", "VE"), ("passport", "VE")]


async def test_the_same_person_twice_on_an_account_is_refused(db, owner):
    family, number = await make.family(owner), world.dni()
    await add(family, person(number))

    assert await refused(add(family, person(number, given_names="Otra"))) is (
        Code.VISITOR_ALREADY_ADDED
    )
    assert await world.rows(owner, "visitor") == {"visitor": 1}


async def test_the_same_person_on_another_account_makes_no_difference(db, owner):
    number = world.dni()

    answers = [await add(await make.family(owner), person(number)) for _ in range(2)]

    assert [set(answer) for answer in answers] == [{"id"}, {"id"}]
    assert await world.rows(owner, "visitor") == {"visitor": 2}


async def test_an_account_has_one_holder(db, owner):
    family = await make.family(owner)
    await add(family, person(), Capacity.OWN)

    assert await refused(add(family, person(), Capacity.OWN)) is Code.OWNER_ALREADY_ADDED
    assert await world.rows(owner, "visitor") == {"visitor": 1}


@pytest.mark.parametrize("capacity", [Capacity.MINOR, Capacity.REPRESENTED])
async def test_children_and_represented_relatives_have_doors_of_their_own(db, owner, capacity):
    family = await make.family(owner)

    assert await refused(add(family, person(), capacity)) is Code.BAD_INPUT
    assert await world.rows(owner, "visitor") == {"visitor": 0}


async def test_a_list_has_a_limit_however_many_add_at_once(db, owner):
    family = await make.family(owner)
    for _ in range(PEOPLE_LIMIT - 1):
        await world.visitor(owner, family)

    results = await asyncio.gather(
        *(add(family, person()) for _ in range(8)), return_exceptions=True
    )

    assert sum(isinstance(result, dict) for result in results) == 1
    assert {result.code for result in results if isinstance(result, DomainError)} == {
        Code.VISITOR_LIMIT
    }
    assert await world.rows(owner, "visitor") == {"visitor": PEOPLE_LIMIT}


# minors


async def test_a_child_is_added_under_an_adult_of_the_list(db, owner):
    family = await make.family(owner)
    adult = await world.visitor(owner, family)

    await commands.add_minor(
        family, uuid4(), person=person(born_on=date(2015, 1, 1)), guardian_id=adult, now=NOW
    )

    child = await owner.fetchrow("select capacity, guardian_id from visitor where id <> $1", adult)
    assert tuple(child) == ("minor", adult)


@pytest.mark.parametrize(
    ("born_on", "code"),
    [
        (date(2008, 3, 2), Code.NOT_A_MINOR),  # eighteen today, in Lima
        (date(1980, 1, 1), Code.NOT_A_MINOR),
    ],
)
async def test_an_adult_is_no_minor(db, owner, born_on, code):
    family = await make.family(owner)
    adult = await world.visitor(owner, family)

    act = commands.add_minor(
        family, uuid4(), person=person(born_on=born_on), guardian_id=adult, now=NOW
    )

    assert await refused(act) is code
    assert await world.rows(owner, "visitor") == {"visitor": 1}


async def test_a_child_is_no_adult(db, owner):
    family = await make.family(owner)

    assert await refused(add(family, person(born_on=date(2008, 3, 3)))) is Code.ADULT_NEEDED
    assert await world.rows(owner, "visitor") == {"visitor": 0}


async def test_a_guardian_is_an_adult_of_the_same_account(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    adult = await world.visitor(owner, family)
    theirs = await world.visitor(owner, stranger)
    child = person(born_on=date(2015, 1, 1))
    ward = await commands.add_minor(family, uuid4(), person=child, guardian_id=adult, now=NOW)

    for guardian in (theirs, ward["id"], uuid4()):
        act = commands.add_minor(
            family,
            uuid4(),
            person=replace(child, document_number=world.dni()),
            guardian_id=guardian,
            now=NOW,
        )
        assert await refused(act) is Code.NOT_FOUND
    assert await world.rows(owner, "visitor") == {"visitor": 3}


def test_eighteen_is_reached_on_the_birthday():
    assert [age_on(date(2008, 3, 2), day) for day in (date(2026, 3, 1), date(2026, 3, 2))] == [
        17,
        18,
    ]
    assert age_on(date(2008, 2, 29), date(2026, 2, 28)) == 17
    check_age(Capacity.MINOR, date(2008, 3, 3), TODAY)
    check_age(Capacity.OWN, date(2008, 3, 2), TODAY)


# consent


async def test_a_represented_relatives_consent_is_kept_as_it_was_given(db, owner):
    family = await make.family(owner, language="en")
    acting = await world.visitor(owner, family, capacity="own")

    answer = await commands.represent_relative(
        family,
        uuid4(),
        person=person(given_names="Felícitas", born_on=date(1941, 2, 3)),
        acting_id=acting,
        consent_version=CONSENT_VERSION,
        consent_how=ConsentHow.IN_PERSON,
        now=NOW,
    )

    row = await owner.fetchrow("select id, capacity, consent from visitor where id <> $1", acting)
    assert (str(row["id"]), row["capacity"]) == (answer["id"], "represented")
    consent = orjson.loads(row["consent"])
    assert consent == {
        "version": CONSENT_VERSION,
        "reader_language": "en",
        "words": say("consent.represent", "en"),
        "obtained_by": str(acting),
        "how": "in_person",
        "at": "2026-03-02T15:00:00+00:00",
    }
    trail = await owner.fetch("select action, subject, actor_id from audit_entry")
    assert [tuple(entry) for entry in trail] == [
        ("registry.consent.recorded", answer["id"], str(family.account_id))
    ]


@pytest.mark.parametrize("version", ["", "2020-01"])
async def test_consent_to_other_words_is_none(db, owner, version):
    family = await make.family(owner)
    acting = await world.visitor(owner, family, capacity="own")

    act = commands.represent_relative(
        family,
        uuid4(),
        person=person(),
        acting_id=acting,
        consent_version=version,
        consent_how=ConsentHow.IN_WRITING,
        now=NOW,
    )

    assert await refused(act) is Code.CONSENT_NEEDED
    assert await world.rows(owner, "visitor") == {"visitor": 1}


async def test_nobody_is_represented_without_consent_whatever_the_program_does(db, owner):
    family = await make.family(owner)

    with pytest.raises(asyncpg.CheckViolationError, match="visitor_represented_consented"):
        await world.visitor(owner, family, capacity="represented")
    assert await world.rows(owner, "visitor") == {"visitor": 0}
