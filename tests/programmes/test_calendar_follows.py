"""The calendar follows what families and offices do, by their own commands; and the whole application serves it."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4

import asyncpg
import icalendar
import pytest

from backend.app import create_app
from backend.core.actor import Family
from backend.core.clock import LIMA
from backend.database import transaction
from backend.programmes.commands import calendars
from backend.programmes.rules.content import ExceptionDay
from backend.programmes.rules.vocabulary import Audience, ExceptionKind
from backend.registry.commands import EndReason
from backend.settings import Settings
from backend.visits.commands import end_tie
from tests import make
from tests.conftest import SECRET
from tests.privacy.make_household import erased, household
from tests.programmes import make_programmes as programmes
from tests.programmes.make_answers import answer, withdraw
from tests.programmes.make_feeds import (
    ADDRESS,
    FOR_ALL,
    Clock,
    Web,
    answered,
    served,
    subscribed,
    uid,
)
from tests.programmes.make_office import office
from tests.programmes.make_programmes import HERE, NOW
from tests.registry import make_registry as registry
from tests.servers import in_process
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=2)


@pytest.fixture
async def web(db) -> AsyncIterator[Web]:
    async with served() as found:
        yield found


async def entries(web: Web, path: str) -> dict[str, icalendar.Event]:
    got = await web.get(path)
    assert got.status == 200
    found = icalendar.Calendar.from_ical(got.body).walk("VEVENT")
    return {str(each["UID"]): each for each in found}


def off(said, key: str, kind: ExceptionKind, **changes):
    """The same content with one more exception."""
    exception = ExceptionDay(key=key, kind=kind, **changes)
    return replace(said, dates=replace(said.dates, exceptions=(*said.dates.exceptions, exception)))


async def test_it_follows_answers_moves_and_cancellations(owner, web):
    here, one = await office(owner), await visits.relative(owner)
    said = programmes.content(rule=programmes.MONTH)
    event_id = await here.publish(said)
    rows = await owner.fetch("select id, key from occurrence order by key")
    moved, called, left = (row["id"] for row in rows[:3])
    for each in (moved, called):
        await answer(one, each)
    gone, _ = await answer(one, left)
    await withdraw(one, gone)
    path = await subscribed(one.family)
    before = await entries(web, path)
    tag = (await web.get(path)).headers["etag"]
    assert {name: str(each["STATUS"]) for name, each in before.items()} == {
        await uid(owner, one.family, moved): "CONFIRMED",
        await uid(owner, one.family, called): "CONFIRMED",
    }

    said = off(
        said, rows[0]["key"], ExceptionKind.MOVED, on=date(2026, 3, 15), why="Se usa la sala"
    )
    said = off(said, rows[1]["key"], ExceptionKind.CANCELLED, why="No hay luz")
    await here.republish(event_id, said, now=LATER)

    assert (await web.get(path, if_none_match=tag)).status == 200
    after = await entries(web, path)
    assert set(after) == set(before)
    first, second = [after[await uid(owner, one.family, each)] for each in (moved, called)]
    assert first.start == datetime(2026, 3, 15, 15, 30, tzinfo=LIMA)
    assert (str(first["STATUS"]), str(first["SUMMARY"])) == ("CONFIRMED", "Encuentro: cita")
    assert (str(second["STATUS"]), str(second["SUMMARY"])) == (
        "CANCELLED",
        "Cancelado: Encuentro: cita",
    )
    for name, each in after.items():
        assert each["SEQUENCE"] == before[name]["SEQUENCE"] + 1
        assert each["LAST-MODIFIED"].dt == each["DTSTAMP"].dt == LATER
    assert "luz" not in (await web.get(path)).text and "sala" not in (await web.get(path)).text


async def test_an_emergency_stays_in_every_calendar_as_cancelled(owner, web):
    here, one = await office(owner), await visits.relative(owner)
    await here.publish(programmes.content(rule=programmes.MONTH))
    ids = [row["id"] for row in await owner.fetch("select id from occurrence order by key")]
    for each in ids[:2]:
        await answer(one, each)
    path = await subscribed(one.family)

    await here.cancel_all(now=LATER)

    found = await entries(web, path)
    assert {name: str(each["STATUS"]) for name, each in found.items()} == {
        await uid(owner, one.family, each): "CANCELLED" for each in ids[:2]
    }


async def test_it_dies_with_the_relationship(owner, web):
    here, one = await office(owner), await visits.relative(owner)
    await here.publish()
    await answer(one, await owner.fetchval("select id from occurrence"))
    path = await subscribed(one.family)
    assert len(await entries(web, path)) == 1

    row = await owner.fetchrow("select id, version from tie")
    await end_tie(
        registry.officer(HERE),
        uuid4(),
        tie_id=row["id"],
        version=row["version"],
        reason=EndReason.KINSHIP_ENDED,
        now=NOW,
    )

    assert await entries(web, path) == {}


async def test_the_calendar_of_an_erased_account_is_as_if_it_had_never_been(db, owner, web):
    home = await household(owner)
    path = await subscribed(home.family)
    assert (await web.get(path)).status == 200

    await erased(home)

    got = await web.get(path)
    assert (got.status, got.body) == (404, b"Not found")
    assert await owner.fetchval("select count(*) from calendar_token") == 0


async def test_a_public_date_that_is_moved_says_since_when(owner, web):
    here = await office(owner)
    said = programmes.content(**FOR_ALL)
    event_id = await here.publish(said)
    key = await owner.fetchval("select key from occurrence")

    await here.republish(
        event_id, off(said, key, ExceptionKind.MOVED, on=date(2026, 3, 15)), now=LATER
    )

    text = (await web.get(f"/programme/{HERE}")).text
    assert "EventRescheduled" in text and "2026-03-14T15:30:00-05:00" in text
    [one] = (await entries(web, f"/calendar/public/{HERE}.ics")).values()
    assert one["SEQUENCE"] == 1 and one.start == datetime(2026, 3, 15, 15, 30, tzinfo=LIMA)


async def test_an_event_that_is_no_longer_for_everybody_is_gone_from_what_is_public(owner, web):
    here = await office(owner)
    event_id = await here.publish(programmes.content(**FOR_ALL))
    one = await owner.fetchval("select id from occurrence")
    assert (await web.get(f"/event/{one}")).status == 200

    said = programmes.content(**{**FOR_ALL, "audience": Audience.INVITED})
    await here.republish(event_id, said, now=LATER)

    assert (await web.get(f"/event/{one}")).status == 404
    assert await entries(web, f"/calendar/public/{HERE}.ics") == {}


async def renewed_at_once(family: Family, count: int) -> None:
    """Past the allowance, which makes rivals of one account wait for each other too."""

    async def renew() -> None:
        async with transaction(family) as tx:
            await tx.execute("select calendar_renew($1, $2, $3)", uuid4(), os.urandom(32), NOW)

    await asyncio.gather(*(renew() for _ in range(count)))


async def test_of_many_renewals_at_once_one_address_is_left(owner, db):
    family = await make.family(owner)

    await asyncio.gather(
        *(calendars.renew_calendar(family, uuid4(), now=NOW) for _ in range(4)),
        renewed_at_once(family, 4),
    )

    live = await owner.fetchval("select count(*) from calendar_token where ended_at is null")
    assert (live, await owner.fetchval("select count(*) from calendar_token")) == (1, 8)


async def test_without_the_lock_rivals_meet_in_the_index_and_fail(owner, db):
    """The control: what the lock spares families."""
    body = await owner.fetchval(
        "select pg_get_functiondef('calendar_end(timestamptz)'::regprocedure)"
    )
    lock = "perform from account where id = app_actor() for no key update;"
    assert lock in body
    await owner.execute(body.replace(lock, "perform pg_sleep(2);"))

    with pytest.raises(asyncpg.UniqueViolationError):
        await renewed_at_once(await make.family(owner), 4)


async def test_the_application_serves_all_of_it_under_its_own_address(database, db, owner):
    event = await programmes.released(owner, **FOR_ALL)
    settings = Settings(production=True, secret=SECRET, database_url=database.url, address=ADDRESS)
    now = datetime.now(LIMA)
    await owner.execute(
        "update occurrence set starts_at = $1, doors_at = $1, answers_until = $1, ends_at = $2",
        now + timedelta(days=1),
        now + timedelta(days=1, hours=1),
    )
    async with in_process(create_app(settings)) as address:
        web = Web(address, Clock())
        feed = await web.get(f"/calendar/public/{HERE}.ics", host="evil.example")
        page = await web.get(f"/event/{event.occurrence_id}", host="evil.example")
        lost = [
            await web.get(path) for path in ("/calendar", "/calendar/x", "/event", "/programme/a/b")
        ]
        unknown = await web.get("/calendar/x.ics")

    assert feed.status == page.status == 200
    assert f"{ADDRESS}/event/{event.occurrence_id}" in feed.text.replace("\r\n ", "")
    assert "evil" not in feed.text + page.text
    assert {each.status for each in lost} == {404}
    assert (unknown.status, unknown.body) == (404, b"Not found")


async def test_an_entry_leads_to_no_page_and_is_another_in_every_calendar(owner, web):
    """Of a public event too: whoever sees the calendar of a phone finds neither its page nor who else goes."""
    event = await programmes.released(owner, **FOR_ALL)
    names = []
    for _ in range(2):
        family = await make.family(owner)
        await answered(owner, family, event.occurrence_id)
        path = await subscribed(family)
        body = (await web.get(path)).text
        names += list(await entries(web, path))
        assert str(event.occurrence_id) not in body

    assert len(set(names)) == 2
    for name in names:
        assert (await web.get(f"/event/{name.removesuffix('@encuentro')}")).status == 404
