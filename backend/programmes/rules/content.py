"""What an event says: one shape for a draft and for what was released. As JSON it is `to_json`'s, and nobody else's."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, time
from typing import Any

from backend.core.custody import Regime, Stage
from backend.programmes.rules.vocabulary import (
    Audience,
    EventKind,
    ExceptionKind,
    VisitEffect,
    Where,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Title and summary in one more language."""

    language: str
    title: str
    summary: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One piece that is played, shown or read."""

    title: str
    author: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Venue:
    """Where it is. `room` is of a place inside; `name` and `address` of one outside; `link` of a stream."""

    where: Where
    room: str = ""
    name: str = ""
    address: str = ""
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Ceilings by class of guest (None: no ceiling), and how many of each one household may bring."""

    people: int | None = None
    adults: int | None = None
    children: int | None = None
    party_adults: int = 2
    party_children: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """Whether families answer; until how many hours before the start; for how long an offer holds its places."""

    wanted: bool = True
    close_hours: int = 24
    offer_hours: int = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What guests must know before they leave home, in the event's own words."""

    arrive_minutes: int = 30
    documents: str = ""
    dress: str = ""
    bring: str = ""
    forbidden: str = ""
    least_age: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Facts of accessibility; None: nobody said."""

    step_free: bool | None = None
    seats: bool | None = None
    toilets: bool | None = None
    sign_language: bool | None = None
    spoken: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakesPart:
    """Who of those held may be named; what is empty leaves nobody out. Families never read it.

    `sexes`: F, M. `consent`: each name rests on a signed paper. `approval`: the number of the act that lets men take
    part in a women's establishment.
    """

    sexes: tuple[str, ...] = ()
    stages: tuple[Stage, ...] = ()
    regimes: tuple[Regime, ...] = ()
    consent: bool = False
    approval: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionDay:
    """What is different on one day of the series. `key` is the occurrence's; the rest of a moved one's new hours."""

    key: str
    kind: ExceptionKind
    on: date | None = None
    at: time | None = None
    minutes: int | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraDay:
    """One more date, besides the series: a fixture, another day of an exhibition."""

    on: date
    at: time
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """When. Clock times are Lima's. `rule` is an RFC 5545 rule whose first day is `first_on`; "": one day."""

    first_on: date
    at: time
    minutes: int
    doors_minutes: int = 30
    rule: str = ""
    exceptions: tuple[ExceptionDay, ...] = ()
    extra: tuple[ExtraDay, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that an event says. `also_at`: establishments besides its own whose people's relatives it concerns.

    `poster`: the id of its picture, or "".
    """

    kind: EventKind
    audience: Audience
    title: str
    summary: str
    venue: Venue
    dates: Dates
    words: tuple[Words, ...] = ()
    works: tuple[Work, ...] = ()
    also_at: tuple[str, ...] = ()
    effect: VisitEffect = VisitEffect.NONE
    places: Places = field(default_factory=Places)
    answers: Answers = field(default_factory=Answers)
    entry: Entry = field(default_factory=Entry)
    access: Access = field(default_factory=Access)
    poster: str = ""
    takes_part: TakesPart = field(default_factory=TakesPart)


def to_json(content: Content) -> dict[str, Any]:
    """As it is kept: days and times as ISO text."""
    plain: dict[str, Any] = _plain(asdict(content))
    return plain


def from_json(kept: Mapping[str, Any]) -> Content:
    """What `to_json` made."""
    dates = kept["dates"]
    return Content(
        kind=EventKind(kept["kind"]),
        audience=Audience(kept["audience"]),
        title=kept["title"],
        summary=kept["summary"],
        venue=Venue(**{**kept["venue"], "where": Where(kept["venue"]["where"])}),
        dates=Dates(
            first_on=date.fromisoformat(dates["first_on"]),
            at=time.fromisoformat(dates["at"]),
            minutes=dates["minutes"],
            doors_minutes=dates["doors_minutes"],
            rule=dates["rule"],
            exceptions=tuple(_exception(each) for each in dates["exceptions"]),
            extra=tuple(
                ExtraDay(
                    on=date.fromisoformat(each["on"]),
                    at=time.fromisoformat(each["at"]),
                    minutes=each["minutes"],
                )
                for each in dates["extra"]
            ),
        ),
        words=tuple(Words(**each) for each in kept["words"]),
        works=tuple(Work(**each) for each in kept["works"]),
        also_at=tuple(kept["also_at"]),
        effect=VisitEffect(kept["effect"]),
        places=Places(**kept["places"]),
        answers=Answers(**kept["answers"]),
        entry=Entry(**kept["entry"]),
        access=Access(**{**kept["access"], "spoken": tuple(kept["access"]["spoken"])}),
        poster=kept.get("poster", ""),  # what was written before there were posters has none
        takes_part=_takes_part(kept.get("takes_part", {})),  # nor did it say who may take part
    )


def _takes_part(kept: Mapping[str, Any]) -> TakesPart:
    return TakesPart(
        sexes=tuple(kept.get("sexes", ())),
        stages=tuple(map(Stage, kept.get("stages", ()))),
        regimes=tuple(map(Regime, kept.get("regimes", ()))),
        consent=kept.get("consent", False),
        approval=kept.get("approval", ""),
    )


def _exception(kept: Mapping[str, Any]) -> ExceptionDay:
    return ExceptionDay(
        key=kept["key"],
        kind=ExceptionKind(kept["kind"]),
        on=date.fromisoformat(kept["on"]) if kept["on"] else None,
        at=time.fromisoformat(kept["at"]) if kept["at"] else None,
        minutes=kept["minutes"],
        why=kept["why"],
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value
