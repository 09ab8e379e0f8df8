"""New versions of visit rules: tried on every worked example, then put to the visits already booked."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from backend import audit
from backend.core.actor import Actor, Role, Staff
from backend.core.clock import lima_day
from backend.core.errors import Code, DomainError
from backend.database import Connection
from backend.once import once
from backend.registry.access import check_posted
from backend.visits import queries
from backend.visits.commands import telling
from backend.visits.commands.reconsidering import Cause, lock_offer, reconsider
from backend.visits.rules import Kind, Site, VisitRule
from backend.visits.rules.trial import failures

_SITES = "select id, office, department, province from establishment"
_NEXT = "select coalesce(max(version), 0) + 1 from visit_rule where id = $1"
_INSERT = """
insert into visit_rule (id, version, kind, scope, valid_from, valid_to, known_from, effect, legal_basis, source, author,
  confidence, note, examples)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
"""
_BOOKED = """
select distinct inmate_id from booking
where establishment_id = any($1) and (state = 'active' or told_from > $3) and visit_on >= $2
"""

Row = dict[str, Any]

_NAME = re.compile(r"[a-z0-9-]{1,40}")

COLUMNS = (
    "id",
    "version",
    "kind",
    "scope",
    "valid_from",
    "valid_to",
    "known_from",
    "effect",
    "legal_basis",
    "source",
    "author",
    "confidence",
    "note",
    "examples",
)


class RulesFail(ValueError):
    """Rules that contradict a worked example; `titles` says which, and what came out."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__("; ".join(titles))
        self.titles = titles


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRule:
    """What an office writes of a rule; `name` is made of small letters, digits and dashes."""

    name: str
    kind: Kind
    scope: dict[str, Any]
    valid_from: date
    valid_to: date | None = None
    effect: dict[str, Any]
    legal_basis: str
    source: str
    note: str = ""
    examples: list[dict[str, Any]]

    def row(self, establishment_id: str, version: int, author: str, now: datetime) -> Row:
        """The row it becomes: of that establishment alone, known from now on."""
        return {
            "id": f"{establishment_id}:{self.name}",
            "version": version,
            "kind": self.kind.value,
            "scope": {**self.scope, "establishment": establishment_id},
            "valid_from": self.valid_from,
            "valid_to": self.valid_to,
            "known_from": now,
            "effect": self.effect,
            "legal_basis": self.legal_basis,
            "source": self.source,
            "author": author,
            "confidence": "decided",
            "note": self.note,
            "examples": self.examples,
        }


@once
async def add_visit_rule(
    tx: Connection, actor: Staff, *, establishment_id: str, rule: NewRule, now: datetime
) -> dict[str, Any]:
    """A rule of one's own establishment, or the next version of it; answers id, version and visits called off.

    It holds for visits from `valid_from`, and from now on for whoever books. Raises NOT_ALLOWED, RULE_NOT_VALID
    with what cannot be read, RULE_EXAMPLE_FAILED with the example, or "-" when it brings none.
    """
    check_posted(actor, establishment_id, Role.DIRECTOR)
    if not _NAME.fullmatch(rule.name) or not isinstance(rule.scope, dict):
        raise DomainError(Code.RULE_NOT_VALID, why="name, scope")
    if not rule.examples:
        raise DomainError(Code.RULE_EXAMPLE_FAILED, example="-")
    await lock_offer(tx, [establishment_id])
    version: int = await tx.fetchval(_NEXT, f"{establishment_id}:{rule.name}")
    row = rule.row(establishment_id, version, str(actor.staff_id), now)
    try:
        gone = await adopt(tx, actor, [row], [establishment_id], now)
    except RulesFail as error:
        raise DomainError(Code.RULE_EXAMPLE_FAILED, example=error.titles[0]) from error
    except ValueError as error:
        raise DomainError(Code.RULE_NOT_VALID, why=str(error)) from error
    await audit.record(
        tx,
        actor,
        "visits.rule.added",
        row["id"],
        establishment_id=establishment_id,
        facts={"version": version, "called_off": len(gone)},
        now=now,
    )
    return {"id": row["id"], "version": version, "called_off": len(gone)}


async def adopt(
    tx: Connection,
    actor: Actor,
    rows: Sequence[Mapping[str, Any]],
    establishments: Sequence[str],
    now: datetime,
) -> list[UUID]:
    """Add versions of rules that concern these establishments, whose offer is locked; answers the visits called off.

    Every other family whom one of them touches is told, once for all of them. Raises ValueError for a row that
    cannot be read, RulesFail when any example of any rule fails.
    """
    new = [VisitRule.from_row(row) for row in rows]
    failed = failures([*await queries.all_rules(tx), *new], await _sites(tx))
    if failed:
        raise RulesFail(failed)
    await tx.executemany(_INSERT, [[row[column] for column in COLUMNS] for row in rows])
    cause = Cause(reason="rule_change", key=f"{new[0].id} {new[0].version}")
    booked = await tx.fetch(_BOOKED, establishments, lima_day(now), now)
    gone = await reconsider(tx, actor, {row["inmate_id"]: cause for row in booked}, now=now)
    await telling.tell_families(tx, establishments, _news(rows, cause.key, now), now)
    return gone


def _news(rows: Sequence[Mapping[str, Any]], key: str, now: datetime) -> telling.News:
    first_on = min(row["valid_from"] for row in rows)
    scopes = [
        telling.scope(row["scope"], row["scope"]["visit_types"], row["valid_from"], row["valid_to"])
        for row in rows
        if row["valid_to"] is None or row["valid_to"] > lima_day(now)
    ]
    return telling.News(
        kind="rule_changed",
        scopes=[each for nth, each in enumerate(scopes) if each not in scopes[:nth]],
        facts={"rule": rows[0]["id"], "starts_on": first_on},
        subject=f"rule:{key}",
        cause=key,
        until=telling.kept_until(first_on, now),
    )


async def _sites(tx: Connection) -> dict[str, Site]:
    rows = await tx.fetch(_SITES)
    return {row["id"]: Site(*row) for row in rows}
