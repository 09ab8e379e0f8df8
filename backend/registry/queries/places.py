"""Establishments: public facts, the same for everybody who is signed in."""

from collections.abc import Sequence

import asyncpg

from backend.core.actor import Actor
from backend.core.errors import NotFound
from backend.database import Connection
from backend.gql.paging import Keyset, Page

ESTABLISHMENTS = Keyset("establishments", str, str)
"""By name, then id."""

_ALL = """
select id, name, department, province, district, sex_held from establishment
where $1::text is null or (name, id) > ($1, $2) order by name, id limit $3
"""
_BY_ID = """
select id, name, department, province, district, sex_held from establishment where id = any($1)
"""


async def establishments(tx: Connection, actor: Actor, page: Page) -> Sequence[asyncpg.Record]:
    """One page of all establishments, `page.limit` rows of it."""
    name, place = page.after or (None, None)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_ALL, name, place, page.limit)
    return rows


async def establishment(tx: Connection, actor: Actor, establishment_id: str) -> asyncpg.Record:
    """One establishment. Raises NotFound."""
    found = (await establishments_by_id(tx, actor, [establishment_id]))[0]
    if found is None:
        raise NotFound()
    return found


async def establishments_by_id(
    tx: Connection, actor: Actor, keys: Sequence[str]
) -> list[asyncpg.Record | None]:
    """Establishments in the order of the keys."""
    found = {row["id"]: row for row in await tx.fetch(_BY_ID, list(keys))}
    return [found.get(key) for key in keys]
