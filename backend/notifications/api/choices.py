"""What a family chooses for each kind of notice, in the schema."""

from typing import Annotated
from uuid import UUID

import strawberry

from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.notifications import commands, queries
from backend.notifications.api.types import NoticeChoices
from backend.notifications.kinds import Sms
from backend.notifications.rules.choices import Choices, all_choices

SetNoticeChoiceResult = Annotated[
    NoticeChoices | Problem, strawberry.union("SetNoticeChoiceResult")
]

QUERY_RULES: dict[str, Rule] = {"notice_choices": FAMILY}
MUTATION_RULES: dict[str, Rule] = {"set_notice_choice": FAMILY}


@strawberry.type
class ChoicesQuery:
    @strawberry.field(description="How each kind comes that can be switched off.")
    async def notice_choices(self, info: Info) -> list[NoticeChoices]:
        family = info.context.family
        async with info.context.read() as tx:
            chosen = await queries.chosen(tx, family)
        return [NoticeChoices.of(each, family.language) for each in all_choices(chosen)]


@strawberry.type
class ChoicesMutation:
    @strawberry.mutation(
        description="How one kind comes. Notices of safety cannot be switched off."
    )
    async def set_notice_choice(
        self, info: Info, kind: str, push: bool, sms: Sms, request_id: UUID
    ) -> SetNoticeChoiceResult:
        await commands.set_notice_choice(
            info.context.family, request_id, kind=kind, push=push, sms=sms, now=info.context.now
        )
        return NoticeChoices.of(Choices(kind, push, sms), info.context.actor.language)
