"""What the access matrix is made of: every root field asked for everything, and a world with marked people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
from graphql import (
    GraphQLField,
    GraphQLObjectType,
    GraphQLUnionType,
    get_named_type,
    is_leaf_type,
)

from backend.core.actor import Actor, Anonymous, Family, Role, Staff
from backend.core.ids import new_id
from backend.gql.context import Context
from backend.gql.documents import Documents
from backend.gql.operation import Operation
from backend.gql.problems import describe
from backend.identity.totp import new_secret, sealed_secret
from backend.schema import schema
from tests import make
from tests.earnings import matrix_earnings as earnings
from tests.earnings import matrix_money as money
from tests.earnings import matrix_orders as orders
from tests.programmes import matrix_attending as attending
from tests.programmes import matrix_calendars as calendars
from tests.programmes import matrix_culture as culture
from tests.programmes import matrix_family as events
from tests.programmes import matrix_means as means
from tests.programmes import matrix_planning as planning
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.work import matrix_work as work

NOW = visits.NOW
HERE, ELSEWHERE = "huaraz", "chiclayo"
DEEPEST = 6
DOCUMENTS: Documents[Context] = Documents(schema, {}, trusted_only=False, describe=describe)

MARKS = ("Zqfamilia", "Zqinterno", "Zqvecina", "00700777")
"""Names and numbers that only the marked family's people have."""


@dataclass
class World:
    """One marked family with everything it can have, and everybody who might look."""

    family: Family
    ids: dict[str, UUID | str]
    actors: dict[str, Actor] = field(default_factory=dict)


async def world(owner: asyncpg.Connection) -> World:
    """The marked family at one establishment; a stranger, a refused one, and staff of every role at two."""
    await visits.place(owner, HERE)
    await visits.place(owner, ELSEWHERE)
    relative = await visits.relative(owner, number="00700777")
    family = relative.family
    await owner.execute(
        "update visitor set given_names = 'Zqfamilia' where id = $1", relative.visitor_id
    )
    await owner.execute(
        "update inmate set surnames = 'Zqinterno', name_key = 'zqinterno julian' where id = $1",
        relative.inmate_id,
    )
    slot_id = await visits.slot(owner)
    free_slot = await visits.slot(owner, starts=time(14), ends=time(16))
    booking_id = await relative.book(slot_id)
    waiting = await registry.visitor(owner, family)
    await owner.execute("update visitor set given_names = 'Zqvecina' where id = $1", waiting)
    asked = await registry.tie(owner, family, waiting, None, state="received", at=HERE)
    tie_id = await owner.fetchval("select id from tie where visitor_id = $1", relative.visitor_id)
    bar = await registry.restriction(owner, inmate_id=relative.inmate_id, number="00700999")
    ids: dict[str, UUID | str] = {
        "visitor": relative.visitor_id,
        "inmate": relative.inmate_id,
        "slot": free_slot,
        "session": await owner.fetchval("select session_id from slot where id = $1", slot_id),
        "booking": booking_id,
        "reference": await owner.fetchval(
            "select reference from booking where id = $1", booking_id
        ),
        "tie": tie_id,
        "asked": asked,
        "restriction": bar,
        "notice": await owner.fetchval(
            "select id from notice where account_id = $1 limit 1", family.account_id
        ),
        "helper": await helps(owner, await make.family(owner), family),
    }
    ids |= await work.world(owner, relative.inmate_id, NOW)
    ids |= await earnings.world(owner, family, relative.inmate_id, tie_id, NOW)
    ids |= await money.world(owner, relative.inmate_id, tie_id, NOW)
    ids |= await orders.world(owner, relative.inmate_id, tie_id, ids["workshop"], NOW)
    ids |= await events.world(owner, relative, NOW)
    ids |= await planning.world(owner, relative.inmate_id, NOW)
    ids |= await means.world(owner, relative.inmate_id, NOW)
    ids |= await attending.world(owner, relative, NOW)
    made = World(family, ids)
    made.actors = await _actors(owner, family, relative.inmate_id)
    return made


async def helps(owner: asyncpg.Connection, aide: Family, family: Family) -> UUID:
    """An account that is told what the family is told."""
    helper_id = new_id()
    await owner.execute(
        "insert into helper (id, account_id, helper_id, code_digest, invited_at, expires_at, accepted_at)"
        " values ($1, $2, $3, $4, $5, $5, $5)",
        helper_id,
        family.account_id,
        aide.account_id,
        helper_id.bytes,
        registry.EARLY,
    )
    return helper_id


async def _actors(owner: asyncpg.Connection, family: Family, inmate_id: UUID) -> dict[str, Actor]:
    stranger = await visits.relative(owner, at=ELSEWHERE)
    refused = await make.family(owner)
    person = await registry.visitor(owner, refused)
    await registry.tie(owner, refused, person, registry.Held(inmate_id, "", HERE), state="refused")
    actors: dict[str, Actor] = {
        "nobody": Anonymous(),
        "stranger": stranger.family,
        "refused": refused,
        "provisional": Family(account_id=family.account_id, session_id=new_id(), provisional=True),
        "family": family,
    }
    for actor in actors.values():
        if isinstance(actor, Family):
            mine = {"account_id": actor.account_id, "provisional": actor.provisional}
            await _session(owner, actor.session_id, **mine)
    for place in (HERE, ELSEWHERE):
        for role in Role:
            actors[f"{role.value} at {place}"] = await employed(owner, place, role)
    return actors


async def employed(owner: asyncpg.Connection, place: str, role: Role) -> Staff:
    """Somebody who really holds the role, so that the second wall believes them too."""
    staff_id, session_id = new_id(), new_id()
    await owner.execute(
        "insert into staff (id, document_kind, document_cipher, document_index, name, password_hash, password_once,"
        " totp_cipher, language, created_at) values ($1, 'dni', '', $2, 'Empleada', '', false, $4, 'es', $3)",
        staff_id,
        staff_id.bytes,
        registry.EARLY,
        sealed_secret(staff_id, new_secret()),
    )
    await owner.execute(
        "insert into role_grant (id, staff_id, establishment_id, role, granted_at, granted_by)"
        " values ($1, $2, $3, $4, $5, 'system')",
        new_id(),
        staff_id,
        place,
        role.value,
        registry.EARLY,
    )
    await _session(owner, session_id, staff_id=staff_id)
    return Staff(
        staff_id=staff_id,
        session_id=session_id,
        roles=frozenset({(place, role)}),
        stepped_up_until=datetime(2030, 1, 1, tzinfo=UTC),
    )


async def _session(owner: asyncpg.Connection, session_id: UUID, **whose: UUID | bool) -> None:
    await owner.execute(
        "insert into session (id, account_id, staff_id, device_index, device_label, language, provisional, created_at,"
        " refreshed_at, expires_at, ends_at) values ($1, $2, $3, '', 'x', 'es', $4, $5, $5, $6, $6)",
        session_id,
        whose.get("account_id"),
        whose.get("staff_id"),
        whose.get("provisional", False),
        registry.EARLY,
        datetime(2030, 1, 1, tzinfo=UTC),
    )


PERSON = {
    "givenNames": "Rosa", "surnames": "Quispe", "sex": "FEMALE", "bornOn": "1980-05-17",
    "nationality": "PE", "documentKind": "DNI", "documentNumber": "00700998",
}  # fmt: skip
PLACE, DAY = {"establishmentId": HERE}, "2026-03-07"
DEVICE = {"device": "a-device-of-the-matrix-itself"}
Given = dict[str, dict[str, Any]]


def arguments(name: str, ids: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments of a root field that aim at the marked family. KeyError for a field that is new."""
    given = (
        attending.arguments(ids)
        | _reading(ids)
        | _identity()
        | _people(ids)
        | _notices(ids)
        | _visits(ids)
    )
    given |= calendars.arguments() | events.arguments(ids) | planning.arguments(ids)
    given |= means.arguments(ids) | culture.arguments()
    return (given | work.arguments(ids) | earnings.arguments(ids) | money.arguments(ids))[name]


def _reading(ids: Mapping[str, Any]) -> Given:
    return {
        "me": {}, "myData": {}, "mySessions": {}, "rolesAt": PLACE, "establishments": {}, "consentText": {},
        "establishment": {"id": HERE}, "myPeople": {}, "myTies": {}, "tieQueue": PLACE,
        "restrictions": PLACE, "myNotices": {}, "myVisits": {}, "nextVisits": {}, "timetable": PLACE,
        "closedDays": PLACE, "visitAdvice": PLACE, "visit": {"id": ids["booking"]},
        "visitByReference": {"reference": ids["reference"]},
        "availability": {"inmateId": ids["inmate"], "from": "2026-03-03", "to": "2026-03-20"},
        "dayBookings": {**PLACE, "day": DAY},
        "inmates": {**PLACE, "matching": "zqint"}, "pavilions": PLACE,
        "inmate": {**PLACE, "inmateId": ids["inmate"]},
        "custodyEvents": {**PLACE, "inmateId": ids["inmate"]},
        "inmateTies": {**PLACE, "inmateId": ids["inmate"]},
    }  # fmt: skip


def _identity() -> Given:
    return {
        "requestSignInCode": {"phone": "900000001", **DEVICE},
        "confirmSignInCode": {"challengeId": str(uuid4()), "code": "000000", **DEVICE},
        "refreshSession": {"refreshToken": "x" * 43, **DEVICE},
        "approveDevice": {"sessionId": str(uuid4())}, "useRecoveryCode": {"code": "AAAA-BBBB"},
        "setPreferences": {"discreet": True}, "requestErasureCode": {},
        "eraseMyData": {"challengeId": str(uuid4()), "code": "000000"},
        "setLanguage": {"language": "en"}, "signOut": {}, "lockSession": {}, "endAllSessions": {},
        "endSession": {"sessionId": str(uuid4())},
        "signInStaff": {"documentKind": "DNI", "documentNumber": "00700001", "password": "x" * 12,
                        "totp": "000000", **DEVICE},
        "stepUp": {"totp": "000000"},
        "vouchForDevice": {**PLACE, "phone": "900000001", "deviceCode": "AAAAAA"},
        "grantRole": {"documentKind": "DNI", "documentNumber": "00700001", "role": "AUDITOR", **PLACE},
        "endRole": {"grantId": str(uuid4())}, "disableStaff": {"staffId": str(uuid4())},
    }  # fmt: skip


def _people(ids: Mapping[str, Any]) -> Given:
    return {
        "addVisitor": {"person": PERSON, "capacity": "SHARED_PHONE"},
        "addMinor": {"person": {**PERSON, "bornOn": "2018-05-17"}, "guardianId": ids["visitor"]},
        "representRelative": {"person": PERSON, "actingId": ids["visitor"], "consentVersion": "1",
                              "consentHow": "IN_PERSON"},
        "updateVisitor": {"visitorId": ids["visitor"], "correction": {
            key: PERSON[key] for key in ("givenNames", "surnames", "sex", "bornOn", "nationality")}},
        "removeVisitor": {"visitorId": ids["visitor"]},
        "requestTie": {"visitorId": ids["visitor"], **PLACE, "kinship": "SIBLING",
                       "inmate": {"givenNames": "Julián", "surnames": "Zqinterno"}},
        "withdrawTie": {"tieId": ids["tie"]},
        "redeemClaimCode": {"visitorId": ids["visitor"], "code": "AAAA-BBBB-CC"},
        "decideTie": {"tieId": ids["asked"], "version": 0, "decision": "APPROVE",
                      "reason": "KINSHIP_PROVEN", "inmateId": ids["inmate"]},
        "endTie": {"tieId": ids["tie"], "version": 0, "reason": "CONFIRMED_BY_MISTAKE"},
        "issueClaimCode": {"inmateId": ids["inmate"], "documentKind": "DNI",
                           "documentNumber": "00700998", "kinship": "SIBLING"},
    }  # fmt: skip


def _notices(ids: Mapping[str, Any]) -> Given:
    return {
        "inbox": {}, "noticeChoices": {}, "helpers": {}, "seeNotices": {"noticeIds": [ids["notice"]]},
        "setNoticeChoice": {"kind": "visit_booked", "push": False, "sms": "NEVER"}, "inviteHelper": {},
        "acceptHelping": {"code": "AAA-BBB-CCC"}, "endHelping": {"helperId": ids["helper"]},
        "registerPushDevice": {"kind": "FCM_TOKEN", "value": "an-address-of-the-matrix"}, "forgetPushDevice": {},
    }  # fmt: skip


def _visits(ids: Mapping[str, Any]) -> Given:
    bar = {"kind": "INMATE_SANCTION", "validFrom": DAY, "reason": "DISCIPLINE"}
    party = {"slotId": ids["slot"], "inmateId": ids["inmate"], "visitorIds": [ids["visitor"]]}
    return {
        "holdSlot": party, "bookVisit": party, "releaseHold": {"holdId": str(uuid4())},
        "cancelVisit": {"bookingId": ids["booking"]},
        "answerVisit": {"bookingId": ids["booking"], "coming": True},
        "closeDays": {**PLACE, "firstOn": DAY, "lastOn": DAY, "reason": "SEARCH"},
        "reopenDays": {"closureId": str(uuid4())},
        "recordCustodyEvent": {"inmateId": ids["inmate"], "kind": "RELEASE", "effectiveOn": "2026-03-02"},
        "restrictVisits": {**PLACE, **bar, "inmateId": ids["inmate"]},
        "endRestriction": {"restrictionId": ids["restriction"]},
        "addTimetableSession": {**PLACE, "name": "Visita", "visitType": "ORDINARY", "place": "DIRECT",
                                "weekday": 6, "starts": "08:00:00", "ends": "10:00:00",
                                "validFrom": DAY, "ceilings": [{"unit": "people", "places": 5}]},
        "endTimetableSession": {"sessionId": ids["session"], "endsOn": "2026-03-31"},
        "addVisitRule": {**PLACE, "name": "limite", "kind": "VISITORS_PER_VISIT", "scope": {},
                         "validFrom": DAY, "effect": {"at_most": 2}, "legalBasis": "x", "source": "x",
                         "examples": []},
    }  # fmt: skip


def root_fields() -> dict[str, tuple[str, GraphQLField]]:
    """Every root field by name: `query` or `mutation`, and its definition."""
    found: dict[str, tuple[str, GraphQLField]] = {}
    core = schema._schema
    for kind, root in (("query", core.query_type), ("mutation", core.mutation_type)):
        assert root is not None
        found |= {name: (kind, each) for name, each in root.fields.items()}
    return found


def document_of(name: str, given: Iterable[str]) -> str:
    """A document that gives a root field these arguments and asks for everything it can answer."""
    kind, root = root_fields()[name]
    heads = ", ".join(f"${key}: {root.args[key].type}" for key in given)
    passed = ", ".join(f"{key}: ${key}" for key in given)
    chosen = _selection(root.type, 0)
    return f"{kind} Ask{f'({heads})' if heads else ''} {{ {name}{f'({passed})' if passed else ''} {chosen} }}"


def _selection(kind: Any, depth: int) -> str:
    named = get_named_type(kind)
    if is_leaf_type(named):
        return ""
    if isinstance(named, GraphQLUnionType):
        parts = (
            f"... on {member.name} {_selection(member, depth)}"
            for member in named.types
            if member.name != "Problem"
        )
        problem = any(member.name == "Problem" for member in named.types)
        refused = "... on Problem { the_problem: code } " if problem else ""
        return "{ __typename " + refused + " ".join(parts) + " }"
    assert isinstance(named, GraphQLObjectType)
    fields = [
        f"{name} {_selection(each.type, depth + 1)}"
        for name, each in named.fields.items()
        if (is_leaf_type(get_named_type(each.type)) or depth < DEEPEST)
    ]
    return "{ " + " ".join(fields) + " }"


async def ask(name: str, actor: Actor, ids: Mapping[str, Any]) -> bytes:
    """What this actor is answered."""
    variables = orjson.loads(orjson.dumps(arguments(name, ids), default=str))
    if "requestId" in root_fields()[name][1].args:
        variables["requestId"] = str(uuid4())
    operation = Operation(text=document_of(name, variables), variables=variables)
    return (await DOCUMENTS.execute(operation, Context(actor, NOW))).body
