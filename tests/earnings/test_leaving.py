"""Somebody leaves before their month closes: settled at once, pending, then confirmed or returned."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from backend.core.actor import Family, Staff
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.earnings.commands import leaving
from backend.earnings.jobs import settle_exits
from backend.work.commands import Piece
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
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


async def leaves(owner, one, kind: str, status: str) -> None:
    """As the register tells it."""
    await registry.custody_event(owner, one.inmate_id, kind=kind, on=LEFT)
    await owner.execute(
        "update inmate set status = $2, status_on = $3 where id = $1", one.inmate_id, status, LEFT
    )


async def relative(owner, one) -> reading.Told:
    """Somebody with consent to everything, and the statement of the exit once there is one."""
    tie = await months.wishes(owner, one)
    account = await owner.fetchval("select account_id from tie where id = $1", tie)
    about = reading.Told(one, Family(account_id=account, session_id=new_id()), tie, new_id())
    await reading.given(about, *reading.ALL)
    return about


async def told_of(owner) -> list[str]:
    rows = await owner.fetch(
        "select kind from notice where kind in ('statement_ready') order by id"
    )
    return [row["kind"] for row in rows]


async def test_after_a_release_relatives_are_told_of_the_last_account_and_read_it(owner, one):
    about = await relative(owner, one)
    await leaves(owner, one, "release", "released")
    assert await settle_exits(THAT_EVENING) == 1
    exit_ = await the_exit(owner)
    waiting = await reading.read(about.family, "earningStatement", now=THAT_EVENING, id=exit_)

    await confirm(exit_)

    assert waiting["code"] == "NOT_FOUND" and await told_of(owner) == ["statement_ready"]
    found = await reading.read(about.family, "earningStatement", now=THAT_EVENING, id=exit_)
    listed = await reading.read(
        about.family, "earningStatements", now=THAT_EVENING, inmateId=one.inmate_id
    )
    progress = await reading.read(
        about.family, "earningsProgress", now=THAT_EVENING, inmateId=one.inmate_id
    )
    [person] = await reading.read(about.family, "closedAccounts", now=THAT_EVENING)
    paper = await reading.read(about.family, "statementPdf", now=THAT_EVENING, id=exit_)
    assert (found["gross"], found["kind"]) == (13_500, "EXIT")
    assert [each["kind"] for each in listed["months"]] == ["EXIT"]
    assert progress["contribution"]["withheld"] == 4_520
    assert person["inmateId"] == str(one.inmate_id) and paper["pdf"]


@pytest.mark.parametrize(("kind", "status"), [("death", "deceased"), ("evasion", "evaded")])
async def test_after_a_death_or_an_evasion_the_account_is_made_and_nobody_is_told_or_reads(
    owner, one, kind, status
):
    about = await relative(owner, one)
    await leaves(owner, one, kind, status)
    assert await settle_exits(THAT_EVENING) == 1
    exit_ = await the_exit(owner)

    await confirm(exit_)

    assert (
        await owner.fetchval("select gross from earning_statement where id = $1", exit_) == 13_500
    )
    assert await told_of(owner) == []
    unknown = new_id()
    for name, mine, nobodys in (
        ("earningStatement", {"id": exit_}, {"id": unknown}),
        ("statementPdf", {"id": exit_}, {"id": unknown}),
        ("earningStatements", {"inmateId": one.inmate_id}, {"inmateId": unknown}),
        ("earningsProgress", {"inmateId": one.inmate_id}, {"inmateId": unknown}),
        ("myRemittances", {"inmateId": one.inmate_id}, {"inmateId": unknown}),
    ):
        said = await reading.sent(about.family, name, now=THAT_EVENING, **mine)
        assert said == await reading.sent(about.family, name, now=THAT_EVENING, **nobodys), name
    assert await reading.read(about.family, "closedAccounts", now=THAT_EVENING) == []
    await reading.given(about)  # the office goes on keeping consents


@pytest.mark.parametrize(("kind", "said"), [("death", 0), ("evasion", 0), ("release", 1)])
async def test_what_waits_to_be_told_is_not_told_after_a_death(owner, one, kind, said):
    """Of a move that is secret until later a notice is written already; another waits to be sent."""
    await relative(owner, one)
    await transfer(owner, one, secret_until=LEFT + timedelta(days=7))
    await settle_exits(THAT_EVENING)
    await confirm(await the_exit(owner))
    later = "select count(*) from notice where kind = 'statement_ready' and tell_from > $1"
    pushes = (
        "select count(*) from delivery d join notice n on n.id = d.notice_id where n.kind = 'statement_ready'"
        " and d.channel = 'push' and d.state in ('queued', 'held', 'retry')"
    )
    assert await owner.fetchval(later, THAT_EVENING) == 1

    await registry.custody_event(
        owner, one.inmate_id, kind=kind, on=LEFT + timedelta(days=1), nth=2
    )

    assert await owner.fetchval(later, THAT_EVENING) == said
    assert await owner.fetchval(pushes) == said


async def test_what_is_told_but_not_sent_stays_unsent_after_a_death_and_in_the_inbox(owner, one):
    await relative(owner, one)
    await transfer(owner, one)
    await settle_exits(THAT_EVENING)
    await confirm(await the_exit(owner))

    await owner.execute(
        "insert into custody_event (id, establishment_id, inmate_id, kind, effective_on, recorded_at, recorded_by,"
        " facts, source_key) select gen_random_uuid(), establishment_id, inmate_id, 'death', effective_on,"
        " $1, recorded_by, '{}', 'x' from custody_event limit 1",
        THAT_EVENING + timedelta(minutes=1),
    )

    rows = await owner.fetch(
        "select d.channel, d.state, d.reason from delivery d join notice n on n.id = d.notice_id"
        " where n.kind = 'statement_ready' order by d.channel"
    )
    assert [tuple(row) for row in rows] == [
        ("inbox", "accepted", None),
        ("push", "cancelled", "hushed"),
    ]
