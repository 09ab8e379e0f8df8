"""The evening before: would each visit of tomorrow still be sold, and does it need something of its family?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from backend.core.errors import Code
from backend.visits.rules.again import BookedVisit, no_longer_allowed
from backend.visits.rules.decision import decide
from backend.visits.rules.question import AskedSlot, TakenVisit, VisitQuestion
from backend.visits.rules.reasons import Reason, ReasonCode, public_reason
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

    `away`: the inmate is out and should be back by tomorrow.
    """

    visit: BookedVisit
    withdrawn: bool = False
    away: bool = False


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
    gone = dict(no_longer_allowed([each.visit for each in visits], counted, rules_of, now))
    return [_answer(each, gone.get(each.visit.key), rules_of, now) for each in visits]


def _answer(
    asked: EveningVisit, against: Reason | None, rules_of: RulesOf, now: datetime
) -> Answer:
    key = asked.visit.key
    if against is not None:
        return Answer(key, Verdict.STAY, public_reason(against).code, against)
    if any(reason.code is ReasonCode.NO_RULE for reason in _reasons(asked.visit, rules_of, now)):
        return Answer(key, Verdict.STAY, Code.NOT_AVAILABLE)
    why = _to_see_to(asked)
    return Answer(key, Verdict.GO if why is None else Verdict.CHECK, why)


def _to_see_to(asked: EveningVisit) -> Code | None:
    """What the family should ask or mend before they leave."""
    slot = asked.visit.slot
    ends = [member.document_valid_until for member in asked.visit.party]
    if any(until is not None and until <= slot.on for until in ends):
        return Code.DOCUMENT_EXPIRED
    if asked.withdrawn or asked.away:
        return Code.NOT_AVAILABLE
    return None


def _reasons(visit: BookedVisit, rules_of: RulesOf, now: datetime) -> Sequence[Reason]:
    """All that stands against it, but quotas."""
    question = VisitQuestion(now, visit.slot, visit.inmate, visit.party)
    return decide(question, rules_of(visit.slot)).reasons
