"""The public page behind a certificate's code: number, and month and total, date, or activity and hours; no more."""

import html
from base64 import b64encode
from collections.abc import Callable, Iterator
from datetime import datetime
from hashlib import sha256

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from backend.certificates import PATH, hours
from backend.core.ids import printed_number
from backend.core.money import soles
from backend.core.text import say
from backend.database import retrying
from backend.earnings.queries.certificates import Checked, Verdict, check_certificate
from backend.gql.context import wanted_language
from backend.headers import address_of
from backend.printing import day, month

STATUS = {
    Verdict.RIGHT: 200,
    Verdict.CONTRIBUTION: 200,
    Verdict.REPLACED: 410,
    Verdict.UNKNOWN: 404,
    Verdict.PAUSED: 429,
}
PAUSE = 60
"""Seconds after which somebody who was sent away may ask again."""

_STYLE = """
body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem}
body{color:#22312b;background:#fbf8f3}
h1{font-size:1.4rem}
dt{color:#5c6a63}
dd{margin:0 0 .8rem;font-size:1.3rem;overflow-wrap:anywhere}
@media (prefers-color-scheme:dark){body{color:#e9e4da;background:#1b211e}dt{color:#9db0a6}}
"""
_HASH = b64encode(sha256(_STYLE.encode()).digest()).decode()
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": (
        f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "referrer-policy": "no-referrer",
    "vary": "accept-language",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "x-robots-tag": "noindex, nofollow, noarchive",
}


class CheckPage:
    """What answers at `/check/<number>`, to anybody."""

    def __init__(self, clock: Callable[[], datetime], *, production: bool) -> None:
        self._clock = clock
        self._headers = dict(_HEADERS)
        if production:
            self._headers["strict-transport-security"] = "max-age=31536000"

    def routes(self) -> list[BaseRoute]:
        return [Route(f"{PATH}/{{number}}", self.check, methods=["GET"])]

    async def check(self, request: Request) -> Response:
        """The page of one number."""
        said, who = request.path_params["number"], address_of(request)
        found = await retrying(lambda: check_certificate(said, who, self._clock()))
        headers = dict(self._headers)
        if found.verdict is Verdict.PAUSED:
            headers["retry-after"] = str(PAUSE)
        page = _page(found, wanted_language(request))
        return HTMLResponse(page, STATUS[found.verdict], headers)


def _page(found: Checked, language: str) -> str:
    title = html.escape(say("check.title", language))
    words = html.escape(say(f"check.{found.verdict.value}", language))
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1><p>{words}</p>"
        f"{''.join(_facts(found, language))}"
    )


def _facts(found: Checked, language: str) -> Iterator[str]:
    if not found.number:
        return
    told = {"number": printed_number(found.number)}
    if found.month is not None and found.total is not None:
        told |= {"month": month(found.month), "total": soles(found.total)}
    if found.title is not None and found.minutes is not None:
        told |= {"activity": found.title, "time": hours(found.minutes)}
    if found.issued_on is not None:
        told["issued"] = day(found.issued_on)
    yield "<dl>"
    for name, value in told.items():
        yield f"<dt>{html.escape(say(f'certificate.{name}', language))}</dt><dd>{html.escape(value)}</dd>"
    yield "</dl>"
