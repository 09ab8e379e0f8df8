"""What leaves the endpoint for every sort of request, through a real server and client."""

import asyncio
import io
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest

from backend.gql.documents import Documents
from backend.gql.gate import Gate
from backend.gql.manifest import document_id, trust
from tests.gql import toy

pytestmark = pytest.mark.anyio

HELLO = "query Hello { hello }"
ACT = "mutation Act($label: String!) { act(label: $label) { ... on Done { label at } } }"
JSON = {"content-type": "application/json"}


@dataclass
class Answer:
    """What a client sees."""

    status: int
    headers: Any
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def code(self) -> str:
        """The code of the one error."""
        (error,) = self.json["errors"]
        assert error["extensions"]["requestId"] == self.headers["x-request-id"]
        return str(error["extensions"]["code"])


@dataclass
class Client:
    """A server and somebody who talks to it."""

    server: toy.Running
    session: aiohttp.ClientSession

    async def send(self, body: Any, method: str = "POST", **options: Any) -> Answer:
        headers = {**JSON, **options.pop("headers", {})}
        async with self.session.request(
            method, self.server.url, data=body, headers=headers, **options
        ) as response:
            return Answer(response.status, response.headers, await response.text())

    async def post(self, payload: Any, **options: Any) -> Answer:
        return await self.send(json.dumps(payload).encode(), **options)


@asynccontextmanager
async def client(
    documents: Documents[toy.Context] | None = None, gate: Gate | None = None
) -> AsyncIterator[Client]:
    async with toy.serve(documents, gate=gate) as server, aiohttp.ClientSession() as session:
        yield Client(server, session)


@pytest.fixture
async def open_client() -> AsyncIterator[Client]:
    """A server as in development."""
    async with client() as ready:
        yield ready


@pytest.fixture
async def closed_client() -> AsyncIterator[Client]:
    """A server as in production."""
    documents = toy.make_documents(trust([HELLO, ACT]), trusted_only=True)
    async with client(documents) as ready:
        yield ready


async def test_an_answer_is_never_kept_by_anybody_on_the_way(open_client: Client) -> None:
    answer = await open_client.post({"query": HELLO})

    assert answer.json == {"data": {"hello": "world"}}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert open_client.server.ledger.closed == [None]


async def test_a_body_of_30_megabytes_is_refused(open_client: Client) -> None:
    answer = await open_client.send(io.BytesIO(b"x" * 30_000_000))

    assert (answer.status, answer.code) == (413, "REQUEST_TOO_LARGE")
    assert open_client.server.ledger.contexts == 0


async def test_a_large_body_sent_in_chunks_is_refused(open_client: Client) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(300):
            yield b"x" * 100_000

    answer = await open_client.send(chunks())

    assert (answer.status, answer.code) == (413, "REQUEST_TOO_LARGE")


async def test_a_body_of_exactly_the_limit_is_read(open_client: Client) -> None:
    frame = json.dumps({"query": HELLO, "padding": ""})
    body = json.dumps({"query": HELLO, "padding": "x" * (100_000 - len(frame))})

    assert (await open_client.send(body.encode())).status == 200
    assert (await open_client.send(body.encode() + b" ")).status == 413


NOT_A_REQUEST = {
    "nothing": b"",
    "broken UTF-8": b'{"query":"\xff\xfe"}',
    "half a surrogate": b'{"query":"\\ud800"}',
    "not JSON": b'{"query":',
    "a text": b'"query"',
    "a number": b"7",
    "null": b"null",
    "a list of operations": b'[{"query":"{ hello }"},{"query":"{ hello }"}]',
    "no document": b'{"variables":{}}',
    "a number for a query": b'{"query":7}',
    "a list for variables": b'{"query":"{ hello }","variables":[1]}',
    "a text for extensions": b'{"query":"{ hello }","extensions":"x"}',
    "a number for an id": b'{"documentId":7}',
    "an unknown operation": b'{"query":"{ hello }","operationName":7}',
    "variables 10,000 deep": b'{"query":"{ hello }","variables":{"a":%b%b}}'
    % (b"[" * 10_000, b"]" * 10_000),
    "a number of 4,000 digits": b'{"query":"{ hello }","variables":{"a":%b}}' % (b"9" * 4_000),
    "a number beyond all": b'{"query":"{ hello }","variables":{"a":1e999}}',
}


@pytest.mark.parametrize("body", NOT_A_REQUEST.values(), ids=NOT_A_REQUEST.keys())
async def test_what_is_no_request_is_refused_in_json(open_client: Client, body: bytes) -> None:
    answer = await open_client.send(body)

    assert (answer.status, answer.code) == (400, "BAD_REQUEST")
    assert open_client.server.ledger.contexts == 0


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "multipart/form-data; boundary=x"},
        {"content-type": "application/json; charset=utf-16"},
        {"content-encoding": "gzip"},
    ],
    ids=lambda headers: "-".join(headers.values()),
)
async def test_a_body_that_a_foreign_page_could_send_is_refused(
    open_client: Client, headers: dict[str, str]
) -> None:
    answer = await open_client.post({"query": ACT, "variables": {"label": "x"}}, headers=headers)

    assert (answer.status, answer.code) == (415, "BAD_REQUEST")
    assert open_client.server.ledger.acts == []


async def test_no_foreign_page_is_granted_anything(open_client: Client) -> None:
    headers = {
        "origin": "https://elsewhere.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }

    answer = await open_client.send(None, "OPTIONS", headers=headers)

    assert (answer.status, answer.headers["allow"]) == (405, "GET, POST")
    assert not [name for name in answer.headers if name.lower().startswith("access-control")]


async def test_a_caller_that_accepts_no_json_is_told(open_client: Client) -> None:
    answer = await open_client.post({"query": HELLO}, headers={"accept": "image/png"})

    assert (answer.status, answer.code) == (406, "BAD_REQUEST")


async def test_a_mutation_by_get_is_refused(open_client: Client) -> None:
    query = {"query": ACT, "variables": '{"label":"x"}'}

    answer = await open_client.send(None, "GET", params=query)

    assert (answer.status, answer.headers["allow"]) == (405, "POST")
    assert open_client.server.ledger.acts == []


async def test_production_reads_trusted_queries_from_a_query_string_and_nothing_else(
    closed_client: Client,
) -> None:
    async def got(**query: str) -> Answer:
        return await closed_client.send(None, "GET", params=query, headers={"accept": "*/*"})

    trusted = await got(documentId=document_id(HELLO))
    free = await got(query="{ hello }")
    acting = await got(documentId=document_id(ACT), variables='{"label":"x"}')
    nothing = await got()

    assert (trusted.status, trusted.json) == (200, {"data": {"hello": "world"}})
    assert (free.status, free.code) == (400, "DOCUMENT_NOT_TRUSTED")
    assert (acting.status, acting.headers["allow"]) == (405, "POST")
    assert (nothing.status, nothing.code) == (400, "BAD_REQUEST")
    assert closed_client.server.ledger.acts == []


async def test_the_page_to_try_documents_is_for_development(
    open_client: Client, closed_client: Client
) -> None:
    html = {"accept": "text/html,*/*;q=0.8"}

    page = await open_client.send(None, "GET", headers=html)
    refused = await closed_client.send(None, "GET", headers=html)

    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert "<title>Encuentro" in page.text
    assert (refused.status, refused.code) == (400, "BAD_REQUEST")


async def test_faults_of_ours_are_masked_and_logged(
    open_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    for field in ("boom", "wrongType"):
        answer = await open_client.post({"query": f"{{ hello {field} }}"})

        assert answer.status == 200
        assert answer.json["data"] is None
        assert answer.code == "INTERNAL"
        assert toy.SECRET not in answer.text
        assert answer.headers["x-request-id"] in caplog.text
    assert toy.SECRET in caplog.text
    assert [type(error).__name__ for error in open_client.server.ledger.closed] == [
        "ValueError",
        "GraphQLError",
    ]


async def test_a_refusal_of_a_query_keeps_the_rest_of_the_answer(open_client: Client) -> None:
    answer = await open_client.post({"query": "{ hello refused }"})

    assert answer.json["data"] == {"hello": "world", "refused": None}
    assert answer.code == "NOT_ALLOWED"
    assert answer.json["errors"][0]["message"] == "Refused: NOT_ALLOWED."
    assert open_client.server.ledger.closed == [None]


async def test_what_could_not_be_committed_is_not_shown(
    open_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    open_client.server.ledger.close_fails = True

    answer = await open_client.post({"query": HELLO})

    assert answer.json["data"] is None
    assert answer.code == "INTERNAL"
    assert toy.SECRET not in answer.text
    assert "could not be closed" in caplog.text


async def test_a_context_that_cannot_be_made_is_a_fault_of_ours(
    open_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    open_client.server.ledger.context_fails = RuntimeError(toy.SECRET)
    fault = await open_client.post({"query": HELLO})

    assert (fault.status, fault.code) == (200, "INTERNAL")
    assert toy.SECRET not in fault.text


async def test_while_the_database_is_away_the_phone_is_asked_to_come_back(
    open_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    open_client.server.ledger.context_fails = ConnectionRefusedError(toy.SECRET)
    away = await open_client.post({"query": HELLO})

    assert (away.status, away.code) == (503, "TRY_AGAIN")
    assert toy.SECRET not in away.text + caplog.text


async def test_two_mutations_are_refused_however_they_are_hidden(open_client: Client) -> None:
    field = 'act(label: "x") { __typename }'
    hidden = {
        "aliases": f"mutation {{ a: {field} b: {field} }}",
        "a thousand aliases": "mutation {{{}}}".format(
            " ".join(f"a{n}: {field}" for n in range(1000))
        ),
        "a fragment": f"mutation {{ a: {field} ...M }} fragment M on Mutation {{ b: {field} }}",
        "inline fragments": f"mutation {{ ... {{ a: {field} }} ... {{ b: {field} }} }}",
        "skipped": f"mutation {{ a: {field} b: {field} @skip(if: true) }}",
    }

    for text in hidden.values():
        answer = await open_client.post({"query": text})
        assert answer.code in ("ONE_MUTATION", "REQUEST_TOO_LARGE", "DOCUMENT_NOT_VALID")

    assert open_client.server.ledger.acts == []
    assert open_client.server.ledger.contexts == 0


async def test_of_several_operations_only_the_named_one_acts(open_client: Client) -> None:
    text = " ".join(
        f'mutation {name} {{ act(label: "{name}") {{ __typename }} }}' for name in "ABC"
    )

    unnamed = await open_client.post({"query": text})
    unknown = await open_client.post({"query": text, "operationName": "D"})
    named = await open_client.post({"query": text, "operationName": "B"})

    assert unnamed.code == unknown.code == "BAD_REQUEST"
    assert named.json == {"data": {"act": {"__typename": "Done"}}}
    assert open_client.server.ledger.acts == ["B"]


async def test_variables_no_database_could_keep_are_refused(open_client: Client) -> None:
    for variables, code in (({"a": "x\0"}, "BAD_INPUT"), ({"a": [0] * 3_000}, "REQUEST_TOO_LARGE")):
        answer = await open_client.post({"query": HELLO, "variables": variables})

        assert (answer.status, answer.code) == (400, code)
    assert open_client.server.ledger.contexts == 0


async def test_beyond_the_queue_callers_are_asked_to_come_back() -> None:
    gate = Gate(running=2, waiting=1, patience=30)
    async with asyncio.timeout(10), client(gate=gate) as ready:
        slow = [asyncio.create_task(ready.post({"query": "{ slow }"})) for _ in range(3)]
        ledger = ready.server.ledger
        while ledger.running < 2 or not gate.waiting:  # noqa: ASYNC110 - two states, no event
            await asyncio.sleep(0.005)

        refused = await ready.send(b"this is not even JSON")
        ledger.release.set()
        served = await asyncio.gather(*slow)

    assert (refused.status, refused.code) == (503, "TRY_AGAIN")
    assert 1 <= int(refused.headers["retry-after"]) <= 5
    assert [answer.json for answer in served] == [{"data": {"slow": "done"}}] * 3
    assert gate.waiting == 0


async def test_who_waits_too_long_in_the_queue_is_asked_to_come_back() -> None:
    gate = Gate(running=1, waiting=5, patience=0.05)
    async with asyncio.timeout(10), client(gate=gate) as ready:
        slow = asyncio.create_task(ready.post({"query": "{ slow }"}))
        while ready.server.ledger.running < 1:  # noqa: ASYNC110 - a count, no event
            await asyncio.sleep(0.005)

        refused = await ready.post({"query": HELLO})
        ready.server.ledger.release.set()

        assert (refused.status, refused.code) == (503, "TRY_AGAIN")
        assert (await slow).json == {"data": {"slow": "done"}}
        assert (await ready.post({"query": HELLO})).status == 200


async def test_an_operation_that_takes_too_long_is_stopped_and_undone() -> None:
    async with client(toy.make_documents(seconds=0.05)) as ready:
        answer = await ready.post({"query": "{ slow }"})

        assert (answer.status, answer.code) == (503, "TRY_AGAIN")
        assert [type(error) for error in ready.server.ledger.closed] == [TimeoutError]


async def test_nothing_is_logged_of_what_callers_send(
    open_client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="backend")

    await open_client.post({"query": ACT, "variables": {"label": "Rosa Quispe"}})
    await open_client.post({"query": "{ hello", "variables": {"label": "Rosa Quispe"}})

    assert "Rosa" not in caplog.text
