"""Posters as each may see them: everybody, a family that may come, or the office whose event it is."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import asyncpg

from backend.core.actor import Actor, Anonymous, Family, Staff
from backend.core.errors import NotFound
from backend.database import Connection, reading
from backend.programmes.access import WRITERS
from backend.programmes.rules.pictures import ShownPoster

_SHOWN = "select for_everybody, bytes from poster_shown($1, $2, $3, $4, $5)"
_OFFICE = """
select p.establishment_id, case when not $4 then f.bytes end as bytes
from poster p join poster_file f on f.digest = p.digest
where p.digest = $1 and f.width = $2 and f.format = $3
"""
_TOLD = "select id, digest, alt, width, height from posters_told($1, $2)"
_OF_EVENT = """
select id, digest, alt, width, height, recognisable, consent_act, uploaded_at, staff_name(uploaded_by) as uploaded_by,
  shown_from
from poster where event_id = $1 order by uploaded_at desc, id
"""


class Shown(NamedTuple):
    """One file of a poster; no bytes where the caller holds them. `for_everybody`: whoever passes it on may keep it."""

    for_everybody: bool
    bytes: bytes | None


async def poster_file(
    actor: Actor, name: tuple[bytes, int, str], *, held: bool, now: datetime
) -> Shown:
    """One file of a poster. Raises NotFound, the same for what is unknown, of others, or not released.

    An office sees those of its drafts. A device that has only proved its number sees what everybody does.
    """
    if isinstance(actor, Staff):
        async with reading(actor) as tx:
            row = await tx.fetchrow(_OFFICE, *name, held)
        if row is not None and actor.holds(row["establishment_id"], *WRITERS):
            return Shown(False, row["bytes"])
    known = isinstance(actor, Family) and not actor.provisional
    async with reading(actor if known else Anonymous()) as tx:
        row = await tx.fetchrow(_SHOWN, *name, held, now)
    if row is None:
        raise NotFound()
    return Shown(row["for_everybody"], row["bytes"])


async def posters_told(
    tx: Connection, actor: Actor, keys: Sequence[tuple[UUID, datetime]]
) -> list[ShownPoster | None]:
    """By poster and instant, those that the family which asks may see."""
    if not keys:
        return []
    rows = await tx.fetch(_TOLD, [each for each, _ in keys], keys[0][1])
    found = {row["id"]: shown_poster(row) for row in rows}
    return [found.get(each) for each, _ in keys]


async def posters_of(tx: Connection, event_id: UUID) -> Sequence[asyncpg.Record]:
    """All posters of an event whose office asks, the last one first."""
    rows: Sequence[asyncpg.Record] = await tx.fetch(_OF_EVENT, event_id)
    return rows


def shown_poster(row: asyncpg.Record) -> ShownPoster:
    """As readers are told of it."""
    return ShownPoster(
        digest=row["digest"].hex(), alt=row["alt"], width=row["width"], height=row["height"]
    )
