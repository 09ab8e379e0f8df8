"""The queue of an office: who may be meant, what stands against it, and a trail of every look."""

from datetime import date

import pytest

from backend.core.actor import Role
from backend.core.errors import Code
from backend.database import reading
from backend.registry import queries
from backend.registry.matching import Clue
from backend.registry.rules.ties import (
    Recollection,
)
from tests import make
from tests.registry import make_registry as world
from tests.registry.acting import decide, queue, refused, request
from tests.registry.make_registry import NOW, asked

pytestmark = pytest.mark.anyio


async def test_the_queue_shows_who_may_be_meant_here_and_leaves_a_trail(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    twin = await world.inmate(owner, at="tacna")
    await world.inmate(owner, given_names="Pedro", surnames="Salas Ríos")
    number = world.dni()
    mine = await world.visitor(owner, family, number)
    await request(family, mine, Recollection("Julian", "Waman", held.register, 1991))

    (view,) = await queue(world.officer())

    assert [c.match.inmate_id for c in view.candidates] == [held.id]
    assert set(view.candidates[0].match.clues) == {
        Clue.REGISTER_NUMBER,
        Clue.SURNAMES,
        Clue.GIVEN_NAMES,
        Clue.BIRTH_YEAR,
    }
    assert (view.document_number, view.register_number) == (number, held.register)
    assert twin.id not in [c.match.inmate_id for c in view.candidates]
    entry = await owner.fetchrow(
        "select establishment_id, action, facts::text as facts from audit_entry"
    )
    assert (entry["establishment_id"], entry["action"]) == ("huaraz", "registry.tie_queue.read")
    assert str(view.row["id"]) in entry["facts"] and str(held.id) in entry["facts"]


async def test_the_queue_marks_protections_and_sanctions(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    other = await world.inmate(owner, given_names="Julián Martín")
    mine = await world.visitor(owner, family, number)
    await request(family, mine)
    officer = world.officer()

    async def marks() -> tuple:
        (view,) = await queue(officer)
        candidates = {c.match.inmate_id: (c.protected, c.sanctioned) for c in view.candidates}
        return view.visitor_protected, view.visitor_sanctioned, candidates

    clear = {held.id: (False, False), other.id: (False, False)}
    assert await marks() == (False, False, clear)
    await world.restriction(owner, inmate_id=held.id, number=world.dni())
    await world.restriction(owner, number=number, at=await world.establishment(owner, "tacna"))
    assert await marks() == (False, False, clear)
    await world.restriction(owner, inmate_id=held.id, number=number)
    assert await marks() == (True, False, clear | {held.id: (True, False)})
    await world.restriction(owner, inmate_id=other.id)
    await world.restriction(owner, number=number)
    assert await marks() == (True, True, {held.id: (True, False), other.id: (False, True)})


async def test_the_queue_tells_namesakes_of_one_year_apart(db, owner):
    family, one = await make.family(owner), await world.inmate(owner)
    other = await world.inmate(owner, born_on=date(1990, 11, 30))
    wing = await world.pavilion(owner)
    await owner.execute("update inmate set pavilion_id = $1 where id = $2", wing, one.id)
    await request(family, await world.visitor(owner, family))

    page = await asked(world.officer(), "staff/registry/tieQueue", establishmentId="huaraz")

    shown = {
        each["inmateId"]: (each["registerNumber"], each["bornOn"], each["pavilion"])
        for each in page["nodes"][0]["candidates"]
    }
    assert shown == {
        str(one.id): (one.register, "1990-08-02", "5 A"),
        str(other.id): (other.register, "1990-11-30", None),
    }


async def test_the_queue_is_the_offices_own(db, owner):
    family, _ = await make.family(owner), await world.inmate(owner)
    await request(family, await world.visitor(owner, family))
    await world.establishment(owner, "tacna")

    for stranger in (
        world.officer("tacna"),
        world.officer("huaraz", role=Role.GATE_OFFICER),
    ):
        assert await refused(queue(stranger)) is Code.NOT_ALLOWED
    assert await queue(world.officer("tacna"), at="tacna") == []


async def test_the_queue_goes_on_where_the_page_ended(db, owner):
    family, _ = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    for name in ("Ana", "Eva", "Isa"):
        await request(family, mine, Recollection(name, "Waman"))
    officer, seen, cursor = world.officer(), [], None

    for _ in range(3):
        async with reading(officer) as tx:
            page = queries.QUEUE.page(1, cursor)
            views = await queries.tie_queue(tx, officer, "huaraz", page, NOW)
        seen.append(views[0].row["id"])
        cursor = queries.QUEUE.cursor(views[0].row["asked_at"], views[0].row["id"])

    assert len(set(seen)) == 3


async def test_a_tie_asked_again_after_a_correction_shows_who_was_confirmed(db, owner):
    family, held = await make.family(owner), await world.inmate(owner, surnames="Zzyzx")
    mine = await world.visitor(owner, family)
    tie = await world.tie(owner, family, mine, held)
    await owner.execute("update tie set state = 'received', version = 1")

    (view,) = await queue(world.officer())

    assert view.candidates[0].match.clues[0] is Clue.CONFIRMED_BEFORE
    await decide(world.officer(), tie, held.id, version=1)
