"""Statements as an office reads them."""

from collections.abc import AsyncIterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

import asyncpg

from backend.database import Connection

_COUNTED = """
select count(*) as statements, coalesce(sum(gross), 0)::bigint as gross, coalesce(sum(withheld), 0)::bigint as withheld,
  coalesce(sum(personal), 0)::bigint as personal
from live_statement where period_id = $1
"""
_LINES = """
select s.id, s.inmate_id, i.surnames, i.given_names, s.month, s.revision, s.kind, s.starts_on, s.closes_on,
  coalesce(d.outcome, case s.kind when 'exit' then 'waiting' else 'posted' end) as state,
  coalesce(l.line_no, 0::smallint) as no, l.code as rule, l.part, l.base, l.rate, l.exact, l.booked, l.payee,
  l.payee_ref, l.legal_ref, l.rule_ids, l.facts
from earning_statement s join inmate i on i.id = s.inmate_id left join statement_line l on l.statement_id = s.id
left join statement_decision d on d.statement_id = s.id
where s.establishment_id = $1 and s.month = $2 and (s.id, coalesce(l.line_no, 0::smallint)) > ($3::uuid, $4::smallint)
order by s.id, no limit $5
"""
_SHEETS = """
select s.id, i.surnames, i.given_names, s.month, s.revision, s.kind, s.gross, s.starts_on, s.closes_on,
  coalesce(d.outcome, case s.kind when 'exit' then 'waiting' else 'posted' end) as state,
  (s.labour ->> 'minutes')::int as minutes, (s.labour ->> 'days')::int as days,
  (s.labour -> 'carried' ->> 'minutes')::int as carried, s.labour -> 'late' as late,
  (select coalesce(jsonb_agg(jsonb_build_object('no', l.line_no, 'rule', l.code, 'part', l.part, 'base', l.base,
    'rate', l.rate, 'exact', l.exact, 'booked', l.booked, 'payee', l.payee, 'payee_ref', '', 'legal_ref', l.legal_ref,
    'rule_ids', l.rule_ids, 'facts', l.facts) order by l.line_no), '[]')
    from statement_line l where l.statement_id = s.id) as lines
from earning_statement s join inmate i on i.id = s.inmate_id left join statement_decision d on d.statement_id = s.id
where s.establishment_id = $1 and s.month = $2 and (i.surnames, i.given_names, s.id) > ($3, $4, $5)
order by i.surnames, i.given_names, s.id limit $6
"""
_FIRST = UUID(int=0)


class Counted(NamedTuple):
    """How many statements a period has, and what they come to in céntimos."""

    statements: int
    gross: int
    withheld: int
    personal: int


async def counted(tx: Connection, period_id: UUID) -> Counted:
    """What counts of a period: whatever was not returned."""
    (row,) = await tx.fetch(_COUNTED, period_id)
    return Counted(*row.values())


async def statement_rows(
    tx: Connection, establishment_id: str, month: date, at_once: int = 2000
) -> AsyncIterator[asyncpg.Record]:
    """Every line of every statement of a place's month, in order; for the command line. A part is held at a time.

    A statement without a line has a row whose `no` is 0.
    """
    after, no = _FIRST, 0
    while rows := await tx.fetch(_LINES, establishment_id, month, after, no, at_once):
        for row in rows:
            yield row
        after, no = rows[-1]["id"], rows[-1]["no"]


async def statement_sheets(
    tx: Connection, establishment_id: str, month: date, at_once: int = 10
) -> AsyncIterator[asyncpg.Record]:
    """The same, a statement with all its lines at a time, as people look them up: by surnames."""
    after = ("", "", _FIRST)
    while rows := await tx.fetch(_SHEETS, establishment_id, month, *after, at_once):
        for row in rows:
            yield row
        after = (rows[-1]["surnames"], rows[-1]["given_names"], rows[-1]["id"])
