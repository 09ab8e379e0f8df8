"""Sheets of paper: a code that is drawn as it is reckoned, and a page a person for the office."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from backend.certificates import check_url
from backend.core.actor import System
from backend.core.text import LANGUAGES
from backend.database import transaction
from backend.earnings import printing_certificates
from backend.earnings.printing_statements import StatementsPrint, print_month
from backend.printing import modules
from backend.work.commands import Absence, Piece
from tests.earnings import make_month as months
from tests.earnings import paper
from tests.earnings.test_closing_killed import MONTH, ended, started
from tests.work import make_work as work
from tests.work.make_work import HERE

pytestmark = pytest.mark.anyio

ABOUT = {
    "number": "K7MP32345678ABCDEFGHJKLMN",
    "month": "2026-03-01",
    "starts_on": "2026-03-01",
    "closes_on": "2026-03-31",
    "total": 123_456_789,
    "issued_at": "2026-04-02T15:00:00+00:00",
    "given_names": "Juan Carlos Ñahui",
    "surnames": "Mamani Quispe",
}
LONG = {"given_names": "Maximiliana Hermenegilda " * 4, "surnames": "Huamancayo Condorcanqui " * 4}


def encoded(pdf: bytes) -> str:
    from base64 import b64encode

    return b64encode(pdf).decode()


def test_the_code_on_the_sheet_is_the_code_of_its_address():
    pdf = encoded(printing_certificates.income_certificate(ABOUT, "https://example.org", "en"))
    url = check_url("https://example.org", ABOUT["number"])

    drawn = paper.drawn_code(pdf)

    assert url == "https://example.org/check/K7MP3-23456-78ABC-DEFGH-JKLMN"
    border = 4
    reckoned = [row[border:-border] for row in modules(url)[border:-border]]
    assert drawn == reckoned
    assert all(not any(row) for row in modules(url)[:border])


def test_the_same_facts_make_the_same_bytes():
    twice = [
        printing_certificates.income_certificate(ABOUT, "https://example.org", "ay")
        for _ in range(2)
    ]

    assert twice[0] == twice[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("names", [{}, LONG], ids=["short", "long"])
def test_a_certificate_is_one_page_whatever_the_names_and_the_language(language, names):
    address = "https://" + "a-very-long-name." * 6 + "example.org"

    pdf = encoded(printing_certificates.income_certificate(ABOUT | names, address, language))

    assert len(paper.reader(pdf).pages) == 1
    text = paper.text_of(pdf)
    assert (ABOUT | names)["surnames"].split()[0] in text
    assert "S/ 1,234,567.89" in text


def test_a_statement_of_days_alone_has_no_table():
    sheet = StatementsPrint("x", datetime(2026, 4, 2, tzinfo=UTC), "es")
    about = {**ABOUT, "month": date(2026, 3, 1), "minutes": 150, "days": 1}

    sheet.add(about, [], whole=False)

    text = paper.text_of(encoded(sheet.bytes()))
    assert "Trabajo contado: 2:30 horas, 1 día." in text
    assert "Concepto" not in text
    assert "no hubo trabajo pagado" not in text, (
        "what was earned is not open: nothing is said of it"
    )


@pytest.mark.parametrize(
    ("minutes", "days", "carried", "said"),
    [
        (60, 1, None, "Trabajo contado: 1 hora, 1 día."),
        (
            10_860,
            23,
            180,
            "Trabajo contado: 181 horas, 23 días. Quedan 3 horas para el mes siguiente.",
        ),
        (0, 0, 0, "Trabajo contado: 0 horas, 0 días."),
    ],
)
def test_hours_and_days_are_said_one_or_many(minutes, days, carried, said):
    sheet = StatementsPrint("x", datetime(2026, 4, 2, tzinfo=UTC), "es")

    sheet.add(ABOUT | {"minutes": minutes, "days": days, "carried": carried}, [], whole=False)

    assert paper.text_of(encoded(sheet.bytes())).endswith(said)


async def test_an_office_prints_a_month_a_page_a_person(db, owner, database, tmp_path):
    await months.rules()
    shop = await work.workshop(owner)
    price = await work.price(owner, shop)
    for surnames in ("Zúñiga", "Apaza"):
        one = await work.worker(owner, shop)
        await owner.execute(
            "update inmate set surnames = $2 where id = $1", one.inmate_id, surnames
        )
        await months.recorded([months.shift(one, months.DAYS[0], 480, Piece(price, 10, 0, None))])
    await months.review(shop)
    await months.close()
    file = tmp_path / "mayo.pdf"

    code, said = await ended(started(database, "statements", *MONTH, "--pdf", str(file)))
    twice = await ended(started(database, "statements", *MONTH, "--pdf", str(file)))
    neither = await ended(started(database, "statements", *MONTH))

    assert code == 0 and "2 statements" in said, said
    assert twice[0] == 1 and "exists" in twice[1].lower()
    assert neither[0] == 2
    pages = [page.extract_text() for page in (await asyncio.to_thread(PdfReader, file)).pages]
    assert ["Apaza" in page for page in pages] == [True, False]
    assert ["Zúñiga" in page for page in pages] == [False, True]
    assert all("S/ 13.50" in page.replace("\u00a0", " ") for page in pages)
    actions = await owner.fetch(
        "select facts from audit_entry where action = 'earnings.statements.printed'"
    )
    assert [row["facts"] for row in actions] == ['{"month": "2025-05-01", "statements": 2}']


@pytest.fixture
async def month(db, owner):
    """A May of two people: one made ten shirts a day, one was absent all the month."""
    await months.rules()
    shop = await work.workshop(owner)
    price = await work.price(owner, shop)
    maker, absent = await work.worker(owner, shop), await work.worker(owner, shop)
    await owner.execute("update inmate set surnames = 'Apaza' where id = $1", absent.inmate_id)
    await owner.execute("update inmate set surnames = 'Zúñiga' where id = $1", maker.inmate_id)
    for day in months.DAYS[:2]:
        piece = Piece(price, 10, 0, None)
        away = months.shift(absent, day, 0, absence=Absence.MEDICAL)
        await months.recorded([months.shift(maker, day, 480, piece), away])
    await months.review(shop)
    await months.close()
    return shop


async def test_somebody_absent_all_month_has_a_page_that_says_so(month, owner, database, tmp_path):
    file = tmp_path / "mayo.pdf"

    code, said = await ended(started(database, "statements", *MONTH, "--pdf", str(file)))

    assert code == 0 and "2 statements" in said, said
    pages = [page.extract_text() for page in (await asyncio.to_thread(PdfReader, file)).pages]
    assert [("Apaza" in page, "Zúñiga" in page) for page in pages] == [(True, False), (False, True)]
    assert ["Este mes no hubo trabajo pagado." in page for page in pages] == [True, False]
    assert ["Concepto" in page for page in pages] == [False, True]


async def test_a_print_that_fails_leaves_no_file(month, owner, database, tmp_path):
    """The look at all these people cannot be written down: then nobody is handed out either."""
    await owner.execute(
        "create function no_look() returns trigger language plpgsql as $$ begin raise exception 'no'; end $$;"
        "create trigger no_look before insert on audit_entry for each row"
        " when (new.action = 'earnings.statements.printed') execute function no_look()"
    )
    file = tmp_path / "nada.pdf"

    code, said = await ended(started(database, "statements", *MONTH, "--pdf", str(file)))

    assert code != 0, said
    assert not file.exists()


@pytest.mark.parametrize(("every", "told"), [(1, ["1", "2"]), (2, ["2"]), (3, [])])
async def test_printing_says_how_far_it_is(month, every, told):
    said: list[str] = []

    async with transaction(System()) as tx:
        sheet, printed = await print_month(
            tx, System(), establishment_id=HERE, month=months.MAY, now=months.AFTER,
            progress=said.append, named_every=every,
        )  # fmt: skip

    assert said == [f"{each} statements printed" for each in told]
    assert printed == 2 and sheet.bytes().startswith(b"%PDF")
