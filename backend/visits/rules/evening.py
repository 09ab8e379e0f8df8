"""The evening before: would each visit of tomorrow still be sold, and does it need something of its family?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.core.errors import Code
from backend.visits.rules.again import OF_THE_MOMENT, BookedVisit, no_longer_allowed
from backend.visits.rules.decision import decide
from backend.visits.rules.question import AskedSlot, TakenVisit, VisitQuestion
from backend.visits.rules.reasons import PUBLIC, Reason, ReasonCode, public_reason
from backend.visits.rules.rulebook import Rulebook

RulesOf = Callable[[AskedSlot], Rulebook]


class Verdict(StrEnum):
    """Go; go, but see to something first; or do not travel."""

    GO = "go"
    CHECK = "check"
    STAY = "stay"


@dataclass(frozen=True, slots=True)
class EveningVisit:
    """A visit of tomorrow. `withdrawn`: its slot left the timetable, and what was booked stands.

    `away`: the inmate is out and should be back by tomorrow. `secret`: called off already, which the family
    may not know yet; it is asked about as if it stood.
    """

    visit: BookedVisit
    withdrawn: bool = False
    away: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What is said of a visit. `why`: the code whose words the family reads, none for a "go".

    `against`: the reason for which it is to be called off now; then nothing but that is said.
    """

    key: str
    verdict: Verdict
    why: Code | None = None
    against: Reason | None = None


def evening_answers(
    visits: Sequence[EveningVisit],
    counted: Sequence[TakenVisit],
    rules_of: RulesOf,
    now: datetime,
) -> list[Answer]:
    """One answer a visit, which come in the order they were booked; see `no_longer_allowed` for `counted`."""
    stand = [each.visit for each in visits if not each.secret]
    gone = dict(no_longer_allowed(stand, counted, rules_of, now))
    return [_answer(each, gone.get(each.visit.key), rules_of, now) for each in visits]


def _answer(
    asked: EveningVisit, against: Reason | None, rules_of: RulesOf, now: datetime
) -> Answer:
    key = asked.visit.key
    if against is not None:
        return Answer(key, Verdict.STAY, public_reason(against).code, against)
    reasons = _reasons(asked.visit, rules_of, now)
    # Not of a secret: no rule may reach whoever was moved, because it is one of their former pavilion.
    if not asked.secret and any(reason.code is ReasonCode.NO_RULE for reason in reasons):
        return Answer(key, Verdict.STAY, Code.NOT_AVAILABLE)
    why = _to_see_to(asked, reasons)
    return Answer(key, Verdict.GO if why is None else Verdict.CHECK, why)


def _to_see_to(asked: EveningVisit, reasons: Sequence[Reason]) -> Code | None:
    """What the family should ask or mend before they leave. Of a secret, only what rests on their own data."""
    if asked.secret:
        for reason in reasons:
            if reason.code in PUBLIC and reason.code not in OF_THE_MOMENT:
                return PUBLIC[reason.code]
    slot = asked.visit.slot
    ends = [member.document_valid_until for member in asked.visit.party]
    if any(until is not None and until <= slot.on for until in ends):
        return Code.DOCUMENT_EXPIRED
    if asked.withdrawn or (asked.away and not asked.secret):
        return Code.NOT_AVAILABLE
    return None


def _reasons(visit: BookedVisit, rules_of: RulesOf, now: datetime) -> Sequence[Reason]:
    """All that stands against it, but quotas."""
    question = VisitQuestion(now, visit.slot, visit.inmate, visit.party)
    return decide(question, rules_of(visit.slot)).reasons
