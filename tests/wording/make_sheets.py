"""Files for a speaker, as they come back."""

import csv
import io
from pathlib import Path

from backend.wording.review import Catalogues, Report, export_sheet, import_sheet
from backend.wording.rules import Sentence

Row = dict[str, str]
BOOKED, GO_TEXT = "notice.visit_booked", "sms.still_on"
DRAFT = "Visitaykiqa qillqasqañan: {visit_on}."


def exported(words: Catalogues, folder: Path, language: str = "quz") -> tuple[Path, list[Row]]:
    path = folder / f"{language}-{len(list(folder.iterdir()))}.csv"
    export_sheet(words, language, path)
    return path, list(csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline="")))


def row(rows: list[Row], key: str) -> Row:
    return next(each for each in rows if each["clave"] == key)


def sent_back(
    words: Catalogues, path: Path, rows: list[Row], encoding: str = "utf-8-sig", mark: str = ","
) -> Report:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=mark)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(text.getvalue(), encoding=encoding, newline="")
    return import_sheet(words, path)


def contents(words: Catalogues) -> dict[Path, str]:
    assert words.phone is not None
    files = [*words.service.iterdir(), *words.phone.rglob("*")]
    return {file: file.read_text("utf-8") for file in files if file.is_file()}


def now(words: Catalogues, key: str, language: str = "quz") -> Sentence:
    return next(each for each in words.read(language) if each.key == key)


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), "utf-8")
