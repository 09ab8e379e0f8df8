"""Whether people held fit what an event asks of those who take part: how many do not, and never who."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from backend.core.custody import STAGES, Regime, Stage
from backend.core.errors import Code, DomainError
from backend.programmes.rules.checking import fine
from backend.programmes.rules.content import Content, TakesPart
from backend.programmes.rules.vocabulary import Part, Where

WOMEN, MEN = "F", "M"
"""As `sex_held` of an establishment and the sex of a person say it."""


class Unfit(StrEnum):
    """What does not fit: the key of the sentence that says so, in the order in which they are asked."""

    SEX = "SEX"
    REGIME = "REGIME"
    STAGE = "STAGE"
    APPROVAL = "APPROVAL"


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody who is or would be named, as they stand in the register today."""

    sex: str
    regime: Regime
    stage: Stage | None
    part: Part
    consent_act: str | None


def check_people(content: Content, sex_held: str, people: Iterable[Held]) -> None:
    """Raise NOT_ELIGIBLE with a `reason` and how many people it is true of, or CONSENT_ACT_NEEDED.

    `sex_held`: of the event's own establishment.
    """
    people = tuple(people)
    for reason in Unfit:
        count = sum(reason in _unfit(content, sex_held, person) for person in people)
        if count:
            raise DomainError(Code.NOT_ELIGIBLE, reason=reason.value, count=count)
    if content.takes_part.consent and any(not person.consent_act for person in people):
        raise DomainError(Code.CONSENT_ACT_NEEDED, reason="NAMED")


def check_approval(content: Content, sex_held: str) -> None:
    """Raise BAD_INPUT where men are asked to take part in a women's establishment and no act lets them in.

    Men enter one only as staff or by leave of its direction (Regulation art. 214).
    """
    men = MEN in content.takes_part.sexes
    fine("takesPart.approval", not (men and _needs_approval(content, sex_held)))


def _needs_approval(content: Content, sex_held: str) -> bool:
    inside = content.venue.where is Where.INSIDE
    return inside and sex_held == WOMEN and not content.takes_part.approval


def _unfit(content: Content, sex_held: str, person: Held) -> set[Unfit]:
    asked = content.takes_part
    comes_in = person.part is Part.PARTICIPANT and person.sex == MEN
    found = {
        Unfit.SEX: bool(asked.sexes) and person.sex not in asked.sexes,
        Unfit.REGIME: bool(asked.regimes) and person.regime not in asked.regimes,
        Unfit.STAGE: _wrong_stage(asked, person),
        Unfit.APPROVAL: comes_in and _needs_approval(content, sex_held),
    }
    return {reason for reason, so in found.items() if so}


def _wrong_stage(asked: TakesPart, person: Held) -> bool:
    """Of a regime without stages nobody has one: who is asked for by that regime needs none."""
    stageless = not STAGES[person.regime] and person.regime in asked.regimes
    return bool(asked.stages) and not stageless and person.stage not in asked.stages
