"""The printed control sheet, read back; its words in four languages."""

from base64 import b64decode
from datetime import time, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from pypdf import PdfReader

from backend.core.clock import lima_instant
from backend.core.text import LANGUAGES, catalogue, say
from backend.work.commands import Absence, Incident, WorkPlace
from backend.work.printing import COLUMNS, SIGNERS, control_sheet
from tests.registry import make_registry as registry
from tests.work import make_work as work
from tests.work.make_work import FRIDAY, NOW
from tests.work.phone_work import asked, plain

pytestmark = pytest.mark.anyio


def text_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def person(surnames: str, *records: dict, grade: str | None = None) -> dict:
    return {"surnames": surnames, "given_names": "Ñusta", "grade": grade, "records": records}


def shift(begins: int, ends: int, **about) -> dict:
    """From hour to hour, in the workshop."""
    return {
        "shift": 1,
        "begins_at": lima_instant(FRIDAY, time(begins)),
        "ends_at": lima_instant(FRIDAY, time(ends)),
        "minutes": (ends - begins) * 60,
        "place": "workshop",
        "absence": None,
        "incident": None,
        "flags": [],
        "pieces": [],
    } | about


def away(absence: Absence) -> dict:
    return shift(0, 0, begins_at=None, ends_at=None, absence=absence)


def priced(*products: str) -> list[dict]:
    return [{"id": uuid4(), "product": product, "operation": "armado"} for product in products]


def made(price: dict, pieces: int, rejected: int = 0, why: str | None = None) -> dict:
    return {"price_id": price["id"], "made": pieces, "rejected": rejected, "reject_reason": why}


def sheet(people: list[dict], language: str = "es", prices=(), **about) -> list[str]:
    day = {
        "workshop": "Panadería 2", "establishment": "Huaraz", "place": "Pabellón 1",
        "authorised": None, "prices": list(prices), "people": people,
    }  # fmt: skip
    return text_of(control_sheet(day | about, FRIDAY, language))


def from_first_to_last(page: str, first: str, last: str) -> str:
    """What the page says between them, in one line."""
    start = page.index(first)
    return " ".join(page[start : page.index(last, start)].split())


SIGNED = "Supervisión del taller: nombre, firma y fecha"


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
    assert lines[0].startswith("Hoja de control: Taller ")
    assert lines[1] == "Establecimiento: E.P. de Huaraz · Lugar: Pabellón 1 · Día: 06/03/2026"
    assert from_first_to_last(page, "1 Ñahui", "2 Šimić") == (
        "1 Ñahui, Julián 1 08:00 17:00 8:00 Taller polo · armado 40 3 37 costura"
    )
    assert from_first_to_last(page, "2 Šimić", SIGNED) == "2 Šimić, Julián"


async def test_a_second_shift_and_a_second_price_have_rows_of_their_own():
    polo, buzo = prices = priced("polo", "buzo")
    twice = [
        shift(8, 12, pieces=[made(polo, 4), made(buzo, 5)]),
        shift(18, 20, shift=2, pieces=[made(polo, 2, 1, "costura abierta")]),
    ]

    (page,) = sheet([person("Uno", *twice, grade="B"), person("Dos")], prices=prices)

    assert from_first_to_last(page, "1 Uno", SIGNED) == (
        "1 Uno, Ñusta B 1 08:00 12:00 4:00 Taller polo · armado 4 0 4 buzo · armado 5 0 5 "
        "1 Uno, Ñusta B 2 18:00 20:00 2:00 Taller polo · armado 2 1 1 costura abierta 2 Dos, Ñusta"
    )


async def test_a_row_says_why_somebody_did_not_work_where_they_did_and_what_happened():
    people = [
        person("Uno", away(Absence.MEDICAL)),
        person("Dos", shift(8, 12, place="corridor", incident="injury", flags=["isolation"])),
        person("Tres", away(Absence.ISOLATION)),
    ]

    (page,) = sheet(people)

    assert from_first_to_last(page, "1 Uno", SIGNED) == (
        "1 Uno, Ñusta 1 Atención médica "
        "2 Dos, Ñusta 1 08:00 12:00 4:00 Pasillo Se lastimó. En aislamiento "
        "3 Tres, Ñusta 1 En aislamiento"
    )


async def test_a_sheet_says_where_it_is_from_what_lets_it_count_and_who_signs():
    (page,) = sheet([person("Uno")], authorised="12-2026")

    assert "Lugar: Pabellón 1 · Día: 06/03/2026 · Autorización: 12-2026" in page
    assert SIGNED in page and "Jefatura de trabajo: nombre, firma y fecha" in page
    assert page.rstrip().endswith("Panadería 2 · 06/03/2026 · 1/1")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_forty_people_and_the_signatures_take_two_pages(language):
    (polo,) = prices = priced("polo de algodón")
    names = "Rodríguez de la Cruz"
    people = [person(names, shift(8, 16, pieces=[made(polo, 40)])) for _ in range(35)]
    people += [person(names, away(absence)) for absence in list(Absence)[:5]]

    pages = sheet(people, language, prices)

    assert len(pages) == 2
    for signer in SIGNERS:
        words = say(f"control_sheet.{signer}", language)
        assert [words in page for page in pages] == [False, True]


async def test_the_two_signatures_go_to_another_page_together():
    for count, where in ((21, [True]), (22, [False, True])):
        pages = sheet([person(f"Quispe {nth}") for nth in range(count)])

        assert [SIGNED in page for page in pages] == where
        assert ["Jefatura de trabajo" in page for page in pages] == where


async def test_a_long_sheet_has_its_headings_on_every_page():
    pages = sheet([person(f"Quispe {nth:03}") for nth in range(1, 121)])

    assert len(pages) > 3
    assert all("Apellidos y nombres" in page and "Firma o huella" in page for page in pages)
    assert all(any(f"Quispe {nth:03}" in page for page in pages) for nth in range(1, 121))


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_a_row_may_say_has_words(language):
    vocabulary = {"place": WorkPlace, "absence": Absence, "incident": Incident}
    wanted = {f"sheet_{what}.{code.value}" for what, codes in vocabulary.items() for code in codes}

    assert {key for key in catalogue(language) if key.startswith("sheet_")} == wanted


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_sheet_has_all_its_columns_in_every_language(language):
    (page,) = sheet([], language)

    headings = " ".join(say(f"control_sheet.{column}", language) for column in COLUMNS)
    assert "Panadería 2" in page
    assert set(headings.split()) <= set(page.split())


async def test_the_app_gets_every_shift_of_a_day_and_of_the_day_before_and_an_old_phone_the_first(
    db, owner
):
    shop = await work.workshop(owner)
    one, other = await work.worker(owner, shop), await work.worker(owner, shop)
    for day in (FRIDAY - timedelta(days=1), FRIDAY):
        evening = lima_instant(day, time(18))
        await work.send(
            [
                work.said(one, worked_on=day),
                work.said(one, worked_on=day, shift=3, begins_at=evening,
                          ends_at=evening + timedelta(hours=2), minutes=120),
            ],
            now=NOW + timedelta(days=1),
        )  # fmt: skip
    await work.send([work.said(other, shift=2)])

    day = await asked(work.supervisor(), "workDay", workshopId=shop, onDay=FRIDAY)

    told = {
        which: sorted((each["enrolmentId"], each["record"]["shift"], each["record"]["workedOn"])
                      for each in day[which])
        for which in ("records", "recordsBefore")
    }  # fmt: skip
    mine, theirs = str(one.enrolment_id), str(other.enrolment_id)
    assert told == {
        "records": sorted(
            [(mine, 1, "2026-03-06"), (mine, 3, "2026-03-06"), (theirs, 2, "2026-03-06")]
        ),
        "recordsBefore": [(mine, 1, "2026-03-05"), (mine, 3, "2026-03-05")],
    }
    old = await plain(
        work.supervisor(), "query($shop: UUID!, $day: Day!) { workDay(workshopId: $shop, onDay: $day)"
        " { people { enrolmentId record { shift } before { shift } } } }", shop=shop, day=FRIDAY,
    )  # fmt: skip
    assert {each["enrolmentId"]: (each["record"], each["before"]) for each in old["people"]} == {
        mine: ({"shift": 1}, {"shift": 1}),
        theirs: ({"shift": 2}, None),
    }
