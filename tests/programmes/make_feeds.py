"""Calendars, the public page and answers without an account, served at an hour of the test's choosing."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import asyncpg
from starlette.applications import Starlette

from backend.core.actor import Family
from backend.core.ids import new_id
from backend.programmes.commands import calendars
from backend.programmes.feeds import Feeds
from backend.programmes.open_page import OpenAnswers
from backend.programmes.public_page import PublicPage
from backend.programmes.rules.content import Venue
from backend.programmes.rules.vocabulary import Audience, Where
from backend.programmes.tokens import calendar_path, calendar_uid
from tests.programmes.make_programmes import NOW
from tests.servers import in_process

NODE = shutil.which("node")
HERE = Path(__file__).parent
ADDRESS = "https://encuentro.example"
THEATRE = Venue(where=Where.OUTSIDE, name="Teatro Segura", address="Jr. Huancavelica 265, Lima")
FOR_ALL: dict[str, Any] = {"audience": Audience.PUBLIC, "venue": THEATRE}
"""What an event says that everybody may come to."""


class Clock:
    """What time the service takes it to be."""

    def __init__(self) -> None:
        self.now = NOW


@dataclass(frozen=True)
class Got:
    """One answer over HTTP."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return self.body.decode()


@dataclass(frozen=True)
class Web:
    """The service, and what time it takes it to be."""

    address: str
    clock: Clock

    async def get(self, path: str, *, method: str = "GET", **headers: str) -> Got:
        """`if_none_match="…"` and the like become headers."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as http,
            http.request(method, self.address + path, headers=said) as answer,
        ):
            shown = {name.lower(): value for name, value in answer.headers.items()}
            return Got(answer.status, await answer.read(), shown)

    async def post(self, path: str, body: Any, **headers: str) -> Got:
        """A form as a browser sends it, or a body of bytes; a redirect is not followed."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as http,
            http.post(
                self.address + path, data=body, headers=said, allow_redirects=False
            ) as answer,
        ):
            shown = {name.lower(): value for name, value in answer.headers.items()}
            return Got(answer.status, await answer.read(), shown)


@asynccontextmanager
async def served() -> AsyncIterator[Web]:
    """Feeds and public page of the database that is open."""
    clock = Clock()
    feeds = Feeds(lambda: clock.now, ADDRESS, production=True)
    page = PublicPage(lambda: clock.now, production=True)
    answers = OpenAnswers(lambda: clock.now, production=True)
    routes = [*feeds.routes(), *page.routes(), *answers.routes()]
    async with in_process(Starlette(routes=routes)) as address:
        yield Web(address, clock)


async def subscribed(family: Family, *, now: datetime = NOW) -> str:
    """The path of a new address of this account's calendar."""
    made = await calendars.renew_calendar(family, uuid4(), now=now)
    return calendar_path(UUID(str(made["id"])))


async def uid(owner: asyncpg.Connection, family: Family, occurrence_id: UUID) -> str:
    """By what this account's calendar, as its address is now, knows a date."""
    calendar_id = await owner.fetchval(
        "select id from calendar_token where account_id = $1 and ended_at is null",
        family.account_id,
    )
    return f"{calendar_uid(calendar_id, occurrence_id)}@encuentro"


async def answered(
    owner: asyncpg.Connection,
    family: Family,
    occurrence_id: UUID,
    state: str = "going",
    *,
    ended_why: str | None = None,
    at: str = "huaraz",
    now: datetime = NOW,
) -> UUID:
    """One household's answer, with its places where it has some."""
    answer_id = new_id()
    claim_id = new_id() if state in ("going", "offered") else None
    if claim_id:
        await owner.execute(
            "insert into claim (id, establishment_id, pool_id, account_id, state, amounts, claimed_at)"
            " values ($1, $2, $3, $4, 'kept', '{\"people\": 1}', $5)",
            claim_id,
            at,
            occurrence_id,
            family.account_id,
            now,
        )
    await owner.execute(
        "insert into answer (id, occurrence_id, establishment_id, account_id, state, claim_id, adults, children,"
        " asked_at, offered_until, ended_why, changed_at) values ($1, $2, $3, $4, $5, $6, 1, 0, $7, $8, $9, $7)",
        answer_id,
        occurrence_id,
        at,
        family.account_id,
        state,
        claim_id,
        now,
        datetime(2026, 3, 5, tzinfo=UTC) if state == "offered" else None,
        ended_why,
    )
    return answer_id


async def read_by_ical_js(body: bytes, zone: str) -> list[dict[str, Any]]:
    """What the npm package ical.js reads, with hours as clocks in `zone` show them."""
    process = await asyncio.create_subprocess_exec(
        str(NODE),
        str(HERE / "ical.mjs"),
        zone,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        cwd=HERE.parent,
    )
    output, _ = await process.communicate(body)
    assert process.returncode == 0
    found: list[dict[str, Any]] = json.loads(output)
    return found
