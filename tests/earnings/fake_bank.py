"""An aiohttp server that pays as the example layout says, and misbehaves as it is bid."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from backend.earnings.bank.layout import read_layout
from backend.earnings.bank.wire import Bank

EXAMPLE = Path(__file__).parents[2] / "seeds" / "bank-layout.example.toml"
LAYOUT = read_layout(str(EXAMPLE), {"BANK_KEY": "key-of-the-bank"})


@dataclass
class FakeBank:
    """What it was asked and what it paid, once a key.

    `how`, for everything or of one request: paid, taken, refused, hang, cut (after it paid), lost (before),
    garbage, empty, huge, busy, other_amount, other_payment.
    """

    how: str | Callable[[Mapping[str, Any]], str] = "paid"
    retry_after: str = "120"
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    paid: dict[str, dict[str, Any]] = field(default_factory=dict)
    listed: list[Any] = field(default_factory=list)
    since: list[str] = field(default_factory=list)
    url: str = ""

    async def pay(self, request: web.Request) -> web.StreamResponse:
        body = await request.json()
        self.asked.append(body)
        self.headers.append(dict(request.headers))
        how = self.how if isinstance(self.how, str) else self.how(body)
        if how == "busy":
            return web.json_response({}, status=429, headers={"Retry-After": self.retry_after})
        if how == "lost" and request.transport is not None:
            request.transport.abort()
        if how in ("garbage", "empty", "huge"):
            body = {"garbage": b"\xff<html>{{{", "empty": b"", "huge": b" " * 6_000_000}[how]
            return web.Response(body=body)
        if how not in ("refused", "lost"):
            self.paid.setdefault(request.headers["Idempotency-Key"], body)
        if how == "hang":
            await asyncio.sleep(3600)
        if how == "cut" and request.transport is not None:
            request.transport.abort()
        word = {"refused": "RECHAZADO", "taken": "RECIBIDO"}.get(how, "ABONADO")
        changed = {"other_amount": {"amount": "1"}, "other_payment": {"reference": "2222-2222"}}
        return web.json_response(told(body, word) | changed.get(how, {}))

    async def answers(self, request: web.Request) -> web.StreamResponse:
        self.since.append(request.query["since"])
        return web.json_response({"answers": self.listed})


def told(body: Mapping[str, Any], word: str) -> dict[str, Any]:
    """What the bank says of one payment."""
    return {
        "reference": body["reference"],
        "amount": body["amount"],
        "status": word,
        "operation": "OP-1",
    }


@asynccontextmanager
async def running(bank: FakeBank, seconds: float = 2.0) -> AsyncIterator[Bank]:
    """The server on a free port, and the adapter that asks it, less patient than the real one."""
    app = web.Application()
    app.router.add_post("/payments", bank.pay)
    app.router.add_get("/answers", bank.answers)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    timeout = aiohttp.ClientTimeout(total=seconds)
    try:
        bank.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession(timeout=timeout) as web_client:
            assert LAYOUT.wire is not None
            yield Bank(LAYOUT, LAYOUT.wire, bank.url, web_client)
    finally:
        await runner.cleanup()
