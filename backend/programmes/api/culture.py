"""GraphQL of a year's activities: its figures, the office's report of it, and that report as a file."""

import asyncio
from base64 import b64encode
from typing import Annotated
from uuid import UUID

import strawberry

from backend.gql.access import Rule, posted_as
from backend.gql.context import Info
from backend.gql.problems import Problem
from backend.programmes import printing_culture
from backend.programmes.access import WRITERS
from backend.programmes.api.culture_types import (
    CultureFile,
    CultureMeasureInput,
    CultureReport,
    CultureReportSaved,
    CultureYear,
)
from backend.programmes.commands import culture as commands
from backend.programmes.culture_paper import culture_paper
from backend.programmes.printing_culture import CultureFormat
from backend.programmes.queries import culture

strawberry.enum(CultureFormat, description="A sheet to print, a document, or a spreadsheet.")
SaveCultureReportResult = Annotated[
    CultureReportSaved | Problem, strawberry.union("SaveCultureReportResult")
]


@strawberry.type
class CultureQuery:
    @strawberry.field(description="What a year's activities of an establishment came to.")
    async def culture_year(self, info: Info, establishment_id: str, year: int) -> CultureYear:
        context = info.context
        async with context.read() as tx:
            figures = await culture.culture_year(
                tx, context.staff, establishment_id, year, now=context.now
            )
        return CultureYear.of(figures)

    @strawberry.field(description="What the office wrote of a year, and what helps to write it.")
    async def culture_report(self, info: Info, establishment_id: str, year: int) -> CultureReport:
        context = info.context
        async with context.read() as tx:
            report, figures = await culture.culture_report(
                tx, context.staff, establishment_id, year, now=context.now
            )
        return CultureReport.of(report, figures, context.actor.language)

    @strawberry.field(
        description="The report as a file. `public`: counts under 5 are not said. That it was taken is written down."
    )
    async def culture_file(
        self,
        info: Info,
        establishment_id: str,
        year: int,
        format: CultureFormat,
        public: bool = True,
    ) -> CultureFile:
        context = info.context
        async with context.read() as tx:
            about = await commands.take_culture_report(
                tx,
                context.staff,
                establishment_id=establishment_id,
                year=year,
                public=public,
                now=context.now,
            )
        paper = culture_paper(about, context.actor.language)
        made = await asyncio.to_thread(printing_culture.culture_file, paper, context.now, format)
        return CultureFile(
            name=printing_culture.file_name(establishment_id, year, format),
            media_type=printing_culture.MEDIA[format],
            base64=b64encode(made).decode(),
        )


@strawberry.type
class CultureMutation:
    @strawberry.mutation(
        description="Write over the report of `version`, 0 where there is none; another's writing is never lost."
    )
    async def save_culture_report(
        self,
        info: Info,
        establishment_id: str,
        year: int,
        version: int,
        measure: CultureMeasureInput,
        request_id: UUID,
    ) -> SaveCultureReportResult:
        answer = await commands.save_culture_report(
            info.context.staff,
            request_id,
            establishment_id=establishment_id,
            year=year,
            version=version,
            measure=measure.measure(),
            now=info.context.now,
        )
        return CultureReportSaved(**answer)


_WRITERS = posted_as(*WRITERS)
QUERY_RULES: dict[str, Rule] = {
    "culture_year": _WRITERS,
    "culture_report": _WRITERS,
    "culture_file": _WRITERS,
}
MUTATION_RULES: dict[str, Rule] = {"save_culture_report": _WRITERS}
