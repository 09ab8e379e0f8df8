"""Sheets of paper: a code that is drawn as it is reckoned, and a page a person for the office."""

import asyncio
from datetime import UTC, date, datetime

import pytest
from pypdf import PdfReader

from backend.core.text import LANGUAGES
from backend.earnings import printing_certificates
from backend.earnings.printing import modules
from backend.earnings.printing_statements import StatementsPrint
from backend.work.commands import Piece
from tests.earnings import make_month as months
from tests.earnings import paper
from tests.earnings.test_closing_killed import MONTH, ended, started
from tests.work import make_work as work

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
    url = printing_certificates.check_url("https://example.org", ABOUT["number"])

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
    assert "Se contaron 2:30 horas de trabajo y 1 días." in text
    assert "Concepto" not in text


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


async def test_a_print_that_fails_leaves_no_file(db, database, tmp_path):
    file = tmp_path / "nada.pdf"

    code, said = await ended(
        started(
            database,
            *("statements", "--establishment", "No Es Un Lugar", "--month", "2025-05"),
            *("--pdf", str(file)),
        )
    )

    assert (code == 0) == file.exists(), said
