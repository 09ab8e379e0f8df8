"""Bars on visits: who may record them, whom they name, and who can see them."""

from datetime import date, timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Role, Staff, System
from backend.core.documents import DocumentKind
from backend.core.errors import Code
from backend.database import reading, transaction
from backend.registry import commands, queries
from backend.registry.rules.restrictions import RestrictionKind, RestrictionReason
from tests import make
from tests.registry import make_registry as world
from tests.registry.acting import refused
from tests.registry.make_registry import NOW, TODAY

pytestmark = pytest.mark.anyio

LATER = TODAY + timedelta(days=30)
INMATE, VISITOR, PROTECTIVE = (
    RestrictionKind.INMATE_SANCTION,
    RestrictionKind.VISITOR_SANCTION,
    RestrictionKind.PROTECTIVE_BLOCK,
)


async def add(actor: Staff | System, kind: RestrictionKind, **facts) -> commands.Bar:
    number = facts.pop("number", None)
    facts = {"establishment_id": "huaraz", "valid_from": TODAY, "valid_to": LATER} | facts
    if number is not None:
        facts |= {"document_kind": DocumentKind.DNI, "document_number": number}
    async with transaction(actor) as tx:
        return await commands.add_restriction(
            tx, actor, kind=kind, reason=RestrictionReason.SAFETY, now=NOW, **facts
        )


async def end(actor: Staff | System, bar: commands.Bar) -> commands.Bar:
    async with transaction(actor) as tx:
        return await commands.end_restriction(tx, actor, restriction_id=bar.id, now=NOW)


async def listed(officer: Staff, at: str = "huaraz", now=NOW) -> list:
    async with reading(officer) as tx:
        page = queries.RESTRICTIONS.page(50)
        return await queries.restrictions(tx, officer, at, page, now)


async def test_an_inmates_sanction_follows_the_inmate(db, owner):
    held = await world.inmate(owner)

    bar = await add(world.officer(), INMATE, inmate_id=held.id, visit_types=["ordinary"])

    assert bar == commands.Bar(bar.id, None, held.id, None, ["ordinary"], TODAY, LATER)
    row = await owner.fetchrow("select protective, visit_types, reason_code from restriction")
    assert tuple(row) == (False, ["ordinary"], "safety")
    entry = await owner.fetchrow("select establishment_id, action, subject from audit_entry")
    assert tuple(entry) == ("huaraz", "registry.restriction.added", str(bar.id))


async def test_a_visitors_sanction_holds_here_or_if_a_director_says_so_everywhere(db, owner):
    await world.establishment(owner)
    director = world.officer(role=Role.DIRECTOR)

    here = await add(world.officer(), VISITOR, number=world.dni(), valid_to=None)
    everywhere = await add(director, VISITOR, number=world.dni(), everywhere=True)

    assert (here.establishment_id, everywhere.establishment_id) == ("huaraz", None)
    by_registrar = add(world.officer(), VISITOR, number=world.dni(), everywhere=True)
    assert await refused(by_registrar) is Code.NOT_ALLOWED
    assert await world.rows(owner, "restriction") == {"restriction": 2}


async def test_a_block_names_two_people_and_keeps_the_document_sealed(db, owner):
    held, number = await world.inmate(owner), world.dni()

    bar = await add(world.officer(), PROTECTIVE, inmate_id=held.id, number=number)

    row = await owner.fetchrow("select *, restriction::text as said from restriction")
    assert (row["protective"], row["inmate_id"], row["id"]) == (True, held.id, bar.id)
    assert number not in row["said"] and number.encode() not in bytes(row["person_cipher"])


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        (INMATE, {}),
        (INMATE, {"number": "00700001"}),
        (INMATE, {"inmate": True, "valid_to": None}),
        (INMATE, {"inmate": True, "everywhere": True}),
        (VISITOR, {"inmate": True, "number": "00700001"}),
        (PROTECTIVE, {"inmate": True}),
        (VISITOR, {"number": "00700001", "valid_to": TODAY}),
        (VISITOR, {"number": "00700001", "valid_from": LATER, "valid_to": LATER}),
        (VISITOR, {"number": "00700001", "valid_from": date(2020, 1, 1), "valid_to": TODAY}),
    ],
)
async def test_what_bars_nothing_is_refused_and_not_written(db, owner, kind, facts):
    held = await world.inmate(owner)
    if facts.pop("inmate", False):
        facts["inmate_id"] = held.id

    assert await refused(add(world.officer(role=Role.DIRECTOR), kind, **facts)) is Code.BAD_INPUT
    assert await world.rows(owner, "restriction") == {"restriction": 0}


async def test_only_the_office_where_the_inmate_is_records(db, owner):
    held = await world.inmate(owner, at="tacna")
    await world.establishment(owner, "huaraz")

    here = add(world.officer(), INMATE, inmate_id=held.id)
    posing = add(world.officer(), INMATE, inmate_id=held.id, establishment_id="tacna")
    gate = add(world.officer("tacna", role=Role.GATE_OFFICER), INMATE, inmate_id=held.id)

    assert [await refused(act) for act in (here, posing, gate)] == [
        Code.NOT_FOUND,
        Code.NOT_ALLOWED,
        Code.NOT_ALLOWED,
    ]
    assert await world.rows(owner, "restriction") == {"restriction": 0}


async def test_the_system_records_anywhere(db, owner):
    held = await world.inmate(owner)

    await add(System(), INMATE, inmate_id=held.id)
    bar = await add(System(), VISITOR, number=world.dni(), everywhere=True)

    assert (await end(System(), bar)).id == bar.id
    assert await owner.fetchval("select count(*) from restriction where ended_at is null") == 1


async def test_a_registrar_ends_a_sanction_and_a_director_a_block(db, owner):
    held = await world.inmate(owner)
    registrar, director = world.officer(), world.officer(role=Role.DIRECTOR)
    sanction = await add(registrar, INMATE, inmate_id=held.id)
    block = await add(registrar, PROTECTIVE, inmate_id=held.id, number=world.dni())
    countrywide = await add(director, VISITOR, number=world.dni(), everywhere=True)

    assert await end(registrar, sanction) == sanction
    assert await refused(end(registrar, block)) is Code.NOT_ALLOWED
    assert await refused(end(registrar, countrywide)) is Code.NOT_ALLOWED
    assert await end(director, block) == block
    assert await end(director, countrywide) == countrywide
    assert await refused(end(director, block)) is Code.NOT_FOUND


async def test_another_office_ends_nothing(db, owner):
    held = await world.inmate(owner)
    await world.establishment(owner, "tacna")
    bar = await add(world.officer(), INMATE, inmate_id=held.id)

    for stranger in (world.officer("tacna", role=Role.DIRECTOR),):
        assert await refused(end(stranger, bar)) is Code.NOT_FOUND
    assert await owner.fetchval("select ended_at from restriction") is None


async def test_an_office_reads_its_own_bars_with_whom_they_name_under_audit(db, owner):
    held, number = await world.inmate(owner), world.dni()
    await world.establishment(owner, "tacna")
    registrar = world.officer()
    await add(registrar, INMATE, inmate_id=held.id)
    await add(registrar, PROTECTIVE, inmate_id=held.id, number=number)
    await add(registrar, VISITOR, number=number)

    views = await listed(registrar)

    assert {(view.kind, view.document) for view in views} == {
        (INMATE, None),
        (PROTECTIVE, f"dni {number}"),
        (VISITOR, f"dni {number}"),
    }
    assert await listed(world.officer("tacna"), "tacna") == []
    assert await refused(listed(world.officer("tacna"))) is Code.NOT_ALLOWED
    reads = await owner.fetch(
        "select facts::text from audit_entry where action = 'registry.restrictions.read'"
        " and establishment_id = 'huaraz'"
    )
    assert len(reads) == 1 and all(str(view.row["id"]) in reads[0][0] for view in views)


async def test_what_is_over_or_ended_is_not_listed(db, owner):
    held, registrar = await world.inmate(owner), world.officer()
    await add(registrar, INMATE, inmate_id=held.id)
    await end(registrar, await add(registrar, VISITOR, number=world.dni()))

    assert len(await listed(registrar)) == 1
    assert await listed(registrar, now=NOW + timedelta(days=30)) == []


async def test_after_a_transfer_the_new_office_sees_the_bar_and_the_old_one_no_longer(db, owner):
    held = await world.inmate(owner)
    await world.establishment(owner, "tacna")
    await add(world.officer(), PROTECTIVE, inmate_id=held.id, number=world.dni())
    await owner.execute("update inmate set establishment_id = 'tacna'")

    assert len(await listed(world.officer("tacna"), "tacna")) == 1
    assert await listed(world.officer("huaraz")) == []


@pytest.mark.parametrize("place", ["huaraz", "tacna"])
async def test_row_level_security_alone_keeps_bars_to_their_office(db, owner, place):
    held = await world.inmate(owner)
    await world.establishment(owner, "tacna")
    await world.restriction(owner, inmate_id=held.id, number=world.dni())
    await world.restriction(owner, number=world.dni(), at="huaraz")
    officer = world.officer(place)

    async with reading(officer) as tx:
        seen = await tx.fetchval("select count(*) from restriction")
    async with transaction(officer) as tx:
        ended = await tx.execute("update restriction set ended_at = now()")

    expected = 2 if place == "huaraz" else 0
    assert (seen, ended) == (expected, f"UPDATE {expected}")


async def test_an_officer_cannot_write_a_bar_for_another_place_past_the_checks(db, owner):
    held = await world.inmate(owner, at="tacna")
    await world.establishment(owner, "huaraz")
    forged = (
        "insert into restriction (id, establishment_id, inmate_id, valid_from, reason_code, recorded_at)"
        " values ($1, null, $2, '2026-01-01', 'safety', $3)"
    )

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(world.officer("huaraz")) as tx:
            await tx.execute(forged, uuid4(), held.id, NOW)
    assert await world.rows(owner, "restriction") == {"restriction": 0}


async def test_a_family_sees_nothing_of_a_block(db, owner):
    """The tie looks as it did; what a block does to bookings is told in words that fit any reason."""
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine = await world.visitor(owner, family, number)
    tie = await world.tie(owner, family, mine, held)

    async with reading(family) as tx:
        before = dict(await queries.my_tie(tx, family, tie))
    await add(world.officer(), PROTECTIVE, inmate_id=held.id, number=number)
    async with reading(family) as tx:
        after = dict(await queries.my_tie(tx, family, tie))

    assert before == after
