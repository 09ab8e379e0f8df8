"""What a bar on visits must name, and for how long it may hold."""

from datetime import date
from enum import StrEnum

from backend.core.errors import Code, DomainError


class RestrictionKind(StrEnum):
    """What is barred: an inmate's visits, a person's visits, or one person's visits to one inmate."""

    INMATE_SANCTION = "inmate_sanction"
    VISITOR_SANCTION = "visitor_sanction"
    PROTECTIVE_BLOCK = "protective_block"


class RestrictionReason(StrEnum):
    """Why, in a word for the office: never the act itself, and never shown to a family."""

    DISCIPLINE = "discipline"
    GATE_INCIDENT = "gate_incident"
    COURT_ORDER = "court_order"
    INMATE_ASKED = "inmate_asked"
    SAFETY = "safety"
    HEALTH = "health"


def kind_of(*, inmate: bool, person: bool) -> RestrictionKind:
    """The kind of a stored restriction, by what it names."""
    if inmate and person:
        return RestrictionKind.PROTECTIVE_BLOCK
    return RestrictionKind.INMATE_SANCTION if inmate else RestrictionKind.VISITOR_SANCTION


def check_restriction(
    kind: RestrictionKind,
    *,
    has_inmate: bool,
    has_person: bool,
    everywhere: bool,
    valid_from: date,
    valid_to: date | None,
    today: date,
) -> None:
    """Raise BAD_INPUT unless it names what its kind bars, for at least one day that is not over.

    An inmate's sanction has a last day: none is without end.
    """
    if not (has_inmate or has_person) or kind is not kind_of(inmate=has_inmate, person=has_person):
        raise DomainError(Code.BAD_INPUT, field="kind")
    if everywhere and kind is not RestrictionKind.VISITOR_SANCTION:
        raise DomainError(Code.BAD_INPUT, field="everywhere")
    if kind is RestrictionKind.INMATE_SANCTION and valid_to is None:
        raise DomainError(Code.BAD_INPUT, field="valid_to")
    if valid_to is not None and valid_to <= max(valid_from, today):
        raise DomainError(Code.BAD_INPUT, field="valid_to")
