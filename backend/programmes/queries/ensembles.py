"""Ensembles of an establishment with what they play, and who belongs to one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.database import Connection
from backend.programmes.access import WRITERS, office_ensemble
from backend.registry.access import check_posted

_ENSEMBLES = """
select e.id, e.programme_id, p.title as programme, e.name, e.kind, e.teacher, e.instruments, e.begun_on, e.ended_on,
  (select count(*) from ensemble_member m
    join inmate i on i.id = m.inmate_id and i.establishment_id = m.establishment_id
    where m.ensemble_id = e.id and m.from_on <= $2 and (m.until_on is null or m.until_on >= $2)
      and i.status in ('held', 'outside', 'monitored')) as members,
  coalesce((select json_agg(json_build_object('id', w.id, 'title', w.title, 'author', w.author) order by w.title, w.id)
    from ensemble_work w where w.ensemble_id = e.id), '[]') as works
from ensemble e join programme p on p.id = e.programme_id
where e.establishment_id = $1 order by e.ended_on desc nulls first, e.name, e.id limit 200
"""
_MEMBERS = """
select m.id, m.part, m.from_on, m.until_on, i.id as inmate_id, i.given_names, i.surnames
from ensemble_member m join inmate i on i.id = m.inmate_id and i.establishment_id = m.establishment_id
where m.ensemble_id = $1 order by m.from_on desc, i.surnames, i.given_names, m.id limit 2000
"""


async def ensembles(
    tx: Connection, actor: Staff, establishment_id: str, *, now: datetime
) -> Sequence[asyncpg.Record]:
    """Of an establishment, those that ended last; `members` are of today. Raises NOT_ALLOWED."""
    check_posted(actor, establishment_id, *WRITERS)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_ENSEMBLES, establishment_id, lima_day(now))
    return rows


async def ensemble_members(
    tx: Connection, actor: Staff, ensemble_id: UUID, *, now: datetime
) -> Sequence[asyncpg.Record]:
    """Who is or was a member, the latest first, but for who was moved to another place: they are read of there.

    Every look is an audit entry. Raises NotFound.
    """
    ensemble = await office_ensemble(tx, actor, ensemble_id)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_MEMBERS, ensemble_id)
    await audit.record(
        tx,
        actor,
        "programmes.ensemble_members.read",
        str(ensemble_id),
        establishment_id=ensemble["establishment_id"],
        facts={"inmates": sorted({str(row["inmate_id"]) for row in rows})},
        now=now,
    )
    return rows
