"""Figures of a year's activities, and what the office wrote of it. Counts alone: nobody's name is read here.

Every statement takes sets: the establishments ($1), the instants at which the year begins and ends in Lima ($2, $3) and
the moment ($4). Eight statements make a year, of however many dates.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import asyncpg

from backend.core.actor import Staff
from backend.core.clock import lima_day
from backend.core.errors import NotFound
from backend.database import Connection
from backend.programmes.access import WRITERS
from backend.programmes.rules.figures import (
    CLASSES,
    ClassFigure,
    Figures,
    KindFigure,
    Month,
    PartnerGiven,
    PlaceFigure,
    SourceMoney,
    Year,
    bands,
    check_year,
    months,
    year_span,
)
from backend.programmes.rules.means import BudgetSource
from backend.programmes.rules.measure import (
    UNFILLED,
    CultureMeasure,
    carried_on,
    from_json,
)
from backend.programmes.rules.vocabulary import EventKind
from backend.registry.access import check_posted

# Dates by what became of them. One that was postponed waits for its new day.
_DATES = """
select o.establishment_id as place, extract(month from o.starts_at at time zone 'America/Lima')::int as month,
  e.content ->> 'kind' as kind,
  count(*) filter (where o.state = 'planned' and o.ends_at <= $4) as held,
  count(*) filter (where o.state = 'cancelled') as called_off,
  count(*) filter (where o.state = 'postponed' or o.state = 'planned' and o.ends_at > $4) as to_come
from occurrence o join event e on e.id = o.event_id
where o.establishment_id = any ($1) and o.starts_at >= $2 and o.starts_at < $3
group by 1, 2, 3
"""
_HELD = """
with held as materialized (
  select o.id, o.event_id, o.establishment_id as place,
    extract(month from o.starts_at at time zone 'America/Lima')::int as month
  from occurrence o
  where o.establishment_id = any ($1) and o.starts_at >= $2 and o.starts_at < $3
    and o.state = 'planned' and o.ends_at <= $4
)
"""
# Of each date and class the marks or the latest count by hand, whichever is of more people: `rules.attending.audience`.
_AUDIENCE = (
    _HELD
    + """
, marked as (
  select * from door_marked(array(select id from held))
), counted as (
  select distinct on (c.occurrence_id, c.guest_class) c.occurrence_id, c.guest_class, c.adults, c.children
  from held h join door_count c on c.occurrence_id = h.id
  order by c.occurrence_id, c.guest_class, c.counted_at desc, c.id desc
), present as (
  select distinct on (occurrence_id, guest_class) occurrence_id, guest_class, adults, children
  from (select *, 0 as nth from marked union all select *, 1 from counted) both_ways
  order by occurrence_id, guest_class, adults + children desc, nth
)
select h.place, h.month, e.content ->> 'kind' as kind, p.guest_class,
  sum(p.adults)::bigint as adults, sum(p.children)::bigint as children
from held h join event e on e.id = h.event_id join present p on p.occurrence_id = h.id
group by 1, 2, 3, 4
"""
)
# By month, by establishment and in all, for nobody is counted twice. The latest word of a person and date stands.
_PARTS = (
    _HELD
    + """
, word as (
  select distinct on (p.occurrence_id, p.inmate_id) h.place, h.month, p.inmate_id, p.minutes
  from held h join part_mark p on p.occurrence_id = h.id
  order by p.occurrence_id, p.inmate_id, p.marked_at desc, p.id desc
)
select place, month, count(*) as parts, sum(minutes)::bigint as minutes, count(distinct inmate_id) as people
from word where minutes > 0 group by grouping sets ((place, month), (place))
"""
)
_PEOPLE = "select sex, age, people from culture_people($1, $2, $3, $4)"
_OTHERS = (
    _HELD
    + """
, standing as materialized (
  select occurrence_id, guest_key, open_answer_id from door_standing(array(select id from held))
), expected as (
  select a.id, a.occurrence_id from answer a where a.state = 'going'
    and a.occurrence_id in (select occurrence_id from standing where num_nonnulls(guest_key, open_answer_id) > 0)
), came as (
  select e.id from expected e join answer_guest g on g.answer_id = e.id
  join standing s on s.guest_key = door_guest(e.occurrence_id, g.visitor_id)
)
select (select count(distinct event_id) from held) as events,
  (select count(*) from ensemble n where n.establishment_id = any ($1) and n.begun_on <= $6
    and (n.ended_on is null or n.ended_on >= $5)) as ensembles,
  (select count(*) from hours_certificate c
    where c.establishment_id = any ($1) and c.issued_at >= $2 and c.issued_at < $3) as certificates,
  (select count(*) from expected) - (select count(distinct id) from came) as no_shows
"""
)
_SOURCES = """
select l.establishment_id as place, l.source,
  coalesce(sum(l.planned) filter (where l.ended_at is null), 0)::bigint as planned,
  coalesce(sum(s.spent), 0)::bigint as spent
from budget_line l left join lateral (
  select sum(s.amount) as spent from spending s where s.budget_line_id = l.id
) s on true
where l.establishment_id = any ($1) and l.year = $2 group by 1, 2
"""
_PARTNERS = """
select t.name, t.kind, coalesce(sum(c.worth) filter (where c.kind = 'cash'), 0)::bigint as cash,
  coalesce(sum(c.worth) filter (where c.kind = 'in_kind'), 0)::bigint as in_kind,
  count(*) filter (where c.worth is null) as unvalued
from contribution c join partner t on t.id = c.partner_id
where c.establishment_id = any ($1) and c.given_on between $2 and $3
  and not exists (select from contribution n where n.corrects = c.id)
group by t.name, t.kind order by t.name, t.kind
"""
_PLACES = "select id, name from establishment where $1::text is null or id = $1 order by name, id"
_REPORT = """
select year, version, content, edited_at, staff_name(edited_by) as edited_by from culture_report
where establishment_id = $1 and year <= $2 order by year desc limit 1
"""


@dataclass(frozen=True, slots=True)
class Report:
    """What the office wrote of a year. `version` 0: nothing; `measure` is then what the last year's says that lasts."""

    measure: CultureMeasure
    version: int = 0
    edited_at: datetime | None = None
    edited_by: str | None = None


async def culture_year(
    tx: Connection, actor: Staff, establishment_id: str, year: int, *, now: datetime
) -> Figures:
    """Of one establishment. Raises NOT_ALLOWED or BAD_INPUT."""
    check_posted(actor, establishment_id, *WRITERS)
    check_year(year)
    return (await read_year(tx, establishment_id, year, now)).figures


async def culture_report(
    tx: Connection, actor: Staff, establishment_id: str, year: int, *, now: datetime
) -> tuple[Report, Figures]:
    """What is written of one establishment's year, and that year's figures. Raises NOT_ALLOWED or BAD_INPUT."""
    figures = await culture_year(tx, actor, establishment_id, year, now=now)
    return await read_report(tx, establishment_id, year), figures


async def read_report(tx: Connection, establishment_id: str, year: int) -> Report:
    """The same, for whoever was let in already."""
    row = await tx.fetchrow(_REPORT, establishment_id, year)
    if row is None:
        return Report(UNFILLED)
    measure = from_json(row["content"])
    if row["year"] < year:
        return Report(carried_on(measure))
    return Report(measure, row["version"], row["edited_at"], row["edited_by"])


async def read_year(tx: Connection, establishment_id: str | None, year: int, now: datetime) -> Year:
    """The same as `culture_year` for whoever was let in already; None: the whole country. Raises NotFound."""
    named = await tx.fetch(_PLACES, establishment_id)
    if not named:
        raise NotFound()
    places = [row["id"] for row in named]
    first, until = year_span(year)
    span = (places, first, until, now)
    first_on, last_on = date(year, 1, 1), date(year, 12, 31)
    dates = await tx.fetch(_DATES, *span)
    present = await tx.fetch(_AUDIENCE, *span)
    parts = await tx.fetch(_PARTS, *span)
    people = await tx.fetch(_PEOPLE, *span)
    so_far = min(last_on, lima_day(now))
    others = await tx.fetchrow(_OTHERS, *span, first_on, so_far)
    sources = await tx.fetch(_SOURCES, places, year)
    partners = await tx.fetch(_PARTNERS, places, first_on, last_on)
    in_all = [row for row in parts if row["month"] is None]
    figures = Figures(
        year=year,
        **dict(others or {}),
        held=sum(row["held"] for row in dates),
        called_off=sum(row["called_off"] for row in dates),
        to_come=sum(row["to_come"] for row in dates),
        months=_months(dates, present, parts),
        kinds=_kinds(dates, present),
        classes=_classes(present),
        bands=bands((row["sex"], row["age"], row["people"]) for row in people),
        parts=sum(row["parts"] for row in in_all),
        minutes=sum(row["minutes"] for row in in_all),
        sources=_sources(sources),
        partners=tuple(PartnerGiven(*row) for row in partners),
    )
    return Year(figures, tuple(_places(named, dates, present, in_all, sources)))


Rows = Sequence[asyncpg.Record]


def _months(dates: Rows, present: Rows, parts: Rows) -> tuple[Month, ...]:
    counted: dict[int, tuple[int, int]] = {}
    for row in parts:
        if row["month"] is not None:
            former = counted.get(row["month"], (0, 0))
            counted[row["month"]] = (former[0] + row["parts"], former[1] + row["minutes"])
    return months(_held_by(dates, "month"), _audience_by(present, "month"), counted)


def _kinds(dates: Rows, present: Rows) -> tuple[KindFigure, ...]:
    """Those of which a date was held, in the order of the words."""
    held, audience = _held_by(dates, "kind"), _audience_by(present, "kind")
    return tuple(KindFigure(each, held[each], audience[each]) for each in EventKind if held[each])


def _classes(present: Rows) -> tuple[ClassFigure, ...]:
    """Every class."""
    adults, children = Counter[str](), Counter[str]()
    for row in present:
        adults[row["guest_class"]] += row["adults"]
        children[row["guest_class"]] += row["children"]
    return tuple(ClassFigure(each, adults[each], children[each]) for each in CLASSES)


def _sources(rows: Rows) -> tuple[SourceMoney, ...]:
    """Those that a line names, in the order of the words."""
    planned, spent = Counter[str](), Counter[str]()
    for row in rows:
        planned[row["source"]] += row["planned"]
        spent[row["source"]] += row["spent"]
    return tuple(
        SourceMoney(each, planned[each], spent[each]) for each in BudgetSource if each in planned
    )


def _places(
    named: Rows, dates: Rows, present: Rows, parts: Rows, sources: Rows
) -> Iterable[PlaceFigure]:
    held, audience = _held_by(dates, "place"), _audience_by(present, "place")
    took_part = {row["place"]: row for row in parts}
    spent = _summed((row["place"], row["spent"]) for row in sources)
    for row in named:
        here = row["id"]
        taken = took_part.get(here)
        parts_here, people = (taken["parts"], taken["people"]) if taken else (0, 0)
        yield PlaceFigure(
            here, row["name"], held[here], audience[here], parts_here, people, spent[here]
        )


def _held_by(dates: Rows, name: str) -> Counter[Any]:
    return _summed((row[name], row["held"]) for row in dates)


def _audience_by(present: Rows, name: str) -> Counter[Any]:
    return _summed((row[name], row["adults"] + row["children"]) for row in present)


def _summed(pairs: Iterable[tuple[Any, int]]) -> Counter[Any]:
    found: Counter[Any] = Counter()
    for key, count in pairs:
        found[key] += count
    return found
