"""Pages that exist in development alone: where to begin, and the codes that a phone would have received."""

import html
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from backend.core.actor import System
from backend.database import reading
from backend.demo import authenticator_code
from backend.identity import queries as identity

_STYLE = """
body{font:1.05rem/1.6 system-ui,sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}
body{color:#22312b;background:#fbf8f3}
h1{font-size:1.5rem}
a{color:#0b5c4b}
td.words{font:600 1.1em ui-monospace,monospace}
table{border-collapse:collapse;width:100%}
td,th{text-align:left;padding:.5rem .6rem .5rem 0;border-bottom:1px solid #ddd3c4}
@media (prefers-color-scheme:dark){
  body{color:#e9e4da;background:#1b211e}
  a{color:#7fd1b9}
  td,th{border-color:#3a453f}
}
"""


class Console:
    """Prints on the terminal what a phone would have received, each message once."""

    def __init__(self) -> None:
        self._printed: set[identity.Message] | None = None

    async def print_new(self, now: datetime) -> None:
        """Messages since the last look; what was there before the first look is left alone."""
        async with reading(System()) as tx:
            messages = await identity.outbox(tx)
        if self._printed is not None:
            for each in reversed(messages):
                if each not in self._printed:
                    print(f"  SMS to {each.phone}: {each.body}", flush=True)
        self._printed = set(messages)


def _page(title: str, body: str) -> HTMLResponse:
    head = (
        '<!doctype html><html lang="es"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
    )
    return HTMLResponse(
        f"{head}<title>{title}</title><style>{_STYLE}</style><h1>{title}</h1>{body}"
    )


def routes() -> list[BaseRoute]:
    """What the web process adds while it is not in production."""
    return [Route("/", start), Route("/dev/outbox", outbox)]


async def start(request: Request) -> Response:
    """Where a newcomer begins."""
    body = """<p>The service is running. This page and the outbox exist in development only.</p>
<ul><li><a href="/graphql">/graphql</a>: try the API (GraphiQL)</li>
<li><a href="/dev/outbox">/dev/outbox</a>: the codes that phones would have received</li>
<li><a href="/health">/health</a>: ready or not</li></ul>
<p>Demo families and staff, and how to sign in as each, are printed on the terminal.
README.md has a session to copy.</p>"""
    return _page("Encuentro", body)


async def outbox(request: Request) -> Response:
    """The newest messages owed to phones: JSON when asked for, a page otherwise."""
    async with reading(System()) as tx:
        messages = await identity.outbox(tx)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(
            [
                {"phone": each.phone, "body": each.body, "createdAt": each.created_at.isoformat()}
                for each in messages
            ]
        )
    rows = "".join(
        f"<tr><td>{html.escape(each.phone)}<td class=words>{html.escape(each.body)}"
        f"<td>{each.created_at:%H:%M:%S} UTC"
        for each in messages
    )
    authenticator = (
        f"<p>The demo staff's authenticator: <b>{authenticator_code(datetime.now(UTC))}</b></p>"
    )
    table = f"<table><tr><th>To<th>Message<th>At{rows}</table>" if rows else "<p>Nothing yet.</p>"
    return _page("Outbox", f"{authenticator}{table}<p><a href='/'>Back</a></p>")
