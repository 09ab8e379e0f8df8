"""Answers without an account, over HTTP: a form, one answer however often it is sent, and the way back to it."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from backend.core.text import LANGUAGES
from backend.programmes.rules.content import Venue, Words
from backend.programmes.rules.vocabulary import FOR_EVERYBODY, Audience, Where
from backend.wording.rules import UNSPOKEN
from tests.programmes import make_answers as answers
from tests.programmes import make_open as opened
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import FOR_ALL, Web, served
from tests.programmes.make_open import shows
from tests.programmes.make_programmes import HERE
from tests.programmes.test_public_page import Microdata
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio


@pytest.fixture
async def web(db) -> AsyncIterator[Web]:
    async with served() as found:
        yield found


async def test_whoever_finds_the_page_takes_places_and_comes_back_to_them(owner, web):
    event = await programmes.released(owner, people=10, **FOR_ALL)
    date_id = event.occurrence_id
    page = await web.get(f"/event/{date_id}")
    assert f'href="/event/{date_id}/answer"' in page.text and shows(page.text, "link")
    form = await opened.asked(web, date_id)

    sent = await opened.send(web, date_id, form=form, adults=2, children=1)

    assert sent.status == 303
    got = await web.get(sent.headers["location"])
    row = await owner.fetchrow("select * from open_answer")
    assert (row["adults"], row["children"], row["state"]) == (2, 1, "going")
    assert re.fullmatch(r"[2-9A-Z]{3}-[2-9A-Z]{3}", row["code"])
    for said in (
        row["code"],
        "<dd>2</dd>",
        "<dd>1</dd>",
        "14/03/2026, 15:30",
        "Teatro Segura",
        "Jr. Huancavelica 265, Lima",
    ):
        assert said in got.text
    assert shows(got.text, "going") and shows(got.text, "keep")
    code = await owner.fetchval("select code from programme")
    assert f'href="/calendar/public/programme/{code}.ics"' in got.text
    feed = await web.get(f"/calendar/public/programme/{code}.ics")
    assert str(date_id) in feed.text
    assert await visits.taken(owner, date_id) == {"people": 3}
    assert await answers.disagreeing(owner) == []
    entry = await owner.fetchrow(
        "select * from audit_entry where action = 'programmes.open_answer.given'"
    )
    assert (entry["actor_kind"], entry["actor_id"], entry["establishment_id"]) == (
        "anonymous",
        "",
        HERE,
    )


async def test_nobody_is_kept_but_how_many_come(owner, web):
    """Neither the secret nor who sent it: digests, and counts by a keyed hash."""
    date_id = (await programmes.released(owner, people=10, **FOR_ALL)).occurrence_id

    path = await opened.gone(web, date_id)

    row = await owner.fetchrow("select row_to_json(a)::text as line from open_answer a")
    secret = path.removeprefix("/answer/")
    assert len(secret) == 43 and secret not in row["line"]
    kept = [each["key"] for each in await owner.fetch("select key from rate_bucket")]
    assert kept and not [each for each in kept if "127.0.0.1" in each]
    assert await owner.fetchval("select account_id from claim") is None
    assert await owner.fetchval("select count(*) from notice") == 0


async def test_the_same_form_sent_again_is_the_same_answer(owner, web):
    """A double click, a reload, an answer that was lost; even with other numbers, or after it was taken back."""
    date_id = (await programmes.released(owner, people=10, **FOR_ALL)).occurrence_id
    form = await opened.asked(web, date_id)
    path = await opened.gone(web, date_id, form=form, adults=2)

    assert await opened.gone(web, date_id, form=form, adults=2) == path
    assert await opened.gone(web, date_id, form=form, adults=1) == path
    assert await opened.stand(owner) == [("going", None)]
    assert await visits.taken(owner, date_id) == {"people": 2}

    await web.post(path, {"sure": "yes"}, **opened.OWN)
    assert await opened.gone(web, date_id, form=form) == path
    assert await opened.stand(owner) == [("withdrawn", "own_wish")]
    assert await opened.gone(web, date_id) != path


async def test_who_reads_the_table_finds_no_way_to_an_answer(owner, web):
    """What the door's list says of an answer is not what its form was sent with."""
    date_id = (await programmes.released(owner, people=10, **FOR_ALL)).occurrence_id
    path = await opened.gone(web, date_id)
    row = await owner.fetchrow("select id, digest from open_answer")

    other = await opened.gone(web, date_id, form=str(row["id"]))

    assert other != path
    assert (await web.get(f"/answer/{row['id']}")).status == 404
    assert (await web.get(f"/answer/{bytes(row['digest']).hex()}")).status == 404


async def test_it_is_taken_back_by_whoever_confirms_and_twice_is_once(owner, web):
    date_id = (await programmes.released(owner, people=10, **FOR_ALL)).occurrence_id
    path = await opened.gone(web, date_id)

    unsure = await web.post(path, {}, **opened.OWN)
    assert unsure.status == 422 and shows(unsure.text, "sure_needed")
    assert await opened.stand(owner) == [("going", None)]

    for _ in range(2):
        done = await web.post(path, {"sure": "yes"}, **opened.OWN)
        assert (done.status, done.headers["location"]) == (303, path)
    got = await web.get(path)
    assert (
        shows(got.text, "own_wish") and "<form" not in got.text and 'class="code"' not in got.text
    )
    assert await visits.taken(owner, date_id) == {"people": 0}
    assert await answers.disagreeing(owner) == []
    acts = "select count(*) from audit_entry where action = 'programmes.open_answer.withdrawn'"
    assert await owner.fetchval(acts) == 1


async def test_a_date_that_has_begun_keeps_its_answers(owner, web):
    event = await programmes.released(owner, people=10, **FOR_ALL)
    path = await opened.gone(web, event.occurrence_id)
    web.clock.now = programmes.lima("2026-03-14 15:30")

    refused = await web.post(path, {"sure": "yes"}, **opened.OWN)

    assert refused.status == 409 and shows(refused.text, "begun")
    assert "<form" not in (await web.get(path)).text
    assert await opened.stand(owner) == [("going", None)]


async def test_what_was_taken_back_is_offered_to_whoever_waits_with_an_account(owner, web):
    date_id = (await programmes.released(owner, people=4, **FOR_ALL)).occurrence_id
    path = await opened.gone(web, date_id)
    for _ in range(2):
        await answers.answer(await visits.relative(owner), date_id, through=None)
    one = await visits.relative(owner)
    waiting, state = await answers.answer(one, date_id, through=None)
    assert state == "waiting"

    await web.post(path, {"sure": "yes"}, **opened.OWN)

    assert await answers.states(owner, waiting) == [("offered", None)]
    assert await answers.told(owner, "offer_made") == [one.family.account_id]
    assert await answers.disagreeing(owner) == []


async def test_beyond_their_half_nobody_waits_and_is_told_so(owner, web):
    date_id = (await programmes.released(owner, people=7, **FOR_ALL)).occurrence_id
    await opened.gone(web, date_id)

    refused = await opened.send(web, date_id, adults=2)
    assert refused.status == 409 and shows(refused.text, "NO_PLACE")
    assert '<form method="post"' in refused.text and 'value="2"' in refused.text
    await opened.gone(web, date_id, adults=1)
    form = await web.get(f"/event/{date_id}/answer")
    assert shows(form.text, "full") and "<form" not in form.text
    assert (await opened.send(web, date_id, adults=1)).status == 409
    assert await visits.taken(owner, date_id) == {"people": 3}
    assert len(await opened.stand(owner)) == 2
    for _ in range(4):  # the other half is for whoever has an account
        said = await answers.answer(await visits.relative(owner), date_id, through=None)
        assert said[1] == "going"
    assert await visits.taken(owner, date_id) == {"people": 7}


@pytest.mark.parametrize(
    ("places", "party", "why"),
    [
        ({"adults": 2, "children": 10}, (2, 0), "NO_PLACE"),
        ({"adults": 5, "children": 1}, (1, 2), "NO_PLACE"),
        ({"people": 50, "party_adults": 2, "party_children": 1}, (3, 0), "GUESTS_TOO_MANY"),
        ({"people": 50, "party_adults": 2, "party_children": 1}, (1, 2), "GUESTS_TOO_MANY"),
        ({"people": 50, "party_children": 3}, (9999, 0), "GUESTS_TOO_MANY"),
        ({"people": 50}, (0, 2), "ADULT_NEEDED"),
        ({"people": 50}, ("dos", 0), "numbers"),
        ({"people": 50}, ("-1", 0), "numbers"),
        ({"people": 50}, ("٢", 0), "numbers"),
        ({"people": 50}, ("", ""), "numbers"),
    ],
)
async def test_what_cannot_be_is_asked_again_with_what_was_typed(owner, web, places, party, why):
    event = await programmes.released(owner, **places, **FOR_ALL)
    form = await opened.asked(web, event.occurrence_id)
    most = event.content.places
    facts = {"adults": most.party_adults, "children": most.party_children}

    got = await opened.send(web, event.occurrence_id, form=form, adults=party[0], children=party[1])

    assert got.status == (409 if why == "NO_PLACE" else 422)
    assert shows(got.text, why, **facts)
    assert f'name="asked" value="{form}"' in got.text
    for name, typed in zip(("adults", "children"), party, strict=True):
        assert re.search(rf'id="{name}"[^>]* value="{typed}"', got.text)
    assert await opened.stand(owner) == []
    assert set((await visits.taken(owner, event.occurrence_id)).values()) == {0}


async def test_what_is_typed_runs_nothing(owner, web):
    date_id = (await programmes.released(owner, people=9, **FOR_ALL)).occurrence_id

    got = await opened.send(web, date_id, form='"><b>', adults='"><script>x', children="<i>")

    assert got.status == 422 and not {"script", "b", "i"} & {
        tag for tag, _ in Microdata(got.text).tags
    }
    assert re.search(r'name="asked" value="[0-9a-f-]{36}"', got.text)


async def test_answers_close_at_their_hour_and_the_page_offers_none(owner, web):
    date_id = (await programmes.released(owner, people=9, **FOR_ALL)).occurrence_id
    web.clock.now = programmes.lima("2026-03-13 15:30")

    form = await web.get(f"/event/{date_id}/answer")
    sent = await opened.send(web, date_id)

    assert shows(form.text, "ANSWERS_CLOSED") and "<form" not in form.text
    assert sent.status == 409 and shows(sent.text, "ANSWERS_CLOSED")
    assert "/answer" not in (await web.get(f"/event/{date_id}")).text
    assert await opened.stand(owner) == []


@pytest.mark.parametrize("changes", [{"wanted": False}, {"venue": None}])
async def test_where_nobody_answers_or_nobody_enters_unnamed_no_form_is_shown(owner, web, changes):
    """A place inside is for whoever signs in: it is named there alone, and so is whoever enters."""
    said = dict(FOR_ALL)
    if "venue" in changes:
        said["venue"] = Venue(where=Where.INSIDE, room="Auditorio")
    content = programmes.content(people=9, **said)
    if "wanted" in changes:
        content = programmes.content(people=9, **said, answers=programmes.Answers(wanted=False))
    date_id = (await programmes.released(owner, wanted=content)).occurrence_id

    sent = await opened.send(web, date_id)

    assert sent.status == 409 and shows(sent.text, "ANSWERS_CLOSED")
    assert "/answer" not in (await web.get(f"/event/{date_id}")).text
    assert await opened.stand(owner) == []


async def test_a_stream_is_answered_too(owner, web):
    event = await programmes.released(owner, wanted=programmes.online(people=9))

    path = await opened.gone(web, event.occurrence_id)

    assert event.content.venue.link in (await web.get(path)).text


@pytest.mark.parametrize("audience", sorted(set(Audience) - FOR_EVERYBODY))
async def test_of_everything_else_there_is_no_form(owner, web, audience):
    event = await programmes.released(owner, audience=audience, people=9)

    answered = [
        await web.get(f"/event/{event.occurrence_id}/answer"),
        await opened.send(web, event.occurrence_id),
        await web.get("/event/x/answer"),
        await web.get("/answer/x"),
        await web.post("/answer/x", {"sure": "yes"}, **opened.OWN),
        await web.get(f"/event/{uuid4()}"),
    ]

    assert {each.status for each in answered} == {404}
    assert len({each.body for each in answered}) == 1
    assert await opened.stand(owner) == []


@pytest.mark.parametrize("language", LANGUAGES)
async def test_it_speaks_four_languages_and_names_nobody_and_no_place_inside(owner, web, language):
    words = (Words(language="en", title="Guitar recital", summary="Six pieces"),)
    event = await programmes.released(owner, people=9, words=words, **FOR_ALL)
    held = (await visits.relative(owner)).inmate_id
    await programmes.named(owner, event.event_id, held)
    name = await owner.fetchval("select name from establishment where id = $1", HERE)
    path = await opened.gone(web, event.occurrence_id)

    for page, key in ((f"/event/{event.occurrence_id}/answer", "lead"), (path, "keep")):
        got = await web.get(page, accept_language=language)
        assert f'<html lang="{language}">' in got.text and shows(got.text, key, language)
        assert ("Guitar recital" if language == "en" else "Recital de guitarra") in got.text
        assert name not in got.text and HERE not in got.text
        assert not UNSPOKEN.search(re.sub(r"<style>.*?</style>", "", got.text, flags=re.DOTALL))
