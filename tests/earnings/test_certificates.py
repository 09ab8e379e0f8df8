"""Certificates: who gets one, the same one again, refused while something is owed, and never a word of where."""

import re
from datetime import timedelta
from uuid import uuid4

import asyncpg
import pytest

from backend.core.actor import Anonymous, Role
from backend.core.ids import new_number, parse_number
from backend.core.text import LANGUAGES
from backend.database import transaction
from backend.earnings.commands import leaving
from backend.earnings.commands.certifying import PRINTS
from backend.earnings.commands.consenting import Category
from backend.earnings.jobs import settle_exits
from backend.gql.context import Context
from backend.gql.operation import Operation
from backend.privacy import queries as privacy
from backend.wording.rules import UNSPOKEN
from backend.work.commands import Piece
from tests import make, matrix
from tests.earnings import make_month as months
from tests.earnings import make_reading as reading
from tests.earnings import paper
from tests.earnings.make_month import AFTER, DAYS
from tests.phone import document
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio
ASK = "select certificate_ask($1, $2, $3, $4)"
ISSUE = "select certificate_issue($1, $2, $3, $4)"
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture
async def told(db, owner):
    return await reading.told(owner)


async def asked(told, **changes) -> dict:
    by, now = changes.pop("by", told.family), changes.pop("now", AFTER)
    given = {"statementId": told.statement} | changes
    return await reading.read(by, "askIncomeCertificate", now=now, **given)


async def issued(told, by=None, language="en", **changes) -> dict:
    given = {"statementId": told.statement, "language": language} | changes
    return await reading.read(by or work.chief(), "issueIncomeCertificate", **given)


async def kept(owner) -> int:
    return await owner.fetchval("select count(*) from income_certificate")


async def told_since(owner, told) -> None:
    """As much again of the same month, told after it: past every guard."""
    rows = await owner.fetch(
        "select attname from pg_attribute where attrelid = 'earning_statement'::regclass and attnum > 0"
    )
    own = {"id": "gen_random_uuid()", "revision": "2", "journal_id": "null"}
    columns = [row["attname"] for row in rows]
    async with owner.transaction():
        await owner.execute("set local session_replication_role = replica")
        await owner.execute(
            "alter table earning_statement drop constraint earning_statement_journal"
        )
        await owner.execute(
            f"insert into earning_statement ({', '.join(columns)}) select"
            f" {', '.join(own.get(each, each) for each in columns)} from earning_statement where id = $1",
            told.statement,
        )


async def test_a_relative_gets_a_certificate_of_what_was_earned(owner, told):
    await reading.given(told, Category.EARNINGS)
    reader = type(told.family)(
        account_id=told.family.account_id, session_id=told.family.session_id, language="en"
    )

    found = await asked(told, by=reader)

    assert (found["month"], found["total"]) == ("2025-05-01", 84_005)
    number = parse_number(found["number"])
    assert number == found["number"] and len(number) == 25
    assert found["checkUrl"].startswith(f"{ADDRESS}/check/")
    assert parse_number(found["checkUrl"].rsplit("/", 1)[1]) == number
    text = paper.text_of(found["pdf"])
    for said in (
        "Constancia de ingresos por trabajo",
        "Certificate of work income",
        "Julián Huamán Condori",
        "05/2025",
        "01/05/2025 – 31/05/2025",
        "S/ 840.05",
        "02/06/2025",
        found["checkUrl"],
    ):
        assert said in text, said


async def test_a_reader_of_spanish_gets_it_in_spanish_alone(told):
    await reading.given(told, Category.EARNINGS)

    text = paper.text_of((await asked(told))["pdf"])

    assert text.count("Constancia de ingresos por trabajo") == 1
    assert "Certificate" not in text


async def test_asked_again_it_is_the_same_sheet_to_the_byte_and_another_relatives_is_another(
    owner, told
):
    await reading.given(told, Category.EARNINGS)
    first = await asked(told)
    other = await make.family(owner)
    person = await registry.visitor(owner, other)
    tie = await registry.tie(owner, other, person, registry.Held(told.inmate, "", HERE))
    theirs = reading.Told(told.one, other, tie, told.statement)
    await reading.given(theirs, Category.EARNINGS)

    again = await asked(told, now=AFTER + timedelta(days=3))
    another = await asked(theirs)

    assert again == first
    assert another["number"] != first["number"] and another["total"] == first["total"]
    assert await kept(owner) == 2


async def test_every_print_is_a_reading_that_is_written_down(owner, told):
    await reading.given(told, Category.EARNINGS)
    await asked(told)
    await asked(told)

    rows = await owner.fetch("select statement_id, categories, account_id from statement_reading")

    assert [tuple(row) for row in rows] == [
        (told.statement, ["earnings"], told.family.account_id)
    ] * 2


async def test_whoever_may_not_know_gets_one_answer_and_leaves_nothing(owner, told):
    stranger = await make.family(owner)
    request = uuid4()
    await reading.given(told, Category.EARNINGS)
    await asked(told, requestId=request)
    await reading.revoked(owner, told)
    before = (await kept(owner), (await reading.count(owner))["statement_reading"])
    name, about = "askIncomeCertificate", {"statementId": told.statement}
    await reading.given(told, Category.DEDUCTIONS, Category.DAYS, Category.REMITTANCES)

    refused = [
        await reading.sent(stranger, name, **about),
        await reading.sent(told.family, name, statementId=uuid4()),
        await reading.sent(told.family, name, **about),
        await reading.sent(told.family, name, requestId=request, **about),
    ]

    assert len(set(refused)) == 1 and b"NOT_FOUND" in refused[0]
    assert (await kept(owner), (await reading.count(owner))["statement_reading"]) == before


async def test_other_consents_than_to_earnings_certify_nothing(owner, told):
    await reading.given(told, Category.DEDUCTIONS, Category.DAYS, Category.REMITTANCES)

    refused = await reading.sent(told.family, "askIncomeCertificate", statementId=told.statement)

    assert b"NOT_FOUND" in refused
    async with transaction(told.family) as tx:
        asked_directly = await tx.fetchval(ASK, uuid4(), new_number(), told.statement, AFTER)
    assert asked_directly is None
    assert await kept(owner) == 0


async def test_a_statement_is_printed_for_whoever_may_read_it_and_for_nobody_else(owner, told):
    name = "statementPdf"
    nothing = await reading.sent(told.family, name, id=told.statement)
    unknown = await reading.sent(told.family, name, id=uuid4())
    await reading.given(told, Category.EARNINGS)

    found = await reading.read(told.family, name, id=told.statement)

    assert nothing == unknown and b"NOT_FOUND" in nothing
    assert found["name"] == "2025-05-cuenta.pdf"
    text = paper.text_of(found["pdf"])
    assert "Julián Huamán Condori" in text and "S/ 840.05" in text
    for hidden in ("84.00", "168.01", "210.01", "94.52", HERE):
        assert hidden not in text, hidden


async def test_prints_have_an_allowance(told):
    await reading.given(told, Category.EARNINGS)
    for _ in range(PRINTS.burst):
        async with transaction(told.family) as tx:
            await tx.execute(
                "insert into rate_bucket (key, remaining, filled_at) values ($1, 0, $2)"
                " on conflict (key) do update set remaining = 0",
                f"earnings printed {told.family.account_id}",
                AFTER,
            )

    for name, about in (
        ("statementPdf", {"id": told.statement}),
        ("askIncomeCertificate", {"statementId": told.statement}),
    ):
        assert b"TRIES_PAUSED" in await reading.sent(told.family, name, **about)


@pytest.mark.parametrize("role", [Role.WORK_CHIEF, Role.DIRECTOR])
async def test_the_office_issues_one_in_the_language_of_whoever_needs_it(owner, told, role):
    officer = registry.officer(HERE, role=role)

    found = await issued(told, officer, "quz")
    again = await issued(told, officer, "es")

    assert (found["total"], again["number"]) == (84_005, found["number"])
    text = paper.text_of(found["pdf"])
    assert "Constancia de ingresos" in text and "Llamk'asqanmanta ganasqan" in text
    facts = await owner.fetch(
        "select subject from audit_entry where action = 'earnings.certificate.issued'"
    )
    assert [row["subject"] for row in facts] == [f"statement:{told.statement}"] * 2


async def test_neither_another_place_nor_another_office_issues_one(owner, told):
    await registry.establishment(owner, "chiclayo")
    elsewhere = await reading.sent(
        work.chief("chiclayo"), "issueIncomeCertificate", statementId=told.statement, language="es"
    )
    supervisor = await reading.sent(
        work.supervisor(), "issueIncomeCertificate", statementId=told.statement, language="es"
    )
    french = await reading.sent(
        work.chief(), "issueIncomeCertificate", statementId=told.statement, language="fr"
    )

    async with transaction(work.chief("chiclayo")) as tx:
        directly = await tx.fetchval(ISSUE, uuid4(), new_number(), told.statement, AFTER)
    assert directly is None
    assert b"NOT_FOUND" in elsewhere and b"NOT_ALLOWED" in supervisor and b"BAD_INPUT" in french
    assert await kept(owner) == 0


async def test_what_is_told_of_the_month_since_is_another_certificate(owner, told):
    await reading.given(told, Category.EARNINGS)
    first = await asked(told)
    await told_since(owner, told)

    second = await asked(told)

    assert (first["total"], second["total"]) == (84_005, 168_010)
    assert first["number"] != second["number"]


async def test_an_exit_is_certified_once_it_is_confirmed(db, owner):
    from tests.earnings import test_leaving as exits

    await months.rules()
    await registry.establishment(owner, exits.THERE)
    one = await work.worker(owner, await work.workshop(owner))
    price = await work.price(owner, one.workshop_id)
    days = [day for day in DAYS if day < exits.LEFT]
    await months.recorded(
        [months.shift(one, day, 480, Piece(price, 10, 0, None)) for day in days],
        now=exits.THAT_EVENING,
    )
    await exits.transfer(owner, one)
    await settle_exits(exits.THAT_EVENING)
    statement = await exits.the_exit(owner)
    chief, about = work.chief(), {"statementId": statement, "language": "es"}

    waiting = await reading.sent(chief, "issueIncomeCertificate", **about)
    await leaving.confirm_exit(
        work.chief(), uuid4(), statement_id=statement, now=exits.THAT_EVENING
    )
    found = await reading.read(chief, "issueIncomeCertificate", **about)

    assert b"NOT_FOUND" in waiting
    assert found["total"] == 13_500
    assert "01/05/2025 – 14/05/2025" in paper.text_of(found["pdf"])


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_certificate_says_where(owner, told, language):
    await reading.given(told, *reading.ALL)
    reader = type(told.family)(
        account_id=told.family.account_id, session_id=told.family.session_id, language=language
    )
    place = await owner.fetchrow("select id, name from establishment where id = $1", HERE)
    sheets = [
        await asked(told, by=reader),
        await issued(told, language=language),
        await reading.read(
            work.chief(),
            "issueContributionCertificate",
            inmateId=told.inmate,
            language=language,
        ),
    ]

    for sheet in sheets:
        pdf = sheet.pop("pdf")
        said = " ".join((paper.text_of(pdf), paper.about(pdf), *map(str, sheet.values())))
        assert not UNSPOKEN.search(said), UNSPOKEN.search(said)
        for hidden in (place["id"], place["name"], "Áncash", str(told.one.workshop_id)):
            assert hidden.lower() not in said.lower()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_no_printed_statement_says_where_nor_names_a_rule_as_a_programmer_does(
    owner, told, language
):
    await reading.given(told, *reading.ALL)
    reader = type(told.family)(
        account_id=told.family.account_id, session_id=told.family.session_id, language=language
    )
    place = await owner.fetchrow("select id, name from establishment where id = $1", HERE)

    pdf = (await reading.read(reader, "statementPdf", id=told.statement))["pdf"]

    said = f"{paper.text_of(pdf)} {paper.about(pdf)}"
    assert "S/ 588.035" in said and "S/ 94.52" in said, "all of it"
    assert not UNSPOKEN.search(said), UNSPOKEN.search(said)
    assert not re.search(r"[a-z]_[a-z]", said), re.search(r"\w*[a-z]_[a-z]\w*", said)
    for hidden in (place["id"], place["name"], "Áncash", str(told.one.workshop_id)):
        assert hidden.lower() not in said.lower()
    assert len(paper.reader(pdf).pages) == 1


async def test_certificates_are_only_added_and_nobody_reaches_them_around_the_functions(
    owner, told
):
    await reading.given(told, Category.EARNINGS)
    await asked(told)
    mine = await owner.fetchval("select id from income_certificate")
    stranger = await make.family(owner)

    for sql in (
        "update income_certificate set total = total + 1",
        "delete from income_certificate",
        "truncate income_certificate",
    ):
        with pytest.raises(asyncpg.CheckViolationError):
            await owner.execute(sql)
    async with transaction(stranger) as tx:
        assert await tx.fetch("select * from income_certificate") == []
        assert await tx.fetchval("select certificate_of_family($1, $2)", mine, AFTER) is None
    for actor in (told.family, stranger, Anonymous(), work.chief()):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(actor) as tx:
                await tx.execute("insert into income_certificate (id) values ($1)", uuid4())
    for actor, sql in (
        (Anonymous(), "select number from income_certificate"),
        (Anonymous(), "select certificate_of_office($1)"),
        (told.family, "select certificate_of_office($1)"),
        (told.family, "select contribution_debt($1)"),
        (work.chief(), "select contribution_debt($1)"),
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with transaction(actor) as tx:
                await tx.fetch(sql, *([mine] if "$1" in sql else []))


async def test_without_an_address_no_certificate_of_income_is_given(owner, told):
    await reading.given(told, Category.EARNINGS)
    given = {"statementId": str(told.statement), "requestId": str(uuid4())}
    operation = Operation(text=document("askIncomeCertificate"), variables=given)

    result = await matrix.DOCUMENTS.execute(operation, Context(told.family, AFTER, address=""))

    assert b"CERTIFICATES_CLOSED" in result.body
    assert await kept(owner) == 0


async def test_ones_own_file_says_which_certificates_one_asked_for(told):
    await reading.given(told, Category.EARNINGS)
    found = await asked(told)

    file = await privacy.my_data(told.family, AFTER)

    [row] = file["Constancias de ingresos que usted pidió"]
    assert (row["Mes"], row["Total"]) == ("05/2025", "S/ 840.05")
    assert parse_number(row["Número"]) == found["number"]
