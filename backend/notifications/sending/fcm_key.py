"""The deployment's right to push: access tokens of a Google service account, one asked for at a time."""

import asyncio
import math
import time
from datetime import UTC
from functools import partial
from typing import Any

from backend.settings import SettingsError

SECONDS = 10.0
"""For one question to the token's issuer. Google's own limit, 120 s, would outlive a worker that is told to stop."""

RESERVE = 225.0
"""Seconds before its end from which a token is not used any more, as google-auth has it."""


class KeyRefused(Exception):
    """The issuer knows the account no more, or not with this key."""


class KeyOutOfReach(Exception):
    """The issuer does not answer, or not with a token."""


class FcmKey:
    """Access tokens from a service account's file, kept until shortly before they end."""

    def __init__(self, path: str) -> None:
        # 47 MB with all it brings, so only a process that really pushes imports it
        from firebase_admin.credentials import Certificate
        from google.auth.transport.requests import Request

        try:
            certificate = Certificate(path)
        except (OSError, ValueError) as error:
            raise SettingsError(
                "ENCUENTRO_FCM_CREDENTIALS must name the JSON file of a service account's key,"
                f" as the Firebase console gives it; {path!r} is none ({type(error).__name__})."
            ) from error
        self.project: str = certificate.project_id or ""
        if not self.project:
            raise SettingsError(f"The file {path!r} names no project (`project_id`).")
        self._credential: Any = certificate.get_credential()
        self._transport = Request()
        self._token: str | None = None
        self._until = 0.0
        self._asking: asyncio.Task[None] | None = None

    async def token(self) -> str:
        """A token that is good for some minutes. Raises KeyRefused or KeyOutOfReach."""
        if self._token is None or time.time() >= self._until:
            if self._asking is None or self._asking.done():
                self._asking = asyncio.create_task(self._ask())
            try:
                async with asyncio.timeout(SECONDS):
                    await asyncio.shield(self._asking)
            except TimeoutError as error:
                raise KeyOutOfReach from error
        if self._token is None:  # refused by now, to another call
            raise KeyOutOfReach
        return self._token

    def drop(self, token: str) -> None:
        """Forget a token that was refused, unless a newer one is there already."""
        if self._token == token:
            self._token = None

    def close(self) -> None:
        """Let go of the connection to the issuer."""
        self._transport.session.close()

    async def _ask(self) -> None:
        from google.auth.exceptions import GoogleAuthError, RefreshError

        try:
            await asyncio.to_thread(
                self._credential.refresh, partial(self._transport, timeout=SECONDS)
            )
        except RefreshError as error:
            raise (KeyOutOfReach if error.retryable else KeyRefused) from error
        except (GoogleAuthError, AttributeError, TypeError, ValueError) as error:
            raise KeyOutOfReach from error  # the last three: an answer that is no token
        ends = self._credential.expiry
        self._until = ends.replace(tzinfo=UTC).timestamp() - RESERVE if ends else math.inf
        self._token = str(self._credential.token)
