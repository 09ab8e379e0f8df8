"""GraphQL of the account's own calendar: the address by which a phone's calendar subscribes to it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import strawberry

from backend.core.errors import Code, DomainError
from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.programmes.commands import calendars as commands
from backend.programmes.queries import feeds as queries
from backend.programmes.tokens import calendar_path


@strawberry.type(description="Where a phone's calendar subscribes; it is shown once.")
class CalendarAddress:
    address: str


@strawberry.type(description="Whether the account's own calendar has an address.")
class CalendarState:
    since: datetime | None = strawberry.field(
        description="Since when there is an address; null: there is none."
    )


RenewCalendarResult = Annotated[CalendarAddress | Problem, strawberry.union("RenewCalendarResult")]
EndCalendarResult = Annotated[CalendarState | Problem, strawberry.union("EndCalendarResult")]


@strawberry.type
class CalendarsQuery:
    @strawberry.field(
        description="Whether a calendar may be subscribed to; the address itself is not kept."
    )
    async def my_calendar(self, info: Info) -> CalendarState:
        family = info.context.family
        async with info.context.read() as tx:
            return CalendarState(since=await queries.calendar_since(tx, family))


@strawberry.type
class CalendarsMutation:
    @strawberry.mutation(
        description="A new address for the account's own calendar. It names nobody and no place;"
        " whoever has the old one reads nothing more."
    )
    async def renew_calendar(self, info: Info, request_id: UUID) -> RenewCalendarResult:
        address = _address(info)
        made = await commands.renew_calendar(info.context.family, request_id, now=info.context.now)
        return CalendarAddress(address=address + calendar_path(UUID(str(made["id"]))))

    @strawberry.mutation(description="Take the address away: the calendar is read by nobody.")
    async def end_calendar(self, info: Info, request_id: UUID) -> EndCalendarResult:
        await commands.end_calendar(info.context.family, request_id, now=info.context.now)
        return CalendarState(since=None)


def _address(info: Info) -> str:
    """Where calendars answer. Raises CALENDAR_CLOSED where nobody has said."""
    if not info.context.address:
        raise DomainError(Code.CALENDAR_CLOSED)
    return info.context.address


QUERY_RULES: dict[str, Rule] = {"my_calendar": FAMILY}
MUTATION_RULES: dict[str, Rule] = {"renew_calendar": FAMILY, "end_calendar": FAMILY}
