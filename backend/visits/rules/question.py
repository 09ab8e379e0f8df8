"""What is asked: may this party visit this inmate in this slot? Plain values only."""

from dataclasses import dataclass
from datetime import date, datetime

from backend.core.custody import Regime, Stage, Status
from backend.core.documents import DocumentKind
from backend.core.kinship import Kinship
from backend.visits.rules.scope import Circumstances, Site
from backend.visits.rules.vocabulary import ADULT_AGE, PROTECTED_TYPES, Place, VisitType


@dataclass(frozen=True, slots=True)
class Sanction:
    """A bar from `valid_from` up to, not including, `valid_to` (None: open), on the visit types
    named (None: all it may touch), at one establishment (None: at all)."""

    valid_from: date
    valid_to: date | None = None
    visit_types: frozenset[VisitType] | None = None
    establishment: str | None = None

    def stops(self, visit_type: VisitType, establishment: str, visit_on: date) -> bool:
        """Whether it bars that visit. Lawyers, consuls and officials are never barred."""
        return (
            visit_type not in PROTECTED_TYPES
            and (self.visit_types is None or visit_type in self.visit_types)
            and self.establishment in (None, establishment)
            and self.valid_from <= visit_on
            and (self.valid_to is None or visit_on < self.valid_to)
        )


@dataclass(frozen=True, slots=True)
class AskedSlot:
    """A dated occurrence. `visitor_sex` F or M admits only that sex; `pavilion` only that
    pavilion's inmates. `closed`: a closure covers the day for this inmate's own pavilion, or an
    event takes its hours. `full`: no place is left. `longer`: minutes of its hours that an event adds,
    of which no rule speaks."""

    site: Site
    on: date
    starts_at: datetime
    ends_at: datetime
    visit_type: VisitType
    place: Place
    visitor_sex: str | None = None
    pavilion: str | None = None
    closed: bool = False
    full: bool = False
    longer: int = 0

    @property
    def minutes(self) -> int:
        """By the timetable."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60 - self.longer


@dataclass(frozen=True, slots=True)
class Visited:
    """The inmate, as far as visits are concerned. `sanctions` are the inmate's own."""

    sex: str
    regime: Regime
    stage: Stage | None
    status: Status
    establishment: str
    pavilion: str | None = None
    sanctions: tuple[Sanction, ...] = ()


@dataclass(frozen=True, slots=True)
class PartyMember:
    """One person of the party. `person` is any key the caller can recognise; `with_adult` the key
    of the adult a minor comes with (None: any); `sanctions` include protective bars."""

    person: str
    sex: str
    born_on: date
    kinship: Kinship
    document_kind: DocumentKind | None
    document_valid_until: date | None = None
    with_adult: str | None = None
    tie_approved: bool = True
    sanctions: tuple[Sanction, ...] = ()

    def age_on(self, day: date) -> int:
        """Full years on that day."""
        had_birthday = (day.month, day.day) >= (self.born_on.month, self.born_on.day)
        return day.year - self.born_on.year - (not had_birthday)

    def is_minor_on(self, day: date) -> bool:
        return self.age_on(day) < ADULT_AGE


@dataclass(frozen=True, slots=True)
class TakenVisit:
    """An active visit to the same inmate; `yours` when the asking account made it."""

    on: date
    yours: bool
    visit_type: VisitType = VisitType.ORDINARY
    with_minors: bool = False


@dataclass(frozen=True, slots=True)
class VisitQuestion:
    """Everything a decision depends on. `now` is aware; the visit asked about is not in `taken`."""

    now: datetime
    slot: AskedSlot
    inmate: Visited
    party: tuple[PartyMember, ...]
    taken: tuple[TakenVisit, ...] = ()

    @property
    def circumstances(self) -> Circumstances:
        return Circumstances(
            site=self.slot.site,
            visit_type=self.slot.visit_type,
            regime=self.inmate.regime,
            stage=self.inmate.stage,
            sex=self.inmate.sex,
            pavilion=self.inmate.pavilion,
        )

    @property
    def adults(self) -> list[PartyMember]:
        return [member for member in self.party if not member.is_minor_on(self.slot.on)]

    @property
    def minors(self) -> list[PartyMember]:
        return [member for member in self.party if member.is_minor_on(self.slot.on)]
