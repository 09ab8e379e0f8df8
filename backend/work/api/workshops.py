"""GraphQL of workshops: which there are, what is agreed, what is paid, and who is in them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Self, cast
from uuid import UUID

import asyncpg
import strawberry
from strawberry.scalars import JSON

from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.work import commands, queries
from backend.work.access import CHIEFS, EVERYBODY
from backend.work.api.types import WorkChanged, WorkPrice, exact, id_of
from backend.work.commands import Basis, EndReason, Modality


@strawberry.type(description="Where people work, of one modality.")
class Workshop:
    id: UUID
    name: str
    trade: str
    modality: Modality
    place: str
    opened_on: date
    closed_on: date | None = strawberry.field(description="Its last day.")
    people: int = strawberry.field(description="Enrolled and not ended.")
    places: int | None = strawberry.field(
        description="For how many the agreements in force today are. Null: there is none."
    )

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**{**row, "modality": Modality(row["modality"])})


@strawberry.type(description="A convenio under which a workshop works.")
class Agreement:
    id: UUID
    number: str
    partner: str
    signed_on: date
    valid_from: date
    valid_to: date | None = strawberry.field(description="The last day.")
    places: int
    pay_due_day: int = strawberry.field(description="Of the month.")
    terms: JSON
    ended_on: date | None

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**row)


@strawberry.type(description="What a workshop brought out in a month.")
class WorkshopOutput:
    month: date
    people: int
    minutes: int
    countable_minutes: int
    pieces: int = strawberry.field(description="Accepted.")
    gross: str = strawberry.field(description="Exact, in soles.")

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**{**row, "gross": exact(row["gross"])})


@strawberry.type(description="A price that was added, and the one it takes the place of.")
class PriceAdded:
    id: UUID
    supersedes: UUID | None

    @classmethod
    def of(cls, answer: Mapping[str, Any]) -> Self:
        replaced = answer["supersedes"]
        return cls(id=id_of(answer["id"]), supersedes=replaced and id_of(replaced))


AddWorkshopResult = Annotated[WorkChanged | Problem, strawberry.union("AddWorkshopResult")]
EndWorkshopResult = Annotated[WorkChanged | Problem, strawberry.union("EndWorkshopResult")]
AddAgreementResult = Annotated[WorkChanged | Problem, strawberry.union("AddAgreementResult")]
EndAgreementResult = Annotated[WorkChanged | Problem, strawberry.union("EndAgreementResult")]
AddPriceResult = Annotated[PriceAdded | Problem, strawberry.union("AddPriceResult")]
AuthoriseDayResult = Annotated[WorkChanged | Problem, strawberry.union("AuthoriseDayResult")]
EnrolResult = Annotated[WorkChanged | Problem, strawberry.union("EnrolResult")]
EndEnrolmentResult = Annotated[WorkChanged | Problem, strawberry.union("EndEnrolmentResult")]
WithdrawWorkConsentResult = Annotated[
    WorkChanged | Problem, strawberry.union("WithdrawWorkConsentResult")
]


@strawberry.type
class WorkshopsQuery:
    @strawberry.field(description="The workshops of an establishment, closed ones too.")
    async def workshops(
        self, info: Info, establishment_id: str, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Workshop]:
        page = queries.WORKSHOPS.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.workshops(
                tx, info.context.staff, establishment_id, lima_day(info.context.now), page
            )
        return queries.WORKSHOPS.connection(
            rows, page, key=lambda row: (row["name"], row["id"]), node=Workshop.of
        )

    @strawberry.field(description="The prices of a workshop that are in force on a day.")
    async def workshop_prices(
        self,
        info: Info,
        workshop_id: UUID,
        on_day: date,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[WorkPrice]:
        page = queries.PRICES.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.prices(tx, info.context.staff, workshop_id, on_day, page)
        return queries.PRICES.connection(
            rows,
            page,
            key=lambda row: (row["name"], row["id"]),
            node=lambda row: WorkPrice.of(dict(row)),
        )

    @strawberry.field(description="The agreements of a workshop, the oldest first.")
    async def workshop_agreements(
        self, info: Info, workshop_id: UUID, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Agreement]:
        page = queries.AGREEMENTS.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.agreements(tx, info.context.staff, workshop_id, page)
        return queries.AGREEMENTS.connection(
            rows, page, key=lambda row: (row["valid_from"], row["id"]), node=Agreement.of
        )

    @strawberry.field(description="Twelve months of a workshop, up to the one of a day.")
    async def workshop_output(
        self, info: Info, workshop_id: UUID, last_month: date
    ) -> list[WorkshopOutput]:
        month = last_month.replace(day=1)
        async with info.context.read() as tx:
            rows = await queries.workshop_output(tx, info.context.staff, workshop_id, month)
        return [WorkshopOutput.of(row) for row in rows]


@strawberry.type
class WorkshopsMutation:
    @strawberry.mutation(description="Add a workshop of your establishment.")
    async def add_workshop(
        self,
        info: Info,
        establishment_id: str,
        name: str,
        trade: str,
        modality: Modality,
        place: str,
        opened_on: date,
        request_id: UUID,
    ) -> AddWorkshopResult:
        answer = await commands.add_workshop(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            name=name,
            trade=trade,
            modality=modality,
            place=place,
            opened_on=opened_on,
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="End a workshop: nobody is enrolled in it any more.")
    async def end_workshop(
        self, info: Info, workshop_id: UUID, closed_on: date, request_id: UUID
    ) -> EndWorkshopResult:
        answer = await commands.end_workshop(
            info.context.staff,
            request_id,
            workshop_id=workshop_id,
            closed_on=closed_on,
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="Keep an agreement of a workshop, with its terms.")
    async def add_agreement(
        self,
        info: Info,
        workshop_id: UUID,
        number: str,
        partner: str,
        signed_on: date,
        valid_from: date,
        places: int,
        pay_due_day: int,
        terms: JSON,
        request_id: UUID,
        valid_to: date | None = None,
    ) -> AddAgreementResult:
        if not isinstance(terms, dict):
            raise DomainError(Code.BAD_INPUT, field="terms")
        answer = await commands.add_agreement(
            info.context.staff,
            request_id,
            workshop_id=workshop_id,
            number=number,
            partner=partner,
            signed_on=signed_on,
            valid_from=valid_from,
            valid_to=valid_to,
            places=places,
            pay_due_day=pay_due_day,
            terms=cast(dict[str, Any], terms),
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="End an agreement before its time; that day is its last.")
    async def end_agreement(
        self, info: Info, agreement_id: UUID, ended_on: date, request_id: UUID
    ) -> EndAgreementResult:
        answer = await commands.end_agreement(
            info.context.staff,
            request_id,
            agreement_id=agreement_id,
            ended_on=ended_on,
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="Add a price from a day on; none is ever edited.")
    async def add_price(
        self,
        info: Info,
        workshop_id: UUID,
        product: str,
        operation: str,
        basis: Basis,
        rate: Annotated[
            str, strawberry.argument(description="In soles, at most four places: 1.35.")
        ],
        valid_from: date,
        request_id: UUID,
        grade: str | None = None,
    ) -> AddPriceResult:
        answer = await commands.add_price(
            info.context.staff,
            request_id,
            workshop_id=workshop_id,
            product=product,
            operation=operation,
            grade=grade,
            basis=basis,
            rate=rate,
            valid_from=valid_from,
            now=info.context.now,
        )
        return PriceAdded.of(answer)

    @strawberry.mutation(description="Keep what lets a Sunday or holiday count.")
    async def authorise_day(
        self,
        info: Info,
        establishment_id: str,
        on_day: date,
        number: str,
        reason: str,
        request_id: UUID,
        workshop_id: Annotated[
            UUID | None, strawberry.argument(description="Null: the whole establishment.")
        ] = None,
    ) -> AuthoriseDayResult:
        answer = await commands.authorise_day(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            workshop_id=workshop_id,
            on_day=on_day,
            number=number,
            reason=reason,
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="Enrol somebody who has signed the consent.")
    async def enrol(
        self,
        info: Info,
        inmate_id: UUID,
        workshop_id: UUID,
        started_on: date,
        consent_on: date,
        request_id: UUID,
        grade: str | None = None,
        consent_act: Annotated[
            str | None, strawberry.argument(description="The number of the signed sheet.")
        ] = None,
    ) -> EnrolResult:
        answer = await commands.enrol(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            workshop_id=workshop_id,
            grade=grade,
            started_on=started_on,
            consent_on=consent_on,
            consent_act=consent_act,
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="The inmate takes the consent back; that day is the last.")
    async def withdraw_work_consent(
        self,
        info: Info,
        enrolment_id: UUID,
        withdrawn_on: date,
        request_id: UUID,
        act: Annotated[
            str | None, strawberry.argument(description="The number of the sheet that says so.")
        ] = None,
    ) -> WithdrawWorkConsentResult:
        answer = await commands.withdraw_work_consent(
            info.context.staff,
            request_id,
            enrolment_id=enrolment_id,
            withdrawn_on=withdrawn_on,
            act=act,
            now=info.context.now,
        )
        return WorkChanged.of(answer)

    @strawberry.mutation(description="End an enrolment; that day is its last.")
    async def end_enrolment(
        self, info: Info, enrolment_id: UUID, ended_on: date, reason: EndReason, request_id: UUID
    ) -> EndEnrolmentResult:
        answer = await commands.end_enrolment(
            info.context.staff,
            request_id,
            enrolment_id=enrolment_id,
            ended_on=ended_on,
            reason=reason,
            now=info.context.now,
        )
        return WorkChanged.of(answer)


_CHIEFS, _ALL = posted_as(*CHIEFS), posted_as(*EVERYBODY)
QUERY_RULES: dict[str, Rule] = {
    "workshops": _ALL,
    "workshop_prices": _ALL,
    "workshop_agreements": _ALL,
    "workshop_output": _ALL,
}
MUTATION_RULES: dict[str, Rule] = {
    "add_workshop": _CHIEFS,
    "end_workshop": _CHIEFS,
    "add_agreement": _CHIEFS,
    "end_agreement": _CHIEFS,
    "add_price": _CHIEFS,
    "authorise_day": _CHIEFS,
    "enrol": _CHIEFS,
    "withdraw_work_consent": _CHIEFS,
    "end_enrolment": _CHIEFS,
}
