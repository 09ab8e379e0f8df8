"""GraphQL of closing a month: how far it is, exits to confirm or return, and statements as an office reads them."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.core.text import explain
from backend.earnings.access import OFFICE
from backend.earnings.api.family import StatementLine
from backend.earnings.api.labour import OfficeLabour
from backend.earnings.api.types import StatementKind
from backend.earnings.commands import closing_asked, leaving
from backend.earnings.commands.leaving import ReturnWhy
from backend.earnings.queries import closing as queries
from backend.earnings.queries.closing import Standing
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.work.api.types import WorkMonthState

strawberry.enum(ReturnWhy, name="ExitReturnReason")


@strawberry.enum
class ClosingState(Enum):
    """Stopped: it says what stands in its way, and goes on when it is asked for again."""

    OPEN = "open"
    ASKED = "asked"
    RUNNING = "running"
    STOPPED = "stopped"
    CLOSED = "closed"


@strawberry.enum
class StatementState(Enum):
    """Of an exit: waiting, then confirmed or returned. A returned one counts no longer."""

    POSTED = "posted"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


@strawberry.type(description="A workshop whose month is still to be reviewed.")
class WorkshopLeft:
    workshop_id: UUID
    name: str
    state: WorkMonthState

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(
            workshop_id=row["workshop_id"], name=row["name"], state=WorkMonthState(row["state"])
        )


@strawberry.type(description="How far the closing of a month is. Amounts in céntimos.")
class MonthClosing:
    establishment_id: str
    month: date = strawberry.field(description="Its first day.")
    state: ClosingState
    asked_at: datetime | None
    made: int = strawberry.field(description="Statements there are.")
    people: int = strawberry.field(description="Statements in all, with those to be made.")
    gross: int | None = strawberry.field(description="Null until it is closed, as all sums.")
    withheld: int | None
    personal: int | None
    seal: str | None = strawberry.field(description="Of the closed month; hexadecimal.")
    problem: str | None = strawberry.field(description="Why it stopped, in the reader's language.")
    workshops_left: list[WorkshopLeft]
    exits_left: int
    remittances_left: int = strawberry.field(
        description="On their way; the closing waits for none of them and carries them on."
    )
    reparations_paid: int = strawberry.field(
        description="That the closed month paid the last of: `paidReparations` says whose."
    )

    @classmethod
    def of(cls, establishment_id: str, month: date, found: Standing, language: str) -> Self:
        asked, sums = found.asked or {}, found.sums
        problem = None if sums else asked.get("problem")
        return cls(
            establishment_id=establishment_id,
            month=month,
            state=ClosingState.CLOSED if sums else ClosingState(asked.get("state", "open")),
            asked_at=asked.get("asked_at"),
            made=found.made,
            people=max(found.made, found.people),
            gross=sums and sums.gross,
            withheld=sums and sums.withheld,
            personal=sums and sums.personal,
            seal=found.seal.hex() if found.seal else None,
            problem=explain(problem, language, asked["facts"]) if problem else None,
            workshops_left=[WorkshopLeft.of(row) for row in found.workshops_left],
            exits_left=found.exits_left,
            remittances_left=found.remittances_left,
            reparations_paid=found.paid_off,
        )


@strawberry.type(description="A line with everything it rests on.")
class OfficeStatementLine(StatementLine):
    exact: str = strawberry.field(description="In soles, not rounded.")
    reference: str = strawberry.field(description="The legal basis.")

    @classmethod
    def read(cls, row: Mapping[str, Any], language: str) -> Self:
        return cls(**vars(StatementLine.of(row, language, True)))


@strawberry.type(description="A statement of a person. Amounts in céntimos.")
class MonthStatement:
    id: UUID
    inmate_id: UUID
    given_names: str | None
    surnames: str | None
    month: date
    revision: int
    kind: StatementKind
    state: StatementState
    starts_on: date
    closes_on: date
    gross: int
    withheld: int
    personal: int
    worked_minutes: int
    worked_days: int
    made_at: datetime

    @classmethod
    def of(cls, row: asyncpg.Record) -> Self:
        return cls(**_statement(dict(row)))


def _statement(row: Mapping[str, Any]) -> dict[str, Any]:
    same = (
        "id", "inmate_id", "given_names", "surnames", "month", "revision", "starts_on", "closes_on", "gross",
        "withheld", "personal", "made_at",
    )  # fmt: skip
    return {name: row[name] for name in same} | {
        "kind": StatementKind(row["kind"]),
        "state": StatementState(row["state"]),
        "worked_minutes": row["minutes"],
        "worked_days": row["days"],
    }


@strawberry.type(description="A statement with its lines, in your language.")
class OfficeStatement(MonthStatement):
    lines: list[OfficeStatementLine]
    labour: OfficeLabour

    @classmethod
    def read(cls, row: Mapping[str, Any], language: str) -> Self:
        lines = [OfficeStatementLine.read(line, language) for line in row["lines"]]
        return cls(**_statement(row), lines=lines, labour=OfficeLabour.of(row["labour"]))


@strawberry.type(description="The statement of somebody who left; it waits for a decision.")
class WaitingExit(OfficeStatement):
    pass


@strawberry.type(description="The statement of somebody who left was confirmed or returned.")
class ExitDecided:
    id: UUID


CloseMonthResult = Annotated[MonthClosing | Problem, strawberry.union("CloseMonthResult")]
ConfirmExitResult = Annotated[ExitDecided | Problem, strawberry.union("ConfirmExitResult")]
ReturnExitResult = Annotated[ExitDecided | Problem, strawberry.union("ReturnExitResult")]


@strawberry.type
class ClosingQuery:
    @strawberry.field(description="How far the closing of the month of a day is.")
    async def month_closing(self, info: Info, establishment_id: str, month: date) -> MonthClosing:
        return await _standing(info, establishment_id, month.replace(day=1))

    @strawberry.field(description="People who left and whose statement waits for a decision.")
    async def waiting_exits(self, info: Info, establishment_id: str) -> list[WaitingExit]:
        context = info.context
        async with context.read() as tx:
            rows = await queries.waiting_exits(tx, context.staff, establishment_id, context.now)
        return [WaitingExit.read(row, context.actor.language) for row in rows]

    @strawberry.field(description="Statements of the month of a day, by name. The look is kept.")
    async def month_statements(
        self,
        info: Info,
        establishment_id: str,
        month: date,
        first: int = PAGE_SIZE,
        after: str | None = None,
    ) -> Connection[MonthStatement]:
        page = queries.STATEMENTS.page(first, after)
        context = info.context
        async with context.read() as tx:
            rows = await queries.month_statements(
                tx, context.staff, establishment_id, month.replace(day=1), page, context.now
            )
        return queries.STATEMENTS.connection(
            rows, page, key=queries.by_name, node=MonthStatement.of
        )

    @strawberry.field(description="A statement of your place with its lines. The look is kept.")
    async def office_statement(self, info: Info, id: UUID) -> OfficeStatement:
        context = info.context
        async with context.read() as tx:
            row = await queries.office_statement(tx, context.staff, id, context.now)
        return OfficeStatement.read(row, context.actor.language)


@strawberry.type
class ClosingMutation:
    @strawberry.mutation(description="Ask for the closing of a month that is over; it is for good.")
    async def close_month(
        self,
        info: Info,
        establishment_id: str,
        month: Annotated[date, strawberry.argument(description="Its first day.")],
        request_id: UUID,
    ) -> CloseMonthResult:
        await closing_asked.close_month(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            month=month,
            now=info.context.now,
        )
        return await _standing(info, establishment_id, month)

    @strawberry.mutation(description="Book the statement of somebody who left.")
    async def confirm_exit(
        self, info: Info, statement_id: UUID, request_id: UUID
    ) -> ConfirmExitResult:
        answer = await leaving.confirm_exit(
            info.context.staff, request_id, statement_id=statement_id, now=info.context.now
        )
        return ExitDecided(id=UUID(answer["id"]))

    @strawberry.mutation(description="Set the statement of somebody who left aside.")
    async def return_exit(
        self, info: Info, statement_id: UUID, why: ReturnWhy, request_id: UUID
    ) -> ReturnExitResult:
        answer = await leaving.return_exit(
            info.context.staff, request_id, statement_id=statement_id, why=why, now=info.context.now
        )
        return ExitDecided(id=UUID(answer["id"]))


async def _standing(info: Info, establishment_id: str, month: date) -> MonthClosing:
    context = info.context
    async with context.read() as tx:
        found = await queries.month_closing(tx, context.staff, establishment_id, month)
    return MonthClosing.of(establishment_id, month, found, context.actor.language)


_OFFICE = posted_as(*OFFICE)
QUERY_RULES: dict[str, Rule] = dict.fromkeys(
    ("month_closing", "waiting_exits", "month_statements", "office_statement"), _OFFICE
)
MUTATION_RULES: dict[str, Rule] = dict.fromkeys(
    ("close_month", "confirm_exit", "return_exit"), _OFFICE
)
