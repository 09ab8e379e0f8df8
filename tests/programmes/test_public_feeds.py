"""Calendars for everybody: what is public and released, with its title and venue, and nothing of anything else."""

import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta

import icalendar
import pytest

from backend.core.text import LANGUAGES, say
from backend.programmes.rules.content import Venue, Words
from backend.programmes.rules.vocabulary import FOR_EVERYBODY, Audience, Where
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import ADDRESS, FOR_ALL, Web, served
from tests.programmes.make_programmes import HERE, NOW
from tests.programmes.rfc5545 import faults
from tests.registry import make_registry as registry

pytestmark = pytest.mark.anyio
FEED = f"/calendar/public/{HERE}.ics"


@pytest.fixture
async def web(db) -> AsyncIterator[Web]:
    async with served() as found:
        yield found


def events(body: bytes) -> list[icalendar.Event]:
    return icalendar.Calendar.from_ical(body).walk("VEVENT")


async def test_what_is_for_everybody_is_told_with_title_venue_and_page(owner, web):
    event = await programmes.released(owner, **FOR_ALL)

    got = await web.get(FEED)

    assert got.status == 200 and faults(got.body) == []
    [one] = events(got.body)
    assert str(one["UID"]) == f"{event.occurrence_id}@encuentro"
    assert str(one["SUMMARY"]) == "Recital de guitarra"
    assert str(one["LOCATION"]) == "Teatro Segura, Jr. Huancavelica 265, Lima"
    assert str(one["URL"]) == f"{ADDRESS}/event/{event.occurrence_id}"
    assert str(one["DESCRIPTION"]) == "Los alumnos del taller tocan seis piezas."
    assert str(one["STATUS"]) == "CONFIRMED" and "CLASS" not in one
    assert got.headers["cache-control"] == "public, max-age=900"
    assert got.headers["vary"] == "accept-language"


async def test_a_stream_is_told_with_its_link(owner, web):
    event = await programmes.released(owner, wanted=programmes.online())

    [one] = events((await web.get(FEED)).body)

    assert str(one["LOCATION"]) == event.content.venue.link


@pytest.mark.parametrize("audience", sorted(set(Audience) - FOR_EVERYBODY))
async def test_nothing_is_told_of_what_is_not_for_everybody(owner, web, audience):
    event = await programmes.released(owner, audience=audience)
    code = await owner.fetchval("select code from programme where id = $1", event.programme_id)

    for path in (FEED, f"/calendar/public/programme/{code}.ics"):
        got = await web.get(path)
        assert got.status == 200 and events(got.body) == []
        for said in ("Recital", "guitarra", "Auditorio", str(event.occurrence_id)):
            assert said not in got.text


async def test_nothing_is_told_of_a_draft_nor_of_what_is_no_longer_public(owner, web):
    event = await programmes.released(owner, **FOR_ALL)
    draft = await programmes.released(owner, **FOR_ALL)
    await owner.execute("delete from event_release where event_id = $1", draft.event_id)
    await owner.execute(
        "update event set state = 'draft', release_no = 0, content = null, audience = null where id = $1",
        draft.event_id,
    )
    assert len(events((await web.get(FEED)).body)) == 1

    await owner.execute("update event set audience = 'invited' where id = $1", event.event_id)

    assert events((await web.get(FEED)).body) == []


async def test_a_room_inside_is_never_named(owner, web):
    venue = Venue(where=Where.INSIDE, room="Auditorio del pabellón 5")
    await programmes.released(owner, audience=Audience.PUBLIC, venue=venue)

    got = await web.get(FEED)

    [one] = events(got.body)
    assert "LOCATION" not in one
    assert "abell" not in got.text and "Auditorio" not in got.text


async def test_an_establishment_sees_what_is_there_and_what_concerns_it_too(owner, web):
    await registry.establishment(owner, "ica")
    here = await programmes.released(owner, **FOR_ALL)
    there = await programmes.released(owner, at="ica", **FOR_ALL)
    both = await programmes.released(owner, also_at=("ica",), **FOR_ALL)

    async def told(place: str) -> set[str]:
        got = await web.get(f"/calendar/public/{place}.ics")
        return {str(each["UID"]).removesuffix("@encuentro") for each in events(got.body)}

    assert await told(HERE) == {str(here.occurrence_id), str(both.occurrence_id)}
    assert await told("ica") == {str(there.occurrence_id), str(both.occurrence_id)}


async def test_a_programme_has_a_calendar_of_its_own_wherever_its_events_are(owner, web):
    music = await programmes.programme(owner, at=None)
    await registry.establishment(owner, "ica")
    mine = [
        await programmes.released(owner, at=at, programme_id=music, **FOR_ALL)
        for at in (HERE, "ica")
    ]
    await programmes.released(owner, **FOR_ALL)
    code = await owner.fetchval("select code from programme where id = $1", music)

    got = await web.get(f"/calendar/public/programme/{code}.ics")

    assert {str(each["UID"]) for each in events(got.body)} == {
        f"{each.occurrence_id}@encuentro" for each in mine
    }


async def test_what_is_nowhere_is_answered_as_an_unknown_secret_is(owner, web):
    paths = [
        "/calendar/public/nowhere.ics",
        "/calendar/public/%00.ics",
        "/calendar/public/%ff%0a.ics",
        f"/calendar/public/{'x' * 3000}.ics",
        "/calendar/public/programme/%00.ics",
        "/calendar/public/programme/nothing.ics",
        "/calendar/x.ics",
    ]

    answers = [await web.get(path) for path in paths]

    assert {(each.status, each.body) for each in answers} == {(404, b"Not found")}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_words_are_in_the_language_asked_for_where_somebody_wrote_them(owner, web, language):
    words = (
        Words(language="quz", title="Takiy", summary="Soqta takiy"),
        Words(language="en", title="Recital"),
    )
    event = await programmes.released(owner, words=words, **FOR_ALL)
    await owner.execute("update occurrence set state = 'cancelled', why = 'Lluvia'")

    got = await web.get(FEED, accept_language=language)

    [one] = events(got.body)
    title = {"quz": "Takiy", "en": "Recital"}.get(language, event.content.title)
    assert str(one["SUMMARY"]) == say("calendar.cancelled", language, {"title": title})
    summary = "Soqta takiy" if language == "quz" else event.content.summary
    assert str(one["DESCRIPTION"]) == summary
    assert "Lluvia" not in got.text
    assert got.headers["content-language"] == language


async def test_no_name_of_whoever_takes_part_is_told(owner, web):
    event = await programmes.released(owner, **FOR_ALL)
    held = await registry.inmate(owner)
    await programmes.named(owner, event.event_id, held.id)

    text = (await web.get(FEED)).text

    assert not [each for each in ("Julián", "Huamán", str(held.id), HERE) if each in text]


async def test_it_is_sent_again_when_something_of_it_changed_and_only_then(owner, web):
    event = await programmes.released(owner, **FOR_ALL)
    private = await programmes.released(owner)
    tag = (await web.get(FEED)).headers["etag"]

    for path, value in ((["title"], '"Otro recital"'), (["venue", "address"], '"Otra calle"')):
        await programmes.rewritten(owner, path, value)
        got = await web.get(FEED, if_none_match=tag)
        assert got.status == 200 and got.headers["etag"] != tag, path
        tag = got.headers["etag"]
    for change in (
        "update occurrence set state = 'postponed', why = 'Lluvia' where event_id = $1",
        "update occurrence set state = 'planned', why = null, sequence = 2 where event_id = $1",
        "update occurrence set starts_at = starts_at + interval '1 hour' where event_id = $1",
    ):
        assert (await web.get(FEED, if_none_match=tag)).status == 304
        await owner.execute(change, event.event_id)
        got = await web.get(FEED, if_none_match=tag)
        assert got.status == 200 and got.headers["etag"] != tag, change
        tag = got.headers["etag"]
    await owner.execute("update occurrence set sequence = 9 where event_id = $1", private.event_id)
    await programmes.rewritten(owner, ["places", "people"], "5")
    web.clock.now = NOW + timedelta(hours=3)
    assert (await web.get(FEED, if_none_match=f'"other", W/{tag}')).status == 304


async def test_the_same_content_is_the_same_bytes_and_the_same_tag(owner, web):
    await programmes.released(owner, rule=programmes.MONTH, **FOR_ALL)

    answers = [await web.get(FEED) for _ in range(3)]
    web.clock.now += timedelta(days=2)
    answers.append(await web.get(FEED))

    assert len({hashlib.sha256(each.body).digest() for each in answers}) == 1
    assert len({each.headers["etag"] for each in answers}) == 1


async def test_a_long_calendar_holds_a_thousand_dates_those_to_come_first(owner, web):
    event = await programmes.released(owner, **FOR_ALL)
    await owner.execute(
        "insert into occurrence (id, event_id, establishment_id, key, starts_at, doors_at, ends_at, answers_until,"
        " state, sequence, changed_at)"
        " select gen_random_uuid(), event_id, establishment_id,"
        " ((starts_at - interval '80 days')::date + n / 2)::text || case n % 2 when 1 then '/2' else '' end,"
        " at, at, at + interval '1 day', at, state, 0, changed_at from occurrence, generate_series(1, 1100) n,"
        " lateral (select starts_at - interval '80 days' + n * interval '12 hours') t (at) where n <> 160"
    )

    got = await web.get(FEED)

    found = events(got.body)
    assert len(found) == 1000
    to_come = await owner.fetchval("select count(*) from occurrence where ends_at > $1", NOW)
    assert sum(each.end > NOW for each in found) == to_come < 1000
    starts = [each.start for each in found]
    assert starts == sorted(starts)
    page = await web.get(f"/programme/{HERE}")
    assert page.text.count("<article") == 100
    assert event
