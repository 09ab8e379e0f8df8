"""Nobody of a family reads a statement without the person's word; a word taken back holds at once."""

from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from uuid import uuid4

import asyncpg
import orjson
import pytest

from backend.core.actor import Family, Role
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import transaction
from backend.earnings.commands import consenting
from backend.earnings.commands.consenting import Category
from tests import make
from tests.earnings import make_reading as reading
from tests.earnings import matrix_earnings
from tests.earnings.make_month import AFTER
from tests.privacy.make_household import LATER, erased, household
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

HIDDEN = '{"__typename":"Problem","code":"NOT_FOUND","message":"No encontramos lo que busca."}'


@pytest.fixture
async def told(db, owner):
    return await reading.told(owner)


async def refused(act) -> Code:
    with pytest.raises(DomainError) as error:
        await act
    return error.value.code


async def both(family: Family, told: reading.Told) -> tuple[bytes, bytes]:
    """What the list and the one statement answer."""
    return (
        await reading.sent(family, "earningStatements", inmateId=told.inmate),
        await reading.sent(family, "earningStatement", id=told.statement),
    )


def hidden(name: str) -> bytes:
    return f'{{"data":{{"{name}":{HIDDEN}}}}}'.encode()


NOTHING = (hidden("earningStatements"), hidden("earningStatement"))


async def test_without_a_consent_nothing_is_read_and_no_reading_is_kept(owner, told):
    assert await both(told.family, told) == NOTHING
    assert await reading.count(owner) == dict.fromkeys(reading.COUNTED, 0)


async def test_with_a_consent_the_months_are_read_and_each_look_is_a_row(owner, told):
    await reading.given(told)

    found = await reading.read(told.family, "earningStatements", inmateId=told.inmate)
    await reading.read(told.family, "earningStatement", id=told.statement)

    assert [(each["month"], each["gross"]) for each in found["months"]] == [("2025-05-01", 84_005)]
    rows = await owner.fetch(
        "select inmate_id, statement_id, account_id, tie_id, categories, read_at from statement_reading"
        " order by statement_id nulls first"
    )
    same = (told.family.account_id, told.tie, ["earnings"], AFTER)
    assert [tuple(row) for row in rows] == [
        (told.inmate, None, *same),
        (told.inmate, told.statement, *same),
    ]


async def test_a_second_after_it_is_revoked_the_bytes_are_those_of_nobody(owner, told):
    await reading.given(told, *reading.ALL)
    before = await both(told.family, told)
    kept = await reading.count(owner)

    await reading.revoked(owner, told, AFTER)

    assert await both(told.family, told) == NOTHING != before
    assert await reading.count(owner) == kept
    rows = await owner.fetch(
        "select revoked_at, revoked_by is not null as who from statement_consent"
    )
    assert {tuple(row) for row in rows} == {(AFTER, True)}


async def test_every_way_to_have_no_right_answers_the_same_bytes(owner, told):
    await reading.given(told, *reading.ALL)
    stranger = await make.family(owner)
    other = await work.worker(owner, told.one.workshop_id)
    elsewhere = await make.family(owner)
    person = await registry.visitor(owner, elsewhere)
    await registry.tie(owner, elsewhere, person, registry.Held(other.inmate_id, "", HERE))
    alike = await make.family(owner)  # tied to the same person, but never consented to
    person = await registry.visitor(owner, alike)
    await registry.tie(owner, alike, person, registry.Held(told.inmate, "", HERE))
    nobody = reading.Told(
        work.Worker(new_id(), new_id(), new_id()), told.family, told.tie, new_id()
    )

    said = [await both(each, told) for each in (stranger, elsewhere, alike)]
    said.append(await both(told.family, nobody))

    assert said == [NOTHING] * 4


@pytest.mark.parametrize(
    "change",
    [
        "update tie set state = 'ended' where id = '{tie}'",
        "update inmate set status = 'evaded' where id = '{inmate}'",
        "update inmate set status = 'deceased' where id = '{inmate}'",
    ],
)
async def test_a_tie_that_ended_an_evasion_and_a_death_close_what_was_open(owner, told, change):
    await reading.given(told, *reading.ALL)

    await owner.execute(change.format(tie=told.tie, inmate=told.inmate))

    assert await both(told.family, told) == NOTHING
    assert await reading.read(told.family, "closedAccounts") == []


async def test_after_a_release_it_is_open_for_sixty_days_from_what_was_told_last(owner, told):
    """Told on 2 June 2025: the last day is the first of August, in Lima. Without a rule there is no such day."""
    await reading.given(told, *reading.ALL)
    await owner.execute(
        "update inmate set status = 'released', status_on = '2025-05-20' where id = $1", told.inmate
    )
    last, over = datetime(2025, 8, 2, 4, 59, tzinfo=UTC), datetime(2025, 8, 2, 5, tzinfo=UTC)
    stranger = await make.family(owner)

    open_still = await reading.read(told.family, "earningStatement", now=last, id=told.statement)
    people = await reading.read(told.family, "closedAccounts", now=last)
    closed = [
        await reading.sent(told.family, "earningStatements", now=over, inmateId=told.inmate),
        await reading.sent(told.family, "earningStatement", now=over, id=told.statement),
    ]

    assert open_still["gross"] == 84_005
    assert [each["inmateId"] for each in people] == [str(told.inmate)]
    assert tuple(closed) == NOTHING
    assert await reading.read(told.family, "closedAccounts", now=over) == []
    assert await both(stranger, told) == NOTHING
    assert await reading.read(stranger, "closedAccounts", now=last) == []
    await reading.revoked(owner, told)
    assert await both(told.family, told) == NOTHING
    assert await reading.read(told.family, "closedAccounts", now=AFTER) == []


async def test_whoever_is_held_is_no_closed_account(told):
    await reading.given(told, *reading.ALL)

    assert await reading.read(told.family, "closedAccounts") == []


async def test_a_consent_to_money_sent_alone_opens_no_statement(owner, told):
    await reading.given(told, Category.REMITTANCES)

    assert await both(told.family, told) == NOTHING


async def test_a_statement_that_may_not_be_told_yet_is_not_there(owner, told):
    await reading.given(told, *reading.ALL)
    early = await reading.read(
        told.family, "earningStatement", id=told.statement, now=AFTER - timedelta(days=1)
    )
    months = await reading.read(
        told.family, "earningStatements", inmateId=told.inmate, now=AFTER - timedelta(days=1)
    )

    assert (early["code"], months["months"]) == ("NOT_FOUND", [])


async def test_whoever_has_no_right_learns_nothing_from_how_long_it_takes(owner, told):
    """The middle of many looks, at what is there and at what is not, by turns: within a few milliseconds."""
    stranger = await make.family(owner)
    there: list[float] = []
    nowhere: list[float] = []
    for _ in range(25):
        for taken, key in ((there, told.statement), (nowhere, uuid4())):
            began = perf_counter()
            await reading.sent(stranger, "earningStatement", id=key)
            taken.append(perf_counter() - began)

    assert abs(median(there) - median(nowhere)) < 0.005


async def test_the_second_wall_stands_alone_in_the_database(owner, told):
    """Whatever Python asks as a family, tables of statements are closed and the functions find out who asks."""
    await reading.given(told, *reading.ALL)
    for table in (
        "earning_statement",
        "statement_line",
        "live_statement",
        "reparation",
        "standing_instruction",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(told.family) as tx:
                await tx.fetch(f"select * from {table}")
    stranger = await make.family(owner)
    async with transaction(stranger) as tx:
        assert await tx.fetchval("select statement_read($1, $2)", told.statement, AFTER) is None
        assert await tx.fetchval("select statement_months($1, $2)", told.inmate, AFTER) is None
        assert await tx.fetch("select * from statement_questions($1, $2)", told.inmate, AFTER) == []
        assert await tx.fetch("select * from statement_consent") == []
    await owner.execute("update tie set state = 'ended' where id = $1", told.tie)
    async with transaction(told.family) as tx:
        assert await tx.fetchval("select statement_read($1, $2)", told.statement, AFTER) is None
        assert await tx.fetchval("select statement_months($1, $2)", told.inmate, AFTER) is None
    for sql in (
        "insert into statement_reading (inmate_id, account_id, tie_id, categories, read_at)"
        " select inmate_id, account_id, tie_id, '{}', now() from statement_consent",
        "update statement_consent set category = 'days'",
        "delete from statement_reading",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(told.family) as tx:
                await tx.execute(sql)


async def test_what_is_not_kept_is_not_read(owner, told):
    """The look and its row are one transaction: undone, both are."""
    await reading.given(told)
    with pytest.raises(RuntimeError):
        async with transaction(told.family) as tx:
            assert await tx.fetchval("select statement_read($1, $2)", told.statement, AFTER)
            raise RuntimeError

    assert (await reading.count(owner))["statement_reading"] == 0


async def test_readings_answers_and_questions_are_only_added(owner, told):
    await reading.given(told)
    await reading.answered(await reading.asked(told))
    await reading.read(told.family, "earningStatement", id=told.statement)

    for sql in (
        "update statement_reading set read_at = now()",
        "delete from statement_reading",
        "update statement_answer set words = 'otra cosa'",
        "delete from statement_answer",
        "update statement_question set words = 'otra cosa'",
        "update statement_question set due_on = due_on + 1, words = ''",
        "delete from statement_question",
        "truncate statement_reading",
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await owner.execute(sql)


@pytest.mark.parametrize("role", [Role.WORK_CHIEF, Role.DIRECTOR, Role.VISITS_REGISTRAR])
async def test_the_offices_of_work_and_of_relatives_write_consents(owner, told, role):
    found = await reading.read(
        registry.officer(HERE, role=role),
        "giveStatementConsent",
        inmateId=told.inmate,
        tieId=told.tie,
        categories=["EARNINGS", "DAYS", "EARNINGS"],
        act=" Hoja 3 ",
    )

    assert {(each["category"], each["act"], each["givenOn"]) for each in found["consents"]} == {
        ("EARNINGS", "Hoja 3", "2025-06-02"),
        ("DAYS", "Hoja 3", "2025-06-02"),
    }
    assert (
        await owner.fetchval(
            "select count(*) from audit_entry where action = 'earnings.consent.given'"
        )
        == 1
    )


async def test_giving_again_keeps_what_was_given_first(owner, told):
    await reading.given(told)
    await reading.given(told, *reading.ALL)

    rows = await owner.fetch("select category from statement_consent order by category")
    assert [row["category"] for row in rows] == ["days", "deductions", "earnings", "remittances"]


async def test_nobody_else_and_nothing_else_is_consented_to(owner, told):
    other = await work.worker(owner, told.one.workshop_id)
    family = await make.family(owner)
    person = await registry.visitor(owner, family)
    waiting = await registry.tie(owner, family, person, None, state="received", at=HERE)
    usual = {
        "inmate_id": told.inmate,
        "tie_id": told.tie,
        "categories": [Category.DAYS],
        "act": "Hoja 1",
        "now": AFTER,
    }

    async def give(by, **changes) -> Code:
        return await refused(consenting.give_statement_consent(by, uuid4(), **(usual | changes)))

    chief = work.chief()
    assert await give(work.supervisor()) is Code.NOT_FOUND
    assert await give(work.chief("chiclayo")) is Code.NOT_FOUND
    assert await give(chief, tie_id=waiting) is Code.NOT_FOUND
    assert await give(chief, inmate_id=other.inmate_id) is Code.NOT_FOUND
    assert await give(chief, act=" ") is Code.BAD_INPUT
    assert await give(chief, categories=[]) is Code.BAD_INPUT
    assert (await reading.count(owner))["statement_consent"] == 0


async def test_only_the_office_of_the_place_takes_a_consent_back(owner, told):
    await reading.given(told)
    consent_id = await owner.fetchval("select id from statement_consent")
    for by in (work.supervisor(), work.chief("chiclayo")):
        with pytest.raises(NotFound):
            await consenting.revoke_statement_consent(by, uuid4(), consent_id=consent_id, now=AFTER)

    assert await owner.fetchval("select revoked_at from statement_consent") is None


async def test_the_office_sees_who_may_read_and_who_did(owner, told):
    await reading.given(told)
    await reading.read(told.family, "earningStatements", inmateId=told.inmate)
    await reading.read(told.family, "earningStatement", id=told.statement)
    social = registry.officer(HERE)

    may = await reading.read(social, "statementConsents", inmateId=told.inmate)
    did = await reading.read(social, "statementReadings", inmateId=told.inmate)

    assert [(each["category"], each["reader"]["kinship"]) for each in may] == [
        ("EARNINGS", "SIBLING")
    ]
    assert {each["statementId"] for each in did["nodes"]} == {None, str(told.statement)}
    assert {each["reader"]["kinship"] for each in did["nodes"]} == {"SIBLING"}
    looks = await owner.fetch("select action from audit_entry where action like 'earnings.%.read'")
    assert {row["action"] for row in looks} == {"earnings.consents.read", "earnings.readings.read"}
    away = orjson.loads(
        await reading.sent(registry.officer("chiclayo"), "statementReadings", inmateId=told.inmate)
    )
    assert away["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_the_office_sees_whom_a_person_may_let_read_and_no_document(owner, told):
    found = await reading.read(work.chief(), "tiedReaders", inmateId=told.inmate)

    assert [(each["tieId"], each["reader"]["kinship"]) for each in found] == [
        (str(told.tie), "SIBLING")
    ]
    assert set(found[0]["reader"]) == {"givenNames", "surnames", "kinship"}
    looks = await owner.fetch("select action from audit_entry where action like 'earnings.%.read'")
    assert [row["action"] for row in looks] == ["earnings.tied.read"]
    for by in (work.supervisor(), work.chief("chiclayo")):
        away = orjson.loads(await reading.sent(by, "tiedReaders", inmateId=told.inmate))
        assert away["errors"][0]["extensions"]["code"] in {"NOT_ALLOWED", "NOT_FOUND"}


async def test_an_erased_account_reads_nothing_and_leaves_ids_alone(owner, told):
    """What `account_erase` does to ties does this to what hangs on them."""
    await reading.given(told, *reading.ALL)
    await reading.asked(told, "Zqpregunta")

    await owner.execute("delete from tie where id = $1", told.tie)

    assert await both(told.family, told) == NOTHING
    assert await owner.fetchval("select words from statement_question") == ""
    assert (
        await owner.fetchval("select count(*) from statement_consent where revoked_at is null") == 0
    )
    assert await owner.fetchval(
        "select bool_and(revoked_at is not null) from standing_instruction where tie_id = $1",
        told.tie,
    )
    rows = await reading.read(work.chief(), "statementConsents", inmateId=told.inmate)
    assert {row["reader"]["surnames"] for row in rows} == {None}


async def test_an_account_with_consents_readings_and_questions_is_erased_whole(db, owner):
    home = await household(owner)
    tie = await owner.fetchval("select id from tie where state = 'approved'")
    ids = await matrix_earnings.world(owner, home.family, home.inmate, tie, LATER)

    assert await erased(home, now=LATER) == {"called_off": 0}

    assert await owner.fetchval("select count(*) from account") == 0
    assert await owner.fetchval("select words from statement_question") == ""
    assert (
        await owner.fetchval("select count(*) from statement_consent where revoked_at is null") == 0
    )
    await reading.answered(ids["question"], now=LATER)
    answered = "select count(*) from notice where kind = 'question_answered'"
    assert await owner.fetchval(answered) == 0
