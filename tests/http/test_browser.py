"""A browser against a real server: cookies nobody's script reads, several people, lost answers, nothing sent twice."""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from uuid import uuid4

import aiohttp
import pytest

from backend.core.actor import Role
from backend.core.ids import new_id
from backend.identity.commands import sessions
from backend.identity.tokens import token
from backend.identity.totp import code_at
from tests import make
from tests.http.browser import DEVICE, Browser
from tests.identity.make_identity import PASSWORD, SECRET, employed, phone
from tests.phone import Phone, document
from tests.servers import WebServer

pytestmark = pytest.mark.anyio


@asynccontextmanager
async def browsing(web: WebServer) -> AsyncIterator[Browser]:
    jar = aiohttp.DummyCookieJar()
    async with aiohttp.ClientSession(cookie_jar=jar) as http:
        yield Browser(http, web.address)


@pytest.fixture
async def browser(database) -> AsyncIterator[Browser]:
    """A browser and a server in development, whose outbox it may read."""
    with WebServer(database.url) as web:
        async with browsing(web) as one:
            yield one


async def code_sent_to(browser: Browser, number: str) -> str:
    async with browser.http.get(f"{browser.address}/dev/demo") as answer:
        messages = (await answer.json())["messages"]
    body = next(each["body"] for each in messages if each["phone"] == number)
    return re.sub(r"\D", "", body)


async def sign_in(browser: Browser, profile: str, **given: str) -> dict:
    number = phone()
    asked = await browser.act("requestSignInCode", profile, phone=number, device=DEVICE + profile)
    return await browser.act(
        "confirmSignInCode",
        profile,
        challengeId=asked["challengeId"],
        code=await code_sent_to(browser, number),
        device=DEVICE + profile,
        **given,
    )


async def begun(owner, browser: Browser) -> str:
    """A refresh token of a new session of an invented family, on the browser's device."""
    family = await make.family(owner)
    pair = await sessions.begin(
        owner,
        account_id=family.account_id,
        device=DEVICE,
        label="test",
        language="es",
        now=datetime.now(UTC),
    )
    return token("refresh", pair.session_id, pair.generation)


async def generation(owner) -> int:
    return await owner.fetchval("select generation from session")


async def test_a_family_signs_in_reads_refreshes_and_signs_out_without_seeing_a_token(browser):
    signed = await sign_in(browser, "ana")
    told, first = browser.told, dict(browser.jar)
    _, me = await browser.get("me", "ana")
    fresh = await browser.act("refreshSession", "ana", device=DEVICE + "ana")
    second = dict(browser.jar)
    out = await browser.act("signOut", "ana")
    _, after = await browser.get("me", "ana")

    shown = json.dumps([signed, me, fresh, out])
    assert (signed["tokens"]["accessToken"], signed["tokens"]["refreshToken"]) == (None, None)
    assert (fresh["accessToken"], fresh["refreshToken"]) == (None, None)
    assert me["data"]["me"]["__typename"] == "Me"
    assert not [value for value in (*first.values(), *second.values()) if value in shown]
    assert set(first) == set(second) == {"a-ana", "r-ana"}
    assert all(first[name] != second[name] for name in first)
    assert out["__typename"] == "SessionsEnded"
    assert browser.jar == {}
    assert after["data"]["me"]["code"] == "SIGN_IN_NEEDED"
    for name, seconds in (("a-ana", 600), ("r-ana", 30 * 86_400)):
        cookie = told[name]
        assert seconds - 5 <= int(cookie["max-age"]) <= seconds
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "strict", "/")
        assert (cookie["secure"], cookie["domain"]) == ("", "")


async def test_several_people_share_a_browser_and_stay_apart(browser, owner):
    await sign_in(browser, "ana")
    await sign_in(browser, "beto")
    assert set(browser.jar) == {"a-ana", "r-ana", "a-beto", "r-beto"}

    await browser.act("endAllSessions", "ana")

    assert set(browser.jar) == {"a-beto", "r-beto"}
    assert (await browser.get("me", "beto"))[1]["data"]["me"]["__typename"] == "Me"
    assert (await browser.get("me", "ana"))[1]["data"]["me"]["code"] == "SIGN_IN_NEEDED"


async def test_a_sign_in_whose_answer_was_lost_sets_the_same_cookies_again(browser):
    number, request = phone(), str(uuid4())
    asked = await browser.act("requestSignInCode", "ana", phone=number, device=DEVICE)
    said = {
        "challengeId": asked["challengeId"],
        "code": await code_sent_to(browser, number),
        "device": DEVICE,
        "requestId": request,
    }

    first, lost = await browser.act("confirmSignInCode", "ana", **said), dict(browser.jar)
    browser.jar.clear()
    again = await browser.act("confirmSignInCode", "ana", **said)

    assert again == first
    assert browser.jar == lost


async def test_a_refresh_whose_answer_was_lost_on_the_way_sets_the_same_cookies_again(
    browser, owner
):
    await browser.act(
        "refreshSession", "ana", refreshToken=await begun(owner, browser), device=DEVICE
    )
    before, request = dict(browser.jar), str(uuid4())

    first = await browser.act("refreshSession", "ana", device=DEVICE, requestId=request)
    lost, browser.jar = dict(browser.jar), dict(before)
    await owner.execute("update session set refreshed_at = refreshed_at - interval '1 hour'")
    again = await browser.act("refreshSession", "ana", device=DEVICE, requestId=request)

    assert again == first
    assert browser.jar == lost != before
    assert await generation(owner) == 2


async def test_a_refresh_that_reached_the_browser_but_not_the_page_goes_on_from_there(
    browser, owner
):
    await browser.act(
        "refreshSession", "ana", refreshToken=await begun(owner, browser), device=DEVICE
    )
    request = str(uuid4())
    await browser.act("refreshSession", "ana", device=DEVICE, requestId=request)
    kept = dict(browser.jar)

    again = await browser.act("refreshSession", "ana", device=DEVICE, requestId=request)

    assert again["__typename"] == "Tokens"
    assert browser.jar["r-ana"] != kept["r-ana"]
    assert await generation(owner) == 3


async def test_two_tabs_that_refresh_at_once_hold_the_same_cookies(browser, owner):
    await browser.act(
        "refreshSession", "ana", refreshToken=await begun(owner, browser), device=DEVICE
    )
    other = Browser(browser.http, browser.address)
    other.jar = dict(browser.jar)

    await asyncio.gather(
        *(tab.act("refreshSession", "ana", device=DEVICE) for tab in (browser, other))
    )

    assert browser.jar == other.jar
    assert await generation(owner) == 2


async def test_a_refresh_without_any_token_is_refused_and_one_refused_clears_the_cookies(
    browser, owner
):
    nothing = await browser.act("refreshSession", "ana", device=DEVICE)
    plain = await Phone(browser.http, browser.address).act("refreshSession", device=DEVICE)
    await browser.act(
        "refreshSession", "ana", refreshToken=await begun(owner, browser), device=DEVICE
    )
    stolen = dict(browser.jar)
    ended = await browser.act("refreshSession", "ana", device=DEVICE + "-of-a-thief")

    assert nothing["code"] == plain["code"] == ended["code"] == "SESSION_ENDED"
    assert set(stolen) == {"a-ana", "r-ana"}
    assert browser.jar == {}
    assert {name: int(each["max-age"]) for name, each in browser.told.items()} == {
        "a-ana": 0,
        "r-ana": 0,
    }


async def test_a_locked_session_opens_again_only_by_a_refresh_of_its_device(browser, owner):
    await sign_in(browser, "ana")
    access = browser.jar["a-ana"]
    locked = await browser.act("lockSession", "ana")
    left = dict(browser.jar)
    stolen = await Phone(browser.http, browser.address, access).ask("me")
    still = (await browser.get("me", "ana"))[1]
    opened = await browser.act("refreshSession", "ana", device=DEVICE + "ana")
    me = (await browser.get("me", "ana"))[1]

    assert locked["__typename"] == "SessionLocked"
    assert abs(datetime.fromisoformat(locked["lockedAt"]) - datetime.now(UTC)).seconds < 60
    assert set(left) == {"r-ana"}
    assert stolen["code"] == still["data"]["me"]["code"] == "SIGN_IN_NEEDED"
    assert opened["__typename"] == "Tokens"
    assert me["data"]["me"]["__typename"] == "Me"


async def test_staff_sign_in_with_cookies_too(db, browser, owner):
    _, number, _ = await employed(owner, Role.VISITS_REGISTRAR)

    tokens = await browser.act(
        "signInStaff",
        "desk",
        documentKind="DNI",
        documentNumber=number,
        password=PASSWORD,
        totp=code_at(SECRET, datetime.now(UTC)),
        device=DEVICE,
    )

    assert (tokens["accessToken"], tokens["refreshToken"]) == (None, None)
    assert set(browser.jar) == {"a-desk", "r-desk"}
    assert (await browser.get("me", "desk"))[1]["data"]["me"]["name"] == "Rosa Quispe Huamán"


async def test_only_what_changed_is_sent_again(browser):
    await sign_in(browser, "ana")
    status, me = await browser.get("me", "ana")
    etag = browser.headers["etag"]
    same, nothing = await browser.get("me", "ana", held=etag)
    shown = browser.headers["etag"]
    await browser.act("setLanguage", "ana", language="quz")
    changed, now = await browser.get("me", "ana", held=etag)

    assert (status, same, nothing, changed) == (200, 304, None, 200)
    assert shown == etag
    assert (me["data"]["me"]["language"], now["data"]["me"]["language"]) == ("es", "quz")
    assert browser.headers["etag"] != etag
    assert browser.headers["cache-control"] == "no-store"


async def test_an_inbox_with_nothing_new_is_not_sent_again(browser):
    await sign_in(browser, "ana")
    _, first = await browser.get("inbox", "ana")
    cursor = first["data"]["inbox"]["cursor"]
    status, quiet = await browser.get("inbox", "ana", after=cursor)
    etag = browser.headers["etag"]

    same, nothing = await browser.get("inbox", "ana", held=etag, after=cursor)

    assert (status, quiet["data"]["inbox"]["cursor"]) == (200, cursor)
    assert (same, nothing) == (304, None)


async def test_a_foreign_page_acts_on_nothing_and_is_granted_nothing(browser, owner):
    refresh = await begun(owner, browser)
    sent = {
        "query": document("refreshSession"),
        "variables": {"device": DEVICE, "requestId": str(uuid4())},
    }
    cookie = {"cookie": f"r-ana={refresh}", "encuentro-profile": "ana"}
    foreign = {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"}

    statuses, granted = [], []
    for method, path, headers in (
        ("POST", "/graphql", cookie | foreign),
        ("POST", "/graphql", cookie | {"origin": foreign["origin"]}),
        ("POST", "/graphql", cookie | {"sec-fetch-site": "same-site"}),
        ("OPTIONS", "/graphql", foreign | {"access-control-request-headers": "encuentro-profile"}),
        ("OPTIONS", "/", foreign | {"access-control-request-method": "GET"}),
    ):
        body = sent if method == "POST" else None
        async with browser.http.request(
            method, browser.address + path, json=body, headers=headers
        ) as answer:
            statuses.append(answer.status)
            granted += [name for name in answer.headers if name.lower().startswith("access-")]
            granted += answer.headers.getall("set-cookie", [])

    assert statuses == [403, 403, 403, 405, 405]
    assert granted == []
    assert await generation(owner) == 0


async def test_production_binds_cookies_to_the_host_and_serves_queries_by_get(
    database, owner, tmp_path
):
    (tmp_path / "index.html").write_text("<!doctype html><html lang=es><title>x</title></html>")
    settings = {"ENCUENTRO_PRODUCTION": "1", "ENCUENTRO_PAGE": str(tmp_path)}
    with WebServer(database.url, **settings) as web:
        async with browsing(web) as browser:
            await browser.act(
                "refreshSession", "ana", refreshToken=await begun(owner, browser), device=DEVICE
            )
            told = browser.told
            status, me = await browser.get("me", "ana")
            same, _ = await browser.get("me", "ana", held=browser.headers["etag"])
            acting, _ = await browser.get("signOut", "ana", requestId=str(new_id()))

    assert set(told) == {"__Host-a-ana", "__Host-r-ana"}
    assert all(cookie["secure"] is True and cookie["domain"] == "" for cookie in told.values())
    assert (status, me["data"]["me"]["__typename"], same, acting) == (200, "Me", 304, 405)


async def test_a_long_answer_travels_compressed_and_unchanged(browser, owner):
    asked = {"query": "{ __schema { types { name fields { name } } } }"}
    sizes, bodies = {}, []
    async with aiohttp.ClientSession(auto_decompress=False) as http:
        for coding in ("identity", "gzip"):
            async with http.post(
                f"{browser.address}/graphql", json=asked, headers={"accept-encoding": coding}
            ) as answer:
                sizes[answer.headers.get("content-encoding")] = len(await answer.read())
    for coding in ("identity", "gzip"):
        async with browser.http.post(
            f"{browser.address}/graphql", json=asked, headers={"accept-encoding": coding}
        ) as answer:
            bodies.append(await answer.json())

    assert set(sizes) == {None, "gzip"}
    assert sizes["gzip"] < sizes[None] / 3
    assert bodies[0] == bodies[1]
