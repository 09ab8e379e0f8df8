"""Answers without an account: what keeps a page that anybody may send from harm."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest

from backend.core.text import say
from backend.programmes.commands import open_answering
from tests.programmes import make_answers as answers
from tests.programmes import make_open as opened
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import FOR_ALL, Web, served
from tests.programmes.make_open import shows
from tests.programmes.make_programmes import NOW
from tests.programmes.test_public_page import Microdata
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio


@pytest.fixture
async def web(db) -> AsyncIterator[Web]:
    async with served() as found:
        yield found


async def test_its_pages_are_locked_in_and_nobody_keeps_them(owner, web):
    event = await programmes.released(owner, people=9, **FOR_ALL)
    form = f"/event/{event.occurrence_id}/answer"
    path = await opened.gone(web, event.occurrence_id)
    sent = await opened.send(web, event.occurrence_id)

    for got in (await web.get(form), await web.get(path), await web.get("/answer/x"), sent):
        policy = got.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "form-action 'self'" in policy
        assert "unsafe" not in policy and "script-src" not in policy
        for name, value in (
            ("cache-control", "no-store"), ("referrer-policy", "no-referrer"), ("x-frame-options", "DENY"),
            ("x-content-type-options", "nosniff"), ("vary", "accept-language"),
            ("strict-transport-security", "max-age=31536000"),
        ):  # fmt: skip
            assert got.headers[name] == value
        assert got.headers["x-robots-tag"].startswith("noindex") and "set-cookie" not in got.headers
        assert "script" not in {tag for tag, _ in Microdata(got.text).tags}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
        {"origin": "https://elsewhere.example"},
    ],
)
async def test_another_site_has_nobody_answer_for_it(owner, web, headers):
    date_id = (await programmes.released(owner, people=9, **FOR_ALL)).occurrence_id
    path = await opened.gone(web, date_id)
    typed = {"asked": str(uuid4()), "adults": "2", "children": "0"}

    given = await web.post(f"/event/{date_id}/answer", typed, **headers)
    taken_back = await web.post(path, {"sure": "yes"}, **headers)

    assert given.status == taken_back.status == 403 and shows(given.text, "elsewhere")
    assert typed["asked"] not in given.text
    assert await opened.stand(owner) == [("going", None)]


@pytest.mark.parametrize("headers", [{}, {"origin": "null"}, {"sec_fetch_site": "none"}])
async def test_a_browser_that_says_little_is_heard(owner, web, headers):
    """With the referrer policy of the form a browser says that it comes from nowhere."""
    date_id = (await programmes.released(owner, people=9, **FOR_ALL)).occurrence_id
    typed = {"asked": str(uuid4()), "adults": "2", "children": "0"}

    assert (await web.post(f"/event/{date_id}/answer", typed, **headers)).status == 303


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"asked": "x", "adults": 2}', "application/json"),
        (b"asked=%s&adults=2&children=0", "text/plain"),
        (b"asked=%s&adults=2&children=0&x=" + b"x" * 3000, "application/x-www-form-urlencoded"),
        (b"asked=%s&adults=2&children=0" + b"&x=1" * 20, "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "application/x-www-form-urlencoded"),
    ],
)
async def test_what_is_no_short_form_is_nothing(owner, web, body, kind):
    date_id = (await programmes.released(owner, people=9, **FOR_ALL)).occurrence_id
    said = body.replace(b"%s", str(uuid4()).encode())

    got = await web.post(f"/event/{date_id}/answer", said, content_type=kind)

    assert got.status == 422 and shows(got.text, "numbers")
    assert await opened.stand(owner) == []


async def test_one_address_sends_so_many_forms_and_what_is_refused_counts(owner, web):
    date_id = (await programmes.released(owner, people=9, **FOR_ALL)).occurrence_id
    await opened.send(web, date_id, adults=0)
    [key] = [
        row["key"]
        for row in await owner.fetch(
            "select key from rate_bucket where key like 'open answers sent%'"
        )
    ]
    left = await owner.fetchval("select remaining from rate_bucket where key = $1", key)
    assert left == open_answering.SENDING.burst - 1
    await owner.execute("update rate_bucket set remaining = 0.5 where key = $1", key)

    got = await opened.send(web, date_id)

    assert got.status == 429 and shows(got.text, "TRIES_PAUSED")
    assert int(got.headers["retry-after"]) > 0
    assert await opened.stand(owner) == []


async def test_one_address_takes_so_many_of_one_date_and_others_go_on(owner, db):
    first, second = (
        await programmes.released(owner, people=900, rule="FREQ=DAILY;COUNT=2", **FOR_ALL)
    ).occurrence_ids
    form = uuid4()
    await opened.give(first, 2, 3, form=form)
    for _ in range(open_answering.OF_ONE_DATE.burst // 5 - 1):
        await opened.give(first, 2, 3)
    before = await answers.written(owner)

    assert await answers.outcome(opened.give(first)) == "TRIES_PAUSED"

    assert await answers.written(owner) == before
    assert await visits.taken(owner, first) == {"people": open_answering.OF_ONE_DATE.burst}
    await opened.give(first, form=form)  # what is known already takes no place
    await opened.give(second)
    await opened.give(first, address="192.0.2.2")
    await opened.give(first, now=NOW + timedelta(hours=1))


async def test_who_looks_too_often_is_sent_away_in_words(owner, web):
    date_id = (await programmes.released(owner, people=9, **FOR_ALL)).occurrence_id
    path = await opened.gone(web, date_id)
    await web.get(path)
    await owner.execute("update rate_bucket set remaining = 0.5")

    for page in (f"/event/{date_id}/answer", path):
        got = await web.get(page)
        assert got.status == 429 and say("public_page.paused", "es") in got.text
