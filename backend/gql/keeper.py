"""Who keeps a caller's tokens: the caller itself, or its browser in cookies that no script can read."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid5

from starlette.requests import Request
from starlette.responses import Response

from backend.core.errors import Code, DomainError
from backend.gql.operation import bad_request
from backend.gql.refusals import Refused

PROFILE_HEADER = "encuentro-profile"
"""Asks for cookies, and names whose: several people share one browser. No page of another site can send it."""

_PROFILE = re.compile(r"[a-z0-9]{1,32}")
_PORTS = {"http": ":80", "https": ":443"}


class Token(NamedTuple):
    """A token and when it ends."""

    text: str
    expires_at: datetime


class Keeper:
    """The caller keeps its tokens itself: it reads them in the answer, and shows them again."""

    def __init__(self, access_token: str | None = None) -> None:
        self.access_token = access_token

    def hand_over(
        self, access: Token, refresh: Token, *, now: datetime
    ) -> tuple[str | None, str | None]:
        """Give a pair of tokens to its keeper; what of them the answer shows."""
        return access.text, refresh.text

    def presented(self, said: str | None, request_id: UUID) -> tuple[str, UUID]:
        """The refresh token that is presented, "" for none, and the id of a request that presents it."""
        return said or "", request_id

    def lock(self) -> None:
        """Take the access token away."""

    def forget(self) -> None:
        """Take both tokens away."""

    def write(self, response: Response) -> None:
        """Put into the response what the keeper has to be told."""

    @contextmanager
    def forgetting(self, code: Code) -> Iterator[None]:
        """Take both tokens away when what happens inside is refused with this code."""
        try:
            yield
        except DomainError as refusal:
            if refusal.code is code:
                self.forget()
            raise


class CookieKeeper(Keeper):
    """The browser keeps the tokens of one profile, each in a cookie that it sends to this host alone."""

    def __init__(self, request: Request, profile: str, *, secure: bool) -> None:
        prefix = "__Host-" if secure else ""
        self._access, self._refresh = f"{prefix}a-{profile}", f"{prefix}r-{profile}"
        self._secure = secure
        self._shown = request.cookies.get(self._refresh, "")
        self._jar: dict[str, tuple[str, int]] = {}
        super().__init__(request.cookies.get(self._access))

    def hand_over(self, access: Token, refresh: Token, *, now: datetime) -> tuple[None, None]:
        """Both become cookies that live as long as they; the answer shows neither."""
        for name, token in ((self._access, access), (self._refresh, refresh)):
            seconds = int((token.expires_at - now).total_seconds())
            self._jar[name] = (token.text, max(seconds, 0))
        return None, None

    def presented(self, said: str | None, request_id: UUID) -> tuple[str, UUID]:
        """The cookie's, unless the caller says one.

        If an answer reached the browser but not the page, the same request comes again with another
        cookie. That asks for something else, so the cookie is a part of the id; with the cookie of
        the first time it is the same request, and is answered as it was.
        """
        if said is not None:
            return said, request_id
        return self._shown, uuid5(request_id, self._shown)

    def lock(self) -> None:
        self._jar[self._access] = ("", 0)

    def forget(self) -> None:
        self._jar = dict.fromkeys((self._access, self._refresh), ("", 0))

    def write(self, response: Response) -> None:
        for name, (text, seconds) in self._jar.items():
            response.set_cookie(
                name,
                text,
                max_age=seconds,
                path="/",
                secure=self._secure,
                httponly=True,
                samesite="strict",
            )


def keeper_of(request: Request, *, secure: bool) -> Keeper:
    """Who keeps the tokens of this caller. Raises `Refused` when a foreign page asks for cookies.

    Without the profile header cookies are not looked at. With it `Authorization` is not.
    """
    profile = request.headers.get(PROFILE_HEADER)
    if profile is None:
        return Keeper(bearer(request))
    if not _PROFILE.fullmatch(profile):
        raise bad_request(f"`{PROFILE_HEADER}` must be 1 to 32 of a-z and 0-9.")
    _check_same_origin(request)
    return CookieKeeper(request, profile, secure=secure)


def bearer(request: Request) -> str | None:
    """The token of `Authorization: Bearer …`."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _check_same_origin(request: Request) -> None:
    """The second lock. The first: a foreign page would have to ask before it sends the header, and is never allowed."""
    site = request.headers.get("sec-fetch-site", "same-origin")
    by_person = site == "none" and request.method == "GET"
    origin = request.headers.get("origin")
    ours = origin is None or _names(origin, request.headers.get("host", ""))
    if not ours or not (site == "same-origin" or by_person):
        raise Refused("BAD_REQUEST", "Only the page of this host may use cookies.", status=403)


def _names(origin: str, host: str) -> bool:
    """Whether an origin is a page of the host that was asked. A proxy in front must pass `Host` on."""
    scheme, _, named = origin.lower().partition("://")
    port = _PORTS.get(scheme)
    if port is None or not named:
        return False
    return named.removesuffix(port) == host.lower().removesuffix(port)
