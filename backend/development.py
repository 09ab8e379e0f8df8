"""What exists in development alone: where to look, whom to sign in as, and the codes phones would have got."""

import html
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Route

from backend.core.actor import System
from backend.database import reading
from backend.demo import PASSWORD, authenticator_code, people
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
    return [
        Route("/dev", start),
        Route("/dev/outbox", outbox),
        Route("/dev/demo", demo),
    ]


async def start(request: Request) -> Response:
    """Where a developer begins."""
    body = """<p>The service is running. What is listed here exists in development only.</p>
<ul><li><a href="/">/</a>: the app</li>
<li><a href="/graphql">/graphql</a>: try the API (GraphiQL)</li>
<li><a href="/dev/outbox">/dev/outbox</a>: the codes that phones would have received</li>
<li><a href="/dev/demo">/dev/demo</a>: whom to sign in as, for the app</li>
<li><a href="/health">/health</a>: ready or not</li></ul>
<p>Demo families and staff, and how to sign in as each, are printed on the terminal.
README.md has a session to copy.</p>"""
    return _page("Encuentro", body)


async def without_page(request: Request) -> Response:
    """What stands at `/` until the app's page has been built."""
    body = """<p>The service is running, but its page has not been built yet.</p>
<p>Run <code>make page</code> and start again, or see what else is here:
<a href="/dev">/dev</a>.</p>"""
    return _page("Encuentro", body)


async def demo(request: Request) -> Response:
    """Whom the app may sign in as, and what would have come to their phones."""
    now = datetime.now(UTC)
    families, staff = await people()
    async with reading(System()) as tx:
        messages = await identity.outbox(tx)
    shown = {
        "families": [{"phone": each["phone"], "words": each["words"]} for each in families],
        "staff": [
            {
                "documentNumber": each["document_number"],
                "name": each["name"],
                "role": each["role"],
                "password": PASSWORD,
            }
            for each in staff
        ],
        "authenticator": authenticator_code(now),
        "messages": [_message(each) for each in messages],
    }
    return JSONResponse(shown, headers={"cache-control": "no-store"})


async def outbox(request: Request) -> Response:
    """The newest messages owed to phones: JSON when asked for, a page otherwise."""
    async with reading(System()) as tx:
        messages = await identity.outbox(tx)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse([_message(each) for each in messages])
    rows = "".join(
        f"<tr><td>{html.escape(each.phone)}<td class=words>{html.escape(each.body)}"
        f"<td>{each.created_at:%H:%M:%S} UTC"
        for each in messages
    )
    authenticator = (
        f"<p>The demo staff's authenticator: <b>{authenticator_code(datetime.now(UTC))}</b></p>"
    )
    table = f"<table><tr><th>To<th>Message<th>At{rows}</table>" if rows else "<p>Nothing yet.</p>"
    return _page("Outbox", f"{authenticator}{table}<p><a href='/dev'>Back</a></p>")


def _message(message: identity.Message) -> dict[str, str]:
    return {
        "phone": message.phone,
        "body": message.body,
        "createdAt": message.created_at.isoformat(),
    }
