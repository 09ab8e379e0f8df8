"""The yearly report of culture as a PDF, as a DOCX that an office goes on writing, and as a CSV for its spreadsheet.

All three say what `culture_paper` wrote, whole and in its order. They are made of words alone: neither reads anything.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from io import BytesIO, StringIO
from typing import TYPE_CHECKING

from backend import printing
from backend.core.spreadsheet import safe_cell
from backend.programmes.culture_paper import Paper, Part, Row

if TYPE_CHECKING:
    from docx.document import Document as Docx
    from fpdf import FPDF

WIDEST, NARROWEST = 40, 9
"""Signs that a column's width is reckoned with, at most and at least."""

_SMALL = 9


class CultureFormat(StrEnum):
    """What kind of file."""

    PDF = "pdf"
    DOCX = "docx"
    CSV = "csv"


MEDIA: Mapping[CultureFormat, str] = {
    CultureFormat.PDF: "application/pdf",
    CultureFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    CultureFormat.CSV: "text/csv; charset=utf-8",
}
COUNTRY = "pais"
"""Stands in a file's name where a report is of no one establishment."""


def file_name(establishment_id: str | None, year: int, kind: CultureFormat) -> str:
    """Such as `huaraz-2026.pdf`."""
    return f"{establishment_id or COUNTRY}-{year}.{kind}"


def culture_file(paper: Paper, made_at: datetime, kind: CultureFormat) -> bytes:
    """The bytes of the file. It takes a while: call it in a thread."""
    return _MAKERS[kind](paper, made_at)


def _pdf(paper: Paper, made_at: datetime) -> bytes:
    pdf = printing.sheet(paper.title, made_at)
    pdf.add_page()
    _words(pdf, paper.title, size=18)
    for line in paper.lines:
        _words(pdf, line)
    for part in paper.parts:
        pdf.ln(6)
        if pdf.will_page_break(30):  # a heading stands above something
            pdf.add_page()
        _words(pdf, part.title, size=14)
        if part.note:
            _words(pdf, part.note, size=_SMALL, grey=True)
        if part.heads:
            _pdf_table(pdf, part)
        else:
            for asked, answer in part.rows:
                pdf.ln(2)
                _words(pdf, asked, size=10, grey=True)
                _words(pdf, answer)
    return printing.pdf_bytes(pdf)


def _words(pdf: "FPDF", words: str, *, size: int = 11, grey: bool = False) -> None:
    pdf.set_font(printing.FONT, size=size)
    pdf.set_text_color(printing.GREY if grey else 0)
    height = printing.LINE * size / 11
    pdf.multi_cell(0, height, words, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_text_color(0)


def _pdf_table(pdf: "FPDF", part: Part) -> None:
    from fpdf.enums import TableBordersLayout, TableHeadingsDisplay
    from fpdf.fonts import FontFace

    pdf.ln(1)
    pdf.set_font(printing.FONT, size=_SMALL)
    pdf.set_draw_color(200)
    with pdf.table(
        (part.heads, *part.rows),
        col_widths=_widths(part),
        text_align="LEFT",
        line_height=5,
        padding=(1, 2),
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(fill_color=(235, 235, 235)),
        repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
    ):
        pass


def _widths(part: Part) -> tuple[int, ...]:
    """Shares of the width, by the longest words of each column."""
    columns = zip(part.heads, *part.rows, strict=True)
    return tuple(
        max(NARROWEST, min(WIDEST, max(len(cell) for cell in column))) for column in columns
    )


def _docx(paper: Paper, made_at: datetime) -> bytes:
    from docx import Document

    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments = paper.title, "", ""
    about.created = about.modified = made_at
    document.add_heading(paper.title, 0)
    for line in paper.lines:
        document.add_paragraph(line)
    for part in paper.parts:
        document.add_heading(part.title, 1)
        if part.note:
            document.add_paragraph(part.note)
        if part.heads:
            _docx_table(document, (part.heads, *part.rows))
        else:
            for asked, answer in part.rows:
                document.add_heading(asked, 2)
                document.add_paragraph(answer)
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _docx_table(document: "Docx", rows: Sequence[Row]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    for cell in table.rows[0].cells:
        for run in cell.paragraphs[0].runs:
            run.bold = True


def _csv(paper: Paper, _: datetime) -> bytes:
    out = StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    for line in (paper.title, *paper.lines):
        rows.writerow([safe_cell(line)])
    for part in paper.parts:
        rows.writerow([])
        for heading in filter(None, (part.title, part.note)):
            rows.writerow([safe_cell(heading)])
        for row in filter(None, (part.heads, *part.rows)):
            rows.writerow([safe_cell(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


_MAKERS: Mapping[CultureFormat, Callable[[Paper, datetime], bytes]] = {
    CultureFormat.PDF: _pdf,
    CultureFormat.DOCX: _docx,
    CultureFormat.CSV: _csv,
}
