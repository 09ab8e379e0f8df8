"""Whoever exists: the same bytes, the same time, and nothing read that could tell."""

import time
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

from backend.core.actor import Anonymous, Family, Role
from backend.gql.pacing import STEP_SECONDS
from backend.gql.paging import CEILING
from tests import make
from tests.registry import make_registry as world
from tests.registry.make_registry import NOW, answered, asked, typed

pytestmark = pytest.mark.anyio

PEOPLE, OFFICE = "family/people", "staff/registry"


def wish(visitor: UUID, **changes: Any) -> dict[str, Any]:
    return {
        "visitorId": visitor,
        "establishmentId": "huaraz",
        "kinship": "SIBLING",
        "inmate": {"givenNames": "Julián", "surnames": "Huamán Condori"},
    } | changes


async def test_every_request_for_a_tie_gets_the_same_bytes(db, owner):
    family, number = await make.family(owner), world.dni()
    mine = await world.visitor(owner, family, number)
    tied, blocked = (
        await world.inmate(owner, surnames="Tiene Vínculo"),
        await world.inmate(owner, surnames="Tiene Bloqueo"),
    )
    here = await world.inmate(owner)
    await world.inmate(owner, surnames="Está Lejos", at="tacna")
    await world.inmate(owner, surnames="Salió Libre", status="released")
    await world.inmate(owner, surnames="Ya Falleció", status="deceased")
    await world.tie(owner, family, mine, tied)
    await world.restriction(owner, inmate_id=blocked.id, number=number)
    cases = [
        {"givenNames": "Julián", "surnames": "Huamán Condori"},
        {"givenNames": "Julián", "surnames": "Huamán Condori", "registerNumber": here.register},
        {"givenNames": "Julián", "surnames": "Huamán Condori"},  # asked twice
        *(
            {"givenNames": "Julián", "surnames": surnames}
            for surnames in (
                "Tiene Vínculo",
                "Tiene Bloqueo",
                "Está Lejos",
                "Salió Libre",
                "Ya Falleció",
                "No Existe",
            )
        ),
    ]

    bodies = [
        await answered(family, f"{PEOPLE}/requestTie", **wish(mine, inmate=case, requestId=uuid4()))
        for case in cases
    ]

    assert set(bodies) == {
        b'{"data":{"requestTie":{"__typename":"TieReceived","state":"RECEIVED"}}}'
    }
    assert await owner.fetchval("select count(*) from tie where state = 'received'") == 8


async def test_a_request_for_a_tie_reads_nobody_who_is_held(db, owner):
    """Whoever exists cannot show in what was never read."""
    family = await make.family(owner)
    mine = await world.visitor(owner, family)
    await world.inmate(owner)
    for table in ("inmate", "restriction", "custody_event"):
        await owner.execute(f"revoke all on {table} from encuentro_family, encuentro_worker")

    answer = await asked(family, f"{PEOPLE}/requestTie", **wish(mine))

    assert answer == {"__typename": "TieReceived", "state": "RECEIVED"}


async def test_requests_and_redemptions_answer_at_whole_steps(db, owner):
    family = await make.family(owner)
    mine = await world.visitor(owner, family)
    await world.inmate(owner)

    for document, variables in (
        ("requestTie", wish(mine)),
        ("requestTie", wish(uuid4())),
        ("redeemClaimCode", {"visitorId": mine, "code": "AAA-AAA-AAA"}),
    ):
        started = time.monotonic()
        await asked(family, f"{PEOPLE}/{document}", **variables)
        assert time.monotonic() - started >= STEP_SECONDS


async def test_every_code_that_does_not_fit_gets_the_same_bytes(db, owner):
    family, number = await make.family(owner, language="en"), world.dni()
    mine = await world.visitor(owner, family, number)
    officer = world.officer()

    async def code(held: world.Held, named: str = number) -> str:
        answer = await asked(
            officer,
            f"{OFFICE}/issueClaimCode",
            inmateId=held.id,
            documentKind="DNI",
            documentNumber=named,
            kinship="MOTHER",
        )
        return str(answer["claimCode"])

    async def redeemed(spoken: str) -> bytes:
        await owner.execute("delete from rate_bucket")
        return await answered(
            family,
            f"{PEOPLE}/redeemClaimCode",
            visitorId=mine,
            code=spoken,
            requestId=uuid4(),
        )

    used, expired, theirs, blocked, gone = [
        await world.inmate(owner, surnames=f"Persona {letter}") for letter in "ABCDE"
    ]
    spent = await code(used)
    await redeemed(spent)
    old = await code(expired)
    await owner.execute(
        "update claim_code set expires_at = $1 where inmate_id = $2", NOW, expired.id
    )
    named_other = await code(theirs, world.dni())
    kept_apart = await code(blocked)
    await world.restriction(owner, inmate_id=blocked.id, number=number)
    released = await code(gone)
    await owner.execute("update inmate set status = 'released' where id = $1", gone.id)

    bodies = [
        await redeemed(spoken)
        for spoken in ("AAA-AAA-AAA", "what?", spent, old, named_other, kept_apart, released)
    ]

    assert set(bodies) == {
        b'{"data":{"redeemClaimCode":{"__typename":"Problem","code":"CLAIM_CODE_NOT_VALID",'
        b'"message":"The code is not valid or has expired. Ask for another."}}}'
    }
    assert await world.rows(owner, "tie") == {"tie": 1}


async def test_unknown_not_yours_and_refused_are_one_answer(db, owner):
    family, stranger = await make.family(owner), await make.family(owner)
    theirs = await world.visitor(owner, stranger)
    mine = await world.visitor(owner, family)
    ties = [
        uuid4(),
        await world.tie(owner, stranger, theirs, await world.inmate(owner)),
        await world.tie(owner, family, mine, None, state="refused"),
        await world.tie(owner, family, mine, None, state="ended"),
    ]

    bodies = {
        await answered(family, f"{PEOPLE}/withdrawTie", tieId=tie, requestId=uuid4())
        for tie in ties
    }
    officer = world.officer("tacna")
    decisions = {
        await answered(
            officer,
            f"{OFFICE}/decideTie",
            tieId=tie,
            version=0,
            decision="REFUSE",
            reason="NO_MATCH",
            requestId=uuid4(),
        )
        for tie in ties
    }

    assert len(bodies) == len(decisions) == 1
    assert b"NOT_FOUND" in bodies.pop() and b"NOT_FOUND" in decisions.pop()


# who may ask


async def test_strangers_are_turned_away_at_the_door(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    provisional = Family(
        account_id=family.account_id, session_id=family.session_id, provisional=True
    )
    mine = await world.visitor(owner, family)
    doors = [
        (f"{PEOPLE}/addVisitor", {"person": typed(), "capacity": "OWN"}),
        (f"{PEOPLE}/removeVisitor", {"visitorId": mine}),
        (f"{PEOPLE}/requestTie", wish(mine)),
        (f"{PEOPLE}/redeemClaimCode", {"visitorId": mine, "code": "AAA-AAA-AAA"}),
    ]
    office = [
        (
            f"{OFFICE}/issueClaimCode",
            {
                "inmateId": held.id,
                "documentKind": "DNI",
                "documentNumber": world.dni(),
                "kinship": "MOTHER",
            },
        ),
        (f"{OFFICE}/endTie", {"tieId": uuid4(), "version": 0, "reason": "INMATE_ASKED"}),
    ]
    gate = world.officer(role=Role.GATE_OFFICER)

    codes = {
        name: {(await asked(actor, document, **said))["code"] for document, said in fields}
        for name, actor, fields in (
            ("anonymous", Anonymous(), doors + office),
            ("provisional", provisional, doors),
            ("officer", world.officer(), doors),
            ("family", family, office),
            ("gate", gate, office),
        )
    }

    assert codes == {
        "anonymous": {"SIGN_IN_NEEDED"},
        "provisional": {"DEVICE_NOT_TRUSTED"},
        "officer": {"NOT_ALLOWED"},
        "family": {"NOT_ALLOWED"},
        "gate": {"NOT_ALLOWED"},
    }
    assert await world.rows(owner, "tie", "claim_code") == {"tie": 0, "claim_code": 0}


@pytest.mark.parametrize("document", ["tieQueue", "restrictions"])
async def test_a_list_of_an_office_refuses_with_an_error(db, owner, document):
    family = await make.family(owner)
    await world.establishment(owner)

    for actor in (family, world.officer("tacna"), world.officer(role=Role.GATE_OFFICER)):
        body = orjson.loads(await answered(actor, f"{OFFICE}/{document}", establishmentId="huaraz"))
        assert body["errors"][0]["extensions"]["code"] == "NOT_ALLOWED"
    assert (
        await owner.fetchval("select count(*) from audit_entry where action <> 'request.refused'")
        == 0
    )


@pytest.mark.parametrize("first", [0, CEILING + 1])
async def test_pages_have_bounds(db, owner, first):
    body = orjson.loads(await answered(await make.family(owner), f"{PEOPLE}/myTies", first=first))

    assert body["errors"][0]["extensions"]["code"] in ("BAD_INPUT", "PAGE_TOO_LARGE")
