"""GraphQL of the inbox."""

from datetime import datetime
from typing import Self
from uuid import UUID

import asyncpg
import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.notifications import queries, rules


@strawberry.type(description="Something the family must know; read behind sign-in only.")
class Notice:
    id: UUID
    kind: str = strawberry.field(description="Stable; the phone may choose a picture by it.")
    message: str = strawberry.field(description="One sentence in the reader's language.")
    told_at: datetime
    booking_id: UUID | None = strawberry.field(description="The visit it is about, if it is.")

    @classmethod
    def of(cls, row: asyncpg.Record, language: str) -> Self:
        return cls(
            id=row["id"],
            kind=row["kind"],
            message=rules.sentence(row["kind"], row["facts"], language),
            told_at=row["tell_from"],
            booking_id=rules.booking_of(row["facts"]),
        )


@strawberry.type
class NotificationsQuery:
    @strawberry.field(description="The inbox, newest first.")
    async def my_notices(
        self, info: Info, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Notice]:
        page = queries.INBOX.page(first, after)
        async with info.context.read() as tx:
            rows = await queries.my_notices(tx, info.context.family, page, info.context.now)
        return queries.INBOX.connection(
            rows,
            page,
            key=lambda row: (row["tell_from"], row["id"]),
            node=lambda row: Notice.of(row, info.context.actor.language),
        )


@strawberry.type
class NotificationsMutation:
    """Nothing yet: notices are read, and sent by nobody."""


QUERY_RULES: dict[str, Rule] = {"my_notices": FAMILY}
MUTATION_RULES: dict[str, Rule] = {}
