"""GraphQL types of what a person's share rests on: acts by their number, amounts in céntimos, and dates; never why."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.earnings.api.consents import StatementReader
from backend.earnings.api.types import OrderBase, OrderKind

_BALANCE = "Céntimos still to be taken; null: no end but a date."


@strawberry.type(description="Something was recorded, changed or approved; its id.")
class PayChanged:
    id: UUID

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=UUID(answer["id"]))


@strawberry.type
class PayAct:
    id: UUID
    act: str = strawberry.field(description="Its number.")
    recorded_at: datetime
    recorded_by: str | None = strawberry.field(
        description="Name of the staff; null where you may not know it."
    )


@strawberry.type(description="A civil reparation, and what was paid of it.")
class PayReparation(PayAct):
    total: int
    paid_before: int = strawberry.field(description="Before this service counted.")
    withheld: int = strawberry.field(description="By statements that count.")
    left: int
    payee_ref: UUID
    valid_from: date
    ended_on: date | None
    in_force: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(**row)


@strawberry.type(description="A court's order: support, or the attachment of a debt.")
class PayOrder(PayAct):
    kind: OrderKind
    base: OrderBase = strawberry.field(description="Of what the rate is taken.")
    rate: str | None = strawberry.field(description="A share such as 0.25.")
    amount: int | None = strawberry.field(description="Céntimos a month.")
    balance: int | None = strawberry.field(description="Céntimos in all.")
    paid: int
    left: int | None = strawberry.field(description=_BALANCE)
    priority: int = strawberry.field(description="1 comes first.")
    payee_ref: UUID
    valid_from: date
    valid_to: date | None = strawberry.field(description="The first day without it.")
    in_force: bool

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        named = {"kind": OrderKind(row["kind"]), "base": OrderBase(row["base"])}
        return cls(**{**row, **named})


@strawberry.type(description="What a person wishes to go to a relative, or to savings.")
class PayInstruction(PayAct):
    tie_id: UUID | None = strawberry.field(description="Null: to savings.")
    relative: StatementReader | None = strawberry.field(description="Null: to savings.")
    rate: str | None = strawberry.field(description="Of the free share, such as 0.60.")
    amount: int | None = strawberry.field(description="Céntimos a month.")
    priority: int = strawberry.field(description="1 comes first.")
    valid_from: date
    valid_to: date | None = strawberry.field(description="The first day without it.")
    revoked_at: datetime | None
    revoked_act: str | None = strawberry.field(description="Of the sheet that took it back.")
    in_force: bool

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        named = ("payee", "given_names", "surnames", "kinship")
        fields = {name: value for name, value in row.items() if name not in named}
        relative = StatementReader.of(row) if row["payee"] == "family" else None
        return cls(**fields, relative=relative)


@strawberry.type(description="From a day on: so many counted days for one.")
class PayLabourRate(PayAct):
    days: int | None = strawberry.field(description="Null: nothing is counted off.")
    valid_from: date
    in_force: bool

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**row)


@strawberry.type(description="Income of a month that no workshop paid.")
class PayAssessment(PayAct):
    month: date
    declared: bool = strawberry.field(description="By the person; else verified by the authority.")
    amount: int
    in_force: bool = strawberry.field(description="Of a month's several the latest.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**row)


@strawberry.type(description="A part of what is owed, and its month.")
class ArrearsPart:
    month: date
    amount: int


@strawberry.type(description="Old contributions, owed in parts. Shown as paid in their order.")
class PayArrearsPlan(PayAct):
    owed: int
    paid: int
    left: int
    first_month: date
    parts: list[ArrearsPart]

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        parts = [ArrearsPart(month=each.month, amount=each.amount) for each in row["parts"]]
        return cls(**{**row, "parts": parts})


@strawberry.type(description="Materials given in advance, paid back in monthly parts.")
class PayAdvance:
    id: UUID
    workshop_id: UUID
    workshop: str | None
    amount: int
    parts: int
    part: int = strawberry.field(description="Céntimos a month at most.")
    paid: int
    left: int
    given_on: date
    recorded_at: datetime
    recorded_by: str | None
    approved_at: datetime | None = strawberry.field(
        description="Null: waits for a second person, and nothing is taken."
    )

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(**row)


@strawberry.type(
    description="What is taken from a person's pay and by which acts. Céntimos; in force first."
)
class PersonPay:
    inmate_id: UUID
    given_names: str
    surnames: str
    contribution_owed: int = strawberry.field(
        description="Of contributions at this place that no pay was enough for."
    )
    reparations: list[PayReparation]
    orders: list[PayOrder]
    instructions: list[PayInstruction]
    labour_rates: list[PayLabourRate]
    assessments: list[PayAssessment] = strawberry.field(description="At this place.")
    arrears_plans: list[PayArrearsPlan] = strawberry.field(description="At this place.")
    advances: list[PayAdvance] = strawberry.field(description="At this place.")

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        return cls(
            inmate_id=found["inmate_id"],
            given_names=found["given_names"],
            surnames=found["surnames"],
            contribution_owed=found["contribution_owed"],
            reparations=[PayReparation.of(row) for row in found["reparations"]],
            orders=[PayOrder.of(row) for row in found["orders"]],
            instructions=[PayInstruction.of(row) for row in found["instructions"]],
            labour_rates=[PayLabourRate.of(row) for row in found["labour_rates"]],
            assessments=[PayAssessment.of(row) for row in found["assessments"]],
            arrears_plans=[PayArrearsPlan.of(row) for row in found["arrears_plans"]],
            advances=[PayAdvance.of(row) for row in found["advances"]],
        )
