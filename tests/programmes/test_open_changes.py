"""Answers without an account follow what becomes of their date: their page says so at once, and the books agree."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import asyncpg
import pytest

from backend.core.errors import DomainError
from backend.database import reading
from backend.gql.paging import Page
from backend.programmes import jobs
from backend.programmes.queries.office import office_event_whole, office_events
from backend.programmes.rules.content import Content, ExceptionDay, Places, Venue
from backend.programmes.rules.vocabulary import Audience, ExceptionKind, Where
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_open as opened
from tests.programmes import make_programmes as programmes
from tests.programmes.make_feeds import FOR_ALL, Web, served
from tests.programmes.make_office import Office
from tests.programmes.make_open import shows
from tests.programmes.make_programmes import HERE, NOW, SATURDAY
from tests.visits import make_visits as visits

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)


@pytest.fixture
async def web(db) -> AsyncIterator[Web]:
    async with served() as found:
        yield found


@pytest.fixture
async def office(db, owner) -> Office:
    return await offices.office(owner)


async def published(office: Office, **changes) -> tuple[UUID, UUID, Content]:
    """An event for everybody, its first date and what it says."""
    said = programmes.content(**(FOR_ALL | changes))
    event_id = await office.publish(said)
    dates = await offices.dates(office.owner, event_id)
    return event_id, min(dates.values(), key=lambda one: one["starts_at"])["id"], said


async def test_the_one_act_that_calls_everything_off_ends_them_and_their_page_says_so(
    owner, office, web
):
    _, date_id, _ = await published(office, people=9)
    path = await opened.gone(web, date_id)

    await office.cancel_all(now=LATER)

    assert await opened.stand(owner) == [("withdrawn", "cancelled")]
    assert await visits.taken(owner, date_id) == {"people": 0}
    assert await answers.disagreeing(owner, LATER) == []
    web.clock.now = LATER
    got = await web.get(path)
    assert shows(got.text, "cancelled") and "EventCancelled" in got.text
    assert "<form" not in got.text and offices.WHY not in got.text
    assert (await web.post(path, {"sure": "yes"}, **opened.OWN)).status == 303
    assert await opened.stand(owner) == [("withdrawn", "cancelled")]
    assert (await opened.send(web, date_id)).status == 409


async def test_a_date_that_is_called_off_alone_leaves_the_others(owner, office, web):
    event_id, first, said = await published(office, people=9, rule="FREQ=WEEKLY;COUNT=2")
    second = (await offices.dates(owner, event_id))["2026-03-21"]["id"]
    off, on = await opened.gone(web, first), await opened.gone(web, second)

    later = programmes.day("2026-03-21")
    alone = replace(said, dates=replace(said.dates, first_on=later, rule=""))
    await office.republish(event_id, alone, now=LATER)

    assert shows((await web.get(off)).text, "cancelled")
    assert shows((await web.get(on)).text, "going")
    assert await answers.disagreeing(owner, LATER) == []


@pytest.mark.parametrize(
    ("kind", "status"),
    [(ExceptionKind.MOVED, "EventRescheduled"), (ExceptionKind.POSTPONED, "EventPostponed")],
)
async def test_a_date_that_is_put_off_keeps_them_and_their_page_says_so(
    owner, office, web, kind, status
):
    event_id, date_id, said = await published(office, people=9)
    path = await opened.gone(web, date_id)
    new_day = SATURDAY + timedelta(days=1) if kind is ExceptionKind.MOVED else None
    odd = ExceptionDay(key=str(SATURDAY), kind=kind, on=new_day, why=offices.WHY)
    put_off = replace(said, dates=replace(said.dates, exceptions=(odd,)))

    await office.republish(event_id, put_off, now=LATER)

    got = await web.get(path)
    assert shows(got.text, "going") and status in got.text and "14/03/2026, 15:30" in got.text
    assert ("15/03/2026, 15:30" in got.text) == (kind is ExceptionKind.MOVED)
    web.clock.now = programmes.lima("2026-03-14 16:00")  # until somebody says a new day
    assert (await web.post(path, {"sure": "yes"}, **opened.OWN)).status == 303
    assert await opened.stand(owner) == [("withdrawn", "own_wish")]


@pytest.mark.parametrize(
    "change",
    [
        {"audience": Audience.ENROLLED_RELATIVES},
        {"venue": Venue(where=Where.INSIDE, room="Auditorio")},
    ],
)
async def test_what_is_for_everybody_no_more_ends_them_and_gives_their_places_on(
    owner, office, web, change
):
    event_id, date_id, said = await published(office, people=4)
    path = await opened.gone(web, date_id)
    for _ in range(2):
        await answers.answer(await visits.relative(owner), date_id, through=None)
    one = await visits.relative(owner)
    waiting, _ = await answers.answer(one, date_id, through=None)

    await office.republish(event_id, replace(said, **change), now=LATER)

    assert await opened.stand(owner) == [("withdrawn", "audience")]
    assert await answers.disagreeing(owner, LATER) == []
    got = await web.get(path)
    assert shows(got.text, "ended") and "<form" not in got.text
    if "audience" in change:
        assert "Recital" not in got.text and "Teatro" not in got.text
    else:
        assert await answers.states(owner, waiting) == [("offered", None)]


async def test_fewer_places_than_they_hold_are_refused_and_new_ceilings_count_them(
    owner, office, web
):
    event_id, date_id, said = await published(office, people=9)
    await opened.gone(web, date_id, adults=2, children=1)
    before = await offices.written(owner)

    with pytest.raises(DomainError, match="PLACES_TAKEN"):
        await office.republish(event_id, replace(said, places=Places(people=2)), now=LATER)
    await owner.execute("delete from event_draft")
    after = await offices.written(owner)
    assert {name for name in before if before[name] != after[name]} <= {"told"}

    more = replace(said, places=Places(people=9, adults=4, children=4))
    await office.republish(event_id, more, now=LATER)
    assert await visits.taken(owner, date_id) == {"people": 3, "adults": 2, "children": 1}
    assert await answers.disagreeing(owner, LATER) == []


async def test_the_office_counts_them_among_those_who_come(owner, office, web):
    event_id, date_id, _ = await published(office, people=9)
    await opened.gone(web, date_id, adults=2, children=1)
    back = await opened.gone(web, date_id, adults=1)
    await web.post(back, {"sure": "yes"}, **opened.OWN)
    one = await visits.relative(owner)
    await answers.answer(one, date_id, through=None)

    async with reading(office.writer) as tx:
        page = Page(9, None)
        [row] = await office_events(tx, office.writer, HERE, page, past=False, now=NOW)
        whole = await office_event_whole(tx, office.writer, event_id)

    assert (row["going"], row["waiting"]) == (2, 0)
    [date] = whole["dates"]
    assert (date["going_adults"], date["going_children"]) == (3, 1)


async def test_a_family_sees_how_many_places_they_leave(owner, office, web):
    _, date_id, _ = await published(office, people=9)
    await opened.gone(web, date_id, adults=2, children=1)
    one = await visits.relative(owner)

    async with reading(one.family) as tx:
        rows = await tx.fetch("select * from whats_on($1, null, null, null, null, 9)", NOW)

    assert [row["places_left"] for row in rows] == [6]


async def test_thirty_days_after_the_date_nobody_comes_back_to_one_and_the_count_stays(
    owner, office, web
):
    _, date_id, _ = await published(office, people=9)
    path = await opened.gone(web, date_id)
    over = await owner.fetchval("select ends_at from occurrence where id = $1", date_id)

    web.clock.now = over + jobs.OPEN_ANSWERS_KEPT
    await jobs.forget_open_answers(web.clock.now)
    assert (await web.get(path)).status == 200

    for _ in range(2):
        await jobs.forget_open_answers(web.clock.now + timedelta(seconds=1))
    assert (await web.get(path)).status == 404
    row = await owner.fetchrow("select digest, code, adults, state from open_answer")
    assert tuple(row) == (None, None, 2, "going")
    assert await visits.taken(owner, date_id) == {"people": 2}
    assert await answers.disagreeing(owner) == []


async def test_one_of_a_date_without_a_new_day_is_kept(owner, office, web):
    _, date_id, _ = await published(office, people=9)
    path = await opened.gone(web, date_id)
    await owner.execute("update occurrence set state = 'postponed', why = 'Lluvia'")

    await jobs.forget_open_answers(NOW + timedelta(days=80))

    assert (await web.get(path)).status == 200


@pytest.mark.parametrize("place", [HERE, "ica"])
async def test_an_office_reads_those_of_its_own_place_and_nobody_writes_one(
    owner, web, office, place
):
    _, date_id, _ = await published(office, people=9)
    await opened.gone(web, date_id)

    async with reading(programmes.coordinator(place)) as tx:
        assert await tx.fetchval("select count(*) from open_answer") == int(place == HERE)
        for sql in ("delete from open_answer", "update open_answer set adults = 5"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await tx.execute(sql)
            break  # the transaction is over
    one = await visits.relative(owner)
    async with reading(one.family) as tx:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await tx.fetch("select from open_answer")
