"""GraphQL of what a family must know before leaving home."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.core.clock import lima_day
from backend.core.text import say
from backend.gql.access import SIGNED_IN, Rule
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.visits import queries
from backend.visits.rules.advice import Audience, Topic, source_title, source_titles
from backend.visits.seeding import ADVICE

TITLES = source_titles(ADVICE.read_text(encoding="utf-8"))
"""Public and the same for everybody, so they are read once, with the program."""

strawberry.enum(Topic, name="AdviceTopic")
strawberry.enum(Audience, name="AdviceAudience")


@strawberry.type(description="One thing to know before leaving home.")
class AdviceItem:
    id: UUID
    topic: Topic
    audience: Audience
    words: str = strawberry.field(description="In the reader's language.")
    source: str = strawberry.field(description="Labels of the seeds' list of sources.")
    source_title: str = strawberry.field(
        description="Who says it of here, in words for a family; empty where nobody is known to."
    )
    confirmed: bool = strawberry.field(
        description="A source says it of here; otherwise an example, to be asked about."
    )

    @classmethod
    def of(cls, row: asyncpg.Record, language: str) -> Self:
        return cls(
            id=row["id"],
            topic=Topic(row["topic"]),
            audience=Audience(row["audience"]),
            words=say(f"advice.{row['words']}", language),
            source=row["source"],
            # An example is true of somewhere else: nobody said it of here.
            source_title=source_title(row["source"], TITLES) if row["confirmed"] else "",
            confirmed=row["confirmed"],
        )


@strawberry.type(description="What to show, wear, bring and leave at home, in that order.")
class VisitAdvice:
    as_of: date = strawberry.field(description="The day of the visit for which it holds.")
    items: list[AdviceItem]


VisitAdviceResult = Annotated[VisitAdvice | Problem, strawberry.union("VisitAdviceResult")]


@strawberry.type
class AdviceQuery:
    @strawberry.field(description="What to know before a visit there; the phone may keep it.")
    async def visit_advice(
        self,
        info: Info,
        establishment_id: str,
        day: Annotated[date | None, strawberry.argument(description="Left out: today.")] = None,
    ) -> VisitAdviceResult:
        context, wanted = info.context, day or lima_day(info.context.now)
        async with context.read() as tx:
            rows = await queries.visit_advice(tx, context.actor, establishment_id, wanted)
        language = context.actor.language
        return VisitAdvice(as_of=wanted, items=[AdviceItem.of(row, language) for row in rows])


QUERY_RULES: dict[str, Rule] = {"visit_advice": SIGNED_IN}
