"""Any spreadsheet opens the file and may save it; what cannot be read is refused whole."""

from collections.abc import Callable
from pathlib import Path

import pytest

from backend.wording.review import Catalogues, export_sheet, import_sheet, replace_all
from backend.wording.sheet import SheetError
from tests.wording.make_sheets import (
    BOOKED,
    GO_TEXT,
    contents,
    exported,
    now,
    row,
    sent_back,
)


def test_a_spreadsheet_opens_the_file_and_takes_nothing_for_a_formula_or_a_number(
    words: Catalogues, tmp_path: Path
) -> None:
    path, rows = exported(words, tmp_path)

    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    for each in rows:
        assert each["clave"][:1].isalpha() and each["huella"].startswith("v")
        assert not [cell for cell in each.values() if cell[:1] in ("=", "+", "-", "@", "\t")]
    assert row(rows, BOOKED)["se mantiene"] == "{visit_on}"
    assert row(rows, GO_TEXT)["se mantiene"].startswith("(hasta 150 signos")
    assert {each["dónde"] for each in rows} == {
        "servicio",
        "celular",
        "ganancias",
        "actividades",
        "oficina",
    }


def test_consent_and_the_name_of_the_service_are_not_for_this_file(
    words: Catalogues, tmp_path: Path
) -> None:
    _, rows = exported(words, tmp_path)

    keys = {each["clave"] for each in rows}
    assert not [key for key in keys if key.startswith(("consent", "missing"))]
    assert "neutral.title" not in keys


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-8", "\t")]
)
def test_it_comes_back_as_spreadsheets_save_it(
    words: Catalogues, tmp_path: Path, encoding: str, mark: str
) -> None:
    path, rows = exported(words, tmp_path)
    row(rows, BOOKED).update(quz="Visitaykiqa qillqasqan p’unchay: {visit_on}. ", revisado="X")

    report = sent_back(words, path, rows, encoding, mark)

    assert (report.words, report.passed, report.faults) == (1, 1, [])
    assert now(words, BOOKED).draft == "Visitaykiqa qillqasqan p'unchay: {visit_on}."


def test_words_that_look_like_a_formula_go_out_harmless_and_come_back_whole(
    words: Catalogues, tmp_path: Path
) -> None:
    for number, draft in enumerate(("=SUM(1)", "'-x", "@a", "''+b"), start=1):
        path, rows = exported(words, tmp_path)
        row(rows, "kind.digest")["quz"] = f"'{draft}"
        sent_back(words, path, rows)
        assert now(words, "kind.digest").draft == draft

        path, rows = exported(words, tmp_path)
        assert row(rows, "kind.digest")["quz"] == f"'{draft}"
        assert import_sheet(words, path).unchanged == len(rows), number


Spoil = Callable[[str], bytes]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda text: text.encode("utf-16"), "no es un CSV en UTF-8"),
        (lambda text: text.encode("cp1252", "replace"), "no es un CSV en UTF-8"),
        (lambda text: text.replace("huella", "otra", 1).encode(), "Faltan columnas: huella"),
        (lambda text: text.replace(",quz,", ",quz,ay,", 1).encode(), "Una columna, y solo una"),
        (lambda text: text.replace(",quz,", ",otra,", 1).encode(), "Una columna, y solo una"),
        (lambda text: b"", "Una columna, y solo una"),
        (lambda text: text.encode() + b'"never closed', "no es un CSV"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    words: Catalogues, tmp_path: Path, spoil: Spoil, said: str
) -> None:
    path, _ = exported(words, tmp_path)
    path.write_bytes(spoil(path.read_text("utf-8-sig")))
    before = contents(words)

    with pytest.raises(SheetError, match=said):
        import_sheet(words, path)

    assert contents(words) == before


def test_an_export_never_writes_over_somebodys_work(words: Catalogues, tmp_path: Path) -> None:
    path, _ = exported(words, tmp_path)
    path.write_text("work of a week")

    with pytest.raises(SheetError, match="ya existe"):
        export_sheet(words, "quz", path)

    assert path.read_text() == "work of a week"
    with pytest.raises(SheetError, match="No se puede abrir"):
        import_sheet(words, tmp_path / "nowhere.csv")


def test_a_speaker_may_get_only_what_awaits(words: Catalogues, tmp_path: Path) -> None:
    path, rows = exported(words, tmp_path)
    row(rows, BOOKED)["revisado"] = "sí"
    sent_back(words, path, rows)

    said = export_sheet(words, "quz", tmp_path / "rest.csv", awaiting_only=True)

    assert said.startswith(f"quz: {len(rows) - 1} sentences in ")
    assert BOOKED not in (tmp_path / "rest.csv").read_text("utf-8-sig")


def test_where_there_is_no_phone_the_services_words_are_all(
    words: Catalogues, tmp_path: Path
) -> None:
    alone = Catalogues(words.service, None)
    path, rows = exported(alone, tmp_path)

    assert {each["dónde"] for each in rows} == {"servicio"}
    assert import_sheet(alone, path).unchanged == len(rows)


def test_no_half_written_file_and_no_mark_is_left_when_the_disk_refuses(
    words: Catalogues,
) -> None:
    refusing = words.service / "refusing.toml"
    refusing.mkdir()
    before = contents(words)

    with pytest.raises(OSError):
        replace_all({words.service / "reviewed.toml": "marks", refusing: "words"})

    assert contents(words) == before
