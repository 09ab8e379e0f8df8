"""A release through the command: who is told, in one commit, and what becomes of dates, answers and places."""

from dataclasses import replace
from datetime import timedelta

import orjson
import pytest

from backend.database import transaction
from backend.programmes.queries import preview
from backend.programmes.rules.content import Entry, ExceptionDay, Venue, from_json
from backend.programmes.rules.vocabulary import Audience, ExceptionKind, Where
from tests import make as people
from tests.allocation.make_pools import out_of_step
from tests.programmes import make_answers as answers
from tests.programmes import make_office as offices
from tests.programmes import make_programmes as make
from tests.programmes.make_office import WHY, dates, notices
from tests.programmes.make_programmes import HERE, MONTH, NOW, SATURDAY, lima
from tests.visits import make_visits as visits
from tests.visits.make_visits import refused

pytestmark = pytest.mark.anyio
LATER = NOW + timedelta(hours=1)
SECOND, THIRD = "2026-03-21", "2026-03-28"


def off(key: str) -> ExceptionDay:
    return ExceptionDay(key=key, kind=ExceptionKind.CANCELLED, why=WHY)


async def test_a_first_release_makes_dates_with_places_and_tells_relatives_of_whoever_is_there(
    db, owner
):
    office = await offices.office(owner)
    here, there = await visits.relative(owner), await visits.relative(owner, at="chiclayo")
    event_id = await office.draft(rule=MONTH, people=30)

    told = await office.release(event_id, await office.submit(event_id, 1))

    made = await dates(owner, event_id)
    assert [row["starts_at"] for row in made.values()] == [
        lima(f"{day} 15:30") for day in (SATURDAY.isoformat(), SECOND, THIRD, "2026-04-04")
    ]
    assert {row["sequence"] for row in made.values()} == {0}
    pools = await owner.fetch(
        "select c.capacity, c.unit from ceiling c join occurrence o on o.id = c.pool_id"
    )
    assert [tuple(row) for row in pools] == [(30, "people")] * 4
    assert told == 1
    assert [row["account_id"] for row in await notices(owner, "event_published")] == [
        here.family.account_id
    ]
    assert there.family.account_id not in await answers.told(owner, "event_published")
    row = await owner.fetchrow(
        "select state, release_no, audience, content from event where id = $1", event_id
    )
    assert (row["state"], row["release_no"], row["audience"]) == (
        "released",
        1,
        "enrolled_relatives",
    )
    assert from_json(orjson.loads(row["content"])) == make.content(rule=MONTH, people=30)
    assert await owner.fetchval("select count(*) from event_draft") == 0
    kept = await owner.fetchrow("select no, told, released_by, submitted_by from event_release")
    assert tuple(kept) == (1, 1, office.director.staff_id, office.writer.staff_id)


async def test_notice_and_inbox_rows_are_of_the_commit_that_makes_the_dates(db, owner):
    office = await offices.office(owner)
    await visits.relative(owner)

    event_id = await office.publish()

    notice = await owner.fetchrow(
        "select id, xmin::text, subject from notice where kind = 'event_published'"
    )
    assert notice["subject"] == f"event:{event_id}"
    rows = await owner.fetch(
        "select channel, xmin::text from delivery where notice_id = $1", notice["id"]
    )
    assert {row["channel"] for row in rows} == {"inbox", "push"}
    date = await owner.fetchval("select xmin::text from occurrence")
    assert {row["xmin"] for row in rows} == {notice["xmin"]} == {date}


@pytest.mark.parametrize("audience", [Audience.INSIDE, Audience.OFFICIALS])
async def test_what_is_for_no_family_tells_none(db, owner, audience):
    office = await offices.office(owner)
    await visits.relative(owner)

    event_id = await office.draft(audience=audience)

    assert await office.release(event_id, await office.submit(event_id, 1)) == 0
    assert await owner.fetchval("select count(*) from notice") == 0
    assert len(await dates(owner, event_id)) == 1


async def test_what_is_online_is_told_to_whoever_has_somebody_at_its_establishments(db, owner):
    office = await offices.office(owner)
    here, there = await visits.relative(owner), await visits.relative(owner, at="chiclayo")
    await visits.relative(owner, at="iquitos")

    office.director = make.director(HERE, "chiclayo")

    event_id = await office.publish(make.online(also_at=("chiclayo",)))

    told = {row["account_id"] for row in await notices(owner, "event_published")}
    assert told == {here.family.account_id, there.family.account_id}
    assert await owner.fetchval("select told from event_release where event_id = $1", event_id) == 2


async def test_only_relatives_of_who_takes_part_are_told_of_what_is_for_them(db, owner):
    office = await offices.office(owner)
    his, _ = await visits.relative(owner), await visits.relative(owner)
    event_id = await office.draft(audience=Audience.PARTICIPANTS_RELATIVES)
    await make.named(owner, event_id, his.inmate_id)

    assert await office.release(event_id, await office.submit(event_id, 1)) == 1

    assert await answers.told(owner, "event_published") == [his.family.account_id]


async def test_a_second_release_tells_nobody_twice_that_there_is_an_event(db, owner):
    office = await offices.office(owner)
    here = await visits.relative(owner)
    event_id = await office.publish()
    there = await visits.relative(owner, at="chiclayo")

    assert await office.republish(event_id, summary="Tocan ocho piezas.", now=LATER) == 0
    office.director = make.director(HERE, "chiclayo")
    assert await office.republish(event_id, also_at=("chiclayo",), now=LATER) == 1

    told = [row["account_id"] for row in await notices(owner, "event_published")]
    assert told == [here.family.account_id, there.family.account_id]


async def test_every_household_is_counted_once_in_the_language_it_reads(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    spoken = ["es", "es", "quz", "ay", "en"]
    guests = [
        await visits.relative(owner, family=await people.family(owner, language=language))
        for language in spoken
    ]
    made = await dates(owner, event_id)
    for one in guests:
        await answers.answer(one, made[SECOND]["id"])
        await answers.answer(one, made[THIRD]["id"])
    version = await office.edit(
        event_id, 0, rule=MONTH, exceptions=(off(SECOND), off(THIRD)), now=LATER
    )

    async with transaction(office.director) as tx:
        shown = await preview.release_preview(tx, office.director, event_id, now=LATER)
    told = await office.release(
        event_id, await office.submit(event_id, version, now=LATER), now=LATER
    )

    assert {row["language"]: row["households"] for row in shown.languages} == {
        "es": 2, "quz": 1, "ay": 1, "en": 1,
    }  # fmt: skip
    assert told == 5
    assert len(await notices(owner, "event_cancelled")) == 10


async def test_cancellations_are_in_the_notices_and_reach_each_live_answer_once(db, owner):
    """pretalx leaves cancelled sessions out of what it sends (`schedule/notifications.py`)."""
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH, people=1)
    going, waiting, other = [await visits.relative(owner) for _ in range(3)]
    made = await dates(owner, event_id)
    first, _ = await answers.answer(going, made[SECOND]["id"])
    second, state = await answers.answer(waiting, made[SECOND]["id"])
    kept, _ = await answers.answer(other, made[THIRD]["id"])
    assert state == "waiting"

    told = await office.republish(
        event_id, rule=MONTH, people=1, exceptions=(off(SECOND),), now=LATER
    )

    assert told == 2
    rows = await notices(owner, "event_cancelled")
    assert {row["account_id"] for row in rows} == {
        going.family.account_id,
        waiting.family.account_id,
    }
    assert {row["subject"] for row in rows} == {f"event:{made[SECOND]['id']}"}
    assert len(rows) == 2
    assert await notices(owner, "event_changed") == []
    assert await notices(owner, "offer_made") == []
    assert await answers.states(owner, first, second, kept) == [
        ("withdrawn", "cancelled"), ("withdrawn", "cancelled"), ("going", None),
    ]  # fmt: skip
    now = await dates(owner, event_id)
    assert (now[SECOND]["state"], now[SECOND]["why"], now[SECOND]["sequence"]) == (
        "cancelled",
        WHY,
        1,
    )
    assert now[SECOND]["id"] == made[SECOND]["id"]
    assert now[SECOND]["starts_at"] == made[SECOND]["starts_at"]
    assert now[THIRD]["sequence"] == 0
    assert (
        await owner.fetchval("select taken from ceiling where pool_id = $1", made[SECOND]["id"])
        == 0
    )
    assert await out_of_step(owner) == []


async def test_a_date_that_drops_out_of_the_series_is_off_and_stays(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    one = await visits.relative(owner)
    made = await dates(owner, event_id)
    await answers.answer(one, made["2026-04-04"]["id"])

    told = await office.republish(event_id, rule="FREQ=WEEKLY;COUNT=3", now=LATER)

    now = await dates(owner, event_id)
    assert told == 1
    assert [row["state"] for row in now.values()] == ["planned"] * 3 + ["cancelled"]
    assert now["2026-04-04"]["why"] == "Ya no está en el programa."
    assert {key: row["id"] for key, row in now.items()} == {
        key: row["id"] for key, row in made.items()
    }


async def test_a_moved_date_keeps_its_answers_and_tells_them(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    one, other = await visits.relative(owner), await visits.relative(owner)
    made = await dates(owner, event_id)
    mine, _ = await answers.answer(one, made[SECOND]["id"])
    await answers.answer(other, made[THIRD]["id"])
    moved = ExceptionDay(key=SECOND, kind=ExceptionKind.MOVED, on=make.day("2026-03-22"))

    told = await office.republish(event_id, rule=MONTH, exceptions=(moved,), now=LATER)

    now = await dates(owner, event_id)
    assert told == 1
    assert now[SECOND]["starts_at"] == lima("2026-03-22 15:30")
    assert [row["sequence"] for row in now.values()] == [0, 1, 0, 0]
    assert [row["account_id"] for row in await notices(owner, "event_changed")] == [
        one.family.account_id
    ]
    assert await answers.states(owner, mine) == [("going", None)]


async def test_a_postponed_date_says_why_and_tells_its_answers(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    one = await visits.relative(owner)
    date = (await dates(owner, event_id))[SATURDAY.isoformat()]
    mine, _ = await answers.answer(one, date["id"])
    waits = ExceptionDay(key=SATURDAY.isoformat(), kind=ExceptionKind.POSTPONED, why=WHY)

    assert await office.republish(event_id, exceptions=(waits,), now=LATER) == 1

    now = (await dates(owner, event_id))[SATURDAY.isoformat()]
    assert (now["state"], now["why"]) == ("postponed", WHY)
    assert await answers.states(owner, mine) == [("going", None)]
    assert len(await notices(owner, "event_changed")) == 1


async def test_a_new_room_is_told_to_every_answer_and_a_new_summary_to_none(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    one = await visits.relative(owner)
    made = await dates(owner, event_id)
    await answers.answer(one, made[SECOND]["id"])
    await answers.answer(one, made[THIRD]["id"])

    assert await office.republish(event_id, rule=MONTH, summary="Otra cosa", now=LATER) == 0
    assert await notices(owner, "event_changed") == []
    assert {row["sequence"] for row in (await dates(owner, event_id)).values()} == {0}

    room = {"venue": Venue(where=Where.INSIDE, room="Capilla"), "summary": "Otra cosa"}
    assert await office.republish(event_id, rule=MONTH, now=LATER, **room) == 1
    assert len(await notices(owner, "event_changed")) == 2
    assert {row["sequence"] for row in (await dates(owner, event_id)).values()} == {1}


async def test_a_change_that_changes_again_leaves_one_notice(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish()
    one = await visits.relative(owner)
    date_id = (await dates(owner, event_id))[SATURDAY.isoformat()]["id"]
    await answers.answer(one, date_id)

    for nth, dress in enumerate(("De blanco", "De gala")):
        assert (
            await office.republish(
                event_id, entry=Entry(dress=dress), now=LATER + timedelta(hours=nth)
            )
            == 1
        )

    assert len(await notices(owner, "event_changed")) == 1
    assert await owner.fetchval("select count(*) from notice where kind = 'event_changed'") == 2
    assert (await dates(owner, event_id))[SATURDAY.isoformat()]["sequence"] == 2


async def test_what_has_begun_is_never_changed(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    one = await visits.relative(owner)
    made = await dates(owner, event_id)
    mine, _ = await answers.answer(one, made[SATURDAY.isoformat()]["id"])
    begun = lima("2026-03-14 15:31")
    late = make.content(rule=MONTH, exceptions=(off(SATURDAY.isoformat()),))
    assert await refused(office.republish(event_id, late, now=begun)) == "BAD_INPUT"
    version = await office.edit(event_id, 0, late, now=NOW)
    version = await office.submit(event_id, version, now=begun)
    assert await refused(office.release(event_id, version, now=begun)) == "BAD_INPUT"
    await owner.execute("delete from event_draft")

    told = await office.republish(event_id, rule=MONTH, minutes=60, now=begun)

    now = await dates(owner, event_id)
    assert told == 0
    assert now[SATURDAY.isoformat()] == made[SATURDAY.isoformat()]
    assert now[SECOND]["ends_at"] == lima("2026-03-21 16:30")
    assert await answers.states(owner, mine) == [("going", None)]


async def test_a_date_cannot_be_moved_into_the_past(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    back = ExceptionDay(key=SECOND, kind=ExceptionKind.MOVED, on=make.day("2026-03-03"))
    now = lima("2026-03-10 09:00")
    version = await office.edit(event_id, 0, rule=MONTH, exceptions=(back,), now=now)
    version = await office.submit(event_id, version, now=now)
    before = await offices.written(owner)

    assert await refused(office.release(event_id, version, now=now)) == "BAD_INPUT"
    assert await offices.written(owner) == before


async def test_a_date_that_was_off_may_come_back_with_its_own_identity(db, owner):
    office = await offices.office(owner)
    event_id = await office.publish(rule=MONTH)
    made = await dates(owner, event_id)
    await office.republish(event_id, rule=MONTH, exceptions=(off(SECOND),), now=LATER)
    await office.republish(event_id, rule=MONTH, now=LATER)

    now = await dates(owner, event_id)
    assert (now[SECOND]["state"], now[SECOND]["why"], now[SECOND]["sequence"]) == (
        "planned",
        None,
        2,
    )
    assert now[SECOND]["id"] == made[SECOND]["id"]
    one = await visits.relative(owner)
    assert (await answers.answer(one, now[SECOND]["id"], now=LATER))[1] == "going"


async def test_an_event_without_a_date_to_come_is_cancelled_and_its_news_taken_back(db, owner):
    office = await offices.office(owner)
    await visits.relative(owner)
    event_id = await office.publish()
    assert len(await notices(owner, "event_published")) == 1

    await office.republish(event_id, exceptions=(off(SATURDAY.isoformat()),), now=LATER)

    assert await owner.fetchval("select state from event") == "cancelled"
    assert await notices(owner, "event_published") == []


async def test_a_secret_move_is_not_told_by_what_is_on_at_the_new_place(db, owner):
    office = await offices.office(owner)
    moved = await visits.relative(owner, at="chiclayo")
    await owner.execute(
        "insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by,"
        " source_key, facts) values (gen_random_uuid(), 'chiclayo', $1, 'transfer', '2026-03-01', $2, 'x', 'x', $3)",
        moved.inmate_id,
        NOW - timedelta(days=1),
        orjson.dumps({"to_establishment": "huaraz", "secret_until": "2026-03-20"}).decode(),
    )
    await owner.execute(
        "update inmate set establishment_id = 'huaraz' where id = $1", moved.inmate_id
    )

    await office.publish(replace(make.content(), title="Otro"))

    assert await notices(owner, "event_published") == []
