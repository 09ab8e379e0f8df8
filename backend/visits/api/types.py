"""GraphQL types of visits."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.core.errors import Code, DomainError
from backend.gql.problems import Problem
from backend.registry.api import Establishment, Inmate
from backend.visits.commands import ClosureReason
from backend.visits.queries import Offer, PlacesLeft
from backend.visits.rules import Kind, Place, PublicReason, VisitType

for _word in (PlacesLeft, VisitType, ClosureReason):
    strawberry.enum(_word)
strawberry.enum(Place, name="VisitPlace")
strawberry.enum(Kind, name="VisitRuleKind")


@strawberry.enum
class BookingState(Enum):
    """Whether the visit stands."""

    ACTIVE = "active"
    CANCELLED = "cancelled"


@strawberry.enum
class CancelReason(Enum):
    """Why a visit was called off, as far as a family may know."""

    YOU_CANCELLED = "family"
    DAY_CLOSED = "closed_day"
    EVENT = "event"
    RULE_CHANGED = "rule_change"
    ASK_THE_OFFICE = "other"

    @classmethod
    def _missing_(cls, value: object) -> "CancelReason":
        return cls.ASK_THE_OFFICE


@strawberry.type(description="A slot of the timetable, as this party finds it.")
class Slot:
    id: UUID
    visit_on: date
    starts_at: datetime
    ends_at: datetime
    stay_minutes: int = strawberry.field(description="The longest this visit may last.")
    visit_type: VisitType
    place: Place
    pavilion: str | None
    places_left: PlacesLeft = strawberry.field(description="For parties of this size, roughly.")
    takeable: bool
    why: Problem | None = strawberry.field(description="Why not, when it is not takeable.")

    @classmethod
    def of(cls, offer: Offer, language: str) -> Self:
        asked = offer.slot.asked
        return cls(
            id=offer.slot.id,
            visit_on=asked.on,
            starts_at=asked.starts_at,
            ends_at=asked.ends_at,
            stay_minutes=offer.stay_minutes,
            visit_type=asked.visit_type,
            place=asked.place,
            pavilion=asked.pavilion,
            places_left=offer.left,
            takeable=offer.why is None,
            why=_problem(offer.why, language),
        )


@strawberry.type(description="The slots of the days asked for, in order of time.")
class Availability:
    slots: list[Slot]


@strawberry.type(description="Places kept for this party until an instant; one an account.")
class Hold:
    id: UUID
    expires_at: datetime

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=UUID(answer["id"]), expires_at=datetime.fromisoformat(answer["expires_at"]))


@strawberry.type(description="A hold that is gone.")
class HoldReleased:
    id: UUID
    released: bool = strawberry.field(description="False when it had expired before.")

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=UUID(answer["id"]), released=answer["released"])


@strawberry.type(description="Somebody of the party.")
class Companion:
    visitor_id: UUID
    given_names: str
    surnames: str
    adult: bool

    @classmethod
    def of(cls, person: Mapping[str, Any]) -> Self:
        return cls(
            visitor_id=UUID(person["id"]),
            given_names=person["given_names"],
            surnames=person["surnames"],
            adult=person["adult"],
        )


@strawberry.enum
class StillOnVerdict(Enum):
    """What asking again on the evening before came to."""

    GO = "go"
    CHECK = "check"
    STAY = "stay"


@strawberry.type(description="Whether a visit would still be sold, as asked on the evening before.")
class StillOn:
    verdict: StillOnVerdict
    asked_at: datetime
    why: Problem | None = strawberry.field(description="In words, for CHECK and STAY.")

    @classmethod
    def of(cls, row: asyncpg.Record, language: str) -> Self | None:
        if row["still_on"] is None:
            return None
        why = row["still_on_why"]
        return cls(
            verdict=StillOnVerdict(row["still_on"]),
            asked_at=row["asked_at"],
            why=_problem(why and PublicReason(Code(why)), language),
        )


@strawberry.type(description="A visit of the account, booked.")
class Booking:
    id: UUID
    reference: str = strawberry.field(description="To be read aloud: no 0, O, 1 or I.")
    state: BookingState
    cancel_reason: CancelReason | None
    visit_on: date
    starts_at: datetime
    ends_at: datetime
    stay_minutes: int
    visit_type: VisitType
    place: Place
    establishment: Establishment
    inmate: Inmate | None = strawberry.field(description="Null once the tie has ended.")
    party: list[Companion]
    booked_at: datetime
    still_on: StillOn | None = strawberry.field(
        description="Null until it is asked on the evening before, and once the visit is called off."
    )
    coming: bool | None = strawberry.field(description="What you said; null: nothing yet.")

    @classmethod
    def of(cls, row: asyncpg.Record, language: str) -> Self:
        return cls(
            id=row["id"],
            reference=row["reference"],
            state=BookingState(row["state"]),
            cancel_reason=row["cancel_reason"] and CancelReason(row["cancel_reason"]),
            visit_on=row["visit_on"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            stay_minutes=row["rules_used"]["stay_minutes"] + row["longer"],
            visit_type=VisitType(row["visit_type"]),
            place=Place(row["place"]),
            establishment=Establishment(**row["establishment"]),
            inmate=row["inmate"] and _inmate(row["inmate"]),
            party=[Companion.of(person) for person in row["party"]],
            booked_at=row["booked_at"],
            still_on=StillOn.of(row, language),
            coming=row["coming"],
        )


@strawberry.type(description="A visit of an establishment's day, for its office and gate.")
class DayBooking:
    id: UUID
    reference: str
    starts_at: datetime
    ends_at: datetime
    visit_type: VisitType
    place: Place
    inmate: Inmate
    pavilion: str | None = strawberry.field(description="Where the inmate lives.")
    party: list[Companion]
    still_on: StillOn | None = strawberry.field(
        description="What the family was told last evening."
    )
    coming: bool | None = strawberry.field(description="What the family says; null: nothing yet.")

    @classmethod
    def of(cls, row: asyncpg.Record, language: str) -> Self:
        return cls(
            id=row["id"],
            reference=row["reference"],
            starts_at=row["starts_at"],
            ends_at=row["ends_at"],
            visit_type=VisitType(row["visit_type"]),
            place=Place(row["place"]),
            inmate=_inmate(row["inmate"]),
            pavilion=row["pavilion"],
            party=[Companion.of(person) for person in row["party"]],
            still_on=StillOn.of(row, language),
            coming=row["coming"],
        )


@strawberry.type(description="A change, and how many booked visits it called off.")
class Changed:
    id: UUID
    called_off: int

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=UUID(answer["id"]), called_off=answer.get("called_off", 0))


def _problem(why: PublicReason | None, language: str) -> Problem | None:
    return None if why is None else Problem.of(DomainError(why.code, **why.facts), language)


def _inmate(person: Mapping[str, Any]) -> Inmate:
    return Inmate(
        id=UUID(person["id"]), given_names=person["given_names"], surnames=person["surnames"]
    )
