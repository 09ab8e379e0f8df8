"""Answers without an account, on pages without a script: a form for one date, and the answer's own page.

Nobody's name or number is asked: whoever has the address of the page has the answer.
"""

import html
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from backend.core.clock import LIMA
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.core.text import say
from backend.database import is_passing, retrying
from backend.gql.context import wanted_language
from backend.headers import address_of
from backend.programmes.commands.open_answering import give_open_answer, withdraw_open_answer
from backend.programmes.public_page import PAUSE, article, date_id, headers_of, page, refusal
from backend.programmes.queries.feeds import OpenPlaces, Refused
from backend.programmes.queries.open_answers import OpenAnswer, OpenDate, open_answer, open_date

LARGEST = 2_000
"""Bytes of a form that is sent: three short fields."""

_FORM = "application/x-www-form-urlencoded"
_LONGEST_TYPED = 12
_STATUS = {
    "elsewhere": 403,
    "busy": 503,
    "begun": 409,
    Code.TRIES_PAUSED: 429,
    Code.NO_PLACE: 409,
    Code.ANSWERS_CLOSED: 409,
}
"""Of a page that says why nothing came of what was sent; 422 where it should say something else."""


class OpenAnswers:
    """What answers at `/event/<date>/answer` and at `/answer/<secret>`, to anybody."""

    def __init__(self, clock: Callable[[], datetime], *, production: bool) -> None:
        self._clock = clock
        self._headers = headers_of(form_action="'self'", production=production) | {
            "cache-control": "no-store",
            "x-robots-tag": "noindex, nofollow, noarchive",
        }

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/event/{date}/answer", self.form, methods=["GET"]),
            Route("/event/{date}/answer", self.give, methods=["POST"]),
            Route("/answer/{secret}", self.shown, methods=["GET"]),
            Route("/answer/{secret}", self.withdraw, methods=["POST"]),
        ]

    async def form(self, request: Request) -> Response:
        """How many come? What it is sent with is made here, so that sending it twice is one answer."""
        return await self._form(request, {"asked": str(new_id()), "adults": "1", "children": "0"})

    async def give(self, request: Request) -> Response:
        """Take places; then the answer's own page. Whatever cannot be is asked again, with what was typed."""
        said = await _sent(request)
        one, asked = date_id(request.path_params["date"]), date_id(said.get("asked", ""))
        adults, children = _number(said.get("adults")), _number(said.get("children"))
        if not _is_own(request):
            return await self._form(request, said | {"asked": str(new_id())}, "elsewhere")
        if asked is None or one is None or adults is None or children is None:
            return await self._form(request, said | {"asked": str(asked or new_id())}, "numbers")
        try:
            secret = await give_open_answer(
                asked,
                occurrence_id=one,
                adults=adults,
                children=children,
                address=address_of(request),
                now=self._clock(),
            )
        except Exception as error:
            return await self._form(request, said, _why(error))
        return RedirectResponse(f"/answer/{secret}", 303, self._headers)

    async def shown(self, request: Request) -> Response:
        """How an answer stands."""
        return await self._answer(request)

    async def withdraw(self, request: Request) -> Response:
        """Take an answer back, where its holder said so twice."""
        said, secret = await _sent(request), request.path_params["secret"]
        if not _is_own(request) or said.get("sure") != "yes":
            return await self._answer(request, "sure_needed" if _is_own(request) else "elsewhere")
        try:
            await withdraw_open_answer(secret, address=address_of(request), now=self._clock())
        except Exception as error:
            why = _why(error)
            return await self._answer(request, "begun" if why is Code.ANSWERS_CLOSED else why)
        return RedirectResponse(f"/answer/{secret}", 303, self._headers)

    async def _form(
        self, request: Request, said: dict[str, str], why: str | Code | None = None
    ) -> Response:
        who, one, now = address_of(request), date_id(request.path_params["date"]), self._clock()
        found = await retrying(lambda: open_date(who, now, one))
        language = wanted_language(request)
        if isinstance(found, Refused):
            return refusal(found, language, self._headers)
        told = list(article(found.date, language, whole=False))
        trouble = _trouble(found, why, now)
        if trouble is not None:
            told.insert(0, _alert(trouble, language, found.date.answers))
        if trouble not in ("full", Code.ANSWERS_CLOSED) and found.date.answers:
            told += _fields(found.date.id, found.date.answers, said, language)
        return self._page("title", told, language, why)

    async def _answer(self, request: Request, why: str | Code | None = None) -> Response:
        who, secret, now = address_of(request), request.path_params["secret"], self._clock()
        found = await retrying(lambda: open_answer(who, now, secret))
        language = wanted_language(request)
        if isinstance(found, Refused):
            return refusal(found, language, self._headers)
        return self._page("yours", _stands(found, why, language), language, why)

    def _page(
        self, title: str, told: Iterable[str], language: str, why: str | Code | None
    ) -> Response:
        status = 200 if why is None else _STATUS.get(why, 422)
        headers = dict(self._headers)
        if status in (429, 503):
            headers["retry-after"] = str(PAUSE)
        body = "".join([f"<h1>{_say(title, language)}</h1>", *told])
        return HTMLResponse(
            page(say(f"open_answer.{title}", language), body, language), status, headers
        )


def _trouble(found: OpenDate, why: str | Code | None, now: datetime) -> str | Code | None:
    """What the page of a form says first, if anything: that there is nothing to send, or `why` nothing came of it."""
    places = found.date.answers
    if places is None or places.until <= now:
        return Code.ANSWERS_CLOSED
    return "full" if found.is_full else why


def _fields(one: UUID, places: OpenPlaces, said: dict[str, str], language: str) -> Iterator[str]:
    until = f"{places.until.astimezone(LIMA):%d/%m/%Y, %H:%M}"
    yield f"<p>{_say('lead', language)}</p><p>{_say('until', language, when=until)}</p>"
    yield f'<form method="post" action="/event/{one}/answer">'
    yield f'<input type="hidden" name="asked" value="{_typed(said, "asked", 36)}" autocomplete="off">'
    yield from _field("adults", said, (1, places.adults), language)
    yield from _field("children", said, (0, places.children), language)
    yield f'<button type="submit">{_say("send", language)}</button></form>'


def _field(
    name: str, said: dict[str, str], between: tuple[int, int], language: str
) -> Iterator[str]:
    least, most = between
    yield f'<label for="{name}">{_say(name, language, most=most)}</label>'
    yield f'<input type="number" inputmode="numeric" id="{name}" name="{name}" min="{least}" max="{most}"'
    yield f' value="{_typed(said, name, _LONGEST_TYPED)}" required autocomplete="off">'


def _stands(found: OpenAnswer, why: str | Code | None, language: str) -> Iterator[str]:
    if why is not None:
        yield _alert(why, language)
    ended = "ended" if found.why in ("audience", "closed") else found.why
    yield f'<p class="told" role="status">{_say(ended or "going", language)}</p>'
    if found.is_going:
        yield f'<dl><dt>{_say("code", language)}</dt><dd class="code">{html.escape(found.code)}</dd>'
        for name, count in (("grown", found.adults), ("young", found.children)):
            yield f"<dt>{_say(name, language)}</dt><dd>{count}</dd>"
        yield "</dl>"
    if found.date is not None:
        yield from article(found.date, language, whole=False)
    if not found.is_going:
        return
    feed = f"/calendar/public/programme/{html.escape(found.programme)}.ics"
    words = html.escape(say("public_page.subscribe", language))
    yield f'<p>{_say("keep", language)}</p><p><a href="{feed}" type="text/calendar">{words}</a></p>'
    if found.has_begun:
        return
    yield f"<p>{_say('other', language)}</p>"
    yield '<form method="post"><label for="sure"><input type="checkbox" id="sure" name="sure" value="yes" required>'
    yield f'{_say("sure", language)}</label><button type="submit">{_say("withdraw", language)}</button></form>'


def _alert(why: str | Code, language: str, places: OpenPlaces | None = None) -> str:
    name = why.value if isinstance(why, Code) else why
    facts = {"adults": places.adults, "children": places.children} if places else {}
    return f'<p class="told" role="alert">{_say(name, language, **facts)}</p>'


def _say(name: str, language: str, **facts: object) -> str:
    return html.escape(say(f"open_answer.{name}", language, facts))


def _typed(said: dict[str, str], name: str, longest: int) -> str:
    return html.escape(said.get(name, "")[:longest])


def _number(said: str | None) -> int | None:
    """What was typed as a number of people; None for what is none, or absurd."""
    typed = (said or "").strip()
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= 4 else None


async def _sent(request: Request) -> dict[str, str]:
    """The fields of a form; none of what is too long, is of another kind or cannot be read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != _FORM:
        return {}
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            return {}
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=8))
    except ValueError:
        return {}


def _is_own(request: Request) -> bool:
    """Whether a form was sent from a page of ours: another site gains nothing by it, but could have its guests fill
    a hall. A browser that keeps referrers to itself sends `Origin: null`, and an old one says neither."""
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    return origin == "null" or urlsplit(origin).netloc == request.headers.get("host")


def _why(error: Exception) -> str | Code:
    """What the page says of what went wrong. Raises what it has no words for."""
    if isinstance(error, NotFound):
        return Code.ANSWERS_CLOSED  # gone between two looks; what never was has a page of its own
    if isinstance(error, DomainError):
        return error.code
    if is_passing(error):
        return "busy"
    raise error
