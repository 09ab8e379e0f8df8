"""A review of a month: with the answers that the reviewer has seen, and a reason where not everybody answered."""

import json
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.errors import Code
from backend.work import commands
from backend.work.commands import ReturnReason
from tests.work import make_work as work
from tests.work.make_work import NOW
from tests.work.test_months import answer, present, refusal, review, state

pytestmark = pytest.mark.anyio


@pytest.fixture
async def shop(db, owner):
    return await work.workshop(owner)


async def lines(owner, shop, *outcomes: str | None) -> str:
    """A month of so many people who said so; its id."""
    people = [await work.worker(owner, shop) for _ in outcomes]
    await work.send([work.said(one) for one in people])
    month = (await present(shop))["id"]
    for one, outcome in zip(people, outcomes, strict=True):
        if outcome:
            await answer(owner, month, one, outcome, "" if outcome == "signed" else "falta un día")
    return month


async def reviews(owner) -> list[tuple]:
    rows = await owner.fetch(
        "select unanswered, objected, why from work_review order by reviewed_at"
    )
    return [tuple(row) for row in rows]


async def test_a_month_that_not_everybody_answered_is_reviewed_with_a_reason(owner, shop):
    month = await lines(owner, shop, "signed", "objected", None)

    for why in (None, " ", "corta", "x" * 501):
        assert await refusal(review(month, why=why)) is Code.BAD_INPUT
    assert (await state(owner), await reviews(owner)) == ("draft", [])
    told = await review(month, why=" salió de diligencia ese día ")

    assert (told["unanswered"], told["objected"]) == (1, 1)
    assert await reviews(owner) == [(1, 1, "salió de diligencia ese día")]
    facts = await owner.fetchval(
        "select facts from audit_entry where action = 'work.month.reviewed'"
    )
    why = "salió de diligencia ese día"
    assert json.loads(facts) == {"unanswered": 1, "objected": 1, "why": why}


async def test_a_month_that_everybody_answered_needs_no_reason(owner, shop):
    month = await lines(owner, shop, "signed", "objected")

    await review(month, why=None)

    assert await reviews(owner) == [(0, 1, None)]


@pytest.mark.parametrize(
    "seen", [{"unanswered": 0}, {"unanswered": 2}, {"objected": 0}, {"objected": None}]
)
async def test_who_saw_other_answers_than_there_are_looks_again(owner, shop, seen):
    month = await lines(owner, shop, "signed", "objected", None)

    assert await refusal(review(month, **seen)) == "month_answers_changed"

    assert (await state(owner), await reviews(owner)) == ("draft", [])


async def test_a_phone_that_says_nothing_of_answers_reviews_what_all_signed_and_no_more(
    owner, shop
):
    nothing = {"unanswered": None, "objected": None, "why": None}
    for outcome in ("objected", None):
        month = await lines(owner, await work.workshop(owner), outcome)
        assert await refusal(review(month, **nothing)) == "month_not_answered"
    assert await reviews(owner) == []
    month = await lines(owner, shop, "signed")

    await review(month, **nothing)

    assert await reviews(owner) == [(0, 0, None)]


async def test_the_database_asks_for_the_reason_too_and_forgets_it_with_the_review(owner, shop):
    month = await lines(owner, shop, None)
    step = (
        "update work_month set state = 'reviewed', reviewed_by = gen_random_uuid(), reviewed_at = now(),"
        " digest = work_month_digest(workshop_id, month)"
    )

    for more, guard in (
        ("", "work_month_says_why"),
        (", review_why = ' '", "work_month_review_why"),
    ):
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await owner.execute(step + more)
        assert refused.value.constraint_name == guard
    await review(month)
    assert await owner.fetchval("select review_why from work_month") == work.WHY
    await commands.return_month(
        work.chief(), uuid4(), month_id=UUID(month), why=ReturnReason.HOURS, now=NOW
    )

    assert await owner.fetchval("select review_why from work_month") is None
    assert await reviews(owner) == [(1, 0, work.WHY)]
