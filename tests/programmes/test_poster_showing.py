"""Who sees a poster: nobody before a release carries it, then everybody or whoever may come, and nobody afterwards."""

import re
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import orjson
import pytest

from backend.core.actor import Actor, Role
from backend.core.errors import DomainError
from backend.database import transaction
from backend.gql.context import Context
from backend.gql.operation import Operation
from backend.programmes.rules.content import from_json, to_json
from backend.programmes.rules.vocabulary import Audience
from tests import matrix
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_feeds import FOR_ALL
from tests.programmes.make_posters import Web, drawn, encoded, served
from tests.programmes.make_programmes import HERE, NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
HAPPENING = "query Happening($id: UUID!) { happening(id: $id) { poster { alt address widths width height } } }"
WHAT = "query WhatsOn { whatsOn { nodes { title poster { alt } } } }"
OFFICE = (
    "query Office($id: UUID!) { officeEvent(id: $id) { content draft { content } posters { id address shownFrom"
    " recognisable consentAct words { language alt } } } }"
)
PICTURE = encoded(drawn(1600, 1200))


@pytest.fixture
async def office(db, owner):
    return await offices.office(owner)


@pytest.fixture
async def web(db):
    async with served() as found:
        yield found


async def asked(actor: Actor, text: str, **variables: Any) -> Any:
    given = orjson.loads(orjson.dumps(variables, default=str))
    result = await matrix.DOCUMENTS.execute(
        Operation(text=text, variables=given), Context(actor, NOW)
    )
    body = orjson.loads(result.body)
    assert "errors" not in body, body
    return next(iter(body["data"].values()))


async def drafted(office: offices.Office, web: Web, **changes: Any) -> tuple[UUID, dict[str, Any]]:
    """A draft that names the poster it was sent; version 2."""
    event_id = await office.draft(**changes)
    poster = await web.sent(office.writer, event_id, PICTURE)
    await office.edit(event_id, 1, poster=poster["id"], **changes)
    return event_id, poster


async def shown(office: offices.Office, web: Web, **changes: Any) -> tuple[UUID, dict[str, Any]]:
    """The same, released."""
    event_id, poster = await drafted(office, web, **changes)
    await office.release(event_id, await office.submit(event_id, 2))
    return event_id, poster


def small(poster: dict[str, Any]) -> str:
    return f"{poster['address']}-320.webp"


async def date_of(owner: asyncpg.Connection, event_id: UUID) -> UUID:
    found: UUID = await owner.fetchval("select id from occurrence where event_id = $1", event_id)
    return found


async def test_a_drafts_poster_is_its_offices_alone(owner, office, web):
    event_id, poster = await drafted(office, web, **FOR_ALL)
    one = await visits.relative(owner)
    gate = registry.officer(HERE, role=Role.GATE_OFFICER)
    await registry.establishment(owner, "ica")

    for version in ("written", "submitted"):
        for reader in (office.writer, office.director):
            got = await web.get(small(poster), reader)
            assert got.status == 200 and got.headers["cache-control"] == "private, no-cache"
        for reader in (None, one.family, gate, make.director("ica")):
            assert (await web.get(small(poster), reader)).status == 404
        if version == "written":
            await office.submit(event_id, 2)
    await office.release(event_id, 3)

    for reader in (None, one.family, gate, make.director("ica")):
        assert (await web.get(small(poster), reader)).status == 200
    assert await owner.fetchval("select shown_from from poster") == 1


async def test_what_is_for_everybody_is_kept_for_a_year(office, web):
    _, poster = await shown(office, web, **FOR_ALL)

    for form, media in (("webp", "image/webp"), ("jpg", "image/jpeg")):
        got = await web.get(f"{poster['address']}-720.{form}")
        assert got.headers["content-type"] == media
        assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in got.headers["content-security-policy"]
        again = await web.get(f"{poster['address']}-720.{form}", if_none_match=got.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        assert again.headers["cache-control"] == got.headers["cache-control"]
    assert (await web.get(small(poster))).headers["etag"] != got.headers["etag"]


async def test_what_is_for_relatives_is_shown_to_them_and_kept_by_nobody_on_the_way(
    owner, office, web
):
    _, poster = await shown(office, web)
    one, far = await visits.relative(owner), await visits.relative(owner, at="ica")
    unproved = replace(one.family, provisional=True)

    got = await web.get(small(poster), one.family)
    assert got.status == 200 and got.headers["cache-control"] == "private, no-cache"
    assert "authorization" in got.headers["vary"]
    held = {"if_none_match": got.headers["etag"]}
    assert (await web.get(small(poster), one.family, **held)).status == 304

    gone = await web.get(f"/poster/{'0' * 64}-320.webp")
    for reader in (None, far.family, unproved):
        for headers in ({}, held):
            hidden = await web.get(small(poster), reader, **headers)
            assert (hidden.status, hidden.body) == (404, gone.body)
            assert _lasting(hidden.headers) == _lasting(gone.headers)
            assert hidden.headers["cache-control"] == "no-store"


def _lasting(headers: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name != "date"}


@pytest.mark.parametrize(
    "name",
    ["x", f"{'0' * 64}-320.png", f"{'0' * 64}-99999.webp", f"{'G' * 64}-320.webp", "-320.jpg"],
)
async def test_what_is_no_address_is_not_found(web, name):
    assert (await web.get(f"/poster/{name}")).status == 404


async def test_a_width_that_was_not_made_is_not_found(office, web):
    event_id = await office.draft(**FOR_ALL)
    poster = await web.sent(office.writer, event_id, encoded(drawn(400, 400)))
    await office.edit(event_id, 1, poster=poster["id"], **FOR_ALL)
    await office.release(event_id, await office.submit(event_id, 2))

    statuses = [
        (await web.get(f"{poster['address']}-{width}.jpg")).status
        for width in (320, 720, 1280, 400)
    ]
    assert statuses == [200, 404, 404, 404]


async def test_a_poster_that_a_later_release_leaves_out_is_shown_no_more(owner, office, web):
    event_id, poster = await shown(office, web, **FOR_ALL)

    await office.republish(event_id, **FOR_ALL)

    assert (await web.get(small(poster))).status == 404
    assert (await web.get(small(poster), office.writer)).status == 200
    assert await owner.fetchval("select shown_from from poster") == 1
    page = (await web.get(f"/event/{await date_of(owner, event_id)}")).text
    assert "<img" not in page


async def test_a_poster_goes_with_its_last_date(office, web):
    _, poster = await shown(office, web, **FOR_ALL)
    web.clock.now = NOW + timedelta(days=120)

    assert (await web.get(small(poster))).status == 404


async def test_an_event_carries_no_poster_of_another(owner, office, web):
    first, poster = await drafted(office, web)
    second = await office.draft()

    for act in (
        lambda: office.edit(second, 1, poster=poster["id"]),
        lambda: office.edit(first, 2, poster=str(uuid4())),
        lambda: office.draft(poster=poster["id"]),
    ):
        with pytest.raises(DomainError) as refusal:
            await act()
        assert refusal.value.facts == {"field": "poster"}
    contents = await owner.fetch("select content ->> 'poster' as poster from event_draft")
    assert sorted(row["poster"] for row in contents) == ["", poster["id"]]


async def test_what_was_written_before_there_were_posters_is_read(owner, office):
    kept = to_json(make.content())
    del kept["poster"]

    assert from_json(kept) == make.content() and make.content().poster == ""


async def test_a_preview_names_the_poster_among_what_differs(owner, office, web):
    event_id = await office.publish()
    poster = await web.sent(office.writer, event_id, PICTURE)
    await office.edit(event_id, 0, poster=poster["id"])

    text = "query Preview($id: UUID!) { releasePreview(eventId: $id) { fields dates { key } } }"
    assert await asked(office.director, text, id=event_id) == {"fields": ["poster"], "dates": []}


async def test_an_office_finds_its_posters_and_writes_its_draft_back(owner, office, web):
    event_id, poster = await drafted(office, web)
    bare = await office.draft()

    whole = await asked(office.director, OFFICE, id=event_id)

    assert whole["draft"]["content"]["poster"] == poster["id"]
    [told] = whole["posters"]
    assert (told["id"], told["address"], told["shownFrom"]) == (
        poster["id"],
        poster["address"],
        None,
    )
    assert told["words"] == [{"language": "es", "alt": "Afiche del recital"}]
    assert (await asked(office.writer, OFFICE, id=bare))["draft"]["content"]["poster"] is None


async def test_a_family_is_told_of_the_poster_in_its_language(owner, office, web):
    event_id = await office.draft()
    poster = await web.sent(office.writer, event_id, PICTURE, **{"alt-quz": "Takiy raymi"})
    await office.edit(event_id, 1, poster=poster["id"])
    await office.release(event_id, await office.submit(event_id, 2))
    one = await visits.relative(owner)
    quechua = replace(one.family, language="quz")
    date_id = await date_of(owner, event_id)

    found = await asked(one.family, HAPPENING, id=date_id)

    assert found["poster"] == {
        "alt": "Afiche del recital",
        "address": poster["address"],
        "widths": [320, 720, 1280],
        "width": 1600,
        "height": 1200,
    }
    assert (await asked(quechua, HAPPENING, id=date_id))["poster"]["alt"] == "Takiy raymi"


async def test_many_dates_of_events_with_and_without_a_poster_are_listed(owner, office, web):
    await shown(office, web, title="Con afiche", **FOR_ALL)
    await make.released(owner, title="Sin afiche", audience=Audience.PUBLIC)
    one = await visits.relative(owner)

    nodes = (await asked(one.family, WHAT))["nodes"]

    told = {each["title"]: each["poster"] for each in nodes}
    assert told == {"Con afiche": {"alt": "Afiche del recital"}, "Sin afiche": None}


async def test_the_public_page_shows_it_and_keeps_its_place(owner, office, web):
    event_id = await office.draft(**FOR_ALL)
    poster = await web.sent(office.writer, event_id, PICTURE, alt='Una "guitarra" <roja>')
    await office.edit(event_id, 1, poster=poster["id"], **FOR_ALL)
    await office.release(event_id, await office.submit(event_id, 2))

    for path in (f"/event/{await date_of(owner, event_id)}", f"/programme/{HERE}"):
        got = await web.get(path)
        [image] = re.findall(r"<picture>.*?</picture>", got.text)
        assert 'alt="Una &quot;guitarra&quot; &lt;roja&gt;"' in image
        assert 'width="720" height="540"' in image and 'itemprop="image"' in image
        assert f'src="{poster["address"]}-720.jpg"' in image
        assert 'type="image/webp"' in image
        assert "img-src 'self'" in got.headers["content-security-policy"]
        addresses = set(re.findall(r"/poster/[0-9a-f]{64}-\d+\.\w+", image))
        assert len(addresses) == 6
        for address in addresses:
            assert (await web.get(address)).status == 200


async def test_no_office_changes_a_poster_by_hand(owner, office, web):
    await shown(office, web, **FOR_ALL)
    for statement in (
        "update poster set consent_act = 'otra'",
        "update poster_file set bytes = 'x'",
        "delete from poster_file",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(office.writer) as tx:
                await tx.execute(statement)
    async with transaction(office.writer) as tx:
        await tx.execute("delete from poster")  # one that families saw stays
        assert await tx.fetchval("select count(*) from poster") == 1
    async with transaction(make.coordinator("ica")) as tx:
        for table in ("poster", "poster_file"):
            assert await tx.fetchval(f"select count(*) from {table}") == 0
