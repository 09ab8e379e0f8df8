"""Where gateways report: what came of text messages, and what families answer. Signed, recent, and heeded once."""

import hashlib
import hmac
import json
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from backend.core.actor import System
from backend.database import Connection, retrying, transaction
from backend.notifications.commands.texting import Answering, take_answer, take_receipt
from backend.notifications.sending.gateways import Gateway, Reports, inside

WINDOW = 300
"""Seconds by which a report's timestamp may be off."""

LONGEST = 16_384
_log = logging.getLogger("encuentro.notifications")


class Webhooks:
    """The reports of the gateways of one installation. `answering`: what becomes of "I am coming"."""

    def __init__(
        self, gateways: Sequence[Gateway], answering: Answering, clock: Callable[[], datetime]
    ) -> None:
        self._reports = {each.name: each.reports for each in gateways if each.reports is not None}
        self._answering, self._clock = answering, clock

    def routes(self) -> list[BaseRoute]:
        """None without gateways that report."""
        if not self._reports:
            return []
        return [
            Route("/sms/{gateway}/receipts", self.receipts, methods=["POST"]),
            Route("/sms/{gateway}/incoming", self.incoming, methods=["POST"]),
        ]

    async def receipts(self, request: Request) -> Response:
        """What came of one message. What is not listed in the file is taken and not counted."""
        gateway, now = request.path_params["gateway"], self._clock()
        reports, told, refusal = await self._heard(request, now)
        if reports is None:
            return refusal
        message, status = inside(told, reports.receipt_id), inside(told, reports.receipt_status)
        came_to = reports.receipts.get(str(status))
        if message is None or status is None:
            return _answer(400, "not understood")
        if came_to is not None:

            async def take() -> None:
                async with transaction(System()) as tx:
                    await take_receipt(tx, gateway, str(message), came_to, now)

            await retrying(take)
        return _answer(200, "taken")

    async def incoming(self, request: Request) -> Response:
        """What somebody wrote back. The answer is the same whoever it was."""
        gateway, now = request.path_params["gateway"], self._clock()
        reports, told, refusal = await self._heard(request, now)
        if reports is None:
            return refusal
        places = (reports.incoming_id, reports.incoming_from, reports.incoming_text)
        message, number, text = (inside(told, place) for place in places)
        if message is None or number is None or not isinstance(text, str):
            return _answer(400, "not understood")

        async def take() -> None:
            async with transaction(System()) as tx:
                await self._take(tx, gateway, str(message), str(number), text, now)

        await retrying(take)
        return _answer(200, "taken")

    async def _take(
        self, tx: Connection, gateway: str, message: str, number: str, text: str, now: datetime
    ) -> None:
        await take_answer(tx, gateway, message, number, text, answering=self._answering, now=now)

    async def _heard(
        self, request: Request, now: datetime
    ) -> tuple[Reports | None, object, Response]:
        """The report, when it comes from the gateway it names; else the refusal, which says not why."""
        refused = _answer(401, "not signed")
        reports = self._reports.get(request.path_params["gateway"])
        body = await _read(request)
        if reports is None or body is None:
            return None, None, refused
        if not is_signed(reports, request.headers, body, now):
            _log.warning("a report to %s was not signed as it must be", request.url.path)
            return None, None, refused
        try:
            return reports, json.loads(body), refused
        except ValueError:
            return None, None, _answer(400, "not understood")


def is_signed(reports: Reports, headers: Headers, body: bytes, now: datetime) -> bool:
    """Whether whoever has the secret signed just this body, no more than five minutes ago."""
    timestamp, signature = headers.get(reports.timestamp, ""), headers.get(reports.signature, "")
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 12):
        return False
    before, _, after = reports.signed.partition("{body}")
    said = before.replace("{timestamp}", timestamp).encode() + body
    said += after.replace("{timestamp}", timestamp).encode()
    right = hmac.new(reports.secret, said, hashlib.sha256).hexdigest()
    same = hmac.compare_digest(right.encode(), signature.lower().encode())
    return same and abs(now.timestamp() - int(timestamp)) <= WINDOW


async def _read(request: Request) -> bytes | None:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LONGEST:
            return None
    return body


def _answer(status: int, word: str) -> Response:
    return JSONResponse({"status": word}, status, headers={"cache-control": "no-store"})
