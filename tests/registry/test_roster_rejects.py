"""Lines a load refuses: each explained, put aside, and ready to be put right."""

import csv
import os
import stat
from collections import Counter
from pathlib import Path

import asyncpg
import pytest

from backend.core.errors import Code, DomainError
from backend.registry.rules.reasons import Reason
from tests.conftest import Database
from tests.registry.make_roster import (
    COLUMNS,
    establishments,
    load,
    people,
    rejected,
    row,
    standing,
    text,
)

pytestmark = pytest.mark.anyio


@pytest.fixture
async def places(db: Database) -> None:
    await establishments()


BAD = {
    Reason.INMATE_UNKNOWN: row(evento_id="b1", evento="libertad", registro="NADIE-1"),
    Reason.PERSON_DIFFERS: row(
        evento_id="b2",
        evento="libertad",
        registro="P-00001",
        apellidos="Otra",
        nombres="Persona",
        sexo="F",
    ),
    Reason.EVENT_ID_REUSED: row(
        evento_id="p1", evento="libertad", registro="P-00001", fecha_efectiva="2025-05-05"
    ),
    Reason.ALREADY_HELD: row(
        evento_id="b4", registro="P-00001", establecimiento="ica", fecha_efectiva="2025-05-05"
    ),
    Reason.NOT_OUTSIDE: row(
        evento_id="b5", evento="retorno", registro="P-00001", fecha_efectiva="2025-05-05"
    ),
    Reason.WRONG_ORIGIN: row(
        evento_id="b6",
        evento="libertad",
        registro="P-00001",
        establecimiento="ica",
        fecha_efectiva="2025-05-05",
    ),
    Reason.SAME_PLACE: row(
        evento_id="b7",
        evento="traslado",
        registro="P-00001",
        establecimiento_destino="lurigancho",
        fecha_efectiva="2025-05-05",
    ),
    Reason.NOT_ADMITTED_YET: row(
        evento_id="b8", evento="libertad", registro="P-00001", fecha_efectiva="2020-05-05"
    ),
    Reason.STAGE_NOT_OF_REGIME: row(
        evento_id="b9",
        evento="cambio de etapa",
        registro="P-00001",
        etapa="extrema seguridad",
        fecha_efectiva="2025-05-05",
    ),
    Reason.NAME_MISSING: row(evento_id="b10", registro="N-1000", nombres=""),
    Reason.DATE_IN_FUTURE: row(evento_id="b11", registro="N-1001", fecha_efectiva="2027-01-01"),
    Reason.DOCUMENT_HELD_ALREADY: row(
        evento_id="b12", registro="N-1002", tipo_documento="DNI", numero_documento="00090001"
    ),
}


async def test_every_bad_line_is_named_and_the_good_ones_are_kept(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    held = row(evento_id="d", registro="D-0001", tipo_documento="DNI", numero_documento="00090001")
    await load(tmp_path, text(*people(1), held))
    before = await standing(owner, "P00001")
    good = people(len(BAD) + 1, first=100)
    mixed = [line for pair in zip(good, BAD.values(), strict=False) for line in pair] + [good[-1]]
    content = text(*mixed).encode() + b"broken \xff line\n" + b'"open\n'
    report = await load(tmp_path, content)
    assert report.kept == len(good)
    assert report.reasons == Counter(
        [reason.value for reason in BAD] + ["BAD_ENCODING", "QUOTE_NOT_CLOSED"]
    )
    found = rejected(tmp_path)
    assert [(int(line["linea"]), line["motivo"]) for line in found[:-2]] == [
        (3 + 2 * nth, reason.value) for nth, reason in enumerate(BAD)
    ]
    assert all(line["explicacion"] for line in found)
    for line, cells in zip(found, BAD.values(), strict=False):
        assert [line[column] for column in COLUMNS] == cells
    assert [line["linea_original"] for line in found[-2:]] == ["broken \\xff line", '"open']
    assert await standing(owner, "P00001") == before
    assert await owner.fetchval("select count(*) from inmate") == 2 + len(good)


async def test_a_line_the_database_refuses_takes_no_other_with_it(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await owner.execute(
        "alter table inmate add constraint unlucky check (surnames <> 'Quispe Vetado')"
    )
    lines = people(50)
    lines[20][COLUMNS.index("apellidos")] = "Quispe Vetado"
    lines[33][COLUMNS.index("apellidos")] = "Quispe Vetado"
    report = await load(tmp_path, text(*lines))
    assert (report.kept, report.rejected) == (48, 2)
    assert [(line["linea"], line["motivo"]) for line in rejected(tmp_path)] == [
        ("22", "DATABASE_REFUSED"),
        ("35", "DATABASE_REFUSED"),
    ]
    assert await owner.fetchval("select count(*) from custody_event") == 48


async def test_rejected_lines_can_be_put_right_and_loaded_again(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    await load(
        tmp_path,
        text(*people(2), row(evento_id="w", registro="W-0001", sexo="?", nombres="Ana-María")),
    )
    rejects = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    assert "?" in rejects
    report = await load(tmp_path, rejects.replace("?", "F"))
    assert (report.read, report.kept, report.rejected) == (1, 1, 0)
    assert await owner.fetchval("select sex from inmate where given_names = 'Ana-María'") == "F"


@pytest.mark.parametrize("evil", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "'=1"])
async def test_no_cell_of_the_rejects_file_is_a_formula(
    places: None, tmp_path: Path, evil: str
) -> None:
    await load(tmp_path, text(row(nombres=evil, apellidos="x\ty" if evil == "+1" else "Quispe")))
    page = (tmp_path / "rejects.csv").read_text(encoding="utf-8-sig")
    for line in csv.reader(page.splitlines()):
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in line)
    (line,) = rejected(tmp_path)
    assert line["nombres"] == "'" + evil.removeprefix("'")
    await load(tmp_path, page)
    assert rejected(tmp_path) == [{**line, "linea": "2"}], "the mark does not grow"


async def test_the_rejects_file_is_its_owners_alone(places: None, tmp_path: Path) -> None:
    await load(tmp_path, text(row(sexo="?")))
    assert stat.S_IMODE((tmp_path / "rejects.csv").stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["rejects.csv", "roster.csv"]


async def test_rejects_never_overwrite_the_file_itself(places: None, tmp_path: Path) -> None:
    content = text(row())
    with pytest.raises(DomainError) as refused:
        await load(tmp_path, content, rejects_path=tmp_path / "roster.csv")
    assert refused.value.code is Code.ROSTER_REJECTS_OVER_FILE
    assert (tmp_path / "roster.csv").read_text() == content


async def test_rejects_never_take_the_place_of_a_device_or_a_folder(
    places: None, tmp_path: Path
) -> None:
    """A file is put in place by renaming, which would replace `/dev/null` for everybody."""
    os.mkfifo(tmp_path / "pipe")
    for occupied in (tmp_path / "pipe", tmp_path):
        with pytest.raises(DomainError) as refused:
            await load(tmp_path, text(row()), rejects_path=occupied)
        assert refused.value.code is Code.ROSTER_REJECTS_OVER_FILE
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


async def test_a_rejects_file_that_cannot_be_written_stops_the_load_before_it_begins(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    with pytest.raises(DomainError) as refused:
        await load(tmp_path, text(row()), rejects_path=tmp_path / "nowhere" / "rejects.csv")
    assert refused.value.code is Code.ROSTER_FILE_MISSING
    assert await owner.fetchval("select count(*) from inmate") == 0


async def test_a_file_changed_under_the_load_spoils_its_own_lines_alone(
    places: None, owner: asyncpg.Connection, tmp_path: Path
) -> None:
    whole = text(*people(20))

    def shorten(line: str) -> None:
        if line.startswith("checking"):
            (tmp_path / "roster.csv").write_text(whole[: len(whole) // 2], encoding="utf-8")

    report = await load(tmp_path, whole, progress=shorten)
    assert report.kept + report.rejected == 20 and report.rejected >= 9
    assert await owner.fetchval("select count(*) from inmate") == report.kept
