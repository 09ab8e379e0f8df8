"""Tokens in a browser's cookies: whose, how long, how locked, and never for a foreign page."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import aiohttp
import pytest
from starlette.requests import Request
from starlette.responses import Response

from backend.gql.keeper import CookieKeeper, Keeper, keeper_of
from tests.gql import toy

pytestmark = pytest.mark.anyio

ENTER = "mutation { enter }"
ACT = 'mutation { act(label: "x") { __typename } }'
FLAGS = "HttpOnly; Max-Age={}; Path=/; SameSite=strict"


@dataclass
class Browser:
    """Somebody who talks to a server and writes down the cookies it is told to keep."""

    server: toy.Running
    session: aiohttp.ClientSession
    told: list[str] = field(default_factory=list)

    async def send(self, query: str, method: str = "POST", **headers: str) -> tuple[int, Any]:
        said = {name.replace("_", "-"): value for name, value in headers.items()}
        body = {"json" if method == "POST" else "params": {"query": query}}
        async with self.session.request(method, self.server.url, headers=said, **body) as answer:
            assert not [name for name in answer.headers if name.lower().startswith("access-")]
            self.told = answer.headers.getall("set-cookie", [])
            return answer.status, await answer.json()


@asynccontextmanager
async def browsing(secure: bool = False) -> AsyncIterator[Browser]:
    jar = aiohttp.DummyCookieJar()
    async with (
        toy.serve(secure=secure) as server,
        aiohttp.ClientSession(cookie_jar=jar) as session,
    ):
        yield Browser(server, session)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with browsing() as one:
        yield one


def host(browser: Browser) -> str:
    return browser.server.url.removesuffix("/graphql")


async def test_tokens_go_into_cookies_that_no_script_reads(browser: Browser) -> None:
    status, body = await browser.send(ENTER, encuentro_profile="ana")

    assert (status, body) == (200, {"data": {"enter": [None, None]}})
    assert browser.told == [
        f"a-ana=access; {FLAGS.format(600)}",
        f"r-ana=refresh; {FLAGS.format(86_400)}",
    ]


async def test_in_production_they_are_bound_to_this_very_host_and_to_https() -> None:
    async with browsing(secure=True) as browser:
        await browser.send(ENTER, encuentro_profile="ana")
        entered = browser.told
        shown = await browser.send(
            "{ shown }", encuentro_profile="ana", cookie="a-ana=planted; __Host-a-ana=mine"
        )

    assert entered == [
        f"__Host-a-ana=access; {FLAGS.format(600)}; Secure",
        f"__Host-r-ana=refresh; {FLAGS.format(86_400)}; Secure",
    ]
    assert shown == (200, {"data": {"shown": "mine"}})


async def test_without_the_header_cookies_are_neither_read_nor_written(browser: Browser) -> None:
    shown = await browser.send("{ shown }", cookie="a-ana=mine; a-=mine")
    entered = await browser.send(ENTER, cookie="a-ana=mine")

    assert shown == (200, {"data": {"shown": None}})
    assert entered == (200, {"data": {"enter": ["access", "refresh"]}})
    assert browser.told == []


async def test_with_the_header_only_the_cookie_of_that_profile_counts(browser: Browser) -> None:
    cookies = "a-ana=of ana; a-beto=of-beto"
    bearer = "Bearer somebody"

    said = [
        (await browser.send("{ shown }", cookie=cookies, authorization=bearer, **profile))[1]
        for profile in (
            {"encuentro_profile": "beto"},
            {"encuentro_profile": "carla"},
            {},
        )
    ]

    assert [each["data"]["shown"] for each in said] == ["of-beto", None, "somebody"]


async def test_locking_takes_one_cookie_away_and_leaving_both(browser: Browser) -> None:
    await browser.send("mutation { lock }", encuentro_profile="ana")
    locked = browser.told
    await browser.send("mutation { leave { __typename } }", encuentro_profile="ana")

    gone = FLAGS.format(0)
    assert locked == [f'a-ana=""; {gone}']
    assert browser.told == [f'a-ana=""; {gone}', f'r-ana=""; {gone}']


async def test_a_refusal_with_the_code_takes_them_away_and_no_other_does() -> None:
    async with browsing() as browser:
        refused = {}
        for code in ("SESSION_ENDED", "NOT_ALLOWED"):
            await browser.send(
                f'mutation {{ leave(refused: "{code}") {{ __typename }} }}', encuentro_profile="ana"
            )
            refused[code] = len(browser.told)

    assert refused == {"SESSION_ENDED": 2, "NOT_ALLOWED": 0}


async def test_an_answer_that_could_not_be_finished_tells_the_browser_nothing(
    browser: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    browser.server.ledger.close_fails = True

    _, body = await browser.send(ENTER, encuentro_profile="ana")

    assert body["data"] is None
    assert browser.told == []


@pytest.mark.parametrize("profile", ["", "Ana", "ana beto", "a" * 33, "ana;", "añ", "../a"])
async def test_a_profile_is_a_short_plain_word(browser: Browser, profile: str) -> None:
    status, body = await browser.send(ACT, encuentro_profile=profile)

    assert (status, body["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert browser.server.ledger.acts == []


FOREIGN = [
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"origin": "http://127.0.0.1:1"},
    {"origin": "file://127.0.0.1"},
    {"sec_fetch_site": "cross-site"},
    {"sec_fetch_site": "same-site"},
    {"sec_fetch_site": "none"},
]


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
async def test_a_foreign_page_may_use_no_cookies(browser: Browser, headers: dict[str, str]) -> None:
    status, body = await browser.send(ACT, encuentro_profile="ana", **headers)
    without = await browser.send(ACT, **headers)

    assert (status, body["errors"][0]["extensions"]["code"]) == (403, "BAD_REQUEST")
    assert without[0] == 200  # nothing of the browser's came along: no concern of anybody
    assert browser.server.ledger.acts == ["x"]


async def test_a_foreign_origin_is_refused_whatever_else_is_said(browser: Browser) -> None:
    for method in ("GET", "POST"):
        status, _ = await browser.send(
            "{ shown }",
            method,
            encuentro_profile="ana",
            sec_fetch_site="same-origin",
            origin="http://elsewhere.example",
        )
        assert status == 403


async def test_the_page_of_this_host_and_a_person_who_types_may_use_them(browser: Browser) -> None:
    mine = {"encuentro_profile": "ana", "cookie": "a-ana=mine"}
    same = await browser.send(
        "{ shown }", **mine, origin=host(browser).upper(), sec_fetch_site="same-origin"
    )
    typed = await browser.send("{ shown }", "GET", **mine, sec_fetch_site="none")

    assert same == typed == (200, {"data": {"shown": "mine"}})


@pytest.mark.parametrize(
    ("origin", "named", "ours"),
    [
        ("https://visitas.example", "visitas.example", True),
        ("https://visitas.example", "visitas.example:443", True),
        ("https://visitas.example:8443", "visitas.example:8443", True),
        ("https://visitas.example:8443", "visitas.example", False),
        ("http://visitas.example", "visitas.example:443", False),
        ("https://visitas.example.evil", "visitas.example", False),
        ("https://evil-visitas.example", "visitas.example", False),
        ("https://", "", False),
    ],
)
async def test_an_origin_names_this_host_with_its_port(origin: str, named: str, ours: bool) -> None:
    async with browsing() as browser:
        status, _ = await browser.send(
            "{ shown }", encuentro_profile="ana", origin=origin, host=named
        )

    assert status == (200 if ours else 403)


REQUEST = UUID(int=7)


def cookie_keeper(refresh: str = "") -> Keeper:
    headers = [(b"encuentro-profile", b"ana")]
    headers += [(b"cookie", f"r-ana={refresh}".encode())] if refresh else []
    return keeper_of(Request({"type": "http", "headers": headers}), secure=False)


async def test_a_request_is_the_same_only_with_the_same_cookie() -> None:
    first, again, later = (cookie_keeper(text) for text in ("one", "one", "two"))

    assert first.presented(None, REQUEST) == again.presented(None, REQUEST)
    assert first.presented(None, REQUEST)[0] == "one"
    assert later.presented(None, REQUEST)[0] == "two"
    assert later.presented(None, REQUEST)[1] not in (REQUEST, first.presented(None, REQUEST)[1])


async def test_what_is_said_goes_before_the_cookie_and_nothing_is_nothing() -> None:
    assert cookie_keeper("one").presented("said", REQUEST) == ("said", REQUEST)
    assert Keeper().presented("said", REQUEST) == ("said", REQUEST)
    assert Keeper().presented(None, REQUEST) == ("", REQUEST)
    assert cookie_keeper().presented(None, REQUEST)[0] == ""


async def test_a_token_that_has_ended_leaves_its_cookie_at_once() -> None:
    keeper = cookie_keeper()
    assert isinstance(keeper, CookieKeeper)

    ended = toy.Token("old", toy.NOW - timedelta(hours=1))
    keeper.hand_over(ended, ended, now=toy.NOW)
    response = Response()
    keeper.write(response)

    told = [value.decode() for name, value in response.raw_headers if name == b"set-cookie"]
    assert told == [f"a-ana=old; {FLAGS.format(0)}", f"r-ana=old; {FLAGS.format(0)}"]
