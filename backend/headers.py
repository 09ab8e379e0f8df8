"""What a conversation over HTTP says of a caller: which codings it takes, which tags it holds, and who is counted."""

import hashlib
from collections.abc import Sequence
from ipaddress import ip_address, ip_network

from starlette.requests import Request

_NEIGHBOURS = 64
"""Bits of an IPv6 address that one household or phone has to itself."""


def takes(accept_encoding: str, coding: str) -> bool:
    """Whether a caller may be sent this coding; one that says nothing takes none, and `q=0` is a no."""
    qualities = dict(_choice(part) for part in accept_encoding.lower().split(","))
    return qualities.get(coding, qualities.get("*", 0.0)) > 0


def quality(parameters: Sequence[str]) -> float:
    """The `q` among the parameters of one choice: 1 without one, 0 when it is no number."""
    for parameter in parameters:
        key, _, value = parameter.partition("=")
        if key.strip() == "q":
            try:
                return float(value)
            except ValueError:
                return 0.0
    return 1.0


def tag(*parts: bytes) -> str:
    """A strong ETag: other bytes, another tag."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return f'"{digest.hexdigest()}"'


def holds(if_none_match: str, etag: str) -> bool:
    """Whether a caller holds what the tag names. A weak mark, put on by a proxy, does not count."""
    held = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    return etag in held or "*" in held


def address_of(request: Request) -> str:
    """Whose questions are counted together: an address, or the household of one."""
    host = request.client.host if request.client else ""
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if address.version == 4:
        return host
    return str(ip_network((int(address), _NEIGHBOURS), strict=False))


def _choice(part: str) -> tuple[str, float]:
    name, *parameters = part.split(";")
    return name.strip(), quality(parameters)
