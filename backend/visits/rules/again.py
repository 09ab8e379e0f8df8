"""Asking again: of the visits already booked to one inmate, which would no longer be sold?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from backend.visits.rules.decision import decide
from backend.visits.rules.question import AskedSlot, PartyMember, TakenVisit, Visited, VisitQuestion
from backend.visits.rules.reasons import Reason, ReasonCode
from backend.visits.rules.rulebook import Rulebook

OF_THE_MOMENT = frozenset(
    {
        ReasonCode.SLOT_PAST,
        ReasonCode.BOOKING_CLOSED,
        ReasonCode.TOO_EARLY_TO_BOOK,
        ReasonCode.NO_RULE,
        ReasonCode.SLOT_FULL,
    }
)
"""What stands against booking now and says nothing about a visit that is booked."""


@dataclass(frozen=True, slots=True)
class BookedVisit:
    """A visit to be asked again. `inmate` as they stand on its day; `taken` how it counts itself."""

    key: str
    slot: AskedSlot
    inmate: Visited
    party: tuple[PartyMember, ...]
    taken: TakenVisit


def no_longer_allowed(
    visits: Sequence[BookedVisit],
    counted: Sequence[TakenVisit],
    rules_of: Callable[[AskedSlot], Rulebook],
    now: datetime,
) -> list[tuple[str, Reason]]:
    """Keys and first reasons of those that would not be sold today.

    `visits` come in the order they were booked, and each is asked as if only the earlier ones that stay
    existed, besides `counted`: so what goes over a smaller quota is what was booked last.
    """
    stays = list(counted)
    gone = []
    for visit in visits:
        question = VisitQuestion(now, visit.slot, visit.inmate, visit.party, tuple(stays))
        reasons = decide(question, rules_of(visit.slot)).reasons
        against = [reason for reason in reasons if reason.code not in OF_THE_MOMENT]
        if against:
            gone.append((visit.key, against[0]))
        else:
            stays.append(visit.taken)
    return gone
