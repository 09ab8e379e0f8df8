"""Push by Firebase Cloud Messaging, HTTP v1: one message a call, over one long-lived client, never tried twice here."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from urllib.parse import quote

import aiohttp
import orjson

from backend.notifications.rules.verdicts import Answer, Outcome
from backend.notifications.sending.carrier import Letter, Sent, To
from backend.notifications.sending.fcm_answers import read_answer
from backend.notifications.sending.fcm_key import FcmKey, KeyOutOfReach, KeyRefused
from backend.notifications.sending.fcm_messages import message

NAME = "fcm"
SECONDS = 10.0
"""A call that takes longer counts as lost: its outcome is unknown."""

AT_ONCE = 100
"""Calls under way. FCM closes on more than its streams allow, and a crowd of calls slows each of them."""

LONGEST_ANSWER = 65_536
_log = logging.getLogger("encuentro.notifications")


class FcmCarrier:
    """Hands pushes to FCM as one project."""

    def __init__(
        self, http: aiohttp.ClientSession, key: FcmKey, url: str, at_once: int, seconds: float
    ) -> None:
        self._http, self._key, self._seconds = http, key, seconds
        project = quote(key.project, safe="")
        self._address = f"{url.rstrip('/')}/v1/projects/{project}/messages:send"
        self._turns = asyncio.Semaphore(at_once)

    async def send(self, letter: Letter, to: To, now: datetime) -> Sent:
        """One call. Whoever waited for a turn until the letter is too late is not sent."""
        asked = time.monotonic()
        async with self._turns:
            now += timedelta(seconds=time.monotonic() - asked)
            if now >= letter.expires_at:
                return Sent(NAME, Answer(Outcome.UNKNOWN))
            return Sent(NAME, await self._answer(letter, to, now))

    async def _answer(self, letter: Letter, to: To, now: datetime) -> Answer:
        try:
            async with asyncio.timeout(self._seconds):
                return await self._call(message(letter, to, now), now)
        except KeyRefused:
            _log.error("the push carrier's key is refused: no access token is given for it")
            return Answer(Outcome.UNAUTHORISED)
        except KeyOutOfReach:
            return Answer(Outcome.UNAVAILABLE)
        except (TimeoutError, OSError, aiohttp.ClientError):
            return Answer(Outcome.UNKNOWN)

    async def _call(self, words: Mapping[str, object], now: datetime) -> Answer:
        token = await self._key.token()
        headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
        async with self._http.post(
            self._address, data=orjson.dumps(words), headers=headers, allow_redirects=False
        ) as response:
            body = await _read(response.content)
            answer = read_answer(response.status, response.headers, body, now)
        if answer.outcome is Outcome.UNAUTHORISED:
            self._key.drop(token)
            _log.error("the push carrier refuses our key: HTTP %d", response.status)
        return answer


async def _read(stream: aiohttp.StreamReader) -> bytes:
    """A whole answer, or as much of one as no answer has."""
    body = b""
    while len(body) < LONGEST_ANSWER and (part := await stream.read(LONGEST_ANSWER)):
        body += part
    return body


@asynccontextmanager
async def fcm_carrier(
    credentials: str, url: str, *, at_once: int = AT_ONCE, seconds: float = SECONDS
) -> AsyncIterator[FcmCarrier]:
    """The carrier of a service account's file, with the client it holds. Raises SettingsError for a useless file."""
    key = FcmKey(credentials)
    connector = aiohttp.TCPConnector(limit=at_once)
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as http:
        try:
            yield FcmCarrier(http, key, url, at_once, seconds)
        finally:
            key.close()
