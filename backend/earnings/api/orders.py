"""GraphQL of an office: acts about a person's pay, recorded, ended and taken back."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from backend.earnings.access import OFFICE
from backend.earnings.api.pay import PayChanged, PersonPay
from backend.earnings.api.types import Ending, OrderBase, OrderKind
from backend.earnings.commands import orders
from backend.earnings.commands.orders import Terms
from backend.earnings.queries import orders as queries
from backend.earnings.queries.rulebook import legal_labour_rates
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem

Act = Annotated[str, strawberry.argument(description="Its number, never what it says.")]
_RATE = ("article", "days", "valid_from", "reference")
Month = Annotated[date, strawberry.argument(description="Its first day.")]
Payee = Annotated[
    UUID | None,
    strawberry.argument(description="The office's own id of whoever is paid; null: a new one."),
]

RecordReparationResult = Annotated[PayChanged | Problem, strawberry.union("RecordReparationResult")]
RecordOrderResult = Annotated[PayChanged | Problem, strawberry.union("RecordOrderResult")]
EndOrderResult = Annotated[PayChanged | Problem, strawberry.union("EndOrderResult")]
RecordInstructionResult = Annotated[
    PayChanged | Problem, strawberry.union("RecordInstructionResult")
]
RevokeInstructionResult = Annotated[
    PayChanged | Problem, strawberry.union("RevokeInstructionResult")
]
RecordLabourRateResult = Annotated[PayChanged | Problem, strawberry.union("RecordLabourRateResult")]
RecordAssessmentResult = Annotated[PayChanged | Problem, strawberry.union("RecordAssessmentResult")]
PlanArrearsResult = Annotated[PayChanged | Problem, strawberry.union("PlanArrearsResult")]


@strawberry.input(
    description="How much, of what, for how long. Support: a rate or an amount a month; an attachment: an amount"
    " or a balance."
)
class OrderTerms:
    valid_from: date
    rate: str | None = strawberry.field(default=None, description="A share such as 0.25.")
    amount: int | None = strawberry.field(default=None, description="Céntimos a month.")
    base: OrderBase = OrderBase.GROSS
    balance: int | None = strawberry.field(default=None, description="Céntimos in all.")
    priority: int = strawberry.field(default=1, description="From 1, which comes first, to 99.")
    valid_to: date | None = strawberry.field(default=None, description="The first day without it.")

    def terms(self) -> Terms:
        return Terms(**vars(self))


@strawberry.input(description="How much of the free share, for how long: a rate or an amount.")
class InstructionTerms:
    valid_from: date
    rate: str | None = strawberry.field(default=None, description="A share such as 0.60.")
    amount: int | None = strawberry.field(default=None, description="Céntimos a month.")
    priority: int = strawberry.field(default=1, description="From 1, which comes first, to 99.")
    valid_to: date | None = strawberry.field(default=None, description="The first day without it.")

    def terms(self) -> Terms:
        return Terms(**vars(self))


@strawberry.type(description="What an article of the Code sets, in its consolidated numbering.")
class LegalLabourRate:
    article: str = strawberry.field(description="Such as 49.1.")
    days: int | None = strawberry.field(description="For one. Null: nothing is counted off.")
    valid_from: date
    reference: str


@strawberry.type
class OrdersQuery:
    @strawberry.field(description="What an office chooses a labour rate from, on a day.")
    async def legal_labour_rates(self, info: Info, on_day: date) -> list[LegalLabourRate]:
        async with info.context.read() as tx:
            rates = await legal_labour_rates(tx, on_day)
        return [LegalLabourRate(**{key: getattr(each, key) for key in _RATE}) for each in rates]

    @strawberry.field(
        description="What is taken from a person's pay and why. The look is written down."
    )
    async def person_pay(self, info: Info, inmate_id: UUID) -> PersonPay:
        context = info.context
        async with context.read() as tx:
            found = await queries.person_pay(tx, context.staff, inmate_id, context.now)
        return PersonPay.of(found)


@strawberry.type
class CourtsMutation:
    @strawberry.mutation(description="Record the civil reparation that an act sets.")
    async def record_reparation(
        self,
        info: Info,
        inmate_id: UUID,
        act: Act,
        total: int,
        paid_before: int,
        valid_from: date,
        request_id: UUID,
        payee_ref: Payee = None,
    ) -> RecordReparationResult:
        answer = await orders.record_reparation(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            act=act,
            total=total,
            paid_before=paid_before,
            valid_from=valid_from,
            payee_ref=payee_ref,
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Record a court's order.")
    async def record_order(
        self,
        info: Info,
        inmate_id: UUID,
        kind: OrderKind,
        act: Act,
        terms: OrderTerms,
        request_id: UUID,
        payee_ref: Payee = None,
    ) -> RecordOrderResult:
        answer = await orders.record_order(
            info.context.staff,
            request_id,
            kind=kind,
            inmate_id=inmate_id,
            act=act,
            terms=terms.terms(),
            payee_ref=payee_ref,
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Say from which day an order or a reparation does not hold.")
    async def end_order(
        self,
        info: Info,
        kind: Ending,
        order_id: UUID,
        last_on: Annotated[date, strawberry.argument(description="The first day without it.")],
        request_id: UUID,
    ) -> EndOrderResult:
        answer = await orders.end_order(
            info.context.staff,
            request_id,
            kind=kind,
            order_id=order_id,
            last_on=last_on,
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="From a day on: so many counted days for one.")
    async def record_labour_rate(
        self,
        info: Info,
        inmate_id: UUID,
        act: Act,
        valid_from: date,
        request_id: UUID,
        days: Annotated[
            int | None, strawberry.argument(description="Null: nothing is counted off.")
        ] = None,
        article: Annotated[
            str | None,
            strawberry.argument(
                description="Of `legalLabourRates`, instead of days: it sets them and is kept nowhere."
            ),
        ] = None,
    ) -> RecordLabourRateResult:
        answer = await orders.record_labour_rate(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            act=act,
            days=days,
            article=article,
            valid_from=valid_from,
            now=info.context.now,
        )
        return PayChanged.of(answer)


@strawberry.type
class OrdersMutation(CourtsMutation):
    @strawberry.mutation(description="Record what a person signed: to a relative, or to savings.")
    async def record_instruction(
        self,
        info: Info,
        inmate_id: UUID,
        act: Act,
        terms: InstructionTerms,
        request_id: UUID,
        tie_id: Annotated[UUID | None, strawberry.argument(description="Null: to savings.")] = None,
    ) -> RecordInstructionResult:
        answer = await orders.record_instruction(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            act=act,
            tie_id=tie_id,
            terms=terms.terms(),
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Take a person's own instruction back, at once.")
    async def revoke_instruction(
        self,
        info: Info,
        instruction_id: UUID,
        request_id: UUID,
        act: Annotated[
            str | None, strawberry.argument(description="The number of the sheet that says so.")
        ] = None,
    ) -> RevokeInstructionResult:
        answer = await orders.revoke_instruction(
            info.context.staff,
            request_id,
            instruction_id=instruction_id,
            act=act,
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Record income of a month that no workshop paid.")
    async def record_assessment(
        self,
        info: Info,
        inmate_id: UUID,
        act: Act,
        month: Month,
        declared: bool,
        amount: int,
        request_id: UUID,
    ) -> RecordAssessmentResult:
        answer = await orders.record_assessment(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            act=act,
            month=month,
            declared=declared,
            amount=amount,
            now=info.context.now,
        )
        return PayChanged.of(answer)

    @strawberry.mutation(description="Agree on parts in which old contributions are paid.")
    async def plan_arrears(
        self,
        info: Info,
        inmate_id: UUID,
        act: Act,
        owed: int,
        first_month: Month,
        request_id: UUID,
    ) -> PlanArrearsResult:
        answer = await orders.plan_arrears(
            info.context.staff,
            request_id,
            inmate_id=inmate_id,
            act=act,
            owed=owed,
            first_month=first_month,
            now=info.context.now,
        )
        return PayChanged.of(answer)


_OFFICE = posted_as(*OFFICE)
QUERY_RULES: dict[str, Rule] = {"person_pay": _OFFICE, "legal_labour_rates": _OFFICE}
MUTATION_RULES: dict[str, Rule] = {
    "record_reparation": _OFFICE,
    "record_order": _OFFICE,
    "end_order": _OFFICE,
    "record_instruction": _OFFICE,
    "revoke_instruction": _OFFICE,
    "record_labour_rate": _OFFICE,
    "record_assessment": _OFFICE,
    "plan_arrears": _OFFICE,
}
