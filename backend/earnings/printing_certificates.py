"""Certificates as PDF, in Spanish and the reader's language. Neither they nor where they lead say where anybody is."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from backend import certificates, printing
from backend.core.ids import printed_number
from backend.core.money import soles
from backend.core.text import say

About = Mapping[str, Any]
"""A row, or what a function of the database answers."""


def income_certificate(about: About, address: str, language: str) -> bytes:
    """The bytes of a PDF of one page. `about` is what `queries.certificates` answers of one."""
    languages = printing.spoken_in(language)
    issued_at = datetime.fromisoformat(about["issued_at"])
    first, last = (
        printing.day(date.fromisoformat(about[key])) for key in ("starts_on", "closes_on")
    )
    pdf = certificates.certificate(
        [say("certificate.income_title", each) for each in languages],
        [say("certificate.income", each) for each in languages],
        issued_at,
    )
    certificates.table(
        pdf,
        languages,
        name=_name(about),
        month=printing.month(date.fromisoformat(about["month"])),
        days=f"{first} – {last}",
        total=soles(about["total"]),
        number=printed_number(about["number"]),
        issued=printing.day(printing.lima(issued_at)),
    )
    url = certificates.check_url(address, about["number"])
    certificates.to_check(pdf, [say("certificate.check", each) for each in languages], url)
    return printing.pdf_bytes(pdf)


def contribution_certificate(about: About, address: str, language: str) -> bytes:
    """The same, that nothing of the contribution was owed on the day of issue."""
    languages = printing.spoken_in(language)
    pdf = certificates.certificate(
        [say("certificate.contribution_title", each) for each in languages],
        [say("certificate.contribution", each) for each in languages],
        about["issued_at"],
    )
    certificates.table(
        pdf,
        languages,
        name=_name(about),
        issued=printing.day(printing.lima(about["issued_at"])),
        number=printed_number(about["number"]),
    )
    url = certificates.check_url(address, about["number"])
    certificates.to_check(
        pdf, [say("certificate.contribution_check", each) for each in languages], url
    )
    return printing.pdf_bytes(pdf)


def _name(about: About) -> str:
    return printing.full_name(about["given_names"], about["surnames"])
