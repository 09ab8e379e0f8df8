"""How far the closing of a month is, exits that wait for a decision, statements with their lines: for the office."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.errors import NotFound
from backend.database import Connection
from backend.earnings.access import OFFICE
from backend.earnings.queries.paid_off import paid_off
from backend.earnings.queries.statements import Counted, counted
from backend.gql.paging import Keyset, Page
from backend.registry.access import check_posted
from backend.work.queries import closing as work

STATEMENTS = Keyset("statements of a month", str, str, UUID)
"""By name; whoever has none comes first."""

_ASKED = """
select state, asked_at, asked_by, people, problem, facts from month_closing where establishment_id = $1 and month = $2
"""
_PERIOD = """
select p.id, p.status = 'closed' as closed, s.hash from pay_period p left join period_seal s on s.period_id = p.id
where p.establishment_id = $1 and p.month = $2
"""
_MADE = "select count(*) from live_statement where establishment_id = $1 and month = $2"
# Whoever has worked days, or is owed a correction, that no statement tells of.
_TO_MAKE = """
select count(*) from (
  select r.inmate_id from work_month m join work_record r on r.workshop_id = m.workshop_id
  where m.establishment_id = $1 and m.month = $2 and r.live and r.worked_on >= $2::date
    and r.worked_on < $2::date + interval '1 month'
    and not exists (select from live_statement s where s.inmate_id = r.inmate_id and s.establishment_id = $1
      and s.month = $2 and s.closes_on >= r.worked_on)
  union
  select a.inmate_id from pending_adjustment a
  where a.establishment_id = $1 and a.of_month <= $2 and a.approved_at is not null and a.used_in is null
    and exists (select from live_statement s where s.inmate_id = a.inmate_id and s.establishment_id = $1)
  group by a.inmate_id having sum(a.amount) > 0 or sum(a.minutes) > 0
) as left_over
"""
_EXITS = """
select count(*) from earning_statement s where s.establishment_id = $1 and s.month = $2 and s.kind = 'exit'
  and not exists (select from statement_decision d where d.statement_id = s.id)
"""
_RESERVED = """
select r.id from pay_period p join journal j on j.period_id = p.id and j.phase = 'pending' and j.kind = 'remittance'
join remittance r on r.journal_id = j.id
where p.establishment_id = $1 and p.month = $2 and not exists (select from resolution x where x.journal_id = j.id)
order by r.id
"""
_ONE = """
select s.id, s.establishment_id, s.inmate_id, n.given_names, n.surnames, s.month, s.revision, s.kind, s.starts_on,
  s.closes_on, s.gross, s.withheld, s.personal, (s.labour ->> 'minutes')::integer as minutes,
  (s.labour ->> 'days')::integer as days, s.labour, s.made_at,
  coalesce(d.outcome, case s.kind when 'exit' then 'waiting' else 'posted' end) as state
from earning_statement s left join statement_decision d on d.statement_id = s.id
left join statement_names(array[s.inmate_id]) n on true
"""
_BY_ID = _ONE + "where s.id = $1"
_WAITING = (
    _ONE
    + "where s.establishment_id = $1 and s.kind = 'exit' and d.outcome is null order by s.made_at, s.id limit 200"
)
_OF_MONTH = f"""{_ONE}
where s.establishment_id = $1 and s.month = $2
  and ($3::text is null or (coalesce(n.surnames, ''), coalesce(n.given_names, ''), s.id) > ($3, $4::text, $5::uuid))
order by coalesce(n.surnames, ''), coalesce(n.given_names, ''), s.id limit $6
"""
_LINES = """
select statement_id, line_no as no, code as rule, part, base, rate, exact, booked, payee, payee_ref, legal_ref,
  rule_ids, facts
from statement_line where statement_id = any ($1) order by statement_id, line_no
"""

Read = dict[str, Any]
"""A statement as an office reads it: its columns, and `lines`."""


class Standing(NamedTuple):
    """How far the closing of a month is. `asked`: who asked for it, and what came of that so far.

    `made` and `people`: statements there are, and in all. `sums` and `seal`: None until it is closed. `paid_off`:
    reparations that the closed month paid the last of.
    """

    asked: Mapping[str, Any] | None
    made: int
    people: int
    sums: Counted | None = None
    seal: bytes | None = None
    workshops_left: Sequence[asyncpg.Record] = ()
    exits_left: int = 0
    remittances_left: int = 0
    paid_off: int = 0


async def month_closing(
    tx: Connection, actor: Staff, establishment_id: str, month: date
) -> Standing:
    """How far the closing of a month (its first day) is. Names nobody. Raises NOT_ALLOWED."""
    check_posted(actor, establishment_id, *OFFICE)
    about = (establishment_id, month)
    asked = await tx.fetchrow(_ASKED, *about)
    period = await tx.fetchrow(_PERIOD, *about)
    if period is not None and period["closed"]:
        sums = await counted(tx, period["id"])
        return Standing(
            asked=dict(asked) if asked else None,
            made=sums.statements,
            people=sums.statements,
            sums=sums,
            seal=period["hash"],
            paid_off=await paid_off(tx, *about),
        )
    made: int = await tx.fetchval(_MADE, *about)
    counted_people = asked["people"] if asked and asked["state"] == "running" else None
    return Standing(
        asked=dict(asked) if asked else None,
        made=made,
        people=counted_people or made + await people_left(tx, *about),
        workshops_left=await workshops_left(tx, *about),
        exits_left=await exits_left(tx, *about),
        remittances_left=len(await reserved_remittances(tx, *about)),
    )


async def people_left(tx: Connection, establishment_id: str, month: date) -> int:
    """How many statements are still to be made."""
    found: int = await tx.fetchval(_TO_MAKE, establishment_id, month)
    return found


async def workshops_left(
    tx: Connection, establishment_id: str, month: date
) -> list[asyncpg.Record]:
    """Workshops whose month, in which somebody worked, is to be reviewed."""
    rows = await work.months_of(tx, establishment_id, month)
    return [row for row in rows if row["worked"] and row["state"] == "draft"]


async def exits_left(tx: Connection, establishment_id: str, month: date) -> int:
    """How many statements of people who left wait for a decision."""
    found: int = await tx.fetchval(_EXITS, establishment_id, month)
    return found


async def reserved_remittances(tx: Connection, establishment_id: str, month: date) -> list[UUID]:
    """Remittances whose money is reserved in a month and has neither gone nor come back. No check of the actor."""
    return [row["id"] for row in await tx.fetch(_RESERVED, establishment_id, month)]


async def waiting_exits(
    tx: Connection, actor: Staff, establishment_id: str, now: datetime
) -> list[Read]:
    """Statements of people who left that wait for a decision, oldest first. Raises NOT_ALLOWED.

    The look is an audit entry.
    """
    check_posted(actor, establishment_id, *OFFICE)
    rows = await tx.fetch(_WAITING, establishment_id)
    found = await _with_lines(tx, rows)
    facts: dict[str, object] = {"exits": len(rows)}
    await _looked(tx, actor, "exits", establishment_id, establishment_id, now, facts)
    return found


async def month_statements(
    tx: Connection, actor: Staff, establishment_id: str, month: date, page: Page, now: datetime
) -> list[asyncpg.Record]:
    """Statements of a month (its first day) by name, without lines. Raises NOT_ALLOWED. The look is an audit entry."""
    check_posted(actor, establishment_id, *OFFICE)
    after = page.after or (None, None, None)
    rows = await tx.fetch(_OF_MONTH, establishment_id, month, *after, page.limit)
    facts: dict[str, object] = {"month": month.isoformat(), "statements": len(rows)}
    await _looked(tx, actor, "statements", establishment_id, establishment_id, now, facts)
    return rows


async def office_statement(tx: Connection, actor: Staff, statement_id: UUID, now: datetime) -> Read:
    """One statement with its lines. Raises NotFound. The look is an audit entry."""
    row = await tx.fetchrow(_BY_ID, statement_id)
    if row is None or not actor.holds(row["establishment_id"], *OFFICE):
        raise NotFound()
    (found,) = await _with_lines(tx, [row])
    await _looked(tx, actor, "statement", str(statement_id), row["establishment_id"], now, {})
    return found


async def _with_lines(tx: Connection, rows: Sequence[asyncpg.Record]) -> list[Read]:
    lines: dict[UUID, list[asyncpg.Record]] = {row["id"]: [] for row in rows}
    for line in await tx.fetch(_LINES, list(lines)):
        lines[line["statement_id"]].append(line)
    return [{**row, "lines": lines[row["id"]]} for row in rows]


async def _looked(
    tx: Connection,
    actor: Staff,
    what: str,
    subject: str,
    place: str,
    now: datetime,
    facts: dict[str, object],
) -> None:
    await audit.record(
        tx, actor, f"earnings.{what}.read", subject, establishment_id=place, facts=facts, now=now
    )


def by_name(row: asyncpg.Record) -> tuple[str, str, UUID]:
    """Where a statement of a month stands in the list."""
    return row["surnames"] or "", row["given_names"] or "", row["id"]
