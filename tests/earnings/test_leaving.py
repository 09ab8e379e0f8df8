"""Somebody leaves before their month closes: settled at once, pending, then confirmed or returned."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.earnings.commands import leaving
from backend.earnings.jobs import settle_exits
from backend.work.commands import Piece
from tests.earnings import make_month as months
from tests.earnings.make_month import AFTER, DAYS, MAY
from tests.earnings.test_closing import consent, is_sound, refusal
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

LEFT = date(2025, 5, 14)
THAT_EVENING = datetime(2025, 5, 14, 23, tzinfo=UTC)
THERE = "chimbote"


@pytest.fixture
async def one(db, owner):
    await months.rules()
    await registry.establishment(owner, THERE)
    one = await work.worker(owner, await work.workshop(owner))
    await shirts(
        owner, one, [day for day in DAYS if day < LEFT], await work.price(owner, one.workshop_id)
    )
    return one


async def shirts(owner, one, days, price, *, at=HERE, now=THAT_EVENING) -> None:
    """Ten shirts a day."""
    await months.recorded(
        [months.shift(one, day, 480, Piece(price, 10, 0, None)) for day in days], at=at, now=now
    )


async def transfer(owner, one, *, secret_until: date | None = None) -> None:
    facts = {"to": THERE} | ({"secret_until": secret_until.isoformat()} if secret_until else {})
    await registry.custody_event(owner, one.inmate_id, kind="transfer", on=LEFT, **facts)


async def the_exit(owner) -> UUID:
    return await owner.fetchval(
        "select id from earning_statement where kind = 'exit' order by revision desc limit 1"
    )


async def confirm(statement: UUID, by=None, now=THAT_EVENING) -> dict:
    return await leaving.confirm_exit(by or work.chief(), uuid4(), statement_id=statement, now=now)


async def send_back(statement: UUID, by=None, now=THAT_EVENING) -> dict:
    return await leaving.return_exit(
        by or work.chief(), uuid4(), statement_id=statement, why=leaving.ReturnWhy.PIECES, now=now
    )


async def test_a_transfer_on_the_14th_is_settled_at_once_and_both_places_are_kept(owner, one):
    await transfer(owner, one)

    assert await settle_exits(THAT_EVENING) == 1
    assert await settle_exits(THAT_EVENING) == 0

    row = await owner.fetchrow(
        "select kind, starts_on, closes_on, gross, approved_by from earning_statement"
    )
    assert tuple(row) == ("exit", MAY, LEFT, 10 * 1_350, None)
    assert await months.balances(owner, one) == {}, "pending: nothing is booked yet"
    await confirm(await the_exit(owner))
    assert (await months.balances(owner, one))["worker_personal"] == 13_500 - 4_520
    shop = await work.workshop(owner, at=THERE)
    there = await work.worker(owner, shop, at=THERE, inmate_id=one.inmate_id, started_on=LEFT)
    price = await work.price(owner, shop, at=THERE)
    later = [day for day in DAYS if day > LEFT]
    await shirts(owner, there, later, price, at=THERE, now=AFTER)
    await months.review(shop, at=THERE)
    await months.review(one.workshop_id)

    closed_there, closed_here = await months.close(at=THERE), await months.close()

    assert closed_there.gross == len(later) * 1_350
    assert (closed_here.statements, closed_here.gross) == (1, row["gross"])
    assert await is_sound() and await is_sound(THERE)


async def test_what_is_pending_keeps_the_month_open(owner, one):
    await transfer(owner, one)
    await settle_exits(THAT_EVENING)
    await months.review(one.workshop_id)

    refused = await refusal(months.close())

    assert (refused.code, refused.facts["exits"]) == (Code.MONTH_NOT_READY, 1)


async def test_a_returned_exit_is_made_again_only_when_something_changed(owner, one):
    await transfer(owner, one)
    await settle_exits(THAT_EVENING)
    await send_back(await the_exit(owner))

    assert await settle_exits(THAT_EVENING) == 0
    more = await work.price(owner, one.workshop_id, product="buzo", rate="2.80")
    elsewhere = months.shift(one, LEFT, 60, Piece(more, 3, 0, None))
    await months.recorded([elsewhere], now=THAT_EVENING + timedelta(days=1))
    assert await settle_exits(THAT_EVENING + timedelta(days=1)) == 1

    rows = await owner.fetch("select revision, gross from earning_statement order by revision")
    assert [row["revision"] for row in rows] == [1, 2]
    assert rows[1]["gross"] - rows[0]["gross"] == 840
    assert (await refusal(send_back_twice(owner))).code is Code.ALREADY_DECIDED


async def send_back_twice(owner) -> None:
    first = await owner.fetchval("select id from earning_statement where revision = 1")
    await send_back(first)


async def test_an_exit_that_was_returned_is_paid_with_the_month(owner, one):
    await transfer(owner, one)
    await settle_exits(THAT_EVENING)
    gross = await owner.fetchval("select gross from earning_statement")
    await send_back(await the_exit(owner))
    await months.review(one.workshop_id)

    closed = await months.close()

    assert (closed.statements, closed.gross) == (1, gross)
    assert await is_sound()


async def test_days_of_an_exit_are_not_recorded_while_it_stands(owner, one):
    await transfer(owner, one)
    await settle_exits(THAT_EVENING)

    (row,) = await months.record([months.shift(one, LEFT)], now=AFTER)

    assert (row["outcome"], row["reason"]) == ("refused", "month_closed")


async def test_who_recorded_a_day_does_not_confirm_it_nor_does_a_stranger(owner, one):
    await transfer(owner, one)
    await settle_exits(THAT_EVENING)
    exit_ = await the_exit(owner)
    author = await owner.fetchval("select recorded_by from work_record limit 1")
    same = Staff(staff_id=author, session_id=new_id(), roles=work.chief().roles)

    assert (await refusal(confirm(exit_, same))).code is Code.SECOND_PERSON_NEEDED
    for stranger in (work.chief(THERE), work.supervisor()):
        with pytest.raises(NotFound):
            await confirm(exit_, stranger)
    assert await owner.fetchval("select count(*) from statement_decision") == 0


async def test_a_secret_transfer_is_told_to_nobody_before_its_day(owner, one):
    tie = await months.wishes(owner, one)
    await consent(owner, one, tie)
    told_on = LEFT + timedelta(days=7)
    await transfer(owner, one, secret_until=told_on)
    await settle_exits(THAT_EVENING)
    assert await owner.fetchval("select count(*) from notice where kind = 'statement_ready'") == 0

    await confirm(await the_exit(owner))

    begins = datetime(2025, 5, 21, 5, tzinfo=UTC)
    assert await owner.fetchval("select visible_from from earning_statement") == begins
    assert (
        await owner.fetchval("select tell_from from notice where kind = 'statement_ready'")
        == begins
    )


async def test_a_confirmed_exit_cannot_be_returned(owner, one):
    await transfer(owner, one)
    await settle_exits(THAT_EVENING)
    exit_ = await the_exit(owner)
    await confirm(exit_)

    with pytest.raises(DomainError) as refused:
        await send_back(exit_)
    assert refused.value.code is Code.ALREADY_DECIDED
