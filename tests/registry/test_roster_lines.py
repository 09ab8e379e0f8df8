"""Every kind of malformed line, by itself: the reason it gets, and its sentence."""

from datetime import date
from pathlib import Path

import pytest

from backend.core.errors import Code, DomainError
from backend.registry.roster.reading import LONGEST_LINE, RosterFile
from backend.registry.rules.line import RosterLine, read_line
from backend.registry.rules.naming import plain
from backend.registry.rules.reasons import Reason, Refused
from backend.registry.rules.words import column_names, sentence
from tests.registry.make_roster import COLUMNS, row, text

TODAY = date(2026, 3, 1)
PLACES = {
    "lurigancho": "lurigancho",
    "e p de lurigancho": "lurigancho",
    "216": "lurigancho",
    "ica": "ica",
}


def opened(folder: Path, content: bytes) -> RosterFile:
    file = folder / "roster.csv"
    file.write_bytes(content)
    return RosterFile(file)


def read(folder: Path, line: bytes) -> RosterLine:
    with opened(folder, text().encode() + line + b"\n") as file:
        (raw,) = file.lines()
        return read_line(file.meanings(file.cells(raw)), PLACES, TODAY)


def reason_of(folder: Path, line: bytes) -> Reason:
    with pytest.raises(Refused) as refused:
        read(folder, line)
    assert len(sentence(refused.value)) > 20
    return refused.value.reason


def line_of(**cells: object) -> bytes:
    return text(row(**cells)).splitlines()[1].encode()


def test_a_sound_line_is_read(tmp_path: Path) -> None:
    line = read(
        tmp_path,
        line_of(
            evento_id="L-1",
            establecimiento="E.P. de LURIGANCHO",
            pabellon="Pabellón 5 a",
            registro="t-00.01",
            tipo_documento="D.N.I.",
            numero_documento="00.090.001",
            fecha_efectiva="10/01/2025",
            regimen="Cerrado Ordinario",
            etapa="MÍNIMA",
        ),
    )
    assert (line.event.kind, line.event.effective_on, line.place) == (
        "admission",
        date(2025, 1, 10),
        "lurigancho",
    )
    assert (line.pavilion, line.register, line.event.regime, line.event.stage) == (
        "5 A",
        "T0001",
        "closed_ordinary",
        "minimum",
    )
    assert line.document is not None
    assert (line.document.kind, line.document.number) == ("dni", "00090001")


@pytest.mark.parametrize(
    "line",
    [
        pytest.param(b'"ingreso', id="a quote that is not closed"),
        pytest.param(b'a,"b" c,d', id="signs after a closed quote"),
    ],
)
def test_a_stray_quote_spoils_one_line_alone(tmp_path: Path, line: bytes) -> None:
    content = text().encode() + line + b"\n" + line_of() + b"\n"
    with opened(tmp_path, content) as file:
        bad, good = file.lines()
        with pytest.raises(Refused) as refused:
            file.cells(bad)
        assert refused.value.reason is Reason.QUOTE_NOT_CLOSED
        assert len(file.cells(good)) == len(COLUMNS)


def test_a_line_that_is_no_utf8(tmp_path: Path) -> None:
    assert (
        reason_of(tmp_path, line_of(nombres="NAME").replace(b"NAME", b"Mu\xf1oz"))
        is Reason.BAD_ENCODING
    )


def test_a_stray_nul(tmp_path: Path) -> None:
    assert reason_of(tmp_path, line_of(nombres="Ju\0an")) is Reason.NUL_SIGN


def test_a_line_of_a_megabyte_is_skipped_and_the_next_one_read(tmp_path: Path) -> None:
    content = text().encode() + b"x" * 1_000_000 + b"\n" + line_of() + b"\n"
    with opened(tmp_path, content) as file:
        long, good = file.lines()
        assert (long.number, len(long.data), good.number) == (2, LONGEST_LINE, 3)
        with pytest.raises(Refused) as refused:
            file.cells(long)
        assert refused.value.reason is Reason.LINE_TOO_LONG
        assert len(file.cells(good)) == len(COLUMNS)


@pytest.mark.parametrize("change", [b",", b",,,"])
def test_too_many_columns(tmp_path: Path, change: bytes) -> None:
    assert reason_of(tmp_path, line_of() + change) is Reason.COLUMN_COUNT


def test_too_few_columns(tmp_path: Path) -> None:
    assert reason_of(tmp_path, b"L-1,ingreso,2025-01-10") is Reason.COLUMN_COUNT


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"evento_id": "a b"}, Reason.EVENT_ID_NOT_VALID),
        ({"evento_id": "x" * 65}, Reason.EVENT_ID_NOT_VALID),
        ({"evento": ""}, Reason.EVENT_UNKNOWN),
        ({"evento": "paseo"}, Reason.EVENT_UNKNOWN),
        ({"fecha_efectiva": ""}, Reason.DATE_MISSING),
        ({"fecha_efectiva": "2025-02-30"}, Reason.DATE_NOT_VALID),
        ({"fecha_efectiva": "10-01-2025"}, Reason.DATE_NOT_VALID),
        ({"fecha_efectiva": "ayer"}, Reason.DATE_NOT_VALID),
        ({"fecha_efectiva": "0000-00-00"}, Reason.DATE_NOT_VALID),
        ({"fecha_efectiva": "2026-03-02"}, Reason.DATE_IN_FUTURE),
        ({"fecha_efectiva": "1925-01-10"}, Reason.DATE_TOO_OLD),
        ({"establecimiento": ""}, Reason.ESTABLISHMENT_MISSING),
        ({"establecimiento": "Sing Sing"}, Reason.ESTABLISHMENT_UNKNOWN),
        ({"evento": "traslado"}, Reason.DESTINATION_MISSING),
        ({"evento": "traslado", "establecimiento_destino": "x"}, Reason.ESTABLISHMENT_UNKNOWN),
        ({"evento": "libertad", "establecimiento_destino": "ica"}, Reason.FACT_UNKNOWN),
        ({"evento": "cambio de pabellon"}, Reason.PAVILION_MISSING),
        ({"pabellon": "<5>"}, Reason.PAVILION_NOT_VALID),
        ({"pabellon": "x" * 41}, Reason.PAVILION_NOT_VALID),
        ({"registro": ""}, Reason.REGISTER_NOT_VALID),
        ({"registro": "1"}, Reason.REGISTER_NOT_VALID),
        ({"registro": "=1+1"}, Reason.REGISTER_NOT_VALID),
        ({"tipo_documento": "licencia", "numero_documento": "1"}, Reason.DOCUMENT_KIND_UNKNOWN),
        ({"numero_documento": "00090001"}, Reason.DOCUMENT_KIND_UNKNOWN),
        ({"tipo_documento": "DNI", "numero_documento": "90001"}, Reason.DOCUMENT_NOT_VALID),
        ({"nombres": "Juan 2"}, Reason.NAME_NOT_VALID),
        ({"nombres": "Juan\u202enauJ"}, Reason.NAME_NOT_VALID),
        ({"apellidos": "Q" * 101}, Reason.NAME_NOT_VALID),
        ({"apellidos": "-"}, Reason.NAME_NOT_VALID),
        ({"sexo": "X"}, Reason.SEX_NOT_VALID),
        ({"fecha_nacimiento": "2015-01-01"}, Reason.AGE_NOT_PLAUSIBLE),
        ({"fecha_nacimiento": "1880-01-01"}, Reason.AGE_NOT_PLAUSIBLE),
        ({"fecha_nacimiento": "x"}, Reason.DATE_NOT_VALID),
        ({"regimen": "duro"}, Reason.REGIME_UNKNOWN),
        ({"evento": "cambio de regimen"}, Reason.REGIME_MISSING),
        ({"etapa": "final"}, Reason.STAGE_UNKNOWN),
        ({"evento": "cambio de etapa"}, Reason.STAGE_MISSING),
        ({"evento": "salida temporal", "hasta": "2025-01-09"}, Reason.UNTIL_NOT_VALID),
        ({"evento": "libertad", "hasta": "2025-01-11"}, Reason.FACT_UNKNOWN),
        (
            {
                "evento": "traslado",
                "establecimiento_destino": "ica",
                "reservado_hasta": "2027-01-01",
            },
            Reason.SECRET_NOT_VALID,
        ),
    ],
    ids=str,
)
def test_a_cell_that_says_nothing_sound(
    tmp_path: Path, cells: dict[str, object], reason: Reason
) -> None:
    assert reason_of(tmp_path, line_of(**cells)) is reason


def test_every_reason_has_a_sentence_that_can_be_said() -> None:
    facts = {"longest": 1, "found": 1, "expected": 2, "column": "registro", "detail": "23514"}
    for reason in Reason:
        assert sentence(Refused(reason, **facts)), reason


def test_blank_lines_are_no_lines(tmp_path: Path) -> None:
    content = text().encode() + b"\n   \r\n,,,,\n;;;\n" + line_of() + b"\n\n"
    with opened(tmp_path, content) as file:
        assert [raw.number for raw in file.lines()] == [6]


@pytest.mark.parametrize("separator", [";", "\t"])
def test_other_separators_a_byte_order_mark_and_windows_line_ends(
    tmp_path: Path, separator: str
) -> None:
    page = text(row(nombres="María José")).replace(",", separator).replace("\n", "\r\n")
    with opened(tmp_path, b"\xef\xbb\xbf" + page.encode()) as file:
        (raw,) = file.lines()
        line = read_line(file.meanings(file.cells(raw)), PLACES, TODAY)
    assert line.given_names == "María José"


def test_headers_forgive_accents_capitals_and_order(tmp_path: Path) -> None:
    header = b"Registro,EVENTO,Fecha Efectiva,Establecimiento,R\xc3\xa9gimen\n"
    with opened(tmp_path, header + b"T-11,Libertad,2025-01-10,216,\n") as file:
        (raw,) = file.lines()
        line = read_line(file.meanings(file.cells(raw)), PLACES, TODAY)
    assert (line.event.kind, line.place, line.register) == ("release", "lurigancho", "T11")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"", Code.ROSTER_FILE_NOT_CSV, id="an empty file"),
        pytest.param("evento;registro".encode("utf-16"), Code.ROSTER_FILE_NOT_CSV, id="utf-16"),
        pytest.param(b"regi\xf3n,evento\n", Code.ROSTER_FILE_NOT_CSV, id="a header in latin-1"),
        pytest.param(
            b'evento,"registro\n', Code.ROSTER_FILE_NOT_CSV, id="a header with a stray quote"
        ),
        pytest.param(
            b"x" * 1_000_000, Code.ROSTER_FILE_NOT_CSV, id="a megabyte without a line end"
        ),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\r", Code.ROSTER_FILE_NOT_CSV, id="a picture"),
        pytest.param(b"evento,registro\n", Code.ROSTER_COLUMNS, id="columns missing"),
    ],
)
def test_a_file_that_is_no_roster_is_refused_whole(
    tmp_path: Path, content: bytes, code: Code
) -> None:
    with pytest.raises(DomainError) as refused:
        opened(tmp_path, content)
    assert refused.value.code is code


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(DomainError) as refused:
            RosterFile(path)
        assert refused.value.code is Code.ROSTER_FILE_MISSING


def test_unknown_and_repeated_columns_are_named(tmp_path: Path) -> None:
    header = [*COLUMNS, "delito", "registro"]
    with pytest.raises(DomainError) as refused:
        opened(tmp_path, text(header=header).encode())
    assert refused.value.facts == {"missing": "-", "unknown": "registro, delito, registro"}


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(DomainError) as refused:
        opened(tmp_path, b"evento,registro\n")
    assert refused.value.facts == {"missing": "fecha_efectiva, establecimiento", "unknown": "-"}


def test_the_columns_are_those_of_the_example() -> None:
    example = Path(__file__).parents[2] / "seeds" / "roster-example.csv"
    assert example.read_text(encoding="utf-8").splitlines()[0] == ",".join(column_names().values())


def test_the_format_is_written_down_whole() -> None:
    page = plain(
        (Path(__file__).parents[2] / "seeds" / "README-roster.md").read_text(encoding="utf-8")
    )
    for column in column_names().values():
        assert plain(column) in page, column
    for status in ("ingreso", "sentencia", "traslado al exterior", "revocatoria", "fallecimiento"):
        assert status in page
