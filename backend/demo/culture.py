"""The demo's choir: who sings in it, eight rehearsals and a recital that are over, and what all of it cost.

Nobody of the demo's families is told of any of it: who sings has nobody there. Everything is invented, and days count
from the same day as those of the other events.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from backend.core.actor import Staff, System
from backend.core.clock import lima_day, lima_instant
from backend.core.money import CENTIMOS
from backend.database import transaction
from backend.demo.cast import PLACE, fixed, held
from backend.programmes.commands import (
    attending,
    budgets,
    drafting,
    ensembles,
    partners,
    releasing,
)
from backend.programmes.commands.budgets import BudgetLineFacts
from backend.programmes.commands.partners import ContributionFacts
from backend.programmes.rules.attending import GuestClass, PartMark
from backend.programmes.rules.content import Content, Dates, Venue, Work
from backend.programmes.rules.means import (
    BudgetSource,
    ContributionKind,
    EnsembleFacts,
    EnsembleKind,
    Instrument,
    PartnerKind,
)
from backend.programmes.rules.vocabulary import Audience, EventKind, Where
from backend.registry.rules.naming import canonical_register

SINGERS = tuple(f"DEMO-1000{nth}" for nth in range(11, 17))
PARTS = ("tenor", "tenor", "barítono", "barítono", "bajo", "bajo")
PIECES = (("Huayno inventado", "Anónimo"), ("Vals inventado", "Autora Inventada"))
REHEARSALS = 8
AUDIENCE = (
    (GuestClass.RELATIVE, 18, 9), (GuestClass.INMATE, 64, 0), (GuestClass.OFFICIAL, 3, 0), (GuestClass.STAFF, 5, 0),
)  # fmt: skip
"""Adults and children at the recital, as somebody counted them."""

_DATES = "select id, starts_at, ends_at from occurrence where event_id = $1 order by starts_at"


@dataclass(frozen=True, slots=True)
class Story:
    """Who tells it, of which programme, and the day on which the demo begins."""

    coordinator: Staff
    director: Staff
    programme_id: UUID
    begun: datetime

    @property
    def today(self) -> date:
        """In Lima."""
        return lima_day(self.begun)

    def weeks_ago(self, weeks: int) -> date:
        return self.today - timedelta(weeks=weeks)

    def this_year(self, day: date) -> date:
        """The day, or the first of this year where it was before."""
        return max(day, self.today.replace(month=1, day=1))

    async def do(
        self,
        command: Any,
        label: str,
        /,
        *,
        by: Staff | None = None,
        on: date | None = None,
        **said: Any,
    ) -> UUID:
        """An act of the coordinator, at noon of a day, or when the demo begins; answers the id of what was written."""
        now = self.begun if on is None else min(lima_instant(on, time(12)), self.begun)
        answer = await command(
            by or self.coordinator, fixed(f"culture {label}"), now=said.pop("now", now), **said
        )
        return UUID(str(answer["id"]))


async def make_culture(story: Story) -> None:
    """The choir, its rehearsals and its recital, and what they cost."""
    singers = await _singers()
    choir = await _choir(story, singers)
    rehearsals = await _event(story, rehearsal(story.weeks_ago(10)))
    recital = await _event(story, choir_recital(story.weeks_ago(2)))
    for event_id in (rehearsals, recital):
        await ensembles.name_ensemble_for_event(
            story.coordinator,
            fixed(f"culture name {event_id}"),
            event_id=event_id,
            ensemble_id=choir,
            now=lima_instant(story.weeks_ago(11), time(12)),
        )
        await _take_part(story, event_id, singers)
    await _count(story, recital)
    await _pay(story, recital)


def rehearsal(first_on: date) -> Content:
    """Every week, for nobody but who sings."""
    return Content(
        kind=EventKind.WORKSHOP,
        audience=Audience.INSIDE,
        title="Ensayo del coro",
        summary="Técnica vocal y repertorio.",
        venue=Venue(where=Where.INSIDE, room="Sala de música"),
        dates=Dates(
            first_on=first_on, at=time(9), minutes=120, rule=f"FREQ=WEEKLY;COUNT={REHEARSALS}"
        ),
    )


def choir_recital(on: date) -> Content:
    """For relatives of who sings."""
    return Content(
        kind=EventKind.RECITAL,
        audience=Audience.PARTICIPANTS_RELATIVES,
        title="Recital del coro",
        summary="Cierre de la temporada de ensayos.",
        venue=Venue(where=Where.INSIDE, room="Auditorio"),
        dates=Dates(first_on=on, at=time(16), minutes=90),
        works=tuple(Work(title=title, author=author) for title, author in PIECES),
    )


async def _singers() -> list[UUID]:
    async with transaction(System()) as tx:
        return [(await held(tx, canonical_register(each) or ""))["id"] for each in SINGERS]


async def _choir(story: Story, singers: Sequence[UUID]) -> UUID:
    """The ensemble with what it plays and who sings in it."""
    begun_on = story.weeks_ago(12)
    choir = await story.do(
        ensembles.add_ensemble,
        "choir",
        on=begun_on,
        establishment_id=PLACE,
        programme_id=story.programme_id,
        ensemble=EnsembleFacts(
            name="Coro Inventado",
            kind=EnsembleKind.CHOIR,
            teacher="Maestra Inventada",
            instruments=(Instrument("guitarra", 4), Instrument("bombo", 1)),
            begun_on=begun_on,
        ),
    )
    for title, author in PIECES:
        await story.do(
            ensembles.add_ensemble_work,
            f"piece {title}",
            on=begun_on,
            ensemble_id=choir,
            title=title,
            author=author,
        )
    for singer, part in zip(singers, PARTS, strict=True):
        await story.do(
            ensembles.add_ensemble_member,
            f"singer {singer}",
            on=begun_on,
            ensemble_id=choir,
            inmate_id=singer,
            part=part,
            from_on=begun_on,
        )
    return choir


async def _event(story: Story, content: Content) -> UUID:
    """An event that was drafted and authorised twelve weeks ago."""
    on = story.weeks_ago(12)
    event_id = await story.do(
        drafting.draft_event,
        f"draft {content.title}",
        on=on,
        establishment_id=PLACE,
        programme_id=story.programme_id,
        content=content,
    )
    await story.do(
        drafting.submit_event, f"submit {content.title}", on=on, event_id=event_id, version=1
    )
    await story.do(
        releasing.release_event,
        f"release {content.title}",
        by=story.director,
        on=on,
        event_id=event_id,
        version=2,
    )
    return event_id


async def _take_part(story: Story, event_id: UUID, singers: Sequence[UUID]) -> None:
    """Everybody but one takes part in each date, another one each time; it is written down when it is over."""
    for nth, row in enumerate(await _dates(event_id)):
        minutes = (row["ends_at"] - row["starts_at"]) // timedelta(minutes=1)
        marks = [
            PartMark(
                id=fixed(f"culture part {row['id']} {singer}"),
                inmate_id=singer,
                minutes=0 if which == nth % len(singers) else minutes,
                marked_at=row["ends_at"],
            )
            for which, singer in enumerate(singers)
        ]
        await story.do(
            attending.mark_parts,
            f"parts {row['id']}",
            now=row["ends_at"],
            occurrence_id=row["id"],
            marks=marks,
        )


async def _count(story: Story, event_id: UUID) -> None:
    """Who came to its date, by class."""
    (row,) = await _dates(event_id)
    for guest_class, adults, children in AUDIENCE:
        await story.do(
            attending.count_door,
            f"count {guest_class}",
            now=row["ends_at"],
            occurrence_id=row["id"],
            guest_class=guest_class,
            adults=adults,
            children=children,
        )


async def _pay(story: Story, recital: UUID) -> None:
    """A partner and what it gave, and three lines of this year's budget."""
    partner_id = await story.do(
        partners.add_partner,
        "partner",
        establishment_id=PLACE,
        programme_id=story.programme_id,
        name="Asociación Cultural Inventada",
        kind=PartnerKind.CIVIL_SOCIETY,
        note="",
    )
    for kind, worth, what in (
        (ContributionKind.CASH, 2_500 * CENTIMOS, "Honorarios de la maestra"),
        (ContributionKind.IN_KIND, 900 * CENTIMOS, "12 atriles"),
        (ContributionKind.IN_KIND, None, "Partituras"),
    ):
        facts = ContributionFacts(
            partner_id, kind, worth, what, story.this_year(story.weeks_ago(6)), recital
        )
        await story.do(
            partners.add_contribution, f"gift {what}", establishment_id=PLACE, contribution=facts
        )
    for source, item, planned, spent in (
        (BudgetSource.TREASURY, "Instrumentos y cuerdas", 12_000, (4_350, 1_280)),
        (BudgetSource.OWN_INCOME, "Impresos y sonido del recital", 1_800, (1_655,)),
        (BudgetSource.PARTNER, "Honorarios de la maestra", 2_500, (1_250, 1_250)),
    ):
        line_id = await story.do(
            budgets.add_budget_line,
            f"line {source}",
            establishment_id=PLACE,
            line=BudgetLineFacts(
                programme_id=story.programme_id,
                season_id=None,
                event_id=None,
                year=story.today.year,
                source=source,
                partner_id=partner_id if source is BudgetSource.PARTNER else None,
                item=item,
                planned=planned * CENTIMOS,
            ),
        )
        for nth, soles in enumerate(spent):
            await story.do(
                budgets.add_spending,
                f"spent {source} {nth}",
                line_id=line_id,
                amount=soles * CENTIMOS,
                spent_on=story.this_year(story.weeks_ago(5 - nth)),
                document=f"EJEMPLO-{source.upper()[:3]}-{nth + 1}",
            )


async def _dates(event_id: UUID) -> Sequence[asyncpg.Record]:
    async with transaction(System()) as tx:
        rows: Sequence[asyncpg.Record] = await tx.fetch(_DATES, event_id)
    return rows
