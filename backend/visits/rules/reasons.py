"""Why not: the reasons of a decision, and what a family may see of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum

from backend.core.errors import Code
from backend.visits.rules.rule import VisitRule


class ReasonCode(Enum):
    """Every reason, in the order in which a decision lists them."""

    SLOT_PAST = "SLOT_PAST"
    BOOKING_CLOSED = "BOOKING_CLOSED"
    TOO_EARLY_TO_BOOK = "TOO_EARLY_TO_BOOK"
    DAY_CLOSED = "DAY_CLOSED"
    PARTY_EMPTY = "PARTY_EMPTY"
    NO_ADULT = "NO_ADULT"
    MINORS_NOT_ADMITTED = "MINORS_NOT_ADMITTED"
    TOO_MANY_MINORS = "TOO_MANY_MINORS"
    MINORS_NOT_THAT_DAY = "MINORS_NOT_THAT_DAY"
    PARTY_TOO_LARGE = "PARTY_TOO_LARGE"
    KINSHIP_NOT_ALLOWED = "KINSHIP_NOT_ALLOWED"
    WEEKDAY_NOT_FOR_SEX = "WEEKDAY_NOT_FOR_SEX"
    DOCUMENT_NOT_ACCEPTED = "DOCUMENT_NOT_ACCEPTED"
    DOCUMENT_EXPIRED = "DOCUMENT_EXPIRED"
    QUOTA_USED_BY_YOU = "QUOTA_USED_BY_YOU"
    MINORS_QUOTA_USED_BY_YOU = "MINORS_QUOTA_USED_BY_YOU"
    # what follows may rest on somebody else's affairs
    NO_RULE = "NO_RULE"
    STAGE_UNKNOWN = "STAGE_UNKNOWN"
    INMATE_NOT_HELD = "INMATE_NOT_HELD"
    INMATE_ELSEWHERE = "INMATE_ELSEWHERE"
    PLACE_NOT_ALLOWED = "PLACE_NOT_ALLOWED"
    INMATE_SANCTION = "INMATE_SANCTION"
    VISITOR_SANCTION = "VISITOR_SANCTION"
    TIE_NOT_APPROVED = "TIE_NOT_APPROVED"
    QUOTA_USED_BY_OTHERS = "QUOTA_USED_BY_OTHERS"
    SLOT_FULL = "SLOT_FULL"


ORDER = {code: place for place, code in enumerate(ReasonCode)}

PUBLIC: Mapping[ReasonCode, Code] = {
    ReasonCode.SLOT_PAST: Code.SLOT_PAST,
    ReasonCode.BOOKING_CLOSED: Code.BOOKING_CLOSED,
    ReasonCode.TOO_EARLY_TO_BOOK: Code.TOO_EARLY_TO_BOOK,
    ReasonCode.DAY_CLOSED: Code.DAY_CLOSED,
    ReasonCode.PARTY_EMPTY: Code.PARTY_EMPTY,
    ReasonCode.NO_ADULT: Code.ADULT_NEEDED,
    ReasonCode.MINORS_NOT_ADMITTED: Code.MINORS_NOT_ADMITTED,
    ReasonCode.TOO_MANY_MINORS: Code.TOO_MANY_MINORS,
    ReasonCode.MINORS_NOT_THAT_DAY: Code.WEEKDAY_NOT_FOR_SEX,
    ReasonCode.PARTY_TOO_LARGE: Code.PARTY_TOO_LARGE,
    ReasonCode.KINSHIP_NOT_ALLOWED: Code.KINSHIP_NOT_ALLOWED,
    ReasonCode.WEEKDAY_NOT_FOR_SEX: Code.WEEKDAY_NOT_FOR_SEX,
    ReasonCode.DOCUMENT_NOT_ACCEPTED: Code.DOCUMENT_NOT_ACCEPTED,
    ReasonCode.DOCUMENT_EXPIRED: Code.DOCUMENT_EXPIRED,
    ReasonCode.QUOTA_USED_BY_YOU: Code.QUOTA_USED_BY_YOU,
    ReasonCode.MINORS_QUOTA_USED_BY_YOU: Code.QUOTA_USED_BY_YOU,
}
"""Reasons that rest on the family's own data and on published rules, in the words they read."""

FULL = frozenset({ReasonCode.QUOTA_USED_BY_OTHERS, ReasonCode.SLOT_FULL})
"""Reasons that look like a full slot, because they are one for this family."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason, with the rule it comes from. `facts` are plain values, dates and instants."""

    code: ReasonCode
    rule_id: str | None = None
    rule_version: int | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def private(self) -> bool:
        """Whether it may rest on somebody else's data: shown to staff, never to a family."""
        return self.code not in PUBLIC

    @classmethod
    def of(cls, code: ReasonCode, rule: VisitRule | None = None, **facts: object) -> "Reason":
        if rule is None:
            return cls(code, facts=facts)
        return cls(code, rule.id, rule.version, facts)


@dataclass(frozen=True, slots=True)
class PublicReason:
    """What a family reads: a code with words, and facts about themselves or the published rule."""

    code: Code
    facts: Mapping[str, object] = field(default_factory=dict)


def public_reason(reason: Reason) -> PublicReason:
    """The same without anything learnt from somebody else: full, or plainly not available."""
    if reason.code in PUBLIC:
        return PublicReason(PUBLIC[reason.code], reason.facts)
    return PublicReason(Code.NO_PLACE if reason.code in FULL else Code.NOT_AVAILABLE)


def public_reasons(reasons: Sequence[Reason]) -> tuple[PublicReason, ...]:
    """What a family reads of a whole decision.

    Full and not available appear alone, and only when nothing else is left to say: so what other
    people did can turn "available" into "full", and no other answer into anything.
    """
    spoken: list[PublicReason] = []
    silent: list[PublicReason] = []
    for reason in reasons:
        shown = public_reason(reason)
        said = silent if reason.private else spoken
        if shown not in said:
            said.append(shown)
    if spoken or not silent:
        return tuple(spoken)
    return (min(silent, key=lambda shown: shown.code is Code.NO_PLACE),)
