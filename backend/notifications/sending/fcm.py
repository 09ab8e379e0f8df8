"""Push by Firebase Cloud Messaging, HTTP v1: one message a call, over one long-lived client, never tried twice here."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from urllib.parse import quote

import aiohttp

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

    def __init__(self, http: aiohttp.ClientSession, key: FcmKey, url: str, at_once: int) -> None:
        self._http, self._key = http, key
        project = quote(key.project, safe="")
        self._address = f"{url.rstrip('/')}/v1/projects/{project}/messages:send"
        self._turns = asyncio.Semaphore(at_once)

    async def send(self, letter: Letter, to: To, now: datetime) -> Sent:
        """One call. Whoever waited for a turn until the letter is too late, or another's, is not sent."""
        asked = time.monotonic()
        async with self._turns:
            now += timedelta(seconds=time.monotonic() - asked)
            if now >= letter.expires_at or now >= letter.lease_until:
                return Sent(NAME, Answer(Outcome.UNKNOWN))
            return Sent(NAME, await self._answer(message(letter, to, now), now))

    async def _answer(self, words: bytes, now: datetime) -> Answer:
        try:
            token = await self._key.token()
            async with self._http.post(
                self._address,
                data=aiohttp.BytesPayload(words, content_type="application/json"),
                headers={"authorization": f"Bearer {token}"},
                allow_redirects=False,
            ) as response:
                body = await _read(response.content)
                answer = read_answer(response.status, response.headers, body, now)
        except KeyRefused:
            _log.error("the push carrier's key is refused: no access token is given for it")
            return Answer(Outcome.UNAUTHORISED)
        except KeyOutOfReach:
            return Answer(Outcome.UNAVAILABLE)
        except (TimeoutError, OSError, aiohttp.ClientError):
            return Answer(Outcome.UNKNOWN)
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
    timeout = aiohttp.ClientTimeout(total=seconds, ceil_threshold=seconds)
    async with aiohttp.ClientSession(
        connector=connector, timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()
    ) as http:
        try:
            yield FcmCarrier(http, key, url, at_once)
        finally:
            key.close()
