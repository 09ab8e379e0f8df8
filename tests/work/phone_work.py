"""The phone's own documents of work, run against the whole schema as somebody."""

from typing import Any
from uuid import uuid4

import orjson

from backend.core.actor import Actor
from backend.gql.context import Context
from backend.gql.documents import Documents
from backend.gql.operation import Operation
from backend.gql.problems import describe
from backend.schema import schema
from tests.phone import document
from tests.work.make_work import NOW

DOCUMENTS: Documents[Context] = Documents(schema, {}, trusted_only=False, describe=describe)


async def asked(actor: Actor, name: str, /, **said: Any) -> Any:
    """What the document's one root field answers; a mutation gets a request id unless it has one."""
    body = await _body(actor, name, said)
    assert "errors" not in body, body
    (value,) = body["data"].values()
    return value


async def plain(actor: Actor, text: str, /, **said: Any) -> Any:
    """What the one root field of some other document answers, such as one of an older phone."""
    body = await _answered(actor, text, said)
    assert "errors" not in body, body
    (value,) = body["data"].values()
    return value


async def refusal(actor: Actor, name: str, /, **said: Any) -> tuple[str, str]:
    """The code and the words with which a document is answered."""
    body = await _body(actor, name, said)
    if body.get("errors"):
        (error,) = body["errors"]
        return error["extensions"]["code"], error["message"]
    (value,) = body["data"].values()
    return value["code"], value["message"]


async def _body(actor: Actor, name: str, said: dict[str, Any]) -> Any:
    return await _answered(actor, document(name), said)


async def _answered(actor: Actor, text: str, said: dict[str, Any]) -> Any:
    now = said.pop("now", NOW)
    if "$requestId" in text:
        said.setdefault("requestId", uuid4())
    given = orjson.loads(orjson.dumps(said, default=str))
    result = await DOCUMENTS.execute(Operation(text=text, variables=given), Context(actor, now))
    return orjson.loads(result.body)
