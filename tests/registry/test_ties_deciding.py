"""A request is decided once, by the office of the place, for somebody held there."""

import asyncio
from uuid import uuid4

import pytest

from backend.core.actor import Role
from backend.core.errors import Code, DomainError
from backend.database import reading, transaction
from backend.registry import commands, queries
from backend.registry.commands import ties as acts
from backend.registry.rules.ties import (
    Decision,
    TieReason,
    TieState,
)
from tests import make
from tests.registry import make_registry as world
from tests.registry.acting import decide, refused
from tests.registry.make_registry import NOW

pytestmark = pytest.mark.anyio


async def test_an_approval_names_the_inmate_tells_the_family_and_is_written_down(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    tie = await world.tie(owner, family, await world.visitor(owner, family), None, state="received")
    officer = world.officer()

    answer = await decide(officer, tie, held.id)

    row = await owner.fetchrow("select * from tie")
    assert answer == {"id": str(tie), "state": "approved", "version": 1}
    assert (row["state"], row["inmate_id"], row["decided_by"], row["reason_code"]) == (
        "approved",
        held.id,
        officer.staff_id,
        "inmate_agreed",
    )
    notice = await owner.fetchrow("select account_id, kind, facts::text as facts from notice")
    assert tuple(notice) == (family.account_id, "tie_decided", f'{{"tie_id": "{tie}"}}')
    trail = await owner.fetch("select establishment_id, action, subject from audit_entry")
    assert [tuple(entry) for entry in trail] == [("huaraz", "registry.tie.decided", str(tie))]


@pytest.mark.parametrize("reason", [TieReason.NO_MATCH, TieReason.PROTECTION])
async def test_a_refusal_tells_the_family_the_same_whatever_its_reason(db, owner, reason):
    family, _ = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    tie = await world.tie(owner, family, mine, None, state="received")

    await decide(world.officer(), tie, None, reason=reason)

    async with reading(family) as tx:
        row = await queries.my_tie(tx, family, tie)
    assert TieState.shown(row["state"]) is TieState.NOT_CONFIRMED
    assert "reason_code" not in dict(row)
    assert await owner.fetchval("select kind from notice") == "tie_decided"


@pytest.mark.parametrize(
    ("decision", "reason", "named"),
    [
        (Decision.APPROVE, TieReason.NO_MATCH, True),
        (Decision.REFUSE, TieReason.INMATE_AGREED, False),
        (Decision.APPROVE, TieReason.INMATE_AGREED, False),
        (Decision.REFUSE, TieReason.NO_MATCH, True),
    ],
)
async def test_a_reason_that_does_not_fit_decides_nothing(db, owner, decision, reason, named):
    family, held = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    tie = await world.tie(owner, family, mine, None, state="received")

    act = commands.decide_tie(
        world.officer(),
        uuid4(),
        tie_id=tie,
        version=0,
        decision=decision,
        inmate_id=held.id if named else None,
        reason=reason,
        now=NOW,
    )

    assert await refused(act) is Code.BAD_INPUT
    assert await owner.fetchval("select state from tie") == "received"
    assert await world.rows(owner, "notice") == {"notice": 0}


async def test_only_the_office_of_the_place_decides(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    await world.establishment(owner, "tacna")
    mine = await world.visitor(owner, family)
    tie = await world.tie(owner, family, mine, None, state="received")

    for stranger in (
        world.officer("tacna"),
        world.officer("huaraz", role=Role.GATE_OFFICER),
    ):
        assert await refused(decide(stranger, tie, held.id)) is Code.NOT_FOUND
        assert await refused(decide(stranger, uuid4(), None)) is Code.NOT_FOUND
    assert await owner.fetchval("select state from tie") == "received"

    await decide(world.officer("huaraz", role=Role.DIRECTOR), tie, held.id)


@pytest.mark.parametrize(("at", "status"), [("tacna", "held"), ("huaraz", "released")])
async def test_nobody_is_tied_to_who_is_not_held_here(db, owner, at, status):
    family = await make.family(owner)
    elsewhere = await world.inmate(owner, at=at, status=status)
    mine = await world.visitor(owner, family)
    tie = await world.tie(owner, family, mine, None, state="received")

    both = world.officer("huaraz", "tacna")

    assert await refused(decide(both, tie, elsewhere.id)) is Code.NOT_FOUND
    assert await owner.fetchval("select state from tie") == "received"


async def test_nobody_approves_over_a_protective_block(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine = await world.visitor(owner, family, number)
    tie = await world.tie(owner, family, mine, None, state="received")
    block = await world.restriction(owner, inmate_id=held.id, number=number)
    director = world.officer(role=Role.DIRECTOR)

    assert await refused(decide(world.officer(), tie, held.id)) is Code.TIE_BLOCKED
    assert await refused(decide(director, tie, held.id)) is Code.TIE_BLOCKED
    assert await owner.fetchval("select state from tie") == "received"

    async with transaction(director) as tx:
        await commands.end_restriction(tx, director, restriction_id=block, now=NOW)
    await decide(director, tie, held.id)


async def test_a_tie_that_is_confirmed_already_is_not_confirmed_twice(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    await world.tie(owner, family, mine, held)
    again = await world.tie(owner, family, mine, None, state="received")

    assert await refused(decide(world.officer(), again, held.id)) is Code.TIE_EXISTS
    assert await owner.fetchval("select state from tie where id = $1", again) == "received"


async def test_who_approves_what_a_colleague_approved_learns_that_it_is_decided(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    tie = await world.tie(owner, family, await world.visitor(owner, family), None, state="received")
    first = world.officer()
    await decide(first, tie, held.id)

    assert await refused(decide(world.officer(), tie, held.id)) is Code.ALREADY_DECIDED
    assert await owner.fetchval("select decided_by from tie") == first.staff_id


async def race(officers: int, attempt) -> int:
    """How many of so many officers decide one request at once."""
    results = await asyncio.gather(*(attempt() for _ in range(officers)), return_exceptions=True)
    faults = [r for r in results if isinstance(r, BaseException) and not isinstance(r, DomainError)]
    assert not faults, faults
    return sum(not isinstance(result, DomainError) and result is not None for result in results)


async def test_of_fifty_officers_one_decides(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    tie = await world.tie(owner, family, mine, None, state="received")
    choices = [held.id, None] * 25

    decided = await race(50, lambda: decide(world.officer(), tie, choices.pop()))

    assert decided == 1
    assert await world.rows(owner, "notice") == {"notice": 1}
    assert await owner.fetchval("select version from tie") == 1
    trail = await owner.fetchval(
        "select count(*) from audit_entry where action = 'registry.tie.decided'"
    )
    assert trail == 1


async def test_without_the_compare_and_set_several_officers_would_decide(db, owner):
    """The control of the race above: the same statement without its guard."""
    family, _ = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    tie = await world.tie(owner, family, mine, None, state="received")
    guard = "and version = $2 and state = 'received'"
    assert guard in acts._DECIDE
    unguarded = acts._DECIDE.replace(guard, "and $2 >= 0")

    async def attempt() -> int:
        officer = world.officer()
        async with transaction(officer) as tx:
            waiting = await tx.fetchval("select version from tie where id = $1", tie)
            decided: int = await tx.fetchval(
                unguarded, tie, waiting, "refused", None, NOW, officer.staff_id, "no_match"
            )
            return decided

    assert await race(50, attempt) == 50
