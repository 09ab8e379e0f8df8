"""The public page of what is for everybody: a list, and one date with what guests must know. Without a script.

What it says for people it says for search engines too, as schema.org microdata: a date that does not stand is told so.
"""

import html
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from backend.core.clock import LIMA
from backend.core.text import say
from backend.database import retrying
from backend.gql.context import wanted_language
from backend.headers import address_of, holds, tag
from backend.programmes.queries.feeds import PublicDate, Refused, public_date, public_dates
from backend.programmes.rules.pictures import FORMATS, ShownPoster
from backend.programmes.rules.vocabulary import DateState, Where

PAUSE = 60
"""Seconds after which somebody who was sent away may ask again."""

MOST = 100
"""Dates on one page, the soonest; calendars hold more."""

_STYLE = """
body{font:1.05rem/1.55 system-ui,sans-serif;max-width:36rem;margin:1.5rem auto;padding:0 1rem}
body{color:#22312b;background:#fbf8f3;overflow-wrap:anywhere}
h1{font-size:1.35rem}
h2{font-size:1.2rem;margin:0}
article{border-top:1px solid #cfc8bb;padding:1rem 0}
img{display:block;width:100%;height:auto;border-radius:.4rem;margin:.6rem 0}
dt{color:#5c6a63}
dd{margin:0 0 .6rem}
ul{margin:0;padding-left:1.2rem}
a{color:#1d5c46;display:inline-block;padding:.75rem 0}
label{display:block;margin:1rem 0 .3rem}
input[type=number]{font:inherit;width:6rem;padding:.6rem;border:1px solid #5c6a63;border-radius:.4rem}
input[type=number]{color:inherit;background:transparent}
input[type=checkbox]{width:1.3rem;height:1.3rem;vertical-align:middle;margin:0 .6rem 0 0}
button{display:block;font:inherit;margin:1.2rem 0;padding:.8rem 1.4rem;border:0;border-radius:.4rem}
button{color:#fff;background:#1d5c46}
.told{font-weight:700}
.code{font-size:1.8rem;font-weight:700;letter-spacing:.08em}
@media (prefers-color-scheme:dark){
body{color:#e9e4da;background:#1b211e}dt{color:#9db0a6}a{color:#8fd3b4}article{border-color:#46524c}}
"""
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_STATUS = {Refused.UNKNOWN: 404, Refused.PAUSED: 429}
_SCHEMA = "https://schema.org/"
_SIZES = "(max-width: 36rem) 100vw, 34rem"


def headers_of(*, form_action: str = "'none'", production: bool) -> dict[str, str]:
    """What goes with every page. `form_action`: where its forms may go, in the words of a content security policy."""
    told = {
        "content-security-policy": (
            f"default-src 'none'; img-src 'self'; style-src 'sha256-{_HASH}'; base-uri 'none';"
            f" form-action {form_action}; frame-ancestors 'none'"
        ),
        "cross-origin-opener-policy": "same-origin",
        "referrer-policy": "no-referrer",
        "vary": "accept-language",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
    if production:
        told["strict-transport-security"] = "max-age=31536000"
    return told


class PublicPage:
    """What answers at `/programme/<establishment>` and `/event/<date>`, to anybody."""

    def __init__(self, clock: Callable[[], datetime], *, production: bool) -> None:
        self._clock = clock
        self._headers = headers_of(production=production)

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/programme/{place}", self.programme, methods=["GET"]),
            Route("/event/{date}", self.event, methods=["GET"]),
        ]

    async def programme(self, request: Request) -> Response:
        """What is for everybody at one establishment, from today on."""
        place, who, now = request.path_params["place"], address_of(request), self._clock()
        found = await retrying(lambda: public_dates(who, now, place=place, at_most=MOST))
        if isinstance(found, Refused):
            return self._refusal(request, found)
        to_come = [each for each in found if each.ends_at > now]
        language = wanted_language(request)
        return self._answer(request, "".join(_list(to_come, place, language)))

    async def event(self, request: Request) -> Response:
        """One date."""
        one, who, now = date_id(request.path_params["date"]), address_of(request), self._clock()
        found = await retrying(lambda: public_date(who, now, one))
        if isinstance(found, Refused):
            return self._refusal(request, found)
        language = wanted_language(request)
        title, _ = found.said(language)
        told = "".join(article(found, language, whole=True))
        if found.answers and now < found.answers.until:
            words = html.escape(say("open_answer.link", language))
            told += f'<p><a href="/event/{found.id}/answer" rel="nofollow">{words}</a></p>'
        return self._answer(request, page(title, told, language))

    def _refusal(self, request: Request, why: Refused) -> Response:
        return refusal(why, wanted_language(request), self._headers)

    def _answer(self, request: Request, body: str) -> Response:
        etag = tag(body.encode())
        headers = self._headers | {"etag": etag, "cache-control": "public, max-age=300"}
        if holds(request.headers.get("if-none-match", ""), etag):
            return Response(None, 304, headers)
        return HTMLResponse(body, 200, headers)


def refusal(why: Refused, language: str, headers: dict[str, str]) -> Response:
    """One page for whatever is not shown."""
    title = say("public_page.title", language)
    said = html.escape(say(f"public_page.{why.value}", language))
    headers = headers | {"cache-control": "no-store", "x-robots-tag": "noindex"}
    if why is Refused.PAUSED:
        headers["retry-after"] = str(PAUSE)
    body = page(title, f"<h1>{html.escape(title)}</h1><p>{said}</p>", language)
    return HTMLResponse(body, _STATUS[why], headers)


def page(title: str, body: str, language: str) -> str:
    """A whole page around what stands in it, in the style whose digest its headers name."""
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{_STYLE}</style><main>{body}</main>"
    )


def _list(dates: list[PublicDate], place: str, language: str) -> Iterator[str]:
    title = say("public_page.title", language)
    told = "".join("".join(article(each, language, whole=False)) for each in dates)
    if not dates:
        told = f"<p>{_say('empty', language)}</p>"
    feed = f"/calendar/public/{html.escape(place)}.ics"
    link = f'<p><a href="{feed}" type="text/calendar">{_say("subscribe", language)}</a></p>'
    yield page(title, f"<h1>{html.escape(title)}</h1>{told}{link}", language)


def article(one: PublicDate, language: str, *, whole: bool) -> Iterator[str]:
    """One date; `whole` with what guests must know, else with a link to its own page."""
    title, summary = (html.escape(each) for each in one.said(language))
    status = event_status(one)
    yield f'<article itemscope itemtype="{_SCHEMA}Event">'
    yield f'<link itemprop="eventStatus" href="{_SCHEMA}{status}">'
    yield f'<link itemprop="eventAttendanceMode" href="{_SCHEMA}{_attendance(one)}">'
    if whole:
        yield f'<h1 itemprop="name">{title}</h1>'
    else:
        link = f'<a itemprop="url" href="/event/{one.id}"><span itemprop="name">{title}</span></a>'
        yield f"<h2>{link}</h2>"
    if status != "EventScheduled":
        told = _say(status.removeprefix("Event").lower(), language)
        yield f'<p class="told" role="status">{told}</p>'
    if one.poster:
        yield _poster(one.poster, language)
    if summary:
        yield f'<p itemprop="description">{summary}</p>'
    yield "<dl>"
    yield from _when(one, language)
    yield from _where(one, language)
    if whole:
        yield from _for_guests(one, language)
    yield "</dl></article>"


def _poster(poster: ShownPoster, language: str) -> str:
    """Its place is kept while it loads, so that nothing jumps."""
    width = poster.widths[min(1, len(poster.widths) - 1)]
    files = {
        form: ", ".join(f"{poster.address}-{each}.{form} {each}w" for each in poster.widths)
        for form in FORMATS
    }
    alt = html.escape(poster.alt_in(language))
    return (
        f'<picture><source type="image/webp" srcset="{files["webp"]}" sizes="{_SIZES}">'
        f'<img itemprop="image" src="{poster.address}-{width}.jpg" srcset="{files["jpg"]}" sizes="{_SIZES}" alt="{alt}"'
        f' width="{width}" height="{poster.height_at(width)}" loading="lazy" decoding="async"></picture>'
    )


def event_status(one: PublicDate) -> str:
    """Schema.org's word for how a date stands."""
    if one.state is DateState.CANCELLED:
        return "EventCancelled"
    if one.state is DateState.POSTPONED:
        return "EventPostponed"
    return "EventRescheduled" if one.was_at else "EventScheduled"


def _attendance(one: PublicDate) -> str:
    if one.where is Where.ONLINE:
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if one.link else "OfflineEventAttendanceMode"


def _when(one: PublicDate, language: str) -> Iterator[str]:
    begins = f'<time itemprop="startDate" datetime="{_iso(one.starts_at)}">{_shown(one.starts_at)}</time>'
    ends = f'<time itemprop="endDate" datetime="{_iso(one.ends_at)}">{_hour(one.ends_at)}</time>'
    told = f"{begins} – {ends}"
    if one.was_at and one.state is DateState.PLANNED:
        was = f'<time itemprop="previousStartDate" datetime="{_iso(one.was_at)}">{_shown(one.was_at)}</time>'
        told += "<br>" + say("public_page.was", language, {"when": was})
    yield _fact("when", told, language)
    if one.doors_at < one.starts_at:
        door = f'<time itemprop="doorTime" datetime="{_iso(one.doors_at)}">{_hour(one.doors_at)}</time>'
        yield _fact("doors", door, language)


def _where(one: PublicDate, language: str) -> Iterator[str]:
    if one.where is Where.INSIDE:
        yield _fact("where", _say("inside", language), language)
        return
    if one.where is Where.OUTSIDE:
        name, address = html.escape(one.name), html.escape(one.address)
        place = f'<span itemprop="name">{name}</span><br><span itemprop="address">{address}</span>'
        scope = f'<span itemprop="location" itemscope itemtype="{_SCHEMA}Place">{place}</span>'
        yield _fact("where", scope, language)
    if not one.link.startswith("https://"):
        return
    link, words = html.escape(one.link), _say("link", language)
    anchor = f'<a itemprop="url" href="{link}" rel="noopener noreferrer">{words}</a>'
    scope = (
        f'<span itemprop="location" itemscope itemtype="{_SCHEMA}VirtualLocation">{anchor}</span>'
    )
    yield _fact("online", scope, language)


def _for_guests(one: PublicDate, language: str) -> Iterator[str]:
    if one.works:
        items = "".join(f"<li>{html.escape(', '.join(filter(None, work)))}" for work in one.works)
        yield _fact("works", f"<ul>{items}</ul>", language)
    for name in ("documents", "dress", "bring", "forbidden"):
        words: str = getattr(one, name)
        if words:
            yield _fact(name, html.escape(words), language)
    if one.least_age is not None:
        years = say("public_page.years", language, {"count": one.least_age})
        yield _fact("least_age", html.escape(years), language)


def _fact(name: str, told: str, language: str) -> str:
    return f"<dt>{_say(name, language)}</dt><dd>{told}</dd>"


def _say(name: str, language: str) -> str:
    return html.escape(say(f"public_page.{name}", language))


def _iso(at: datetime) -> str:
    return at.astimezone(LIMA).isoformat(timespec="seconds")


def _shown(at: datetime) -> str:
    """Digits: the same in every language."""
    return f"{at.astimezone(LIMA):%d/%m/%Y, %H:%M}"


def _hour(at: datetime) -> str:
    return f"{at.astimezone(LIMA):%H:%M}"


def date_id(said: str) -> UUID | None:
    """The date that a path names; None where it cannot name any."""
    try:
        return UUID(said)
    except ValueError:
        return None
