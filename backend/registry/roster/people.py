"""The people of one batch of lines: loaded and locked together, changed in memory, written together."""

from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any
from uuid import UUID

from backend.core.ids import new_id
from backend.database import Connection
from backend.registry.bulk import Named, insert_inmates, sealed_document
from backend.registry.custody import event_of, standing_of
from backend.registry.rules.line import Document, RosterLine, check_new_person
from backend.registry.rules.naming import name_key
from backend.registry.rules.reasons import Reason, Refused
from backend.registry.rules.standing import Event, Standing
from backend.sealed import document_index

_BY_REGISTER = """
select i.*, (select max(effective_on) from custody_event e where e.inmate_id = i.id) as last_on
from inmate i where register_index = any($1) order by id for update
"""
_HISTORIES = """
select inmate_id, kind, effective_on, establishment_id, facts from custody_event
where inmate_id = any($1) order by inmate_id, effective_on, recorded_no
"""
_UPDATE = """
update inmate i set establishment_id = n.place, pavilion_id = n.pavilion, regime = n.regime, stage = n.stage,
  status = n.status, status_on = n.status_on, admitted_on = n.admitted_on,
  document_index = coalesce(i.document_index, n.document_index),
  document_cipher = coalesce(i.document_cipher, n.document_cipher), born_on = coalesce(i.born_on, n.born_on)
from unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[], $7::date[], $8::date[],
  $9::bytea[], $10::bytea[], $11::date[])
  as n (id, place, pavilion, regime, stage, status, status_on, admitted_on, document_index, document_cipher, born_on)
where i.id = n.id
"""


@dataclass(slots=True)
class Person:
    """Somebody of the roster as known so far, the lines of this batch included."""

    id: UUID
    register_index: bytes
    given_names: str
    surnames: str
    name_key: str
    sex: str
    born_on: date | None
    document_index: bytes | None
    standing: Standing | None = None
    last_on: date | None = None
    history: list[Event] = field(default_factory=list)
    """Events known here: all of them when one of the batch comes in late, otherwise the batch's own."""
    register: str = ""
    document: Document | None = None
    is_new: bool = False
    touched: bool = False

    @property
    def stands(self) -> Standing:
        """Where the person stands, once an event says so."""
        assert self.standing is not None, "a person begins with an admission"
        return self.standing

    def check_is(self, line: RosterLine) -> None:
        """A register number mistyped must not move another person: name or document has to agree."""
        document = line.document and document_index(line.document.kind, line.document.number)
        agrees = bool(document) and document == self.document_index
        differs = bool(document) and self.document_index is not None and not agrees
        if line.surnames and line.given_names:
            same_name = name_key(line.surnames, line.given_names) == self.name_key
            agrees, differs = agrees or same_name, differs or not same_name
        if differs and not agrees:
            raise Refused(Reason.PERSON_DIFFERS)

    def take(self, event: Event, line: RosterLine, following: Standing) -> None:
        """Remember an event that was accepted, and what the line says that was not known."""
        self.standing = following
        self.touched = True
        insort(self.history, event, key=_effective_on)
        if self.document_index is None and line.document is not None:
            self.document = line.document
            self.document_index = document_index(line.document.kind, line.document.number)
        if self.born_on is None:
            self.born_on = line.born_on


def newcomer(line: RosterLine, register_index: bytes) -> Person:
    """The person a first admission tells of. Raises Refused(NAME_MISSING)."""
    check_new_person(line)
    surnames, given_names = line.surnames or "", line.given_names or ""
    return Person(
        id=new_id(),
        register_index=register_index,
        given_names=given_names,
        surnames=surnames,
        name_key=name_key(surnames, given_names),
        sex=line.sex or "",
        born_on=line.born_on,
        document_index=None,
        register=line.register,
        is_new=True,
    )


async def load_people(tx: Connection, lines: Iterable[tuple[bytes, date]]) -> dict[bytes, Person]:
    """Everybody these lines (register index, effective day) name, locked, by register index.

    Whoever has a line older than what is recorded, or than a line before it, comes with all their events.
    """
    days: dict[bytes, list[date]] = {}
    for register_index, effective_on in lines:
        days.setdefault(register_index, []).append(effective_on)
    rows = await tx.fetch(_BY_REGISTER, list(days))
    people = {bytes(row["register_index"]): _person(row) for row in rows}
    late = {
        person.id: person
        for index, person in people.items()
        if _goes_back([person.last_on or date.min, *days[index]])
    }
    if late:
        for row in await tx.fetch(_HISTORIES, list(late)):
            late[row["inmate_id"]].history.append(event_of(row))
    return people


def _goes_back(days: Sequence[date]) -> bool:
    return any(later < earlier for earlier, later in pairwise(days))


async def store_newcomers(tx: Connection, people: Iterable[Person]) -> None:
    """Write whoever is new, in the order of their ids."""
    touched = sorted((person for person in people if person.touched), key=lambda person: person.id)
    new = [(person.id, _named(person), person.stands) for person in touched if person.is_new]
    await insert_inmates(tx, new)


async def store_changed(tx: Connection, people: Iterable[Person]) -> None:
    """Write whoever stands elsewhere now, in the order of their ids; what follows them asks their events since when."""
    touched = sorted((person for person in people if person.touched), key=lambda person: person.id)
    changed = [_changed_row(person) for person in touched if not person.is_new]
    if changed:
        await tx.execute(_UPDATE, *zip(*changed, strict=True))


def _person(row: Any) -> Person:
    return Person(
        id=row["id"],
        register_index=bytes(row["register_index"]),
        given_names=row["given_names"],
        surnames=row["surnames"],
        name_key=row["name_key"],
        sex=row["sex"],
        born_on=row["born_on"],
        document_index=row["document_index"] and bytes(row["document_index"]),
        standing=standing_of(row),
        last_on=row["last_on"],
    )


def _named(person: Person) -> Named:
    return Named(
        register=person.register,
        register_index=person.register_index,
        document=_written(person.document),
        document_index=person.document_index,
        given_names=person.given_names,
        surnames=person.surnames,
        name_key=person.name_key,
        sex=person.sex,
        born_on=person.born_on,
    )


def _changed_row(person: Person) -> tuple[object, ...]:
    stands = person.stands
    learned = person.document is not None
    return (
        person.id,
        stands.establishment_id,
        stands.pavilion_id,
        stands.regime,
        stands.stage,
        stands.status,
        stands.status_on,
        stands.admitted_on,
        person.document_index if learned else None,
        sealed_document(person.id, _written(person.document)),
        person.born_on,
    )


def _written(document: Document | None) -> str | None:
    return None if document is None else f"{document.kind} {document.number}"


def _effective_on(event: Event) -> date:
    return event.effective_on
