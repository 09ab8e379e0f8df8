"""Pictures of every sort, and posters sent and asked for over HTTP by whoever the test says."""

import io
import struct
import zlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import aiohttp
import orjson
from PIL import Image
from starlette.applications import Starlette
from starlette.requests import Request

from backend.core.actor import Actor, Anonymous
from backend.gql.context import Context, wanted_language
from backend.gql.keeper import Keeper
from backend.programmes.posters import Posters
from backend.programmes.public_page import PublicPage
from tests.programmes.make_feeds import Clock, Got
from tests.servers import in_process

SAID = {
    "alt": "Afiche del recital",
    "recognisable": "false",
    "peopleAgreed": "false",
    "consentAct": "",
}
"""What an office says of a picture where nobody is to be known."""

SIX = [(width, form) for width in (320, 720, 1280) for form in ("webp", "jpg")]


def drawn(width: int = 1600, height: int = 1200, mode: str = "RGB") -> Image.Image:
    """The left half red, the right one blue."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image.convert(mode)


def encoded(image: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def one_colour(width: int, height: int) -> bytes:
    """A PNG of two colours at most, however large: a few hundred kilobytes that would unpack to gigabytes."""
    line = b"\0" + bytes((width + 7) // 8)
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(line) for _ in range(height)) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", packed), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def opened(body: bytes) -> Image.Image:
    """As a reader sees it."""
    image = Image.open(io.BytesIO(body))
    image.load()
    return image


@dataclass
class Web:
    """The service; who each token is."""

    address: str
    clock: Clock
    actors: dict[str, Actor] = field(default_factory=dict)

    def token(self, actor: Actor | None) -> dict[str, str]:
        """The header by which an actor is known; None: nobody."""
        if actor is None:
            return {}
        self.actors[str(actor.id)] = actor
        return {"authorization": f"Bearer {actor.id}"}

    async def send(
        self,
        actor: Actor | None,
        event_id: UUID | str,
        body: Any,
        *,
        request_id: UUID | None = None,
        headers: dict[str, str] | None = None,
        **said: str,
    ) -> Got:
        """A picture for an event. An answer of the query that is "" is left out."""
        query = {**SAID, "requestId": str(request_id or uuid4()), **said}
        given = {name: value for name, value in query.items() if value}
        async with (
            aiohttp.ClientSession() as http,
            http.post(
                f"{self.address}/posters/{event_id}",
                params=given,
                data=body,
                headers=self.token(actor) | (headers or {}),
            ) as answer,
        ):
            shown = {name.lower(): value for name, value in answer.headers.items()}
            return Got(answer.status, await answer.read(), shown)

    async def sent(self, actor: Actor, event_id: UUID, body: bytes, **said: str) -> dict[str, Any]:
        """The poster that was made of it."""
        got = await self.send(actor, event_id, body, **said)
        assert got.status == 201, got.text
        poster: dict[str, Any] = orjson.loads(got.body)["poster"]
        return poster

    async def get(self, path: str, actor: Actor | None = None, **headers: str) -> Got:
        """`if_none_match="…"` and the like become headers."""
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        async with (
            aiohttp.ClientSession() as http,
            http.get(self.address + path, headers=self.token(actor) | said) as answer,
        ):
            shown = {name.lower(): value for name, value in answer.headers.items()}
            return Got(answer.status, await answer.read(), shown)


def refusal(got: Got) -> tuple[int, str]:
    """Status and code of a refusal."""
    return got.status, orjson.loads(got.body)["problem"]["code"]


@asynccontextmanager
async def served() -> AsyncIterator[Web]:
    """Posters and public page of the database that is open."""
    clock = Clock()
    actors: dict[str, Actor] = {}

    async def make_context(request: Request, keeper: Keeper) -> Context:
        actor = actors.get(keeper.access_token or "")
        return Context(
            actor or Anonymous(language=wanted_language(request)), clock.now, keeper, address=""
        )

    posters = Posters(make_context, production=True)
    page = PublicPage(lambda: clock.now, production=True)
    async with in_process(Starlette(routes=[*posters.routes(), *page.routes()])) as address:
        yield Web(address, clock, actors)
