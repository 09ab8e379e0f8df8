"""Composition root of the web process: settings in, an ASGI application out."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import asyncpg
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from backend import development
from backend.core.actor import Staff
from backend.database import connected, connectionless, current_skew
from backend.earnings.bank.in_use import use_bank
from backend.earnings.check_page import CheckPage
from backend.gql.context import Context, context_maker
from backend.gql.documents import Documents
from backend.gql.http import LARGEST_BODY, GraphQLEndpoint
from backend.gql.manifest import read_manifests
from backend.gql.problems import describe
from backend.identity.tokens import find_actor
from backend.metrics import metrics_page
from backend.notifications.sending.gateways import read_gateways
from backend.notifications.webhooks import Webhooks
from backend.page import exported_page, read_page
from backend.programmes.feeds import Feeds
from backend.programmes.open_page import OpenAnswers
from backend.programmes.posters import Posters
from backend.programmes.public_page import PublicPage
from backend.schema import schema
from backend.sealed import use_secret
from backend.settings import Settings, SettingsError, read_settings
from backend.visits.commands import answer_by_text
from backend.worker import collect_rarely, worker_beside

log = logging.getLogger("encuentro")

SCHEMA_FOLDER = Path(__file__).parent.parent / "schema"
LARGEST_SKEW = 5.0
"""Seconds by which our clock and the database's may differ before holds become unfair."""

LARGEST_BATCH = 500_000
"""Bytes of a request of an office at most: 500 records with several prices each."""


def create_app(settings: Settings, *, with_worker: bool = False) -> Starlette:
    """The web application. Raises SettingsError or ManifestError before it serves anything."""
    use_secret(settings.secret)
    use_bank(settings)
    documents: Documents[Context] = Documents(
        schema,
        read_manifests(SCHEMA_FOLDER),
        trusted_only=settings.production,
        describe=describe,
    )
    make_context = context_maker(find_actor, settings.public_address)
    endpoint = GraphQLEndpoint(
        documents,
        make_context,
        secure=settings.production,
        largest_body=largest_body,
    )
    routes: list[BaseRoute] = [Route("/graphql", endpoint), Route("/health", health)]
    routes.append(Route("/metrics", metrics_page(settings)))
    routes += _reports(settings)
    routes += CheckPage(_now, production=settings.production).routes()
    routes += Feeds(_now, settings.public_address, production=settings.production).routes()
    routes += PublicPage(_now, production=settings.production).routes()
    routes += OpenAnswers(_now, production=settings.production).routes()
    routes += Posters(make_context, production=settings.production).routes()
    if not settings.production:
        routes += development.routes()
    folder = Path(settings.page) if settings.page else exported_page()
    routes += page_routes(folder, production=settings.production)
    return Starlette(routes=routes, lifespan=_lifespan(settings, with_worker))


def _now() -> datetime:
    return datetime.now(UTC)


def largest_body(context: Context) -> int:
    """Bytes that whoever asks may send: an office sends a day's work at once, nobody else so much."""
    return LARGEST_BATCH if isinstance(context.actor, Staff) else LARGEST_BODY


def page_routes(folder: Path | None, *, production: bool) -> list[BaseRoute]:
    """What answers at `/` and wherever nothing else does: the page; without one, how to build it, or nothing."""
    if folder is not None:
        return [Route("/{path:path}", read_page(folder, production=production))]
    return [] if production else [Route("/", development.without_page)]


def _reports(settings: Settings) -> list[BaseRoute]:
    """Where gateways report what came of text messages, and what families answered."""
    if not settings.sms_providers:
        return []
    gateways = read_gateways(settings.sms_providers, settings.sms_secrets)
    return Webhooks(gateways, answer_by_text, lambda: datetime.now(UTC)).routes()


def app_from_environment() -> Starlette:
    """The application of one of several web processes."""
    return create_app(read_settings())


async def health(request: Request) -> Response:
    """200 when this process can serve: the database answers, and its clock agrees with ours."""
    try:
        skew = await current_skew(datetime.now(UTC))
    except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        log.warning("not healthy: %s", type(error).__name__)
        return JSONResponse({"status": "no database"}, 503)
    if not is_fair(skew):
        return JSONResponse({"status": "clock differs", "seconds": round(skew, 1)}, 503)
    return JSONResponse({"status": "ready"})


def is_fair(skew: float) -> bool:
    """Whether our clock and the database's agree well enough for holds to mean the same to everybody."""
    return abs(skew) <= LARGEST_SKEW


def _lifespan(
    settings: Settings, with_worker: bool
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(connected(settings.database_url, settings.pool_size))
            await _check_role(settings)
            if with_worker:
                await stack.enter_async_context(worker_beside(settings))
            collect_rarely()
            yield

    return lifespan


async def _check_role(settings: Settings) -> None:
    """The application must not own what it is walled off from."""
    rows = await connectionless(
        "select rolsuper or rolbypassrls or exists (select from pg_tables where tableowner = current_user) as strong"
        " from pg_roles where rolname = current_user"
    )
    if rows[0]["strong"] and settings.production:
        raise SettingsError(
            "DATABASE_URL logs in as a role that owns tables or bypasses row-level security. Use encuentro_app there,"
            " and DATABASE_OWNER_URL for `encuentro migrate`."
        )
