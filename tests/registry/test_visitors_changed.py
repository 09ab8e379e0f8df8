"""The people of an account: corrections, taking off the list, and what others see."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import asyncpg
import pytest

from backend.core.errors import Code
from backend.database import reading, transaction
from backend.registry import commands, queries
from backend.registry.rules.people import (
    Sex,
    ending,
)
from backend.visits import commands as visits
from tests import make
from tests.registry import make_registry as world
from tests.registry.acting import RIGHT, add, refused
from tests.registry.make_registry import NOW, person

pytestmark = pytest.mark.anyio


async def test_a_correction_keeps_ties_when_nothing_compared_changed(db, owner):
    family = await make.family(owner)
    mine, held = await world.visitor(owner, family), await world.inmate(owner)
    await world.tie(owner, family, mine, held)

    async with transaction(family) as tx:
        lost = await commands.correct_visitor(
            tx,
            family,
            visitor_id=mine,
            correction=replace(RIGHT, document_valid_until=date(2030, 1, 1)),
            now=NOW,
        )

    assert lost == []
    assert await owner.fetchval("select state from tie") == "approved"
    assert await owner.fetchval("select document_valid_until from visitor") == date(2030, 1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"surnames": "Quispe Mamani de Rojas"},
        {"sex": Sex.MALE},
        {"born_on": date(1981, 5, 17)},
    ],
)
async def test_a_correction_of_what_was_compared_asks_the_tie_again(db, owner, change):
    family = await make.family(owner)
    mine, held = await world.visitor(owner, family), await world.inmate(owner)
    tie = await world.tie(owner, family, mine, held)
    other = await world.tie(owner, family, await world.visitor(owner, family), held)

    async with transaction(family) as tx:
        lost = await commands.correct_visitor(
            tx, family, visitor_id=mine, correction=replace(RIGHT, **change), now=NOW
        )

    assert lost == [commands.LostTie(tie, family.account_id, mine, held.id)]
    states = dict(await owner.fetch("select id, state from tie"))
    assert states == {tie: "received", other: "approved"}
    assert await owner.fetchval("select version from tie where id = $1", tie) == 1


async def test_a_correction_cannot_turn_an_adult_into_a_child(db, owner):
    family = await make.family(owner)
    mine = await world.visitor(owner, family)

    act = visits.update_visitor(
        family,
        uuid4(),
        visitor_id=mine,
        correction=replace(RIGHT, born_on=date(2015, 1, 1)),
        now=NOW,
    )

    assert await refused(act) is Code.ADULT_NEEDED
    assert await owner.fetchval("select born_on from visitor") == date(1980, 5, 17)


async def test_a_stranger_corrects_and_removes_nobody(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    mine = await world.visitor(owner, family)

    for act in (
        visits.update_visitor(stranger, uuid4(), visitor_id=mine, correction=RIGHT, now=NOW),
        visits.remove_visitor(stranger, uuid4(), visitor_id=mine, now=NOW),
        visits.remove_visitor(stranger, uuid4(), visitor_id=uuid4(), now=NOW),
    ):
        assert await refused(act) is Code.NOT_FOUND
    assert await owner.fetchval("select ended_at from visitor") is None


# taking off the list


async def test_taking_a_person_off_ends_their_ties_and_lets_them_be_added_again(db, owner):
    family, number = await make.family(owner), world.dni()
    mine, held = await world.visitor(owner, family, number), await world.inmate(owner)
    confirmed = await world.tie(owner, family, mine, held)
    await world.tie(owner, family, mine, None, state="received")

    async with transaction(family) as tx:
        lost = await commands.drop_visitor(tx, family, visitor_id=mine, now=NOW)
    again = await add(family, person(number))

    assert lost == [commands.LostTie(confirmed, family.account_id, mine, held.id)]
    assert set(await owner.fetchval("select array_agg(state) from tie")) == {"ended"}
    async with reading(family) as tx:
        views = await queries.my_people(tx, family, queries.PEOPLE.page())
    assert [str(view.id) for view in views] == [again["id"]]


async def test_an_adult_with_children_stays_while_they_do(db, owner):
    family = await make.family(owner)
    adult = await world.visitor(owner, family)
    await commands.add_minor(
        family, uuid4(), person=person(born_on=date(2015, 1, 1)), guardian_id=adult, now=NOW
    )

    act = visits.remove_visitor(family, uuid4(), visitor_id=adult, now=NOW)

    assert await refused(act) is Code.ADULT_NEEDED
    assert await owner.fetchval("select count(*) from visitor where ended_at is null") == 2


# what others see


async def test_people_are_seen_by_their_account_and_where_they_are_tied(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    mine = await world.visitor(owner, family)
    await world.tie(owner, family, mine, await world.inmate(owner, at="huaraz"))
    await world.establishment(owner, "tacna")

    seen = {}
    for name, actor in {
        "own": family,
        "stranger": stranger,
        "here": world.officer("huaraz"),
        "elsewhere": world.officer("tacna"),
    }.items():
        async with reading(actor) as tx:
            by_rules = await queries.visitors_by_id(tx, actor, [mine])
            by_wall = await tx.fetch("select id from visitor")
        seen[name] = (by_rules[0] is not None, len(by_wall))

    assert seen == {
        "own": (True, 1),
        "stranger": (False, 0),
        "here": (True, 1),
        "elsewhere": (False, 0),
    }


def test_the_last_signs_of_a_document_are_few():
    assert [ending(number) for number in ("00700123", "AB12345", "ABCDE")] == ["123", "45", "DE"]


async def test_a_document_is_bound_to_its_row_whatever_the_program_does(db, owner):
    family = await make.family(owner)
    await world.visitor(owner, family)

    for column in ("person_index", "document_cipher", "document_kind", "capacity", "account_id"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(family) as tx:
                await tx.execute(f"update visitor set {column} = {column}")
