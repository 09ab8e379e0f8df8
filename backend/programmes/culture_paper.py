"""The yearly report of culture as headings and rows of words: what the PDF, the DOCX and the CSV all say, in one order.

Counts of people are said as `rules/hiding.py` has it where the report is for everybody. Nobody is named.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.core.money import soles
from backend.core.text import say
from backend.printing import day, lima
from backend.programmes.rules.culture_words import FormWords
from backend.programmes.rules.figures import BANDS, SEXES, Figures, Month, Year
from backend.programmes.rules.hiding import LEAST, Hidden, Shown, shown, shown_parts
from backend.programmes.rules.measure import CultureMeasure, dollars

Row = tuple[str, ...]
_HOUR = 60


@dataclass(frozen=True, slots=True)
class About:
    """What a report is of. `place`: its name; None: the whole country. `public`: small counts are not said."""

    place: str | None
    measure: CultureMeasure
    year: Year
    public: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A table of the report. Without `heads` its rows are a question and its answer, as running text."""

    title: str
    note: str
    heads: Row
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """A report in words. `lines` stand below its title."""

    title: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...]


def culture_paper(about: About, reader: str) -> Paper:
    """The report in the language of `reader` where that is English, and in Spanish otherwise."""
    writer = _Writer(about, FormWords(reader))
    return Paper(writer.words("title", year=about.year.figures.year), *writer.written())


def suggested_results(figures: Figures, reader: str) -> str:
    """Sentences of figures to begin the results with. They may be published: small counts are not said."""

    def said(count: Shown) -> str:
        return (
            say("culture.few", reader, {"least": LEAST})
            if isinstance(count, Hidden)
            else str(count)
        )

    if not figures.held:
        return say("culture.nothing", reader, {"year": figures.year})
    happened = {"year": figures.year, "dates": figures.held, "events": figures.events}
    sentences = [say("culture.happened", reader, happened)]
    by_sex = shown_parts([figures.of_sex(sex) for sex in SEXES])
    people: dict[str, object] = {"people": said(shown(figures.beneficiaries))}
    if any(isinstance(each, Hidden) for each in by_sex):
        sentences.append(say("culture.people", reader, people))
    else:
        people |= zip(("women", "men"), by_sex, strict=True)
        sentences.append(say("culture.people_by_sex", reader, people))
    if not isinstance(shown(figures.parts), Hidden):
        parts = {"parts": figures.parts, "hours": figures.minutes // _HOUR}
        sentences.append(say("culture.parts", reader, parts))
    sentences.append(say("culture.audience", reader, {"audience": said(shown(figures.audience))}))
    return " ".join(sentences)


class _Writer:
    """Writes the parts of one report."""

    def __init__(self, about: About, words: FormWords) -> None:
        self.about, self.words = about, words
        self.figures: Figures = about.year.figures

    def written(self) -> tuple[tuple[str, ...], tuple[Part, ...]]:
        """The lines below the title, and the parts."""
        return tuple(self._lines()), tuple(self._parts())

    def _lines(self) -> Iterator[str]:
        about, words = self.about, self.words
        yield about.place or words("country")
        yield words("made", day=day(lima(about.made_at)))
        kept_back = words("kept_back", least=LEAST)
        yield (
            words("public", least=LEAST, kept_back=kept_back) if about.public else words("internal")
        )
        if _is_empty(self.figures):
            yield words("nobody", year=self.figures.year)

    def _parts(self) -> Iterator[Part]:
        yield self._part("form", (), self._form())
        yield self._part("figures", ("figure", "value", "meaning"), self._figures())
        yield self._part("months", ("month", "dates", "audience", "parts", "time"), self._months())
        yield self._part("kinds", ("kind", "dates", "audience"), self._kinds())
        yield self._part("classes", ("class", "adults", "children"), self._classes())
        yield self._part("sexes", ("sex", "people"), self._sexes())
        yield self._part("ages", ("age", "people"), self._ages())
        if not self.about.public:
            yield self._part("bands", ("sex", "age", "people"), self._bands())
        if self.about.place is None:
            shares = ("place", "dates", "audience", "parts", "beneficiaries", "spent")
            yield self._part("places", shares, self._places())
        yield self._part("sources", ("source", "planned", "spent"), self._sources())
        given = ("partner", "entity", "cash", "in_kind", "unvalued")
        yield self._part("partners", given, self._partners())
        rate = ("spent", "rate", "rate_on", "rate_source", "dollars")
        yield self._part("dollars", rate, self._dollars())

    def _part(self, name: str, heads: Sequence[str], rows: Iterator[Row]) -> Part:
        note = self.words(f"note.{name}") if self.words.has(f"note.{name}") else ""
        said = tuple(self.words(f"head.{each}") for each in heads)
        return Part(self.words(f"part.{name}"), note, said, tuple(rows))

    def _form(self) -> Iterator[Row]:
        words, measure = self.words, self.about.measure
        partners = [
            f"{each.name}: {words(f'entity.{each.kind}')}" for each in self.figures.partners
        ]
        answers = {
            "title": measure.title,
            "agency": words("agency_name"),
            "features": measure.features,
            "results": measure.results,
            "money": self._money(),
            "partners": "\n".join(partners),
            "evaluated": self._yes(measure.evaluated),
            "conclusions": measure.conclusions,
            "goals": self._chosen("goals", measure.goals),
            "domains": self._chosen("domains", measure.domains),
            "level": self._chosen("level", (measure.level,) if measure.level else ()),
            "start_year": str(measure.start_year or ""),
            "website": measure.website,
            "youth": self._yes(measure.youth),
            "value_chain": self._chosen("value_chain", measure.value_chain),
        }
        for name, answer in answers.items():
            yield words(f"field.{name}"), self._filled(answer)

    def _money(self) -> str:
        """Dollars, and how they were reckoned."""
        measure, spent = self.about.measure, soles(self.figures.spent)
        found = dollars(self.figures.spent, measure.rate)
        if found is None or measure.rate_on is None:
            return self.words("no_dollars", soles=spent)
        note = self.words(
            "dollars_note",
            soles=spent,
            rate=measure.rate,
            day=day(measure.rate_on),
            source=measure.rate_source,
        )
        return f"USD {found}\n{note}"

    def _figures(self) -> Iterator[Row]:
        figures = self.figures
        said: dict[str, str] = {
            "events": str(figures.events),
            "held": str(figures.held),
            "called_off": str(figures.called_off),
            "to_come": str(figures.to_come),
            "beneficiaries": self._one(figures.beneficiaries),
            "parts": self._one(figures.parts),
            "minutes": self._time(figures.minutes, self._shown(figures.parts)),
            "audience": self._one(figures.audience),
            "no_shows": self._one(figures.no_shows),
            "ensembles": str(figures.ensembles),
            "certificates": self._one(figures.certificates),
        }
        for name, value in said.items():
            yield self.words(f"figure.{name}"), value, self.words(f"meaning.{name}")

    def _months(self) -> Iterator[Row]:
        months = self.figures.months
        audience = self._row([each.audience for each in months])
        parts = self._row([each.parts for each in months])
        for month, present, taken in zip(months, audience, parts, strict=True):
            yield self._month(month, present, taken)
        figures = self.figures
        yield (
            self.words("total"),
            str(figures.held),
            self._one(figures.audience),
            self._one(figures.parts),
            self._time(figures.minutes, self._shown(figures.parts)),
        )

    def _month(self, month: Month, audience: Shown, parts: Shown) -> Row:
        name = f"{month.month:02d}/{self.figures.year}"
        said = (self._said(audience), self._said(parts), self._time(month.minutes, parts))
        return (name, str(month.dates), *said)

    def _kinds(self) -> Iterator[Row]:
        kinds = self.figures.kinds
        audience = self._row([each.audience for each in kinds])
        for kind, present in zip(kinds, audience, strict=True):
            yield self.words(f"kind.{kind.kind}"), str(kind.dates), self._said(present)
        yield self.words("total"), str(self.figures.held), self._one(self.figures.audience)

    def _classes(self) -> Iterator[Row]:
        classes = self.figures.classes
        counts = [count for each in classes for count in (each.adults, each.children)]
        said = [self._said(each) for each in self._row(counts)]
        for nth, each in enumerate(classes):
            yield (self.words(f"class.{each.guest_class}"), *said[2 * nth : 2 * nth + 2])

    def _sexes(self) -> Iterator[Row]:
        by_sex = [self.figures.of_sex(sex) for sex in SEXES]
        for sex, people in zip(SEXES, self._row(by_sex), strict=True):
            yield self.words(f"sex.{sex}"), self._said(people)
        yield self.words("total"), self._one(self.figures.beneficiaries)

    def _ages(self) -> Iterator[Row]:
        by_age = [
            sum(each.people for each in self.figures.bands if (each.first, each.last) == band)
            for band in BANDS
        ]
        for band, people in zip(BANDS, self._row(by_age), strict=True):
            yield self._age(*band), self._said(people)
        yield self.words("total"), self._one(self.figures.beneficiaries)

    def _bands(self) -> Iterator[Row]:
        for each in self.figures.bands:
            yield self.words(f"sex.{each.sex}"), self._age(each.first, each.last), str(each.people)

    def _places(self) -> Iterator[Row]:
        places = self.about.year.places
        audience = self._row([each.audience for each in places])
        parts = self._row([each.parts for each in places])
        people = self._row([each.beneficiaries for each in places])
        for place, *counts in zip(places, audience, parts, people, strict=True):
            if any(
                isinstance(each, Hidden) for each in counts
            ):  # what stands beside it would tell it
                counts = [Hidden.KEPT_BACK] * len(counts)
            yield (place.name, str(place.dates), *map(self._said, counts), soles(place.spent))

    def _sources(self) -> Iterator[Row]:
        for each in self.figures.sources:
            yield self.words(f"source.{each.source}"), soles(each.planned), soles(each.spent)
        yield self.words("total"), soles(self.figures.planned), soles(self.figures.spent)

    def _partners(self) -> Iterator[Row]:
        for each in self.figures.partners:
            entity = self.words(f"entity.{each.kind}")
            yield each.name, entity, soles(each.cash), soles(each.in_kind), str(each.unvalued)

    def _dollars(self) -> Iterator[Row]:
        measure, spent = self.about.measure, self.figures.spent
        on = day(measure.rate_on) if measure.rate_on else ""
        found = (measure.rate, on, measure.rate_source, dollars(spent, measure.rate))
        yield (soles(spent), *(self._filled(each) for each in found))

    def _age(self, first: int | None, last: int | None) -> str:
        if first is None:
            return self.words("unknown_age")
        if last is None:
            return self.words("from_age", age=first)
        if first == 0:
            return self.words("under", age=last + 1)
        return self.words("ages", first=first, last=last)

    def _row(self, counts: Sequence[int]) -> Sequence[Shown]:
        return shown_parts(counts) if self.about.public else counts

    def _shown(self, count: int) -> Shown:
        return shown(count) if self.about.public else count

    def _one(self, count: int) -> str:
        return self._said(self._shown(count))

    def _said(self, count: Shown) -> str:
        return self.words(count.value, least=LEAST) if isinstance(count, Hidden) else str(count)

    def _time(self, minutes: int, parts: Shown) -> str:
        """Not told of few: it would say about how many."""
        if isinstance(parts, Hidden):
            return self.words("unsaid")
        return self.words("hours", hours=minutes // _HOUR, minutes=minutes % _HOUR)

    def _yes(self, so: bool | None) -> str:
        return "" if so is None else self.words("yes" if so else "no")

    def _chosen(self, field: str, codes: Sequence[str]) -> str:
        found = [say(f"culture_choice.{field}_{code}", self.words.language) for code in codes]
        return "; ".join(found)

    def _filled(self, answer: str | None) -> str:
        return (answer or "").strip() or self.words("unfilled")


def _is_empty(figures: Figures) -> bool:
    """Whether nothing at all was recorded of the year."""
    counts = (figures.held, figures.called_off, figures.to_come, figures.ensembles)
    return not any((*counts, figures.certificates, figures.sources, figures.partners))
