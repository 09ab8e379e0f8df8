"""GraphQL types of what programmes have: ensembles, partners, budgets."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.programmes.commands.budgets import BudgetLineFacts
from backend.programmes.commands.partners import ContributionFacts
from backend.programmes.queries import means
from backend.programmes.rules import means as said
from backend.programmes.rules.means import (
    BudgetSource,
    ContributionKind,
    EnsembleKind,
    PartnerKind,
)
from backend.registry.api import Inmate

MOST = f"Céntimos, at most {said.MOST_MONEY} (twenty million soles)."


@strawberry.type(description="A kind of instrument, and how many there are.")
class Instrument:
    name: str
    count: int


@strawberry.input(description="A kind of instrument, and how many there are.")
class InstrumentInput:
    name: str
    count: int


@strawberry.type(description="A piece that an ensemble plays.")
class EnsembleWork:
    id: UUID
    title: str
    author: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        return cls(**{**row, "id": UUID(row["id"])})


@strawberry.type(description="People who play, sing, dance or act together.")
class Ensemble:
    id: UUID
    programme_id: UUID
    programme: str
    name: str
    kind: EnsembleKind
    teacher: str
    instruments: list[Instrument]
    begun_on: date
    ended_on: date | None
    members: int = strawberry.field(description="Members today.")
    works: list[EnsembleWork]

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        changed = {
            "kind": EnsembleKind(row["kind"]),
            "instruments": [Instrument(**each) for each in row["instruments"]],
            "works": [EnsembleWork.of(each) for each in row["works"]],
        }
        return cls(**{**row, **changed})


@strawberry.type(description="Somebody who is or was a member; `untilOn` is the last day.")
class EnsembleMember:
    id: UUID
    inmate: Inmate
    part: str = strawberry.field(description="Instrument, voice or role.")
    from_on: date
    until_on: date | None

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            id=row["id"],
            inmate=Inmate(
                id=row["inmate_id"], given_names=row["given_names"], surnames=row["surnames"]
            ),
            part=row["part"],
            from_on=row["from_on"],
            until_on=row["until_on"],
        )


@strawberry.input(description="What an ensemble is.")
class EnsembleInput:
    name: str
    kind: EnsembleKind
    teacher: str = ""
    instruments: list[InstrumentInput] = strawberry.field(default_factory=list)
    begun_on: date

    def facts(self) -> said.EnsembleFacts:
        """As the commands take it."""
        instruments = tuple(said.Instrument(each.name, each.count) for each in self.instruments)
        return said.EnsembleFacts(self.name, self.kind, self.teacher, instruments, self.begun_on)


@strawberry.type(description="What a partner gave on a day.")
class Contribution:
    id: UUID
    partner_id: UUID
    partner: str
    kind: ContributionKind
    worth: int | None = strawberry.field(description="Céntimos; null: nobody valued it.")
    what: str
    given_on: date
    event_id: UUID | None
    corrected: bool = strawberry.field(
        description="Another line corrects this one, which counts no more."
    )

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**{**row, "kind": ContributionKind(row["kind"])})


@strawberry.type(description="A partner that a contribution or a line of a budget can name.")
class PartnerOfProgramme:
    id: UUID
    programme_id: UUID
    programme: str
    name: str
    kind: PartnerKind

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**{**row, "kind": PartnerKind(row["kind"])})


@strawberry.input(description="What a partner gave on a day; cash has its amount.")
class ContributionInput:
    partner_id: UUID
    kind: ContributionKind
    worth: int | None = strawberry.field(
        default=None, description=f"{MOST[:-1]}; null: nobody valued it."
    )
    what: str
    given_on: date
    event_id: UUID | None = None

    def facts(self) -> ContributionFacts:
        """As the commands take it."""
        return ContributionFacts(
            self.partner_id, self.kind, self.worth, self.what, self.given_on, self.event_id
        )


@strawberry.type(description="What was paid of a line, by the number of its receipt.")
class Spending:
    id: UUID
    amount: int = strawberry.field(description="Céntimos; less than nought takes back.")
    spent_on: date
    document: str

    @classmethod
    def of(cls, row: Mapping[str, Any]) -> Self:
        day = date.fromisoformat(row["spent_on"])
        return cls(**{**row, "id": UUID(row["id"]), "spent_on": day})


@strawberry.type(description="One item of a year's budget, and what was spent of it.")
class BudgetLine:
    id: UUID
    programme_id: UUID
    programme: str
    season_id: UUID | None
    event_id: UUID | None
    source: BudgetSource
    partner_id: UUID | None
    partner: str | None
    item: str
    planned: int = strawberry.field(description="Céntimos.")
    spent: int
    ended: bool = strawberry.field(
        description="It is planned no more; what was spent of it stays spent."
    )
    spendings: list[Spending]

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        spendings = [Spending.of(each) for each in row["spendings"]]
        return cls(**{**row, "source": BudgetSource(row["source"]), "spendings": spendings})


@strawberry.type(description="What one source is planned to pay, and paid.")
class SourceSum:
    source: BudgetSource
    planned: int
    spent: int


@strawberry.type(description="What a year's programmes cost; lines that ended come last.")
class Budget:
    year: int
    lines: list[BudgetLine]
    sources: list[SourceSum]
    planned: int
    spent: int

    @classmethod
    def of(cls, found: means.Budget) -> Self:
        return cls(
            year=found.year,
            lines=[BudgetLine.of(row) for row in found.lines],
            sources=[
                SourceSum(source=each.source, planned=each.planned, spent=each.spent)
                for each in found.sources
            ],
            planned=found.planned,
            spent=found.spent,
        )


@strawberry.input(description="One item of a year's budget; `partnerId` where a partner pays.")
class BudgetLineInput:
    programme_id: UUID
    season_id: UUID | None = None
    event_id: UUID | None = None
    year: int
    source: BudgetSource
    partner_id: UUID | None = None
    item: str
    planned: int = strawberry.field(description=MOST)

    def facts(self) -> BudgetLineFacts:
        """As the commands take it."""
        return BudgetLineFacts(
            self.programme_id,
            self.season_id,
            self.event_id,
            self.year,
            self.source,
            self.partner_id,
            self.item,
            self.planned,
        )


@strawberry.type(description="What was written.")
class MeansChanged:
    id: UUID

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        return cls(id=UUID(str(answer["id"])))
