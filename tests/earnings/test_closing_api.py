"""A month closed from a phone: asked for, made by the worker, refused and stopped with words; as the phone sends it."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from backend.core.actor import Role, Staff
from backend.core.ids import new_id
from backend.database import transaction
from backend.earnings.commands import leaving
from backend.earnings.jobs import close_asked_months, settle_exits
from backend.work.commands import Piece
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings.make_month import AFTER, DAYS, MAY
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

ABOUT = {"establishmentId": HERE, "month": MAY}
WRITTEN = ("month_closing", "earning_statement", "journal", "period_seal", "pay_period")


@pytest.fixture
async def one(db, owner):
    """Somebody who sewed forty shirts on each of two days."""
    await months.rules()
    shop = await work.workshop(owner)
    one = await work.worker(owner, shop)
    price = await work.price(owner, shop)
    await months.recorded([months.shift(one, day, 480, Piece(price, 40)) for day in DAYS[:2]])
    return one


async def closing(by: Staff | None = None, **changes) -> dict:
    return await reading.read(by or months.director(), "monthClosing", **(ABOUT | changes))


async def ask(by: Staff | None = None, **changes) -> dict:
    return await reading.read(by or months.director(), "closeMonth", **(ABOUT | changes))


async def audited(owner: asyncpg.Connection, action: str) -> int:
    return await owner.fetchval("select count(*) from audit_entry where action = $1", action)


async def test_an_open_month_says_what_is_left_and_no_sums(owner, one):
    found = await closing()

    assert (found["state"], found["made"], found["people"]) == ("OPEN", 0, 1)
    [left] = found["workshopsLeft"]
    assert (left["workshopId"], left["state"]) == (str(one.workshop_id), "DRAFT")
    sums = ("gross", "withheld", "personal", "seal", "problem", "askedAt")
    assert [found[name] for name in sums] == [None] * 6
    assert (found["exitsLeft"], found["remittancesLeft"]) == (0, 0)
    assert await owner.fetchval("select count(*) from month_closing") == 0


async def test_a_month_is_asked_for_and_the_worker_closes_it_for_who_asked(owner, one):
    await months.review(one.workshop_id)
    director = months.director()

    asked = await ask(director)

    assert (asked["state"], asked["made"], asked["people"]) == ("ASKED", 0, 1)
    assert asked["askedAt"] == "2025-06-02T15:00:00Z"
    assert await owner.fetchval("select count(*) from earning_statement") == 0
    assert await close_asked_months(AFTER) == 1
    assert await close_asked_months(AFTER) == 0
    closed = await closing()
    assert (closed["state"], closed["made"], closed["people"]) == ("CLOSED", 1, 1)
    assert (closed["gross"], closed["withheld"], closed["personal"]) == (10_800, 4_520, 6_280)
    assert closed["seal"] == (await owner.fetchval("select hash from period_seal")).hex()
    by_whom = await owner.fetchval("select closed_by from pay_period")
    assert (
        by_whom
        == director.staff_id
        == await owner.fetchval("select made_by from earning_statement")
    )
    assert await owner.fetchval("select state from month_closing") == "closed"
    facts = "select facts from audit_entry where action = 'earnings.month.closed'"
    assert str(director.staff_id) in await owner.fetchval(facts)


async def test_asking_again_changes_nothing_whoever_asks(owner, one):
    await months.review(one.workshop_id)
    request = uuid4()
    first = months.director()
    assert (await ask(first, requestId=request))["state"] == "ASKED"
    before = await registry.rows(owner, *WRITTEN)

    again = await ask(first, requestId=request)
    by_another = await ask(months.director())

    assert again["state"] == by_another["state"] == "ASKED"
    assert await registry.rows(owner, *WRITTEN) == before
    assert await audited(owner, "earnings.closing.asked") == 1
    await close_asked_months(AFTER)
    done = await registry.rows(owner, *WRITTEN)
    assert (await ask(months.director()))["state"] == "CLOSED"
    assert await close_asked_months(AFTER) == 0
    assert await registry.rows(owner, *WRITTEN) == done


async def test_a_month_that_the_command_line_closed_is_closed(owner, one):
    await months.review(one.workshop_id)
    await months.close()

    assert (await closing())["state"] == (await ask())["state"] == "CLOSED"
    assert await owner.fetchval("select count(*) from month_closing") == 0


async def test_what_cannot_be_closed_is_refused_when_asked_and_nothing_is_written(owner, one):
    before = await registry.rows(owner, *WRITTEN)
    name = await owner.fetchval("select name from workshop")

    draft = await ask()
    early = await ask(now=AFTER - timedelta(days=3))
    middle = await ask(month=date(2025, 5, 2))
    elsewhere = await ask(months.director("cusco"))
    supervisor = await ask(work.supervisor())

    assert draft["code"] == "MONTH_NOT_READY" and f"Falta revisar: {name}" in draft["message"]
    assert (early["code"], middle["code"]) == ("BAD_INPUT", "BAD_INPUT")
    assert (elsewhere["code"], supervisor["code"]) == ("NOT_ALLOWED", "NOT_ALLOWED")
    assert await registry.rows(owner, *WRITTEN) == before


async def test_who_reviewed_does_not_ask_for_the_closing(owner, one):
    chief = await months.review(one.workshop_id)

    assert (await ask(chief))["code"] == "SECOND_PERSON_NEEDED"
    assert await owner.fetchval("select count(*) from month_closing") == 0


async def test_a_closing_that_cannot_go_on_says_why_until_it_is_asked_for_again(owner, one):
    chief = await months.review(one.workshop_id)
    await ask()
    other = await work.worker(owner, one.workshop_id)
    await months.recorded([months.shift(other, DAYS[0])])  # the review holds no longer

    assert await close_asked_months(AFTER) == 1

    stopped = await closing()
    name = await owner.fetchval("select name from workshop")
    assert (stopped["state"], len(stopped["workshopsLeft"])) == ("STOPPED", 1)
    assert f"Falta revisar: {name}" in stopped["problem"]
    english = Staff(
        staff_id=uuid4(), session_id=new_id(), roles=months.director().roles, language="en"
    )
    assert f"Still to be reviewed: {name}" in (await closing(english))["problem"]
    assert await audited(owner, "earnings.closing.stopped") == 1
    assert await close_asked_months(AFTER) == 0, "it waits for somebody to ask"
    assert (await ask())["code"] == "MONTH_NOT_READY"
    assert (await closing())["state"] == "STOPPED", "a refusal leaves it as it was"

    await months.review(one.workshop_id, by=chief)
    asked = await ask()
    assert (asked["state"], asked["problem"]) == ("ASKED", None)
    await close_asked_months(AFTER)
    closed = await closing()
    assert (closed["state"], closed["made"], closed["problem"]) == ("CLOSED", 2, None)


async def test_an_office_elsewhere_and_a_supervisor_are_told_nothing(owner, one):
    for stranger in (months.director("cusco"), work.supervisor()):
        for name, given in (
            ("monthClosing", ABOUT),
            ("monthStatements", ABOUT),
            ("waitingExits", {"establishmentId": HERE}),
        ):
            assert b'"NOT_ALLOWED"' in await reading.sent(stranger, name, **given), name


# Exits ------------------------------------------------------------------------------------------------


@pytest.fixture
async def left(owner, one) -> UUID:
    """The waiting statement of somebody who was moved elsewhere in the middle of the month."""
    await registry.establishment(owner, "cusco")
    await registry.custody_event(owner, one.inmate_id, kind="transfer", on=DAYS[5], to="cusco")
    await owner.execute("update inmate set establishment_id = 'cusco'")
    await settle_exits(AFTER)
    return await owner.fetchval("select id from earning_statement where kind = 'exit'")


async def test_an_exit_waits_with_its_lines_and_is_confirmed(owner, one, left):
    [waiting] = await reading.read(work.chief(), "waitingExits", establishmentId=HERE)

    assert (waiting["id"], waiting["kind"], waiting["state"]) == (str(left), "EXIT", "WAITING")
    assert (waiting["gross"], waiting["closesOn"]) == (10_800, DAYS[5].isoformat())
    assert waiting["surnames"] == await owner.fetchval("select surnames from inmate")
    codes = [line["code"] for line in waiting["lines"]]
    assert codes[:3] == ["GROSS_PIECE", "GROSS", "INPE_CONTRIBUTION"] and codes[-1] == "PERSONAL"
    assert (await closing())["exitsLeft"] == 1
    assert await audited(owner, "earnings.exits.read") == 1
    done = await reading.read(work.chief(), "confirmExit", statementId=left)
    assert done["id"] == str(left)
    assert await reading.read(work.chief(), "waitingExits", establishmentId=HERE) == []
    again = await reading.read(work.chief(), "returnExit", statementId=left, why="HOURS")
    assert again["code"] == "ALREADY_DECIDED"
    statement = await reading.read(work.chief(), "officeStatement", id=left)
    assert statement["state"] == "CONFIRMED"


async def test_an_exit_is_returned_with_a_reason(owner, one, left):
    done = await reading.read(work.chief(), "returnExit", statementId=left, why="PIECES")

    assert done["id"] == str(left)
    row = await owner.fetchrow("select outcome, why from statement_decision")
    assert tuple(row) == ("returned", leaving.ReturnWhy.PIECES)
    assert (await closing())["exitsLeft"] == 0


async def test_a_stranger_and_who_recorded_a_day_decide_no_exit(owner, one, left):
    author = await owner.fetchval("select recorded_by from work_record limit 1")
    same = Staff(staff_id=author, session_id=new_id(), roles=work.chief().roles)

    stranger = await reading.read(work.chief("cusco"), "confirmExit", statementId=left)
    recorder = await reading.read(same, "confirmExit", statementId=left)

    assert (stranger["code"], recorder["code"]) == ("NOT_FOUND", "SECOND_PERSON_NEEDED")
    assert await owner.fetchval("select count(*) from statement_decision") == 0


# Statements -------------------------------------------------------------------------------------------


async def test_an_office_reads_a_statement_line_by_line_and_the_look_is_kept(owner, one):
    await months.review(one.workshop_id)
    await months.close()
    statement_id = await owner.fetchval("select id from earning_statement")

    found = await reading.read(work.chief(), "officeStatement", id=statement_id)

    assert (found["inmateId"], found["state"], found["workedDays"]) == (
        str(one.inmate_id),
        "POSTED",
        2,
    )
    assert found["surnames"] == await owner.fetchval("select surnames from inmate")
    last = found["lines"][-1]
    assert (last["code"], last["amount"], last["exact"]) == ("PERSONAL", 6_280, "S/ 62.80")
    assert all(line["why"] and line["name"] and line["reference"] for line in found["lines"])
    assert await audited(owner, "earnings.statement.read") == 1
    both = {(HERE, Role.WORK_SUPERVISOR), ("cusco", Role.WORK_CHIEF)}
    mixed = Staff(staff_id=uuid4(), session_id=new_id(), roles=frozenset(both))
    for stranger in (work.chief("cusco"), months.director("cusco"), mixed):
        body = await reading.sent(stranger, "officeStatement", id=statement_id)
        nobody = await reading.sent(stranger, "officeStatement", id=uuid4())
        assert b'"NOT_FOUND"' in body and b"lines" not in body
        assert len(body) == len(nobody)


async def test_statements_of_a_month_come_in_pages_by_name(owner, one):
    others = [await work.worker(owner, one.workshop_id) for _ in range(4)]
    await months.recorded([months.shift(each, DAYS[0]) for each in others])
    names = ["Zárate", "Ana", "Mamani", "Huamán", "Quispe"]
    for each, name in zip((one, *others), names, strict=True):
        await owner.execute("update inmate set surnames = $2 where id = $1", each.inmate_id, name)
    await months.review(one.workshop_id)
    await months.close()

    first = await reading.read(work.chief(), "monthStatements", **ABOUT, first=3)
    after = first["pageInfo"]["endCursor"]
    rest = await reading.read(work.chief(), "monthStatements", **ABOUT, first=3, after=after)

    told = [node["surnames"] for node in first["nodes"] + rest["nodes"]]
    assert told == await owner.fetchval("select array_agg(surnames order by surnames) from inmate")
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert await audited(owner, "earnings.statements.read") == 2


async def test_names_of_statements_are_told_to_no_other_place(owner, one):
    await months.review(one.workshop_id)
    await months.close()
    found = {}
    for place in (HERE, "cusco"):
        async with transaction(months.director(place)) as tx:
            found[place] = await tx.fetch(
                "select * from statement_names(array[$1::uuid])", one.inmate_id
            )

    assert (len(found[HERE]), found["cusco"]) == (1, [])
