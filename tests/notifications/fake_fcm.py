"""FCM HTTP v1 on loopback, with the issuer of its access tokens: answers as it is bid, and remembers everything."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from aiohttp import web
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import jwt

PROJECT = "encuentro-tests"
FCM_ERROR = "type.googleapis.com/google.firebase.fcm.v1.FcmError"
BAD_REQUEST = "type.googleapis.com/google.rpc.BadRequest"
AUDIENCE = "https://oauth2.googleapis.com/token"
"""For whom google-auth signs, wherever it then asks."""

HTML = b"<!doctype html><title>Welcome to this hotel's network</title>"


@dataclass(frozen=True)
class Reply:
    """How a call ends. `manner`: say (answer), hang, cut (half an answer), late (taken, answered too late)."""

    status: int = 200
    details: Sequence[dict[str, Any]] = ()
    headers: dict[str, str] = field(default_factory=dict)
    manner: str = "say"
    raw: bytes | None = None


def _fcm(code: str) -> dict[str, Any]:
    return {"@type": FCM_ERROR, "errorCode": code}


def _fields(*names: str) -> dict[str, Any]:
    faults = [{"field": name, "description": "faulty"} for name in names]
    return {"@type": BAD_REQUEST, "fieldViolations": faults}


REPLIES = {
    "ok": Reply(),
    "bad address": Reply(400, [_fcm("INVALID_ARGUMENT")]),
    "bad address by field": Reply(400, [_fcm("INVALID_ARGUMENT"), _fields("message.token")]),
    "bad payload": Reply(400, [_fields("message.android.ttl")]),
    "bad payload by both": Reply(400, [_fcm("INVALID_ARGUMENT"), _fields("message.data[0].key")]),
    "faulty without details": Reply(400),
    "refused key": Reply(401, [_fcm("THIRD_PARTY_AUTH_ERROR")]),
    "mismatch": Reply(403, [_fcm("SENDER_ID_MISMATCH")]),
    "no right": Reply(403),
    "unregistered": Reply(404, [_fcm("UNREGISTERED")]),
    "no project": Reply(404),
    "quota": Reply(429, [_fcm("QUOTA_EXCEEDED")]),
    "quota for 90 s": Reply(429, [_fcm("QUOTA_EXCEEDED")], {"Retry-After": "90"}),
    "quota until a date": Reply(
        429,
        [_fcm("QUOTA_EXCEEDED")],
        {"Date": "Mon, 02 Mar 2026 11:00:00 GMT", "Retry-After": "Mon, 02 Mar 2026 11:02:30 GMT"},
    ),
    "broken": Reply(500, [_fcm("INTERNAL")]),
    "unavailable": Reply(503, [_fcm("UNAVAILABLE")]),
    "unavailable for 120 s": Reply(503, [_fcm("UNAVAILABLE")], {"Retry-After": "120"}),
    "hang": Reply(manner="hang"),
    "cut": Reply(manner="cut"),
    "late": Reply(manner="late"),
    "garbage": Reply(raw=HTML),
    "moved": Reply(302, headers={"Location": "https://elsewhere.invalid/"}),
}


@cache
def private_key() -> rsa.RSAPrivateKey:
    """The service account's, made for this run."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeFcm:
    """What it was given, how many calls were open at once, and what it says next."""

    def __init__(self, seconds: float, late: float) -> None:
        self.address = ""
        self.messages: list[dict[str, Any]] = []
        self.tray: list[tuple[str, str]] = []
        """Address and notice of every message that was taken, also when nobody heard of it."""
        self.at: list[float] = []
        self.open = self.most_open = self.asked_for_tokens = 0
        self.token_life = 3600
        self.issuer: Callable[[], web.Response] | None = None
        self.by_address: dict[str, list[str]] = {}
        """What each address is answered, one after the other; then, and without any, `otherwise`."""
        self.otherwise: Callable[[str], str] = lambda _: "ok"
        self.before: Callable[[str], Any] | None = None
        """Awaited while a call is open."""
        self._seconds, self._late = seconds, late
        self._valid: set[str] = set()

    def shuffle(self, addresses: Sequence[str], choices: Sequence[str], seed: int) -> None:
        """Every address gets up to five of these answers in some order, and "ok" from then on."""
        chance = random.Random(seed)
        for each in addresses:
            self.by_address[each] = chance.choices(choices, k=chance.randrange(6))

    def forget_tokens(self) -> None:
        """What was issued is good no more."""
        self._valid.clear()

    def credentials(self, folder: Path) -> str:
        """The file of a service account that this issuer knows."""
        pem = private_key().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        account = {
            "type": "service_account",
            "project_id": PROJECT,
            "private_key_id": "1",
            "private_key": pem.decode(),
            "client_email": f"push@{PROJECT}.invalid",
            "token_uri": f"{self.address}/token",
        }
        path = folder / "service-account.json"
        path.write_text(json.dumps(account))
        return str(path)

    async def issue(self, request: web.Request) -> web.Response:
        """The OAuth endpoint: a signed assertion for an access token."""
        self.asked_for_tokens += 1
        if self.issuer is not None:
            return self.issuer()
        form = await request.post()
        public = private_key().public_key()
        pem = public.public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        claims = jwt.decode(form["assertion"], certs=pem, audience=AUDIENCE)
        assert "firebase" in claims["scope"]
        token = f"access-{self.asked_for_tokens}"
        self._valid.add(token)
        return web.json_response({"access_token": token, "expires_in": self.token_life})

    async def take(self, request: web.Request) -> web.StreamResponse:
        """`messages:send`."""
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            return await self._take(request)
        finally:
            self.open -= 1

    async def _take(self, request: web.Request) -> web.StreamResponse:
        message = (await request.json())["message"]
        address = message.get("token") or message["fid"]
        self.messages.append(message)
        self.at.append(asyncio.get_running_loop().time())
        if request.headers["Authorization"].removeprefix("Bearer ") not in self._valid:
            return self._refusal(Reply(401))
        if self.before is not None:
            await self.before(address)
        await asyncio.sleep(self._seconds)
        waiting = self.by_address.get(address)
        reply = REPLIES[waiting.pop(0) if waiting else self.otherwise(address)]
        return await self._end(request, reply, (address, message["data"]["notice"]))

    async def _end(
        self, request: web.Request, reply: Reply, taken: tuple[str, str]
    ) -> web.StreamResponse:
        if reply.manner == "hang":
            await asyncio.sleep(3600)
        if reply.manner == "cut":
            response = web.StreamResponse(headers={"Content-Length": "500"})
            await response.prepare(request)
            await response.write(b'{"name": "projects/')
            assert request.transport is not None
            request.transport.close()
            return response
        if reply.raw is not None:
            return web.Response(body=reply.raw, content_type="text/html")
        if reply.status != 200:
            return self._refusal(reply)
        self.tray.append(taken)
        if reply.manner == "late":
            await asyncio.sleep(self._late)
        return web.json_response({"name": f"projects/{PROJECT}/messages/{len(self.tray)}"})

    @staticmethod
    def _refusal(reply: Reply) -> web.Response:
        error = {"code": reply.status, "message": "no", "details": list(reply.details)}
        return web.json_response({"error": error}, status=reply.status, headers=reply.headers)


@asynccontextmanager
async def fake_fcm(seconds: float = 0.0, late: float = 2.5) -> AsyncIterator[FakeFcm]:
    """One that takes `seconds` to answer; `late`: how long a late answer takes."""
    fake = FakeFcm(seconds, late)
    application = web.Application()
    application.router.add_post("/token", fake.issue)
    application.router.add_post(f"/v1/projects/{PROJECT}/messages:send", fake.take)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    assert site._server is not None
    fake.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield fake
    finally:
        await runner.cleanup()
