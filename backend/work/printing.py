"""The control sheet of a workshop's day as a PDF, to be signed by hand: filled in with what is recorded, or blank.

The official form belongs to a directive whose text was not found (Directiva 08-2015-INPE-DTP), so the layout is our
reading of what the law wants written down: who is there and the hours they truly worked (D.S. 015-2003-JUS arts. 110.2
and 175), where (D.Leg. 1343 art. 20), what loses a shift for the count (D.S. 015-2003-JUS art. 181), what was made
(D.S. 025-2017-JUS art. 15.1), and the word of whoever supervises and of the chief of work, who keeps the sheets.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from backend.core.clock import LIMA
from backend.core.text import say

if TYPE_CHECKING:
    from fpdf import FPDF

COLUMNS = {
    "number": 10,
    "name": 47,
    "grade": 16,
    "shift": 11,
    "time_in": 13,
    "time_out": 12,
    "hours": 15,
    "place": 15,
    "product": 37,
    "made": 15,
    "rejected": 17,
    "accepted": 17,
    "happened": 31,
    "signature": 25,
}
"""Each with its width, in millimetres, of the 281 that a sheet has between its margins."""

SIGNERS = ("supervisor", "chief")

FONT = "Noto Sans"
SIZE, SMALL = 10, 7.5
MARGIN = 8
LINE, ROW = 3.1, 6.8
"""Millimetres a line of words, and a row at least: room for a signature."""
SIGNED = 24
"""Millimetres that the signatures at its end take."""

Row = tuple[str, ...]


def control_sheet(day: Mapping[str, Any], on_day: date, language: str) -> bytes:
    """The bytes of a PDF: a row a shift, and one more for every further price; landscape A4.

    `day` is what `queries.day_sheet` answers. Every page says which sheet it is of.
    """
    from fpdf.enums import TableHeadingsDisplay
    from fpdf.fonts import FontFace

    pdf = _paper(f"{day['workshop']} · {_day(on_day)}")
    for words in _heading(day, on_day, language):
        pdf.cell(text=words, new_x="LMARGIN", new_y="NEXT", h=ROW)
    pdf.set_font(FONT, size=SMALL)
    with pdf.table(
        rows(day, language),
        col_widths=tuple(COLUMNS.values()),
        headings_style=FontFace(fill_color=(230, 230, 230)),
        line_height=LINE,
        min_row_height=ROW,
        padding=(0.3, 1),
        text_align="LEFT",
        repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
    ):
        pass
    _signatures(pdf, language)
    return bytes(pdf.output())


def rows(day: Mapping[str, Any], language: str) -> list[Row]:
    """The table as it is printed, headings first."""
    prices = {str(price["id"]): price for price in day["prices"]}
    headings = tuple(say(f"control_sheet.{column}", language) for column in COLUMNS)
    found = [headings]
    for number, person in enumerate(day["people"], start=1):
        for record in person["records"] or [{}]:
            found += _rows_of(_who(number, person), record, prices, language)
    return found


def _paper(name: str) -> "FPDF":
    import fontpkg
    from fpdf import FPDF

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_font(FONT, size=SMALL)
            self.set_y(-MARGIN - LINE / 2)
            self.cell(0, LINE, f"{name} · {self.page_no()}/{{nb}}", align="R")

    pdf = Paper(orientation="landscape", format="A4")
    pdf.set_title(name)
    pdf.set_margin(MARGIN)
    pdf.set_auto_page_break(True, margin=MARGIN + LINE)
    pdf.add_font(FONT, "", fontpkg.path(FONT))
    pdf.set_font(FONT, size=SIZE)
    pdf.add_page()
    return pdf


def _heading(day: Mapping[str, Any], on_day: date, language: str) -> Iterator[str]:
    yield say("control_sheet.title", language, {"workshop": day["workshop"]})
    about = [("where", {"establishment": day["establishment"], "place": day["place"]})]
    about.append(("day", {"day": _day(on_day)}))
    if day["authorised"]:
        about.append(("authorised", {"number": day["authorised"]}))
    yield " · ".join(say(f"control_sheet.{key}", language, facts) for key, facts in about)


def _who(number: int, person: Mapping[str, Any]) -> Row:
    name = ", ".join(filter(None, (person["surnames"], person["given_names"])))
    return (str(number), name, person["grade"] or "")


def _rows_of(
    who: Row, record: Mapping[str, Any], prices: Mapping[str, Any], language: str
) -> Iterator[Row]:
    times = (_time(record.get("begins_at")), _time(record.get("ends_at")))
    shift = (str(record.get("shift", "")), *times, _hours(record.get("minutes", 0)))
    worked = bool(record.get("minutes"))
    place = say(f"sheet_place.{record['place']}", language) if worked else ""
    first, happened = (*who, *shift, place), _happened(record, language)
    for piece in record.get("pieces") or [None]:
        why = (piece or {}).get("reject_reason")
        yield (*first, *_made(piece, prices), ". ".join(filter(None, (*happened, why))), "")
        first, happened = ("",) * len(first), ()


def _happened(record: Mapping[str, Any], language: str) -> tuple[str, ...]:
    """Why somebody did not work, or what happened while they did."""
    codes = [(each, record.get(each)) for each in ("absence", "incident")]
    said = [say(f"sheet_{each}.{code}", language) for each, code in codes if code]
    if "isolation" in record.get("flags", ()):
        said.append(say("sheet_absence.isolation", language))
    return tuple(dict.fromkeys(said))


def _made(piece: Mapping[str, Any] | None, prices: Mapping[str, Any]) -> Row:
    if piece is None:
        return ("",) * 4
    price = prices.get(str(piece["price_id"]))
    what = f"{price['product']} · {price['operation']}" if price else ""
    made, rejected = piece["made"], piece["rejected"]
    return (what, str(made), str(rejected), str(made - rejected))


def _signatures(pdf: "FPDF", language: str) -> None:
    """A line for each of the two who answer for the sheet, never torn from each other."""
    if pdf.will_page_break(SIGNED):
        pdf.add_page()
    wide, gap = (pdf.epw - MARGIN * 4) / len(SIGNERS), MARGIN * 4
    top = pdf.get_y() + SIGNED - ROW
    for nth, signer in enumerate(SIGNERS):
        left = pdf.l_margin + nth * (wide + gap)
        pdf.line(left, top, left + wide, top)
        pdf.set_xy(left, top + 1)
        pdf.cell(wide, LINE, say(f"control_sheet.{signer}", language), align="C")


def _day(on_day: date) -> str:
    return on_day.strftime("%d/%m/%Y")


def _time(instant: datetime | None) -> str:
    return instant.astimezone(LIMA).strftime("%H:%M") if instant else ""


def _hours(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}" if minutes else ""
