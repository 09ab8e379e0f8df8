"""Certificates as PDF, in Spanish and the reader's language. Neither they nor where they lead say where anybody is."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from backend.core.ids import printed_number
from backend.core.money import soles
from backend.core.text import say
from backend.earnings import printing

if TYPE_CHECKING:
    from fpdf import FPDF

About = Mapping[str, Any]
"""A row, or what a function of the database answers."""

PATH = "/check"
"""Of the public page, with a number behind it."""

_TOP = 25


def check_url(address: str, number: str) -> str:
    """Where anybody who holds the certificate may check it."""
    return f"{address}{PATH}/{printed_number(number)}"


def income_certificate(about: About, address: str, language: str) -> bytes:
    """The bytes of a PDF of one page. `about` is what `queries.certificates` answers of one."""
    languages = printing.spoken_in(language)
    issued_at = datetime.fromisoformat(about["issued_at"])
    url = check_url(address, about["number"])
    pdf = _begun([say("certificate.income_title", each) for each in languages], issued_at)
    first, last = (
        printing.day(date.fromisoformat(about[key])) for key in ("starts_on", "closes_on")
    )
    _said(pdf, [say("certificate.income", each) for each in languages])
    month = date.fromisoformat(about["month"])
    _table(
        pdf,
        languages,
        name=_name(about),
        month=printing.month(month),
        days=f"{first} – {last}",
        total=soles(about["total"]),
        number=printed_number(about["number"]),
        issued=printing.day(printing.lima(issued_at)),
    )
    _to_check(pdf, [say("certificate.check", each) for each in languages], url)
    return printing.pdf_bytes(pdf)


def contribution_certificate(about: About, address: str, language: str) -> bytes:
    """The same, that nothing of the contribution was owed on the day of issue."""
    languages = printing.spoken_in(language)
    pdf = _begun(
        [say("certificate.contribution_title", each) for each in languages], about["issued_at"]
    )
    _said(pdf, [say("certificate.contribution", each) for each in languages])
    _table(
        pdf,
        languages,
        name=_name(about),
        issued=printing.day(printing.lima(about["issued_at"])),
        number=printed_number(about["number"]),
    )
    url = check_url(address, about["number"])
    _to_check(pdf, [say("certificate.contribution_check", each) for each in languages], url)
    return printing.pdf_bytes(pdf)


def _begun(titles: list[str], issued_at: datetime) -> "FPDF":
    pdf = printing.sheet(titles[0], issued_at)
    pdf.add_page()
    pdf.set_y(_TOP)
    printing.beside(pdf, titles, size=16)
    pdf.ln(8)
    return pdf


def _said(pdf: "FPDF", words: list[str]) -> None:
    printing.beside(pdf, words)
    pdf.ln(8)


def _table(pdf: "FPDF", languages: tuple[str, ...], **values: str) -> None:
    """A row a value, between thin lines: what it is called, in each language, and what it is."""
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


def _to_check(pdf: "FPDF", words: list[str], url: str) -> None:
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


def _name(about: About) -> str:
    return printing.full_name(about["given_names"], about["surnames"])
