"""The public page: what is for everybody, true about what does not stand, and one answer to everything else."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html.parser import HTMLParser

import aiohttp
import pytest

from backend.core.text import LANGUAGES, say
from backend.programmes.rules.content import Entry, Venue, Words, Work
from backend.programmes.rules.vocabulary import FOR_EVERYBODY, Audience, Where
from backend.wording.rules import UNSPOKEN
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import FOR_ALL, Web, served
from tests.programmes.make_programmes import HERE, NOW
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio
PAGE = f"/programme/{HERE}"
SCHEMA = "https://schema.org/"


@pytest.fixture
async def web(db) -> AsyncIterator[Web]:
    async with served() as found:
        yield found


class Microdata(HTMLParser):
    """The properties of each schema.org Event of a page, those of its location with a dot; and every tag."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.events: list[dict[str, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._scopes: list[tuple[str, str]] = []
        self._open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.tags.append((tag, said))
        name = said.get("itemprop") or ""
        if said.get("itemtype") == SCHEMA + "Event":
            self.events.append({})
        elif "itemscope" in said:
            self._scopes.append((tag, name))
            self.events[-1][name] = str(said["itemtype"]).removeprefix(SCHEMA)
        elif name:
            key = ".".join([*(each for _, each in self._scopes), name])
            value = said.get("datetime") or said.get("href")
            self.events[-1][key] = (value or "").removeprefix(SCHEMA)
            if value is None:
                self._open.append(key)

    def handle_data(self, data: str) -> None:
        if self._open:
            self.events[-1][self._open.pop()] = data

    def handle_endtag(self, tag: str) -> None:
        self._open.clear()
        if tag == "dd":
            self._scopes.clear()


async def events(web: Web, path: str = PAGE, **headers: str) -> list[dict[str, str]]:
    got = await web.get(path, **headers)
    assert got.status == 200
    return Microdata(got.text).events


async def test_an_event_for_everybody_is_told_to_people_and_to_search_engines(owner, web):
    event = await programmes.released(owner, **FOR_ALL)

    assert await events(web) == [
        {
            "eventStatus": "EventScheduled",
            "eventAttendanceMode": "OfflineEventAttendanceMode",
            "url": f"/event/{event.occurrence_id}",
            "name": "Recital de guitarra",
            "description": "Los alumnos del taller tocan seis piezas.",
            "startDate": "2026-03-14T15:30:00-05:00",
            "endDate": "2026-03-14T17:30:00-05:00",
            "doorTime": "2026-03-14T15:00:00-05:00",
            "location": "Place",
            "location.name": "Teatro Segura",
            "location.address": "Jr. Huancavelica 265, Lima",
        }
    ]
    text = (await web.get(PAGE)).text
    for said in (
        "14/03/2026, 15:30",
        "17:30",
        "Teatro Segura",
        f'href="/calendar/public/{HERE}.ics"',
    ):
        assert said in text


async def test_one_date_tells_what_guests_must_know(owner, web):
    event = await programmes.released(
        owner,
        works=(Work(title="Vals <i>Nº 1</i>", author="Chabuca Granda"),),
        entry=Entry(documents="DNI", dress="Cómoda", bring="Agua", forbidden="Vidrio", least_age=6),
        **FOR_ALL,
    )

    got = await web.get(f"/event/{event.occurrence_id}")

    [one] = Microdata(got.text).events
    assert one["name"] == "Recital de guitarra" and one["location.name"] == "Teatro Segura"
    said = (
        "Vals &lt;i&gt;Nº 1&lt;/i&gt;, Chabuca Granda",
        "DNI",
        "Cómoda",
        "Agua",
        "Vidrio",
        "6 años",
    )
    assert [each for each in said if each not in got.text] == []
    assert "<title>Recital de guitarra</title>" in got.text


async def test_a_stream_has_its_link_and_no_place(owner, web):
    event = await programmes.released(owner, wanted=programmes.online())

    [one] = await events(web)

    assert one["eventAttendanceMode"] == "OnlineEventAttendanceMode"
    assert (one["location"], one["location.url"]) == ("VirtualLocation", event.content.venue.link)


async def test_a_link_that_could_do_something_is_none(owner, web):
    venue = Venue(where=Where.ONLINE, link="javascript:alert(1)")
    await programmes.released(owner, audience=Audience.ONLINE, venue=venue)

    assert "javascript:" not in (await web.get(PAGE)).text


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ("state = 'cancelled', why = 'Lluvia & viento'", "EventCancelled", "Cancelado"),
        (
            "state = 'postponed', why = 'Lluvia & viento'",
            "EventPostponed",
            "Postergado; todavía sin nueva fecha",
        ),
    ],
)
async def test_what_does_not_stand_is_told_so_without_its_reason(owner, web, change, status, words):
    """What somebody typed in an emergency is for families, not for the world."""
    date_id = (await programmes.released(owner, **FOR_ALL)).occurrence_id
    await owner.execute(f"update occurrence set {change}")

    [one] = await events(web)

    assert one["eventStatus"] == status and one["startDate"] == "2026-03-14T15:30:00-05:00"
    for path in (PAGE, f"/event/{date_id}"):
        text = (await web.get(path)).text
        assert f'role="status">{words}<' in text and "Lluvia" not in text


async def test_what_was_moved_says_when_it_was_to_be(owner, web):
    await programmes.released(owner, **FOR_ALL)
    day = "interval '1 day'"
    await owner.execute(
        f"update occurrence set starts_at = starts_at + {day}, ends_at = ends_at + {day}"
    )

    [one] = await events(web)

    assert one["eventStatus"] == "EventRescheduled"
    assert one["previousStartDate"] == "2026-03-14T15:30:00-05:00"
    assert one["startDate"] == "2026-03-15T15:30:00-05:00"
    assert "Antes: " in (await web.get(PAGE)).text


async def test_what_changed_but_its_hour_stands_as_before(owner, web):
    await programmes.released(owner, **FOR_ALL)
    await owner.execute("update occurrence set sequence = 4, ends_at = ends_at + interval '1 hour'")

    [one] = await events(web)

    assert one["eventStatus"] == "EventScheduled"


@pytest.mark.parametrize("audience", sorted(set(Audience) - FOR_EVERYBODY))
async def test_everything_else_is_the_same_not_found(owner, web, audience):
    event = await programmes.released(owner, audience=audience)
    old = await programmes.released(owner, **FOR_ALL)
    await owner.execute(
        "update occurrence set doors_at = $2, answers_until = $2, starts_at = $2, ends_at = $3 where id = $1",
        old.occurrence_id,
        NOW - timedelta(days=100),
        NOW - timedelta(days=99),
    )
    paths = [f"/event/{each}" for each in (event.occurrence_id, old.occurrence_id, event.event_id)]

    answers = [
        await web.get(path)
        for path in [*paths, "/event/x", "/event/%00", "/programme/%00", "/programme/nowhere"]
    ]

    assert {each.status for each in answers} == {404}
    assert len({each.body for each in answers}) == 1
    assert say("public_page.unknown", "es") in answers[0].text
    assert "Recital" not in (await web.get(PAGE)).text


@pytest.mark.parametrize("language", LANGUAGES)
async def test_where_nothing_is_on_it_says_so_in_words(owner, web, language):
    await registry.establishment(owner, HERE)
    past = await programmes.released(owner, **FOR_ALL)
    web.clock.now = NOW + timedelta(days=30)

    got = await web.get(PAGE, accept_language=language)

    assert got.status == 200 and Microdata(got.text).events == []
    assert say("public_page.empty", language) in got.text.replace("&#x27;", "'")
    assert f'<html lang="{language}">' in got.text
    assert (await web.get(f"/event/{past.occurrence_id}")).status == 200


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_four_languages_and_says_nothing_of_whom_or_of_which_place(
    owner, web, language
):
    words = (Words(language="en", title="Guitar recital", summary="Six pieces"),)
    event = await programmes.released(
        owner, words=words, rule=programmes.MONTH, works=(Work(title="Vals"),), **FOR_ALL
    )
    held = await registry.inmate(owner)
    await programmes.named(owner, event.event_id, held.id)
    await owner.execute(
        "update occurrence set state = 'cancelled', why = 'Lluvia' where key > '2026-03-21'"
    )
    name = await owner.fetchval("select name from establishment where id = $1", HERE)

    for path in (PAGE, f"/event/{event.occurrence_id}"):
        got = await web.get(path, accept_language=language)
        text = got.text
        assert "Guitar recital" in text if language == "en" else "Recital de guitarra" in text
        assert not [
            each for each in ("Julián", "Huamán", "Auditorio", name, str(held.id)) if each in text
        ]
        assert not UNSPOKEN.search(re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
        assert say("public_page.where", language) in text.replace("&#x27;", "'")


async def test_a_room_inside_is_never_named(owner, web):
    venue = Venue(where=Where.INSIDE, room="Auditorio")
    event = await programmes.released(owner, audience=Audience.PUBLIC, venue=venue)

    for path in (PAGE, f"/event/{event.occurrence_id}"):
        text = (await web.get(path)).text
        assert "Auditorio" not in text and say("public_page.inside", "es") in text


async def test_it_runs_nothing_and_loads_nothing(owner, web):
    title = '<script>alert(1)</script> & "más"'
    event = await programmes.released(owner, title=title, summary=title, **FOR_ALL)

    for path in (PAGE, f"/event/{event.occurrence_id}", "/event/x"):
        got = await web.get(path)
        tags = Microdata(got.text).tags
        assert not {tag for tag, _ in tags} & {"script", "img", "iframe", "object", "form", "input"}
        assert not [
            each for _, said in tags for each in said if each.startswith("on") or each == "style"
        ]
        policy = got.headers["content-security-policy"]
        assert (
            "default-src 'none'" in policy and "unsafe" not in policy and "script-src" not in policy
        )
        for name, value in (
            ("x-content-type-options", "nosniff"), ("x-frame-options", "DENY"), ("referrer-policy", "no-referrer"),
            ("vary", "accept-language"), ("strict-transport-security", "max-age=31536000"),
        ):  # fmt: skip
            assert got.headers[name] == value


async def test_it_is_kept_for_a_while_and_sent_again_only_when_it_changed(owner, web):
    await programmes.released(owner, **FOR_ALL)
    got = await web.get(PAGE)
    assert got.headers["cache-control"] == "public, max-age=300"

    assert (await web.get(PAGE, if_none_match=got.headers["etag"])).status == 304
    await owner.execute("update occurrence set state = 'cancelled', why = 'Lluvia'")

    again = await web.get(PAGE, if_none_match=got.headers["etag"])
    assert again.status == 200 and again.headers["etag"] != got.headers["etag"]
    refused = await web.get("/event/x")
    assert refused.headers["cache-control"] == "no-store" and "etag" not in refused.headers


async def test_who_asks_too_often_is_sent_away_in_words(owner, web):
    await programmes.released(owner, **FOR_ALL)
    await web.get(PAGE)
    await owner.execute("update rate_bucket set remaining = 0.5")

    got = await web.get(PAGE)

    assert got.status == 429 and int(got.headers["retry-after"]) > 0
    assert say("public_page.paused", "es") in got.text


async def test_the_page_is_read_and_nothing_else(web):
    head = await web.get("/event/x", method="HEAD")
    assert (head.status, head.body) == (404, b"")
    async with aiohttp.ClientSession() as http, http.post(web.address + PAGE) as answer:
        assert answer.status == 405
