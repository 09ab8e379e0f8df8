"""Which rules bind: the versions known, in force on the visit day, covering the circumstances."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import TypeVar

from backend.visits.rules.effects import Effect
from backend.visits.rules.rule import VisitRule
from backend.visits.rules.scope import Circumstances
from backend.visits.rules.vocabulary import Kind

T = TypeVar("T", bound=Effect)
_Key = tuple[Circumstances, date, datetime]


class Binding:
    """The rules that bind one visit. Of each kind: the one that sets the value, then ceilings."""

    def __init__(self, rules: Iterable[VisitRule], stage_is_missing: bool) -> None:
        self.stage_is_missing = stage_is_missing
        self._by_kind: dict[Kind, tuple[VisitRule, ...]] = {}
        for rule in _winners(rules):
            self._by_kind[rule.kind] = (*self._by_kind.get(rule.kind, ()), rule)

    def of(self, kind: Kind) -> tuple[VisitRule, ...]:
        """The binding rules of a kind, the setting one first."""
        return self._by_kind.get(kind, ())

    def effects(self, kind: Kind, shape: type[T]) -> list[tuple[VisitRule, T]]:
        """The same with their effects, typed."""
        return [(rule, rule.effect) for rule in self.of(kind) if isinstance(rule.effect, shape)]

    @property
    def used(self) -> tuple[tuple[str, int], ...]:
        """Id and version of every binding rule, sorted: what a booking stores."""
        rules = (rule for group in self._by_kind.values() for rule in group)
        return tuple(sorted((rule.id, rule.version) for rule in rules))


def _winners(rules: Iterable[VisitRule]) -> list[VisitRule]:
    """The greatest in rank of those that set one value; every ceiling; every suspension."""
    setting: dict[tuple[Kind, str], VisitRule] = {}
    ceilings = []
    for rule in rules:
        if rule.effect.ceiling or rule.kind is Kind.SUSPENSION:
            ceilings.append(rule)
            continue
        key = rule.kind, rule.effect.variant
        setting[key] = max(rule, setting.get(key, rule), key=lambda each: each.rank)
    ceilings.sort(key=lambda each: each.rank, reverse=True)
    return [*setting.values(), *ceilings]


class Rulebook:
    """A set of rule rows. Keep one for a request: what it works out a day it remembers."""

    def __init__(self, rules: Iterable[VisitRule]) -> None:
        self._versions: dict[str, list[VisitRule]] = {}
        for rule in rules:
            self._versions.setdefault(rule.id, []).append(rule)
        for versions in self._versions.values():
            versions.sort(key=lambda each: each.version, reverse=True)
        self._known: dict[datetime, list[VisitRule]] = {}
        self._bindings: dict[_Key, Binding] = {}

    def binding(self, at: Circumstances, visit_on: date, known_at: datetime) -> Binding:
        """What binds a visit on that day, by what was recorded at `known_at`."""
        key = at, visit_on, known_at
        if key not in self._bindings:
            self._bindings[key] = self._bind(at, visit_on, known_at)
        return self._bindings[key]

    def _bind(self, at: Circumstances, visit_on: date, known_at: datetime) -> Binding:
        near = [
            rule
            for rule in self.known(known_at)
            if rule.holds_on(visit_on) and rule.scope.covers_but_stage(at)
        ]
        missing = at.stage is None and any(rule.scope.stages for rule in near)
        return Binding((rule for rule in near if rule.scope.covers(at)), missing)

    def known(self, instant: datetime) -> list[VisitRule]:
        """The highest version of each rule that had been recorded by then."""
        if instant not in self._known:
            newest = (
                next((rule for rule in versions if rule.known_at(instant)), None)
                for versions in self._versions.values()
            )
            self._known[instant] = [rule for rule in newest if rule is not None]
        return self._known[instant]
