"""Answers that need not be sent again, or not at full length: ETag, 304, gzip."""

import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from backend.gql.http import VARY
from backend.gql.manifest import document_id, trust
from tests.gql import toy

pytestmark = pytest.mark.anyio

HELLO = "query Hello { hello }"
LONG = "query Long($size: Int!) { long(size: $size) }"
GRAPHQL = "application/graphql-response+json"


class Raw:
    """A caller that sees the bytes as they travel."""

    def __init__(self, server: toy.Running, session: aiohttp.ClientSession) -> None:
        self.server = server
        self.session = session

    async def get(self, text: str, variables: str = "", **headers: str) -> tuple[int, Any, bytes]:
        query = {"documentId": document_id(text)} | ({"variables": variables} if variables else {})
        return await self._sent("GET", headers, params=query)

    async def post(self, text: str, **headers: str) -> tuple[int, Any, bytes]:
        return await self._sent("POST", headers, json={"query": text})

    async def _sent(
        self, method: str, headers: dict[str, str], **options: Any
    ) -> tuple[int, Any, bytes]:
        said = {"accept-encoding": "identity"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        async with self.session.request(method, self.server.url, headers=said, **options) as answer:
            return answer.status, answer.headers, await answer.read()


@pytest.fixture
async def raw() -> AsyncIterator[Raw]:
    """A server as in production."""
    documents = toy.make_documents(trust([HELLO, LONG, "{ refused }"]), trusted_only=True)
    async with toy.serve(documents) as server, aiohttp.ClientSession(auto_decompress=False) as http:
        yield Raw(server, http)


async def test_who_holds_the_answer_is_told_so_without_it(raw: Raw) -> None:
    status, headers, body = await raw.get(HELLO)
    again = await raw.get(HELLO, if_none_match=headers["etag"])
    among_others = await raw.get(HELLO, if_none_match=f'"x", W/{headers["etag"]}')

    assert (status, json.loads(body)) == (200, {"data": {"hello": "world"}})
    assert headers["cache-control"] == "no-store"
    assert headers["vary"] == VARY
    for status, kept, body in (again, among_others):
        assert (status, body) == (304, b"")
        assert (kept["etag"], kept["cache-control"]) == (headers["etag"], "no-store")
        assert kept["vary"] == VARY
        assert "content-type" not in kept
    assert raw.server.ledger.closed == [None] * 3


async def test_another_answer_or_another_type_has_another_tag(raw: Raw) -> None:
    tags = [
        headers["etag"]
        for _, headers, _ in (
            await raw.get(HELLO),
            await raw.get(HELLO, accept=GRAPHQL),
            await raw.get(LONG, '{"size": 6}'),
            await raw.get(LONG, '{"size": 12}'),
        )
    ]

    assert len(set(tags)) == 4
    assert (await raw.get(LONG, '{"size": 12}', if_none_match=tags[2]))[0] == 200


async def test_a_post_is_answered_in_full_whatever_the_caller_holds(raw: Raw) -> None:
    _, headers, _ = await raw.get(HELLO)

    status, posted, body = await raw.post(HELLO, if_none_match=headers["etag"])

    assert (status, json.loads(body)) == (200, {"data": {"hello": "world"}})
    assert "etag" not in posted


async def test_a_refusal_has_no_tag(raw: Raw) -> None:
    status, headers, body = await raw.get("{ refused }", if_none_match="*")

    assert (status, json.loads(body)["data"]) == (200, {"refused": None})
    assert "etag" not in headers


async def test_a_long_answer_is_compressed_for_who_takes_it(raw: Raw) -> None:
    _, plain, long = await raw.get(LONG, '{"size": 6000}')
    _, coded, short = await raw.get(LONG, '{"size": 6000}', accept_encoding="br, gzip;q=0.5")
    _, refused, again = await raw.get(LONG, '{"size": 6000}', accept_encoding="gzip;q=0, *;q=0")

    assert "content-encoding" not in plain
    assert coded["content-encoding"] == "gzip"
    assert coded["content-length"] == str(len(short))
    assert len(short) < len(long) / 10
    assert gzip.decompress(short) == long == again
    assert "content-encoding" not in refused
    assert coded["vary"] == VARY


async def test_the_tag_is_the_same_compressed_or_not(raw: Raw) -> None:
    _, plain, _ = await raw.get(LONG, '{"size": 6000}')

    status, coded, body = await raw.get(
        LONG, '{"size": 6000}', accept_encoding="gzip", if_none_match=plain["etag"]
    )

    assert (status, body) == (304, b"")
    assert "content-encoding" not in coded


async def test_a_short_answer_is_left_as_it_is(raw: Raw) -> None:
    _, headers, body = await raw.post(HELLO, accept_encoding="gzip")

    assert json.loads(body) == {"data": {"hello": "world"}}
    assert "content-encoding" not in headers
