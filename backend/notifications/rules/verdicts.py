"""From what a carrier answered to what becomes of the delivery, of the address, and of the channel."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

LEASE = timedelta(minutes=2)
"""How long a worker may keep what it claimed; then another may take it."""

CHARGED_AT_MOST = 12
"""Attempts that count, before a delivery fails."""

LONGEST_BACK_OFF = 3600.0
QUOTA_SECONDS = 60
"""How long to wait after "too many" without a word of how long."""

PAUSE_AFTER_REFUSED_KEY = timedelta(minutes=10)
SLOW_AFTER_QUOTA = timedelta(minutes=5)


class Outcome(StrEnum):
    """What one call to a carrier came to."""

    ACCEPTED = "accepted"
    UNREGISTERED = "unregistered"
    BAD_ADDRESS = "bad_address"
    BAD_PAYLOAD = "bad_payload"
    MISMATCH = "mismatch"
    NO_CARRIER = "no_carrier"
    """This installation has none for the channel."""
    UNAUTHORISED = "unauthorised"
    QUOTA = "quota"
    UNAVAILABLE = "unavailable"
    UNKNOWN = "unknown"
    """No answer, half an answer, or one that cannot be read: it may have arrived."""
    NO_BUDGET = "no_budget"
    """It was not sent, because today's money for text messages is used up."""


PASSING = frozenset({Outcome.UNAUTHORISED, Outcome.QUOTA, Outcome.UNAVAILABLE, Outcome.UNKNOWN})
UNCHARGED = frozenset({Outcome.UNAUTHORISED, Outcome.QUOTA})
"""Our own trouble or the carrier's crowd: no fault of the delivery."""


class Answer(NamedTuple):
    """A carrier's answer for one address. `wait`: the seconds it asks for (Retry-After)."""

    outcome: Outcome
    provider_id: str | None = None
    wait: int | None = None


class Verdict(NamedTuple):
    """The next state of a delivery, and why; `not_before` for one that is tried again."""

    state: str
    charged: bool
    reason: str | None = None
    provider_id: str | None = None
    not_before: datetime | None = None


def verdict(
    answers: Sequence[Answer], charged: int, now: datetime, expires_at: datetime, chance: float
) -> Verdict:
    """What becomes of a claimed delivery after one attempt at each of its addresses.

    `charged`: attempts counted before; `chance` from 0 to 1 spreads retries. One address that took it is enough.
    """
    for each in answers:
        if each.outcome is Outcome.ACCEPTED:
            return Verdict("accepted", True, provider_id=_name(each.provider_id))
    if any(each.outcome is Outcome.BAD_PAYLOAD for each in answers):
        return Verdict("failed", True, "payload")
    if any(each.outcome is Outcome.NO_BUDGET for each in answers):
        return Verdict("suppressed", False, "budget")
    passing = [each for each in answers if each.outcome in PASSING]
    if not passing:
        return Verdict("suppressed", True, "no_device")
    counts = any(each.outcome not in UNCHARGED for each in passing)
    if charged + counts >= CHARGED_AT_MOST:
        return Verdict("failed", counts, "attempts")
    again = now + timedelta(seconds=_pause(passing, charged + counts, chance))
    if again >= expires_at:
        return Verdict("expired", counts)
    return Verdict("retry", counts, not_before=again)


def _name(provider_id: str | None) -> str:
    """What the carrier calls it, as far as a row can hold it."""
    return (provider_id or "").replace("\0", "")[:200] or "-"


def back_off(charged: int, chance: float) -> float:
    """Seconds to wait after the n-th attempt that counts."""
    return min(LONGEST_BACK_OFF, 10.0 * 2.0 ** (max(charged, 1) - 1)) * (0.5 + chance / 2)


def _pause(passing: Sequence[Answer], charged: int, chance: float) -> float:
    """The longest of what the carrier asks for and what we would wait by ourselves."""
    return max(_pause_of(each, charged, chance) for each in passing)


def _pause_of(answer: Answer, charged: int, chance: float) -> float:
    asked = float(answer.wait or 0)
    if answer.outcome is Outcome.QUOTA:
        return (asked or QUOTA_SECONDS) * (1 + chance / 10)
    if answer.outcome is Outcome.UNAUTHORISED:
        return PAUSE_AFTER_REFUSED_KEY.total_seconds()
    return max(asked, back_off(charged, chance))


class Address(NamedTuple):
    """A phone's push address as it stood when the attempt began."""

    registered_at: datetime
    last_seen_at: datetime
    suspect: int = 0


class Standing(StrEnum):
    """What becomes of a push address."""

    GOOD = "good"
    KEPT = "kept"
    SUSPECT = "suspect"
    REVOKED = "revoked"


def standing(
    answer: Answer, address: Address, started_at: datetime, *, taken_elsewhere: bool
) -> Standing:
    """What an answer says of the address.

    Only a proven dead one is revoked: unregistered and not heard of since the attempt began, or called faulty
    while the very same payload was taken elsewhere (`taken_elsewhere`).
    """
    if answer.outcome is Outcome.ACCEPTED:
        return Standing.GOOD
    if answer.outcome is Outcome.MISMATCH:
        return Standing.REVOKED
    if answer.outcome is Outcome.UNREGISTERED:
        older = address.registered_at < started_at and address.last_seen_at < started_at
        return Standing.REVOKED if older else Standing.KEPT
    if answer.outcome is Outcome.BAD_ADDRESS:
        return Standing.REVOKED if taken_elsewhere else Standing.SUSPECT
    return Standing.KEPT
