"""Posters over plain HTTP: an office sends one, and whoever may see it is shown it.

What is sent is never what is served (`reencode.py`): neither its name nor its type is believed, and nothing of it is
kept besides its pixels.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from backend.core.errors import Code, DomainError, NotFound
from backend.core.text import LANGUAGES
from backend.database import retrying
from backend.gql.access import check, posted_as
from backend.gql.context import Context
from backend.gql.failures import failed
from backend.gql.gate import Gate
from backend.gql.http import VARY, announced
from backend.gql.keeper import Keeper, keeper_of
from backend.gql.operation import bad_request, new_request_id
from backend.gql.problems import describe
from backend.gql.refusals import Refused
from backend.headers import holds
from backend.programmes.access import WRITERS
from backend.programmes.commands.posters import add_poster, check_may_add
from backend.programmes.pictures import picture_of
from backend.programmes.queries.posters import Shown, poster_file
from backend.programmes.rules.pictures import (
    FORMATS,
    LARGEST_SENT,
    Picture,
    Said,
    ShownPoster,
    parse_name,
)

SECONDS_TO_SEND = 120.0
"""How long an office on a slow line may take to send its picture."""

_STATUS = {
    Code.SIGN_IN_NEEDED: 401,
    Code.NOT_ALLOWED: 403,
    Code.NOT_FOUND: 404,
    Code.REQUEST_ID_REUSED: 409,
    Code.PICTURE_TOO_LARGE: 413,
    Code.TRY_AGAIN: 503,
}
"""Of a refusal; 422 for every other."""

_LOCKS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_YEAR = "max-age=31536000, immutable"
_YES_OR_NO = {"true": True, "false": False}
_ALT = {"alt": "es"} | {f"alt-{language}": language for language in LANGUAGES if language != "es"}
MakeContext = Callable[[Request, Keeper], Awaitable[Context]]


class Posters:
    """What answers at `POST /posters/<event>` and `GET /poster/<digest>-<width>.<webp|jpg>`.

    Who asks is found as for GraphQL: a token, or cookies where a header asks for them that no foreign page may send.
    """

    def __init__(self, make_context: MakeContext, *, production: bool) -> None:
        self._make_context, self._secure = make_context, production
        # each picture that is received takes memory, and each that is written anew a processor
        self._sending = Gate(running=4, waiting=4, patience=10.0)
        self._writing = Gate(running=1, waiting=4, patience=30.0)
        self._locks = dict(_LOCKS)
        if production:
            self._locks["strict-transport-security"] = "max-age=31536000"

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/posters/{event}", self.add, methods=["POST"]),
            Route("/poster/{name}", self.show, methods=["GET"]),
        ]

    async def add(self, request: Request) -> Response:
        """Take a picture: its bytes are the body, the query says the rest (`_said`). Answers JSON.

        `{"poster": …}`, or `{"problem": {"code", "message"}}` in the reader's language.
        """
        request_id = new_request_id()
        headers = self._locks | {"cache-control": "no-store", "x-request-id": request_id}
        try:
            context = await self._context(request)
            try:
                return _json(201, {"poster": await self._added(request, context)}, headers)
            except DomainError as refusal:
                message, code = describe(refusal, context)
                told = {"problem": {"code": code, "message": message}}
                if refusal.code is Code.TRY_AGAIN:
                    headers["retry-after"] = "5"
                # the body may not have been read: what follows on this connection is no request
                headers["connection"] = "close"
                return _json(_STATUS.get(refusal.code, 422), told, headers)
            finally:
                await context.close()
        except Refused as refusal:
            result = refusal.result(request_id)
        except ClientDisconnect:
            result = bad_request("The request ended early.").result(request_id)
        except Exception as error:
            result = failed(error, request_id)
        status = 500 if result.status == 200 else result.status
        headers |= {**result.headers, "connection": "close"}
        return Response(result.body, status, headers, media_type="application/json")

    async def show(self, request: Request) -> Response:
        """One file. Whoever may not see it is told what is told of one that there is not."""
        name = parse_name(request.path_params["name"])
        etag = f'"{request.path_params["name"]}"'
        held = holds(request.headers.get("if-none-match", ""), etag)
        try:
            context = await self._context(request)
            if name is None:
                raise NotFound()
            found = await retrying(
                lambda: poster_file(context.actor, name, held=held, now=context.now)
            )
        except (NotFound, Refused):
            gone = self._locks | {"cache-control": "no-store", "vary": VARY}
            return PlainTextResponse("Not found", 404, gone)
        return self._file(found, etag, FORMATS[name[2]])

    def _file(self, found: Shown, etag: str, media: str) -> Response:
        """For a year where everybody may see it; else nobody on the way keeps it, and the caller asks again."""
        kept = f"public, {_YEAR}" if found.for_everybody else "private, no-cache"
        headers = self._locks | {"cache-control": kept, "etag": etag}
        if not found.for_everybody:
            headers |= {"vary": VARY, "x-robots-tag": "noindex, nofollow, noarchive"}
        if found.bytes is None:
            return Response(None, 304, headers)
        return Response(found.bytes, 200, headers, media_type=media)

    async def _context(self, request: Request) -> Context:
        return await self._make_context(request, keeper_of(request, secure=self._secure))

    async def _added(self, request: Request, context: Context) -> Mapping[str, Any]:
        """Whoever may not send one is refused before anything of it is read."""
        check(posted_as(*WRITERS), context.actor, context.now)
        event_id, key = _id(request.path_params["event"]), _request_id(request)
        said = _said(request)
        await retrying(lambda: check_may_add(context.staff, event_id))
        async with self._sending:
            body = await _body(request)
            async with self._writing:
                picture = await _rewritten(body)
        kept = await add_poster(
            context.staff,
            key,
            event_id=event_id,
            sent=sha256(body).digest(),
            picture=picture,
            said=said,
            now=context.now,
        )
        poster = ShownPoster(
            digest=kept["digest"], alt=said.alt, width=kept["width"], height=kept["height"]
        )
        return {
            "id": kept["id"],
            "address": poster.address,
            "widths": poster.widths,
            "width": poster.width,
            "height": poster.height,
        }


async def _rewritten(body: bytes) -> Picture | DomainError:
    """The picture, or why it is none: that is remembered with the request. Raises TRY_AGAIN, which is not."""
    try:
        return await picture_of(body)
    except DomainError as refusal:
        if refusal.code is Code.TRY_AGAIN:
            raise
        return refusal


async def _body(request: Request) -> bytes:
    """What is sent, no more than may be. Raises PICTURE_TOO_LARGE, or Refused for what is packed or takes too long."""
    if request.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Refused("BAD_REQUEST", "Send the body as it is, not compressed.", status=415)
    if not 0 <= announced(request) <= LARGEST_SENT:
        raise DomainError(Code.PICTURE_TOO_LARGE)
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS_TO_SEND):
            async for chunk in request.stream():
                body += chunk
                if len(body) > LARGEST_SENT:
                    raise DomainError(Code.PICTURE_TOO_LARGE)
    except TimeoutError:
        raise Refused("BAD_REQUEST", "The body took too long to arrive.", status=408) from None
    return bytes(body)


def _said(request: Request) -> Said:
    """`alt`, also as `alt-quz` and so on; `recognisable`, `peopleAgreed` (true, false); `consentAct`."""
    query = request.query_params
    return Said(
        alt={language: query[name] for name, language in _ALT.items() if query.get(name)},
        recognisable=_yes_or_no(request, "recognisable"),
        people_agreed=_yes_or_no(request, "peopleAgreed"),
        consent_act=query.get("consentAct", ""),
    )


def _yes_or_no(request: Request, name: str) -> bool:
    """Nobody's yes is supposed, and nobody's no. Raises BAD_INPUT for anything else."""
    said = _YES_OR_NO.get(request.query_params.get(name, ""))
    if said is None:
        raise DomainError(Code.BAD_INPUT, field=name)
    return said


def _request_id(request: Request) -> UUID:
    try:
        return UUID(request.query_params.get("requestId", ""))
    except ValueError as error:
        raise DomainError(Code.BAD_INPUT, field="requestId") from error


def _id(said: str) -> UUID:
    try:
        return UUID(said)
    except ValueError as error:
        raise NotFound() from error


def _json(status: int, told: Mapping[str, Any], headers: Mapping[str, str]) -> Response:
    return Response(orjson.dumps(told), status, headers, media_type="application/json")
