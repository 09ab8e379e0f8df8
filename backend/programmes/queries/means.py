"""Partners, what they gave, and the budget of a year. They name nobody who is held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import asyncpg

from backend.core.actor import Staff
from backend.core.errors import Code, DomainError
from backend.database import Connection
from backend.programmes.access import WRITERS
from backend.programmes.rules.means import BudgetSource
from backend.registry.access import check_posted

_PARTNERS = """
select t.id, t.programme_id, p.title as programme, t.name, t.kind
from partner t join programme p on p.id = t.programme_id
where (p.establishment_id is null or p.establishment_id = $1) and p.ended_on is null
order by t.name, p.title, t.id limit 500
"""
_CONTRIBUTIONS = """
select c.id, c.partner_id, t.name as partner, c.kind, c.worth, c.what, c.given_on, c.event_id,
  exists (select from contribution d where d.corrects = c.id) as corrected
from contribution c join partner t on t.id = c.partner_id
where c.establishment_id = $1 and c.given_on between $2 and $3 order by c.given_on desc, c.recorded_at desc, c.id
"""
_LINES = """
select l.id, l.programme_id, p.title as programme, l.season_id, l.event_id, l.source, l.partner_id, t.name as partner,
  l.item, l.planned, s.spent, l.ended_at is not null as ended, s.spendings
from budget_line l join programme p on p.id = l.programme_id left join partner t on t.id = l.partner_id
cross join lateral (
  select coalesce(sum(s.amount), 0)::bigint as spent,
    coalesce(json_agg(json_build_object('id', s.id, 'amount', s.amount, 'spent_on', s.spent_on, 'document', s.document)
      order by s.spent_on, s.recorded_at, s.id), '[]') as spendings
  from spending s where s.budget_line_id = l.id) as s
where l.establishment_id = $1 and l.year = $2
order by l.ended_at is not null, l.recorded_at, l.id
"""


@dataclass(frozen=True, slots=True)
class SourceSum:
    """Céntimos that one source is planned to pay, and paid."""

    source: BudgetSource
    planned: int
    spent: int


@dataclass(frozen=True, slots=True)
class Budget:
    """The lines of a year: those that ended last, and planned no more."""

    year: int
    lines: Sequence[asyncpg.Record]

    @property
    def planned(self) -> int:
        """Céntimos, of all its sources."""
        return sum(each.planned for each in self.sources)

    @property
    def spent(self) -> int:
        """Céntimos, of all its sources."""
        return sum(each.spent for each in self.sources)

    @property
    def sources(self) -> list[SourceSum]:
        """Of each source that has a line."""
        return [
            self._sum(source)
            for source in BudgetSource
            if any(line["source"] == source for line in self.lines)
        ]

    def _sum(self, source: BudgetSource) -> SourceSum:
        lines = [line for line in self.lines if line["source"] == source]
        planned = sum(line["planned"] for line in lines if not line["ended"])
        return SourceSum(source, planned, sum(line["spent"] for line in lines))


async def partners(tx: Connection, actor: Staff, establishment_id: str) -> Sequence[asyncpg.Record]:
    """Of the programmes that go on and this establishment may use. Raises NOT_ALLOWED."""
    check_posted(actor, establishment_id, *WRITERS)
    rows: Sequence[asyncpg.Record] = await tx.fetch(_PARTNERS, establishment_id)
    return rows


async def contributions(
    tx: Connection, actor: Staff, establishment_id: str, year: int
) -> Sequence[asyncpg.Record]:
    """What partners gave here in a year, the latest first. Raises NOT_ALLOWED or BAD_INPUT."""
    check_posted(actor, establishment_id, *WRITERS)
    _check_year(year)
    days = (date(year, 1, 1), date(year, 12, 31))
    rows: Sequence[asyncpg.Record] = await tx.fetch(_CONTRIBUTIONS, establishment_id, *days)
    return rows


async def budget(tx: Connection, actor: Staff, establishment_id: str, year: int) -> Budget:
    """What is planned and was spent here in a year. Raises NOT_ALLOWED or BAD_INPUT."""
    check_posted(actor, establishment_id, *WRITERS)
    _check_year(year)
    return Budget(year, await tx.fetch(_LINES, establishment_id, year))


def _check_year(year: int) -> None:
    if not 2000 <= year <= 2200:
        raise DomainError(Code.BAD_INPUT, field="year")
