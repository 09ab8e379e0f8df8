"""Releases of what was postponed or called off, what is news, and whom nobody speaks for."""

from datetime import timedelta

import asyncpg
import pytest

from backend.database import transaction
from backend.programmes.queries import preview
from backend.programmes.rules.content import ExceptionDay
from backend.programmes.rules.vocabulary import ExceptionKind
from tests.allocation.make_pools import out_of_step
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_office import WHY, dates, notices
from tests.programmes.make_programmes import HERE, MONTH, NOW, SATURDAY, lima
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import refused

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)
SECOND, THIRD = "2026-03-21", "2026-03-28"


def off(key: str) -> ExceptionDay:
    return ExceptionDay(key=key, kind=ExceptionKind.CANCELLED, why=WHY)


def waits(key: str) -> ExceptionDay:
    return ExceptionDay(key=key, kind=ExceptionKind.POSTPONED, why=WHY)


@pytest.mark.parametrize("then", ["a new day", "off", "all off", "other words"])
async def test_a_postponed_date_whose_old_hour_has_passed_is_still_to_come(db, owner, then):
    office = await offices.office(owner)
    event_id = await office.publish()
    one = await visits.relative(owner)
    key = SATURDAY.isoformat()
    mine, _ = await answers.answer(one, (await dates(owner, event_id))[key]["id"])
    await office.republish(event_id, exceptions=(waits(key),), now=LATER)
    after = lima("2026-03-15 10:00")
    moved = ExceptionDay(key=key, kind=ExceptionKind.MOVED, on=make.day("2026-03-22"))

    if then == "a new day":
        assert await office.republish(event_id, exceptions=(moved,), now=after) == 1
    elif then == "off":
        assert await office.republish(event_id, exceptions=(off(key),), now=after) == 1
    elif then == "all off":
        assert await office.cancel_all(now=after) == {"events": 1, "dates": 1, "told": 1}
    else:
        said = make.content(exceptions=(waits(key),), summary="Otra cosa")
        assert await office.republish(event_id, said, now=after) == 0

    row = (await dates(owner, event_id))[key]
    if then == "a new day":
        assert (row["state"], row["starts_at"]) == ("planned", lima("2026-03-22 15:30"))
        assert len(await notices(owner, "event_changed")) == 1
        assert await answers.states(owner, mine) == [("going", None)]
    elif then == "other words":
        assert (row["state"], row["sequence"]) == ("postponed", 1)
        assert await answers.states(owner, mine) == [("going", None)]
    else:
        assert row["state"] == "cancelled"
        assert await answers.states(owner, mine) == [("withdrawn", "cancelled")]
        assert len(await notices(owner, "event_cancelled")) == 1
    assert await out_of_step(owner) == []


async def test_whoever_was_told_not_to_come_is_told_that_it_stands_again(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    one, left, lost = [await visits.relative(owner) for _ in range(3)]
    date_id = (await dates(owner, event_id))[SECOND]["id"]
    for each in (one, left, lost):
        given, _ = await answers.answer(each, date_id)
        if each is left:
            await answers.withdraw(left, given)
    await office.republish(event_id, rule=MONTH, exceptions=(off(SECOND),), now=LATER)
    assert len(await notices(owner, "event_cancelled")) == 2
    await owner.execute("update tie set state = 'ended' where inmate_id = $1", lost.inmate_id)
    again = LATER + timedelta(hours=1)
    version = await office.edit(event_id, 0, rule=MONTH, now=again)

    async with transaction(office.director) as tx:
        shown = await preview.release_preview(tx, office.director, event_id, now=again)
    told = await office.release(
        event_id, await office.submit(event_id, version, now=again), now=again
    )

    assert told == sum(row["households"] for row in shown.languages) == 1
    changed = await notices(owner, "event_changed")
    assert [row["account_id"] for row in changed] == [one.family.account_id]
    assert one.family.account_id not in await answers.told(owner, "event_cancelled")
    later = again + timedelta(hours=1)
    moved = ExceptionDay(key=SECOND, kind=ExceptionKind.MOVED, on=make.day("2026-03-22"))
    assert await office.republish(event_id, rule=MONTH, exceptions=(moved,), now=later) == 0


async def test_an_event_that_stands_again_is_news_once_more(db, owner):
    office = await offices.office(owner)
    one, went = await visits.relative(owner), await visits.relative(owner)
    event_id = await office.publish()
    await answers.answer(went, (await dates(owner, event_id))[SATURDAY.isoformat()]["id"])
    await office.cancel_all(now=LATER)
    assert await notices(owner, "event_published") == []

    assert await office.republish(event_id, now=LATER + timedelta(hours=1)) == 2

    assert await answers.told(owner, "event_published") == [one.family.account_id]
    assert await answers.told(owner, "event_changed") == [went.family.account_id]


async def test_the_first_date_that_somebody_can_come_to_is_news(db, owner):
    office = await offices.office(owner)
    one = await visits.relative(owner)
    key = SATURDAY.isoformat()
    event_id = await office.publish(exceptions=(waits(key),))
    assert await notices(owner, "event_published") == []

    assert await office.republish(event_id, now=LATER) == 1
    assert await answers.told(owner, "event_published") == [one.family.account_id]

    over = lima("2026-03-20 10:00")
    assert await office.republish(event_id, rule=MONTH, now=over) == 1
    told = await owner.fetchval("select count(*) from notice where kind = 'event_published'")
    assert told == 2
    assert await office.republish(event_id, rule=MONTH, summary="Otra", now=over) == 0


async def test_other_places_hear_only_where_the_director_is_theirs_too(db, owner):
    office = await offices.office(owner)
    there = await visits.relative(owner, at="chiclayo")
    event_id = await office.draft(also_at=("chiclayo",))
    version = await office.submit(event_id, 1)
    before = await offices.written(owner)

    assert await refused(office.release(event_id, version)) == "BAD_INPUT"
    assert await offices.written(owner) == before

    both = make.director(HERE, "chiclayo")
    assert await office.release(event_id, version, by=both) == 1
    assert await answers.told(owner, "event_published") == [there.family.account_id]
    said = make.content(also_at=("chiclayo",), summary="Otra cosa")
    assert await office.republish(event_id, said, now=LATER) == 0
    wider = make.online(also_at=("chiclayo",))
    assert await refused(office.republish(event_id, wider, now=LATER)) == "BAD_INPUT"


async def test_who_may_not_meet_the_person_hears_of_nothing_through_them(db, owner):
    office = await offices.office(owner)
    one, barred = await visits.relative(owner), await visits.relative(owner)
    await registry.restriction(owner, inmate_id=barred.inmate_id, number=barred.number)

    event_id = await office.draft()

    assert await office.release(event_id, await office.submit(event_id, 1)) == 1
    assert await answers.told(owner, "event_published") == [one.family.account_id]


async def test_nobody_writes_what_families_read_past_a_release(owner):
    event = await make.released(owner)

    for change in (
        "update event set content = jsonb_set(content, '{title}', '\"Otro\"') where id = $1",
        "update event set release_no = 2 where id = $1",
    ):
        with pytest.raises(asyncpg.IntegrityConstraintViolationError):
            await owner.execute(change, event.event_id)
    assert await owner.fetchval("select release_no from event where id = $1", event.event_id) == 1
