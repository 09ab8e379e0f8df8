"""Roles are given and ended by whoever appoints there, and take effect at the next request."""

from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Role, Staff
from backend.core.documents import DocumentKind
from backend.core.errors import Code
from backend.database import reading, transaction
from backend.identity import commands, queries
from tests.identity.make_identity import (
    NOW,
    actor,
    employed,
    establishment,
    refresh,
    refreshed,
    staff,
    staff_answer,
)
from tests.identity.refusing import refused

pytestmark = pytest.mark.anyio


async def appointer(owner, role: Role = Role.ADMINISTRATOR, at: str = "huaraz") -> Staff:
    return await staff(owner, role, at=at, stepped_up=True)


def granted(by: Staff, number: str, role: Role, at: str = "huaraz"):
    return commands.grant_role(
        by,
        uuid4(),
        document_kind=DocumentKind.DNI,
        document_number=number,
        establishment_id=at,
        role=role,
        now=NOW,
    )


async def grants(owner) -> int:
    return await owner.fetchval("select count(*) from role_grant where ended_at is null")


async def test_a_role_that_is_given_holds_at_the_next_request_and_ends_at_the_next(db, owner):
    chief = await appointer(owner)
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    colleague = await staff_answer(number)

    grant = await granted(chief, number, Role.VISITS_REGISTRAR)
    with_role = (await actor(colleague)).roles
    await commands.end_role(chief, uuid4(), grant_id=UUID(grant["grant_id"]), now=NOW)
    without = (await actor(colleague)).roles

    assert with_role == {("huaraz", Role.GATE_OFFICER), ("huaraz", Role.VISITS_REGISTRAR)}
    assert without == {("huaraz", Role.GATE_OFFICER)}
    trail = await owner.fetch(
        "select action, facts, actor_id from audit_entry where establishment_id = 'huaraz' order by seq"
    )
    assert [(row["action"], row["facts"]) for row in trail[-2:]] == [
        ("identity.role.granted", '{"role": "visits_registrar"}'),
        ("identity.role.ended", '{"role": "visits_registrar"}'),
    ]
    assert trail[-1]["actor_id"] == str(chief.staff_id)


async def test_a_role_that_is_held_already_stays_one(db, owner):
    chief = await appointer(owner)
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    before = await grants(owner)

    first = await granted(chief, number, Role.GATE_OFFICER)
    second = await granted(chief, number, Role.GATE_OFFICER)

    assert first == second
    assert await grants(owner) == before


@pytest.mark.parametrize("role", [role for role in Role if role.value != "administrator"])
async def test_only_administrators_and_directors_of_the_place_give_roles(db, owner, role):
    asker = await staff(owner, role, stepped_up=True)
    elsewhere = await appointer(owner, at="cusco")
    _, number, _ = await employed(owner, Role.GATE_OFFICER)
    before = await grants(owner)

    codes = [
        await refused(granted(elsewhere, number, Role.AUDITOR)),
        await refused(granted(asker, number, Role.ADMINISTRATOR)),
    ]
    if role is not Role.DIRECTOR:
        codes.append(await refused(granted(asker, number, Role.AUDITOR)))

    assert set(codes) == {Code.NOT_ALLOWED}
    assert await grants(owner) == before


async def test_nobody_gives_or_ends_roles_without_the_second_factor(db, owner):
    chief = await staff(owner, Role.ADMINISTRATOR)
    staff_id, number, _ = await employed(owner, Role.GATE_OFFICER)
    grant_id = await owner.fetchval("select id from role_grant where staff_id = $1", staff_id)

    codes = [
        await refused(granted(chief, number, Role.AUDITOR)),
        await refused(commands.end_role(chief, uuid4(), grant_id=grant_id, now=NOW)),
        await refused(commands.disable_staff(chief, uuid4(), staff_id=staff_id, now=NOW)),
    ]

    assert codes == [Code.STEP_UP_NEEDED] * 3
    assert await grants(owner) == 2


async def test_nobody_gives_or_ends_a_role_of_their_own(db, owner):
    staff_id, number, _ = await employed(owner, Role.ADMINISTRATOR)
    answer = await staff_answer(number)
    await owner.execute("update session set stepped_up_until = $1", NOW + timedelta(minutes=5))
    chief = await actor(answer)
    own = await owner.fetchval("select id from role_grant where staff_id = $1", staff_id)

    codes = [
        await refused(granted(chief, number, Role.AUDITOR)),
        await refused(commands.end_role(chief, uuid4(), grant_id=own, now=NOW)),
        await refused(commands.disable_staff(chief, uuid4(), staff_id=staff_id, now=NOW)),
    ]

    assert codes == [Code.NOT_ALLOWED] * 3
    assert await grants(owner) == 1


async def test_a_document_of_no_colleague_and_a_grant_elsewhere_are_not_found(db, owner):
    chief = await appointer(owner)
    await establishment(owner, "cusco")
    staff_id, _, _ = await employed(owner, Role.GATE_OFFICER, at="cusco")
    grant_id = await owner.fetchval("select id from role_grant where staff_id = $1", staff_id)

    codes = [
        await refused(granted(chief, "00000321", Role.AUDITOR)),
        await refused(commands.end_role(chief, uuid4(), grant_id=grant_id, now=NOW)),
        await refused(commands.end_role(chief, uuid4(), grant_id=uuid4(), now=NOW)),
        await refused(commands.disable_staff(chief, uuid4(), staff_id=staff_id, now=NOW)),
        await refused(commands.disable_staff(chief, uuid4(), staff_id=uuid4(), now=NOW)),
    ]

    assert codes == [Code.NOT_FOUND] * 5
    assert await grants(owner) == 2


async def test_disabling_a_colleague_closes_every_way_in_at_once(db, owner):
    chief = await appointer(owner)
    staff_id, number, _ = await employed(owner, Role.GATE_OFFICER)
    answer = await staff_answer(number)

    await commands.disable_staff(chief, uuid4(), staff_id=staff_id, now=NOW)

    assert await actor(answer) is None
    assert await refused(refreshed(refresh(answer), "desk", now=NOW)) is Code.SESSION_ENDED
    later = NOW + timedelta(minutes=1)
    assert await refused(staff_answer(number, now=later)) is Code.CREDENTIALS_WRONG
    action = "select count(*) from audit_entry where action = 'identity.staff.disabled'"
    assert await owner.fetchval(action) == 1


async def test_whoever_also_serves_elsewhere_is_not_disabled_from_here(db, owner):
    chief = await appointer(owner)
    staff_id, number, _ = await employed(owner, Role.GATE_OFFICER)
    await establishment(owner, "cusco")
    other_chief = await appointer(owner, at="cusco")
    await granted(other_chief, number, Role.GATE_OFFICER, at="cusco")

    act = commands.disable_staff(chief, uuid4(), staff_id=staff_id, now=NOW)

    assert await refused(act) is Code.NOT_ALLOWED
    assert await owner.fetchval("select disabled_at from staff where id = $1", staff_id) is None


async def test_a_director_does_not_disable_an_administrator(db, owner):
    director = await appointer(owner, Role.DIRECTOR)
    staff_id, _, _ = await employed(owner, Role.ADMINISTRATOR)
    grant_id = await owner.fetchval("select id from role_grant where staff_id = $1", staff_id)

    codes = [
        await refused(commands.disable_staff(director, uuid4(), staff_id=staff_id, now=NOW)),
        await refused(commands.end_role(director, uuid4(), grant_id=grant_id, now=NOW)),
    ]

    assert codes == [Code.NOT_ALLOWED] * 2
    assert await grants(owner) == 2


async def test_whoever_appoints_sees_who_serves_there_and_nobody_else_does(db, owner):
    chief, gate = await appointer(owner), await staff(owner, Role.GATE_OFFICER)
    await appointer(owner, at="cusco")

    async with reading(chief) as tx:
        page = queries.ROLES.page()
        rows = await queries.roles_at(tx, chief, "huaraz", page)
        elsewhere = await refused(queries.roles_at(tx, chief, "cusco", page))
        mine = {row["staff_id"] for row in await tx.fetch("select staff_id from role_grant")}
    async with reading(gate) as tx:
        not_posted = await refused(queries.roles_at(tx, gate, "huaraz", page))
        seen = {row["staff_id"] for row in await tx.fetch("select staff_id from role_grant")}

    assert {row["staff_id"] for row in rows} == {chief.staff_id, gate.staff_id} == mine
    assert (elsewhere, not_posted) == (Code.NOT_ALLOWED, Code.NOT_ALLOWED)
    assert seen == {gate.staff_id}


async def test_the_database_itself_refuses_roles_that_are_not_ones_to_give(db, owner):
    gate, chief = await staff(owner, Role.GATE_OFFICER), await appointer(owner)
    insert = (
        "insert into role_grant (id, staff_id, establishment_id, role, granted_at, granted_by)"
        " values (gen_random_uuid(), $1, 'huaraz', 'auditor', $2, '')"
    )

    for asker, colleague in ((gate, chief), (chief, chief), (gate, gate)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(asker) as tx:
                await tx.execute(insert, colleague.staff_id, NOW)
    async with transaction(gate) as tx:
        assert await tx.fetchval("select disable_colleague($1, $2)", chief.staff_id, NOW) is False
        assert await tx.fetch("select * from postings_of($1)", chief.staff_id) == []
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(chief) as tx:
            await tx.fetch("select password_hash from staff")
    assert await grants(owner) == 2
