"""Ties: the same answer to every request, one decision, and a queue that is read under audit."""

import asyncio
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Family, Role, Staff
from backend.core.errors import Code, DomainError
from backend.core.kinship import Kinship
from backend.database import reading, transaction
from backend.registry import commands, queries
from backend.registry.commands import ties as acts
from backend.registry.matching import Clue
from backend.registry.rules.ties import (
    OPEN_REQUESTS,
    Decision,
    EndReason,
    Recollection,
    TieReason,
    TieState,
)
from backend.visits import commands as visits
from tests import make
from tests.registry import make_registry as world
from tests.registry.make_registry import NOW

pytestmark = pytest.mark.anyio

JULIAN = Recollection("Julian", "Waman Kunturi")


async def request(
    family: Family,
    visitor: UUID,
    what: Recollection = JULIAN,
    *,
    at: str = "huaraz",
    kinship: Kinship = Kinship.SIBLING,
) -> dict[str, str]:
    return await commands.request_tie(
        family,
        uuid4(),
        visitor_id=visitor,
        establishment_id=at,
        kinship=kinship,
        recollection=what,
        now=NOW,
    )


async def decide(
    officer: Staff,
    tie: UUID,
    inmate: UUID | None,
    *,
    version: int = 0,
    reason: TieReason | None = None,
) -> dict[str, str | int]:
    approve = inmate is not None
    return await commands.decide_tie(
        officer,
        uuid4(),
        tie_id=tie,
        version=version,
        decision=Decision.APPROVE if approve else Decision.REFUSE,
        inmate_id=inmate,
        reason=reason or (TieReason.INMATE_AGREED if approve else TieReason.NO_MATCH),
        now=NOW,
    )


async def refused(act) -> Code:
    with pytest.raises(DomainError) as refusal:
        await act
    return refusal.value.code


async def queue(officer: Staff, at: str = "huaraz", first: int = 10) -> list:
    async with reading(officer) as tx:
        return await queries.tie_queue(tx, officer, at, queries.QUEUE.page(first), NOW)


# asking


async def test_a_request_keeps_what_the_family_knows_with_the_register_number_sealed(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)

    answer = await request(family, mine, Recollection("Julián", "Huamán", held.register, 1990))

    row = await owner.fetchrow("select *, asked::text as said from tie")
    assert answer == {"state": "received"}
    assert (row["state"], row["inmate_id"], row["version"]) == ("received", None, 0)
    assert held.register not in row["said"]
    assert '"born_year": 1990' in row["said"]


async def test_asking_the_same_again_adds_nothing(db, owner):
    family, _ = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)

    answers = [await request(family, mine) for _ in range(2)]
    answers.append(await request(family, mine, Recollection("JULIÁN ", "waman  kunturi")))
    await request(family, mine, Recollection("Otro", "Waman Kunturi"))

    assert answers == [{"state": "received"}] * 3
    assert await world.rows(owner, "tie") == {"tie": 2}


@pytest.mark.parametrize(
    "what",
    [
        Recollection(" ", "Huamán"),
        Recollection("Julián", "Huamán", born_year=90),
        Recollection("Julián", "Huamán", register_number="?!"),
    ],
)
async def test_what_cannot_be_a_person_is_refused(db, owner, what):
    family, _ = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)

    assert await refused(request(family, mine, what)) is Code.BAD_INPUT
    assert await world.rows(owner, "tie", "rate_bucket") == {"tie": 0, "rate_bucket": 0}


async def test_nobody_asks_for_a_visitor_of_another_account(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    await world.inmate(owner)
    mine = await world.visitor(owner, family)

    assert await refused(request(stranger, mine)) is Code.NOT_FOUND
    assert await refused(request(family, mine, at="atlantis")) is Code.NOT_FOUND
    assert await world.rows(owner, "tie") == {"tie": 0}


async def test_open_requests_have_a_limit_however_many_ask_at_once(db, owner):
    family, _ = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    names = ["Uno", "Dos", "Tres", "Cuatro", "Cinco", "Seis", "Siete", "Ocho", "Nueve", "Diez"]

    results = await asyncio.gather(
        *(request(family, mine, Recollection(name, "Waman")) for name in names),
        return_exceptions=True,
    )

    assert sum(result == {"state": "received"} for result in results) == OPEN_REQUESTS
    assert {r.code for r in results if isinstance(r, DomainError)} == {Code.TIE_LIMIT}
    assert await world.rows(owner, "tie") == {"tie": OPEN_REQUESTS}


async def test_withdrawing_does_not_let_an_account_ask_without_end(db, owner):
    family, _ = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    letters = "abcdefghijklmnopqrstuvwxyz"

    answers = []
    for letter in letters:
        try:
            answers.append(await request(family, mine, Recollection(f"Ana {letter}", "Waman")))
        except DomainError as error:
            answers.append(error.code)
        await owner.execute("update tie set state = 'ended'")

    assert answers.count({"state": "received"}) == acts.ASKING.burst
    assert set(answers[acts.ASKING.burst :]) == {Code.TIE_LIMIT}


# deciding


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


# ending


async def test_a_family_withdraws_its_own_and_only_its_own(db, owner):
    family, stranger, held = (
        await make.family(owner),
        await make.family(owner),
        await world.inmate(owner),
    )
    mine = await world.visitor(owner, family)
    confirmed = await world.tie(owner, family, mine, held)
    open_one = await world.tie(owner, family, mine, None, state="received")
    final = await world.tie(owner, family, mine, None, state="refused")

    async with transaction(family) as tx:
        lost = [
            await commands.drop_tie(tx, family, tie_id=tie, now=NOW)
            for tie in (confirmed, open_one)
        ]
    assert lost == [commands.LostTie(confirmed, family.account_id, mine, held.id), None]
    for actor, tie in ((stranger, confirmed), (family, confirmed), (family, final)):
        act = visits.withdraw_tie(actor, uuid4(), tie_id=tie, now=NOW)
        assert await refused(act) is Code.NOT_FOUND
    states = dict(await owner.fetch("select id, state from tie"))
    assert states == {confirmed: "ended", open_one: "ended", final: "refused"}


async def test_the_office_where_the_inmate_is_ends_a_tie_once(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    await world.establishment(owner, "tacna")
    tie = await world.tie(owner, family, await world.visitor(owner, family), held)

    def end(officer: Staff, version: int = 0):
        return visits.end_tie(
            officer,
            uuid4(),
            tie_id=tie,
            version=version,
            reason=EndReason.INMATE_ASKED,
            now=NOW,
        )

    assert await refused(end(world.officer("tacna"))) is Code.NOT_FOUND
    assert await refused(end(world.officer(), version=3)) is Code.ALREADY_DECIDED
    assert await end(world.officer()) == {"id": str(tie), "called_off": 0}
    assert await refused(end(world.officer(), version=1)) is Code.ALREADY_DECIDED
    assert await owner.fetchval("select state from tie") == "ended"


async def test_after_a_transfer_the_new_office_has_the_tie_and_the_visitor(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    await world.establishment(owner, "tacna")
    mine = await world.visitor(owner, family)
    tie = await world.tie(owner, family, mine, held)
    await owner.execute("update inmate set establishment_id = 'tacna'")
    there = world.officer("tacna")

    async with reading(there) as tx:
        seen = await queries.visitors_by_id(tx, there, [mine])
    await visits.end_tie(
        there, uuid4(), tie_id=tie, version=0, reason=EndReason.KINSHIP_ENDED, now=NOW
    )

    assert seen[0] is not None
    assert await owner.fetchval("select state from tie") == "ended"


# the queue


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


# the second wall


async def test_row_level_security_alone_keeps_ties_apart(db, owner):
    family, stranger, held = (
        await make.family(owner),
        await make.family(owner),
        await world.inmate(owner),
    )
    await world.establishment(owner, "tacna")
    await world.tie(owner, family, await world.visitor(owner, family), held)
    await world.restriction(owner, inmate_id=held.id, number=world.dni())
    tables = ("tie", "visitor", "inmate")

    counts = {}
    for name, actor in {
        "own": family,
        "stranger": stranger,
        "here": world.officer(),
        "elsewhere": world.officer("tacna"),
    }.items():
        async with reading(actor) as tx:
            counts[name] = [await tx.fetchval(f"select count(*) from {t}") for t in tables]

    assert counts == {
        "own": [1, 1, 1],
        "stranger": [0, 0, 0],
        "here": [1, 1, 1],
        "elsewhere": [0, 0, 0],
    }


@pytest.mark.parametrize(
    "forged",
    [
        "update tie set state = 'approved', version = 1",
        "insert into tie (id, account_id, visitor_id, establishment_id, inmate_id, kinship, asked, state, asked_at,"
        " decided_at) select gen_random_uuid(), account_id, visitor_id, establishment_id, $1, kinship, '{}',"
        " 'approved', asked_at, asked_at from tie where $1::uuid is not null",
        "select count(*) from restriction",
        "select count(*) from claim_code",
    ],
)
async def test_a_family_cannot_confirm_its_own_tie_nor_read_restrictions(db, owner, forged):
    family, held = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    await world.tie(owner, family, mine, None, state="received")

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(family) as tx:
            await tx.execute(forged, *([held.id] if "$1" in forged else []))
    assert await owner.fetchval("select array_agg(state) from tie") == ["received"]


async def test_a_family_cannot_ask_in_the_name_of_anothers_visitor(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    await world.establishment(owner)
    theirs = await world.visitor(owner, stranger)
    forged = (
        "insert into tie (id, account_id, visitor_id, establishment_id, kinship, asked, state, asked_at)"
        " values (gen_random_uuid(), $1, $2, 'huaraz', 'friend', '{}', 'received', $3)"
    )

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(family) as tx:
            await tx.execute(forged, family.account_id, theirs, NOW)
    assert await world.rows(owner, "tie") == {"tie": 0}
