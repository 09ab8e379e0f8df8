"""From the facts the database gives (`sql/visits.sql`) to the questions the rules answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend.core.custody import Regime, Stage, Status
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship
from backend.visits.rules import (
    AskedSlot,
    PartyMember,
    Place,
    Sanction,
    Site,
    TakenVisit,
    Visited,
    VisitQuestion,
    VisitType,
)

Json = Mapping[str, Any]
Party = tuple[PartyMember, ...]


@dataclass(frozen=True, slots=True)
class OfferedSlot:
    """A slot with what is free under each ceiling; None when it has no places at all."""

    id: UUID
    asked: AskedSlot
    free: Mapping[str, int] | None

    def has_room(self, amounts: Mapping[str, int]) -> bool:
        """Whether a party of this size fits now."""
        return self.free is not None and all(
            left >= amounts.get(unit, 0) for unit, left in self.free.items()
        )


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who may come: as the rules see them, and when they are somewhere else already."""

    member: PartyMember
    busy: tuple[tuple[datetime, datetime], ...]

    def is_busy(self, slot: AskedSlot) -> bool:
        """Whether another visit of theirs overlaps."""
        return any(starts < slot.ends_at and slot.starts_at < ends for starts, ends in self.busy)


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a decision about one inmate and one party depends on, but the rules."""

    stamp: UUID
    site: Site
    inmate: Visited
    away_until: date | None
    people: tuple[Person, ...]
    taken: tuple[TakenVisit, ...]
    slots: tuple[OfferedSlot, ...]

    @property
    def party(self) -> Party:
        return tuple(person.member for person in self.people)

    def question(self, slot: AskedSlot, party: Party, now: datetime) -> VisitQuestion:
        """May this party have this slot?"""
        inmate = inmate_on(self.inmate, self.away_until, slot.on)
        return VisitQuestion(now=now, slot=slot, inmate=inmate, party=party, taken=self.taken)


def amounts(party: Sequence[object]) -> dict[str, int]:
    """The places a party takes, by unit: everybody one, children too; all together one group, one booth."""
    return {"people": len(party), "groups": 1, "booths": 1}


def read_facts(told: Json) -> Facts:
    """The facts of `visit_facts` and `visit_facts_locked`."""
    site = read_site(told["site"])
    return Facts(
        stamp=UUID(told["stamp"]),
        site=site,
        inmate=read_inmate(told["inmate"]),
        away_until=_day(told["inmate"]["away_until"]),
        people=tuple(read_person(each) for each in told["party"] or ()),
        taken=tuple(read_taken(each, yours=bool(each["yours"])) for each in told["taken"] or ()),
        slots=tuple(_offered(each, site) for each in told["slots"] or ()),
    )


def inmate_on(inmate: Visited, away_until: date | None, day: date) -> Visited:
    """The inmate on a day: whoever is out until a known day is back on the next."""
    if inmate.status is Status.OUTSIDE and away_until is not None and away_until < day:
        return replace(inmate, status=Status.HELD)
    return inmate


def read_site(told: Json) -> Site:
    return Site(told["establishment"], told["office"], told["department"], told["province"])


def read_inmate(told: Json) -> Visited:
    return Visited(
        sex=told["sex"],
        regime=Regime(told["regime"]),
        stage=Stage(told["stage"]) if told["stage"] else None,
        status=Status(told["status"]),
        establishment=told["establishment"],
        pavilion=told["pavilion"],
        sanctions=_bars(told["bars"]),
    )


def read_away_until(told: Json) -> date | None:
    """The last day of the inmate's outing, when it is known."""
    return _day(told["away_until"])


def read_person(told: Json) -> Person:
    member = PartyMember(
        person=told["id"],
        sex=told["sex"],
        born_on=date.fromisoformat(told["born_on"]),
        kinship=Kinship(told["kinship"] or Kinship.OTHER),
        document_kind=DocumentKind(told["document_kind"]),
        document_valid_until=_day(told["valid_until"]),
        with_adult=told["guardian"],
        tie_approved=told["kinship"] is not None,
        sanctions=_bars(told["bars"]),
    )
    busy = told["busy"] or ()
    return Person(member, tuple((_instant(starts), _instant(ends)) for starts, ends in busy))


def read_taken(told: Json, *, yours: bool) -> TakenVisit:
    return TakenVisit(
        on=date.fromisoformat(told["on"]),
        yours=yours,
        visit_type=VisitType(told["type"]),
        with_minors=told["minors"],
    )


def read_slot(told: Json, site: Site) -> AskedSlot:
    """A slot that was withdrawn from the timetable looks like one of a closed day."""
    return AskedSlot(
        site=site,
        on=date.fromisoformat(told["on"]),
        starts_at=_instant(told["starts"]),
        ends_at=_instant(told["ends"]),
        visit_type=VisitType(told["type"]),
        place=Place(told["place"]),
        visitor_sex=told["sex"],
        pavilion=told["pavilion"],
        closed=told["closed"],
        longer=told["longer"],
    )


def _offered(told: Json, site: Site) -> OfferedSlot:
    slot = read_slot(told, site)
    if told["withdrawn"]:
        slot = replace(slot, closed=True)
    return OfferedSlot(UUID(told["id"]), slot, told["free"])


def _bars(told: Sequence[Json] | None) -> tuple[Sanction, ...]:
    return tuple(
        Sanction(
            valid_from=date.fromisoformat(bar["from"]),
            valid_to=_day(bar["to"]),
            visit_types=None if bar["types"] is None else frozenset(map(VisitType, bar["types"])),
            establishment=bar["establishment"],
        )
        for bar in told or ()
    )


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
