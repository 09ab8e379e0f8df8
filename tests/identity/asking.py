"""Sends the phone's own documents to the schema, as whoever a token belongs to, at a chosen moment."""

import json
from datetime import datetime
from typing import Any
from uuid import uuid4

from backend.core.actor import Actor, Anonymous
from backend.gql.context import Context
from backend.gql.documents import Documents
from backend.gql.operation import Operation
from backend.gql.problems import describe
from backend.identity.tokens import find_actor
from backend.schema import schema
from tests.identity.make_identity import NOW
from tests.phone import document

DOCUMENTS: Documents[Context] = Documents(schema, {}, trusted_only=False, describe=describe)


async def sent(
    operation: str, /, *, actor: Actor | None = None, now: datetime = NOW, **variables: Any
) -> bytes:
    """The bytes of the answer to a document of `mobile/src`."""
    asked = Operation(text=document(operation), variables=variables)
    result = await DOCUMENTS.execute(asked, Context(actor or Anonymous(), now))
    return result.body


async def ask(operation: str, *, token: str = "", now: datetime = NOW, **variables: Any) -> Any:
    """The one root field's value; a mutation gets a request id of its own."""
    if document(operation).startswith("mutation"):
        variables = {"requestId": str(uuid4())} | variables
    actor = await find_actor(token, now) if token else None
    body = json.loads(await sent(operation, actor=actor, now=now, **variables))
    assert not body.get("errors"), body
    (value,) = body["data"].values()
    return value
