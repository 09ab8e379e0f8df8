"""The inbox, in the schema."""

from typing import Annotated
from uuid import UUID

import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.notifications import commands, queries
from backend.notifications.api.types import Inbox, Notice, Seen

SeeNoticesResult = Annotated[Seen | Problem, strawberry.union("SeeNoticesResult")]

QUERY_RULES: dict[str, Rule] = {"inbox": FAMILY, "my_notices": FAMILY}
MUTATION_RULES: dict[str, Rule] = {"see_notices": FAMILY}


@strawberry.type
class InboxQuery:
    @strawberry.field(
        description="What is new or changed since the answer with this cursor; without one, the newest 50."
    )
    async def inbox(self, info: Info, after: str | None = None) -> Inbox:
        family, now = info.context.family, info.context.now
        async with info.context.read() as tx:
            news = await queries.news(tx, family, after, now)
            chosen = await queries.chosen(tx, family)
        return Inbox.of(news, chosen, family.language)

    @strawberry.field(description="The inbox in pages, newest first.")
    async def my_notices(
        self, info: Info, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Notice]:
        page, family = queries.INBOX.page(first, after), info.context.family
        async with info.context.read() as tx:
            rows = await queries.my_notices(tx, family, page, info.context.now)
            chosen = await queries.chosen(tx, family)
        return queries.INBOX.connection(
            rows,
            page,
            key=lambda row: (row["tell_from"], row["id"]),
            node=lambda row: Notice.of(row, chosen, family.language),
        )


@strawberry.type
class InboxMutation:
    @strawberry.mutation(description="These notices were opened. Only the first time counts.")
    async def see_notices(
        self, info: Info, notice_ids: list[UUID], request_id: UUID
    ) -> SeeNoticesResult:
        answer = await commands.see_notices(
            info.context.family, request_id, notice_ids=notice_ids, now=info.context.now
        )
        return Seen(unseen=answer["unseen"])
