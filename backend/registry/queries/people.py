"""People as an account or an office may see them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from backend.core.actor import Actor, Family, Staff
from backend.core.errors import NotFound
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.registry.custody import told_places
from backend.registry.rules.people import ending
from backend.sealed import unseal

PEOPLE = Keyset("people", datetime, UUID)
"""In the order in which they were added."""

_COLUMNS = """
select v.id, v.capacity, v.guardian_id, v.given_names, v.surnames, v.sex, v.born_on, v.nationality,
  v.document_kind, v.document_cipher, v.document_valid_until, v.created_at from visitor v
"""
_MINE = f"""{_COLUMNS}
where v.account_id = $1 and v.ended_at is null and ($2::timestamptz is null or (v.created_at, v.id) > ($2, $3))
order by v.created_at, v.id limit $4
"""
_OF_ACCOUNT = f"{_COLUMNS} where v.id = any($1) and v.account_id = $2"
_KNOWN_THERE = f"""{_COLUMNS}
where v.id = any($1) and exists (select from tie t left join inmate i on i.id = t.inmate_id
  where t.visitor_id = v.id and (t.establishment_id = any($2) or i.establishment_id = any($2)))
"""
_TIED_INMATES = """
select i.id, i.given_names, i.surnames, i.establishment_id from inmate i
where i.id = any($1) and i.status in ('held', 'outside', 'monitored') and exists (select from tie t
  where t.inmate_id = i.id and t.account_id = $2 and t.state = 'approved')
"""
_INMATES_THERE = """
select i.id, i.given_names, i.surnames, i.establishment_id from inmate i
where i.id = any($1) and i.establishment_id = any($2)
"""


class VisitorView(NamedTuple):
    """A visitor with the last signs of the document; the whole number is not carried about."""

    id: UUID
    capacity: str
    guardian_id: UUID | None
    given_names: str
    surnames: str
    sex: str
    born_on: date
    nationality: str
    document_kind: str
    document_ending: str
    document_valid_until: date | None
    created_at: datetime

    @classmethod
    def of(cls, row: asyncpg.Record) -> "VisitorView":
        """From a row of `visitor`."""
        number = unseal("visitor.document", row["id"], row["document_cipher"])
        plain = {name: row[name] for name in cls._fields if name != "document_ending"}
        return cls(**plain, document_ending=ending(number))


async def my_people(tx: Connection, actor: Family, page: Page) -> list[VisitorView]:
    """One page of the account's list, `page.limit` rows of it; who was taken off is not on it."""
    added, visitor_id = page.after or (None, None)
    rows = await tx.fetch(_MINE, actor.account_id, added, visitor_id, page.limit)
    return [VisitorView.of(row) for row in rows]


async def my_visitor(tx: Connection, actor: Family, visitor_id: UUID) -> VisitorView:
    """One person of the account, also after they were taken off the list. Raises NotFound."""
    view = (await visitors_by_id(tx, actor, [visitor_id]))[0]
    if view is None:
        raise NotFound()
    return view


async def visitors_by_id(
    tx: Connection, actor: Actor, keys: Sequence[UUID]
) -> list[VisitorView | None]:
    """Visitors in the order of the keys: of the asking account, or known at the officer's establishments.

    Those taken off a list included, for visits that were made. Whoever calls for staff writes the audit row.
    """
    rows = await _scoped(tx, actor, keys, _OF_ACCOUNT, _KNOWN_THERE)
    found = {row["id"]: VisitorView.of(row) for row in rows}
    return [found.get(key) for key in keys]


async def inmates_by_id(
    tx: Connection, actor: Actor, keys: Sequence[UUID]
) -> list[asyncpg.Record | None]:
    """Inmates in the order of the keys: to whom an approved tie leads and who are held, or held at the
    officer's establishments. A family learns the place by `told_establishments` alone.

    Whoever calls for staff writes the audit row.
    """
    rows = await _scoped(tx, actor, keys, _TIED_INMATES, _INMATES_THERE)
    found = {row["id"]: row for row in rows}
    return [found.get(key) for key in keys]


async def told_establishments(
    tx: Connection, actor: Actor, keys: Sequence[tuple[UUID, date]]
) -> list[str | None]:
    """Ids of the establishments of inmates that may be told on a day, in the order of the keys."""
    days = {day for _, day in keys}
    told = {
        day: await told_places(tx, [key[0] for key in keys if key[1] == day], day) for day in days
    }
    return [told[day].get(inmate_id) for inmate_id, day in keys]


async def _scoped(
    tx: Connection, actor: Actor, keys: Sequence[UUID], of_family: str, of_staff: str
) -> list[asyncpg.Record]:
    if isinstance(actor, Family):
        return list(await tx.fetch(of_family, list(keys), actor.account_id))
    if isinstance(actor, Staff):
        return list(await tx.fetch(of_staff, list(keys), list(actor.establishments)))
    return []
