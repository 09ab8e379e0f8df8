"""GraphQL of an office: money that is paid out of a person's accounts, asked for by one and approved by another."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.core.kinship import Kinship
from backend.earnings.access import OFFICE
from backend.earnings.api.consents import StatementReader
from backend.earnings.api.types import AccountKind, Ended, Payee, State, Why
from backend.earnings.commands import remitting
from backend.earnings.queries import remittances as queries
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem


@strawberry.input(
    description="Who is paid. Number and holder of the account are sealed and never shown."
)
class RemittanceTo:
    payee: Payee
    account: str = strawberry.field(description="6 to 34 letters and digits.")
    name: str = strawberry.field(description="The holder as the bank knows them; at most 80.")
    tie_id: UUID | None = strawberry.field(
        default=None, description="Of a relative, who needs one."
    )

    def to(self) -> remitting.To:
        return remitting.To(**vars(self))


@strawberry.type(description="Money to be paid out; amounts in céntimos.")
class Remittance:
    id: UUID
    inmate_id: UUID
    given_names: str | None
    surnames: str | None
    statement_id: UUID | None
    tie_id: UUID | None
    to: StatementReader | None = strawberry.field(description="A relative; null: somebody else.")
    payee: Payee
    source: AccountKind = strawberry.field(description="Which of the person's accounts pays.")
    amount: int
    reference: str = strawberry.field(description="How the bank names it.")
    state: State
    why: Ended | None = strawberry.field(description="Why it did not go out, or came back.")
    handed: bool = strawberry.field(description="A bank has it, or may: it is cancelled no more.")
    asked_at: datetime
    asked_by: str | None
    approved_at: datetime | None
    approved_by: str | None
    moved_at: datetime

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        facts = dict(row)
        to = {name: facts.pop(f"to_{name}") for name in ("given_names", "surnames")}
        kinship = facts.pop("kinship")
        reader = StatementReader(**to, kinship=kinship and Kinship(kinship))
        return cls(
            **facts
            | {
                "to": reader if row["tie_id"] else None,
                "payee": Payee(facts["payee"]),
                "source": AccountKind(facts["source"]),
                "state": State(facts["state"]),
                "why": facts["why"] and Ended(facts["why"]),
                "handed": facts.pop("way") is not None,
            }
        )


@strawberry.type(description="A move of a remittance.")
class RemittanceStep:
    state: State
    at: datetime
    by_whom: str | None = strawberry.field(description="Null: as the bank said by itself.")
    why: Ended | None

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            state=State(row["to_state"]),
            at=row["at"],
            by_whom=row["by_whom"],
            why=row["why"] and Ended(row["why"]),
        )


@strawberry.type(description="One of a person's accounts at a place, in céntimos.")
class PersonPocket:
    kind: AccountKind
    credit: int = strawberry.field(description="What stands on it; below nothing: owed.")
    reserved: int = strawberry.field(description="Of that, asked for already.")

    @classmethod
    def of(cls, pocket: queries.Pocket) -> Self:
        return cls(kind=AccountKind(pocket.kind), credit=pocket.credit, reserved=pocket.reserved)


@strawberry.type(description="A remittance that was asked for.")
class RemittanceAsked:
    id: UUID
    reference: str


@strawberry.type(description="A remittance that an office moved.")
class RemittanceMoved:
    id: UUID


AskRemittanceResult = Annotated[RemittanceAsked | Problem, strawberry.union("AskRemittanceResult")]
ApproveRemittanceResult = Annotated[
    RemittanceMoved | Problem, strawberry.union("ApproveRemittanceResult")
]
RefuseRemittanceResult = Annotated[
    RemittanceMoved | Problem, strawberry.union("RefuseRemittanceResult")
]
CancelRemittanceResult = Annotated[
    RemittanceMoved | Problem, strawberry.union("CancelRemittanceResult")
]


@strawberry.type
class RemittancesQuery:
    @strawberry.field(description="What was asked for at a place, newest first.")
    async def remittances(
        self,
        info: Info,
        establishment_id: str,
        state: State | None = None,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[Remittance]:
        context, page = info.context, queries.REMITTANCES.page(first, after)
        async with context.read() as tx:
            rows = await queries.remittances(
                tx, context.staff, establishment_id, page, context.now, state
            )
        return queries.REMITTANCES.connection(
            rows, page, key=lambda row: (row["asked_at"], row["id"]), node=Remittance.of
        )

    @strawberry.field(description="Every move of a remittance, in order.")
    async def remittance_steps(self, info: Info, remittance_id: UUID) -> list[RemittanceStep]:
        context = info.context
        async with context.read() as tx:
            rows = await queries.remittance_steps(tx, context.staff, remittance_id, context.now)
        return [RemittanceStep.of(row) for row in rows]

    @strawberry.field(description="A person's accounts at a place. The look is written down.")
    async def person_pockets(
        self, info: Info, establishment_id: str, inmate_id: UUID
    ) -> list[PersonPocket]:
        context = info.context
        async with context.read() as tx:
            found = await queries.pockets(
                tx, context.staff, establishment_id, inmate_id, context.now
            )
        return [PersonPocket.of(pocket) for pocket in found]


@strawberry.type
class RemittancesMutation:
    @strawberry.mutation(description="Reserve money of a person, to be paid once another approves.")
    async def ask_remittance(
        self,
        info: Info,
        establishment_id: str,
        inmate_id: UUID,
        source: AccountKind,
        amount: Annotated[int, strawberry.argument(description="Céntimos.")],
        to: RemittanceTo,
        request_id: UUID,
        statement_id: UUID | None = None,
    ) -> AskRemittanceResult:
        answer = await remitting.ask_remittance(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            inmate_id=inmate_id,
            source=source,
            amount=amount,
            to=to.to(),
            statement_id=statement_id,
            now=info.context.now,
        )
        return RemittanceAsked(id=UUID(answer["id"]), reference=answer["reference"])

    @strawberry.mutation(description="Let a remittance be sent that somebody else asked for.")
    async def approve_remittance(
        self, info: Info, remittance_id: UUID, request_id: UUID
    ) -> ApproveRemittanceResult:
        answer = await remitting.approve_remittance(
            info.context.staff, request_id, remittance_id=remittance_id, now=info.context.now
        )
        return RemittanceMoved(id=UUID(answer["id"]))

    @strawberry.mutation(description="Refuse a remittance that somebody else asked for.")
    async def refuse_remittance(
        self, info: Info, remittance_id: UUID, why: Why, request_id: UUID
    ) -> RefuseRemittanceResult:
        answer = await remitting.refuse_remittance(
            info.context.staff,
            request_id,
            remittance_id=remittance_id,
            why=why,
            now=info.context.now,
        )
        return RemittanceMoved(id=UUID(answer["id"]))

    @strawberry.mutation(description="Take a remittance back that no bank has been given yet.")
    async def cancel_remittance(
        self, info: Info, remittance_id: UUID, why: Why, request_id: UUID
    ) -> CancelRemittanceResult:
        answer = await remitting.cancel_remittance(
            info.context.staff,
            request_id,
            remittance_id=remittance_id,
            why=why,
            now=info.context.now,
        )
        return RemittanceMoved(id=UUID(answer["id"]))


_OFFICE = posted_as(*OFFICE)
QUERY_RULES: dict[str, Rule] = {
    "remittances": _OFFICE,
    "remittance_steps": _OFFICE,
    "person_pockets": _OFFICE,
}
MUTATION_RULES: dict[str, Rule] = {
    "ask_remittance": _OFFICE,
    "approve_remittance": _OFFICE,
    "refuse_remittance": _OFFICE,
    "cancel_remittance": _OFFICE,
}
