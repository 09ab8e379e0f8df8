"""GraphQL types of a year's activities: figures, and what the office words of its yearly report."""

from datetime import date, datetime
from typing import Self

import strawberry

from backend.core.text import say
from backend.programmes.api import words  # noqa: F401  (declares the enums below)
from backend.programmes.api.door_types import ClassCount
from backend.programmes.culture_paper import suggested_results
from backend.programmes.queries.culture import Report
from backend.programmes.rules import measure as form
from backend.programmes.rules.attending import GuestClass
from backend.programmes.rules.figures import Figures
from backend.programmes.rules.means import BudgetSource, PartnerKind
from backend.programmes.rules.vocabulary import EventKind


@strawberry.type(description="One month of a year's activities; figures of dates that were held.")
class CultureMonth:
    month: int
    dates: int
    audience: int
    parts: int
    minutes: int


@strawberry.type(
    description="People by sex and age on the day they first took part in that year;"
    " years null: nobody knows when they were born."
)
class AgeBand:
    sex: str
    from_: int | None = strawberry.field(name="from", description="Years, included.")
    to: int | None = strawberry.field(description="Years, included; null: no end.")
    people: int


@strawberry.type(description="Dates that were held of one kind, and who was present.")
class KindCount:
    kind: EventKind
    dates: int
    audience: int


@strawberry.type(description="Céntimos that a source was planned to pay, and paid.")
class SourceMoney:
    source: BudgetSource
    planned: int
    spent: int


@strawberry.type(
    description="What a partner gave in the year: céntimos, and how many things nobody valued."
)
class PartnerGiven:
    name: str
    kind: PartnerKind
    cash: int
    in_kind: int
    unvalued: int


@strawberry.type(
    description="What a year's activities of an establishment came to. Money in céntimos."
)
class CultureYear:
    year: int
    events: int = strawberry.field(description="With a date that was held.")
    held: int = strawberry.field(description="Dates held, called off, and to come.")
    called_off: int
    to_come: int = strawberry.field(description="Also those that wait for a new day.")
    months: list[CultureMonth]
    kinds: list[KindCount]
    audience: list[ClassCount] = strawberry.field(
        description="Of each date and class the marks at its door, or the count by hand where it is larger."
    )
    beneficiaries: int = strawberry.field(
        description="Whoever took part at least once, each once a year."
    )
    bands: list[AgeBand]
    parts: int = strawberry.field(description="Takings part, a person once a date.")
    minutes: int
    ensembles: int = strawberry.field(description="That existed on a day of the year.")
    no_shows: int = strawberry.field(
        description="Households with places of whom nobody came, where a door was kept."
    )
    certificates: int = strawberry.field(description="Of hours, issued in the year.")
    planned: int
    spent: int = strawberry.field(description="Of the year's budget lines.")
    sources: list[SourceMoney]
    partners: list[PartnerGiven] = strawberry.field(
        description="Of contributions of the year that no other corrects."
    )

    @classmethod
    def of(cls, figures: Figures) -> Self:
        return cls(
            year=figures.year,
            events=figures.events,
            held=figures.held,
            called_off=figures.called_off,
            to_come=figures.to_come,
            months=[CultureMonth(**each._asdict()) for each in figures.months],
            kinds=[
                KindCount(kind=EventKind(each.kind), dates=each.dates, audience=each.audience)
                for each in figures.kinds
            ],
            audience=[
                ClassCount(
                    guest_class=GuestClass(each.guest_class),
                    adults=each.adults,
                    children=each.children,
                )
                for each in figures.classes
            ],
            beneficiaries=figures.beneficiaries,
            bands=[
                AgeBand(sex=each.sex, from_=each.first, to=each.last, people=each.people)
                for each in figures.bands
            ],
            parts=figures.parts,
            minutes=figures.minutes,
            ensembles=figures.ensembles,
            no_shows=figures.no_shows,
            certificates=figures.certificates,
            planned=figures.planned,
            spent=figures.spent,
            sources=[
                SourceMoney(
                    source=BudgetSource(each.source), planned=each.planned, spent=each.spent
                )
                for each in figures.sources
            ],
            partners=[
                PartnerGiven(**{**each._asdict(), "kind": PartnerKind(each.kind)})
                for each in figures.partners
            ],
        )


@strawberry.type(
    description="What the office words of its yearly report, as the UNESCO 2005 Convention's form asks for one measure."
    ' "" and []: not filled.'
)
class CultureMeasure:
    title: str
    features: str
    results: str
    evaluated: bool | None
    conclusions: str
    goals: list[str]
    domains: list[str]
    level: str
    start_year: int | None
    website: str
    youth: bool | None
    value_chain: list[str]
    rate: str | None = strawberry.field(
        description="Soles for one US dollar, with up to four decimals, such as 3.7512; null: not filled."
    )
    rate_on: date | None
    rate_source: str

    @classmethod
    def of(cls, measure: form.CultureMeasure) -> Self:
        return cls(
            title=measure.title,
            features=measure.features,
            results=measure.results,
            evaluated=measure.evaluated,
            conclusions=measure.conclusions,
            goals=list(measure.goals),
            domains=list(measure.domains),
            level=measure.level,
            start_year=measure.start_year,
            website=measure.website,
            youth=measure.youth,
            value_chain=list(measure.value_chain),
            rate=measure.rate,
            rate_on=measure.rate_on,
            rate_source=measure.rate_source,
        )


@strawberry.input(
    description="The same, as an office's phone sends it. A rate comes with its day and source."
)
class CultureMeasureInput:
    title: str
    features: str
    results: str
    evaluated: bool | None = None
    conclusions: str = ""
    goals: list[str] = strawberry.field(default_factory=list)
    domains: list[str] = strawberry.field(default_factory=list)
    level: str = ""
    start_year: int | None = None
    website: str = ""
    youth: bool | None = None
    value_chain: list[str] = strawberry.field(default_factory=list)
    rate: str | None = None
    rate_on: date | None = None
    rate_source: str = ""

    def measure(self) -> form.CultureMeasure:
        """As rules speak of it."""
        return form.CultureMeasure(
            title=self.title,
            features=self.features,
            results=self.results,
            evaluated=self.evaluated,
            conclusions=self.conclusions,
            goals=tuple(self.goals),
            domains=tuple(self.domains),
            level=self.level,
            start_year=self.start_year,
            website=self.website,
            youth=self.youth,
            value_chain=tuple(self.value_chain),
            rate=self.rate,
            rate_on=self.rate_on,
            rate_source=self.rate_source,
        )


@strawberry.type(description="What a field of the measure may hold, in the reader's language.")
class CultureChoice:
    field: str
    code: str
    words: str


@strawberry.type(description="What the office wrote of a year, and what helps to write it.")
class CultureReport:
    year: int
    version: int = strawberry.field(
        description="0: nothing was written; what is shown is what the product suggests."
    )
    measure: CultureMeasure
    suggestion: str = strawberry.field(
        description="Sentences of figures to begin the results with; counts of 1 to 4 people are not said."
    )
    missing: list[str] = strawberry.field(
        description="Fields of the measure that the form asks for and nobody filled."
    )
    dollars: str | None = strawberry.field(
        description="What was spent, in US dollars with two decimals; null without a rate."
    )
    edited_at: datetime | None
    edited_by: str | None
    choices: list[CultureChoice]

    @classmethod
    def of(cls, report: Report, figures: Figures, language: str) -> Self:
        measure = report.measure
        return cls(
            year=figures.year,
            version=report.version,
            measure=CultureMeasure.of(measure),
            suggestion=suggested_results(figures, language),
            missing=list(form.missing(measure)),
            dollars=form.dollars(figures.spent, measure.rate),
            edited_at=report.edited_at,
            edited_by=report.edited_by,
            choices=[
                CultureChoice(
                    field=field, code=code, words=say(f"culture_choice.{key}_{code}", language)
                )
                for field, (key, codes) in form.CHOICES.items()
                for code in codes
            ],
        )


@strawberry.type(description="A file of the report.")
class CultureFile:
    name: str = strawberry.field(description="The establishment's code and the year.")
    media_type: str
    base64: str = strawberry.field(description="The bytes, in base64.")


@strawberry.type(description="The report is written; at this version it is written over.")
class CultureReportSaved:
    year: int
    version: int
