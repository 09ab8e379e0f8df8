"""What a family may say of the person they ask for, and with what reasons an office decides."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from backend.core.errors import Code, DomainError
from backend.registry.rules.naming import canonical_register, plain
from backend.registry.rules.people import checked_name

OPEN_REQUESTS = 8
"""Requests of one account that may wait for an answer at a time."""

NOTICE_KEPT = timedelta(days=30)
CLAIM_CODE_KEPT = timedelta(days=30)

_BIRTH_YEARS = range(1900, 2100)


class TieState(StrEnum):
    """Where a tie stands, as a family sees it: who was refused, and why, looks like who was not found."""

    RECEIVED = "received"
    APPROVED = "approved"
    NOT_CONFIRMED = "not_confirmed"
    ENDED = "ended"

    @classmethod
    def shown(cls, state: str) -> "TieState":
        """The stored state as a family sees it."""
        return cls.NOT_CONFIRMED if state == "refused" else cls(state)


class Decision(StrEnum):
    """What an officer does with a request."""

    APPROVE = "approve"
    REFUSE = "refuse"

    @property
    def state(self) -> str:
        """The tie's state after it."""
        return "approved" if self is Decision.APPROVE else "refused"


class TieReason(StrEnum):
    """Why a request was approved or refused; never shown to a family."""

    ON_INMATES_LIST = "on_inmates_list"
    INMATE_AGREED = "inmate_agreed"
    KINSHIP_PROVEN = "kinship_proven"
    NO_MATCH = "no_match"
    INMATE_DECLINED = "inmate_declined"
    KINSHIP_NOT_PROVEN = "kinship_not_proven"
    IDENTITY_DOUBTFUL = "identity_doubtful"
    REPEATED = "repeated"
    PROTECTION = "protection"


class EndReason(StrEnum):
    """Why an office ended a confirmed tie; never shown to a family."""

    INMATE_ASKED = "inmate_asked"
    KINSHIP_ENDED = "kinship_ended"
    CONFIRMED_BY_MISTAKE = "confirmed_by_mistake"
    PROTECTION = "protection"


_REASONS = {
    Decision.APPROVE: frozenset(
        {TieReason.ON_INMATES_LIST, TieReason.INMATE_AGREED, TieReason.KINSHIP_PROVEN}
    ),
    Decision.REFUSE: frozenset(
        {
            TieReason.NO_MATCH,
            TieReason.INMATE_DECLINED,
            TieReason.KINSHIP_NOT_PROVEN,
            TieReason.IDENTITY_DOUBTFUL,
            TieReason.REPEATED,
            TieReason.PROTECTION,
        }
    ),
}


@dataclass(frozen=True, slots=True)
class Recollection:
    """What a family knows of the person: names, and perhaps the register number and the year of birth."""

    given_names: str
    surnames: str
    register_number: str | None = None
    born_year: int | None = None

    def tidy(self) -> tuple[dict[str, str | int], str | None]:
        """What is kept in clear, and the register number to be sealed. Raises BAD_INPUT."""
        kept: dict[str, str | int] = {
            "given_names": checked_name("given_names", self.given_names),
            "surnames": checked_name("surnames", self.surnames),
        }
        if self.born_year is not None:
            kept["born_year"] = _checked_year(self.born_year)
        return kept, _checked_register(self.register_number)

    def key(self) -> str:
        """Equal for two ways of asking the same."""
        number = canonical_register(self.register_number or "") or ""
        return "|".join(
            (plain(self.given_names), plain(self.surnames), number, str(self.born_year or ""))
        )


def check_decision(decision: Decision, reason: TieReason, *, has_inmate: bool) -> None:
    """Raise BAD_INPUT unless the reason fits, and an inmate is named exactly when approving."""
    if reason not in _REASONS[decision]:
        raise DomainError(Code.BAD_INPUT, field="reason")
    if has_inmate != (decision is Decision.APPROVE):
        raise DomainError(Code.BAD_INPUT, field="inmate_id")


def _checked_year(year: int) -> int:
    if year not in _BIRTH_YEARS:
        raise DomainError(Code.BAD_INPUT, field="born_year")
    return year


def _checked_register(typed: str | None) -> str | None:
    if typed is None or not typed.strip():
        return None
    number = canonical_register(typed)
    if number is None:
        raise DomainError(Code.BAD_INPUT, field="register_number")
    return number
