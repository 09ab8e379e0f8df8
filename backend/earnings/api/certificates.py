"""GraphQL of paper: certificates of income and of the contribution, and a statement to keep."""

import asyncio
from base64 import b64encode
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from backend.certificates import check_url
from backend.core.errors import Code, DomainError
from backend.core.text import LANGUAGES
from backend.earnings import printing_certificates, printing_statements
from backend.earnings.access import OFFICE, check
from backend.earnings.commands import certifying
from backend.earnings.queries import certificates as queries
from backend.gql.access import FAMILY, Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.printing import lima


@strawberry.type(description="What a month's work came to, as a sheet that a stranger may check.")
class IncomeCertificate:
    number: str
    month: date
    total: int = strawberry.field(description="Céntimos earned, before deductions.")
    check_url: str = strawberry.field(description="The page that confirms it to whoever asks.")
    pdf: str = strawberry.field(description="The bytes of a PDF, in base64.")


@strawberry.type(description="That on a day nothing of the contribution was owed.")
class ContributionCertificate:
    number: str
    issued_on: date
    check_url: str = strawberry.field(description="The page that confirms number and date.")
    pdf: str = strawberry.field(description="The bytes of a PDF, in base64.")


@strawberry.type(description="A statement to keep or to print.")
class PrintedStatement:
    name: str = strawberry.field(description="Of the file; it tells neither who nor where.")
    pdf: str = strawberry.field(description="The bytes of a PDF, in base64.")


AskIncomeCertificateResult = Annotated[
    IncomeCertificate | Problem, strawberry.union("AskIncomeCertificateResult")
]
IssueIncomeCertificateResult = Annotated[
    IncomeCertificate | Problem, strawberry.union("IssueIncomeCertificateResult")
]
IssueContributionCertificateResult = Annotated[
    ContributionCertificate | Problem, strawberry.union("IssueContributionCertificateResult")
]
StatementPdfResult = Annotated[PrintedStatement | Problem, strawberry.union("StatementPdfResult")]
Language = Annotated[
    str,
    strawberry.argument(description="es, quz, ay or en; printed beside Spanish."),
]


@strawberry.type
class CertificatesQuery:
    @strawberry.field(
        description="One of those months as a PDF, as far as it is open to you. The look is written down."
    )
    async def statement_pdf(self, info: Info, id: UUID) -> StatementPdfResult:
        context = info.context
        about = await certifying.print_statement(context.family, id, context.now)
        pdf = await asyncio.to_thread(
            printing_statements.family_statement, about, context.actor.language, context.now
        )
        month = date.fromisoformat(about["month"])
        name = printing_statements.file_name(month, "cuenta")
        return PrintedStatement(name=name, pdf=_base64(pdf))


@strawberry.type
class CertificatesMutation:
    @strawberry.mutation(
        description="A certificate of what was earned in a month that is open to you."
    )
    async def ask_income_certificate(
        self, info: Info, statement_id: UUID, request_id: UUID
    ) -> AskIncomeCertificateResult:
        context, address = info.context, _address(info)
        answer = await certifying.ask_income_certificate(
            context.family, request_id, statement_id=statement_id, now=context.now
        )
        about = await queries.own_certificate(context.family, UUID(answer["id"]), context.now)
        return await _printed(about, address, context.actor.language)

    @strawberry.mutation(description="The same by the office, in the language of whoever needs it.")
    async def issue_income_certificate(
        self, info: Info, statement_id: UUID, language: Language, request_id: UUID
    ) -> IssueIncomeCertificateResult:
        context, address = info.context, _address(info)
        check(language=language in LANGUAGES)
        answer = await certifying.issue_income_certificate(
            context.staff, request_id, statement_id=statement_id, now=context.now
        )
        async with context.read() as tx:
            about = await queries.office_certificate(tx, context.staff, UUID(answer["id"]))
        return await _printed(about, address, language)

    @strawberry.mutation(
        description="Certify that nothing of the contribution is owed; refused while anything is."
    )
    async def issue_contribution_certificate(
        self, info: Info, inmate_id: UUID, language: Language, request_id: UUID
    ) -> IssueContributionCertificateResult:
        context, address = info.context, _address(info)
        check(language=language in LANGUAGES)
        answer = await certifying.issue_contribution_certificate(
            context.staff, request_id, inmate_id=inmate_id, now=context.now
        )
        async with context.read() as tx:
            found = UUID(answer["id"])
            about = await queries.contribution_certificate(tx, context.staff, found)
        pdf = await asyncio.to_thread(
            printing_certificates.contribution_certificate, about, address, language
        )
        issued_at: datetime = about["issued_at"]
        return ContributionCertificate(
            number=about["number"],
            issued_on=lima(issued_at),
            check_url=check_url(address, about["number"]),
            pdf=_base64(pdf),
        )


def _address(info: Info) -> str:
    """Where the public page answers. Raises CERTIFICATES_CLOSED where nobody has said."""
    if not info.context.address:
        raise DomainError(Code.CERTIFICATES_CLOSED)
    return info.context.address


async def _printed(
    about: printing_certificates.About, address: str, language: str
) -> IncomeCertificate:
    pdf = await asyncio.to_thread(
        printing_certificates.income_certificate, about, address, language
    )
    return IncomeCertificate(
        number=about["number"],
        month=date.fromisoformat(about["month"]),
        total=about["total"],
        check_url=check_url(address, about["number"]),
        pdf=_base64(pdf),
    )


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


_OFFICE = posted_as(*OFFICE)
QUERY_RULES: dict[str, Rule] = {"statement_pdf": FAMILY}
MUTATION_RULES: dict[str, Rule] = {
    "ask_income_certificate": FAMILY,
    "issue_income_certificate": _OFFICE,
    "issue_contribution_certificate": _OFFICE,
}
