"""Reasons for which answers end by themselves, and what families find afterwards."""

from datetime import date, datetime
from uuid import UUID, uuid4

from backend.core.custody import EventKind
from backend.database import reading
from backend.gql.paging import Page
from backend.programmes.queries import family as queries
from backend.visits import commands
from tests.programmes import make_answers as answers
from tests.programmes import make_programmes as programmes
from tests.programmes.make_programmes import NOW
from tests.registry import make_registry as registry
from tests.visits import make_visits as visits

TODAY = date(2026, 3, 2)


async def happens(inmate_id: UUID, kind: EventKind, *, now: datetime = NOW, **facts) -> None:
    """The office records it today."""
    await commands.record_custody_event(
        registry.officer(),
        uuid4(),
        inmate_id=inmate_id,
        kind=kind,
        effective_on=TODAY,
        now=now,
        **facts,
    )


async def found(one: visits.Relative, now: datetime = NOW) -> list[UUID]:
    """What is on for this family."""
    async with reading(one.family) as tx:
        rows = await queries.whats_on(
            tx, one.family, Page(50, None), establishment_id=None, kind=None, now=now
        )
    return [row["id"] for row in rows]


async def one_place(owner, **changes):
    """A date with one place, who has it, and who waits for it."""
    event = await programmes.released(owner, people=1, **changes)
    one, waiting = await visits.relative(owner), await visits.relative(owner)
    for each in (one, waiting):
        await programmes.named(owner, event.event_id, each.inmate_id)
    held, _ = await answers.answer(one, event.occurrence_id)
    asked, _ = await answers.answer(waiting, event.occurrence_id)
    return event, (one, held), (waiting, asked)
