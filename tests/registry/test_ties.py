"""Asking for a tie and ending one: the same answer to everybody, and walls that hold alone."""

import asyncio
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Staff
from backend.core.errors import Code, DomainError
from backend.database import reading, transaction
from backend.registry import commands, queries
from backend.registry.commands import ties as acts
from backend.registry.rules.ties import (
    OPEN_REQUESTS,
    EndReason,
    Recollection,
)
from backend.visits import commands as visits
from tests import make
from tests.registry import make_registry as world
from tests.registry.acting import refused, request
from tests.registry.make_registry import NOW

pytestmark = pytest.mark.anyio


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
