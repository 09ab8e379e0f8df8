"""One act calls off every date to come of a place, and tells everybody who answered, urgently."""

import asyncio
import contextvars
from datetime import timedelta
from uuid import uuid4

import orjson
import pytest

from backend.core.actor import System
from backend.database import transaction
from backend.programmes.commands import releasing
from backend.programmes.rules.content import from_json
from backend.programmes.rules.vocabulary import Audience, ExceptionKind
from tests.allocation.make_pools import out_of_step
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_office import WHY, dates, notices
from tests.programmes.make_programmes import HERE, MONTH, NOW, SATURDAY, lima
from tests.visits import make_visits as visits
from tests.visits.make_visits import refused

pytestmark = pytest.mark.anyio
AFTER_THE_FIRST = lima("2026-03-16 10:00")


async def test_every_date_to_come_is_off_and_each_household_hears_once_a_date(db, owner):
    office = await offices.office(owner)
    elsewhere = await offices.office(owner, at="chiclayo")
    recital, concert = await office.publish(rule=MONTH, people=1), await office.publish()
    other = await elsewhere.publish(rule=MONTH)
    one, two = await visits.relative(owner), await visits.relative(owner)
    there = await visits.relative(owner, at="chiclayo")
    made = await dates(owner, recital)
    past, _ = await answers.answer(one, made[SATURDAY.isoformat()]["id"])
    going, _ = await answers.answer(one, made["2026-03-21"]["id"])
    waiting, _ = await answers.answer(two, made["2026-03-21"]["id"])
    later, _ = await answers.answer(one, made["2026-03-28"]["id"])
    spared, _ = await answers.answer(there, (await dates(owner, other))["2026-03-21"]["id"])

    done = await office.cancel_all(now=AFTER_THE_FIRST)

    assert done == {"events": 1, "dates": 3, "told": 2}
    now = await dates(owner, recital)
    assert now[SATURDAY.isoformat()] == made[SATURDAY.isoformat()]
    assert {
        (row["state"], row["why"], row["sequence"])
        for key, row in now.items()
        if key != SATURDAY.isoformat()
    } == {("cancelled", WHY, 1)}
    assert {row["state"] for row in (await dates(owner, other)).values()} == {"planned"}
    assert {row["state"] for row in (await dates(owner, concert)).values()} == {"planned"}
    told = await notices(owner, "event_cancelled")
    assert sorted(row["account_id"] for row in told) == sorted(
        [one.family.account_id, one.family.account_id, two.family.account_id]
    )
    assert {row["urgency"] for row in told} == {"urgent"}
    assert await answers.states(owner, past, going, waiting, later, spared) == [
        ("going", None), *[("withdrawn", "cancelled")] * 3, ("going", None),
    ]  # fmt: skip
    assert await out_of_step(owner) == []
    kept = await owner.fetchrow(
        "select no, told, submitted_by from event_release where event_id = $1 and no = 2", recital
    )
    assert tuple(kept) == (2, 2, None)


async def test_drafts_say_that_dates_are_off_and_what_waited_for_a_director_goes_back(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    fresh = await office.draft(title="Otro recital")
    words = await owner.fetchval("select content from event_draft where event_id = $1", fresh)
    version = await office.submit(
        event_id, await office.edit(event_id, 0, rule=MONTH, title="Nuevo")
    )

    await office.cancel_all()

    row = await owner.fetchrow(
        "select state, content, returned_why from event_draft where event_id = $1", event_id
    )
    said = from_json(orjson.loads(row["content"]))
    assert (row["state"], row["returned_why"], said.title) == ("open", WHY, "Nuevo")
    assert {(each.key, each.kind, each.why) for each in said.dates.exceptions} == {
        (key, ExceptionKind.CANCELLED, WHY) for key in await dates(owner, event_id)
    }
    assert await refused(office.release(event_id, version)) == "DRAFT_CHANGED"
    other = await owner.fetchrow(
        "select state, version, content from event_draft where event_id = $1", fresh
    )
    assert tuple(other) == ("open", 1, words)


@pytest.mark.parametrize("waits", [False, True])
async def test_a_draft_that_was_open_brings_nothing_back(db, owner, waits):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    one = await visits.relative(owner)
    await answers.answer(one, (await dates(owner, event_id))["2026-03-21"]["id"])
    version = await office.edit(event_id, 0, rule=MONTH, summary="Otra cosa")
    if waits:
        version = await office.submit(event_id, version)
    await office.cancel_all()
    off = await dates(owner, event_id)

    assert await refused(office.edit(event_id, version, rule=MONTH)) == "DRAFT_CHANGED"
    version = await owner.fetchval("select version from event_draft")
    later = NOW + timedelta(hours=1)
    await office.release(event_id, await office.submit(event_id, version, now=later), now=later)

    assert await dates(owner, event_id) == off
    assert {row["state"] for row in off.values()} == {"cancelled"}


async def test_dates_of_all_events_are_locked_by_id_as_everybody_else_does(db, owner):
    """An answer to the first date of one event and the last of another waits in no circle."""
    office = await offices.office(owner)
    first, other = sorted([await office.publish(rule="FREQ=WEEKLY;COUNT=12") for _ in range(2)])
    one = "select id from occurrence where event_id = $1 order by id"
    last = await owner.fetchval(f"{one} desc limit 1", first)
    held = await owner.fetchval(f"{one} limit 1", other)
    assert held < last
    apart = contextvars.copy_context()
    async with transaction(System()) as tx:
        await tx.execute("select from occurrence where id = $1 for share", held)
        calling = asyncio.create_task(office.cancel_all(), context=apart)
        while not await owner.fetchval(
            "select exists (select from pg_stat_activity where wait_event_type = 'Lock'"
            " and datname = current_database())"
        ):
            assert not calling.done()
            await asyncio.sleep(0.01)
        await tx.execute("select from occurrence where id = $1 for update nowait", last)
    assert (await calling)["dates"] == 24


async def test_what_an_event_says_afterwards_is_that_its_dates_are_off(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    await office.cancel_all()
    off = await dates(owner, event_id)

    said = await office.said(event_id)
    assert {each.key for each in said.dates.exceptions} == set(off)
    assert await owner.fetchval("select state from event where id = $1", event_id) == "cancelled"

    later = NOW + timedelta(hours=1)
    assert await office.republish(event_id, said, now=later) == 0
    assert await dates(owner, event_id) == off
    await office.republish(event_id, rule=MONTH, now=later)
    assert {row["state"] for row in (await dates(owner, event_id)).values()} == {"planned"}
    assert await owner.fetchval("select state from event where id = $1", event_id) == "released"


async def test_only_a_director_of_the_place_calls_everything_off_and_says_why(db, owner):
    office = await offices.office(owner)
    await office.publish()
    before = await offices.written(owner)

    async def calls(who, why=WHY):
        return await releasing.cancel_all_events(
            who, uuid4(), establishment_id=HERE, why=why, now=NOW
        )

    assert await refused(calls(office.writer)) == "NOT_ALLOWED"
    assert await refused(calls(make.director("chiclayo"))) == "NOT_ALLOWED"
    assert await refused(calls(office.director, why=" ")) == "BAD_INPUT"
    assert await offices.written(owner) == before


async def test_a_reason_that_everybody_would_read_says_not_where_people_are(db, owner):
    office = await offices.office(owner)
    await office.publish()
    assert (await office.cancel_all(why="Motín en el penal"))["events"] == 1
    await office.publish(audience=Audience.PUBLIC)
    before = await offices.written(owner)

    assert await refused(office.cancel_all(why="Motín en el penal")) == "BAD_INPUT"
    assert await offices.written(owner) == before


async def test_the_same_request_calls_off_once(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    request = uuid4()

    for _ in range(2):
        done = await releasing.cancel_all_events(
            office.director, request, establishment_id=HERE, why=WHY, now=NOW
        )
        assert done == {"events": 1, "dates": 1, "told": 0}

    assert [row["sequence"] for row in (await dates(owner, event_id)).values()] == [1]
    assert (await office.cancel_all())["events"] == 0
