"""Booking through the command: what is written when it is allowed, and nothing when it is not."""

from datetime import UTC, datetime, time
from uuid import UUID, uuid4

import pytest

from backend.core.ids import parse_reference
from backend.visits import commands
from tests import make
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits
from tests.visits.make_visits import NOW, SATURDAY

pytestmark = pytest.mark.anyio


async def test_a_booking_writes_places_party_notice_and_trail(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=100, groups=40)
    mother = await visits.relative(owner, kinship="mother")
    child_id = await visits.child(owner, mother)

    booking_id = await mother.book(slot_id, visitor_ids=[mother.visitor_id, child_id])

    booking = await owner.fetchrow("select * from booking where id = $1", booking_id)
    assert (booking["state"], booking["with_minors"]) == ("active", True)
    assert (booking["visit_on"], booking["account_id"]) == (SATURDAY, mother.family.account_id)
    assert parse_reference(booking["reference"]) == booking["reference"]
    assert await visits.taken(owner, slot_id) == {"people": 2, "groups": 1}
    party = await owner.fetch("select visitor_id, adult, active, starts_at from booking_visitor")
    assert {(row["visitor_id"], row["adult"], row["active"]) for row in party} == {
        (mother.visitor_id, True, True),
        (child_id, False, True),
    }
    assert {row["starts_at"] for row in party} == {datetime(2026, 3, 7, 14, tzinfo=UTC)}
    notice = await owner.fetchrow("select kind, account_id, facts, tell_from from notice")
    assert tuple(notice)[:2] == ("visit_booked", mother.family.account_id)
    entry = await owner.fetchrow("select * from audit_entry order by seq desc limit 1")
    assert (entry["establishment_id"], entry["action"]) == ("huaraz", "visits.booking.made")
    assert (entry["actor_kind"], entry["actor_id"], entry["subject"]) == (
        "family",
        str(mother.family.account_id),
        str(booking_id),
    )


async def test_a_booking_stores_the_rules_it_rests_on_and_how_long_it_may_last(db, owner):
    await visits.place(owner)
    short = await visits.rule(owner, "duration", {"minutes": 60})
    slot_id = await visits.slot(owner)

    booking_id = await (await visits.relative(owner)).book(slot_id)

    used = await owner.fetchval("select rules_used::text from booking where id = $1", booking_id)
    assert f'["{short}", 1]' in used and '"stay_minutes": 60' in used


async def test_one_request_sent_again_answers_the_same_booking(db, owner):
    await visits.place(owner)
    slot_id, request_id = await visits.slot(owner), uuid4()
    sister = await visits.relative(owner)

    answers = [await sister.book(slot_id, request_id=request_id) for _ in range(3)]

    assert len(set(answers)) == 1
    assert await visits.taken(owner, slot_id) == {"people": 1}


async def test_a_reference_that_is_in_use_is_not_given_twice(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    first, second = await visits.relative(owner), await visits.relative(owner)
    await first.book(slot_id)
    used = await owner.fetchval("select reference from booking")
    booked = "select visit_book($1, $2, null, $3, $4, $5, '{}', '{\"people\": 1}', $6, '{}', $7)"

    async with owner.transaction():
        await owner.execute(
            "select set_config('role', 'encuentro_family', true), set_config('app.actor', $1, true)",
            str(second.family.account_id),
        )
        await owner.execute(
            booked,
            uuid4(),
            uuid4(),
            slot_id,
            second.inmate_id,
            [second.visitor_id],
            [used, "2222-2222"],
            NOW,
        )

    assert sorted([row[0] for row in await owner.fetch("select reference from booking")]) == sorted(
        [used, "2222-2222"]
    )


async def test_two_inmates_of_one_account_are_booked_one_after_the_other(db, owner):
    await visits.place(owner)
    morning = await visits.slot(owner)
    noon = await visits.slot(owner, starts=time(11), ends=time(13))
    one = await visits.relative(owner)
    other = await registry.inmate(owner)
    await registry.tie(owner, one.family, one.visitor_id, other)

    await one.book(morning)
    await one.book(noon, inmate_id=other.id)

    assert await owner.fetchval("select count(*) from booking") == 2


async def test_a_booked_visit_overlapping_another_of_the_same_list_is_refused(db, owner):
    await visits.place(owner)
    morning = await visits.slot(owner)
    late = await visits.slot(owner, starts=time(10), ends=time(12))
    one = await visits.relative(owner)
    await one.book(morning)
    before = await visits.written(owner)

    assert await visits.refused(one.book(late)) == "ALREADY_BOOKED"
    assert await visits.written(owner) == before


async def test_a_person_booked_by_another_account_is_simply_not_available(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    same_person = await visits.relative(owner, number=one.number)
    await one.book(slot_id)
    before = await visits.written(owner)

    assert await visits.refused(same_person.book(slot_id)) == "NOT_AVAILABLE"
    assert await visits.written(owner) == before


async def test_a_cancelled_visit_gives_its_places_and_its_people_back(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner, people=1)
    one, other = await visits.relative(owner), await visits.relative(owner)
    booking_id = await one.book(slot_id)
    assert await visits.refused(other.book(slot_id)) == "NO_PLACE"

    await one.cancel(booking_id)

    assert await visits.taken(owner, slot_id) == {"people": 0}
    await other.book(slot_id)
    await one.book(await visits.slot(owner, starts=time(10), ends=time(12)))
    row = await owner.fetchrow("select state, cancel_reason from booking where id = $1", booking_id)
    assert tuple(row) == ("cancelled", "family")
    assert await owner.fetchval("select count(*) from notice where kind = 'visit_cancelled'") == 1
    actions = await owner.fetch(
        "select action from audit_entry where establishment_id = 'huaraz' order by seq"
    )
    assert [row[0] for row in actions] == [
        "visits.booking.made",
        "visits.booking.cancelled",
        "visits.booking.made",
        "visits.booking.made",
    ]


async def test_cancelling_twice_is_refused_and_gives_nothing_back_twice(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one, other = await visits.relative(owner), await visits.relative(owner)
    booking_id = await one.book(slot_id)
    await other.book(slot_id)
    await one.cancel(booking_id)
    before = await visits.written(owner)

    assert await visits.refused(one.cancel(booking_id)) == "ALREADY_CANCELLED"
    assert await visits.written(owner) == before
    assert await visits.taken(owner, slot_id) == {"people": 1}


async def test_a_visit_that_has_begun_cannot_be_cancelled(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    booking_id = await one.book(slot_id)
    before = await visits.written(owner)

    begun = datetime(2026, 3, 7, 14, tzinfo=UTC)
    assert await visits.refused(one.cancel(booking_id, now=begun)) == "SLOT_PAST"
    assert await visits.written(owner) == before


@pytest.mark.parametrize("whose", ["unknown", "somebody else's"])
async def test_a_booking_that_is_not_yours_cannot_be_cancelled(db, owner, whose):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one, stranger = await visits.relative(owner), await visits.relative(owner)
    booking_id = await one.book(slot_id)
    before = await visits.written(owner)

    asked = uuid4() if whose == "unknown" else booking_id
    assert await visits.refused(stranger.cancel(asked)) == "NOT_FOUND"
    assert await visits.written(owner) == before


async def test_a_quota_used_by_you_is_told_and_by_others_looks_full(db, owner):
    await visits.place(owner)
    await visits.rule(
        owner, "visits_per_period", {"at_most": 1, "period": {"kind": "calendar_week"}}
    )
    first = await visits.slot(owner)
    second = await visits.slot(owner, starts=time(13), ends=time(15))
    one = await visits.relative(owner)
    other = await visits.relative(owner, inmate_id=one.inmate_id)
    await one.book(first)

    assert await visits.refused(one.book(second)) == "QUOTA_USED_BY_YOU"
    assert await visits.refused(other.book(second)) == "NO_PLACE"


async def test_an_outing_with_a_known_return_leaves_later_days_bookable(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one = await visits.relative(owner)
    await owner.execute("update inmate set status = 'outside'")
    await owner.execute(
        "insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by,"
        " facts, source_key)"
        " values ($1, 'huaraz', $2, 'outing', '2026-03-01', $3, 'a test', '{\"until\": \"2026-03-05\"}', 'k')",
        uuid4(),
        one.inmate_id,
        NOW,
    )

    assert isinstance(await one.book(slot_id), UUID)


async def test_somebody_without_a_list_books_nothing(db, owner):
    await visits.place(owner)
    slot_id = await visits.slot(owner)
    one, stranger = await visits.relative(owner), await make.family(owner)

    asked = {"slot_id": slot_id, "inmate_id": one.inmate_id, "visitor_ids": [one.visitor_id]}
    assert (
        await visits.refused(commands.book_visit(stranger, uuid4(), **asked, now=NOW))
        == "NOT_FOUND"
    )
