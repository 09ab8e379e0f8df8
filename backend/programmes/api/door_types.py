"""GraphQL types of doors: who is expected, who came, who took part, and what a phone marks of it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.programmes.queries import attending as queries
from backend.programmes.rules import attending as rules
from backend.programmes.rules.attending import Count, GuestClass
from backend.programmes.rules.vocabulary import DateState
from backend.registry.api import Inmate

strawberry.enum(GuestClass)


@strawberry.type(description="A date whose door this office keeps.")
class DoorDate:
    id: UUID
    event_id: UUID
    title: str
    doors_at: datetime
    starts_at: datetime
    ends_at: datetime
    state: DateState
    people: int = strawberry.field(description="People with places, adults and children.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**{**row, "state": DateState(row["state"])})


@strawberry.type(description="A guest of a household that answered.")
class DoorGuest:
    visitor_id: UUID = strawberry.field(description="Of the visitor, on this list alone.")
    given_names: str
    surnames: str
    adult: bool
    document_end: str = strawberry.field(
        description="The last signs of the document; the paper is looked at for the rest."
    )


@strawberry.type(description="A household with places.")
class DoorParty:
    answer_id: UUID
    guests: list[DoorGuest]

    @classmethod
    def of(cls, answer_id: UUID, guests: list[Mapping[str, Any]]) -> Self:
        shown = ("visitor_id", "given_names", "surnames", "adult", "document_end")
        return cls(
            answer_id=answer_id,
            guests=[DoorGuest(**{name: each[name] for name in shown}) for each in guests],
        )


@strawberry.type(description="Places of somebody without an account, who says a code at the door.")
class DoorOpenParty:
    open_answer_id: UUID
    code: str
    adults: int
    children: int


@strawberry.type(
    description="Somebody came; or, where it `undoes` another mark, that one was a mistake."
)
class DoorMark:
    id: UUID
    answer_id: UUID | None
    visitor_id: UUID | None = strawberry.field(description="Null: of nobody who is on the list.")
    open_answer_id: UUID | None
    guest_class: GuestClass
    adults: int
    children: int
    undoes: UUID | None
    marked_at: datetime

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        plain = {name: each for name, each in row.items() if name != "guest_key"}
        return cls(**{**plain, "guest_class": GuestClass(row["guest_class"])})


@strawberry.type(
    description="What was counted without marking anybody; the latest of a class stands."
)
class DoorCount:
    guest_class: GuestClass
    adults: int
    children: int
    counted_at: datetime

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        plain = {name: row[name] for name in ("adults", "children", "counted_at")}
        return cls(guest_class=GuestClass(row["guest_class"]), **plain)


@strawberry.type(
    description="Who is expected at a door, and who came; whole, so that a phone without signal can keep it."
)
class DoorList:
    id: UUID
    title: str
    doors_at: datetime
    starts_at: datetime
    ends_at: datetime
    state: DateState
    made_at: datetime
    parties: list[DoorParty] = strawberry.field(
        description="Never through whom they come; also who came and gave their places back since."
    )
    open_parties: list[DoorOpenParty]
    marks: list[DoorMark] = strawberry.field(description="All of them, those taken back too.")
    counts: list[DoorCount]

    @classmethod
    def of(cls, found: queries.DoorList) -> Self:
        by_answer = sorted(found.guests, key=_answer)  # within one, guests stay in their order
        hours = {name: found.date[name] for name in ("doors_at", "starts_at", "ends_at")}
        return cls(
            id=found.date["id"],
            title=found.date["title"],
            state=DateState(found.date["state"]),
            made_at=found.made_at,
            parties=[DoorParty.of(one, list(all_)) for one, all_ in groupby(by_answer, _answer)],
            open_parties=[DoorOpenParty(**row) for row in found.open_parties],
            marks=[DoorMark.of(row) for row in found.marks],
            counts=[DoorCount.of(row) for row in found.counts],
            **hours,
        )


def _answer(guest: Mapping[str, Any]) -> UUID:
    answer_id: UUID = guest["answer_id"]
    return answer_id


@strawberry.type(
    description="Somebody named as taking part; `minutes` null: nobody said, 0: was not there."
)
class PartPerson:
    inmate: Inmate
    minutes: int | None


@strawberry.type(description="Who takes part in a date, or did.")
class PartSheet:
    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime
    state: DateState
    people: list[PartPerson]

    @classmethod
    def of(cls, row: asyncpg.Record, people: Sequence[asyncpg.Record]) -> Self:
        return cls(
            id=row["id"],
            title=row["title"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            state=DateState(row["state"]),
            people=[PartPerson(inmate=_inmate(each), minutes=each["minutes"]) for each in people],
        )


@strawberry.type(description="How many of a class came.")
class ClassCount:
    guest_class: GuestClass
    adults: int
    children: int


@strawberry.type(description="What came of one date.")
class DateAttendance:
    id: UUID
    starts_at: datetime
    state: DateState
    audience: list[ClassCount] = strawberry.field(
        description="Of each class the larger of who was marked and who was counted by hand."
    )
    parts: int = strawberry.field(description="People who took part.")
    minutes: int = strawberry.field(description="Of all of them together.")
    no_shows: int | None = strawberry.field(
        description="Households with places of whom nobody came, once the date is over and its door was kept;"
        " null until then. Nobody is punished for it."
    )

    @classmethod
    def of(cls, row: asyncpg.Record, came: Mapping[GuestClass, Count]) -> Self:
        audience = [
            ClassCount(guest_class=each, adults=adults, children=children)
            for each, (adults, children) in came.items()
        ]
        return cls(**{**row, "state": DateState(row["state"]), "audience": audience})


@strawberry.type(description="That somebody took part for so many hours, as a paper says.")
class HoursCertificate:
    id: UUID
    number: str
    issued_at: datetime


@strawberry.type(
    description="Somebody's hours in an event, and the certificate of exactly these, where there is one."
)
class PersonHours:
    inmate: Inmate
    minutes: int
    dates: int
    certificate: HoursCertificate | None

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        paper = row["certificate_id"] and HoursCertificate(
            id=row["certificate_id"], number=row["number"], issued_at=row["issued_at"]
        )
        return cls(
            inmate=_inmate(row), minutes=row["minutes"], dates=row["dates"], certificate=paper
        )


@strawberry.type(description="A certificate to print.")
class PrintedCertificate:
    id: UUID
    pdf: str = strawberry.field(description="The bytes of a PDF, in base64.")


@strawberry.input(description="A mark made on a phone, which gave it its id: sent twice it is one.")
class DoorMarkInput:
    id: UUID
    answer_id: UUID | None = None
    visitor_id: UUID | None = None
    open_answer_id: UUID | None = None
    guest_class: GuestClass
    adults: int = 0
    children: int = 0
    undoes: UUID | None = None
    marked_at: datetime

    def mark(self) -> rules.DoorMark:
        return rules.DoorMark(**vars(self))


@strawberry.input(description="How long somebody took part, marked on a phone.")
class PartMarkInput:
    id: UUID
    inmate_id: UUID
    minutes: int
    marked_at: datetime

    def mark(self) -> rules.PartMark:
        return rules.PartMark(**vars(self))


def _inmate(row: asyncpg.Record) -> Inmate:
    return Inmate(id=row["inmate_id"], given_names=row["given_names"], surnames=row["surnames"])
