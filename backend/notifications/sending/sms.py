"""Text messages through gateways: paid from the day's money, asked one after the other until one takes it."""

import json
import logging
import random
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import aiohttp
import asyncpg

from backend.notifications.rules.neutral import sms_words
from backend.notifications.rules.segments import segments
from backend.notifications.rules.verdicts import Answer, Outcome
from backend.notifications.sending.budget import Budget, Limit
from backend.notifications.sending.carrier import Call, Letter, Sent, To
from backend.notifications.sending.gateways import Gateway, read_gateways
from backend.notifications.sending.shares import Shares
from backend.settings import Settings

SECONDS = 10.0
"""The longest one call may take."""

LONGEST_ANSWER = 65_536

_NOT_TAKEN = frozenset(
    {Outcome.UNAUTHORISED, Outcome.QUOTA, Outcome.UNAVAILABLE, Outcome.BAD_PAYLOAD}
)
"""Certainly not sent, and perhaps sent by another: so another is asked at once."""

_FREE = _NOT_TAKEN | {Outcome.BAD_ADDRESS}
_TELLING = (
    Outcome.ACCEPTED,
    Outcome.UNKNOWN,
    Outcome.BAD_ADDRESS,
    Outcome.UNAVAILABLE,
    Outcome.QUOTA,
    Outcome.UNAUTHORISED,
    Outcome.BAD_PAYLOAD,
)
"""Which of several answers decides: what may pass soon before what stops the channel or the kind."""

_NO_DATABASE = (asyncpg.PostgresError, asyncpg.InterfaceError, OSError)
_log = logging.getLogger("encuentro.notifications")


@asynccontextmanager
async def sms_carrier(settings: Settings) -> AsyncIterator["SmsCarrier"]:
    """The carrier of text messages, with its connections, which are closed at the end.

    Raises SettingsError when the file of gateways cannot be used.
    """
    gateways = read_gateways(settings.sms_providers, settings.sms_secrets)
    limit = Limit(settings.sms_budget, settings.sms_reserve)
    timeout = aiohttp.ClientTimeout(total=SECONDS, connect=SECONDS / 2)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as web:
        yield SmsCarrier(gateways, web, limit)


class SmsCarrier:
    """Hands text messages to gateways. `chance`: from 0 to 1, spreads messages over shares."""

    def __init__(
        self,
        gateways: Sequence[Gateway],
        web: aiohttp.ClientSession,
        limit: Limit,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._gateways = {each.name: each for each in gateways}
        self._web, self._chance = web, chance
        self._budget = Budget(limit)
        self._shares = Shares({each.name: each.share for each in gateways})

    async def send(self, letter: Letter, to: To, now: datetime) -> Sent:
        """Ask the gateways in turn, until one takes it or may have, it is too late, or the money is used up."""
        begun = time.monotonic()

        def clock() -> datetime:
            return now + timedelta(seconds=time.monotonic() - begun)

        await self._shares.look(now)
        text = letter.body or sms_words(letter.kind, letter.language)
        calls: list[Call] = []
        for name in self._shares.order(now, self._chance()):
            started = clock()
            if calls and started >= min(letter.expires_at, letter.lease_until):
                break
            answer = await self._paid(self._gateways[name], letter, to.value, text, started)
            if answer.outcome is Outcome.NO_BUDGET:
                return _sent(calls) if calls else Sent("sms", answer)
            calls.append(Call(name, answer, started, clock()))
            if answer.outcome not in _NOT_TAKEN:
                break
        return _sent(calls)

    async def _paid(
        self, gateway: Gateway, letter: Letter, to: str, text: str, now: datetime
    ) -> Answer:
        """One call, if it can be paid; what was certainly not taken is not paid."""
        cost = segments(text) * gateway.price
        try:
            if not await self._budget.spend(cost, now, urgent=letter.urgency == "urgent"):
                return Answer(Outcome.NO_BUDGET)
        except _NO_DATABASE as error:
            _log.warning("%r could not be paid: %s", letter, type(error).__name__)
            return Answer(Outcome.UNAVAILABLE)
        answer = await self._call(gateway, letter, to, text)
        try:
            await self._shares.note(gateway.name, answer, now)
            if answer.outcome in _FREE:
                await self._budget.give_back(cost, now)
        except _NO_DATABASE as error:
            _log.warning("%r stays paid: %s", letter, type(error).__name__)
        return answer

    async def _call(self, gateway: Gateway, letter: Letter, to: str, text: str) -> Answer:
        key = f"{letter.delivery_id}-{letter.attempt_no}"
        headers, body = gateway.request(to, text, key, str(letter.delivery_id))
        try:
            async with self._web.post(
                gateway.url, headers=headers, json=body, allow_redirects=False
            ) as response:
                told, wait = await _read(response), _seconds(response)
                answer = gateway.answer(response.status, told, wait)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            _log.warning("the gateway %s is not reached: %s", gateway.name, type(error).__name__)
            return Answer(Outcome.UNAVAILABLE)
        except (aiohttp.ClientError, OSError, ValueError) as error:
            _log.warning("the gateway %s gave no answer: %s", gateway.name, type(error).__name__)
            return Answer(Outcome.UNKNOWN)
        if answer.outcome is Outcome.BAD_PAYLOAD:
            _log.error("the gateway %s refuses the request for %r", gateway.name, letter)
        return answer


def _sent(calls: Sequence[Call]) -> Sent:
    decides = min(calls, key=lambda call: _TELLING.index(call.answer.outcome))
    before = tuple(call for call in calls if call is not decides)
    return Sent(decides.carrier, decides.answer, before)


async def _read(response: aiohttp.ClientResponse) -> object:
    """What the answer says, read from JSON; None when it says nothing that can be read."""
    read = b""
    async for part in response.content.iter_chunked(8192):
        read += part
        if len(read) > LONGEST_ANSWER:
            return None
    try:
        told: object = json.loads(read)
    except ValueError:
        return None
    return told


def _seconds(response: aiohttp.ClientResponse) -> int | None:
    """Retry-After in seconds, an hour at most."""
    told = response.headers.get("Retry-After", "")
    return min(int(told), 3600) if told.isdecimal() and len(told) < 10 else None
