"""What is known when a batch is decided: enrolments, stays, records that stand, months, days and prices."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

Key = tuple[UUID, date, int, UUID]
"""Inmate, day, shift and workshop: of these only one record stands."""


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An enrolment. `ended_on` is the last day in it, `withdrawn_on` the last day with consent.

    `training`: by a training contract, which has a term of its own.
    """

    id: UUID
    inmate_id: UUID
    workshop_id: UUID
    started_on: date
    ended_on: date | None
    consent_on: date
    withdrawn_on: date | None
    grade: str | None = None
    training: bool = False


@dataclass(frozen=True, slots=True)
class Stay:
    """Days from one to another (both included, None: still) on which a person was held at a place, or out."""

    out: bool
    first_on: date
    last_on: date | None

    def holds(self, day: date) -> bool:
        """Whether the day is one of them."""
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)

    def surrounds(self, day: date) -> bool:
        """Whether the day lies between the first and the last, and is neither."""
        return self.first_on < day and (self.last_on is None or day < self.last_on)


@dataclass(frozen=True, slots=True)
class Standing:
    """A record there is."""

    id: UUID
    inmate_id: UUID
    workshop_id: UUID
    worked_on: date
    shift: int
    begins_at: datetime | None
    ends_at: datetime | None
    minutes: int
    live: bool
    digest: bytes
    recorded_at: datetime
    recorded_by: UUID

    @property
    def key(self) -> Key:
        return (self.inmate_id, self.worked_on, self.shift, self.workshop_id)

    def overlaps(self, begins_at: datetime, ends_at: datetime) -> bool:
        """Whether some of these hours were worked here."""
        if self.begins_at is None or self.ends_at is None:
            return False
        return self.begins_at < ends_at and begins_at < self.ends_at


@dataclass(frozen=True, slots=True)
class PriceOfDay:
    """A price as seen from a day: of which workshop, for what and whom, and whether it is the one in force.

    `grade` None: for whoever works there, of whatever grade.
    """

    workshop_id: UUID
    basis: str
    grade: str | None
    live: bool


@dataclass(slots=True)
class Books:
    """All of it. What a batch adds is entered as it is decided, so that its later rows see the earlier ones."""

    enrolments: dict[UUID, Enrolled] = field(default_factory=dict)
    stays: dict[UUID, list[Stay]] = field(default_factory=dict)
    closed_months: set[tuple[UUID, date]] = field(default_factory=set)
    holidays: set[date] = field(default_factory=set)
    authorisations: dict[tuple[date, UUID | None], UUID] = field(default_factory=dict)
    prices: dict[tuple[UUID, date], PriceOfDay] = field(default_factory=dict)
    settled: dict[tuple[UUID, bytes], UUID] = field(default_factory=dict)
    """Of a rival report that was settled already: the record that was kept."""
    by_id: dict[UUID, Standing] = field(default_factory=dict)
    _live: dict[UUID, list[Standing]] = field(default_factory=lambda: defaultdict(list))

    def enter(self, records: Iterable[Standing]) -> None:
        """Take note of records there are."""
        for record in records:
            self.by_id[record.id] = record
            if record.live:
                self._live[record.inmate_id].append(record)

    def strike(self, record_id: UUID) -> None:
        """A record is about to be superseded: it stands in nobody's way."""
        record = self.by_id[record_id]
        self._live[record.inmate_id] = [
            each for each in self._live[record.inmate_id] if each.id != record_id
        ]

    def live_of(self, inmate_id: UUID) -> Sequence[Standing]:
        """The records of a person that stand."""
        return self._live.get(inmate_id, ())

    def rival(self, key: Key) -> Standing | None:
        """The record that stands for the same inmate, day, shift and workshop."""
        return next((each for each in self.live_of(key[0]) if each.key == key), None)

    def minutes_on(self, inmate_id: UUID, day: date) -> int:
        """What a person worked on a day, over all shifts and workshops."""
        return sum(each.minutes for each in self.live_of(inmate_id) if each.worked_on == day)

    def is_inside(self, inmate_id: UUID, day: date) -> bool:
        """Whether a person was held at the place on a day, and not out on that whole day."""
        stays = self.stays.get(inmate_id, [])
        held = any(stay.holds(day) for stay in stays if not stay.out)
        return held and not any(stay.surrounds(day) for stay in stays if stay.out)

    def authorisation(self, day: date, workshop_id: UUID) -> UUID | None:
        """What lets this workshop, or the whole place, count a Sunday or holiday."""
        return self.authorisations.get((day, workshop_id)) or self.authorisations.get((day, None))

    def worked_six_days_before(self, inmate_id: UUID, day: date) -> bool:
        """Whether each of the six days before was worked."""
        worked = {each.worked_on for each in self.live_of(inmate_id) if each.minutes}
        return all(day - timedelta(days=back) in worked for back in range(1, 7))
