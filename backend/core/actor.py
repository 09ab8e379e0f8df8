"""Who asks. Made once at the edge from a token; everything below receives it as an argument."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a member of staff may be at one establishment."""

    VISITS_REGISTRAR = "visits_registrar"
    GATE_OFFICER = "gate_officer"
    WORK_SUPERVISOR = "work_supervisor"
    WORK_CHIEF = "work_chief"
    PROGRAMME_COORDINATOR = "programme_coordinator"
    DIRECTOR = "director"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody, with the language in which they read."""

    language: str = "es"

    @property
    def kind(self) -> str:
        """The word the audit trail uses for this sort of actor."""
        return type(self).__name__.lower()

    @property
    def id(self) -> UUID | None:
        """The account or member of staff, or None."""
        return None


@dataclass(frozen=True, slots=True)
class Anonymous(Actor):
    """Nobody yet: may only sign in."""


@dataclass(frozen=True, slots=True)
class System(Actor):
    """The worker and the command line: no person, full reach, every act audited as `system`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Family(Actor):
    """A family's account on one device. `provisional`: the device has proved the number and nothing else."""

    account_id: UUID
    session_id: UUID
    provisional: bool = False

    @property
    def id(self) -> UUID:
        return self.account_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff(Actor):
    """A member of staff with the roles in force now, by establishment."""

    staff_id: UUID
    session_id: UUID
    roles: frozenset[tuple[str, Role]] = field(default_factory=frozenset)
    stepped_up_until: datetime | None = None

    @property
    def id(self) -> UUID:
        return self.staff_id

    @property
    def establishments(self) -> frozenset[str]:
        """Ids of the establishments where this person holds any role."""
        return frozenset(establishment for establishment, _ in self.roles)

    def holds(self, establishment_id: str, *roles: Role) -> bool:
        """Whether one of the roles is held there."""
        return any((establishment_id, role) in self.roles for role in roles)
