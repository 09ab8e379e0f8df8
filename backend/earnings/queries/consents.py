"""Who may read a person's statements, who did, and what families ask: for the office. Every look is an audit row."""

from datetime import datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.database import Connection
from backend.earnings.commands.asking import ANSWERERS
from backend.earnings.commands.consenting import KEEPERS
from backend.gql.paging import Keyset, Page
from backend.registry import access

READINGS = Keyset("statement readings", datetime, UUID)
"""Newest first."""

_PLACE = "select establishment_id from inmate where id = $1"
_CONSENTS = """
select c.id, c.tie_id, c.category, c.given_on, c.act, c.revoked_at, c.revoked_act, t.kinship, v.given_names, v.surnames
from statement_consent c left join tie t on t.id = c.tie_id left join visitor v on v.id = t.visitor_id
where c.inmate_id = $1 order by c.revoked_at desc nulls first, c.recorded_at desc, c.id limit 200
"""
_TIED = """
select t.id as tie_id, t.kinship, v.given_names, v.surnames from tie t join visitor v on v.id = t.visitor_id
where t.inmate_id = $1 and t.state = 'approved' order by v.surnames, v.given_names, t.id limit 200
"""
_READINGS = """
select r.id, r.about, r.statement_id, s.month, r.categories, r.read_at, t.kinship, v.given_names, v.surnames
from statement_reading r left join earning_statement s on s.id = r.statement_id left join tie t on t.id = r.tie_id
left join visitor v on v.id = t.visitor_id
where r.inmate_id = $1 and ($2::timestamptz is null or (r.read_at, r.id) < ($2, $3))
order by r.read_at desc, r.id desc limit $4
"""
_QUEUE = """
select q.id, q.statement_id, q.inmate_id, i.given_names, i.surnames, s.month, q.line_no, l.code as rule, q.words,
  q.asked_at, q.due_on, q.due_on - $2::date as days_left
from statement_question q join earning_statement s on s.id = q.statement_id
left join statement_line l on l.statement_id = q.statement_id and l.line_no = q.line_no
left join inmate i on i.id = q.inmate_id
where q.establishment_id = $1 and not exists (select from statement_answer a where a.question_id = q.id)
order by q.due_on, q.asked_at, q.id limit 200
"""


async def statement_consents(
    tx: Connection, actor: Staff, inmate_id: UUID, now: datetime
) -> list[asyncpg.Record]:
    """Consents of an inmate, those in force first; no name where an account was erased. Raises NotFound."""
    await access.posted_inmate(tx, actor, inmate_id, *KEEPERS)
    rows = await tx.fetch(_CONSENTS, inmate_id)
    await _looked(tx, actor, "earnings.consents.read", inmate_id, now)
    return rows


async def tied_readers(
    tx: Connection, actor: Staff, inmate_id: UUID, now: datetime
) -> list[asyncpg.Record]:
    """Relatives whose tie stands, by name, without their documents: who may be let read. Raises NotFound."""
    await access.posted_inmate(tx, actor, inmate_id, *KEEPERS)
    rows = await tx.fetch(_TIED, inmate_id)
    await _looked(tx, actor, "earnings.tied.read", inmate_id, now)
    return rows


async def statement_readings(
    tx: Connection, actor: Staff, inmate_id: UUID, page: Page, now: datetime
) -> list[asyncpg.Record]:
    """Who of the families read what of an inmate's statements, newest first. Raises NotFound."""
    await access.posted_inmate(tx, actor, inmate_id, *KEEPERS)
    rows = await tx.fetch(_READINGS, inmate_id, *(page.after or (None, None)), page.limit)
    await _looked(tx, actor, "earnings.readings.read", inmate_id, now)
    return rows


async def statement_question_queue(
    tx: Connection, actor: Staff, establishment_id: str, now: datetime
) -> list[asyncpg.Record]:
    """Questions without an answer, those due soonest first; `days_left` below nothing: late. Raises NOT_ALLOWED."""
    access.check_posted(actor, establishment_id, *ANSWERERS)
    rows = await tx.fetch(_QUEUE, establishment_id, lima_day(now))
    await audit.record(
        tx,
        actor,
        "earnings.questions.read",
        f"establishment:{establishment_id}",
        establishment_id=establishment_id,
        facts={"questions": len(rows)},
        now=now,
    )
    return rows


async def _looked(
    tx: Connection, actor: Staff, action: str, inmate_id: UUID, now: datetime
) -> None:
    place = await tx.fetchval(_PLACE, inmate_id)
    await audit.record(tx, actor, action, f"inmate:{inmate_id}", establishment_id=place, now=now)
