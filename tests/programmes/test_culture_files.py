"""The report as files, read back: the same fields in the same order, small counts unsaid, and nobody's name."""

import csv
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO, StringIO
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from backend.core.actor import Role, Staff
from backend.programmes.commands.culture import save_culture_report
from backend.programmes.culture_paper import About, Paper, culture_paper
from backend.programmes.printing_culture import MEDIA, CultureFormat, culture_file, file_name
from backend.programmes.rules.figures import (
    PartnerGiven,
    PlaceFigure,
    Year,
)
from backend.programmes.rules.measure import UNFILLED
from tests.earnings.paper import about as about_pdf
from tests.earnings.paper import text_of
from tests.programmes import make_culture as cultures
from tests.programmes import make_programmes as make
from tests.programmes.make_culture import MEASURE, YEAR
from tests.programmes.make_programmes import HERE
from tests.programmes.test_culture_figures import country, figures
from tests.registry import make_registry as registry
from tests.work.phone_work import asked, refusal

pytestmark = pytest.mark.anyio
NOW = datetime(2027, 1, 5, 15, tzinfo=UTC)
"""The year is over: its report may be for everybody."""

FORMATS = {"PDF": CultureFormat.PDF, "DOCX": CultureFormat.DOCX, "CSV": CultureFormat.CSV}


def words_of(paper: Paper) -> list[str]:
    """Everything a report says, in its order."""
    said = [paper.title, *paper.lines]
    for part in paper.parts:
        said += [part.title, part.note, *part.heads, *(cell for row in part.rows for cell in row)]
    return [" ".join(each.split()) for each in said if each]


def docx_words(made: bytes) -> list[str]:
    said: list[str] = []
    for block in Document(BytesIO(made)).iter_inner_content():
        if isinstance(block, Table):
            said += [cell.text for row in block.rows for cell in row.cells]
        elif isinstance(block, Paragraph):
            said.append(block.text)
    return [" ".join(each.split()) for each in said if each]


def csv_rows(made: bytes) -> list[list[str]]:
    assert made.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(made.decode("utf-8-sig"), newline="")))


def csv_words(made: bytes) -> list[str]:
    return [" ".join(cell.split()) for row in csv_rows(made) for cell in row if cell]


def table(made: bytes, title: str) -> list[list[str]]:
    """Rows below a part's heads in a CSV."""
    rows = csv_rows(made)
    start = next(nth for nth, row in enumerate(rows) if row == [title])
    end = next((nth for nth, row in enumerate(rows) if nth > start and not row), len(rows))
    return [row for row in rows[start + 1 : end] if len(row) > 1][1:]


async def lively(owner: asyncpg.Connection) -> cultures.World:
    """Three women and nine men at two dates; an audience; money; a partner; a report."""
    world = await cultures.world(owner)
    first = await world.held(await world.event("concert"), "2026-03-14 15:00")
    second = await world.held(await world.event("workshop"), "2026-05-16 15:00")
    for nth, sex in enumerate("FFFMMMMMMMMM"):
        born = None if nth == 11 else date(1960 + 3 * nth, 1, 1)
        await world.part(first, await world.person(sex, born), 90)
    await world.part(second, await world.person("M", date(1980, 1, 1)), 45)
    await world.count(first, "public", 120, 30)
    await world.count(second, "relative", 2, 1)
    await world.line("treasury", 100_000, 37_512)
    partner = await world.partner("=Municipalidad de Lima", "public")
    await world.gift(partner, None, date(2026, 3, 1), kind="in_kind")
    return world


async def taken(reader: Staff, kind: str, *, public: bool = True, year: int = YEAR) -> Any:
    found = {"establishmentId": HERE, "year": year, "format": kind, "public": public, "now": NOW}
    return await asked(reader, "cultureFile", **found)


async def save(writer: Staff) -> None:
    await save_culture_report(
        writer, uuid4(), establishment_id=HERE, year=YEAR, version=0, measure=MEASURE, now=NOW
    )


@pytest.mark.parametrize("public", [True, False])
@pytest.mark.parametrize("language", ["es", "en"])
async def test_all_three_files_say_the_same_in_the_same_order(db, owner, public, language):
    await lively(owner)
    reader = replace(make.coordinator(), language=language)
    await save(reader)
    about = About("E.P. de Huaraz", MEASURE, Year(await figures(), ()), public, NOW)
    said = words_of(culture_paper(about, language))

    files = {kind: await taken(reader, kind, public=public) for kind in FORMATS}
    made = {kind: b64decode(each["base64"]) for kind, each in files.items()}

    assert docx_words(made["DOCX"]) == said
    assert csv_words(made["CSV"]) == [f"'{each}" if each[0] in "=+-@" else each for each in said]
    printed = text_of(files["PDF"]["base64"])
    assert {word for each in said for word in each.split()} <= set(printed.split())
    headings = [part.title for part in culture_paper(about, language).parts]
    assert sorted(headings, key=printed.index) == headings
    for kind, each in files.items():
        assert each["name"] == f"huaraz-2026.{kind.lower()}"
        assert each["mediaType"] == MEDIA[FORMATS[kind]]


async def test_the_form_asks_for_its_fields_in_its_order_and_says_what_is_unfilled(db, owner):
    await lively(owner)
    writer = make.coordinator()

    unfilled = b64decode((await taken(writer, "CSV"))["base64"])
    await save(writer)
    filled = b64decode((await taken(writer, "CSV"))["base64"])

    rows = csv_rows(unfilled)
    start = rows.index(["Campos de la medida"])
    assert rows[start + 1 : start + 16] == [
        ["Título de la medida", "sin llenar"],
        ["Organismo responsable", "Instituto Nacional Penitenciario (INPE)"],
        ["Principales características", "sin llenar"],
        ["Resultados obtenidos hasta ahora", "sin llenar"],
        [
            "Recursos financieros en dólares (USD)",
            "S/ 375.12 gastados; sin llenar el tipo de cambio",
        ],
        ["Aliados: nombre y tipo de entidad", "'=Municipalidad de Lima: Sector público"],
        ["¿Se evaluó la medida?", "sin llenar"],
        ["Principales conclusiones de la evaluación", "sin llenar"],
        ["Objetivos de la Convención", "sin llenar"],
        ["Ámbitos culturales", "sin llenar"],
        ["Nivel", "sin llenar"],
        ["Año de inicio", "sin llenar"],
        ["Sitio web", "sin llenar"],
        ["Dirigida a jóvenes", "sin llenar"],
        ["Cadena de valor", "sin llenar"],
    ]
    answers = [row[1] for row in csv_rows(filled)[start + 1 : start + 16]]
    assert (
        answers[0] == "Orquestas y coros" and answers[2] == "Talleres todo el año.\nDos conciertos."
    )
    assert answers[4] == (
        "USD 100.00\nS/ 375.12 gastados, a 3.7512 soles por dólar, del 30/10/2026,"
        " según: Superintendencia de Banca, venta"
    )
    assert answers[6:] == [
        "Sí", "Conviene seguir.", "Gobernanza sostenible; Derechos humanos y libertades fundamentales", "Música",
        "Regional", "2017", "https://example.org/arte", "No", "Creación; Acceso",
    ]  # fmt: skip
    assert table(filled, "Gasto en dólares") == [
        ["S/ 375.12", "3.7512", "30/10/2026", "Superintendencia de Banca, venta", "100.00"]
    ]
    assert table(filled, "Dinero por fuente")[-1] == ["Total", "S/ 1,000.00", "S/ 375.12"]
    assert table(filled, "Aliados y lo que aportaron") == [
        ["'=Municipalidad de Lima", "Sector público", "S/ 0.00", "S/ 0.00", "1"]
    ]


async def test_counts_of_few_are_said_inside_and_not_to_everybody(db, owner):
    await lively(owner)
    reader = make.coordinator()

    inside = b64decode((await taken(reader, "CSV", public=False))["base64"])
    outside = b64decode((await taken(reader, "CSV"))["base64"])

    few, kept = "menos de 5", "menos de 5 o reservado"
    assert table(inside, "Personas que participaron, por sexo") == [
        ["Mujeres", "3"],
        ["Hombres", "10"],
        ["Total", "13"],
    ]
    assert table(outside, "Personas que participaron, por sexo") == [
        ["Mujeres", kept],
        ["Hombres", kept],
        ["Total", "13"],
    ]
    months = {row[0]: row[1:] for row in table(outside, "Por mes")}
    assert months["03/2026"] == ["1", kept, kept, "no se dice"]
    assert months["05/2026"] == ["1", kept, kept, "no se dice"]
    assert months["04/2026"] == ["0", "0", "0", "0 h 0 min"]
    assert months["Total"] == ["2", "153", "13", "18 h 45 min"]
    assert {row[0]: row[1:] for row in table(inside, "Por mes")}["05/2026"] == [
        "1",
        "3",
        "1",
        "0 h 45 min",
    ]
    classes = {row[0]: row[1:] for row in table(outside, "Público presente, por clase")}
    assert classes["Familiares"] == [few, few] and classes["Público general"] == ["120", "30"]
    counts = [cell for row in csv_rows(outside) for cell in row if cell in "1234" and cell]
    assert set(counts) <= {"1", "2"}  # dates and activities alone, and what nobody valued
    assert "Personas que participaron, por sexo y edad" in csv_words(inside)
    assert "Personas que participaron, por sexo y edad" not in csv_words(outside)


async def test_nobody_is_named_and_no_file_says_where_in_its_name(db, owner):
    world = await lively(owner)
    held = await registry.inmate(owner, given_names="Zqnombre", surnames="Zqapellido")
    date_id = await world.held(await world.event(), "2026-06-13 15:00")
    await world.part(date_id, held.id, 60)
    for kind in FORMATS:
        for public in (True, False):
            file = await taken(make.coordinator(), kind, public=public)
            made = b64decode(file["base64"])
            said = (
                text_of(file["base64"])
                if kind == "PDF"
                else " ".join(docx_words(made) if kind == "DOCX" else csv_words(made))
            )
            assert "Beneficiarios" in said and "Zq" not in said
            if kind == "PDF":
                assert "Zq" not in about_pdf(file["base64"])
            if kind == "DOCX":
                properties = Document(BytesIO(made)).core_properties
                assert (properties.author, properties.comments, properties.created) == ("", "", NOW)
    assert re.fullmatch(r"huaraz-2026\.csv", file["name"])
    assert file_name(None, YEAR, CultureFormat.PDF) == "pais-2026.pdf"


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (datetime(2027, 1, 1, 4, 59, tzinfo=UTC), "BAD_INPUT"),  # an hour of Lima before
        (datetime(2027, 1, 1, 5, 0, tzinfo=UTC), None),
    ],
)
async def test_a_report_for_everybody_waits_until_its_year_is_over(db, owner, now, code):
    """Two of one year would be told apart: what is in the second alone is of few people."""
    await lively(owner)
    said = {"establishmentId": HERE, "year": YEAR, "format": "CSV", "now": now}
    if code is None:
        assert (await asked(make.coordinator(), "cultureFile", **said, public=True))["base64"]
        return

    got, _ = await refusal(make.coordinator(), "cultureFile", **said, public=True)

    assert got == code
    assert not await owner.fetchval("select count(*) from audit_entry where action like '%taken'")
    assert (await asked(make.coordinator(), "cultureFile", **said, public=False))["base64"]


async def test_a_place_with_a_count_that_is_not_said_says_none_of_its_people(db, owner):
    await cultures.world(owner)
    people = {"a": (40, 6, 3), "b": (50, 70, 4), "c": (60, 80, 44)}
    places = tuple(PlaceFigure(name, name, 9, *counts, 0) for name, counts in people.items())
    about = About(None, UNFILLED, Year(await figures(), places), True, NOW)

    rows = table(
        culture_file(culture_paper(about, "es"), NOW, CultureFormat.CSV), "Por establecimiento"
    )

    assert [len(set(row[2:5])) for row in rows] == [1, 1, 3]
    assert rows[2][:5] == ["c", "9", "60", "80", "44"]


async def test_every_file_that_is_taken_is_written_down(db, owner):
    await cultures.world(owner)
    await taken(make.coordinator(), "CSV", public=False)

    [entry] = await owner.fetch("select * from audit_entry")

    assert (entry["action"], entry["establishment_id"]) == ("programmes.culture_report.taken", HERE)
    assert entry["facts"] == '{"year": 2026, "public": false}'


async def test_only_who_plans_at_the_place_takes_a_file(db, owner):
    await cultures.world(owner)
    await registry.establishment(owner, "chiclayo")
    place = {"establishmentId": HERE, "year": YEAR, "format": "CSV", "public": True, "now": NOW}

    for role in set(Role) - {Role.PROGRAMME_COORDINATOR, Role.DIRECTOR}:
        code, _ = await refusal(registry.officer(HERE, role=role), "cultureFile", **place)
        assert code == "NOT_ALLOWED"
    code, _ = await refusal(make.coordinator("chiclayo"), "cultureFile", **place)
    assert code == "NOT_ALLOWED"
    assert not await owner.fetchval(
        "select count(*) from audit_entry where action like 'programmes.culture%'"
    )


async def test_an_empty_year_says_so(db, owner):
    await cultures.world(owner)

    made = b64decode((await taken(make.coordinator(), "CSV"))["base64"])

    assert ["En 2026 no se registró ninguna actividad: todas las cifras son cero."] in csv_rows(
        made
    )
    assert {row[1] for row in table(made, "Cifras del año")} == {"0", "0 h 0 min"}
    assert {cell for row in table(made, "Por mes") for cell in row[1:]} == {"0", "0 h 0 min"}
    world = await lively(owner)
    assert world.rows
    again = b64decode((await taken(make.coordinator(), "CSV"))["base64"])
    assert "todas las cifras son cero" not in " ".join(csv_words(again))


async def test_the_whole_country_is_told_by_establishment(db, owner):
    await lively(owner)
    year = await country()
    about = About(None, UNFILLED, year, False, NOW)

    made = culture_file(culture_paper(about, "es"), NOW, CultureFormat.CSV)

    assert ["Todo el país"] in csv_rows(made)
    assert table(made, "Por establecimiento") == [
        ["E.P. de Huaraz", "2", "153", "13", "13", "S/ 375.12"]
    ]


async def test_long_words_of_any_kind_are_printed_whole(db, owner):
    """Eight thousand signs over several pages, of letters that a font may lack; a partner's name without a space."""
    world = await lively(owner)
    long = " ".join(f"palabra{nth}" for nth in range(700))
    measure = replace(MEASURE, features=long, results="¿Ñandú? Çà 😀 漢字\n\n=1+1")
    figures_ = replace(await figures(), partners=(PartnerGiven("N" * 120, "company", 10**9, 1, 0),))
    places = tuple(PlaceFigure(f"x{nth}", f"E.P. {nth}", 1, 2, 3, 4, 5) for nth in range(69))
    about = About(None, measure, Year(figures_, places), True, NOW)
    paper = culture_paper(about, "es")

    made = {kind: culture_file(paper, NOW, kind) for kind in CultureFormat}

    assert world and docx_words(made[CultureFormat.DOCX]) == words_of(paper)
    printed = text_of(b64encode(made[CultureFormat.PDF]).decode())
    assert set(long.split()) <= set(printed.split())
    assert "E.P. 68" in printed and printed.count("N") >= 120
    assert ["Resultados obtenidos hasta ahora", "¿Ñandú? Çà 😀 漢字\n\n=1+1"] in csv_rows(
        made[CultureFormat.CSV]
    )
    assert made[CultureFormat.PDF] == culture_file(paper, NOW, CultureFormat.PDF)
