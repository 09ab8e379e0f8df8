"""Signing in as a phone does it: with its own documents, through the schema."""

import asyncio
import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.actor import Role
from backend.identity.limits import LIMITS
from backend.identity.totp import code_at
from tests.identity.asking import ask, sent
from tests.identity.make_identity import (
    NOW,
    PASSWORD,
    SECRET,
    code_sent_to,
    device,
    employed,
    family,
    phone,
    signed_in,
)

pytestmark = pytest.mark.anyio

LATER = NOW + timedelta(minutes=2)


async def opened(number: str, name: str, now=NOW) -> dict:
    """What `confirmSignInCode` answers to a device that typed what came to the phone."""
    challenge = await ask("requestSignInCode", phone=number, device=device(name), now=now)
    return await ask(
        "confirmSignInCode",
        challengeId=challenge["challengeId"],
        code=await code_sent_to(number),
        device=device(name),
        deviceLabel=name,
        now=now,
    )


async def test_a_family_signs_in_reads_itself_refreshes_and_signs_out(db):
    number = phone()
    signed = await opened(number, "first")
    tokens = signed["tokens"]

    me = await ask("me", token=tokens["accessToken"])
    chosen = await ask("setLanguage", token=tokens["accessToken"], language="quz")
    listed = await ask("mySessions", token=tokens["accessToken"])
    fresh = await ask(
        "refreshSession", refreshToken=tokens["refreshToken"], device=device("first"), now=LATER
    )
    out = await ask("signOut", token=fresh["accessToken"], now=LATER)
    after = await ask("me", token=fresh["accessToken"], now=LATER)

    assert (signed["provisional"], signed["deviceCode"]) == (False, None)
    assert re.fullmatch(r"(?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", signed["recoveryCode"])
    assert len(tokens["accessToken"]) == len(tokens["refreshToken"]) == 43
    assert me == {
        "__typename": "Me",
        "language": "es",
        "provisional": False,
        "deviceCode": None,
        "name": None,
        "steppedUpUntil": None,
        "phoneEnding": number[-3:],
        "preferences": {"discreet": False, "quietFrom": "21:00:00", "quietTo": "07:00:00"},
        "postings": [],
    }
    assert chosen == {"__typename": "Me", "language": "quz"}
    assert [(row["deviceLabel"], row["current"]) for row in listed["nodes"]] == [("first", True)]
    assert fresh["accessToken"] != tokens["accessToken"]
    assert out == {"__typename": "SessionsEnded", "ended": 1}
    assert after["code"] == "SIGN_IN_NEEDED"


async def test_an_answer_that_was_lost_is_given_again_byte_for_byte(db):
    number, request = phone(), str(uuid4())
    challenge = await ask("requestSignInCode", phone=number, device=device())
    facts = {
        "challengeId": challenge["challengeId"],
        "code": await code_sent_to(number),
        "device": device(),
        "requestId": request,
    }

    first, second = [await sent("confirmSignInCode", **facts) for _ in range(2)]

    assert first == second
    assert b"recoveryCode" in first


async def test_a_new_phone_waits_and_is_let_in_from_the_old_one_or_thrown_out(db):
    number = phone()
    old = (await opened(number, "old"))["tokens"]["accessToken"]
    new = await opened(number, "new", LATER)

    listed = await ask("mySessions", token=old, now=LATER)
    waiting = listed["nodes"][0]
    let_in = await ask("approveDevice", token=old, sessionId=waiting["id"], now=LATER)
    allowed = await ask("me", token=new["tokens"]["accessToken"], now=LATER)
    await ask("endSession", token=old, sessionId=waiting["id"], now=LATER)
    thrown_out = await ask("me", token=new["tokens"]["accessToken"], now=LATER)
    everywhere = await ask("endAllSessions", token=old, now=LATER)

    assert (new["provisional"], new["recoveryCode"]) == (True, None)
    assert waiting["deviceCode"] == new["deviceCode"]
    assert let_in == {
        "__typename": "DeviceSession",
        "id": waiting["id"],
        "deviceLabel": "new",
        "provisional": False,
    }
    assert allowed["provisional"] is False
    assert thrown_out["code"] == "SIGN_IN_NEEDED"
    assert everywhere == {"__typename": "SessionsEnded", "ended": 1}


async def test_a_new_phone_is_trusted_with_the_printed_code(db):
    number = phone()
    printed = (await opened(number, "old"))["recoveryCode"]
    new = (await opened(number, "new", LATER))["tokens"]["accessToken"]

    wrong = await ask("useRecoveryCode", token=new, code="AAAA-AAAA-AAAA-AAAA", now=LATER)
    right = await ask("useRecoveryCode", token=new, code=printed, now=LATER)
    me = await ask("me", token=new, now=LATER)

    assert wrong["code"] == "CODE_WRONG"
    assert right["__typename"] == "DeviceRecovered"
    assert right["recoveryCode"] != printed
    assert me["provisional"] is False


async def test_known_and_unknown_numbers_are_answered_with_equal_bytes_at_one_beat(db):
    known = phone()
    await signed_in(known)
    clock = asyncio.get_running_loop().time
    bodies, took = [], []
    for number in (known, phone()):
        started = clock()
        body = await sent(
            "requestSignInCode",
            phone=number,
            device=device("asks"),
            requestId=str(uuid4()),
            now=LATER,
        )
        took.append(clock() - started)
        challenge = json.loads(body)["data"]["requestSignInCode"]["challengeId"]
        bodies.append(body.replace(challenge.encode(), b""))

    assert bodies[0] == bodies[1]
    assert min(took) >= LIMITS.request_code_pace


@pytest.mark.parametrize(
    ("operation", "pace", "facts"),
    [
        ("requestSignInCode", LIMITS.request_code_pace, {"phone": "123"}),
        ("confirmSignInCode", LIMITS.confirm_code_pace, {"challengeId": str(uuid4()), "code": ""}),
        (
            "signInStaff",
            LIMITS.staff_pace,
            {
                "documentKind": "DNI",
                "documentNumber": "00999997",
                "password": "otra clave cualquiera",
                "totp": "000000",
            },
        ),
    ],
)
async def test_a_refusal_leaves_at_the_beat_of_an_answer(db, operation, pace, facts):
    clock = asyncio.get_running_loop().time
    started = clock()

    answer = await ask(operation, device=device(), **facts)

    assert answer["__typename"] == "Problem"
    assert clock() - started >= pace


async def test_staff_sign_in_step_up_appoint_and_disable(db, owner):
    _, number, _ = await employed(owner, Role.DIRECTOR, Role.VISITS_REGISTRAR)
    colleague_id, colleague, _ = await employed(owner, Role.GATE_OFFICER)
    tokens = await ask(
        "signInStaff",
        documentKind="DNI",
        documentNumber=number,
        password=PASSWORD,
        totp=code_at(SECRET, NOW),
        device=device(),
    )
    token = tokens["accessToken"]
    grant = {
        "documentKind": "DNI",
        "documentNumber": colleague,
        "establishmentId": "huaraz",
        "role": "AUDITOR",
    }

    me = await ask("me", token=token)
    too_soon = await ask("grantRole", token=token, **grant)
    stepped = await ask("stepUp", token=token, totp=code_at(SECRET, LATER), now=LATER)
    granted = await ask("grantRole", token=token, now=LATER, **grant)
    listed = await ask("rolesAt", token=token, establishmentId="huaraz", first=1, now=LATER)
    ended = await ask("endRole", token=token, grantId=granted["id"], now=LATER)
    disabled = await ask("disableStaff", token=token, staffId=str(colleague_id), now=LATER)

    assert me["name"] == "Rosa Quispe Huamán"
    assert [posting["role"] for posting in me["postings"]] == ["DIRECTOR", "VISITS_REGISTRAR"]
    assert too_soon["code"] == "STEP_UP_NEEDED"
    assert stepped["until"] == "2026-03-02T15:07:00Z"
    assert (granted["role"], granted["staffId"]) == ("AUDITOR", str(colleague_id))
    assert [row["id"] for row in listed["nodes"]] == [granted["id"]]
    assert listed["pageInfo"]["hasNextPage"] is True
    assert ended == {
        "__typename": "RoleGrant",
        "id": granted["id"],
        "endedAt": "2026-03-02T15:02:00Z",
    }
    assert disabled == {"__typename": "StaffDisabled", "staffId": str(colleague_id)}


async def test_the_registrar_trusts_the_phone_that_is_shown_at_the_desk(db, owner):
    number = phone()
    await family(number, "old")
    new = await opened(number, "new", LATER)
    _, registrar, _ = await employed(owner, Role.VISITS_REGISTRAR)
    tokens = await ask(
        "signInStaff",
        documentKind="DNI",
        documentNumber=registrar,
        password=PASSWORD,
        totp=code_at(SECRET, NOW),
        device=device("desk"),
    )
    token = tokens["accessToken"]
    await ask("stepUp", token=token, totp=code_at(SECRET, LATER), now=LATER)

    vouched = await ask(
        "vouchForDevice",
        token=token,
        establishmentId="huaraz",
        phone=number,
        deviceCode=new["deviceCode"].lower(),
        now=LATER,
    )

    assert vouched == {
        "__typename": "DeviceVouched",
        "sessionId": new["tokens"]["sessionId"],
    }
    me = await ask("me", token=new["tokens"]["accessToken"], now=LATER)
    assert me["provisional"] is False
