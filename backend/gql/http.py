"""GraphQL over HTTP: one endpoint that reads a request, runs it, and always answers JSON."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from typing import Any, Generic

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from backend.gql.documents import C, Documents
from backend.gql.explorer import explorer_page
from backend.gql.failures import failed
from backend.gql.gate import Gate
from backend.gql.keeper import PROFILE_HEADER, Keeper, keeper_of
from backend.gql.operation import Operation, bad_request, new_request_id
from backend.gql.refusals import Refused, Result
from backend.headers import holds, quality, tag, takes

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
HTML = "text/html"

LARGEST_BODY = 100_000
"""Bytes of a request body at most, unless whoever asks may send more."""

SECONDS_TO_SEND = 10.0
"""How long a caller may take to send its body."""

METHODS = ("GET", "POST")

WORTH_COMPRESSING = 500
"""Bytes of a body below which gzip saves nothing that counts."""

GZIP_LEVEL = 6

VARY = f"accept, accept-encoding, accept-language, authorization, cookie, {PROFILE_HEADER}"


class GraphQLEndpoint(Generic[C]):
    """The ASGI application of `Route("/graphql", GraphQLEndpoint(…))`.

    POST with a JSON body runs any operation. GET runs queries by query string, so that a caller
    who holds the answer already is told so (304); in development it shows the explorer to a browser.
    CORS is not granted, cookies are read only where a header asks for it that no foreign page may
    send (`gql/keeper.py`), and a body of a type that a foreign page may send is refused: so there is
    no cross-site request. `secure`: cookies travel by HTTPS alone.
    """

    def __init__(
        self,
        documents: Documents[C],
        make_context: Callable[[Request, Keeper], Awaitable[C]],
        *,
        gate: Gate | None = None,
        secure: bool = False,
        largest_body: Callable[[C], int] | None = None,
    ) -> None:
        self.documents = documents
        self.make_context = make_context
        self.gate = gate or Gate()
        self.secure = secure
        self.largest_body = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self.respond(request)
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The answer to a request, whatever it is."""
        request_id = request.state.request_id = new_request_id()
        media = negotiate(request.headers.get("accept"))
        keeper = Keeper()
        try:
            if self._wants_explorer(request):
                return HTMLResponse(explorer_page(), headers=_headers(request_id))
            if media is None:
                raise Refused("BAD_REQUEST", f"Accept {GRAPHQL_JSON} or {JSON}.", status=406)
            keeper = keeper_of(request, secure=self.secure)
            result = await self._result(request, keeper, request_id)
        except Refused as refusal:
            result = refusal.result(request_id)
        except ClientDisconnect:
            result = bad_request("The request ended early.").result(request_id)
        except Exception as error:
            result = failed(error, request_id)
        response = as_response(request, result, media or JSON, request_id)
        if result.complete:
            keeper.write(response)
        return response

    async def _result(self, request: Request, keeper: Keeper, request_id: str) -> Result:
        if request.method not in METHODS:
            allow = {"allow": ", ".join(METHODS)}
            raise Refused("BAD_REQUEST", "Send a POST.", status=405, headers=allow)
        by_get = request.method == "GET"
        body = b"" if by_get else await read_body(request, await self._largest(request, keeper))
        async with self.gate:
            payload = query_payload(request) if by_get else parse_json(body)
            operation = Operation.of(payload, request_id=request_id, read_only=by_get)
            chosen = self.documents.choose(operation)
            context = await self.make_context(request, keeper)
            return await self.documents.run(chosen, context)

    async def _largest(self, request: Request, keeper: Keeper) -> int:
        if self.largest_body is None or announced(request) <= LARGEST_BODY:
            return LARGEST_BODY
        async with self.gate:
            return self.largest_body(await self.make_context(request, keeper))

    def _wants_explorer(self, request: Request) -> bool:
        return (
            request.method == "GET"
            and self.documents.explorable
            and HTML in request.headers.get("accept", "")
            and not {"query", "documentId"} & set(request.query_params)
        )


def negotiate(accept: str | None) -> str | None:
    """The media type to answer with, or None when the caller accepts none of ours."""
    if not accept:
        return JSON
    ours = {GRAPHQL_JSON: GRAPHQL_JSON, JSON: JSON, "*/*": JSON, "application/*": JSON}
    best, best_quality = None, 0.0
    for choice in accept.split(","):
        name, *parameters = (part.strip().lower() for part in choice.split(";"))
        quality = _quality(parameters)
        if name in ours and quality > best_quality:
            best, best_quality = ours[name], quality
    return best


def _quality(parameters: list[str]) -> float:
    charsets = [
        value for key, _, value in (each.partition("=") for each in parameters) if key == "charset"
    ]
    if any(value.strip('"') not in ("utf-8", "utf8") for value in charsets):
        return 0.0
    return quality(parameters)


async def read_body(request: Request, largest: int = LARGEST_BODY) -> bytes:
    """The body of a POST: JSON in UTF-8, not compressed, not too large, sent in time."""
    name, *parameters = (
        part.strip().lower() for part in request.headers.get("content-type", "").split(";")
    )
    if name != JSON or _quality([each for each in parameters if each.startswith("charset")]) == 0:
        raise Refused("BAD_REQUEST", f"Send {JSON} in UTF-8.", status=415)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Refused("BAD_REQUEST", "Send the body as it is, not compressed.", status=415)
    if not 0 <= announced(request) <= largest:
        raise _too_large(largest)
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS_TO_SEND):
            async for chunk in request.stream():
                body += chunk
                if len(body) > largest:
                    raise _too_large(largest)
    except TimeoutError:
        raise Refused("BAD_REQUEST", "The body took too long to arrive.", status=408) from None
    return bytes(body)


def announced(request: Request) -> int:
    """Bytes of the body as the request says beforehand; -1 for what is no number."""
    length = request.headers.get("content-length", "0")
    return int(length) if length.isdecimal() and len(length) < 20 else -1


def _too_large(largest: int) -> Refused:
    message = f"The body is larger than {largest:,} bytes."
    return Refused("REQUEST_TOO_LARGE", message, status=413, headers={"connection": "close"})


def parse_json(body: bytes | str) -> Any:
    """The value in a JSON text. Raises `Refused` for anything else, and for broken UTF-8."""
    try:
        return orjson.loads(body)
    except ValueError:
        raise bad_request("The request cannot be read as JSON in UTF-8.") from None


def query_payload(request: Request) -> dict[str, Any]:
    """The members of an operation in a query string; objects are JSON texts there."""
    payload: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if payload.get(name):
            payload[name] = parse_json(payload[name])
    return payload


def as_response(request: Request, result: Result, media: str, request_id: str) -> Response:
    """The result in the media type that was agreed on, compressed where that saves something."""
    status = 200 if result.lenient and media == JSON else result.status
    headers = {**_headers(request_id), **result.headers}
    if result.complete and request.method == "GET":
        # of the answer before it is compressed: the same answer has the same tag for everybody
        headers["etag"] = tag(media.encode(), result.body)
        if holds(request.headers.get("if-none-match", ""), headers["etag"]):
            return Response(None, 304, headers)
    body = result.body
    if len(body) >= WORTH_COMPRESSING and takes(request.headers.get("accept-encoding", ""), "gzip"):
        body = gzip.compress(body, GZIP_LEVEL, mtime=0)
        headers["content-encoding"] = "gzip"
    return Response(body, status, headers, media_type=f"{media}; charset=utf-8")


def _headers(request_id: str) -> dict[str, str]:
    return {
        # Nobody on the way keeps an answer, and neither does the browser: it would lie there in clear.
        # The phone keeps what it needs itself, sealed, together with the tag.
        "cache-control": "no-store",
        "vary": VARY,
        "x-request-id": request_id,
        "x-content-type-options": "nosniff",
    }
