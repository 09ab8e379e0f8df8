"""Sheets of paper: their letters, their columns and the code that a phone reads. A4, millimetres."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from backend.core.clock import LIMA
from backend.core.text import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from fpdf import FPDF

FONT = "Noto Sans"
MARGIN, WIDTH = 20, 170
GREY = 110
LINE = 6
"""Millimetres of a line of ordinary words."""


def sheet(title: str, made_at: datetime) -> "FPDF":
    """An empty document. The same words at the same moment make the same bytes."""
    import fontpkg
    from fpdf import FPDF

    pdf = FPDF(format="A4")
    pdf.set_title(title)
    pdf.set_creation_date(made_at)
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, margin=MARGIN)
    pdf.add_font(FONT, "", fontpkg.path(FONT))
    pdf.set_font(FONT, size=11)
    return pdf


def pdf_bytes(pdf: "FPDF") -> bytes:
    """The document, finished."""
    return bytes(pdf.output())


def spoken_in(language: str) -> tuple[str, ...]:
    """The languages of a sheet for strangers: Spanish, and the reader's beside it where that is another."""
    return tuple(dict.fromkeys((DEFAULT_LANGUAGE, language)))


def beside(pdf: "FPDF", words: Sequence[str], *, size: int = 11) -> None:
    """The same words in each language, in columns of equal width; goes on below the longest."""
    top, gap = pdf.get_y(), 10
    width = (WIDTH - gap * (len(words) - 1)) // len(words)
    pdf.set_font(FONT, size=size)
    lowest = top
    for nth, each in enumerate(words):
        pdf.set_xy(MARGIN + nth * (width + gap), top)
        pdf.multi_cell(width, _line(size), each, align="L", new_x="LMARGIN", new_y="NEXT")
        lowest = max(lowest, pdf.get_y())
    pdf.set_y(lowest)


def _line(size: int) -> int:
    return LINE * size // 11


def code(pdf: "FPDF", text: str, x: int, y: int) -> int:
    """Draw what a phone's camera reads as `text`, a millimetre a module, with its quiet zone; millimetres a side."""
    rows = modules(text)
    pdf.set_fill_color(0)
    for row, signs in enumerate(rows):
        for start, length in _runs(signs):
            pdf.rect(x + start, y + row, length, 1, style="F")
    return len(rows)


def modules(text: str) -> list[bytes]:
    """The code's rows, one byte a module, 1 where it is dark; four light ones on every side."""
    import segno

    drawn = segno.make(text, error="m", micro=False, boost_error=False)
    return [bytes(row) for row in drawn.matrix_iter(border=4)]


def _runs(signs: bytes) -> Iterator[tuple[int, int]]:
    """Where dark modules begin, and how many stand together."""
    at = 0
    while at < len(signs):
        end = at
        while end < len(signs) and signs[end]:
            end += 1
        if end > at:
            yield at, end - at
        at = max(end, at + 1)


def full_name(given_names: str, surnames: str) -> str:
    return f"{given_names} {surnames}".strip()


def day(on: date) -> str:
    return f"{on:%d/%m/%Y}"


def month(of: date) -> str:
    """Digits: the same in every language."""
    return f"{of:%m/%Y}"


def lima(at: datetime) -> date:
    return at.astimezone(LIMA).date()
