"""Hours and days of a closed month that were forgotten: the next closing counts them once, as if in time."""

import json
import random
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.earnings.commands import leaving
from backend.earnings.commands.consenting import Category
from backend.earnings.jobs import settle_exits
from backend.earnings.rules import LabourDay, LabourRate, WorkDay, labour_count, late_day
from backend.earnings.rules.labour import Carried
from backend.earnings.rules.vocabulary import Reading
from tests.earnings import make_month as months
from tests.earnings import make_pay as pay
from tests.earnings import make_reading as reading
from tests.earnings import paper
from tests.earnings.make_month import AFTER, DAYS, MAY
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

JUNE, JULY = date(2025, 6, 1), date(2025, 7, 1)
IN_JULY, IN_AUGUST = datetime(2025, 7, 1, 15, tzinfo=UTC), datetime(2025, 8, 1, 15, tzinfo=UTC)
FORGOTTEN = DAYS[10]
RATE = [LabourRate(date(2025, 1, 1), 2)]


def of(minutes: dict[date, int]) -> list[WorkDay]:
    return [WorkDay(on=on, minutes=each) for on, each in minutes.items()]


@pytest.mark.parametrize("reading", list(Reading))
def test_a_late_day_comes_to_what_it_would_have_come_to_in_time(reading) -> None:
    """Whatever was told first: forgotten days, hours more and fewer, days above the cap."""
    how, dice = LabourDay(reading=reading), random.Random(7)
    for _ in range(300):
        may = {day: dice.choice([0, 60, 180, 239, 240, 300, 480]) for day in DAYS}
        june = {day + timedelta(days=31): dice.choice([0, 100, 230, 480]) for day in DAYS[:9]}
        more = {day: dice.randint(-480, 480) for day in dice.sample(DAYS, 5)}
        known = may | {day: min(max(may[day] + each, 0), 480) for day, each in more.items()}
        in_time = labour_count(of(known), RATE, how)
        then = labour_count(of(june), RATE, how, in_time.segments[-1].carried)
        told = labour_count(of(may), RATE, how)

        late = [late_day(day, may[day], each, how) for day, each in more.items()]
        found = labour_count(of(june), RATE, how, told.segments[-1].carried, late)

        assert told.days + found.days == in_time.days + then.days
        assert told.minutes + found.minutes == in_time.minutes + then.minutes
        assert found.segments[-1].carried == then.segments[-1].carried
        off = [count.segments[-1].days_off for count in (told, found, in_time, then)]
        assert off[0] + off[1] == off[2] + off[3]


def test_a_late_day_of_an_ended_rate_counts_by_it_and_leaves_what_goes_on_alone() -> None:
    old, new = LabourRate(date(2003, 9, 12), 2), LabourRate(date(2023, 11, 22), 1)
    late = [
        late_day(date(2023, 11, 20) + timedelta(days=nth), 0, 480, LabourDay()) for nth in (0, 1)
    ]
    fewer = late_day(date(2023, 11, 10), 180, -180, LabourDay())
    carried = Carried(new.valid_from, minutes=60)

    first, second = labour_count(
        of({date(2023, 12, 1): 200}), [old, new], carried=carried, late=[*late, fewer]
    ).segments
    (alone,) = labour_count([], [old, new], carried=carried, late=[fewer]).segments

    assert (first.rate, first.days, first.days_off, first.minutes) == (old, 2, 1, 780)
    assert (second.rate, second.days, second.left_minutes) == (new, 1, 20)
    assert (alone.rate, alone.days, alone.left_minutes, alone.minutes) == (old, 0, 0, -180)


@pytest.fixture
async def office(db, owner):
    await months.rules()
    one = await work.worker(owner, await work.workshop(owner))
    return await pay.office(owner, one)


async def labour(owner: asyncpg.Connection, month: date) -> dict:
    """Minutes, days and minutes carried on, and the late days."""
    row = await owner.fetchrow(
        "select (labour ->> 'minutes')::int as minutes, (labour ->> 'days')::int as days,"
        " (labour -> 'carried' ->> 'minutes')::int as carried, labour ->> 'late' as late, gross"
        " from live_statement where month = $1",
        month,
    )
    return dict(row)


async def worked(office, *shifts: tuple[date, int], now=AFTER) -> None:
    await months.recorded(
        [months.shift(office.one, day, minutes) for day, minutes in shifts], now=now
    )


async def closed(office, month: date, now) -> None:
    await months.review(office.one.workshop_id, month=month, now=now)
    await months.close(month=month, now=now)


async def late(office, on: date, minutes: int, **changes) -> UUID:
    """Recorded by one and approved by another."""
    said = {"workedOn": on, "minutes": minutes, "amount": 0, "reason": "faltaba en la hoja"}
    made = await office.record("recordAdjustment", **said | changes)
    done = await reading.read(office.second, "approveAdjustment", adjustmentId=made)
    assert done["__typename"] == "PayChanged", done
    return made


@pytest.mark.anyio
async def test_the_next_closing_counts_a_forgotten_day_and_hours_of_a_short_one(owner, office):
    await worked(office, (DAYS[0], 480), (DAYS[1], 180))
    await closed(office, MAY, AFTER)
    before = await labour(owner, MAY)
    assert (before["minutes"], before["days"], before["carried"]) == (660, 1, 180)
    await late(office, FORGOTTEN, 480)
    await late(office, DAYS[1], 30)

    await worked(office, (date(2025, 6, 3), 480), (date(2025, 6, 4), 60), now=IN_JULY)
    await closed(office, JUNE, IN_JULY)

    told = await labour(owner, JUNE)
    assert (told["minutes"], told["days"], told["carried"]) == (480 + 60 + 480 + 30, 3, 30)
    assert json.loads(told["late"]) == [
        {"on": DAYS[1].isoformat(), "minutes": 30, "days": 0},
        {"on": FORGOTTEN.isoformat(), "minutes": 480, "days": 1},
    ]
    assert await labour(owner, MAY) == before
    assert (
        await owner.fetchval("select count(*) from pending_adjustment where used_in is null") == 0
    )


@pytest.mark.anyio
async def test_who_works_no_more_is_told_of_a_forgotten_day_all_the_same(owner, office):
    await worked(office, (DAYS[0], 480), (DAYS[1], 200))
    await closed(office, MAY, AFTER)
    await late(office, FORGOTTEN, 480)

    await months.close(month=JUNE, now=IN_JULY)
    await months.close(month=JULY, now=IN_AUGUST)

    told = await labour(owner, JUNE)
    assert (told["minutes"], told["days"], told["carried"], told["gross"]) == (480, 1, 200, 0)
    assert await owner.fetchval("select count(*) from earning_statement") == 2
    assert await owner.fetchval("select count(*) from journal") == 0


@pytest.mark.anyio
async def test_hours_taken_back_make_a_day_less_and_the_rest_goes_on(owner, office):
    await worked(office, (DAYS[0], 480), (DAYS[1], 480))
    await closed(office, MAY, AFTER)
    await late(office, DAYS[1], -300)

    await months.close(month=JUNE, now=IN_JULY)
    assert await owner.fetchval("select count(*) from earning_statement") == 1
    await worked(office, (date(2025, 7, 2), 480), (date(2025, 7, 3), 70), now=IN_AUGUST)
    await closed(office, JULY, IN_AUGUST)

    told = await labour(owner, JULY)
    assert (told["minutes"], told["days"], told["carried"]) == (250, 1, 10)
    assert json.loads(told["late"]) == [{"on": DAYS[1].isoformat(), "minutes": -300, "days": -1}]


@pytest.mark.anyio
async def test_a_day_never_counts_more_than_its_cap_however_often_it_is_found(owner, office):
    await worked(office, (DAYS[0], 360))
    await closed(office, MAY, AFTER)
    said = {"workedOn": DAYS[0], "amount": 0}
    assert await refused(office, **said, minutes=121) == "HOURS_BEYOND_DAY"
    assert await refused(office, **said, minutes=-361) == "HOURS_BEYOND_DAY"
    waits = await office.record("recordAdjustment", **said, minutes=100)
    assert await refused(office, **said, minutes=21) == "HOURS_BEYOND_DAY"
    await reading.read(office.first, "withdrawCorrection", kind="ADJUSTMENT", correctionId=waits)
    await late(office, DAYS[0], 120)
    # Two who looked at once: the database has both, the count has the cap.
    await owner.execute(
        "insert into pending_adjustment (inmate_id, establishment_id, of_month, amount, worked_on, minutes, reason,"
        " recorded_at, recorded_by, approved_at, approved_by) select inmate_id, establishment_id, of_month, 0,"
        " worked_on, 90, reason, recorded_at, recorded_by, approved_at, approved_by from pending_adjustment"
        " where used_in is null and ended_at is null"
    )

    await months.close(month=JUNE, now=IN_JULY)
    assert (await labour(owner, JUNE))["minutes"] == 120
    assert await refused(office, **said, minutes=1) == "HOURS_BEYOND_DAY"


@pytest.mark.anyio
async def test_money_of_a_late_day_is_a_line_and_its_hours_are_beside_it(owner, office):
    await worked(office, (DAYS[0], 480))
    await closed(office, MAY, AFTER)
    await late(office, FORGOTTEN, 300, amount=1_500)

    await months.close(month=JUNE, now=IN_JULY)

    told = await labour(owner, JUNE)
    assert (told["minutes"], told["days"], told["gross"]) == (300, 1, 1_500)


@pytest.mark.anyio
async def test_a_late_day_of_an_older_rate_alone_leaves_what_goes_on_as_it_was(owner, office):
    await owner.execute(
        "insert into labour_rate (inmate_id, days, valid_from, act, recorded_at, recorded_by)"
        " select $1, days, since, 'Acta 4', now(), gen_random_uuid()"
        " from (values (2, '2025-01-01'::date), (3, '2025-06-01')) as r (days, since)",
        office.one.inmate_id,
    )
    await worked(office, (DAYS[0], 480))
    await closed(office, MAY, AFTER)
    await worked(office, (date(2025, 6, 3), 480), (date(2025, 6, 4), 70), now=IN_JULY)
    await closed(office, JUNE, IN_JULY)
    await late(office, FORGOTTEN, 480)

    await months.close(month=JULY, now=IN_AUGUST)

    told = json.loads(
        await owner.fetchval("select labour from live_statement where month = $1", JULY)
    )
    assert told["carried"] == {"rate_from": "2025-06-01", "minutes": 70, "days": 1}
    [alone] = told["segments"]
    assert (alone["rate_from"], alone["rate"], alone["days"]) == ("2025-01-01", 2, 1)


@pytest.mark.anyio
async def test_a_family_an_office_and_the_paper_are_told_of_which_day_it_is(db, owner):
    about = await reading.told(owner)
    office = await pay.office(owner, about.one)
    await late(office, months.LABOUR_DAY, 300)
    await late(office, DAYS[0], -240)
    await months.close(month=JUNE, now=IN_JULY)
    june = await owner.fetchval("select id from earning_statement where month = $1", JUNE)
    await reading.given(about, Category.DAYS)
    here = {"now": IN_JULY, "id": june}

    family = await reading.read(about.family, "earningStatement", **here)
    told = await reading.read(office.director, "officeStatement", **here)
    pdf = (await reading.read(about.family, "statementPdf", **here))["pdf"]

    assert (
        family["labour"]["late"]
        == told["labour"]["late"]
        == [
            {"on": "2025-05-01", "minutes": 300, "days": 1},
            {"on": "2025-05-02", "minutes": -240, "days": 0},
        ]
    )
    assert (family["workedMinutes"], family["workedDays"]) == (60, 1)
    text = paper.text_of(pdf)
    assert "Trabajo contado: 1 hora, 1 día." in text
    assert "Incluye 5 horas, 1 día, del 01/05/2025: no se habían contado." in text
    assert "Se quitan 4 horas, 0 días, del 02/05/2025: se habían contado de más." in text


@pytest.mark.anyio
@pytest.mark.parametrize(
    "changes",
    [
        {"minutes": 60},
        {"workedOn": FORGOTTEN},
        {"workedOn": FORGOTTEN, "minutes": 0},
        {"workedOn": JUNE, "minutes": 60},
        {"workedOn": date(2025, 4, 30), "minutes": 60},
    ],
)
async def test_hours_that_cannot_be_late_are_refused_and_nothing_is_kept(owner, office, changes):
    await worked(office, (DAYS[0], 480))
    await closed(office, MAY, AFTER)
    before = await pay.count(owner)

    assert await refused(office, amount=100, **changes) == "BAD_INPUT"

    assert await pay.count(owner) == before


@pytest.mark.anyio
async def test_a_day_that_nobody_was_told_of_yet_is_recorded_as_work_and_not_corrected(
    owner, office
):
    await pay.told_of_may(owner, office.one)
    told_to = await owner.fetchval("select closes_on from earning_statement")
    assert told_to == date(2025, 5, 28)
    said = {"minutes": 60, "amount": 0}

    assert await refused(office, **said, workedOn=told_to + timedelta(days=1)) == "BAD_INPUT"
    await office.record("recordAdjustment", **said, workedOn=told_to)


@pytest.mark.anyio
async def test_a_late_day_of_an_account_that_is_returned_waits_again_and_counts_once(owner, office):
    left = date(2025, 6, 10)
    evening = datetime(2025, 6, 10, 23, tzinfo=UTC)
    await worked(office, (DAYS[0], 480))
    await closed(office, MAY, AFTER)
    await late(office, FORGOTTEN, 480)
    await worked(office, (date(2025, 6, 3), 480), now=evening)
    await registry.establishment(owner, pay.ELSEWHERE)
    await registry.custody_event(
        owner, office.one.inmate_id, kind="transfer", on=left, to=pay.ELSEWHERE
    )
    await settle_exits(evening)
    assert (await labour(owner, JUNE))["days"] == 2

    exit_id = await owner.fetchval("select id from earning_statement where kind = 'exit'")
    await leaving.return_exit(
        work.chief(), uuid4(), statement_id=exit_id, why=leaving.ReturnWhy.OTHER, now=evening
    )
    waits = await owner.fetch(
        "select worked_on, minutes, amount from pending_adjustment where used_in is null"
    )
    assert [tuple(row) for row in waits] == [(FORGOTTEN, 480, 0)]
    await closed(office, JUNE, IN_JULY)

    told = await labour(owner, JUNE)
    assert (told["minutes"], told["days"]) == (960, 2)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ("amount = 0, worked_on = null, minutes = null", "pending_adjustment_amount"),
        ("minutes = null", "pending_adjustment_day"),
        ("minutes = 0", "pending_adjustment_day"),
        ("minutes = 1441", "pending_adjustment_day"),
        ("worked_on = '2025-06-01'", "pending_adjustment_day"),
    ],
)
async def test_the_database_keeps_whole_days_of_the_month(owner, office, change, guard):
    await pay.told_of_may(owner, office.one)
    columns = "inmate_id, establishment_id, of_month, reason, recorded_at, recorded_by"
    row = {"amount": "5", "worked_on": f"'{FORGOTTEN}'", "minutes": "60"}
    row |= dict(each.split(" = ") for each in change.split(", "))

    with pytest.raises(asyncpg.CheckViolationError) as no:
        await owner.execute(
            f"insert into pending_adjustment ({columns}, amount, worked_on, minutes)"
            f" values ($1, $2, $3, 'faltaba en la hoja', now(), gen_random_uuid(), {', '.join(row.values())})",
            office.one.inmate_id,
            HERE,
            MAY,
        )

    assert no.value.constraint_name == guard


async def refused(office, **changes) -> str:
    said = office.said("recordAdjustment", **changes)
    answer = await reading.read(office.first, "recordAdjustment", **said)
    assert answer["__typename"] == "Problem", answer
    return answer["code"]
