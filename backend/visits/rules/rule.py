"""One version of one rule. Rows of the seed and of the database pass the same strict reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from backend.visits.rules.effects import Effect, read_effect
from backend.visits.rules.fields import Fields
from backend.visits.rules.scope import Scope, read_scope
from backend.visits.rules.vocabulary import PROTECTED_TYPES, Confidence, Kind

_SANCTIONS = (Kind.INMATE_SANCTION, Kind.VISITOR_SANCTION)


@dataclass(frozen=True, slots=True)
class VisitRule:
    """A rule holds for visit days (Lima) from `valid_from` up to, not including, `valid_to`.

    A version replaces every lower version of the same id as soon as it is known (`known_from`;
    None: always known). A rule is withdrawn by a version whose two dates are the same.
    """

    id: str
    version: int
    kind: Kind
    scope: Scope
    valid_from: date
    valid_to: date | None
    known_from: datetime | None
    effect: Effect
    legal_basis: str
    source: str
    author: str
    confidence: Confidence
    note: str = ""
    examples: tuple[object, ...] = ()

    @classmethod
    def from_row(cls, row: Mapping[str, object]) -> Self:
        """Strict: unknown keys, kinds or values raise ValueError naming the row."""
        fields = Fields(row, f"visit rule {row.get('id', '?')} version {row.get('version', '?')}")
        kind = fields.choice("kind", Kind)
        rule = cls(
            id=fields.text("id"),
            version=fields.number("version", 1, 9999),
            kind=kind,
            scope=read_scope(fields.table("scope")),
            valid_from=fields.day("valid_from"),
            valid_to=fields.optional_day("valid_to"),
            known_from=fields.optional_instant("known_from"),
            effect=read_effect(kind, fields.table("effect")),
            legal_basis=fields.text("legal_basis"),
            source=fields.text("source"),
            author=fields.text("author"),
            confidence=fields.choice("confidence", Confidence),
            note=fields.text("note", default=""),
            examples=tuple(fields.items("examples")),
        )
        fields.done()
        rule._check(fields.where)
        return rule

    def _check(self, where: str) -> None:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"{where}: valid_to lies before valid_from")
        if self.kind in _SANCTIONS and self.scope.visit_types & PROTECTED_TYPES:
            raise ValueError(f"{where}: a sanction never touches lawyers, consuls or officials")

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on a visit day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    def known_at(self, instant: datetime) -> bool:
        """Whether the row had been recorded by then."""
        return self.known_from is None or self.known_from <= instant

    @property
    def rank(self) -> tuple[tuple[int, int, int], date, int, str]:
        """The greatest wins among rules that set one value: the most specific, then the newest."""
        return self.scope.specificity, self.valid_from, self.version, self.id
