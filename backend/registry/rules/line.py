"""One line of the roster: its cells checked one by one, or the reason why not."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from backend.core.custody import EventKind, Regime, Stage
from backend.core.documents import DocumentKind, canonical_document
from backend.core.errors import DomainError
from backend.registry.rules.custody import check_date, check_whole
from backend.registry.rules.naming import canonical_register, pavilion_name, plain, tidy_name
from backend.registry.rules.people import Sex
from backend.registry.rules.reasons import Reason, Refused
from backend.registry.rules.standing import Event
from backend.registry.rules.words import column_names, vocabulary

W = TypeVar("W", bound=StrEnum)

REQUIRED_COLUMNS = ("kind", "effective_on", "establishment", "register")
YOUNGEST, OLDEST = 16, 110
"""Years at the event; anything else is a typing error in the birth date."""

_EVENT_ID = re.compile(r"[A-Za-z0-9._:/-]{1,64}")
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LOCAL_DAY = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
_word = lru_cache(4096)(plain)

_NAMES_PAVILION = frozenset(
    {EventKind.ADMISSION, EventKind.PAVILION_CHANGE, EventKind.TRANSFER, EventKind.BENEFIT_REVOKED}
)
_NAMES_REGIME = frozenset(
    {
        EventKind.ADMISSION,
        EventKind.STAGE_CHANGE,
        EventKind.REGIME_CHANGE,
        EventKind.TRANSFER,
        EventKind.BENEFIT_REVOKED,
    }
)
"""Offices fill every column of every line; of other events the pavilion, regime and stage say nothing new."""


@dataclass(frozen=True, slots=True)
class Document:
    """An identity document, canonical."""

    kind: DocumentKind
    number: str


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A line that says something sound. Whether it can have happened to the person is asked later.

    `event.pavilion_id` is never set: a line has the pavilion's name.
    """

    event_id: str | None
    event: Event
    pavilion: str | None
    register: str
    document: Document | None
    surnames: str | None
    given_names: str | None
    sex: Sex | None
    born_on: date | None

    @property
    def place(self) -> str:
        """The establishment where it happened."""
        assert self.event.establishment_id is not None, "a roster line always says where"
        return self.event.establishment_id

    @property
    def pavilion_place(self) -> str:
        """The establishment whose pavilion is meant: a transfer names the one of arrival."""
        return self.event.to or self.place

    def content(self) -> str:
        """Everything that makes it this event and no other: the stable key of a line without an id."""
        event = self.event
        said = (
            event.kind,
            event.effective_on,
            self.place,
            self.register,
            event.to,
            self.pavilion,
            event.regime,
            event.stage,
            event.until,
        )
        return "|".join("" if part is None else str(part) for part in said)


def read_columns(
    header: Sequence[str], ignored: frozenset[str]
) -> tuple[list[str | None], list[str], list[str]]:
    """What each column of a header means (None: ignored); which required ones are missing; which do not belong."""
    known = vocabulary("column")
    meanings = [known.get(plain(name)) for name in header]
    strange = [
        name
        for name, meaning in zip(header, meanings, strict=True)
        if (meaning is None and plain(name) not in ignored)
        or (meaning and meanings.count(meaning) > 1)
    ]
    missing = [column_names()[column] for column in REQUIRED_COLUMNS if column not in meanings]
    return meanings, missing, strange


def read_line(cells: Mapping[str, str], places: Mapping[str, str], today: date) -> RosterLine:
    """The line of these cells. `places`: establishment ids by id, name and code, in plain letters.

    Raises Refused with the first reason found.
    """
    cell = _Cells(cells)
    event = _read_event(cell, places, today)
    line = RosterLine(
        event_id=cell.event_id(),
        event=event,
        pavilion=cell.pavilion() if event.kind in _NAMES_PAVILION else None,
        register=cell.register(),
        document=cell.document(),
        surnames=cell.text("surnames", tidy_name, Reason.NAME_NOT_VALID),
        given_names=cell.text("given_names", tidy_name, Reason.NAME_NOT_VALID),
        sex=cell.word("sex", "sex", Sex, Reason.SEX_NOT_VALID),
        born_on=cell.day("born_on"),
    )
    _check_together(line)
    return line


def _read_event(cell: "_Cells", places: Mapping[str, str], today: date) -> Event:
    kind = cell.word("kind", "event", EventKind, Reason.EVENT_UNKNOWN)
    if kind is None:
        raise Refused(Reason.EVENT_UNKNOWN)
    effective_on = cell.day("effective_on")
    if effective_on is None:
        raise Refused(Reason.DATE_MISSING)
    check_date(effective_on, today)
    place = cell.place("establishment", places)
    if place is None:
        raise Refused(Reason.ESTABLISHMENT_MISSING)
    event = Event(
        kind=kind,
        effective_on=effective_on,
        establishment_id=place,
        to=cell.place("destination", places),
        until=cell.day("until"),
        secret_until=cell.day("secret_until"),
    )
    if kind in _NAMES_REGIME:
        regime = cell.word("regime", "regime", Regime, Reason.REGIME_UNKNOWN)
        stage = cell.word("stage", "stage", Stage, Reason.STAGE_UNKNOWN)
        event = replace(event, regime=regime, stage=stage)
    check_whole(event)
    return event


def check_new_person(line: RosterLine) -> None:
    """A person nobody has heard of needs a name and the sex by which visiting days are divided."""
    if not (line.surnames and line.given_names and line.sex):
        raise Refused(Reason.NAME_MISSING)


def _check_together(line: RosterLine) -> None:
    if line.event.kind is EventKind.PAVILION_CHANGE and line.pavilion is None:
        raise Refused(Reason.PAVILION_MISSING)
    if line.born_on is not None:
        age = line.event.effective_on.year - line.born_on.year
        if not YOUNGEST <= age <= OLDEST:
            raise Refused(Reason.AGE_NOT_PLAUSIBLE)


class _Cells:
    """The cells of one line by what their columns mean; a column the file lacks is empty."""

    def __init__(self, cells: Mapping[str, str]) -> None:
        self._cells = cells

    def _typed(self, column: str) -> str:
        return self._cells.get(column, "").strip()

    def text(self, column: str, tidy: Callable[[str], str | None], reason: Reason) -> str | None:
        typed = self._typed(column)
        if not typed:
            return None
        text = tidy(typed)
        if text is None:
            raise Refused(reason)
        return text

    def word(self, column: str, section: str, words: type[W], reason: Reason) -> W | None:
        typed = self._typed(column)
        if not typed:
            return None
        meaning = vocabulary(section).get(_word(typed))
        if meaning is None:
            raise Refused(reason)
        return words(meaning)

    def day(self, column: str) -> date | None:
        typed = self._typed(column)
        if not typed:
            return None
        day = parse_day(typed)
        if day is None:
            raise Refused(Reason.DATE_NOT_VALID, column=column_names()[column])
        return day

    def place(self, column: str, places: Mapping[str, str]) -> str | None:
        typed = self._typed(column)
        if not typed:
            return None
        place = places.get(_word(typed))
        if place is None:
            raise Refused(Reason.ESTABLISHMENT_UNKNOWN, column=column_names()[column])
        return place

    def pavilion(self) -> str | None:
        return self.text("pavilion", pavilion_name, Reason.PAVILION_NOT_VALID)

    def event_id(self) -> str | None:
        typed = self._typed("event_id")
        if typed and not _EVENT_ID.fullmatch(typed):
            raise Refused(Reason.EVENT_ID_NOT_VALID)
        return typed or None

    def register(self) -> str:
        register = canonical_register(self._typed("register"))
        if register is None:
            raise Refused(Reason.REGISTER_NOT_VALID)
        return register

    def document(self) -> Document | None:
        number = self._typed("document_number")
        if not number:
            return None
        kind = self.word("document_kind", "document", DocumentKind, Reason.DOCUMENT_KIND_UNKNOWN)
        if kind is None:
            raise Refused(Reason.DOCUMENT_KIND_UNKNOWN)
        try:
            return Document(kind, canonical_document(kind, number))
        except DomainError as error:
            raise Refused(Reason.DOCUMENT_NOT_VALID) from error


def parse_day(typed: str) -> date | None:
    """`2026-01-31` or `31/1/2026`; None for anything else, also for days that do not exist."""
    iso, local = _ISO_DAY.fullmatch(typed), _LOCAL_DAY.fullmatch(typed)
    try:
        if iso:
            return date(*map(int, iso.groups()))
        if local:
            return date(*map(int, reversed(local.groups())))
    except ValueError:
        return None
    return None
