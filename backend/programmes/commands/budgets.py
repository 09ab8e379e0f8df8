"""What an establishment plans to spend on a programme in a year, and what it spent of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError, NotFound
from backend.core.ids import new_id
from backend.database import Connection
from backend.once import once
from backend.programmes.access import WRITERS, office_event
from backend.programmes.commands.planning import check_programme
from backend.programmes.rules.checking import LINE, check_text, fine
from backend.programmes.rules.means import MOST_MONEY, BudgetSource, check_money, check_past
from backend.registry.access import check_posted

YEARS_AROUND = 10
"""How far from this year the year of a line may be."""

_BEYOND_SUMS = {"EN003", "EN004"}

_ADD = """
insert into budget_line (id, establishment_id, programme_id, season_id, event_id, year, source, partner_id, item,
  planned, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
_SEASON = "select id from season where id = $1 and programme_id = $2"
_PARTNER = "select id from partner where id = $1 and programme_id = $2"
# Held to the end: nobody spends of a line while another ends it.
_LINE = """
select establishment_id, year, ended_at from budget_line where id = $1 for no key update
"""
_END = "update budget_line set ended_at = $2 where id = $1 and ended_at is null returning id"
_SPEND = """
insert into spending (id, budget_line_id, establishment_id, amount, spent_on, document, recorded_at, recorded_by)
values ($1, $2, $3, $4, $5, $6, $7, $8)
"""


@dataclass(frozen=True, slots=True)
class BudgetLineFacts:
    """What an office says of a line; `planned` in céntimos, `partner_id` where a partner pays."""

    programme_id: UUID
    season_id: UUID | None
    event_id: UUID | None
    year: int
    source: BudgetSource
    partner_id: UUID | None
    item: str
    planned: int


@once
async def add_budget_line(
    tx: Connection, actor: Staff, *, establishment_id: str, line: BudgetLineFacts, now: datetime
) -> dict[str, Any]:
    """Plan one item of a year; answers its id. Season, event and partner are of the same programme.

    Raises NOT_ALLOWED, NotFound for what is another place's or programme's, or BAD_INPUT, also where a place would plan
    more than `MOST_MONEY` in that year.
    """
    check_posted(actor, establishment_id, *WRITERS)
    fine("year", abs(line.year - lima_day(now).year) <= YEARS_AROUND)
    fine("partnerId", (line.partner_id is not None) == (line.source is BudgetSource.PARTNER))
    check_text("item", line.item, LINE, needed=True)
    check_money("planned", line.planned)
    await check_programme(tx, line.programme_id, establishment_id)
    for found, asked in ((_SEASON, line.season_id), (_PARTNER, line.partner_id)):
        if asked is not None and await tx.fetchval(found, asked, line.programme_id) is None:
            raise NotFound()
    if line.event_id is not None:
        await check_event(tx, actor, line.event_id, establishment_id, line.programme_id)
    line_id = new_id()
    with sums_hold("planned"):
        await tx.execute(
            _ADD,
            line_id,
            establishment_id,
            line.programme_id,
            line.season_id,
            line.event_id,
            line.year,
            line.source,
            line.partner_id,
            line.item.strip(),
            line.planned,
            now,
            actor.staff_id,
        )
    await _trail(tx, actor, "budget_line.added", line_id, establishment_id, now)
    return {"id": line_id}


@once
async def end_budget_line(
    tx: Connection, actor: Staff, *, line_id: UUID, now: datetime
) -> dict[str, Any]:
    """Plan a line no more; what was spent of it stays. Raises NotFound, or ALREADY_DECIDED for one that ended."""
    line = await _line(tx, actor, line_id)
    if await tx.fetchval(_END, line_id, now) is None:
        raise DomainError(Code.ALREADY_DECIDED)
    await _trail(tx, actor, "budget_line.ended", line_id, line["establishment_id"], now)
    return {"id": line_id}


@once
async def add_spending(
    tx: Connection,
    actor: Staff,
    *,
    line_id: UUID,
    amount: int,
    spent_on: date,
    document: str,
    now: datetime,
) -> dict[str, Any]:
    """Record céntimos spent of a line, by the number of their receipt; less than nought takes back what was too much.

    Of a line that ended only that is possible. Raises NotFound, ALREADY_DECIDED, or BAD_INPUT, also where less than
    nothing would be spent of the line, or more than `MOST_MONEY` by its place in its year.
    """
    line = await _line(tx, actor, line_id)
    if line["ended_at"] is not None and amount > 0:
        raise DomainError(Code.ALREADY_DECIDED)
    fine("amount", amount != 0)
    check_money("amount", amount, least=-MOST_MONEY)
    check_past("spentOn", spent_on, lima_day(now), since=date(line["year"], 1, 1))
    check_text("document", document, LINE, needed=True)
    spending_id, place = new_id(), line["establishment_id"]
    said = (line_id, place, amount, spent_on, document.strip(), now, actor.staff_id)
    with sums_hold("amount"):
        await tx.execute(_SPEND, spending_id, *said)
    await _trail(tx, actor, "spending.added", spending_id, place, now)
    return {"id": spending_id}


async def check_event(
    tx: Connection, actor: Staff, event_id: UUID, establishment_id: str, programme_id: UUID
) -> None:
    """Raise NotFound unless an event is the establishment's, BAD_INPUT unless it is the programme's."""
    event = await office_event(tx, actor, event_id, *WRITERS)
    if event["establishment_id"] != establishment_id:
        raise NotFound()
    fine("eventId", event["programme_id"] == programme_id)


@contextmanager
def sums_hold(field: str) -> Iterator[None]:
    """Raise BAD_INPUT naming the field where a sum would fall below nought, or go beyond what a year may hold."""
    try:
        yield
    except asyncpg.PostgresError as error:
        if error.sqlstate not in _BEYOND_SUMS:
            raise
        raise DomainError(Code.BAD_INPUT, field=field) from error


async def _line(tx: Connection, actor: Staff, line_id: UUID) -> asyncpg.Record:
    """A line of an establishment for which this member of staff writes. Raises NotFound."""
    line = await tx.fetchrow(_LINE, line_id)
    if line is None or not actor.holds(line["establishment_id"], *WRITERS):
        raise NotFound()
    return line


async def _trail(
    tx: Connection, actor: Staff, done: str, subject: UUID, place: str, now: datetime
) -> None:
    action = f"programmes.{done}"
    await audit.record(tx, actor, action, str(subject), establishment_id=place, now=now)
