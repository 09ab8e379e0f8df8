"""Phones, an office and a month's end at the same moment. Each race has a control that fails with its guard off."""

import asyncio
from collections import Counter
from datetime import date, time, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import System
from backend.core.clock import lima_instant
from backend.core.errors import DomainError
from backend.core.ids import new_id
from backend.database import transaction
from backend.work import commands
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, MARCH, NOW

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


@pytest.fixture
async def shop(db, owner):
    return await work.workshop(owner)


async def persist(rows, by) -> list[dict]:
    """As a phone does: the same batch under the same request id while the answer is "come back"."""
    request, batch = uuid4(), uuid4()
    while True:
        try:
            return await work.send(rows, by=by, request=request, batch=batch)
        except DomainError as refused:
            if refused.code.value != "TRY_AGAIN":
                raise


def outcomes(*answers) -> Counter:
    return Counter(row["outcome"] for answer in answers for row in answer)


async def slow(owner, function: str, before: str, seconds: float = 0.03) -> None:
    """Make a function of the database wait, so that what races with it gets there."""
    body = await owner.fetchval("select pg_get_functiondef($1::regproc)", function)
    assert before in body
    await owner.execute(body.replace(before, f"perform pg_sleep({seconds}); {before}", 1))


async def test_two_phones_send_the_same_batch_at_once_and_each_record_is_there_once(
    db, owner, shop
):
    price_id = await work.price(owner, shop)
    rows = [
        work.said(await work.worker(owner, shop), pieces=[work.made(price_id, 7)])
        for _ in range(40)
    ]
    phones = [persist(order, work.supervisor()) for order in (rows, rows[::-1], rows)]

    said = outcomes(*await asyncio.gather(*phones))

    assert said == {"recorded": 40, "known": 80}
    written = await registry.rows(owner, "work_record", "work_piece", "work_conflict")
    assert written == {"work_record": 40, "work_piece": 40, "work_conflict": 0}


async def test_two_phones_with_ids_and_words_of_their_own_leave_a_record_and_a_conflict(
    db, owner, shop
):
    people = [await work.worker(owner, shop) for _ in range(40)]
    one = [work.said(each) for each in people]
    other = [work.said(each, minutes=470 if nth % 2 else 480) for nth, each in enumerate(people)]

    said = outcomes(
        *await asyncio.gather(persist(one, work.supervisor()), persist(other, work.supervisor()))
    )

    assert said == {"recorded": 40, "known": 20, "conflict": 20}
    assert await registry.rows(owner, "work_record", "work_conflict") == {
        "work_record": 40,
        "work_conflict": 20,
    }


async def test_control_without_the_unique_index_a_shift_is_there_twice(db, owner, shop):
    await owner.execute("drop index work_record_once")
    await owner.execute("alter table work_record drop constraint work_record_no_overlap")
    await slow(owner, "work_record_check", "return new;")
    people = [await work.worker(owner, shop) for _ in range(4)]
    batches = [[work.said(each, minutes=minutes) for each in people] for minutes in (480, 470)]

    said = outcomes(*await asyncio.gather(*(persist(rows, work.supervisor()) for rows in batches)))

    assert said["recorded"] == 8


async def rival_shifts(owner, shop) -> list[str]:
    """Ten phones record overlapping shifts of one person in ten workshops at once."""
    one = await work.worker(owner, shop)
    others = [
        await work.worker(owner, await work.workshop(owner), inmate_id=one.inmate_id)
        for _ in range(9)
    ]
    batches = [[work.said(each)] for each in (one, *others)]
    answers = await asyncio.gather(*(persist(rows, work.supervisor()) for rows in batches))
    return sorted(row["outcome"] for answer in answers for row in answer)


async def test_of_ten_overlapping_shifts_one_is_taken(db, owner, shop):
    assert await rival_shifts(owner, shop) == ["recorded", *["refused"] * 9]


async def test_control_without_the_exclusion_several_are_taken(db, owner, shop):
    await owner.execute("alter table work_record drop constraint work_record_no_overlap")
    await owner.execute("alter table work_day drop constraint work_day_has_24_hours")
    await slow(owner, "work_record_check", "return new;")

    assert (await rival_shifts(owner, shop)).count("recorded") > 1


async def long_nights(owner) -> int:
    """Two shifts of one person's day that do not overlap, and are 30 hours together; how many minutes were taken."""
    one = await work.worker(owner, await work.workshop(owner))
    other = await work.worker(owner, await work.workshop(owner), inmate_id=one.inmate_id)
    hours = [(0, 15), (15, 30)]
    start = lima_instant(FRIDAY - DAY, time(0))
    rows = [
        work.said(
            each, worked_on=FRIDAY - DAY, minutes=900,
            begins_at=start + timedelta(hours=begins), ends_at=start + timedelta(hours=ends),
        )
        for each, (begins, ends) in zip((one, other), hours, strict=True)
    ]  # fmt: skip
    await asyncio.gather(*(persist([row], work.supervisor()) for row in rows))
    return await owner.fetchval("select sum(minutes) from work_record where live")


async def test_a_race_makes_no_day_of_thirty_hours(db, owner):
    await slow(owner, "work_record_check", "return new;")

    assert await long_nights(owner) == 900


async def test_control_without_the_row_of_the_day_it_does(db, owner):
    await owner.execute("drop trigger work_day_follow on work_record")
    await slow(owner, "work_record_check", "return new;")

    assert await long_nights(owner) == 1800


async def correct_at_once(owner, shop) -> list[str]:
    one = await work.worker(owner, shop)
    first = await work.record(owner, one)

    async def correct(minutes: int) -> str:
        fresh = work.said(one, minutes=minutes)
        try:
            await commands.correct_work(
                work.chief(), uuid4(), record_id=first, record=fresh, reason="by the sheet", now=NOW
            )
        except (DomainError, asyncpg.PostgresError) as refused:
            return type(refused).__name__
        return "corrected"

    return sorted(await asyncio.gather(*(correct(100 + nth) for nth in range(6))))


async def test_of_six_corrections_of_one_record_one_takes_its_place(db, owner, shop):
    said = await correct_at_once(owner, shop)

    assert said.count("corrected") == 1
    assert await owner.fetchval("select count(*) from work_record where live") == 1
    assert await owner.fetchval("select count(*) from work_record") == 2


async def review_while_recording(owner, shop) -> bool:
    """A month is reviewed while a phone sends: whether a review stands of other records than there are."""
    one = await work.worker(owner, shop)
    await work.send([work.said(one)])
    told = await commands.present_month(
        work.supervisor(), uuid4(), workshop_id=shop, month=MARCH, now=NOW
    )
    await slow(owner, "work_record_check", "return new;", 0.5)

    async def review() -> None:
        await asyncio.sleep(0.1)
        await work.review(UUID(told["id"]), work.chief())

    late = work.said(one, worked_on=date(2026, 3, 2))
    await asyncio.gather(persist([late], work.supervisor()), review(), return_exceptions=True)
    assert await owner.fetchval("select count(*) from work_record") == 2
    return await owner.fetchval(
        "select state = 'reviewed' and digest <> work_month_digest(workshop_id, month) from work_month"
    )


async def test_nothing_slips_under_a_review(db, owner, shop):
    assert not await review_while_recording(owner, shop)


async def test_control_without_the_months_lock_something_does(db, owner, shop):
    body = await owner.fetchval("select pg_get_functiondef('work_month_open'::regproc)")
    await owner.execute(body.replace(" for share", ""))

    assert await review_while_recording(owner, shop)


async def test_a_month_is_not_closed_on_other_records_than_were_reviewed(db, owner, shop):
    body = await owner.fetchval("select pg_get_functiondef('work_month_open'::regproc)")
    await owner.execute(body.replace(" for share", ""))
    await review_while_recording(owner, shop)

    with pytest.raises(asyncpg.CheckViolationError) as refused:
        async with transaction(System()) as tx:
            await tx.fetchval("select work_month_close(id, $1, $2) from work_month", NOW, new_id())
    assert refused.value.constraint_name == "work_month_digest"


async def end_while_recording(owner, shop) -> int:
    """An enrolment is ended while a phone sends later days of it; how many records are later than its end."""
    one = await work.worker(owner, shop)
    await work.send([work.said(one, worked_on=date(2026, 3, 2))])
    later = work.said(one, worked_on=date(2026, 3, 3))
    await slow(owner, "work_record_check", "return new;", 0.5)

    async def end() -> None:
        await asyncio.sleep(0.1)
        await commands.end_enrolment(
            work.chief(), uuid4(), enrolment_id=one.enrolment_id, ended_on=date(2026, 3, 2),
            reason=commands.EndReason.OWN_WISH, now=NOW,
        )  # fmt: skip

    await asyncio.gather(persist([later], work.supervisor()), end(), return_exceptions=True)
    return await owner.fetchval(
        "select count(*) from work_record r join enrolment e on e.id = r.enrolment_id where r.worked_on > e.ended_on"
    )


async def test_no_work_slips_behind_the_end_of_an_enrolment(db, owner, shop):
    assert await end_while_recording(owner, shop) == 0


async def test_control_without_the_enrolments_lock_some_does(db, owner, shop):
    body = await owner.fetchval("select pg_get_functiondef('work_check_possible'::regproc)")
    await owner.execute(body.replace(" for share", ""))
    assert await end_while_recording(owner, shop) > 0
