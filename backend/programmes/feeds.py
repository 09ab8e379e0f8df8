"""Calendars that phones subscribe to: one's own by a secret, and those for everybody. Read and nothing else."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

import orjson
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from backend.core.text import say
from backend.database import retrying
from backend.gql.context import wanted_language
from backend.headers import address_of, holds, tag
from backend.programmes.queries.feeds import (
    PublicDate,
    Refused,
    own_calendar,
    public_dates,
)
from backend.programmes.rules.calendars import Entry, calendar_bytes, shape, standing
from backend.programmes.rules.vocabulary import Where

PAUSE = 60
"""Seconds after which somebody who was sent away may ask again."""

_LOCKS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow, noarchive",
}
_REFUSED = {Refused.UNKNOWN: ("Not found", 404), Refused.PAUSED: ("Ask again later", 429)}
_OWN = {"cache-control": "private, no-cache"}
_PUBLIC = {"cache-control": "public, max-age=900", "vary": "accept-language"}


class Feeds:
    """What answers below `/calendar/`. `address`: where people reach the service; empty where nobody has said."""

    def __init__(self, clock: Callable[[], datetime], address: str, *, production: bool) -> None:
        self._clock, self._address = clock, address
        self._locks = dict(_LOCKS)
        if production:
            self._locks["strict-transport-security"] = "max-age=31536000"

    def routes(self) -> list[BaseRoute]:
        """Those for everybody first: no secret has a slash in it."""
        return [
            Route("/calendar/public/programme/{code}.ics", self.of_programme, methods=["GET"]),
            Route("/calendar/public/{place}.ics", self.of_place, methods=["GET"]),
            Route("/calendar/{token}.ics", self.own, methods=["GET"]),
        ]

    async def own(self, request: Request) -> Response:
        """The dates that one account answered, in neutral words."""
        token, who = request.path_params["token"], address_of(request)
        found = await retrying(lambda: own_calendar(token, who, self._clock()))
        if isinstance(found, Refused):
            return self._refusal(found)
        name = say("calendar.name", found.language)
        return await self._answer(request, (name, found.language, found.entries), _OWN)

    async def of_place(self, request: Request) -> Response:
        """What is for everybody at one establishment."""
        place, who = request.path_params["place"], address_of(request)
        found = await retrying(lambda: public_dates(who, self._clock(), place=place))
        return await self._public(request, found)

    async def of_programme(self, request: Request) -> Response:
        """What is for everybody of one programme."""
        code, who = request.path_params["code"], address_of(request)
        found = await retrying(lambda: public_dates(who, self._clock(), programme=code))
        return await self._public(request, found)

    async def _public(self, request: Request, found: tuple[PublicDate, ...] | Refused) -> Response:
        if isinstance(found, Refused):
            return self._refusal(found)
        language = wanted_language(request)
        entries = tuple(public_entry(each, language, self._address) for each in found)
        name = say("calendar.public_name", language)
        return await self._answer(request, (name, language, entries), _PUBLIC)

    def _refusal(self, why: Refused) -> Response:
        words, status = _REFUSED[why]
        headers = self._locks | {"cache-control": "no-store"}
        if why is Refused.PAUSED:
            headers["retry-after"] = str(PAUSE)
        return PlainTextResponse(words, status, headers)

    async def _answer(
        self,
        request: Request,
        told: tuple[str, str, tuple[Entry, ...]],
        kept: dict[str, str],
    ) -> Response:
        """A calendar by its name, language and entries; most of the time the caller holds it, and none is written.

        Writing a long one takes a while: others do not wait for it.
        """
        language = told[1]
        etag = tag(shape(language), orjson.dumps(told, default=str))
        headers = self._locks | kept | {"etag": etag}
        if holds(request.headers.get("if-none-match", ""), etag):
            return Response(None, 304, headers)
        write = calendar_bytes if kept is _OWN else _shared
        body = await asyncio.to_thread(write, *told)
        headers |= {
            "content-disposition": 'inline; filename="encuentro.ics"',
            "content-language": language,
        }
        return Response(body, 200, headers, media_type="text/calendar; charset=utf-8")


_shared = lru_cache(maxsize=64)(calendar_bytes)
"""What many phones ask for is written once."""


def public_entry(one: PublicDate, language: str, address: str) -> Entry:
    """A date for everybody as a calendar shows it. Why it does not stand was written for families."""
    title, summary = one.said(language)
    online = one.where is Where.ONLINE
    place = one.link if online else ", ".join(filter(None, (one.name, one.address)))
    told = [summary, "" if online else one.link]
    return Entry(
        id=one.id,
        starts_at=one.starts_at,
        ends_at=one.ends_at,
        sequence=one.sequence,
        changed_at=one.changed_at,
        standing=standing(one.state),
        title=title,
        words="\n".join(filter(None, told)),
        place="" if one.where is Where.INSIDE else place,
        address=f"{address}/event/{one.id}" if address else one.link,
    )
