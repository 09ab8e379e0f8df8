"""GraphQL over HTTP: one endpoint that reads a request, runs it, and always answers JSON."""

import asyncio
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
from backend.gql.operation import Operation, bad_request, new_request_id
from backend.gql.refusals import Refused, Result

JSON = "application/json"
GRAPHQL_JSON = "application/graphql-response+json"
HTML = "text/html"

LARGEST_BODY = 100_000
"""Bytes of a request body at most."""

SECONDS_TO_SEND = 10.0
"""How long a caller may take to send its body."""


class GraphQLEndpoint(Generic[C]):
    """The ASGI application of `Route("/graphql", GraphQLEndpoint(…))`.

    POST with a JSON body runs any operation. GET is for development alone: queries by query
    string, and the explorer for a browser. Cookies are not read, CORS is not granted, and a body
    of a type that a foreign page may send unasked is refused, so there is no cross-site request.
    """

    def __init__(
        self,
        documents: Documents[C],
        make_context: Callable[[Request], Awaitable[C]],
        *,
        gate: Gate | None = None,
    ) -> None:
        self.documents = documents
        self.make_context = make_context
        self.gate = gate or Gate()
        self.methods = ("POST",) if documents.trusted_only else ("GET", "POST")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        response = await self.respond(request)
        await response(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        """The answer to a request, whatever it is."""
        request_id = request.state.request_id = new_request_id()
        media = negotiate(request.headers.get("accept"))
        try:
            if self._wants_explorer(request):
                return HTMLResponse(explorer_page(), headers=_headers(request_id))
            if media is None:
                raise Refused("BAD_REQUEST", f"Accept {GRAPHQL_JSON} or {JSON}.", status=406)
            result = await self._result(request, request_id)
        except Refused as refusal:
            result = refusal.result(request_id)
        except ClientDisconnect:
            result = bad_request("The request ended early.").result(request_id)
        except Exception as error:
            result = failed(error, request_id)
        return as_response(result, media or JSON, request_id)

    async def _result(self, request: Request, request_id: str) -> Result:
        if request.method not in self.methods:
            allow = {"allow": ", ".join(self.methods)}
            raise Refused("BAD_REQUEST", "Send a POST.", status=405, headers=allow)
        by_get = request.method == "GET"
        body = b"" if by_get else await read_body(request)
        async with self.gate:
            payload = query_payload(request) if by_get else parse_json(body)
            operation = Operation.of(payload, request_id=request_id, read_only=by_get)
            chosen = self.documents.choose(operation)
            context = await self.make_context(request)
            return await self.documents.run(chosen, context)

    def _wants_explorer(self, request: Request) -> bool:
        return (
            request.method == "GET"
            and "GET" in self.methods
            and self.documents.explorable
            and HTML in request.headers.get("accept", "")
            and "query" not in request.query_params
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
    quality = 1.0
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key == "charset" and value.strip('"') not in ("utf-8", "utf8"):
            return 0.0
        if key == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
    return quality


async def read_body(request: Request) -> bytes:
    """The body of a POST: JSON in UTF-8, not compressed, not too large, sent in time."""
    name, *parameters = (
        part.strip().lower() for part in request.headers.get("content-type", "").split(";")
    )
    if name != JSON or _quality([each for each in parameters if each.startswith("charset")]) == 0:
        raise Refused("BAD_REQUEST", f"Send {JSON} in UTF-8.", status=415)
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Refused("BAD_REQUEST", "Send the body as it is, not compressed.", status=415)
    announced = request.headers.get("content-length", "0")
    if not announced.isdecimal() or int(announced) > LARGEST_BODY:
        raise _too_large()
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS_TO_SEND):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_BODY:
                    raise _too_large()
    except TimeoutError:
        raise Refused("BAD_REQUEST", "The body took too long to arrive.", status=408) from None
    return bytes(body)


def _too_large() -> Refused:
    message = f"The body is larger than {LARGEST_BODY:,} bytes."
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


def as_response(result: Result, media: str, request_id: str) -> Response:
    """The result in the media type that was agreed on."""
    status = 200 if result.lenient and media == JSON else result.status
    headers = {**_headers(request_id), **result.headers}
    return Response(result.body, status, headers, media_type=f"{media}; charset=utf-8")


def _headers(request_id: str) -> dict[str, str]:
    return {
        "cache-control": "no-store",
        "x-request-id": request_id,
        "x-content-type-options": "nosniff",
    }
