"""How somebody can be paid, until when a contract runs, when a question must have its answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from backend.core.clock import months_after
from backend.earnings.rules.terms import Terms
from backend.earnings.rules.vocabulary import RuleCode

SATURDAY = 6


class PayoutMethod(StrEnum):
    """Where the person's part goes."""

    SPECIAL_ACCOUNT = "special_account"
    AUTHORISED_REPRESENTATIVE = "authorised_representative"
    COURT_ACCOUNT = "court_account"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Eligibility:
    """What the office answered about the special account; why it answered so is nobody's record."""

    selected: bool
    excluded: bool
    interdicted: bool
    document: bool


def account_open_to(person: Eligibility) -> bool:
    """Whether the special account may be opened (D.S. 025-2017-JUS art. 51.2, 51.5)."""
    return person.selected and person.document and not person.excluded and not person.interdicted


def payout_method(person: Eligibility, *, representative: bool = False) -> PayoutMethod:
    """A representative needs the institute's written authorisation, case by case (art. 52.2.e)."""
    if not account_open_to(person):
        return PayoutMethod.OTHER
    return (
        PayoutMethod.AUTHORISED_REPRESENTATIVE if representative else PayoutMethod.SPECIAL_ACCOUNT
    )


def training_ends_on(started_on: date, terms: Terms) -> date:
    """The first day a training contract may no longer run."""
    months: int = terms[RuleCode.TRAINING_LIMIT].value["months"]
    return months_after(started_on, months)


def answer_due_on(asked_on: date, holidays: Collection[date], terms: Terms) -> date:
    """The last day for the answer: so many working days after the day of asking."""
    left: int = terms[RuleCode.QUESTION].value["working_days"]
    day = asked_on
    while left:
        day += timedelta(days=1)
        left -= day.isoweekday() < SATURDAY and day not in holidays
    return day


def last_reading_on(left_on: date, terms: Terms) -> date:
    """The last day on which relatives read of somebody who left on a day, or of whom was told on it."""
    days: int = terms[RuleCode.FAMILY_READING].value["days"]
    return left_on + timedelta(days=days)
