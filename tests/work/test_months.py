"""A month: shown, signed, reviewed by somebody who wrote none of it, void after an edit, closed for good."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Family, Role, Staff, System
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import transaction
from backend.work import commands, queries
from backend.work.commands import ReturnReason
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, HERE, MARCH, NOW

pytestmark = pytest.mark.anyio
DAY = timedelta(days=1)


@pytest.fixture
async def shop(db, owner):
    return await work.workshop(owner)


async def refusal(act) -> object:
    with pytest.raises(DomainError) as refused:
        await act
    return refused.value.facts.get("reason", refused.value.code)


async def present(shop, by=None) -> dict:
    return await commands.present_month(
        by or work.supervisor(), uuid4(), workshop_id=shop, month=MARCH, now=NOW
    )


async def review(month_id, by=None, **said) -> dict:
    return await work.review(UUID(month_id), by or work.chief(), **said)


async def answer(owner, month_id, one, outcome="signed", words="", seen=None) -> dict:
    shown = await owner.fetchval(
        "select digest from work_month_line where inmate_id = $1", one.inmate_id
    )
    return await commands.answer_month(
        work.supervisor(), uuid4(), month_id=UUID(month_id), inmate_id=one.inmate_id, seen=seen or shown.hex(),
        outcome=outcome, words=words, now=NOW,
    )  # fmt: skip


async def close(month_id, by=None) -> bytes:
    as_whom = by.staff_id if isinstance(by, Staff) else new_id()
    async with transaction(by or System()) as tx:
        return await tx.fetchval(
            "select work_month_close($1, $2, $3)", UUID(month_id), NOW, as_whom
        )


async def state(owner) -> str:
    return await owner.fetchval("select state from work_month")


async def test_a_line_adds_hours_days_pieces_and_soles(owner, shop):
    shirt = await work.price(owner, shop)
    suit = await work.price(owner, shop, product="buzo", rate="2.80")
    hour = await work.price(owner, shop, product="turno", basis="hour", rate="3")
    one = await work.worker(owner, shop)
    thursday = FRIDAY - DAY
    await work.send(
        [
            work.said(one, pieces=[work.made(shirt, 400, 12), work.made(suit, 98)]),
            work.said(
                one,
                worked_on=thursday,
                minutes=360,
                pieces=[work.made(shirt, 31), work.made(hour, 90)],
            ),
            work.said(one, worked_on=thursday - DAY, incident=commands.Incident.RULE_BROKEN),
        ]
    )

    told = await present(shop)

    assert (told["people"], told["changed"]) == (1, 1)
    line = await owner.fetchrow(
        "select minutes, countable_minutes, days, pieces, gross from work_month_line"
    )
    assert tuple(line) == (1320, 840, 3, 388 + 98 + 31, Decimal("840.05") + Decimal("4.5"))


async def test_a_month_that_the_planner_knows_nothing_of_is_walked_once(db, owner, shop):
    people = 40
    price = await work.price(owner, shop)
    workers = [await work.worker(owner, shop) for _ in range(people)]
    await work.send([work.said(one, pieces=[work.made(price, 2)]) for one in workers])

    async with owner.transaction():
        await owner.execute(
            "select set_config('role', 'encuentro_staff', true), set_config('app.establishments', $1, true)", HERE
        )  # fmt: skip
        told = await owner.fetchval(
            "explain (analyze, timing off, format json) select * from work_month_sums($1, $2)",
            shop,
            MARCH,
        )

    assert json.loads(told)[0]["Plan"]["Actual Rows"] == people
    assert max(loops(json.loads(told)[0]["Plan"])) <= people


def loops(plan: dict) -> Iterator[int]:
    yield plan["Actual Loops"]
    for under in plan.get("Plans", []):
        yield from loops(under)


async def test_of_two_shifts_of_a_day_at_most_eight_hours_count(owner, shop):
    one = await work.worker(owner, shop)
    late = {
        "begins_at": NOW,
        "ends_at": NOW + timedelta(hours=2),
        "minutes": 120,
    }
    await work.send([work.said(one), work.said(one, shift=2, **late)], now=NOW + DAY)

    await present(shop)

    assert tuple(
        await owner.fetchrow("select minutes, countable_minutes from work_month_line")
    ) == (600, 480)


async def test_who_signed_other_figures_signs_again_and_who_did_not_does_not(owner, shop):
    one, other = await work.worker(owner, shop), await work.worker(owner, shop)
    await work.send([work.said(one), work.said(other)])
    month = (await present(shop))["id"]
    old = await owner.fetchval(
        "select digest from work_month_line where inmate_id = $1", one.inmate_id
    )
    await answer(owner, month, one)
    await answer(owner, month, other, "objected", "falta un día")
    assert await refusal(answer(owner, month, one)) is Code.ALREADY_DECIDED
    await work.send([work.said(one, worked_on=FRIDAY - DAY)])

    told = await present(shop)

    assert told["changed"] == 1
    lines = await owner.fetch("select inmate_id, outcome from work_month_line")
    assert {tuple(row) for row in lines} == {(one.inmate_id, None), (other.inmate_id, "objected")}
    assert await refusal(answer(owner, month, one, seen=old.hex())) == "month_changed"
    assert await refusal(answer(owner, month, one, "objected")) is Code.BAD_INPUT


async def test_nobody_reviews_what_they_wrote(owner, shop):
    one = await work.worker(owner, shop)
    both = work.chief()
    both = work.replace(both, roles=both.roles | {(HERE, Role.WORK_SUPERVISOR)})
    await work.send([work.said(one)], by=both)
    month = (await present(shop))["id"]

    assert await refusal(review(month, both)) == "reviewer_wrote"
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await owner.execute(
            "update work_month set state = 'reviewed', reviewed_by = $1, reviewed_at = now(),"
            " digest = work_month_digest(workshop_id, month)",
            both.staff_id,
        )
    assert refused.value.constraint_name == "work_month_reviewer_wrote_none"
    with pytest.raises(NotFound):
        await review(month, work.supervisor())
    assert await state(owner) == "draft"
    await review(month)
    assert await state(owner) == "reviewed"


async def test_who_corrected_one_record_wrote_the_month_too(owner, shop):
    one, chief = await work.worker(owner, shop), work.chief()
    first = work.said(one)
    await work.send([first])
    fixed = work.said(one, minutes=300)
    await commands.correct_work(
        chief, uuid4(), record_id=first.id, record=fixed, reason="the sheet says five", now=NOW
    )
    month = (await present(shop))["id"]

    assert await refusal(review(month, chief)) == "reviewer_wrote"
    await review(month, registry.officer(role=Role.DIRECTOR))


async def test_nobody_signs_a_review_in_another_name(owner, shop):
    await work.send([work.said(await work.worker(owner, shop))])
    await present(shop)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with transaction(work.chief()) as tx:
            await tx.execute(
                "update work_month set state = 'reviewed', reviewed_by = $1, reviewed_at = now(),"
                " review_why = 'todos tienen libre', digest = work_month_digest(workshop_id, month)",
                new_id(),
            )


async def test_what_was_not_shown_as_it_is_now_is_not_reviewed(owner, shop):
    one = await work.worker(owner, shop)
    await work.send([work.said(one)])
    month = (await present(shop))["id"]
    await work.send([work.said(one, worked_on=FRIDAY - DAY)])

    assert await refusal(review(month)) == "month_changed"


async def test_a_record_written_after_the_review_voids_it(owner, shop):
    one = await work.worker(owner, shop)
    first = work.said(one)
    await work.send([first])
    month = (await present(shop))["id"]
    for write in (
        work.send([work.said(one, worked_on=FRIDAY - DAY)]),
        commands.correct_work(
            work.chief(),
            uuid4(),
            record_id=first.id,
            record=work.said(one, minutes=300),
            reason="by the sheet",
            now=NOW,
        ),
    ):
        await present(shop)
        await review(month)
        await write
        assert await state(owner) == "draft"
    assert await owner.fetchval("select count(*) from work_review where voided_at is not null") == 2
    with pytest.raises(asyncpg.CheckViolationError) as refused:
        await close(month)
    assert refused.value.constraint_name == "work_month_reviewed"


async def test_a_reviewed_month_is_sent_back(owner, shop):
    await work.send([work.said(await work.worker(owner, shop))])
    month = (await present(shop))["id"]

    async def send_back():
        return await commands.return_month(
            work.chief(), uuid4(), month_id=UUID(month), why=ReturnReason.HOURS, now=NOW
        )

    assert await refusal(send_back()) == "month_not_reviewed"
    await review(month)
    assert await refusal(present(shop)) == "month_not_draft"
    await send_back()

    assert await state(owner) == "draft"
    assert await owner.fetchval("select voided_at is not null from work_review") is True


async def test_a_closed_month_is_closed_for_everything(owner, shop):
    one, price_id = await work.worker(owner, shop), await work.price(owner, shop)
    first = work.said(one, pieces=[work.made(price_id, 10)])
    await work.send([first])
    month = (await present(shop))["id"]
    await review(month)

    digest = await close(month)

    assert digest == await owner.fetchval("select work_month_digest($1, $2)", shop, MARCH)
    (late,) = await work.send([work.said(one, worked_on=FRIDAY - DAY)])
    assert (late["reason"], late["facts"]) == ("month_closed", {"month": "2026-03-01"})
    fixed = commands.correct_work(
        work.chief(),
        uuid4(),
        record_id=first.id,
        record=work.said(one, minutes=60),
        reason="by the sheet",
        now=NOW,
    )
    assert await refusal(fixed) == "month_closed"
    for act in (present(shop), review(month), answer(owner, month, one)):
        assert await refusal(act) in ("month_not_draft", "month_closed")
    with pytest.raises(asyncpg.CheckViolationError):
        await close(month)
    for change in (
        "update work_month_line set words = 'x'",
        "delete from work_month_line",
        "update work_month set closed_at = now()",
        "update work_review set voided_at = now()",
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await owner.execute(change)
    (april,) = await work.send([work.said(one, worked_on=date(2026, 4, 1))], now=NOW + DAY * 40)
    assert april["outcome"] == "recorded"


async def test_only_those_posted_there_close(owner, shop):
    await work.send([work.said(await work.worker(owner, shop))])
    month = (await present(shop))["id"]
    await review(month)

    for by in (work.chief("puno"), Family(account_id=new_id(), session_id=new_id())):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await close(month, by)
    await close(month, work.chief())
    assert await state(owner) == "closed"


async def test_a_month_is_read_as_it_is_and_the_look_is_kept(owner, shop):
    one = await work.worker(owner, shop)
    await work.send([work.said(one)])
    await present(shop)
    await registry.custody_event(owner, one.inmate_id, kind="release", on=FRIDAY - DAY)
    async with transaction(work.chief()) as tx:
        told = await queries.month_of_workshop(tx, work.chief(), shop, MARCH, NOW)
        months = await queries.workshop_months(tx, work.chief(), HERE, MARCH)
        output = await queries.workshop_output(tx, work.chief(), shop, MARCH)

    assert (told["month"]["state"], told["lines"][0]["shown"], told["lines"][0]["minutes"]) == (
        "draft",
        True,
        480,
    )
    assert [row["worked_on"] for row in told["contradicted"]] == [FRIDAY]
    assert [(row["people"], row["signed"], row["objected"]) for row in months] == [(1, 0, 0)]
    assert [row["month"] for row in output][::11] == [date(2025, 4, 1), MARCH]
    assert [row["minutes"] for row in output] == [0] * 11 + [480]
    assert (
        await owner.fetchval("select count(*) from audit_entry where action = 'work.month.read'")
        == 1
    )
