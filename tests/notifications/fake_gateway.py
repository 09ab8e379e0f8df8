"""An aiohttp server that takes text messages as the example file says, and misbehaves as it is bid or by seed."""

import asyncio
import hashlib
import hmac
import random
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from backend.notifications.sending.gateways import Gateway, read_gateways

EXAMPLE = Path(__file__).parent.parent.parent / "seeds" / "sms-gateways.example.toml"
SECRETS = {
    "SMS_UNO_KEY": "key-of-one",
    "SMS_UNO_REPORTS": "reports-of-one",
    "SMS_DOS_KEY": "key-of-two",
}
ONE, TWO = read_gateways(str(EXAMPLE), SECRETS)

How = tuple[int, Any] | str
"""Status and body, or: taken, slow, hang, cut, garbage, empty, huge."""


@dataclass
class FakeGateway:
    """What it was asked, and what it does: `how` for everything, or what `does` says of one request."""

    how: How = "taken"
    does: Callable[[Mapping[str, Any]], How] | None = None
    slow: float = 0.2
    retry_after: str | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One message."""
        body = await request.json()
        self.asked.append(body)
        self.headers.append(dict(request.headers))
        how = self.does(body) if self.does else self.how
        if how == "hang":
            await asyncio.sleep(3600)
        if how == "slow":
            await asyncio.sleep(self.slow)
        if how == "cut" and request.transport is not None:
            request.transport.abort()
        if how == "garbage":
            return web.Response(status=200, body=b"\xff<html>{{{")
        if how == "empty":
            return web.json_response({}, status=200)
        if how == "huge":
            return web.Response(status=200, body=b" " * 200_000)
        if isinstance(how, tuple):
            headers = {"Retry-After": self.retry_after} if self.retry_after else None
            return web.json_response(how[1], status=how[0], headers=headers)
        self.taken.append(body)
        number = len(self.taken)
        said = {"message": {"id": f"m-{number}"}}
        return web.json_response(
            said | {"messages": [{"messageId": f"m-{number}", "status": "ACCEPTED"}]}
        )


def by_seed(seed: int, ways: list[How]) -> Callable[[Mapping[str, Any]], How]:
    """Misbehaves at random, the same way for one seed."""
    drawn = random.Random(seed)
    return lambda body: drawn.choice(ways)


@asynccontextmanager
async def running(gateway: FakeGateway) -> AsyncIterator[FakeGateway]:
    """The server on a free port, for as long as the block runs."""
    app = web.Application()
    app.router.add_post("/", gateway.answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        gateway.url = f"http://127.0.0.1:{runner.addresses[0][1]}/"
        yield gateway
    finally:
        await runner.cleanup()


def at(gateway: Gateway, url: str, **changes: Any) -> Gateway:
    """The gateway of the example file, answering at `url`."""
    return replace(gateway, url=url, **changes)


def session(seconds: float = 2.0) -> aiohttp.ClientSession:
    """A client that waits less than the real one."""
    return aiohttp.ClientSession(
        timeout=aiohttp.ClientTimeout(total=seconds), cookie_jar=aiohttp.DummyCookieJar()
    )


def signed(body: bytes, timestamp: int, secret: str = SECRETS["SMS_UNO_REPORTS"]) -> dict[str, str]:
    """Headers of a report as the example gateway signs it."""
    said = f"{timestamp}.".encode() + body
    return {
        "X-Timestamp": str(timestamp),
        "X-Signature": hmac.new(secret.encode(), said, hashlib.sha256).hexdigest(),
    }
