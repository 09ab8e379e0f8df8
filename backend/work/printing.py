"""The control sheet of a workshop's day as a PDF, to be signed by hand: filled in with what is recorded, or blank."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from backend.core.clock import LIMA
from backend.core.text import say

COLUMNS = {
    "number": 6,
    "name": 26,
    "time_in": 7,
    "time_out": 7,
    "hours": 7,
    "product": 26,
    "made": 8,
    "rejected": 8,
    "accepted": 8,
    "signature": 22,
}
"""Each with its share of the width."""

FONT = "Noto Sans"
SIZE = 8
ROW = 7
"""Millimetres a row: room for a signature."""

Row = tuple[str, ...]


def control_sheet(day: Mapping[str, Any], on_day: date, language: str) -> bytes:
    """The bytes of a PDF: one row a person, and one more for every further price; landscape A4.

    `day` is what `queries.day_sheet` answers.
    """
    import fontpkg
    from fpdf import FPDF
    from fpdf.enums import TableHeadingsDisplay
    from fpdf.fonts import FontFace

    pdf = FPDF(orientation="landscape", format="A4")
    pdf.set_title(f"{day['workshop']} {on_day.isoformat()}")
    pdf.add_font(FONT, "", fontpkg.path(FONT))
    pdf.set_font(FONT, size=SIZE)
    pdf.add_page()
    for words in _heading(day, on_day, language):
        pdf.cell(text=words, new_x="LMARGIN", new_y="NEXT", h=ROW)
    with pdf.table(
        rows(day, language),
        col_widths=tuple(COLUMNS.values()),
        headings_style=FontFace(fill_color=(230, 230, 230)),
        line_height=ROW,
        repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
    ):
        pass
    return bytes(pdf.output())


def rows(day: Mapping[str, Any], language: str) -> list[Row]:
    """The table as it is printed, headings first."""
    prices = {str(price["id"]): price for price in day["prices"]}
    headings = tuple(say(f"control_sheet.{column}", language) for column in COLUMNS)
    found = [headings]
    for number, person in enumerate(day["people"], start=1):
        found += _rows_of(str(number), person, prices)
    return found


def _heading(day: Mapping[str, Any], on_day: date, language: str) -> Iterator[str]:
    yield say("control_sheet.title", language, {"workshop": day["workshop"]})
    yield say("control_sheet.day", language, {"day": on_day.strftime("%d/%m/%Y")})


def _rows_of(number: str, person: Mapping[str, Any], prices: Mapping[str, Any]) -> Iterator[Row]:
    record = person["record"] or {}
    name = ", ".join(filter(None, (person["surnames"], person["given_names"])))
    times = (_time(record.get("begins_at")), _time(record.get("ends_at")))
    who: Row = (number, name, *times, _hours(record.get("minutes", 0)))
    for piece in record.get("pieces") or [None]:
        yield (*who, *_made(piece, prices), "")
        who = ("",) * len(who)


def _made(piece: Mapping[str, Any] | None, prices: Mapping[str, Any]) -> Row:
    if piece is None:
        return ("",) * 4
    price = prices.get(str(piece["price_id"]))
    what = f"{price['product']} · {price['operation']}" if price else ""
    made, rejected = piece["made"], piece["rejected"]
    return (what, str(made), str(rejected), str(made - rejected))


def _time(instant: datetime | None) -> str:
    return instant.astimezone(LIMA).strftime("%H:%M") if instant else ""


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}" if minutes else ""
