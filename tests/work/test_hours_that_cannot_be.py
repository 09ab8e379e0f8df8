"""Hours that cannot be, by plain SQL with every check of the application off: refused by the database alone."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.core.clock import lima_instant
from backend.database import transaction
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, MARCH, NOW, SUNDAY

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


def at(hour: int, minute: int = 0, day: date = FRIDAY) -> datetime:
    return lima_instant(day, time(hour, minute))


async def test_a_usual_day_is_taken(world):
    await world.add(
        {"price_id": world.price_id, "made": 20, "rejected": 1, "reject_reason": "costura"}
    )

    assert await world.owner.fetchval("select countable_minutes from work_record") == 480


BY_ITSELF = [
    ("work_record_minutes", {"minutes": 1560}),
    ("work_record_minutes", {"minutes": -10}),
    ("work_record_within_hours", {"minutes": 541}),
    ("work_record_hours", {"ends_at": at(7)}),
    ("work_record_hours", {"ends_at": at(8, day=FRIDAY) + timedelta(hours=26)}),
    ("work_record_not_future", {"recorded_at": at(16, 59)}),
    ("work_record_day", {"worked_on": FRIDAY - DAY, "begins_at": at(8), "ends_at": at(17)}),
    ("work_record_absent", {"minutes": 0}),
    ("work_record_absent", {"absence": "court"}),
    ("work_record_absent", {"not_counted": "absent"}),
    ("work_record_cell_not_counted", {"place": "cell"}),
    ("work_record_cell_not_counted", {"place": "corridor"}),
    ("work_record_shift_lost_not_counted", {"incident": "rule_broken"}),
    ("work_record_sunday_not_counted", {"worked_on": SUNDAY}),
    ("work_record_not_counted_true", {"not_counted": "sunday"}),
    ("work_record_not_counted_true", {"not_counted": "place"}),
    ("work_record_not_counted_true", {"not_counted": "holiday"}),
    ("work_record_not_counted_true", {"not_counted": "shift_lost"}),
    ("work_record_place_known", {"place": "bed"}),
    ("work_record_flags_known", {"flags": ["pretty"]}),
    ("work_record_shift", {"shift": 0}),
]


@pytest.mark.parametrize(("guard", "changes"), BY_ITSELF)
async def test_a_record_that_cannot_be_by_itself(world, guard, changes):
    await world.refuses(guard, **changes)


async def test_tomorrow_is_not_recorded_today_even_as_an_absence(world):
    free = {
        "minutes": 0,
        "begins_at": None,
        "ends_at": None,
        "absence": "visit",
        "not_counted": "absent",
    }

    await world.refuses("work_record_not_future", worked_on=FRIDAY + DAY, recorded_at=NOW, **free)


async def test_a_clock_that_runs_ahead_makes_no_future(world):
    late = datetime.now(UTC) + timedelta(minutes=7)

    await world.refuses("work_record_clock", recorded_at=late)
    await world.add(recorded_at=late - timedelta(minutes=4))


@pytest.mark.parametrize(
    ("begins", "ends"), [(at(6), at(8, 1)), (at(16, 59), at(18)), (at(9), at(10)), (at(7), at(18))]
)
async def test_nobody_works_twice_at_one_hour(world, begins, ends):
    await world.add()
    other = await work.worker(
        world.owner, await work.workshop(world.owner), inmate_id=world.one.inmate_id
    )
    world.one = other

    clash = {"begins_at": begins, "ends_at": ends, "minutes": 10, "recorded_at": NOW + DAY}
    await world.refuses("work_record_no_overlap", shift=2, **clash)
    await world.add(shift=2, **clash | {"begins_at": at(17), "ends_at": at(18)})


async def test_a_day_has_twenty_four_hours(world):
    await world.add(begins_at=at(0), ends_at=at(17), minutes=1000)
    night = {"begins_at": at(17), "ends_at": at(17) + timedelta(hours=20), "recorded_at": NOW + DAY}

    await world.refuses("work_day_has_24_hours", shift=2, minutes=441, **night)
    await world.add(shift=2, minutes=440, **night)


async def test_before_entry_after_release_and_elsewhere(world):
    owner, person = world.owner, world.one.inmate_id
    await owner.execute("delete from custody_event")
    await registry.custody_event(owner, person, on=date(2026, 2, 4))
    await registry.custody_event(owner, person, kind="transfer", on=date(2026, 2, 10), to="puno")
    await registry.establishment(owner, "puno")
    await registry.custody_event(
        owner, person, kind="transfer", at="puno", on=date(2026, 2, 20), to="huaraz"
    )
    await registry.custody_event(owner, person, kind="release", on=FRIDAY - DAY)

    for day in (date(2026, 2, 3), date(2026, 2, 11), date(2026, 2, 19), FRIDAY):
        await world.refuses("work_record_inside", worked_on=day)
    for day in (date(2026, 2, 4), date(2026, 2, 10), date(2026, 2, 20), FRIDAY - DAY):
        await world.add(worked_on=day)
    await world.refuses(  # released on the day before the night ended
        "work_record_inside",
        worked_on=FRIDAY - DAY,
        shift=2,
        begins_at=at(22, day=FRIDAY - DAY),
        ends_at=at(2),
        minutes=60,
    )


async def test_a_hospital_day(world):
    person = world.one.inmate_id
    await registry.custody_event(
        world.owner, person, kind="outing", on=date(2026, 3, 2), until="2026-03-03"
    )

    await world.refuses(
        "work_record_inside", worked_on=FRIDAY
    )  # not back by any word of the register
    await registry.custody_event(world.owner, person, kind="return", on=date(2026, 3, 5))

    for day in (date(2026, 3, 3), date(2026, 3, 4)):
        await world.refuses("work_record_inside", worked_on=day)
    away = {
        "minutes": 0,
        "begins_at": None,
        "ends_at": None,
        "absence": "hospital",
        "not_counted": "absent",
    }
    await world.add(worked_on=date(2026, 3, 3), **away)
    for day in (date(2026, 3, 2), date(2026, 3, 5), FRIDAY):
        await world.add(worked_on=day)


async def test_outside_the_enrolment_and_without_consent(world):
    shop = await work.workshop(world.owner)
    dates = {"started_on": date(2026, 2, 2), "ended_on": date(2026, 2, 20)}
    world.one = await work.worker(world.owner, shop, **dates)
    for day in (date(2026, 1, 30), date(2026, 2, 21)):
        await world.refuses("work_record_enrolled", worked_on=day)
    await world.add(worked_on=date(2026, 2, 20))

    consent = {"consent_on": date(2026, 2, 3), "withdrawn_on": date(2026, 2, 10)}
    world.one = await work.worker(world.owner, await work.workshop(world.owner), **consent)
    for day in (date(2026, 2, 2), date(2026, 2, 11)):
        await world.refuses("work_record_consented", worked_on=day)
    await world.add(worked_on=date(2026, 2, 10))


async def test_the_enrolment_is_of_this_person_workshop_and_place(world):
    stranger = await work.worker(world.owner, world.one.workshop_id)
    other_shop = await work.workshop(world.owner)

    for wrong in ({"inmate_id": stranger.inmate_id}, {"workshop_id": other_shop}):
        await world.refuses("work_record_enrolled_as_said", **wrong)


async def test_an_enrolment_does_not_end_before_its_last_work(world):
    await world.add()

    for changes in (
        "ended_on = '2026-03-05', end_reason = 'other'",
        "consent_withdrawn_on = '2026-03-05'",
    ):
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            async with world.writing() as tx:
                await tx.execute(f"update enrolment set {changes}")
        assert refused.value.constraint_name == "enrolment_has_later_work"
    async with world.writing() as tx:
        await tx.execute("update enrolment set ended_on = '2026-03-06', end_reason = 'other'")


async def test_one_enrolment_at_a_time(world):
    with pytest.raises(asyncpg.ExclusionViolationError):
        await work.worker(world.owner, world.one.workshop_id, inmate_id=world.one.inmate_id)


async def test_a_price_of_another_workshop_or_day(world):
    shop = world.one.workshop_id
    later = await work.price(world.owner, shop, product="buzo", valid_from=FRIDAY + DAY)
    old = await work.price(world.owner, shop, product="gorro")
    await work.price(world.owner, shop, product="gorro", valid_from=FRIDAY)
    replaced = world.price_id
    world.price_id = await work.price(world.owner, shop)  # recorded later, of the same day
    foreign = await work.price(world.owner, await work.workshop(world.owner))

    await world.refuses("work_piece_price_of_workshop", {"price_id": foreign, "made": 1})
    for price_id in (later, old, replaced):
        await world.refuses("work_piece_price_live", {"price_id": price_id, "made": 1})
    await world.add({"price_id": old, "made": 1}, worked_on=FRIDAY - DAY)
    await world.add({"price_id": world.price_id, "made": 1})


async def test_a_price_is_of_the_workers_grade_or_of_any(world):
    shop = world.one.workshop_id
    master = await work.price(world.owner, shop, product="saco", grade="maestro")
    helper = await work.price(world.owner, shop, product="saco", grade="ayudante")

    for price_id in (master, helper):
        await world.refuses("work_piece_price_of_grade", {"price_id": price_id, "made": 1})
    await world.add({"price_id": world.price_id, "made": 1})
    world.one = await work.worker(world.owner, shop, grade="maestro")
    await world.refuses("work_piece_price_of_grade", {"price_id": helper, "made": 1})
    await world.add({"price_id": master, "made": 1}, {"price_id": world.price_id, "made": 1})


async def test_pieces_that_cannot_be(world):
    hour = await work.price(world.owner, world.one.workshop_id, product="turno", basis="hour")
    line = {"price_id": world.price_id, "made": 3}

    await world.refuses("work_piece_amounts", line | {"rejected": 4, "reject_reason": "costura"})
    await world.refuses("work_piece_reject_says_why", line | {"rejected": 1})
    await world.refuses("work_piece_basis", {"price_id": hour, "made": 481})
    free = {
        "minutes": 0,
        "begins_at": None,
        "ends_at": None,
        "absence": "visit",
        "not_counted": "absent",
    }
    await world.refuses("work_piece_of_work", line, **free)
    record_id = await world.add(line)
    with pytest.raises(asyncpg.CheckViolationError) as late:
        async with world.writing() as tx:
            more = {
                "record_id": record_id,
                "line_no": 2,
                "establishment_id": "huaraz",
                "price_id": hour,
                "made": 1,
            }
            await work.insert(tx.execute, more, "work_piece")
    assert late.value.constraint_name == "work_piece_with_record"


async def test_a_holiday_counts_by_authorisation_of_this_day_and_place(world):
    await work.holiday(world.owner, FRIDAY)
    elsewhere = await work.authorisation(
        world.owner, FRIDAY, workshop_id=await work.workshop(world.owner)
    )
    another_day = await work.authorisation(world.owner, FRIDAY - DAY)

    await world.refuses("work_record_holiday_not_counted")
    for wrong in (elsewhere, another_day):
        await world.refuses("work_record_authorisation", authorisation_id=wrong)
    await world.add(not_counted="holiday")
    ours = await work.authorisation(world.owner, FRIDAY)
    world.one = await work.worker(world.owner, world.one.workshop_id)
    await world.add(authorisation_id=ours)
    assert await world.owner.fetchval(
        "select array_agg(countable_minutes order by 1) from work_record"
    ) == [0, 480]


async def test_a_sunday_counts_by_authorisation(world):
    ours = await work.authorisation(world.owner, SUNDAY, workshop_id=world.one.workshop_id)

    await world.add(worked_on=SUNDAY, authorisation_id=ours)

    assert await world.owner.fetchval("select countable_minutes from work_record") == 480


@pytest.mark.parametrize("minutes", [1, 479, 480, 481, 600])
@pytest.mark.parametrize("not_counted", [None, "isolation"])
async def test_what_counts_is_computed_and_cannot_be_said(world, minutes, not_counted):
    hours = {"begins_at": at(4), "minutes": minutes, "not_counted": not_counted}
    with pytest.raises(asyncpg.GeneratedAlwaysError):
        await world.add(**hours, countable_minutes=480)
    await world.add(**hours)

    counted = await world.owner.fetchval("select countable_minutes from work_record")
    assert counted == (0 if not_counted else min(minutes, 480))


async def test_one_live_record_of_a_person_day_shift_and_workshop(world):
    free = {
        "minutes": 0,
        "begins_at": None,
        "ends_at": None,
        "absence": "visit",
        "not_counted": "absent",
    }
    await world.add()

    await world.refuses("work_record_once", **free)


CHANGES = [
    "update work_record set minutes = 1",
    "update work_record set live = false",
    "delete from work_record",
    "truncate work_record cascade",
    "update work_piece set made = 1",
    "delete from work_piece",
    "update price set rate = 9",
    "delete from price",
    "update work_day set minutes = 0",
    "delete from work_day",
    "update enrolment set started_on = '2024-01-01'",
    "delete from enrolment",
    "update enrolment set consent_act = 'another'",
    "update agreement set places = 1",
    "delete from agreement",
    "delete from work_month",
    "update work_month set month = '2026-04-01'",
    "insert into work_review (month_id, establishment_id, reviewed_by, reviewed_at, digest)"
    " select id, establishment_id, gen_random_uuid(), now(), '' from work_month",
]


@pytest.mark.parametrize("change", CHANGES)
async def test_nothing_is_edited_or_deleted(world, change):
    await world.add({"price_id": world.price_id, "made": 20})
    await work.agreement(world.owner, world.one.workshop_id)
    tables = (
        "agreement",
        "work_record",
        "work_piece",
        "price",
        "enrolment",
        "work_day",
        "work_month",
    )
    before = [await world.owner.fetch(f"select * from {table}") for table in tables]

    with pytest.raises((asyncpg.CheckViolationError, asyncpg.InsufficientPrivilegeError)):
        async with world.writing() as tx:
            await tx.execute(change)

    assert [await world.owner.fetch(f"select * from {table}") for table in tables] == before


async def test_a_closed_month_takes_no_record_and_loses_none(world):
    record_id = await world.add()
    digest = await world.owner.fetchval(
        "select work_month_digest($1, $2)", world.one.workshop_id, MARCH
    )
    await world.owner.execute(
        "update work_month set state = 'reviewed', reviewed_by = gen_random_uuid(), reviewed_at = now(), digest = $1",
        digest,
    )
    await world.owner.execute(
        "update work_month set state = 'closed', closed_at = now(), closed_by = gen_random_uuid()"
    )

    await world.refuses("work_month_closed", worked_on=FRIDAY - DAY)
    april = date(2026, 4, 1)
    moved = {"supersedes_id": record_id, "reason": "it was another day", "worked_on": april}
    await world.refuses("work_month_closed", **moved, recorded_at=at(23, day=april))
    for change in (
        "update work_month set state = 'draft', reviewed_by = null",
        "update work_month set closed_at = now()",
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await world.owner.execute(change)


async def test_the_application_writes_in_its_own_name_and_place(db, owner):
    one = await work.worker(owner, await work.workshop(owner))
    for by in (work.supervisor(), work.supervisor("puno")):
        author = uuid4() if by.holds("huaraz", *[role for _, role in by.roles]) else by.staff_id
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(by) as tx:
                await work.insert(tx.execute, work.columns(one, recorded_by=author))
    assert await owner.fetchval("select count(*) from work_record") == 0
