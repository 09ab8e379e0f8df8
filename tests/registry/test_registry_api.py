"""The registry through the phone's own documents."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest

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


# people


async def test_a_family_keeps_its_list(db, owner):
    family = await make.family(owner)
    number = world.dni()

    own = await asked(family, f"{PEOPLE}/addVisitor", person=typed(number), capacity="OWN")
    child = await asked(
        family,
        f"{PEOPLE}/addMinor",
        person=typed(givenNames="Luz", bornOn="2016-02-29"),
        guardianId=own["id"],
        now=NOW + timedelta(minutes=1),
    )
    text = await asked(family, f"{PEOPLE}/consentText")
    granny = await asked(
        family,
        f"{PEOPLE}/representRelative",
        person=typed(givenNames="Felícitas", bornOn="1941-01-01"),
        actingId=own["id"],
        consentVersion=text["version"],
        consentHow="IN_PERSON",
    )
    right = {
        "givenNames": "Rosa María",
        "surnames": "Quispe Mamani",
        "sex": "FEMALE",
        "bornOn": "1980-05-17",
    }
    mended = await asked(family, f"{PEOPLE}/updateVisitor", visitorId=own["id"], correction=right)
    removed = await asked(family, f"{PEOPLE}/removeVisitor", visitorId=granny["id"])
    people = await asked(family, f"{PEOPLE}/myPeople", first=1)
    rest = await asked(family, f"{PEOPLE}/myPeople", after=people["pageInfo"]["endCursor"])

    assert own["documentEnding"] == number[-3:] and number not in orjson.dumps(own).decode()
    assert (child["capacity"], child["guardianId"]) == ("MINOR", own["id"])
    assert granny["capacity"] == "REPRESENTED"
    assert mended["givenNames"] == "Rosa María"
    assert removed == {"__typename": "VisitorRemoved", "visitorId": granny["id"], "calledOff": 0}
    shown = [node["id"] for page in (people, rest) for node in page["nodes"]]
    assert shown == [own["id"], child["id"]]
    assert (people["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)


async def test_the_same_request_twice_adds_one_and_shows_it_twice(db, owner):
    family, request, who = await make.family(owner), uuid4(), typed()

    bodies = [
        await answered(
            family, f"{PEOPLE}/addVisitor", person=who, capacity="OWN", requestId=request
        )
        for _ in range(2)
    ]

    assert bodies[0] == bodies[1]
    assert await world.rows(owner, "visitor") == {"visitor": 1}


# ties, from the request to the visit office and back


async def test_a_tie_goes_from_request_to_decision_to_withdrawal(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)
    officer = world.officer()
    await asked(family, f"{PEOPLE}/requestTie", **wish(mine))

    queue = await asked(officer, f"{OFFICE}/tieQueue", establishmentId="huaraz")
    (waiting,) = queue["nodes"]
    before = await asked(family, f"{PEOPLE}/myTies")
    decided = await asked(
        officer,
        f"{OFFICE}/decideTie",
        tieId=waiting["id"],
        version=waiting["version"],
        decision="APPROVE",
        reason="INMATE_AGREED",
        inmateId=waiting["candidates"][0]["inmateId"],
    )
    late = await asked(
        world.officer(),
        f"{OFFICE}/decideTie",
        tieId=waiting["id"],
        version=waiting["version"],
        decision="REFUSE",
        reason="NO_MATCH",
    )
    after = await asked(family, f"{PEOPLE}/myTies")
    ended = await asked(family, f"{PEOPLE}/withdrawTie", tieId=waiting["id"])

    assert waiting["candidates"][0]["inmateId"] == str(held.id)
    assert (before["nodes"][0]["state"], before["nodes"][0]["inmate"]) == ("RECEIVED", None)
    assert decided == {
        "__typename": "TieDecided",
        "tieId": waiting["id"],
        "approved": True,
        "version": 1,
    }
    assert late["code"] == "ALREADY_DECIDED"
    assert after["nodes"][0]["inmate"] == {
        "id": str(held.id),
        "givenNames": "Julián",
        "surnames": "Huamán Condori",
        "establishment": {"id": "huaraz", "name": "E.P. de Huaraz"},
    }
    assert ended == {"__typename": "TieEnded", "tieId": waiting["id"], "calledOff": 0}


async def test_a_refusal_shows_no_reason_and_no_inmate(db, owner):
    family, _ = await make.family(owner), await world.inmate(owner)
    mine = await world.visitor(owner, family)

    shown = []
    for reason in ("NO_MATCH", "PROTECTION", "INMATE_DECLINED"):
        tie = await world.tie(owner, family, mine, None, state="received")
        await asked(
            world.officer(),
            f"{OFFICE}/decideTie",
            tieId=tie,
            version=0,
            decision="REFUSE",
            reason=reason,
        )
        page = await asked(family, f"{PEOPLE}/myTies")
        shown.append(next(node for node in page["nodes"] if node["id"] == str(tie)))

    assert {(node["state"], str(node["inmate"])) for node in shown} == {("NOT_CONFIRMED", "None")}
    assert len({orjson.dumps(node | {"id": ""}) for node in shown}) == 1


@pytest.mark.parametrize("status", ["released", "deceased", "evaded", "transferred_abroad"])
async def test_an_inmate_who_is_gone_is_no_longer_shown(db, owner, status):
    family, held = await make.family(owner), await world.inmate(owner)
    await world.tie(owner, family, await world.visitor(owner, family), held)
    await owner.execute("update inmate set status = $1", status)

    page = await asked(family, f"{PEOPLE}/myTies")

    assert (page["nodes"][0]["state"], page["nodes"][0]["inmate"]) == ("APPROVED", None)


async def test_during_a_secret_move_the_family_reads_the_former_place(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    await world.establishment(owner, "tacna")
    await world.tie(owner, family, await world.visitor(owner, family), held)
    until = NOW.date() + timedelta(days=2)
    await owner.execute(
        "insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by,"
        " facts, source_key) values ($1, 'huaraz', $2, 'transfer', '2026-03-02', $3, 'x', $4, 'x')",
        uuid4(),
        held.id,
        NOW,
        orjson.dumps({"to": "tacna", "secret_until": until.isoformat()}).decode(),
    )
    await owner.execute("update inmate set establishment_id = 'tacna'")

    page = await asked(family, f"{PEOPLE}/myTies")
    later = await asked(family, f"{PEOPLE}/myTies", now=NOW + timedelta(days=2))

    assert page["nodes"][0]["inmate"]["establishment"]["id"] == "huaraz"
    assert later["nodes"][0]["inmate"]["establishment"]["id"] == "tacna"


async def test_a_correction_does_not_tell_where_a_secret_move_led(db, owner):
    family, held = await make.family(owner), await world.inmate(owner)
    await world.establishment(owner, "tacna")
    mine = await world.visitor(owner, family)
    await world.tie(owner, family, mine, held)
    await owner.execute("update inmate set establishment_id = 'tacna'")

    right = {"givenNames": "Rosa", "surnames": "Otra", "sex": "FEMALE", "bornOn": "1980-05-17"}
    await asked(family, f"{PEOPLE}/updateVisitor", visitorId=mine, correction=right)
    page = await asked(family, f"{PEOPLE}/myTies")

    assert page["nodes"][0]["state"] == "RECEIVED"
    assert page["nodes"][0]["asked"]["establishment"]["id"] == "huaraz"
    assert b"tacna" not in orjson.dumps(page)


# the office


async def test_an_office_hands_out_a_code_that_becomes_a_tie_and_ends_it(db, owner):
    family, held, number = await make.family(owner), await world.inmate(owner), world.dni()
    mine, officer = await world.visitor(owner, family, number), world.officer()

    code = await asked(
        officer,
        f"{OFFICE}/issueClaimCode",
        inmateId=held.id,
        documentKind="DNI",
        documentNumber=number,
        kinship="MOTHER",
    )
    tie = await asked(family, f"{PEOPLE}/redeemClaimCode", visitorId=mine, code=code["claimCode"])
    ended = await asked(
        officer, f"{OFFICE}/endTie", tieId=tie["id"], version=1, reason="INMATE_ASKED"
    )
    page = await asked(family, f"{PEOPLE}/myTies")

    assert (tie["state"], tie["kinship"], tie["asked"]) == ("APPROVED", "MOTHER", None)
    assert tie["inmate"]["id"] == str(held.id)
    assert ended == {"__typename": "TieEnded", "tieId": tie["id"], "calledOff": 0}
    assert (page["nodes"][0]["state"], page["nodes"][0]["inmate"]) == ("ENDED", None)


async def test_an_office_reads_its_restrictions(db, owner):
    held, number = await world.inmate(owner), world.dni()
    await world.restriction(owner, inmate_id=held.id, number=number)
    await world.restriction(owner, number=number, at="huaraz")

    page = await asked(world.officer(), f"{OFFICE}/restrictions", establishmentId="huaraz")

    kinds = {node["kind"]: node for node in page["nodes"]}
    assert set(kinds) == {"PROTECTIVE_BLOCK", "VISITOR_SANCTION"}
    assert kinds["PROTECTIVE_BLOCK"]["inmate"]["id"] == str(held.id)
    assert kinds["PROTECTIVE_BLOCK"]["document"] == f"dni {number}"
    assert kinds["VISITOR_SANCTION"]["establishment"]["id"] == "huaraz"


# places


async def test_establishments_are_the_same_for_everybody_signed_in(db, owner):
    for slug in ("huaraz", "tacna", "puno"):
        await world.establishment(owner, slug)
    readers = [await make.family(owner), await make.family(owner), world.officer()]

    lists = {await answered(reader, f"{PEOPLE}/establishments", first=2) for reader in readers}
    first = orjson.loads(lists.copy().pop())["data"]["establishments"]
    rest = await asked(readers[0], f"{PEOPLE}/establishments", after=first["pageInfo"]["endCursor"])
    one = await asked(readers[0], f"{PEOPLE}/establishment", id="puno")
    none = await asked(readers[0], f"{PEOPLE}/establishment", id="atlantis")

    assert len(lists) == 1
    assert [node["id"] for node in first["nodes"] + rest["nodes"]] == ["huaraz", "puno", "tacna"]
    assert (one["name"], none["code"]) == ("E.P. de Puno", "NOT_FOUND")
