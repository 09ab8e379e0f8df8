"""The page at `/`: the exported app, read once at the start, served as it is with the headers that lock it in."""

import re
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from backend.headers import holds, tag, takes
from backend.settings import SettingsError

INDEX = "index.html"
METHODS = ("GET", "HEAD")
RESERVED = frozenset(
    {"graphql", "health", "metrics", "dev", "check", "calendar", "programme", "event", "answer"}
)
"""First parts of paths that are never the page's."""

YEAR = "public, max-age=31536000, immutable"
TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
}
UNUSED = (
    "accelerometer", "autoplay", "browsing-topics", "display-capture", "encrypted-media",
    "fullscreen", "geolocation", "gyroscope", "hid", "idle-detection", "magnetometer",
    "microphone", "midi", "payment", "picture-in-picture", "publickey-credentials-get",
    "screen-wake-lock", "serial", "sync-xhr", "usb", "xr-spatial-tracking",
)  # fmt: skip
"""What a browser could offer and the page never asks for."""

_HASHED = re.compile(r"_expo/.+-[0-9a-f]{8,}\.[a-z0-9]+")
_STYLE = re.compile(rb"<style\b[^>]*>(.*?)</style>", re.DOTALL)
_CODINGS = (("br", ".br"), ("gzip", ".gz"))


class Sent(NamedTuple):
    """Bytes that may be sent for a file; `coding` is empty for the file as it is."""

    coding: str
    body: bytes
    etag: str


class File(NamedTuple):
    """A file of the page: what may be sent for it, best first, its media type and how long it is kept."""

    sent: tuple[Sent, ...]
    media: str
    kept: str

    @property
    def plain(self) -> bytes:
        """The file as it is."""
        return self.sent[-1].body

    def pick(self, accept_encoding: str) -> Sent:
        """What a caller takes."""
        taken = (each for each in self.sent if takes(accept_encoding, each.coding))
        return next(taken, self.sent[-1])


class Page:
    """The ASGI application of `Route("/{path:path}", Page(…))`. What it did not read it cannot serve."""

    def __init__(self, files: Mapping[str, File], *, production: bool) -> None:
        self.files = files
        self.locks = locks(files[INDEX].plain, production=production)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = self.respond(Request(scope, receive))
        response.headers.update(self.locks)
        await response(scope, receive, send)

    def respond(self, request: Request) -> Response:
        """The file of a path. The app knows its own addresses: what is none of a file is its front door."""
        path = str(request.scope["path"]).lstrip("/") or INDEX
        if path.split("/")[0] in RESERVED:
            return PlainTextResponse("Not found", 404)
        if request.method not in METHODS:
            allow = {"allow": ", ".join(METHODS)}
            return PlainTextResponse("Only to be read", 405, headers=allow)
        named = "." in path.rsplit("/", 1)[-1]
        file = self.files.get(path) or (None if named else self.files[INDEX])
        if file is None:
            return PlainTextResponse("Not found", 404)
        return _answer(request, file)


def _answer(request: Request, file: File) -> Response:
    sent = file.pick(request.headers.get("accept-encoding", ""))
    headers = {"etag": sent.etag, "cache-control": file.kept, "vary": "accept-encoding"}
    if holds(request.headers.get("if-none-match", ""), sent.etag):
        return Response(None, 304, headers)
    headers |= {"content-type": file.media, "content-length": str(len(sent.body))}
    if sent.coding:
        headers["content-encoding"] = sent.coding
    return Response(sent.body if request.method == "GET" else None, 200, headers)


def exported_page() -> Path | None:
    """Where this checkout's page is, when it has been built."""
    folder = Path(__file__).parent.parent / "mobile" / "dist" / "web"
    return folder if (folder / INDEX).is_file() else None


def read_page(folder: Path, *, production: bool) -> Page:
    """The page exported to a folder. Raises SettingsError when there is none.

    In development the front door tells the app where the demo's people are listed.
    """
    root = folder.resolve()
    inside = {
        str(path.relative_to(root)): path
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.resolve().is_relative_to(root)
    }
    if INDEX not in inside:
        raise SettingsError(
            f"ENCUENTRO_PAGE: there is no {INDEX} in {folder}. `make page` writes one to mobile/dist/web."
        )
    files = {name: _read(name, inside) for name in inside if not _is_coded(name, inside)}
    if not production:
        files[INDEX] = with_demo(files[INDEX])
    return Page(files, production=production)


def with_demo(index: File) -> File:
    """The front door, with the address of the demo's people."""
    body = index.plain.replace(b"<html", b'<html data-demo="/dev/demo"', 1)
    return index._replace(sent=(Sent("", body, tag(body)),))


def locks(index: bytes, *, production: bool) -> dict[str, str]:
    """What every answer of the page forbids the browser."""
    inline = [*_STYLE.findall(index), b""]  # react-native-web fills an empty element by script
    hashes = " ".join(f"'sha256-{b64encode(sha256(text).digest()).decode()}'" for text in inline)
    headers = {
        "content-security-policy": (
            f"default-src 'none'; script-src 'self'; style-src 'self' {hashes};"
            " img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
            " worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        ),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": ", ".join(["camera=(self)", *(f"{each}=()" for each in UNUSED)]),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
    if production:
        headers["strict-transport-security"] = "max-age=31536000"
    return headers


def _is_coded(name: str, inside: Mapping[str, Path]) -> bool:
    """Whether a file is another one, compressed."""
    return any(
        name.endswith(ending) and name.removesuffix(ending) in inside for _, ending in _CODINGS
    )


def _read(name: str, inside: Mapping[str, Path]) -> File:
    bodies = [
        (coding, inside[name + ending].read_bytes())
        for coding, ending in (*_CODINGS, ("", ""))
        if name + ending in inside
    ]
    return File(
        sent=tuple(Sent(coding, body, tag(body)) for coding, body in bodies),
        media=TYPES.get(inside[name].suffix, "application/octet-stream"),
        kept=YEAR if _HASHED.fullmatch(name) else "no-cache",
    )
