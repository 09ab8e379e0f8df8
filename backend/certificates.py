"""Certificates on paper that a stranger may check: neither they nor where they lead say where anybody is."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from backend import printing
from backend.core.ids import printed_number
from backend.core.text import say

if TYPE_CHECKING:
    from fpdf import FPDF

PATH = "/check"
"""Of the public page, with a number behind it."""

_TOP = 25


def check_url(address: str, number: str) -> str:
    """Where anybody who holds a certificate may check it."""
    return f"{address}{PATH}/{printed_number(number)}"


def hours(minutes: int) -> str:
    """Such as 12 h 30 min: the same in every language."""
    whole, rest = divmod(minutes, 60)
    return " ".join([f"{whole} h"] * (whole > 0) + [f"{rest} min"] * (rest > 0))


def certificate(titles: Sequence[str], words: Sequence[str], issued_at: datetime) -> "FPDF":
    """A page with its title and what it certifies, in each language beside the others."""
    pdf = printing.sheet(titles[0], issued_at)
    pdf.add_page()
    pdf.set_y(_TOP)
    printing.beside(pdf, titles, size=16)
    pdf.ln(8)
    printing.beside(pdf, words)
    pdf.ln(8)
    return pdf


def table(pdf: "FPDF", languages: Sequence[str], **values: str) -> None:
    """A row a value, between thin lines: what `certificate.` calls it in each language, and what it is."""
    pdf.set_draw_color(200)
    for name, value in values.items():
        called = [say(f"certificate.{name}", each) for each in languages]
        _row(pdf, " · ".join(dict.fromkeys(called)), value)
    _rule(pdf)
    pdf.ln(12)


def _row(pdf: "FPDF", called: str, value: str) -> None:
    _rule(pdf)
    pdf.ln(2)
    top = pdf.get_y()
    pdf.set_font(printing.FONT, size=10)
    pdf.set_text_color(printing.GREY)
    pdf.multi_cell(64, 6, called, align="L", new_x="LMARGIN", new_y="NEXT")
    below = pdf.get_y()
    pdf.set_text_color(0)
    pdf.set_font(printing.FONT, size=13)
    pdf.set_xy(printing.MARGIN + 68, top)
    pdf.multi_cell(printing.WIDTH - 68, 6, value, align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.set_y(max(below, pdf.get_y()) + 2)


def _rule(pdf: "FPDF") -> None:
    pdf.line(printing.MARGIN, pdf.get_y(), printing.MARGIN + printing.WIDTH, pdf.get_y())


def to_check(pdf: "FPDF", words: Sequence[str], url: str) -> None:
    """The code on the left; what it is for, and the address to write by hand, beside it."""
    from fpdf.enums import WrapMode

    top = int(pdf.get_y())
    side = printing.code(pdf, url, printing.MARGIN - 4, top)
    left, size = printing.MARGIN + side, 10
    pdf.set_left_margin(left)
    pdf.set_xy(left, top + 4)
    pdf.set_font(printing.FONT, size=size)
    for each in words:
        pdf.multi_cell(0, 5, each, align="L", new_x="LMARGIN", new_y="NEXT")
        pdf.ln(2)
    pdf.set_font(printing.FONT, size=9)
    pdf.multi_cell(0, 5, url, align="L", wrapmode=WrapMode.CHAR, link=url)
    pdf.set_left_margin(printing.MARGIN)
