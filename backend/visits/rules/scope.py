"""Where a rule holds: how wide, for whom, for which visits; and how specific that is."""

from dataclasses import dataclass

from backend.core.custody import STAGES, Regime, Stage
from backend.visits.rules.fields import Fields
from backend.visits.rules.vocabulary import SEXES, VisitType


@dataclass(frozen=True, slots=True)
class Site:
    """An establishment as rules see it: id and where it lies."""

    establishment: str
    office: str
    department: str
    province: str | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a scope is compared with. `pavilion` is the pavilion's name; `sex` the inmate's."""

    site: Site
    visit_type: VisitType
    regime: Regime
    stage: Stage | None
    sex: str
    pavilion: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """Conditions that must all hold; what is left empty holds for everybody.

    `provinces` are written "Department/Province". `visit_types` is never empty.
    """

    visit_types: frozenset[VisitType]
    office: str | None = None
    departments: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()
    establishment: str | None = None
    pavilion: str | None = None
    regimes: frozenset[Regime] = frozenset()
    stages: frozenset[Stage] = frozenset()
    sex: str | None = None

    @property
    def specificity(self) -> tuple[int, int, int]:
        """Pavilion, establishment, region, country; then stage, regime, any; then sex."""
        region = bool(self.office or self.departments or self.provinces)
        place = 3 if self.pavilion else 2 if self.establishment else int(region)
        person = 2 if self.stages else int(bool(self.regimes))
        return place, person, int(self.sex is not None)

    def covers(self, at: Circumstances) -> bool:
        """Whether every condition holds."""
        return self.covers_but_stage(at) and (not self.stages or at.stage in self.stages)

    def covers_but_stage(self, at: Circumstances) -> bool:
        """Whether every condition but the stage holds."""
        return (
            at.visit_type in self.visit_types
            and self._covers_place(at)
            and (not self.regimes or at.regime in self.regimes)
            and self.sex in (None, at.sex)
        )

    def _covers_place(self, at: Circumstances) -> bool:
        site = at.site
        return (
            self.establishment in (None, site.establishment)
            and self.pavilion in (None, at.pavilion)
            and self.office in (None, site.office)
            and (not self.departments or site.department in self.departments)
            and (not self.provinces or f"{site.department}/{site.province}" in self.provinces)
        )


def read_scope(fields: Fields) -> Scope:
    """Strict: unknown keys, a pavilion without its establishment or a stage without its regime
    raise ValueError."""
    scope = Scope(
        visit_types=frozenset(fields.choices("visit_types", VisitType)),
        office=fields.optional_text("office"),
        departments=frozenset(fields.texts("departments")),
        provinces=frozenset(fields.texts("provinces")),
        establishment=fields.optional_text("establishment"),
        pavilion=fields.optional_text("pavilion"),
        regimes=frozenset(fields.choices("regimes", Regime)),
        stages=frozenset(fields.choices("stages", Stage)),
        sex=fields.optional_text("sex"),
    )
    fields.done()
    _check_scope(scope, fields)
    return scope


def _check_scope(scope: Scope, fields: Fields) -> None:
    if not scope.visit_types:
        raise ValueError(f"{fields.where}: a rule must name the visit types it touches")
    if scope.pavilion and not scope.establishment:
        raise ValueError(f"{fields.where}: a pavilion needs its establishment")
    if scope.sex not in (None, *SEXES):
        raise fields.wrong("sex", "F or M", scope.sex)
    known = frozenset().union(*(STAGES[regime] for regime in scope.regimes))
    if scope.stages - known:
        raise ValueError(f"{fields.where}: stages need the regime they belong to")
