"""GraphQL types of work: records, what they made, whose they are, and the words on what counts."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Self
from uuid import UUID

import strawberry

from backend.core.text import say
from backend.work.commands import (
    Absence,
    Basis,
    EndReason,
    Flag,
    Incident,
    Kept,
    Modality,
    NotCounted,
    Reason,
    ReturnReason,
    Sign,
    WorkPlace,
)

strawberry.enum(Absence, name="WorkAbsence")
strawberry.enum(Basis, name="PriceBasis")
strawberry.enum(EndReason, name="EnrolmentEnd")
strawberry.enum(Flag, name="WorkFlag")
strawberry.enum(Incident, name="WorkIncident")
strawberry.enum(Kept, name="KeptReport")
strawberry.enum(Modality, name="WorkshopModality")
strawberry.enum(NotCounted, name="NotCountedReason")
strawberry.enum(Reason, name="WorkRefusal")
strawberry.enum(ReturnReason, name="MonthReturnReason")
strawberry.enum(Sign, name="AnswerSign")
strawberry.enum(WorkPlace)


@strawberry.enum
class RecordAnswer(Enum):
    """An inmate's word on a record."""

    AGREED = "agreed"
    OBJECTED = "objected"


@strawberry.enum
class MonthAnswer(Enum):
    """An inmate's word on their month."""

    SIGNED = "signed"
    OBJECTED = "objected"


@strawberry.enum
class WorkMonthState(Enum):
    """Draft until reviewed; closed for good."""

    DRAFT = "draft"
    REVIEWED = "reviewed"
    CLOSED = "closed"


@strawberry.type(description="Something was done; the id of what it was done to.")
class WorkChanged:
    id: UUID

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=id_of(answer["id"]))


@strawberry.type(description="Who works. The names are null once the person is elsewhere.")
class Worker:
    inmate_id: UUID
    surnames: str | None
    given_names: str | None

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            inmate_id=row["inmate_id"], surnames=row["surnames"], given_names=row["given_names"]
        )


@strawberry.type(description="What is worth a look. Never a reason to refuse a record.")
class WorkNote:
    flag: Flag
    words: str = strawberry.field(description="In the reader's language.")

    @classmethod
    def all_of(cls, codes: list[str], language: str) -> list[Self]:
        return [cls(flag=Flag(code), words=say(f"work_flag.{code}", language)) for code in codes]


@strawberry.type(description="Why a record counts nothing.")
class Uncounted:
    reason: NotCounted
    words: str = strawberry.field(description="In the reader's language.")

    @classmethod
    def of(cls, code: str | None, language: str) -> Self | None:
        if code is None:
            return None
        return cls(reason=NotCounted(code), words=say(f"not_counted.{code}", language))


@strawberry.type(description="What was made at one price.")
class WorkPiece:
    price_id: UUID
    made: int = strawberry.field(
        description="In the unit of the price: pieces, minutes, days, céntimos of a sale, times."
    )
    rejected: int
    reject_reason: str | None

    @classmethod
    def of(cls, piece: Mapping[str, Any]) -> Self:
        return cls(
            price_id=id_of(piece["price_id"]),
            made=piece["made"],
            rejected=piece["rejected"],
            reject_reason=piece["reject_reason"],
        )


@strawberry.type(description="One shift of somebody: worked, or absent.")
class WorkRecord:
    id: UUID
    workshop_id: UUID
    worked_on: date
    shift: int
    begins_at: datetime | None = strawberry.field(description="Null: absent.")
    ends_at: datetime | None
    minutes: int
    place: WorkPlace
    absence: Absence | None
    incident: Incident | None
    not_counted: Uncounted | None
    countable_minutes: int
    flags: list[WorkNote]
    live: bool = strawberry.field(description="False: another record took its place.")
    recorded_at: datetime
    recorded_by: UUID = strawberry.field(description="Of the staff.")
    pieces: list[WorkPiece]

    @classmethod
    def of(cls, row: Mapping[str, Any], language: str) -> Self:
        """From a row, or from what a command remembered of it."""
        return cls(
            id=id_of(row["id"]),
            workshop_id=id_of(row["workshop_id"]),
            worked_on=day_of(row["worked_on"]),
            shift=row["shift"],
            begins_at=instant_of(row["begins_at"]),
            ends_at=instant_of(row["ends_at"]),
            minutes=row["minutes"],
            place=WorkPlace(row["place"]),
            absence=row["absence"] and Absence(row["absence"]),
            incident=row["incident"] and Incident(row["incident"]),
            not_counted=Uncounted.of(row["not_counted"], language),
            countable_minutes=row["countable_minutes"],
            flags=WorkNote.all_of(row["flags"], language),
            live=row["live"],
            recorded_at=instant_of(row["recorded_at"]),
            recorded_by=id_of(row["recorded_by"]),
            pieces=[WorkPiece.of(piece) for piece in row["pieces"] or ()],
        )


@strawberry.type(description="What an operation is worth.")
class WorkPrice:
    id: UUID
    product: str
    operation: str
    grade: str | None
    basis: Basis
    rate: str = strawberry.field(description="Exact, in soles; of a share of sales, the share.")

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(
            id=row["id"],
            product=row["product"],
            operation=row["operation"],
            grade=row["grade"],
            basis=Basis(row["basis"]),
            rate=exact(row["rate"]),
        )


def exact(value: Decimal) -> str:
    """A decimal without zeros at its end, but at least two places: `1.35`, `648.00`, `0.0525`."""
    whole, _, places = format(value, "f").partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}"


def id_of(value: object) -> UUID:
    """An id as the database has it, or as text in what a command remembered; so are day and instant."""
    return UUID(str(value))


def day_of(value: date | str) -> date:
    """A day."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def instant_of(value: Any) -> Any:
    """An instant, or None."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value
