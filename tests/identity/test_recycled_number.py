"""Whoever comes to own a family's old number learns nothing from it, whatever their phone asks."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    OperationDefinitionNode,
    get_nullable_type,
    is_list_type,
    is_required_input_field,
    parse,
    type_from_ast,
)

from backend.core.actor import Family
from tests.identity.asking import DOCUMENTS, sent
from tests.identity.make_identity import NOW, device, family, phone
from tests.phone import DOCUMENTS as FOLDER
from tests.phone import document

pytestmark = pytest.mark.anyio

LATER = NOW + timedelta(minutes=2)
OPERATIONS = sorted(path.stem for path in FOLDER.rglob("*.graphql"))
OPEN_TO_ALL = {"requestSignInCode", "confirmSignInCode", "refreshSession", "signInStaff"}
OPEN_TO_WAITING = {"me", "setLanguage", "lockSession", "signOut", "useRecoveryCode"}
PUBLIC_FACTS = {"establishment", "establishments", "visitAdvice"}

SAMPLES: dict[str, Any] = {
    "String": "algo",
    "Int": 1,
    "Boolean": True,
    "Float": 1.0,
    "ID": "1",
    "Day": "2026-03-08",
    "Date": "2026-03-08",
    "Instant": "2026-03-08T15:00:00Z",
    "DateTime": "2026-03-08T15:00:00Z",
    "Time": "10:00:00",
    "JSON": {},
}


def sample(kind: GraphQLInputType | None, ids: list[str]) -> Any:
    """A value of an input type; ids are those of the account itself, which is the worst case."""
    plain = get_nullable_type(kind)
    if is_list_type(plain):
        return [sample(plain.of_type, ids)]
    if isinstance(plain, GraphQLEnumType):
        return next(iter(plain.values))
    if isinstance(plain, GraphQLInputObjectType):
        fields = plain.fields.items()
        return {
            name: sample(each.type, ids) for name, each in fields if is_required_input_field(each)
        }
    return ids[0] if plain.name == "UUID" else SAMPLES[plain.name]


def variables_of(operation: str, ids: list[str]) -> dict[str, Any]:
    """Something for every variable of a phone's document."""
    [definition] = [
        node
        for node in parse(document(operation)).definitions
        if isinstance(node, OperationDefinitionNode)
    ]
    kinds = {
        each.variable.name.value: type_from_ast(DOCUMENTS.schema, each.type)
        for each in definition.variable_definitions or ()
    }
    asked = {name: sample(kind, ids) for name, kind in kinds.items()}
    return asked | ({"requestId": str(uuid4())} if "requestId" in asked else {})


async def old_and_new() -> tuple[Family, Family]:
    """The family's phone, and the stranger's who got the number."""
    number = phone()
    return await family(number, "family"), await family(number, "stranger", now=LATER)


async def test_a_stranger_with_the_number_gets_nothing_from_any_document(db, owner):
    kept, stranger = await old_and_new()
    ids = [str(kept.session_id)]

    told = {}
    for operation in OPERATIONS:
        asked = variables_of(operation, ids)
        told[operation] = await sent(operation, actor=stranger, now=LATER, **asked)

    family_ids = {str(kept.session_id), str(kept.account_id)}
    for operation, body in told.items():
        if operation in OPEN_TO_ALL | OPEN_TO_WAITING | PUBLIC_FACTS:
            assert not family_ids & set(body.decode().split('"')), operation
        else:
            assert codes_in(body) in ({"DEVICE_NOT_TRUSTED"}, {"NOT_ALLOWED"}), (operation, body)
    assert await owner.fetchval("select ended_at from session where id = $1", *ids) is None
    assert await owner.fetchval("select language from account") == "es"


def codes_in(body: bytes) -> set[str]:
    """The codes of every refusal in an answer; `answered` where something was given."""
    answer = json.loads(body)
    given = [value for value in (answer.get("data") or {}).values() if value is not None]
    codes = {error["extensions"]["code"] for error in answer.get("errors", [])}
    return codes | {
        value["code"] if value.get("__typename") == "Problem" else "answered" for value in given
    }


async def test_the_family_is_told_in_the_same_moment(db, owner):
    kept, _ = await old_and_new()

    notice = await owner.fetchrow(
        "select account_id, kind, created_at, tell_from from notice where account_id is not null"
    )

    assert tuple(notice) == (kept.account_id, "sign_in_new_device", LATER, LATER)


async def test_the_stranger_cannot_end_the_familys_sessions_by_signing_in_again(db, owner):
    number = phone()
    kept = await family(number, "family")
    for day in range(1, 8):
        await family(number, f"stranger {day % 3}", now=NOW + timedelta(days=day))

    live = await owner.fetchval("select ended_at from session where id = $1", kept.session_id)
    assert live is None
    assert device("family") != device("stranger 0")
