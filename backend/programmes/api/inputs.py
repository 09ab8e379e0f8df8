"""What an office writes of an event: the input, and the same shape as JSON for what is kept."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry
from strawberry.utils.str_converters import to_camel_case

from backend.core.custody import Regime, Stage
from backend.core.errors import Code, DomainError
from backend.programmes.api import words  # noqa: F401  (declares the enums below)
from backend.programmes.rules import content as said
from backend.programmes.rules.vocabulary import (
    Audience,
    ChangeKind,
    ClashKind,
    DraftState,
    EventKind,
    EventState,
    ExceptionKind,
    Part,
    VisitEffect,
    Where,
)
from backend.registry.api import Sex

for _word in (ChangeKind, ClashKind, DraftState, EventState, ExceptionKind, Part, VisitEffect):
    strawberry.enum(_word)

_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)


@strawberry.input(description="Title and summary in one more language.")
class EventWordsInput:
    language: str
    title: str
    summary: str = ""


@strawberry.input(description="One piece that is played, shown or read.")
class EventWorkInput:
    title: str
    author: str = ""


@strawberry.input(description="A room inside; a name and an address outside; an https link online.")
class EventVenueInput:
    where: Where
    room: str = ""
    name: str = ""
    address: str = ""
    link: str = ""


@strawberry.input(description="Ceilings (null: none), and how many one household may bring.")
class EventPlacesInput:
    people: int | None = None
    adults: int | None = None
    children: int | None = None
    party_adults: int = 2
    party_children: int = 3


@strawberry.input(description="Whether families answer; hours before the start, and of an offer.")
class EventAnswersInput:
    wanted: bool = True
    close_hours: int = 24
    offer_hours: int = 24


@strawberry.input(description="What guests must know before they leave home.")
class EventEntryInput:
    arrive_minutes: int = 30
    documents: str = ""
    dress: str = ""
    bring: str = ""
    forbidden: str = ""
    least_age: int | None = None


@strawberry.input(description="Null: nobody said.")
class EventAccessInput:
    step_free: bool | None = None
    seats: bool | None = None
    toilets: bool | None = None
    sign_language: bool | None = None
    spoken: list[str] = strawberry.field(default_factory=list)
    note: str = ""


@strawberry.input(description="What is different on one day; `at` is a clock time such as 15:30.")
class EventExceptionInput:
    key: str
    kind: ExceptionKind
    on: date | None = None
    at: str | None = None
    minutes: int | None = None
    why: str = ""


@strawberry.input(description="One more date, besides the series.")
class EventExtraInput:
    on: date
    at: str
    minutes: int


@strawberry.input(
    description="When, by the clocks of Lima. `rule` is an RFC 5545 rule whose first day is `firstOn`."
)
class EventDatesInput:
    first_on: date
    at: str
    minutes: int
    doors_minutes: int = 30
    rule: str = ""
    exceptions: list[EventExceptionInput] = strawberry.field(default_factory=list)
    extra: list[EventExtraInput] = strawberry.field(default_factory=list)


@strawberry.input(
    description="Who of those held may be named: empty lists leave none out. A signed consent is kept with each name "
    "where `consent` asks for it; `approval` is the number of the act that lets men take part in a women's "
    "establishment."
)
class TakesPartInput:
    sexes: list[Sex] = strawberry.field(default_factory=list)
    stages: list[Stage] = strawberry.field(default_factory=list)
    regimes: list[Regime] = strawberry.field(default_factory=list)
    consent: bool = False
    approval: str = ""

    def said(self) -> said.TakesPart:
        """As the rules have it."""
        return said.TakesPart(
            sexes=tuple(each.value for each in self.sexes),
            stages=tuple(self.stages),
            regimes=tuple(self.regimes),
            consent=self.consent,
            approval=self.approval.strip(),
        )


@strawberry.input(description="All that an event says.")
class EventInput:
    kind: EventKind
    audience: Audience
    title: str
    summary: str = ""
    venue: EventVenueInput
    dates: EventDatesInput
    words: list[EventWordsInput] = strawberry.field(default_factory=list)
    works: list[EventWorkInput] = strawberry.field(default_factory=list)
    also_at: list[strawberry.ID] = strawberry.field(default_factory=list)
    effect: VisitEffect = VisitEffect.NONE
    places: EventPlacesInput
    answers: EventAnswersInput
    entry: EventEntryInput
    access: EventAccessInput
    poster: UUID | None = None
    takes_part: TakesPartInput | None = strawberry.field(
        default=None, description="Null: whoever is held there."
    )

    def content(self) -> said.Content:
        """The same, with its clock times read. Raises BAD_INPUT for one that is none."""
        dates = self.dates
        return said.Content(
            kind=self.kind,
            audience=self.audience,
            title=self.title.strip(),
            summary=self.summary.strip(),
            venue=said.Venue(**_plain(self.venue)),
            dates=said.Dates(
                first_on=dates.first_on,
                at=_clock(dates.at, "dates.at"),
                minutes=dates.minutes,
                doors_minutes=dates.doors_minutes,
                rule=dates.rule.strip().upper(),
                exceptions=tuple(map(_exception, dates.exceptions)),
                extra=tuple(
                    said.ExtraDay(
                        on=each.on, at=_clock(each.at, "dates.extra.at"), minutes=each.minutes
                    )
                    for each in dates.extra
                ),
            ),
            words=tuple(said.Words(**_plain(each)) for each in self.words),
            works=tuple(said.Work(**_plain(each)) for each in self.works),
            also_at=tuple(str(each) for each in self.also_at),
            effect=self.effect,
            places=said.Places(**_plain(self.places)),
            answers=said.Answers(**_plain(self.answers)),
            entry=said.Entry(**_plain(self.entry)),
            access=said.Access(**{**_plain(self.access), "spoken": tuple(self.access.spoken)}),
            poster=str(self.poster) if self.poster else "",
            takes_part=self.takes_part.said() if self.takes_part else said.TakesPart(),
        )


def shown(content: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What is kept of an event in the shape of `EventInput`."""
    if content is None:
        return None
    whole: dict[str, Any] = _shown(said.from_json(content))
    whole["poster"] = whole["poster"] or None
    whole["takesPart"]["sexes"] = [Sex(each).name for each in whole["takesPart"]["sexes"]]
    return whole


def _shown(value: Any) -> Any:
    if is_dataclass(value):
        return {
            to_camel_case(each.name): _shown(getattr(value, each.name)) for each in fields(value)
        }
    if isinstance(value, tuple):
        return [_shown(each) for each in value]
    if isinstance(value, Enum):
        return value.name
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return value.isoformat() if isinstance(value, date) else value


def _plain(given: Any) -> dict[str, Any]:
    return {each.name: getattr(given, each.name) for each in fields(given)}


def _exception(given: EventExceptionInput) -> said.ExceptionDay:
    at = None if given.at is None else _clock(given.at, "dates.exceptions.at")
    return said.ExceptionDay(
        key=given.key, kind=given.kind, on=given.on, at=at, minutes=given.minutes, why=given.why
    )


def _clock(text: str, field: str) -> time:
    if not _CLOCK.fullmatch(text):
        raise DomainError(Code.BAD_INPUT, field=field)
    return time.fromisoformat(text)
