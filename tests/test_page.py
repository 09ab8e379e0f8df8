"""The page at `/`: only what was exported, locked in, and sent as short as the browser takes it."""

import gzip
import re
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from starlette.applications import Starlette
from yarl import URL

from backend.app import page_routes
from backend.page import read_page
from backend.settings import SettingsError
from tests.servers import in_process

pytestmark = pytest.mark.anyio

STYLE = "html,body{height:100%}"
INDEX = f"""<!doctype html><html lang="es"><head><style id="shell">{STYLE}</style>
<style>#root{{flex:1}}</style></head><body><script src="/_expo/static/js/web/app-0123abcd.js" defer>
</script></body></html>"""
SCRIPT = "_expo/static/js/web/app-0123456789abcdef0123456789abcdef.js"
FILES: dict[str, bytes] = {
    "index.html": INDEX.encode(),
    "index.html.br": b"index in br",
    "index.html.gz": gzip.compress(INDEX.encode()),
    SCRIPT: b"console.log(1)",
    f"{SCRIPT}.br": b"script in br",
    f"{SCRIPT}.gz": b"script in gz",
    "_expo/routes.json": b"{}",
    "manifest.webmanifest": b"{}",
    "sw.js": b"//",
    "robots.txt": b"User-agent: *",
    "icons/icon-192.png": b"\x89PNG",
    "notes.gz": b"not another file, compressed",
}
LOCKS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """What an export leaves, and a secret beside it."""
    root = tmp_path / "web"
    for name, body in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(body)
    (tmp_path / "secret.txt").write_text("hunter2")
    return root


@asynccontextmanager
async def visiting(folder: Path | None, *, production: bool = True) -> AsyncIterator[Any]:
    """`await ask(path, method, **headers)`: status, headers and bytes as they travel."""
    app = Starlette(routes=page_routes(folder, production=production))
    async with (
        in_process(app) as address,
        aiohttp.ClientSession(auto_decompress=False) as session,
    ):

        async def ask(path: str = "/", method: str = "GET", **headers: str) -> Any:
            said = {"accept-encoding": "identity"} | {
                name.replace("_", "-"): value for name, value in headers.items()
            }
            url = URL(address + path, encoded=True)
            async with session.request(method, url, headers=said, allow_redirects=False) as answer:
                return answer.status, answer.headers, await answer.read()

        yield ask


@pytest.fixture
async def ask(folder: Path) -> AsyncIterator[Any]:
    """The page as production serves it."""
    async with visiting(folder) as asked:
        yield asked


async def test_the_front_door_is_served_with_its_type(ask: Any) -> None:
    status, headers, body = await ask()

    assert (status, body) == (200, FILES["index.html"])
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert headers["cache-control"] == "no-cache"
    assert headers["vary"] == "accept-encoding"


@pytest.mark.parametrize("path", ["/visits", "/visits/7/pass", "/a/b/", "/index.html", "//x"])
async def test_the_apps_own_addresses_lead_to_the_front_door(ask: Any, path: str) -> None:
    assert (await ask(path))[2] == FILES["index.html"]


@pytest.mark.parametrize(
    ("path", "media"),
    [
        ("/manifest.webmanifest", "application/manifest+json"),
        ("/sw.js", "text/javascript; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/icons/icon-192.png", "image/png"),
        ("/notes.gz", "application/octet-stream"),
    ],
)
async def test_each_file_has_its_type(ask: Any, path: str, media: str) -> None:
    status, headers, body = await ask(path)

    assert (status, headers["content-type"], body) == (200, media, FILES[path[1:]])


def lowered(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


OUTSIDE = [
    "/unknown.js",
    "/../secret.txt",
    "/..%2fsecret.txt",
    "/%2e%2e/secret.txt",
    "/icons/..%2f..%2fsecret.txt",
    "/..%5csecret.txt",
    "/leak.txt",
    "/linked/secret.txt",
    "/index.html%00.txt",
    "/index.html.br",
    f"/{SCRIPT}.gz",
]


@pytest.mark.parametrize("path", OUTSIDE)
async def test_nothing_else_is_there(folder: Path, path: str) -> None:
    (folder / "leak.txt").symlink_to(folder.parent / "secret.txt")
    (folder / "linked").symlink_to(folder.parent)
    async with visiting(folder) as ask:
        (folder / "unknown.js").write_text("written after the start")
        status, headers, body = await ask(path)

    assert (status, body) == (404, b"Not found")
    assert LOCKS.items() <= lowered(headers).items()


@pytest.mark.parametrize("path", ["/graphql", "/graphql/", "/dev", "/dev/demo", "/health/x"])
async def test_what_belongs_to_others_is_never_the_page(ask: Any, path: str) -> None:
    assert (await ask(path))[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
async def test_it_is_only_to_be_read_and_grants_nothing(ask: Any, method: str) -> None:
    status, headers, _ = await ask(
        "/",
        method,
        origin="https://elsewhere.example",
        access_control_request_method="POST",
    )

    assert (status, headers["allow"]) == (405, "GET, HEAD")
    assert not [name for name in lowered(headers) if name.startswith("access-control")]
    assert LOCKS.items() <= lowered(headers).items()


async def test_head_says_what_get_would(ask: Any) -> None:
    for coding in ("identity", "br"):
        _, got, _ = await ask("/", accept_encoding=coding)
        status, headers, body = await ask("/", "HEAD", accept_encoding=coding)

        assert (status, body) == (200, b"")
        for name in ("content-length", "content-type", "etag", "cache-control"):
            assert headers[name] == got[name]


@pytest.mark.parametrize(
    ("said", "coding", "body"),
    [
        ("br, gzip", "br", b"script in br"),
        ("gzip, deflate, br;q=0", "gzip", b"script in gz"),
        ("GZIP;q=0.2", "gzip", b"script in gz"),
        ("*", "br", b"script in br"),
        ("br;q=0, *", "gzip", b"script in gz"),
        ("gzip;q=0, br;q=0.0, *;q=0", None, b"console.log(1)"),
        ("identity", None, b"console.log(1)"),
        ("gzip;q=much", None, b"console.log(1)"),
    ],
)
async def test_what_was_compressed_before_is_sent_to_who_takes_it(
    ask: Any, said: str, coding: str | None, body: bytes
) -> None:
    status, headers, sent = await ask(f"/{SCRIPT}", accept_encoding=said)

    assert (status, headers.get("content-encoding"), sent) == (200, coding, body)
    assert headers["content-length"] == str(len(body))
    assert headers["vary"] == "accept-encoding"


async def test_files_named_after_their_content_are_kept_for_a_year(ask: Any) -> None:
    kept = {path: (await ask(path))[1]["cache-control"] for path in (f"/{SCRIPT}", "/sw.js")}

    assert kept == {
        f"/{SCRIPT}": "public, max-age=31536000, immutable",
        "/sw.js": "no-cache",
    }
    assert (await ask("/_expo/routes.json"))[1]["cache-control"] == "no-cache"


async def test_who_holds_a_file_is_told_so_without_it(ask: Any) -> None:
    for coding in ("identity", "gzip", "br"):
        etag = (await ask("/", accept_encoding=coding))[1]["etag"]
        status, headers, body = await ask("/", accept_encoding=coding, if_none_match=etag)

        assert re.fullmatch(r'"[0-9a-f]{32}"', etag)
        assert (status, body, headers["etag"]) == (304, b"", etag)
        assert headers["cache-control"] == "no-cache"
        assert "content-security-policy" in headers
    assert (await ask("/", if_none_match='"another"'))[0] == 200


async def test_the_page_may_do_only_what_it_needs(ask: Any) -> None:
    _, headers, _ = await ask("/visits")
    hashes = " ".join(
        f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
        for text in (STYLE, "#root{flex:1}", "")
    )

    assert headers["content-security-policy"] == (
        f"default-src 'none'; script-src 'self'; style-src 'self' {hashes}; img-src 'self' data: blob:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
    assert LOCKS.items() <= lowered(headers).items()
    allowed = dict(each.split("=") for each in headers["permissions-policy"].split(", "))
    assert allowed.pop("camera") == "(self)"
    assert {"geolocation", "microphone", "payment", "usb"} <= set(allowed)
    assert set(allowed.values()) == {"()"}


@pytest.mark.parametrize("production", [True, False])
async def test_only_production_promises_https(folder: Path, production: bool) -> None:
    async with visiting(folder, production=production) as ask:
        _, headers, _ = await ask()

    assert headers.get("strict-transport-security") == ("max-age=31536000" if production else None)


async def test_only_in_development_the_page_is_told_of_the_demo(folder: Path) -> None:
    async with visiting(folder, production=False) as ask:
        development = [await ask(path, accept_encoding="br, gzip") for path in ("/", "/index.html")]
    async with visiting(folder) as ask:
        production = [await ask(path) for path in ("/", "/index.html", "/visits")]

    for _, headers, body in development:
        assert body == FILES["index.html"].replace(b"<html", b'<html data-demo="/dev/demo"')
        assert "content-encoding" not in headers
    assert [body for _, _, body in production] == [FILES["index.html"]] * 3


async def test_without_a_page_development_says_how_to_build_it_and_production_nothing() -> None:
    async with visiting(None, production=False) as ask:
        status, _, body = await ask()
        assert status == 200
        assert b"make page" in body and b'href="/dev"' in body
        assert (await ask("/visits"))[0] == 404
    async with visiting(None) as ask:
        assert (await ask())[0] == 404


def test_a_folder_without_a_page_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=f"ENCUENTRO_PAGE.*{tmp_path.name}"):
        read_page(tmp_path, production=True)
