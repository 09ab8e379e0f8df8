"""The phone's own documents, run against the whole schema as somebody."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson

from backend.core.actor import Actor
from backend.gql.context import Context
from backend.gql.documents import Documents
from backend.gql.operation import Operation
from backend.gql.problems import describe
from backend.schema import schema
from tests.visits.make_visits import NOW

PHONE = Path(__file__).parents[2] / "mobile" / "src"
DOCUMENTS: Documents[Context] = Documents(schema, {}, trusted_only=False, describe=describe)


async def answered(
    actor: Actor, document: str, *, context: Context | None = None, **said: Any
) -> bytes:
    """The bytes of the answer to a document such as `family/visits/bookVisit`."""
    text = (PHONE / f"{document}.graphql").read_text(encoding="utf-8")
    now = said.pop("now", NOW)
    given = orjson.loads(orjson.dumps(said))
    context = context or Context(actor, now)
    result = await DOCUMENTS.execute(Operation(text=text, variables=given), context)
    return result.body


async def asked(actor: Actor, document: str, **said: Any) -> Any:
    """What the document's one root field answers; a mutation gets a request id unless it has one."""
    if "$requestId" in (PHONE / f"{document}.graphql").read_text(encoding="utf-8"):
        said.setdefault("requestId", uuid4())
    body = orjson.loads(await answered(actor, document, **said))
    assert "errors" not in body, body
    (value,) = body["data"].values()
    return value


async def refusal(actor: Actor, document: str, **said: Any) -> str:
    """The code with which a document is answered, in a union or as the request's error."""
    if "$requestId" in (PHONE / f"{document}.graphql").read_text(encoding="utf-8"):
        said.setdefault("requestId", uuid4())
    body = orjson.loads(await answered(actor, document, **said))
    if body.get("errors"):
        return str(body["errors"][0]["extensions"]["code"])
    (value,) = body["data"].values()
    return str(value["code"])
