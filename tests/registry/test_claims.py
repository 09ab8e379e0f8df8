"""Claim codes: handed over by the office, redeemed once by the person the inmate named."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Family, Role, Staff
from backend.core.documents import DocumentKind
from backend.core.errors import Code, DomainError
from backend.core.ids import ALPHABET, parse_spoken, spoken
from backend.core.kinship import Kinship
from backend.database import transaction
from backend.registry import commands
from backend.registry.commands.claims import TRIES
from tests import make
from tests.registry import make_registry as world
from tests.registry.acting import refused
from tests.registry.make_registry import NOW

pytestmark = pytest.mark.anyio


async def issued(
    officer: Staff, inmate: UUID, number: str, *, request: UUID | None = None
) -> dict[str, str]:
    return await commands.issue_claim_code(
        officer,
        request or uuid4(),
        inmate_id=inmate,
        document_kind=DocumentKind.DNI,
        document_number=number,
        kinship=Kinship.MOTHER,
        now=NOW,
    )


def code_of(answer: dict[str, str]) -> str:
    return commands.spoken_claim_code(UUID(answer["id"]))


async def redeem(family: Family, visitor: UUID, code: str, *, at=NOW) -> dict[str, str]:
    return await commands.redeem_claim_code(family, uuid4(), visitor_id=visitor, code=code, now=at)


def test_a_spoken_code_forgives_the_ear_but_no_wrong_sign():
    code = spoken(bytes.fromhex("0123456789abcdef"))

    assert len(code) == 11 and set(code) <= {*ALPHABET, "-"}
    assert parse_spoken(f" {code.lower().replace('-', ' ')} ") == code
    signs = code.replace("-", "")
    for at, right in enumerate(signs):
        for wrong in set(ALPHABET) - {right}:
            assert parse_spoken(signs[:at] + wrong + signs[at + 1 :]) is None
    assert [parse_spoken(text) for text in ("", "K7MP-3QX9", code + "A", "ñ" * 9)] == [None] * 4


def test_a_spoken_code_carries_forty_bits():
    codes = {spoken(bit.to_bytes(5, "big")) for bit in (1 << place for place in range(40))}

    assert len(codes) == 40


async def test_a_code_becomes_a_confirmed_tie_once(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine, officer = await world.visitor(owner, family, number), world.officer()
    code = code_of(await issued(officer, held.id, number))

    answer = await redeem(family, mine, code.lower())

    row = await owner.fetchrow("select * from tie")
    assert (str(row["id"]), row["state"], row["inmate_id"], row["visitor_id"]) == (
        answer["id"],
        "approved",
        held.id,
        mine,
    )
    assert (row["kinship"], row["decided_by"]) == ("mother", officer.staff_id)
    assert await refused(redeem(family, mine, code)) is Code.CLAIM_CODE_NOT_VALID
    assert await world.rows(owner, "tie") == {"tie": 1}
    trail = await owner.fetch(
        "select action from audit_entry where establishment_id = 'huaraz' order by seq"
    )
    assert [row["action"] for row in trail] == [
        "registry.claim_code.issued",
        "registry.claim_code.redeemed",
    ]


async def test_the_code_itself_is_stored_nowhere(db, owner):
    _, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    request, officer = uuid4(), world.officer()

    first = await issued(officer, held.id, number, request=request)
    again = await issued(officer, held.id, number, request=request)

    code = code_of(first)
    assert code_of(again) == code
    for table in ("claim_code", "request_key", "audit_entry"):
        for row in await owner.fetch(f"select t::text as said from {table} t"):
            assert code not in row["said"] and code.replace("-", "") not in row["said"]


@pytest.mark.parametrize(
    "spoiled",
    ["unknown", "misheard", "used", "expired", "replaced", "another person", "left", "released"],
)
async def test_what_does_not_fit_is_refused_alike_and_ties_nobody(db, owner, spoiled):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine, officer, at = await world.visitor(owner, family, number), world.officer(), NOW
    named = world.dni() if spoiled == "another person" else number
    code = code_of(await issued(officer, held.id, named))
    if spoiled == "unknown":
        code = spoken(b"never issued")
    elif spoiled == "misheard":
        code = code[:-1]
    elif spoiled == "used":
        await owner.execute("update claim_code set used_at = $1", NOW)
    elif spoiled == "expired":
        at = NOW + timedelta(days=30)
    elif spoiled == "replaced":
        await issued(officer, held.id, number)
    elif spoiled == "left":
        await world.establishment(owner, "tacna")
        await owner.execute("update inmate set establishment_id = 'tacna'")
    elif spoiled == "released":
        await owner.execute("update inmate set status = 'released'")

    assert await refused(redeem(family, mine, code, at=at)) is Code.CLAIM_CODE_NOT_VALID
    assert await world.rows(owner, "tie") == {"tie": 0}
    assert await owner.fetchval("select count(*) from claim_code where used_at is not null") == (
        1 if spoiled == "used" else 0
    )


async def test_a_protected_pair_gets_no_code_and_redeems_none(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine, officer = await world.visitor(owner, family, number), world.officer()
    code = code_of(await issued(officer, held.id, number))
    await world.restriction(owner, inmate_id=held.id, number=number)

    assert await refused(redeem(family, mine, code)) is Code.CLAIM_CODE_NOT_VALID
    assert await refused(issued(officer, held.id, number)) is Code.TIE_BLOCKED
    assert await world.rows(owner, "tie", "claim_code") == {"tie": 0, "claim_code": 1}


async def test_tries_are_counted_and_come_back_with_time(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine = await world.visitor(owner, family, number)
    code = code_of(await issued(world.officer(), held.id, number))

    wrong = [await refused(redeem(family, mine, "AAA-AAA-AAA")) for _ in range(TRIES.burst + 1)]

    assert wrong == [Code.CLAIM_CODE_NOT_VALID] * TRIES.burst + [Code.TRIES_PAUSED]
    assert await refused(redeem(family, mine, code)) is Code.TRIES_PAUSED
    assert await world.rows(owner, "tie") == {"tie": 0}
    await redeem(family, mine, code, at=NOW + timedelta(hours=1))


async def test_parallel_tries_are_counted_one_by_one(db, owner):
    family = await make.family(owner)
    mine = await world.visitor(owner, family)

    codes = await asyncio.gather(*(refused(redeem(family, mine, "AAA-AAA-AAA")) for _ in range(30)))

    assert codes.count(Code.CLAIM_CODE_NOT_VALID) == TRIES.burst
    assert codes.count(Code.TRIES_PAUSED) == 30 - TRIES.burst


async def test_of_many_who_redeem_one_code_at_once_one_is_tied(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine = await world.visitor(owner, family, number)
    code = code_of(await issued(world.officer(), held.id, number))

    results = await asyncio.gather(
        *(redeem(family, mine, code) for _ in range(TRIES.burst)), return_exceptions=True
    )

    assert sum(isinstance(result, dict) for result in results) == 1
    assert {r.code for r in results if isinstance(r, DomainError)} == {Code.CLAIM_CODE_NOT_VALID}
    assert await world.rows(owner, "tie") == {"tie": 1}


async def test_a_code_does_not_redeem_for_a_visitor_of_another_account(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    held, number = await world.inmate(owner), world.dni()
    mine = await world.visitor(owner, family, number)
    code = code_of(await issued(world.officer(), held.id, number))

    assert await refused(redeem(stranger, mine, code)) is Code.NOT_FOUND
    async with transaction(stranger) as tx:  # the function asks for itself who calls
        digest = await owner.fetchval("select code_digest from claim_code")
        made = await tx.fetchval(
            "select registry_redeem_claim($1, $2, $3, $4)", digest, mine, uuid4(), NOW
        )
    assert made is None
    assert await world.rows(owner, "tie") == {"tie": 0}


async def test_who_is_tied_already_gets_the_same_tie(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine = await world.visitor(owner, family, number)
    tie = await world.tie(owner, family, mine, held)
    code = code_of(await issued(world.officer(), held.id, number))

    assert await redeem(family, mine, code) == {"id": str(tie)}
    assert await world.rows(owner, "tie") == {"tie": 1}


async def test_only_the_office_where_the_inmate_is_hands_out_codes(db, owner):
    held, number = await world.inmate(owner), world.dni()
    await world.establishment(owner, "tacna")

    for stranger in (
        world.officer("tacna"),
        world.officer("huaraz", role=Role.GATE_OFFICER),
    ):
        assert await refused(issued(stranger, held.id, number)) is Code.NOT_FOUND
        assert await refused(issued(stranger, uuid4(), number)) is Code.NOT_FOUND
    assert await refused(issued(world.officer(), held.id, "12")) is Code.DOCUMENT_NOT_VALID
    assert await world.rows(owner, "claim_code") == {"claim_code": 0}
