"""The rules in force, read once and kept in memory for as long as their stamp is the database's."""

from uuid import UUID

from backend.database import Connection
from backend.visits.rules import Rulebook, Site, VisitRule

_RULES = """
select id, version, kind, scope, valid_from, valid_to, known_from, effect, legal_basis, source, author, confidence,
  note, examples
from visit_rule order by id, version
"""
_STAMP = "select stamp from visit_rulebook"
_KEPT = 4

_rules: dict[UUID, dict[str, list[VisitRule]]] = {}
"""By stamp, then by establishment: the rules that may concern it. A stamp is never used for other rules."""


async def rulebook(tx: Connection, stamp: UUID, site: Site) -> Rulebook:
    """The rules that may concern a place; ask again for every request, it remembers what it works out."""
    return Rulebook(await _concerning(tx, stamp, site.establishment))


async def current_stamp(tx: Connection) -> UUID:
    """The stamp of the rules as this transaction sees them."""
    stamp: UUID = await tx.fetchval(_STAMP)
    return stamp


async def all_rules(tx: Connection) -> list[VisitRule]:
    """Every version of every rule."""
    return [VisitRule.from_row(dict(row)) for row in await tx.fetch(_RULES)]


async def _concerning(tx: Connection, stamp: UUID, establishment: str) -> list[VisitRule]:
    by_place = _rules.get(stamp)
    if by_place is None:
        by_place = {"": await all_rules(tx)}
        _rules[stamp] = by_place
        for old in list(_rules)[:-_KEPT]:
            _rules.pop(old, None)
    if establishment not in by_place:
        by_place[establishment] = [
            rule for rule in by_place[""] if rule.scope.establishment in (None, establishment)
        ]
    return by_place[establishment]
