"""What an office reads: requests with who may be meant, and restrictions. Every look leaves an audit row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import asyncpg

from backend import audit
from backend.core.actor import Role, Staff
from backend.core.clock import lima_day
from backend.database import Connection
from backend.gql.paging import Keyset, Page
from backend.registry.access import check_posted
from backend.registry.matching import Listed, Match, Wanted, best
from backend.registry.rules.restrictions import RestrictionKind, kind_of
from backend.registry.rules.spelling import beginnings, words
from backend.sealed import blind_index, unseal

QUEUE = Keyset("tie queue", datetime, UUID)
"""Longest waiting first."""

RESTRICTIONS = Keyset("restrictions", datetime, UUID)
"""Newest first."""

READERS = (Role.VISITS_REGISTRAR, Role.DIRECTOR)

_QUEUE = """
select t.id, t.version, t.kinship, t.asked_at, t.asked, t.inmate_id, v.capacity, v.given_names, v.surnames, v.sex,
  v.born_on, v.nationality, v.document_kind, v.document_cipher, v.document_valid_until, v.person_index,
  v.id as visitor_id
from tie t join visitor v on v.id = t.visitor_id
where t.establishment_id = $1 and t.state = 'received' and ($2::timestamptz is null or (t.asked_at, t.id) > ($2, $3))
order by t.asked_at, t.id limit $4
"""
# A window of the index a spelling: from the first name that begins so to the first that no longer does.
_ROSTER = """
select distinct w.tie_id, i.id, i.given_names, i.surnames, i.register_index,
  extract(year from i.born_on)::int as born_year
from unnest($2::uuid[], $3::text[], $4::text[]) as w (tie_id, first, beyond)
join inmate i on i.establishment_id = $1 and i.name_key ~>=~ w.first and i.name_key ~<~ w.beyond
where i.status in ('held', 'outside', 'monitored')
union
select w.tie_id, i.id, i.given_names, i.surnames, i.register_index, extract(year from i.born_on)::int
from unnest($5::uuid[], $6::bytea[], $7::uuid[]) as w (tie_id, number, confirmed)
join inmate i on i.register_index = w.number or i.id = w.confirmed
where i.establishment_id = $1 and i.status in ('held', 'outside', 'monitored')
"""
# What tells namesakes apart, of those alone who are shown.
_KNOWN = """
select i.id, i.register_cipher, i.born_on, p.name as pavilion
from inmate i left join pavilion p on p.id = i.pavilion_id where i.id = any($1)
"""
_BARS = """
select r.inmate_id, r.person_index, r.protective from restriction r left join inmate i on i.id = r.inmate_id
where r.ended_at is null and r.valid_from <= $4 and (r.valid_to is null or r.valid_to > $4)
  and (r.inmate_id = any($2) and r.person_index is null
    or r.person_index = any($3) and (i.establishment_id = $1
      or r.inmate_id is null and (r.establishment_id is null or r.establishment_id = $1)))
"""
_RESTRICTIONS = """
select r.id, r.inmate_id, i.given_names, i.surnames, r.person_index is not null as person, r.person_cipher,
  r.establishment_id, r.visit_types, r.valid_from, r.valid_to, r.reason_code, r.recorded_at
from restriction r left join inmate i on i.id = r.inmate_id
where (i.establishment_id = $1 or r.inmate_id is null and (r.establishment_id is null or r.establishment_id = $1))
  and r.ended_at is null and (r.valid_to is null or r.valid_to > $2)
  and ($3::timestamptz is null or (r.recorded_at, r.id) < ($3, $4))
order by r.recorded_at desc, r.id desc limit $5
"""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person of the roster whom the family may mean, and what stands against it."""

    match: Match
    listed: Listed
    register_number: str
    born_on: date | None
    pavilion: str | None
    protected: bool
    """A protective block keeps these two apart: it cannot be approved."""
    sanctioned: bool
    """The inmate is under a sanction now."""


@dataclass(frozen=True, slots=True)
class TieRequestView:
    """A request as the registrar sees it: the row, the whole document, and who may be meant."""

    row: asyncpg.Record
    document_number: str
    register_number: str | None
    candidates: list[Candidate]
    visitor_protected: bool
    """A protective block keeps this person from somebody held here."""
    visitor_sanctioned: bool


@dataclass(frozen=True, slots=True)
class RestrictionView:
    """A restriction in force or to come, with the whole document it names."""

    row: asyncpg.Record
    kind: RestrictionKind
    document: str | None
    """Kind and number, such as `dni 00000017`."""


async def tie_queue(
    tx: Connection, actor: Staff, establishment_id: str, page: Page, now: datetime
) -> list[TieRequestView]:
    """One page of open requests at an establishment, with at most five of its roster for each.

    `page.limit` rows of it. Raises NOT_ALLOWED.
    """
    check_posted(actor, establishment_id, *READERS)
    asked, tie_id = page.after or (None, None)
    rows = await tx.fetch(_QUEUE, establishment_id, asked, tie_id, page.limit)
    wanted = {row["id"]: _wanted(row) for row in rows}
    found = await _candidates(tx, establishment_id, wanted)
    shown = {listed.id for pairs in found.values() for _, listed in pairs}
    known = {row["id"]: row for row in await tx.fetch(_KNOWN, list(shown))}
    bars = await _bars(tx, establishment_id, rows, list(shown), lima_day(now))
    views = [_request_view(row, found[row["id"]], known, bars) for row in rows]
    facts: dict[str, object] = {
        "ties": [str(row["id"]) for row in rows],
        "inmates": sorted(map(str, shown)),
    }
    await _leave_trail(tx, actor, "registry.tie_queue.read", establishment_id, facts, now)
    return views


async def restrictions(
    tx: Connection, actor: Staff, establishment_id: str, page: Page, now: datetime
) -> list[RestrictionView]:
    """One page of what is in force or to come for people held at, or barred from, an establishment.

    `page.limit` rows of it. Raises NOT_ALLOWED.
    """
    check_posted(actor, establishment_id, *READERS)
    recorded, bar_id = page.after or (None, None)
    rows = await tx.fetch(
        _RESTRICTIONS, establishment_id, lima_day(now), recorded, bar_id, page.limit
    )
    facts: dict[str, object] = {"restrictions": [str(row["id"]) for row in rows]}
    await _leave_trail(tx, actor, "registry.restrictions.read", establishment_id, facts, now)
    return [_restriction_view(row) for row in rows]


Found = dict[UUID, list[tuple[Match, Listed]]]
"""Candidates by request, the likeliest first."""

Bars = set[tuple[UUID | None, bytes | None, bool]]
"""What is in force: of which inmate, against which person, and whether it protects."""


def _wanted(row: asyncpg.Record) -> Wanted:
    asked, number = row["asked"], _register_number(row)
    return Wanted(
        given_names=asked.get("given_names", ""),
        surnames=asked.get("surnames", ""),
        register_index=None if number is None else blind_index("register", number),
        born_year=asked.get("born_year"),
        confirmed=row["inmate_id"],
    )


def _register_number(row: asyncpg.Record) -> str | None:
    sealed = row["asked"].get("register_sealed")
    return None if sealed is None else unseal("tie.register", row["id"], bytes.fromhex(sealed))


async def _candidates(tx: Connection, establishment_id: str, wanted: dict[UUID, Wanted]) -> Found:
    windows = [
        (tie_id, first, first[:-1] + chr(ord(first[-1]) + 1))
        for tie_id, one in wanted.items()
        for first in sorted({first for word in words(one.surnames) for first in beginnings(word)})
    ]
    rows = await tx.fetch(
        _ROSTER,
        establishment_id,
        *_columns(windows, 3),
        *_columns([(key, one.register_index, one.confirmed) for key, one in wanted.items()], 3),
    )
    roster: dict[UUID, dict[UUID, Listed]] = defaultdict(dict)
    for row in rows:
        roster[row["tie_id"]][row["id"]] = Listed(*(row[name] for name in Listed._fields))
    return {
        tie_id: [
            (match, roster[tie_id][match.inmate_id]) for match in best(one, roster[tie_id].values())
        ]
        for tie_id, one in wanted.items()
    }


def _columns(rows: Sequence[tuple[object, ...]], width: int) -> list[list[object]]:
    return [[row[at] for row in rows] for at in range(width)]


async def _bars(
    tx: Connection,
    establishment_id: str,
    rows: Iterable[asyncpg.Record],
    inmates: Sequence[UUID],
    today: date,
) -> Bars:
    people = [row["person_index"] for row in rows]
    bars = await tx.fetch(_BARS, establishment_id, inmates, people, today)
    return {(bar["inmate_id"], bar["person_index"], bar["protective"]) for bar in bars}


def _request_view(
    row: asyncpg.Record,
    pairs: list[tuple[Match, Listed]],
    known: Mapping[UUID, asyncpg.Record],
    bars: Bars,
) -> TieRequestView:
    person = row["person_index"]
    return TieRequestView(
        row=row,
        document_number=unseal("visitor.document", row["visitor_id"], row["document_cipher"]),
        register_number=_register_number(row),
        candidates=[
            _candidate(match, listed, known[listed.id], person, bars) for match, listed in pairs
        ],
        visitor_protected=any(whom == person and protective for _, whom, protective in bars),
        visitor_sanctioned=(None, person, False) in bars,
    )


def _candidate(
    match: Match, listed: Listed, known: asyncpg.Record, person: bytes, bars: Bars
) -> Candidate:
    return Candidate(
        match=match,
        listed=listed,
        register_number=unseal("inmate.register", listed.id, known["register_cipher"]),
        born_on=known["born_on"],
        pavilion=known["pavilion"],
        protected=(listed.id, person, True) in bars,
        sanctioned=(listed.id, None, False) in bars,
    )


def _restriction_view(row: asyncpg.Record) -> RestrictionView:
    sealed = row["person_cipher"]
    return RestrictionView(
        row=row,
        kind=kind_of(inmate=row["inmate_id"] is not None, person=row["person"]),
        document=None if sealed is None else unseal("restriction.person", row["id"], sealed),
    )


async def _leave_trail(
    tx: Connection,
    actor: Staff,
    action: str,
    establishment_id: str,
    facts: dict[str, object],
    now: datetime,
) -> None:
    await audit.record(
        tx,
        actor,
        action,
        establishment_id,
        establishment_id=establishment_id,
        facts=facts,
        now=now,
    )
