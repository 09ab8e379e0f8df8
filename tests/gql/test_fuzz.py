"""Whatever arrives is answered in JSON, below 500, and runs nothing it should not."""

import asyncio
import json
import os
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request

from backend.gql.documents import Documents
from backend.gql.http import GraphQLEndpoint
from backend.gql.keeper import Keeper
from backend.gql.manifest import document_id, trust
from tests.gql import toy

EXAMPLES = 10_000 if os.environ.get("CAMPAIGN") else 300
HELLO = "query Hello { hello }"
TRUSTED = toy.make_documents(trust([HELLO]), trusted_only=True)
FREE = toy.make_documents()

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
texts = st.sampled_from(
    [HELLO, document_id(HELLO), "{ hello }", "{", "{ boom }", 'mutation { act(label: "x") { x } }']
)
members = st.fixed_dictionaries(
    {},
    optional={
        "query": texts | values,
        "documentId": texts | values,
        "operationName": st.just("Hello") | values,
        "variables": values,
        "extensions": values
        | st.builds(lambda key: {"persistedQuery": {"sha256Hash": key}}, texts),
    },
)
bodies = st.binary(max_size=200) | st.builds(
    lambda payload: json.dumps(payload).encode(), members | values
)
header_values = st.sampled_from(
    ["application/json", "*/*", "text/html", "a;q=x", "application/json;q=0", ";;,", "", "ñ"]
)

LATIN = st.text(st.characters(max_codepoint=255), max_size=40)


def send(
    documents: Documents[toy.Context],
    method: str,
    body: bytes,
    query: bytes,
    accept: str,
    **more: str,
) -> tuple[int, Any, toy.Ledger]:
    """One request, handed to the endpoint as a server would."""
    ledger = toy.Ledger()

    async def make_context(request: Request, keeper: Keeper) -> toy.Context:
        return toy.Context(ledger, keeper)

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    headers = {"content-type": "application/json", "accept": accept, **more}
    scope = {
        "type": "http",
        "method": method,
        "path": "/graphql",
        "query_string": query,
        "headers": [
            (name.encode(), value.encode("latin-1", "replace")) for name, value in headers.items()
        ],
    }

    async def respond() -> Any:
        endpoint = GraphQLEndpoint(documents, make_context)
        return await endpoint.respond(Request(scope, receive))

    response = asyncio.run(respond())
    html = response.media_type == "text/html"
    return response.status_code, None if html else json.loads(response.body), ledger


@settings(max_examples=EXAMPLES, deadline=None)
@given(body=bodies, accept=header_values)
def test_any_body_gets_an_answer(body: bytes, accept: str) -> None:
    status, answer, _ = send(FREE, "POST", body, b"", accept)

    assert status < 500
    assert answer.keys() <= {"data", "errors"}
    for error in answer.get("errors", ()):
        assert error["extensions"].keys() == {"code", "requestId"}
        assert "Traceback" not in error["message"]


@settings(max_examples=EXAMPLES, deadline=None)
@given(body=bodies)
def test_only_trusted_documents_ever_run(body: bytes) -> None:
    status, answer, ledger = send(TRUSTED, "POST", body, b"", "*/*")

    assert (status, answer) == (200, {"data": {"hello": "world"}}) or "data" not in answer
    assert ledger.acts == []


@settings(max_examples=EXAMPLES, deadline=None)
@given(query=st.binary(max_size=100) | texts.map(lambda text: f"query={text}".encode()))
def test_any_query_string_gets_an_answer_and_changes_nothing(query: bytes) -> None:
    status, _, ledger = send(FREE, "GET", b"", query, "*/*")

    assert status < 500
    assert ledger.acts == []


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    profile=st.sampled_from(["ana", "", "Ana", "a" * 33]) | LATIN,
    origin=st.sampled_from(["null", "http://", "http://[", "https://x:443"]) | LATIN,
    cookie=st.sampled_from(["a-ana=x", "a-ana", ";;="]) | LATIN,
    coding=st.sampled_from(["gzip", "gzip;q=0", "*;q=nan", "gzip;q", ","]) | LATIN,
)
def test_any_headers_get_an_answer(profile: str, origin: str, cookie: str, coding: str) -> None:
    said = {"encuentro-profile": profile, "origin": origin, "cookie": cookie}
    body = b'{"query":"{ shown hello }"}'

    status, answer, _ = send(FREE, "POST", body, b"", "*/*", **said, **{"accept-encoding": coding})

    assert status in (200, 400, 403)
    assert "INTERNAL" not in json.dumps(answer)
