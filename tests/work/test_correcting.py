"""Corrections are added, by the author the same day, later by a second person; rivals are settled, nothing is lost."""

from dataclasses import replace
from datetime import time, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Role, System
from backend.core.clock import lima_instant
from backend.core.errors import Code, DomainError, NotFound
from backend.database import transaction
from backend.work import commands
from backend.work.commands import Absence, Kept, Sign
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, NOW

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)
WHY = "it was six hours, by the sheet"


@pytest.fixture
async def one(db, owner):
    return await work.worker(owner, await work.workshop(owner))


async def correct(by, record_id, record, reason=WHY, now=NOW):
    return await commands.correct_work(
        by, uuid4(), record_id=record_id, record=record, reason=reason, now=now
    )


async def refusal(act) -> object:
    with pytest.raises(DomainError) as refused:
        await act
    return refused.value.facts.get("reason", refused.value.code)


async def test_a_slip_is_corrected_the_same_day_and_the_slip_is_kept(one, owner):
    by, price_id = work.supervisor(), await work.price(owner, one.workshop_id)
    first = work.said(one, pieces=[work.made(price_id, 12)])
    await work.send([first], by=by)
    second = work.said(one, minutes=360, pieces=[work.made(price_id, 21)])

    answer = await correct(by, first.id, second)

    assert (answer["outcome"], answer["countable_minutes"]) == ("recorded", 360)
    rows = await owner.fetch(
        "select id, live, supersedes_id, reason, minutes from work_record order by live"
    )
    assert [tuple(row) for row in rows] == [
        (first.id, False, None, None, 480),
        (second.id, True, first.id, WHY, 360),
    ]
    assert await owner.fetchval("select minutes from work_day") == 360
    assert (
        await owner.fetchval(
            "select count(*) from audit_entry where action = 'work.record.corrected'"
        )
        == 1
    )


async def test_after_its_day_a_second_person_corrects(one, owner):
    by, other = work.supervisor(), work.supervisor()
    first = work.said(one)
    await work.send([first], by=by)

    assert (
        await refusal(correct(by, first.id, work.said(one, minutes=60), now=NOW + DAY))
        == "second_person"
    )
    assert await refusal(correct(other, first.id, work.said(one, minutes=60))) == "second_person"
    assert (
        await refusal(correct(work.chief(), first.id, work.said(one, minutes=60), reason="short"))
        == "reason_too_short"
    )
    assert await owner.fetchval("select count(*) from work_record") == 1
    answer = await correct(work.chief(), first.id, work.said(one, minutes=60), now=NOW + DAY)

    assert answer["outcome"] == "recorded"


whoever = pytest.mark.parametrize("who", ["owner", "service", "staff"])


async def add(owner, who, one, **changes) -> UUID:
    """A record by plain SQL, as the owner or as a role of the application, in the author's name."""
    row = work.columns(one, **changes)
    if who == "owner":
        return await work.insert(owner.execute, row)
    by = System() if who == "service" else replace(work.chief(), staff_id=row["recorded_by"])
    async with transaction(by) as tx:
        return await work.insert(tx.execute, row)


@whoever
async def test_the_database_alone_wants_the_second_person_and_a_reason(one, owner, who):
    author = uuid4()
    first = await add(owner, who, one, recorded_by=author)
    again = {"supersedes_id": first, "minutes": 60, "recorded_by": author}

    for guard, changes in (
        ("work_record_own_same_day", {"reason": WHY, "recorded_at": NOW + DAY * 2}),
        ("work_record_reason", {"reason": "no"}),
        ("work_record_reason", {}),
    ):
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await add(owner, who, one, **again, **changes)
        assert refused.value.constraint_name == guard
    assert await owner.fetchval("select live from work_record") is True


@whoever
async def test_a_chain_of_corrections_has_one_live_end_and_no_branches(one, owner, who):
    last = await add(owner, who, one)
    for minutes in (400, 300, 200):
        fresh = await add(owner, who, one, minutes=minutes, supersedes_id=last, reason=WHY)
        with pytest.raises(asyncpg.CheckViolationError) as twice:
            await add(owner, who, one, minutes=1, supersedes_id=last, reason=WHY)
        assert twice.value.constraint_name == "work_record_superseded_once"
        last = fresh

    assert await owner.fetch("select id, minutes from work_record where live") == [(last, 200)]
    assert await owner.fetchval("select minutes from work_day") == 200


@whoever
async def test_a_correction_is_of_the_same_inmate(one, owner, who):
    first = await add(owner, who, one)
    other = await work.worker(owner, one.workshop_id)

    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await add(owner, who, other, supersedes_id=first, reason=WHY)

    assert refused.value.constraint_name == "work_record_same_inmate"
    author = await owner.fetchval("select recorded_by from work_record")
    assert await refusal(correct(work.chief(), first, work.said(other))) == "database_refused"
    assert author and await owner.fetchval("select count(*) from work_record where live") == 1


async def test_what_was_never_worked_is_corrected_to_an_absence_wherever_the_person_was(one, owner):
    first = await work.record(owner, one)
    await registry.custody_event(owner, one.inmate_id, kind="release", on=FRIDAY - DAY)

    answer = await correct(work.chief(), first, work.absent(one, Absence.OTHER))

    assert answer["not_counted"] == "absent"
    assert await owner.fetchval("select minutes from work_day") == 0


async def test_nobody_elsewhere_corrects_or_learns_that_it_exists(one, owner):
    first = await work.record(owner, one)

    for by in (work.chief("puno"), registry.officer(role=Role.VISITS_REGISTRAR)):
        with pytest.raises(NotFound):
            await correct(by, first, work.said(one))
    with pytest.raises(NotFound):
        await correct(work.chief(), uuid4(), work.said(one))


async def test_an_inmate_agrees_or_objects_once(one, owner):
    first = await work.record(owner, one)

    async def answer(outcome, words=""):
        return await commands.answer_work(
            work.supervisor(),
            uuid4(),
            record_id=first,
            outcome=outcome,
            sign=Sign.PRINT,
            words=words,
            now=NOW + DAY,
        )

    assert await refusal(answer("objected")) is Code.BAD_INPUT
    await answer("objected", "fueron ocho horas y media")
    assert await refusal(answer("agreed")) is Code.ALREADY_DECIDED
    kept = await owner.fetchrow("select outcome, sign, words from work_answer")
    assert tuple(kept) == ("objected", "print", "fueron ocho horas y media")


async def in_conflict(owner, one, *changes) -> tuple[UUID, list[UUID]]:
    """A record that stands, and rival reports of it."""
    first = work.said(one)
    await work.send([first])
    await work.send([work.said(one, **each) for each in changes], by=work.supervisor())
    rows = await owner.fetch("select id from work_conflict order by said ->> 'minutes'")
    return first.id, [row["id"] for row in rows]


async def settle(by, conflict_id, keep, reason=WHY, now=NOW):
    return await commands.settle_conflict(
        by, uuid4(), conflict_id=conflict_id, keep=keep, reason=reason, now=now
    )


async def test_theirs_is_kept_and_the_other_phone_is_told_so_for_good(one, owner):
    first, (conflict,) = await in_conflict(owner, one, {"minutes": 300})
    rival = await owner.fetchrow("select said_id from work_conflict")

    answer = await settle(work.supervisor(), conflict, Kept.THEIRS)

    assert answer["record_id"] == str(first)
    (again,) = await work.send([work.said(one, minutes=300, id=rival["said_id"])])
    assert (again["outcome"], again["record_id"]) == ("known", str(first))
    assert await refusal(settle(work.chief(), conflict, Kept.MINE)) is Code.ALREADY_DECIDED


async def test_mine_takes_the_place_of_what_stands_by_the_rules_of_correcting(one, owner):
    first, (conflict, second) = await in_conflict(owner, one, {"minutes": 300}, {"minutes": 400})

    assert await refusal(settle(work.supervisor(), conflict, Kept.MINE)) == "second_person"
    answer = await settle(work.chief(), conflict, Kept.MINE)
    last = await settle(work.chief(), second, Kept.MINE)

    live = await owner.fetchrow("select id, minutes, supersedes_id from work_record where live")
    assert tuple(live) == (UUID(last["record_id"]), 400, UUID(answer["record_id"]))
    assert (
        await owner.fetchval(
            "select supersedes_id from work_record where id = $1", UUID(answer["record_id"])
        )
        == first
    )
    assert await owner.fetchval("select count(*) from work_conflict where settled_at is null") == 0


async def test_mine_under_an_id_that_is_taken_gets_a_new_one(one, owner):
    first = work.said(one)
    await work.send([first])
    await work.send([work.replace(first, minutes=420)])
    conflict = await owner.fetchval("select id from work_conflict")

    answer = await settle(work.chief(), conflict, Kept.MINE)

    assert answer["record_id"] != str(first.id)
    live = await owner.fetchrow("select id, minutes, supersedes_id from work_record where live")
    assert tuple(live) == (UUID(answer["record_id"]), 420, first.id)
    (again,) = await work.send([work.replace(first, minutes=420)])
    assert (again["outcome"], again["record_id"]) == ("known", answer["record_id"])


async def test_another_person_under_the_same_id_is_recorded_beside(one, owner):
    other = await work.worker(owner, one.workshop_id)
    first = work.said(one)
    await work.send([first])
    await work.send([work.replace(work.said(other), id=first.id)])
    conflict = await owner.fetchval("select id from work_conflict")

    await settle(work.supervisor(), conflict, Kept.MINE)

    live = await owner.fetch("select inmate_id from work_record where live")
    assert {row["inmate_id"] for row in live} == {one.inmate_id, other.inmate_id}


async def test_a_correction_may_move_a_shift_to_the_day_it_was(one, owner):
    first = work.said(one)
    by = work.supervisor()
    await work.send([first], by=by)
    hours = {
        "begins_at": lima_instant(FRIDAY - DAY, time(7)),
        "ends_at": lima_instant(FRIDAY - DAY, time(16)),
    }

    await correct(by, first.id, work.said(one, worked_on=FRIDAY - DAY, **hours))

    days = await owner.fetch("select on_day, minutes from work_day order by on_day")
    assert [tuple(row) for row in days] == [(FRIDAY - DAY, 480), (FRIDAY, 0)]
