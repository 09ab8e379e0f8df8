"""Who is held at an establishment, as its office finds them. Every look at a person leaves an audit row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Role, Staff
from backend.core.errors import NotFound
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.registry import access
from backend.registry.rules.searching import search_for
from backend.sealed import blind_index, unseal

FOUND = Keyset("inmates", str, UUID)
"""By surnames and given names in plain letters."""

EVENTS = Keyset("custody events", date, int)
"""Newest first; events of one day by the order in which they were recorded."""

PAVILIONS = Keyset("pavilions", str, UUID)
"""By name."""

INMATE_TIES = Keyset("inmate ties", datetime, UUID)
"""Newest first."""

READERS = (Role.VISITS_REGISTRAR, Role.DIRECTOR)

FINDERS = (*READERS, Role.WORK_CHIEF, Role.PROGRAMME_COORDINATOR)
"""Who looks for a person: also who enrols them in a workshop, or names them with an event."""

_HELD_HERE = """
select i.id, i.given_names, i.surnames, i.name_key, i.register_cipher, extract(year from i.born_on)::int as born_year,
  (select p.name from pavilion p where p.id = i.pavilion_id) as pavilion, i.regime, i.stage, i.status, i.status_on
from inmate i
where i.establishment_id = $1 and i.status in ('held', 'outside', 'monitored')
"""
_COLUMNS = _HELD_HERE + " and ($3::text is null or (i.name_key, i.id) > ($3, $4))"
_BY_ID = _HELD_HERE + " and i.id = $2"
# An index gives the people of the place, ten thousand in the largest; their names are compared one by one.
_BY_NAME = (
    _COLUMNS + " and ' ' || i.name_key like all($2::text[]) order by i.name_key, i.id limit $5"
)
_BY_NUMBER = _COLUMNS + " and i.register_index = $2 order by i.name_key, i.id limit $5"
_HERE = "select true from inmate where id = $1 and establishment_id = $2"
_EVENTS = "select * from custody_events($1, $2, $3, $4)"
_PAVILIONS = """
select id, name, sex_held from pavilion
where establishment_id = $1 and ($2::text is null or (name, id) > ($2, $3)) order by name, id limit $4
"""
_TIES = """
select t.id, t.version, t.kinship, t.asked_at, t.decided_at, v.id as visitor_id, v.capacity, v.given_names, v.surnames,
  v.document_kind, v.document_cipher
from tie t join visitor v on v.id = t.visitor_id
where t.inmate_id = $1 and t.state = 'approved' and ($2::timestamptz is null or (t.asked_at, t.id) < ($2, $3))
order by t.asked_at desc, t.id desc limit $4
"""


@dataclass(frozen=True, slots=True)
class FoundView:
    """A person in custody here, with the register number in clear."""

    row: asyncpg.Record
    register_number: str


@dataclass(frozen=True, slots=True)
class InmateTieView:
    """A confirmed tie, with the visitor's whole document to compare."""

    row: asyncpg.Record
    document_number: str


async def inmates(
    tx: Connection, actor: Staff, establishment_id: str, matching: str, page: Page, now: datetime
) -> list[FoundView]:
    """One page, `page.limit` rows, of who is in custody here and is called so: by register number, or by
    words that begin so, in any order and without accents.

    Raises NOT_ALLOWED, SEARCH_TOO_SHORT.
    """
    access.check_posted(actor, establishment_id, *FINDERS)
    search = search_for(matching)
    wanted: object = [f"% {word}%" for word in search.words]
    if search.register is not None:
        wanted = blind_index("register", search.register)
    name, inmate_id = page.after or (None, None)
    rows = await tx.fetch(
        _BY_NAME if search.register is None else _BY_NUMBER,
        establishment_id,
        wanted,
        name,
        inmate_id,
        page.limit,
    )
    facts: dict[str, object] = {
        "by": "name" if search.register is None else "register",
        "inmates": [str(row["id"]) for row in rows],
    }
    await _leave_trail(tx, actor, "registry.inmates.searched", establishment_id, facts, now)
    return [_found(row) for row in rows]


async def inmate(
    tx: Connection, actor: Staff, establishment_id: str, inmate_id: UUID, now: datetime
) -> FoundView:
    """A person in custody here, as a search would find them.

    Raises NOT_ALLOWED, NotFound.
    """
    access.check_posted(actor, establishment_id, *FINDERS)
    row = await tx.fetchrow(_BY_ID, establishment_id, inmate_id)
    if row is None:
        raise NotFound()
    facts: dict[str, object] = {"inmate": str(inmate_id)}
    await _leave_trail(tx, actor, "registry.inmate.read", establishment_id, facts, now)
    return _found(row)


async def custody_events(
    tx: Connection,
    actor: Staff,
    establishment_id: str,
    inmate_id: UUID,
    page: Page,
    now: datetime,
) -> Sequence[asyncpg.Record]:
    """One page, `page.limit` rows, of what happened to a person who is here, also before they came.

    Raises NOT_ALLOWED, NotFound.
    """
    await _check_here(tx, actor, establishment_id, inmate_id)
    day, number = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_EVENTS, inmate_id, day, number, page.limit)
    facts: dict[str, object] = {"inmate": str(inmate_id)}
    await _leave_trail(tx, actor, "registry.custody.read", establishment_id, facts, now)
    return rows


async def pavilions(
    tx: Connection, actor: Staff, establishment_id: str, page: Page
) -> Sequence[asyncpg.Record]:
    """One page, `page.limit` rows, of the buildings of an establishment; they name no person.

    Raises NOT_ALLOWED.
    """
    access.check_posted(actor, establishment_id, *READERS)
    name, pavilion_id = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(
        _PAVILIONS, establishment_id, name, pavilion_id, page.limit
    )
    return rows


async def inmate_ties(
    tx: Connection,
    actor: Staff,
    establishment_id: str,
    inmate_id: UUID,
    page: Page,
    now: datetime,
) -> list[InmateTieView]:
    """One page, `page.limit` rows, of the confirmed ties of a person who is here.

    Raises NOT_ALLOWED, NotFound.
    """
    await _check_here(tx, actor, establishment_id, inmate_id)
    asked, tie_id = page.after or (None, None)
    rows = await tx.fetch(_TIES, inmate_id, asked, tie_id, page.limit)
    facts: dict[str, object] = {
        "inmate": str(inmate_id),
        "ties": [str(row["id"]) for row in rows],
    }
    await _leave_trail(tx, actor, "registry.inmate_ties.read", establishment_id, facts, now)
    return [
        InmateTieView(row, unseal("visitor.document", row["visitor_id"], row["document_cipher"]))
        for row in rows
    ]


def _found(row: asyncpg.Record) -> FoundView:
    return FoundView(row, unseal("inmate.register", row["id"], row["register_cipher"]))


async def _check_here(tx: Connection, actor: Staff, establishment_id: str, inmate_id: UUID) -> None:
    """The person is at this very establishment, and so is the officer's post."""
    access.check_posted(actor, establishment_id, *READERS)
    if not await tx.fetchval(_HERE, inmate_id, establishment_id):
        raise NotFound()


async def _leave_trail(
    tx: Connection,
    actor: Staff,
    action: str,
    establishment_id: str,
    facts: dict[str, object],
    now: datetime,
) -> None:
    await audit.record(
        tx,
        actor,
        action,
        establishment_id,
        establishment_id=establishment_id,
        facts=facts,
        now=now,
    )
