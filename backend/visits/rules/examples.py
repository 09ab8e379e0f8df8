"""Worked examples of a rule: a family, an inmate, a day and the expected answer, run as tests."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from backend.core.clock import lima_instant
from backend.core.custody import Regime, Stage, Status
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship
from backend.visits.rules.fields import Fields
from backend.visits.rules.question import (
    AskedSlot,
    PartyMember,
    Sanction,
    TakenVisit,
    Visited,
    VisitQuestion,
)
from backend.visits.rules.scope import Site
from backend.visits.rules.vocabulary import Place, VisitType

OPENS, CLOSES = time(9), time(17)
NOON = time(12)
ALLOWED = "allowed"


@dataclass(frozen=True, slots=True)
class Example:
    """`answer` holds the expected reason codes, none when allowed; `stay_minutes` counts when it is
    given. `applies` is false in an example of what lies outside the rule."""

    title: str
    question: VisitQuestion
    answer: tuple[str, ...]
    stay_minutes: int | None
    applies: bool


def read_example(table: object, sites: Mapping[str, Site], where: str) -> Example:
    """Strict. Unless it says otherwise the question is asked at noon two days before, about a
    session from 9:00 to 17:00, by people with a valid DNI."""
    fields = Fields(table, f"{where}, example")
    title = fields.text("title")
    visit_on = fields.day("visit_on")
    asked_on = fields.optional_day("asked_on") or visit_on - timedelta(days=2)
    slot = _slot(fields, sites, visit_on)
    question = VisitQuestion(
        now=lima_instant(asked_on, NOON),
        slot=slot,
        inmate=_inmate(fields.table("inmate"), slot),
        party=tuple(_member(item, nth, visit_on) for nth, item in _numbered(fields, "family")),
        taken=tuple(_taken(item, number) for number, item in _numbered(fields, "taken")),
    )
    answer = fields.texts("answer")
    stay = fields.number("stay_minutes", 1, 1440) if fields.has("stay_minutes") else None
    applies = fields.flag("applies", default=True)
    fields.done()
    return Example(title, question, () if answer == (ALLOWED,) else answer, stay, applies)


def _numbered(fields: Fields, key: str) -> list[tuple[int, object]]:
    return list(enumerate(fields.items(key), start=1))


def _slot(fields: Fields, sites: Mapping[str, Site], visit_on: date) -> AskedSlot:
    return AskedSlot(
        site=sites[fields.text("establishment")],
        on=visit_on,
        starts_at=lima_instant(visit_on, OPENS),
        ends_at=lima_instant(visit_on, CLOSES),
        visit_type=VisitType(fields.text("visit_type", default="ordinary")),
        place=Place(fields.text("place", default="direct")),
        visitor_sex=fields.optional_text("visitor_sex"),
    )


def _inmate(fields: Fields, slot: AskedSlot) -> Visited:
    inmate = Visited(
        sex=fields.text("sex", default="M"),
        regime=fields.choice("regime", Regime),
        stage=fields.choice("stage", Stage) if fields.has("stage") else None,
        status=Status(fields.text("status", default="held")),
        establishment=slot.site.establishment,
        sanctions=_barred(fields, "sanctioned_until"),
    )
    fields.done()
    return inmate


def _barred(fields: Fields, key: str) -> tuple[Sanction, ...]:
    until = fields.optional_day(key)
    return () if until is None else (Sanction(date.min, until),)


def _member(item: object, number: int, visit_on: date) -> PartyMember:
    fields = Fields(item, f"family member {number}")
    age = fields.number("age", 0, 110, default=40)
    member = PartyMember(
        person=fields.text("person", default=f"p{number}"),
        sex=fields.text("sex", default="F"),
        born_on=date(visit_on.year - age, 1, 1),
        kinship=fields.choice("kinship", Kinship),
        document_kind=DocumentKind(fields.text("document", default="dni")),
        document_valid_until=fields.optional_day("document_valid_until"),
        with_adult=fields.optional_text("with_adult"),
        sanctions=_barred(fields, "barred_until"),
    )
    fields.done()
    return member


def _taken(item: object, number: int) -> TakenVisit:
    fields = Fields(item, f"taken visit {number}")
    taken = TakenVisit(
        on=fields.day("on"),
        yours=fields.flag("yours", default=True),
        visit_type=VisitType(fields.text("visit_type", default="ordinary")),
        with_minors=fields.flag("with_minors"),
    )
    fields.done()
    return taken
