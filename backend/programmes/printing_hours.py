"""The certificate of hours as PDF, in Spanish and the reader's language. It says nowhere where anybody is."""

from collections.abc import Mapping
from typing import Any

from backend import certificates, printing
from backend.core.ids import printed_number
from backend.core.text import say


def hours_certificate(about: Mapping[str, Any], address: str, language: str) -> bytes:
    """The bytes of a PDF of one page. `about` is what `queries.attending.printed_hours` answers."""
    languages = printing.spoken_in(language)
    first, last = (printing.day(about[key]) for key in ("first_on", "last_on"))
    pdf = certificates.certificate(
        [say("certificate.hours_title", each) for each in languages],
        [say("certificate.hours", each) for each in languages],
        about["issued_at"],
    )
    certificates.table(
        pdf,
        languages,
        name=printing.full_name(about["given_names"], about["surnames"]),
        activity=about["title"],
        time=certificates.hours(about["minutes"]),
        dates=str(about["dates"]),
        days=first if first == last else f"{first} – {last}",
        number=printed_number(about["number"]),
        issued=printing.day(printing.lima(about["issued_at"])),
    )
    url = certificates.check_url(address, about["number"])
    certificates.to_check(pdf, [say("certificate.hours_check", each) for each in languages], url)
    return printing.pdf_bytes(pdf)
