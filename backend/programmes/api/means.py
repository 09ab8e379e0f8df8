"""GraphQL of what an establishment's programmes have: ensembles, partners and what they give, budgets."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.programmes.access import WRITERS
from backend.programmes.api.means_types import (
    MOST,
    Budget,
    BudgetLineInput,
    Contribution,
    ContributionInput,
    Ensemble,
    EnsembleInput,
    EnsembleMember,
    MeansChanged,
    PartnerOfProgramme,
)
from backend.programmes.api.office_types import EventChanged, Named
from backend.programmes.api.planning import EventChangedResult, NameForEventResult
from backend.programmes.commands import budgets, partners, planning
from backend.programmes.commands import ensembles as groups
from backend.programmes.queries import ensembles, means
from backend.programmes.rules.means import PartnerKind

MeansResult = Annotated[MeansChanged | Problem, strawberry.union("MeansResult")]


@strawberry.type
class MeansQuery:
    @strawberry.field(description="Of an establishment, those that have ended last.")
    async def ensembles(self, info: Info, establishment_id: str) -> list[Ensemble]:
        now = info.context.now
        async with info.context.read() as tx:
            rows = await ensembles.ensembles(tx, info.context.staff, establishment_id, now=now)
        return [Ensemble.of(row) for row in rows]

    @strawberry.field(
        description="Who is or was a member, the latest first, but who was moved away; every look is kept."
    )
    async def ensemble_members(self, info: Info, ensemble_id: UUID) -> list[EnsembleMember]:
        now = info.context.now
        async with info.context.read() as tx:
            rows = await ensembles.ensemble_members(tx, info.context.staff, ensemble_id, now=now)
        return [EnsembleMember.of(row) for row in rows]

    @strawberry.field(description="Of the programmes that this establishment may use.")
    async def partners(self, info: Info, establishment_id: str) -> list[PartnerOfProgramme]:
        async with info.context.read() as tx:
            rows = await means.partners(tx, info.context.staff, establishment_id)
        return [PartnerOfProgramme.of(row) for row in rows]

    @strawberry.field(description="What partners gave in a year, here.")
    async def contributions(
        self, info: Info, establishment_id: str, year: int
    ) -> list[Contribution]:
        async with info.context.read() as tx:
            rows = await means.contributions(tx, info.context.staff, establishment_id, year)
        return [Contribution.of(row) for row in rows]

    @strawberry.field(description="What is planned and was spent in a year, here.")
    async def budget(self, info: Info, establishment_id: str, year: int) -> Budget:
        async with info.context.read() as tx:
            found = await means.budget(tx, info.context.staff, establishment_id, year)
        return Budget.of(found)


@strawberry.type
class EnsemblesMutation:
    @strawberry.mutation(description="Add an ensemble to a programme that goes on.")
    async def add_ensemble(
        self,
        info: Info,
        establishment_id: str,
        programme_id: UUID,
        ensemble: EnsembleInput,
        request_id: UUID,
    ) -> MeansResult:
        answer = await groups.add_ensemble(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            programme_id=programme_id,
            ensemble=ensemble.facts(),
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="Say anew what an ensemble is.")
    async def edit_ensemble(
        self, info: Info, ensemble_id: UUID, ensemble: EnsembleInput, request_id: UUID
    ) -> MeansResult:
        answer = await groups.edit_ensemble(
            info.context.staff,
            request_id,
            ensemble_id=ensemble_id,
            ensemble=ensemble.facts(),
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="End an ensemble and its memberships on its last day.")
    async def end_ensemble(
        self, info: Info, ensemble_id: UUID, ended_on: date, request_id: UUID
    ) -> MeansResult:
        answer = await groups.end_ensemble(
            info.context.staff,
            request_id,
            ensemble_id=ensemble_id,
            ended_on=ended_on,
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(
        description="Add somebody held there; it ends by itself when they are moved or leave."
    )
    async def add_ensemble_member(
        self,
        info: Info,
        ensemble_id: UUID,
        inmate_id: UUID,
        part: str,
        from_on: date,
        request_id: UUID,
    ) -> MeansResult:
        answer = await groups.add_ensemble_member(
            info.context.staff,
            request_id,
            ensemble_id=ensemble_id,
            inmate_id=inmate_id,
            part=part,
            from_on=from_on,
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="End a membership on its last day.")
    async def end_ensemble_member(
        self, info: Info, member_id: UUID, until_on: date, request_id: UUID
    ) -> MeansResult:
        answer = await groups.end_ensemble_member(
            info.context.staff,
            request_id,
            member_id=member_id,
            until_on=until_on,
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="Add a piece to what an ensemble plays.")
    async def add_ensemble_work(
        self, info: Info, ensemble_id: UUID, title: str, author: str, request_id: UUID
    ) -> MeansResult:
        answer = await groups.add_ensemble_work(
            info.context.staff,
            request_id,
            ensemble_id=ensemble_id,
            title=title,
            author=author,
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="Take a piece off what an ensemble plays.")
    async def remove_ensemble_work(
        self, info: Info, work_id: UUID, request_id: UUID
    ) -> MeansResult:
        answer = await groups.remove_ensemble_work(
            info.context.staff, request_id, work_id=work_id, now=info.context.now
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="Name who is a member today and held where the event is.")
    async def name_ensemble_for_event(
        self,
        info: Info,
        event_id: UUID,
        ensemble_id: UUID,
        request_id: UUID,
        consent_act: str | None = None,
    ) -> NameForEventResult:
        answer = await groups.name_ensemble_for_event(
            info.context.staff,
            request_id,
            event_id=event_id,
            ensemble_id=ensemble_id,
            consent_act=consent_act,
            now=info.context.now,
        )
        return Named(**answer)


@strawberry.type
class MeansMutation(EnsemblesMutation):
    @strawberry.mutation(
        description="Add a partner of a programme of your establishment, or of the institute's."
    )
    async def add_partner(
        self,
        info: Info,
        establishment_id: str,
        programme_id: UUID,
        name: str,
        kind: PartnerKind,
        note: str,
        request_id: UUID,
    ) -> MeansResult:
        answer = await partners.add_partner(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            programme_id=programme_id,
            name=name,
            kind=kind,
            note=note,
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(
        description="Record what a partner gave. `corrects`: another contribution, which counts no more."
    )
    async def add_contribution(
        self,
        info: Info,
        establishment_id: str,
        contribution: ContributionInput,
        request_id: UUID,
        corrects: UUID | None = None,
    ) -> MeansResult:
        answer = await partners.add_contribution(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            contribution=contribution.facts(),
            corrects=corrects,
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="Plan one item of a year.")
    async def add_budget_line(
        self, info: Info, establishment_id: str, line: BudgetLineInput, request_id: UUID
    ) -> MeansResult:
        answer = await budgets.add_budget_line(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            line=line.facts(),
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="Plan a line no more; what was spent of it stays spent.")
    async def end_budget_line(self, info: Info, line_id: UUID, request_id: UUID) -> MeansResult:
        answer = await budgets.end_budget_line(
            info.context.staff, request_id, line_id=line_id, now=info.context.now
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(
        description=f"{MOST} Less than nought takes back what was recorded too much."
    )
    async def add_spending(
        self,
        info: Info,
        line_id: UUID,
        amount: int,
        spent_on: date,
        document: str,
        request_id: UUID,
    ) -> MeansResult:
        answer = await budgets.add_spending(
            info.context.staff,
            request_id,
            line_id=line_id,
            amount=amount,
            spent_on=spent_on,
            document=document,
            now=info.context.now,
        )
        return MeansChanged.of(answer)

    @strawberry.mutation(description="Say anew what a programme of your establishment is called.")
    async def edit_programme(
        self, info: Info, programme_id: UUID, title: str, summary: str, request_id: UUID
    ) -> EventChangedResult:
        answer = await planning.edit_programme(
            info.context.staff,
            request_id,
            programme_id=programme_id,
            title=title,
            summary=summary,
            now=info.context.now,
        )
        return EventChanged.of(answer)

    @strawberry.mutation(
        description="End a programme of your establishment: nothing new begins under it."
    )
    async def end_programme(
        self, info: Info, programme_id: UUID, ended_on: date, request_id: UUID
    ) -> EventChangedResult:
        answer = await planning.end_programme(
            info.context.staff,
            request_id,
            programme_id=programme_id,
            ended_on=ended_on,
            now=info.context.now,
        )
        return EventChanged.of(answer)


_WRITERS = posted_as(*WRITERS)
_READ = ("ensembles", "ensemble_members", "partners", "contributions", "budget")
_WRITTEN = (
    "add_ensemble", "edit_ensemble", "end_ensemble", "add_ensemble_member", "end_ensemble_member",
    "add_ensemble_work", "remove_ensemble_work", "name_ensemble_for_event", "add_partner",
    "add_contribution", "add_budget_line", "end_budget_line", "add_spending", "edit_programme",
    "end_programme",
)  # fmt: skip
QUERY_RULES: dict[str, Rule] = dict.fromkeys(_READ, _WRITERS)
MUTATION_RULES: dict[str, Rule] = dict.fromkeys(_WRITTEN, _WRITERS)
