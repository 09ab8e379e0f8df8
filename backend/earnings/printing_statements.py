"""Statements as PDF, a page a person: what was earned, what went where, and why, in the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any

from backend import audit, printing
from backend.core.actor import Actor
from backend.core.money import soles
from backend.core.text import say
from backend.database import Connection
from backend.earnings.queries.statements import statement_sheets
from backend.earnings.rules.line import Line
from backend.earnings.rules.vocabulary import Part
from backend.earnings.rules.words import line_name, line_reckoned, line_why

COLUMNS = (40, 26, 104)
"""Millimetres: what, how much, why."""

OFFICE_LANGUAGE = "es"
_HOUR = 60
_NAMED_EVERY = 20


class StatementsPrint:
    """A document that grows by a page a statement."""

    def __init__(self, title: str, made_at: datetime, language: str) -> None:
        self._pdf = printing.sheet(title, made_at)
        self._language = language

    def add(self, about: Mapping[str, Any], lines: Iterable[Line], *, whole: bool) -> None:
        """One statement on a new page. `whole`: a line may say why even where that tells of the whole sum."""
        pdf = self._pdf
        pdf.add_page()
        self._heading(about)
        rows = [self._row(line, whole) for line in lines]
        if rows:
            self._table(rows)
        elif about.get("gross") == 0:
            self._words(self._say("nothing"))
        if about["minutes"] is not None:
            pdf.ln(4)
            self._words(self._say("worked", **self._counted(about["minutes"], about["days"])))
            for each in about.get("late") or ():
                self._words(self._late(each))
            if about.get("carried"):
                self._words(self._say("carried", hours=self._hours(about["carried"])))

    def bytes(self) -> bytes:
        return printing.pdf_bytes(self._pdf)

    def _heading(self, about: Mapping[str, Any]) -> None:
        month, first, last = (_day(about[key]) for key in ("month", "starts_on", "closes_on"))
        title = self._say("title", month=printing.month(month))
        self._words(title, size=18)
        self._words(printing.full_name(about["given_names"], about["surnames"]), size=13)
        self._words(self._say("days", first=printing.day(first), last=printing.day(last)))
        for note in self._notes(about):
            self._words(note)
        self._pdf.ln(4)

    def _notes(self, about: Mapping[str, Any]) -> Iterable[str]:
        """What an office has to know of a statement besides; a family is told of those alone that count."""
        if about.get("kind") == "exit":
            yield self._say("final")
        if about.get("revision", 1) > 1:
            yield self._say("revision", revision=about["revision"])
        if about.get("state") in ("waiting", "returned"):
            yield self._say(about["state"])

    def _words(self, words: str, *, size: int = 10) -> None:
        printing.beside(self._pdf, [words], size=size)

    def _late(self, about: Mapping[str, Any]) -> str:
        """Which of it is of a day that was told before, or what was told of that day too much."""
        minutes, on = about["minutes"], printing.day(_day(about["on"]))
        more = self._counted(abs(minutes), abs(about["days"]))
        return self._say("late_more" if minutes > 0 else "late_less", day=on, **more)

    def _counted(self, minutes: int, days: int) -> dict[str, str]:
        counted = self._say("one_day" if days == 1 else "many_days", count=days)
        return {"hours": self._hours(minutes), "days": counted}

    def _hours(self, minutes: int) -> str:
        hours, left = divmod(abs(minutes), _HOUR)
        count = f"{'-' * (minutes < 0)}{hours}" + (f":{left:02d}" if left else "")
        return self._say("hour" if minutes == _HOUR else "hours", count=count)

    def _say(self, key: str, **facts: object) -> str:
        return say(f"printed_statement.{key}", self._language, facts)

    def _row(self, line: Line, whole: bool) -> tuple[Line, tuple[str, ...]]:
        product = line.facts.get("product")
        name = line_name(line, self._language)
        told = whole or line.part is Part.EARNED
        why = f"{line_why(line, self._language)}\n{self._reckoned(line)}".strip() if told else ""
        amount = soles(-line.booked if line.part is Part.TAKEN else line.booked)
        cells = (f"{name}: {product}" if product else name, amount, why)
        return line, tuple(each.replace("S/ ", "S/\u00a0") for each in cells)

    def _reckoned(self, line: Line) -> str:
        """In figures; nothing where the amount says it all."""
        found = line_reckoned(line)
        if found.rate is not None:
            return self._say("reckoned", **found._asdict())
        return self._say("reckoned_plain", exact=found.exact) if line.exact != line.booked else ""

    def _table(self, rows: list[tuple[Line, tuple[str, ...]]]) -> None:
        from fpdf.enums import TableBordersLayout, TableHeadingsDisplay
        from fpdf.fonts import FontFace

        pdf = self._pdf
        pdf.set_font(printing.FONT, size=9)
        pdf.set_draw_color(200)
        with pdf.table(
            col_widths=COLUMNS,
            text_align=("LEFT", "RIGHT", "LEFT"),
            line_height=5,
            padding=(1, 2),
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(fill_color=(235, 235, 235)),
            repeat_headings=TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE,
        ) as table:
            table.row([self._say(key) for key in ("what", "amount", "why")])
            for line, cells in rows:
                sum_ = line.part in (Part.SUBTOTAL, Part.LEFT)
                table.row(cells, style=FontFace(fill_color=(246, 246, 246)) if sum_ else None)


def family_statement(about: Mapping[str, Any], language: str, now: datetime) -> bytes:
    """The bytes of a PDF of what is open of a statement; `about` is what `commands.certifying` answers."""
    title = say(
        "printed_statement.title", language, {"month": printing.month(_day(about["month"]))}
    )
    paper = StatementsPrint(title, now, language)
    lines = [Line.of_row(row) for row in about["lines"]]
    labour = about["labour"] or {}
    counted = {"carried": labour.get("carried_minutes"), "late": labour.get("late")}
    paper.add({**about, **counted}, lines, whole="deductions" in about["open"])
    return paper.bytes()


async def print_month(
    tx: Connection,
    actor: Actor,
    *,
    establishment_id: str,
    month: date,
    now: datetime,
    progress: Callable[[str], None] = lambda _: None,
    named_every: int = _NAMED_EVERY,
) -> tuple[StatementsPrint, int]:
    """Every statement of a place's month, a page a person, in Spanish; and how many.

    `progress` is told after each `named_every` statements. The look at all these people is an audit entry.
    """
    title = say("printed_statement.title", OFFICE_LANGUAGE, {"month": printing.month(month)})
    paper, printed = StatementsPrint(title, now, OFFICE_LANGUAGE), 0
    async for about in statement_sheets(tx, establishment_id, month):
        paper.add(dict(about), [Line.of_row(row) for row in about["lines"]], whole=True)
        printed += 1
        if not printed % named_every:
            progress(f"{printed} statements printed")
    await audit.record(
        tx,
        actor,
        "earnings.statements.printed",
        establishment_id,
        establishment_id=establishment_id,
        facts={"month": month.isoformat(), "statements": printed},
        now=now,
    )
    return paper, printed


def file_name(month: date, what: str) -> str:
    """Such as `2026-03-cuenta.pdf`: neither who nor where."""
    return f"{month:%Y-%m}-{what}.pdf"


def _day(said: date | str) -> date:
    return said if isinstance(said, date) else date.fromisoformat(said)
