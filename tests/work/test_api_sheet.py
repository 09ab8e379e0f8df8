"""The printed control sheet, read back; its words in four languages."""

from base64 import b64decode
from datetime import time
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from backend.core.clock import lima_instant
from backend.core.text import LANGUAGES, say
from backend.work.printing import COLUMNS, control_sheet
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import FRIDAY
from tests.work.phone_work import asked

pytestmark = pytest.mark.anyio


def text_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def person(surnames: str, record=None) -> dict:
    return {"surnames": surnames, "given_names": "Ñusta", "record": record}


def sheet(people: list[dict], language: str = "es", prices=()) -> list[str]:
    day = {"workshop": "Panadería 2", "prices": list(prices), "people": people}
    return text_of(control_sheet(day, FRIDAY, language))


async def test_the_app_gets_a_sheet_with_what_is_recorded_and_blanks_for_the_rest(db, owner):
    shop = await work.workshop(owner)
    one, two = [
        (await registry.inmate(owner, surnames=surnames)).id for surnames in ("Ñahui", "Šimić")
    ]
    for inmate_id in (one, two):
        await registry.custody_event(owner, inmate_id, on=work.SINCE)
    first = await work.worker(owner, shop, inmate_id=one)
    await work.worker(owner, shop, inmate_id=two)
    price_id = await work.price(owner, shop, product="polo", operation="armado")
    await work.send([work.said(first, pieces=[work.made(price_id, 40, 3)])])

    printed = await asked(work.supervisor(), "workSheetPdf", workshopId=shop, onDay=FRIDAY)

    (page,) = text_of(b64decode(printed["content"]))
    lines = page.splitlines()
    assert printed["name"] == "2026-03-06.pdf"
    assert lines[0].startswith("Hoja de control: Taller ") and lines[1] == "Día: 06/03/2026"
    filled, blank = page[page.index("1 Ñahui") : page.index("2 Šimić")], lines[-1]
    assert " ".join(filled.split()) == "1 Ñahui, Julián 08:00 17:00 8:00 polo · armado 40 3 37"
    assert " ".join(blank.split()) == "2 Šimić, Julián"


async def test_a_second_price_is_a_second_row_and_an_absence_is_blank():
    prices = [
        {"id": uuid4(), "product": product, "operation": "armado"} for product in ("polo", "buzo")
    ]
    pieces = [
        {"price_id": price["id"], "made": made, "rejected": 0}
        for price, made in zip(prices, (4, 5), strict=True)
    ]
    hours = {
        "begins_at": lima_instant(FRIDAY, time(22)), "ends_at": lima_instant(FRIDAY, time(23, 30)),
        "minutes": 90, "pieces": pieces,
    }  # fmt: skip
    away = {"begins_at": None, "ends_at": None, "minutes": 0, "pieces": []}

    (page,) = sheet([person("Uno", hours), person("Dos", away)], prices=prices)

    assert " ".join(page[page.index("1 Uno") :].split()) == (
        "1 Uno, Ñusta 22:00 23:30 1:30 polo · armado 4 0 4 buzo · armado 5 0 5 2 Dos, Ñusta"
    )


async def test_a_long_sheet_has_its_headings_on_every_page():
    pages = sheet([person(f"Quispe {nth:03}") for nth in range(1, 121)])

    assert len(pages) > 3
    assert all("Apellidos y nombres" in page and "Firma o huella" in page for page in pages)
    assert all(any(f"Quispe {nth:03}" in page for page in pages) for nth in range(1, 121))


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_sheet_has_all_its_columns_in_every_language(language):
    (page,) = sheet([], language)

    headings = " ".join(say(f"control_sheet.{column}", language) for column in COLUMNS)
    assert "Panadería 2" in page
    assert set(headings.split()) <= set(page.split())
