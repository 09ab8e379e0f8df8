"""GraphQL of the people on an account's list."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from backend.core.documents import DocumentKind
from backend.core.text import say
from backend.gql.access import FAMILY, Rule
from backend.gql.context import Info
from backend.gql.paging import PAGE_SIZE, Connection
from backend.gql.problems import Problem
from backend.registry import commands, queries
from backend.registry.api.types import Visitor
from backend.registry.rules.people import (
    CONSENT_VERSION,
    Capacity,
    ConsentHow,
    Correction,
    Person,
    Sex,
)


@strawberry.input(description="A person as their identity document says.")
class PersonInput:
    given_names: str
    surnames: str
    sex: Sex
    born_on: date
    document_kind: DocumentKind
    document_number: str
    document_valid_until: date | None = None
    nationality: str = strawberry.field(default="PE", description="Two letters, such as PE.")

    def person(self) -> Person:
        return Person(**vars(self))


@strawberry.input(description="What may be put right. For another document, add the person anew.")
class CorrectionInput:
    given_names: str
    surnames: str
    sex: Sex
    born_on: date
    document_valid_until: date | None = None
    nationality: str = "PE"

    def correction(self) -> Correction:
        return Correction(**vars(self))


@strawberry.type(description="What a represented relative is read, and agrees to.")
class ConsentText:
    version: str
    words: str


AddVisitorResult = Annotated[Visitor | Problem, strawberry.union("AddVisitorResult")]
AddMinorResult = Annotated[Visitor | Problem, strawberry.union("AddMinorResult")]
RepresentRelativeResult = Annotated[Visitor | Problem, strawberry.union("RepresentRelativeResult")]


@strawberry.type
class PeopleQuery:
    @strawberry.field(description="The people on this account's list.")
    async def my_people(
        self, info: Info, first: int = PAGE_SIZE, after: str | None = None
    ) -> Connection[Visitor]:
        page = queries.PEOPLE.page(first, after)
        async with info.context.read() as tx:
            views = await queries.my_people(tx, info.context.family, page)
        return queries.PEOPLE.connection(
            views, page, key=lambda view: (view.created_at, view.id), node=Visitor.of
        )

    @strawberry.field(
        description="Today's words for `representRelative`, in the reader's language."
    )
    async def consent_text(self, info: Info) -> ConsentText:
        words = say("consent.represent", info.context.actor.language)
        return ConsentText(version=CONSENT_VERSION, words=words)


@strawberry.type
class PeopleMutation:
    @strawberry.mutation(description="Add the account's holder, or an adult who shares its phone.")
    async def add_visitor(
        self, info: Info, person: PersonInput, capacity: Capacity, request_id: UUID
    ) -> AddVisitorResult:
        context = info.context
        answer = await commands.add_visitor(
            context.family,
            request_id,
            person=person.person(),
            capacity=capacity,
            now=context.now,
        )
        return await _shown(info, answer)

    @strawberry.mutation(description="Add a child under an adult of the list.")
    async def add_minor(
        self, info: Info, person: PersonInput, guardian_id: UUID, request_id: UUID
    ) -> AddMinorResult:
        context = info.context
        answer = await commands.add_minor(
            context.family,
            request_id,
            person=person.person(),
            guardian_id=guardian_id,
            now=context.now,
        )
        return await _shown(info, answer)

    @strawberry.mutation(description="Add an adult without a phone, who agreed to `consentText`.")
    async def represent_relative(
        self,
        info: Info,
        person: PersonInput,
        acting_id: Annotated[
            UUID, strawberry.argument(description="The adult of the list who acts for them.")
        ],
        consent_version: str,
        consent_how: ConsentHow,
        request_id: UUID,
    ) -> RepresentRelativeResult:
        context = info.context
        answer = await commands.represent_relative(
            context.family,
            request_id,
            person=person.person(),
            acting_id=acting_id,
            consent_version=consent_version,
            consent_how=consent_how,
            now=context.now,
        )
        return await _shown(info, answer)


async def _shown(info: Info, answer: dict[str, str]) -> Visitor:
    async with info.context.read() as tx:
        view = await queries.my_visitor(tx, info.context.family, UUID(answer["id"]))
    return Visitor.of(view)


QUERY_RULES: dict[str, Rule] = {"my_people": FAMILY, "consent_text": FAMILY}
MUTATION_RULES: dict[str, Rule] = {
    "add_visitor": FAMILY,
    "add_minor": FAMILY,
    "represent_relative": FAMILY,
}
