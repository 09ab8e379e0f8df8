"""A bank over https: asked to pay, and what came of it. The same payment twice is one, by its key."""

import json
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from backend.earnings.bank.files import Answer, Payment
from backend.earnings.bank.layout import CURRENCY, Layout, Wire, read_layout
from backend.settings import Settings, SettingsError

SECONDS = 15
"""The longest one call may take."""

LONGEST_ANSWER = 5_000_000
_AT_HOME = frozenset({"127.0.0.1", "localhost"})
_FAULTS = (aiohttp.ClientError, OSError, ValueError)
_log = logging.getLogger("encuentro.earnings")


@dataclass(frozen=True, slots=True)
class Silence:
    """No answer that says anything: the same is asked again with the same key. `wait`: seconds the bank wants."""

    wait: int | None = None


@asynccontextmanager
async def bank_of(settings: Settings) -> AsyncIterator["Bank | None"]:
    """The bank with its connections, which are closed at the end; None when there is none to be asked.

    Raises SettingsError when its file cannot be used.
    """
    if not settings.bank_url:
        yield None
        return
    if not settings.bank_layout:
        raise SettingsError(
            "ENCUENTRO_BANK_URL needs ENCUENTRO_BANK_LAYOUT, which says how that bank is asked."
        )
    layout = read_layout(settings.bank_layout, settings.bank_secrets)
    address = urlsplit(settings.bank_url)
    if address.scheme != "https" and address.hostname not in _AT_HOME:
        raise SettingsError("ENCUENTRO_BANK_URL must be reached by https.")
    if layout.wire is None:
        raise SettingsError(f"{settings.bank_layout} does not say 'wire'.")
    timeout = aiohttp.ClientTimeout(total=SECONDS, connect=SECONDS // 2)
    async with aiohttp.ClientSession(timeout=timeout, cookie_jar=aiohttp.DummyCookieJar()) as web:
        yield Bank(layout, layout.wire, settings.bank_url.rstrip("/"), web)


class Bank:
    """Asks one bank."""

    def __init__(self, layout: Layout, wire: Wire, url: str, web: aiohttp.ClientSession) -> None:
        self._layout, self._wire, self._url, self._web = layout, wire, url, web

    async def pay(self, payment: Payment) -> Answer | Silence:
        """Ask to pay. What the bank answers is about this payment only if it names it: whoever reads it looks."""
        headers = {**self._wire.headers, self._wire.key: str(payment.id)}
        said, wait = await self._told("POST", self._wire.pay, headers, self._body(payment))
        answer = self._answer(said)
        return Silence(wait) if answer is None or answer.said is None else answer

    async def answers(self, since: date) -> list[Answer] | Silence:
        """What came of payments since a day."""
        path = self._wire.answers.replace("{day}", since.isoformat())
        said, wait = await self._told("GET", path, self._wire.headers, None)
        listed = _inside(said, self._wire.list_at)
        if not isinstance(listed, list):
            return Silence(wait)
        found = (self._answer(each) for each in listed)
        return [each or Answer("", None, None) for each in found]

    async def _told(
        self, method: str, path: str, headers: Mapping[str, str], body: object
    ) -> tuple[object, int | None]:
        """What an answer says, and how long the bank asks to wait. Nothing of it is ever written to a log."""
        try:
            async with self._web.request(
                method, self._url + path, headers=headers, json=body, allow_redirects=False
            ) as response:
                said = await _read(response)
                if response.status >= 400:
                    _log.warning("the bank answers %d to %s", response.status, method)
                return (None if response.status >= 429 else said), _seconds(response)
        except _FAULTS as error:
            _log.warning("the bank gave no answer to %s: %s", method, type(error).__name__)
            return None, None

    def _body(self, payment: Payment) -> Any:
        told = {
            "id": str(payment.id),
            "reference": payment.reference,
            "account": payment.account,
            "name": payment.name,
            "currency": CURRENCY,
            "amount": self._wire.amounts.written(payment.amount),
        }
        return {name: _filled(value, told) for name, value in self._wire.body.items()}

    def _answer(self, told: object) -> Answer | None:
        places = self._wire.places
        reference = _inside(told, places.reference)
        if not isinstance(reference, str):
            return None
        return Answer(
            reference,
            self._wire.amounts.read(str(_inside(told, places.amount))),
            self._layout.said(_inside(told, places.outcome)),
            str(_inside(told, places.bank_ref) or "")[:64],
        )


def _filled(value: Any, told: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _filled(each, told) for name, each in value.items()}
    if not isinstance(value, str):
        return value
    whole = value.removeprefix("{").removesuffix("}")
    if (
        value == f"{{{whole}}}" and whole in told
    ):  # what was filled in is never looked through again
        return told[whole]
    return value


def _inside(told: object, path: str) -> object:
    """What stands at `payment.status` of something read from JSON; None where there is no such place."""
    for step in path.split("."):
        told = told.get(step) if isinstance(told, dict) else None
    return told


async def _read(response: aiohttp.ClientResponse) -> object:
    """What the answer says, read from JSON; None when it says nothing that can be read."""
    read = bytearray()
    async for part in response.content.iter_chunked(65_536):
        read += part
        if len(read) > LONGEST_ANSWER:
            return None
    try:
        told: object = json.loads(bytes(read))
    except ValueError:
        return None
    return told


def _seconds(response: aiohttp.ClientResponse) -> int | None:
    """Retry-After in seconds, an hour at most."""
    told = response.headers.get("Retry-After", "")
    return min(int(told), 3600) if told.isdecimal() and len(told) < 10 else None
