"""One batch of sound lines: which are new, which can have happened, and all of it written in one transaction."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from backend import audit
from backend.core.actor import Actor
from backend.core.custody import EventKind, Status
from backend.core.ids import new_id
from backend.database import Connection
from backend.registry.bulk import EventRow, PavilionRow, insert_events, insert_pavilions
from backend.registry.custody import Change, facts_of, former_of
from backend.registry.roster.people import (
    Person,
    load_people,
    newcomer,
    store_changed,
    store_newcomers,
)
from backend.registry.rules.custody import weigh
from backend.registry.rules.line import RosterLine
from backend.registry.rules.reasons import Reason, Refused
from backend.registry.rules.standing import Event, Standing
from backend.sealed import blind_index, document_index, keyed_digest

_INSIDE = (Status.HELD, Status.OUTSIDE, Status.MONITORED)

_KNOWN = """
select e.source_key, e.kind, e.effective_on, i.register_index
from custody_event e join inmate i on i.id = e.inmate_id where e.source_key = any($1)
"""
_ON_RECORD = "select id from inmate where register_index = any($1) order by id"
_HOLDERS = """
select document_index, id from inmate
where document_index = any($1) and status in ('held', 'outside', 'monitored')
"""
_PAVILIONS = """
select p.establishment_id, p.name, p.id from pavilion p
join unnest($1::text[], $2::text[]) as w (place, name) on p.establishment_id = w.place and p.name = w.name
"""


class Numbered(NamedTuple):
    """A sound line, the number it has in the file and its keys."""

    number: int
    line: RosterLine
    source_key: str
    register_index: bytes


def numbered(number: int, line: RosterLine) -> Numbered:
    """The line with the keys by which it is known: its own id, or its content where it has none."""
    if line.event_id is not None:
        key = f"roster:{line.place}:{line.event_id}"
    else:
        key = f"roster:content:{keyed_digest('roster line', line.content().encode()).hex()}"
    return Numbered(number, line, key, blind_index("register", line.register))


@dataclass(slots=True)
class Outcome:
    """What became of a batch."""

    known: int = 0
    inmates: int = 0
    refused: list[tuple[int, Refused]] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    events: list[EventRow] = field(default_factory=list)
    pavilions: list[PavilionRow] = field(default_factory=list)


class Batch:
    """Decides line by line in memory, over what `load` found, and writes nothing before `store`."""

    def __init__(self, lines: Sequence[Numbered]) -> None:
        self._lines = lines
        self._fresh: Sequence[Numbered] = lines
        self._known: dict[str, tuple[bytes, str, date]] = {}
        self._people: dict[bytes, Person] = {}
        self._holders: dict[bytes, UUID] = {}
        self._pavilions: dict[tuple[str, str], UUID] = {}
        self.outcome = Outcome()

    async def find_known(self, tx: Connection) -> None:
        """Which of the lines were recorded before. To be called first."""
        rows = await tx.fetch(_KNOWN, [line.source_key for line in self._lines])
        self._known = {
            row["source_key"]: (bytes(row["register_index"]), row["kind"], row["effective_on"])
            for row in rows
        }
        self._fresh = [line for line in self._lines if line.source_key not in self._known]

    async def people_known(self, tx: Connection) -> list[UUID]:
        """Who is on record already of the people whom new lines name, without locking anybody."""
        rows = await tx.fetch(_ON_RECORD, list({line.register_index for line in self._fresh}))
        return [row["id"] for row in rows]

    async def load(self, tx: Connection) -> None:
        """Read and lock what the new lines speak of."""
        fresh = self._fresh
        if not fresh:
            return
        self._people = await load_people(
            tx, ((line.register_index, line.line.event.effective_on) for line in fresh)
        )
        holders = await tx.fetch(_HOLDERS, list(_documents(fresh)))
        self._holders = {bytes(row["document_index"]): row["id"] for row in holders}
        wanted = {
            (line.line.pavilion_place, line.line.pavilion) for line in fresh if line.line.pavilion
        }
        rows = await tx.fetch(_PAVILIONS, *map(list, zip(*wanted, strict=True))) if wanted else []
        self._pavilions = {(row["establishment_id"], row["name"]): row["id"] for row in rows}

    def decide(self) -> None:
        """Each line in turn: known, refused, or an event that changes a person."""
        for line in self._lines:
            try:
                self._decide(line)
            except Refused as refused:
                self.outcome.refused.append((line.number, refused))

    def _decide(self, numbered: Numbered) -> None:
        line = numbered.line
        same = (numbered.register_index, line.event.kind.value, line.event.effective_on)
        if (known := self._known.get(numbered.source_key)) is not None:
            if known != same:
                raise Refused(Reason.EVENT_ID_REUSED)
            self.outcome.known += 1
            return
        person = self._person(numbered)
        self._check_document(person, line)
        event = replace(line.event, pavilion_id=self._pavilion(line))
        following, happened_in = weigh(person.standing, person.history, event)
        self._accept(numbered, person, event, following, happened_in)
        self._known[numbered.source_key] = same

    def _person(self, numbered: Numbered) -> Person:
        person = self._people.get(numbered.register_index)
        if person is not None:
            person.check_is(numbered.line)
            return person
        if numbered.line.event.kind is not EventKind.ADMISSION:
            raise Refused(Reason.INMATE_UNKNOWN)
        return newcomer(numbered.line, numbered.register_index)

    def _check_document(self, person: Person, line: RosterLine) -> None:
        """Nobody is held twice: an admission with the document of somebody inside is refused."""
        if line.document is None:
            return
        holder = self._holders.get(document_index(line.document.kind, line.document.number))
        if holder not in (None, person.id):
            raise Refused(Reason.DOCUMENT_HELD_ALREADY)

    def _pavilion(self, line: RosterLine) -> UUID | None:
        if line.pavilion is None:
            return None
        return self._pavilions.get((line.pavilion_place, line.pavilion)) or new_id()

    def _accept(
        self,
        numbered: Numbered,
        person: Person,
        event: Event,
        following: Standing,
        happened_in: str,
    ) -> None:
        line, outcome = numbered.line, self.outcome
        change = Change.made_by(event, person.id, person.standing, following)
        outcome.changes.append(change)
        outcome.events.append(
            EventRow(
                change.event_id,
                happened_in,
                person.id,
                event.kind,
                event.effective_on,
                facts_of(event),
                numbered.source_key,
                former_of(event, happened_in, person.standing),
            )
        )
        outcome.inmates += person.is_new and not person.touched
        self._people[numbered.register_index] = person
        self._remember_pavilion(line, event)
        person.take(event, line, following)
        self._remember_holder(person)

    def _remember_pavilion(self, line: RosterLine, event: Event) -> None:
        if line.pavilion is None or event.pavilion_id is None:
            return
        key = (line.pavilion_place, line.pavilion)
        if key not in self._pavilions:
            self._pavilions[key] = event.pavilion_id
            self.outcome.pavilions.append(PavilionRow(event.pavilion_id, *key))

    def _remember_holder(self, person: Person) -> None:
        if person.document_index is None or person.standing is None:
            return
        if person.standing.status in _INSIDE:
            self._holders[person.document_index] = person.id
        elif self._holders.get(person.document_index) == person.id:
            del self._holders[person.document_index]

    async def store(self, tx: Connection, *, recorded_by: str, now: datetime) -> None:
        """Write pavilions, people and events."""
        outcome = self.outcome
        if not outcome.events:
            return
        await insert_pavilions(tx, outcome.pavilions)
        await store_newcomers(tx, self._people.values())
        await insert_events(tx, outcome.events, recorded_by=recorded_by, now=now)
        await store_changed(tx, self._people.values())

    async def leave_trail(
        self, tx: Connection, actor: Actor, *, digest: str, now: datetime
    ) -> None:
        """One audit row an establishment, in one order: the heads of the chains stay locked. Call it last."""
        by_place: dict[str, Counter[str]] = {}
        for event in self.outcome.events:
            by_place.setdefault(event.place, Counter())[event.kind.value] += 1
        for place, counts in sorted(by_place.items()):
            await audit.record(
                tx,
                actor,
                "registry.roster.recorded",
                digest,
                establishment_id=place,
                facts={"events": counts.total(), "kinds": dict(counts)},
                now=now,
            )


def _documents(lines: Iterable[Numbered]) -> set[bytes]:
    documents = (line.line.document for line in lines)
    return {document_index(document.kind, document.number) for document in documents if document}
