"""`encuentro culture-report …`, run as an office runs it: of one establishment, or of the whole country."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from docx import Document

from backend.cli.culture import MeasureError, measure_of
from backend.programmes.commands.culture import save_culture_report
from tests.programmes import make_culture as cultures
from tests.programmes import make_programmes as make
from tests.programmes.make_culture import MEASURE, NOW
from tests.programmes.make_programmes import HERE
from tests.test_cli import run

YEAR = datetime.now(UTC).year - 1
"""The command reads the clock: last year is over."""


async def world(owner) -> cultures.World:
    """Two places, one woman who took part at both, and four men at one."""
    found = await cultures.world(owner)
    ana = await found.person("F")
    men = [await found.person("M") for _ in range(4)]
    for place, people in ((HERE, [ana, *men]), ("chiclayo", [ana])):
        date_id = await found.held(await found.event(at=place), f"{YEAR}-03-14 15:00", at=place)
        for one in people:
            await found.part(date_id, one, 60)
    return found


def words(file: Path) -> str:
    return file.read_text(encoding="utf-8-sig")


@pytest.mark.anyio
async def test_the_whole_country_with_its_words_from_a_file(db, owner, tmp_path):
    await world(owner)
    measure = tmp_path / "medida.toml"
    measure.write_text(
        'title = "Arte para todos"\ngoals = ["rights"]\nyouth = false\nstart_year = 2017\n'
        f'rate = "3.75"\nrate_on = {YEAR}-12-31\nrate_source = "SBS"\n'
    )
    files = {kind: tmp_path / f"informe.{kind}" for kind in ("pdf", "docx", "csv")}
    asked = [word for kind, file in files.items() for word in (f"--{kind}", str(file))]

    ended = run(db, "culture-report", "--year", str(YEAR), "--measure", str(measure), *asked)

    assert ended.returncode == 0, ended.stderr
    rows = list(csv.reader(words(files["csv"]).splitlines()))
    assert ["Título de la medida", "Arte para todos"] in rows and ["Todo el país"] in rows
    assert ["Beneficiarios", "5"] in [row[:2] for row in rows]
    assert ["Participaciones", "6"] in [row[:2] for row in rows]
    assert [row[1] for row in rows if row[0:1] == ["E.P. de Chiclayo"]] == ["1"]
    assert files["pdf"].read_bytes().startswith(b"%PDF")
    shown = [each.text for each in Document(BytesIO(files["docx"].read_bytes())).paragraphs]
    assert "Arte para todos" in shown
    told = await owner.fetchrow(
        "select * from audit_entry where action = 'programmes.culture_report.taken'"
    )
    assert (told["establishment_id"], told["actor_kind"]) == ("-", "system")


@pytest.mark.anyio
async def test_one_establishment_with_the_words_that_its_office_saved(db, owner, tmp_path):
    await world(owner)
    said = {"establishment_id": HERE, "year": YEAR, "version": 0, "now": NOW}
    early = replace(MEASURE, rate=None, rate_on=None, rate_source="")
    await save_culture_report(make.coordinator(), uuid4(), **said, measure=early)
    public, inside = tmp_path / "a.csv", tmp_path / "b.csv"
    place = ("culture-report", "--year", str(YEAR), "--establishment", HERE, "--language", "en")

    assert run(db, *place, "--csv", str(public)).returncode == 0
    assert run(db, *place, "--csv", str(inside), "--small-counts").returncode == 0

    assert "Orquestas y coros" in words(public)
    assert "Women,fewer than 5\nMen,fewer than 5\n" in words(public)
    assert "Women,1\r\nMen,4" in inside.read_bytes().decode("utf-8-sig")
    assert "By establishment" not in words(public)


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ('glory = "x"', "glory"),
        ("title = 3", "title"),
        ("goals = [1]", "goals"),
        ("rate = 3.75", "rate"),
        ('rate = "3.75"', "measure.rateOn"),
        ('goals = ["glory"]', "measure.goals"),
        ("title = ", "medida.toml"),
    ],
)
def test_a_file_of_words_that_cannot_be_used_is_told(tmp_path, told, why):
    measure = tmp_path / "medida.toml"
    measure.write_text(told)

    with pytest.raises(MeasureError, match=why):
        measure_of(measure, YEAR, date(YEAR + 1, 1, 1))


@pytest.mark.anyio
async def test_no_file_is_written_over_and_none_is_left_half_made(db, owner, tmp_path):
    await cultures.world(owner)
    mine, new = tmp_path / "mine.csv", tmp_path / "new.pdf"
    mine.write_text("mine")
    year = ("culture-report", "--year", str(YEAR))

    over = run(db, *year, "--pdf", str(new), "--csv", str(mine))
    nowhere = run(db, *year, "--establishment", "nowhere", "--pdf", str(new))
    lost = run(db, *year, "--pdf", str(new), "--measure", str(tmp_path / "no.toml"))

    for ended, why in ((over, "mine.csv"), (nowhere, "encuentro: "), (lost, "no.toml")):
        assert ended.returncode == 1 and why in ended.stderr and "Traceback" not in ended.stderr
    assert mine.read_text() == "mine" and not new.exists()
