"""GraphQL of a visits office: the queue of requests, decisions, claim codes and restrictions."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

import asyncpg
import strawberry

from backend.core.actor import Role
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship
from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.registry import commands, queries
from backend.registry.api.types import Establishment, Inmate, establishment_of
from backend.registry.matching import Clue
from backend.registry.queries import Candidate, RestrictionView, TieRequestView
from backend.registry.rules.people import Capacity, Sex
from backend.registry.rules.restrictions import RestrictionKind, RestrictionReason
from backend.registry.rules.ties import Decision, TieReason

strawberry.enum(Clue, name="MatchClue")


@strawberry.type(description="A person of the roster whom the family may mean.")
class TieCandidate:
    inmate_id: UUID
    given_names: str
    surnames: str
    register_number: str
    born_on: date | None
    pavilion: str | None
    score: int = strawberry.field(description="0 to 100: a hint, never a decision.")
    clues: list[Clue]
    protected: bool = strawberry.field(description="A protective block: cannot be approved.")
    sanctioned: bool = strawberry.field(description="The inmate is under a sanction now.")

    @classmethod
    def of(cls, candidate: Candidate) -> Self:
        return cls(
            inmate_id=candidate.listed.id,
            given_names=candidate.listed.given_names,
            surnames=candidate.listed.surnames,
            register_number=candidate.register_number,
            born_on=candidate.born_on,
            pavilion=candidate.pavilion,
            score=candidate.match.score,
            clues=list(candidate.match.clues),
            protected=candidate.protected,
            sanctioned=candidate.sanctioned,
        )


@strawberry.type(description="A person who asks to be tied, with the whole document to compare.")
class Asker:
    capacity: Capacity
    given_names: str
    surnames: str
    sex: Sex
    born_on: date
    nationality: str
    document_kind: DocumentKind
    document_number: str
    protected: bool = strawberry.field(
        description="A protective block keeps this person from somebody held here."
    )
    sanctioned: bool

    @classmethod
    def of(cls, view: TieRequestView) -> Self:
        return cls(
            capacity=Capacity(view.row["capacity"]),
            given_names=view.row["given_names"],
            surnames=view.row["surnames"],
            sex=Sex(view.row["sex"]),
            born_on=view.row["born_on"],
            nationality=view.row["nationality"],
            document_kind=DocumentKind(view.row["document_kind"]),
            document_number=view.document_number,
            protected=view.visitor_protected,
            sanctioned=view.visitor_sanctioned,
        )


@strawberry.type(description="A request for a tie, as the registrar sees it.")
class TieRequest:
    id: UUID
    version: int
    asked_at: datetime
    kinship: Kinship
    asker: Asker
    inmate_given_names: str | None
    inmate_surnames: str | None
    inmate_register_number: str | None
    inmate_born_year: int | None
    candidates: list[TieCandidate]

    @classmethod
    def of(cls, view: TieRequestView) -> Self:
        asked = view.row["asked"]
        return cls(
            id=view.row["id"],
            version=view.row["version"],
            asked_at=view.row["asked_at"],
            kinship=Kinship(view.row["kinship"]),
            asker=Asker.of(view),
            inmate_given_names=asked.get("given_names"),
            inmate_surnames=asked.get("surnames"),
            inmate_register_number=view.register_number,
            inmate_born_year=asked.get("born_year"),
            candidates=[TieCandidate.of(candidate) for candidate in view.candidates],
        )


@strawberry.type(description="A bar on visits, in force or to come.")
class Restriction:
    id: UUID
    kind: RestrictionKind
    inmate: Inmate | None
    document: str | None = strawberry.field(description="Kind and number of whom it bars.")
    visit_types: list[str] | None = strawberry.field(description="None: all it may touch.")
    valid_from: date
    valid_to: date | None = strawberry.field(description="The first day without it.")
    reason: RestrictionReason
    recorded_at: datetime
    establishment_id: strawberry.Private[str | None]

    @classmethod
    def of(cls, view: RestrictionView) -> Self:
        row = view.row
        return cls(
            id=row["id"],
            kind=view.kind,
            inmate=_inmate_named(row),
            document=view.document,
            visit_types=row["visit_types"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            reason=RestrictionReason(row["reason_code"]),
            recorded_at=row["recorded_at"],
            establishment_id=row["establishment_id"],
        )

    @strawberry.field(description="None: wherever the inmate is, or everywhere.")
    async def establishment(self, info: Info) -> Establishment | None:
        return await establishment_of(info, self.establishment_id)


def _inmate_named(row: asyncpg.Record) -> Inmate | None:
    if row["inmate_id"] is None:
        return None
    return Inmate(id=row["inmate_id"], given_names=row["given_names"], surnames=row["surnames"])


@strawberry.type(description="The request was decided.")
class TieDecided:
    tie_id: UUID
    approved: bool
    version: int

    @classmethod
    def of(cls, answer: dict[str, str | int]) -> Self:
        return cls(
            tie_id=UUID(str(answer["id"])),
            approved=answer["state"] == Decision.APPROVE.state,
            version=int(answer["version"]),
        )


@strawberry.type(description="A code to hand over; it is shown here and nowhere else.")
class ClaimCode:
    claim_code: str
    expires_at: datetime

    @classmethod
    def of(cls, answer: dict[str, str]) -> Self:
        return cls(
            claim_code=commands.spoken_claim_code(UUID(answer["id"])),
            expires_at=datetime.fromisoformat(answer["expires_at"]),
        )


DecideTieResult = Annotated[TieDecided | Problem, strawberry.union("DecideTieResult")]
IssueClaimCodeResult = Annotated[ClaimCode | Problem, strawberry.union("IssueClaimCodeResult")]


@strawberry.type
class OfficeQuery:
    @strawberry.field(description="Requests that wait, longest first. The look is written down.")
    async def tie_queue(
        self, info: Info, establishment_id: str, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[TieRequest]:
        context, page = info.context, queries.QUEUE.page(first, after)
        async with context.read() as tx:
            views = await queries.tie_queue(tx, context.staff, establishment_id, page, context.now)
        return queries.QUEUE.connection(
            views, page, key=lambda view: (view.row["asked_at"], view.row["id"]), node=TieRequest.of
        )

    @strawberry.field(description="Bars in force or to come. The look is written down.")
    async def restrictions(
        self, info: Info, establishment_id: str, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Restriction]:
        context, page = info.context, queries.RESTRICTIONS.page(first, after)
        async with context.read() as tx:
            views = await queries.restrictions(
                tx, context.staff, establishment_id, page, context.now
            )
        return queries.RESTRICTIONS.connection(
            views,
            page,
            key=lambda view: (view.row["recorded_at"], view.row["id"]),
            node=Restriction.of,
        )


@strawberry.type
class OfficeMutation:
    @strawberry.mutation(description="Approve for one inmate, or refuse; the first decides.")
    async def decide_tie(
        self,
        info: Info,
        tie_id: UUID,
        version: int,
        decision: Decision,
        reason: TieReason,
        request_id: UUID,
        inmate_id: UUID | None = None,
    ) -> DecideTieResult:
        context = info.context
        answer = await commands.decide_tie(
            context.staff,
            request_id,
            tie_id=tie_id,
            version=version,
            decision=decision,
            inmate_id=inmate_id,
            reason=reason,
            now=context.now,
        )
        return TieDecided.of(answer)

    @strawberry.mutation(description="A one-time code for a relative whom the inmate names.")
    async def issue_claim_code(
        self,
        info: Info,
        inmate_id: UUID,
        document_kind: DocumentKind,
        document_number: str,
        kinship: Kinship,
        request_id: UUID,
    ) -> IssueClaimCodeResult:
        context = info.context
        answer = await commands.issue_claim_code(
            context.staff,
            request_id,
            inmate_id=inmate_id,
            document_kind=document_kind,
            document_number=document_number,
            kinship=kinship,
            now=context.now,
        )
        return ClaimCode.of(answer)


_OFFICE = posted_as(Role.VISITS_REGISTRAR, Role.DIRECTOR)
QUERY_RULES: dict[str, Rule] = {"tie_queue": _OFFICE, "restrictions": _OFFICE}
MUTATION_RULES: dict[str, Rule] = {
    "decide_tie": _OFFICE,
    "issue_claim_code": _OFFICE,
}
