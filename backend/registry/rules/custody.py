"""Which custody event may follow which: decisions over plain values. The newest effective word wins."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from backend.core.custody import STAGES, EventKind, Regime, Stage, Status
from backend.registry.rules.reasons import Reason, Refused
from backend.registry.rules.standing import INSIDE, Event, Standing, after, standing_after

OLDEST = date(1950, 1, 1)
"""An earlier date is a typing error: nobody held today was admitted before it."""

LONGEST_SECRET = timedelta(days=60)
"""How long a move may be kept from the family; the law sets no term, this only stops typing errors."""

LONGEST_OUTING = timedelta(days=366)

_FREE = frozenset({Status.RELEASED, Status.TRANSFERRED_ABROAD, Status.EVADED})
_ALIVE = frozenset(Status) - {Status.DECEASED}

MAY_FOLLOW: dict[EventKind, frozenset[Status]] = {
    EventKind.ADMISSION: _FREE,
    EventKind.CONVICTION: _ALIVE,
    EventKind.STAGE_CHANGE: INSIDE,
    EventKind.REGIME_CHANGE: INSIDE,
    EventKind.PAVILION_CHANGE: INSIDE,
    EventKind.TRANSFER: INSIDE,
    EventKind.OUTING: frozenset({Status.HELD}),
    EventKind.RETURN: frozenset({Status.OUTSIDE}),
    EventKind.MONITORING_ORDERED: INSIDE,
    EventKind.MONITORING_INSTALLED: INSIDE,
    EventKind.MONITORING_BREACH: frozenset({Status.MONITORED}),
    EventKind.SEMI_LIBERTY: INSIDE | {Status.MONITORED},
    EventKind.CONDITIONAL_RELEASE: INSIDE | {Status.MONITORED},
    EventKind.RELEASE: INSIDE | {Status.MONITORED},
    EventKind.BENEFIT_REVOKED: frozenset({Status.MONITORED, Status.RELEASED}),
    EventKind.TRANSFER_ABROAD: INSIDE,
    EventKind.EVASION: INSIDE | {Status.MONITORED},
    EventKind.DEATH: _ALIVE,
}
"""The status a person must have for an event of each kind to happen to them."""


_FACT_OF = {
    "to": EventKind.TRANSFER,
    "secret_until": EventKind.TRANSFER,
    "until": EventKind.OUTING,
}
"""What only one kind of event may say: elsewhere it shows that another kind was meant."""

SILENT = frozenset({EventKind.DEATH, EventKind.EVASION, EventKind.MONITORING_BREACH})
"""No automatic message: a person tells a family of a death first (Penal Execution Code art. 46; UN rule 69)."""


def check_date(effective_on: date, today: date) -> None:
    """Nothing is recorded before it took force: whoever plans a transfer keeps it to themselves until it is done."""
    if effective_on > today:
        raise Refused(Reason.DATE_IN_FUTURE, date=effective_on)
    if effective_on < OLDEST:
        raise Refused(Reason.DATE_TOO_OLD, date=effective_on)


def check_whole(event: Event) -> None:
    """The event says what its kind needs, and nothing that belongs to another kind."""
    if any(getattr(event, fact) is not None for fact in _foreign_facts(event.kind)):
        raise Refused(Reason.FACT_UNKNOWN)
    if event.kind is EventKind.TRANSFER and event.to is None:
        raise Refused(Reason.DESTINATION_MISSING)
    if event.kind is EventKind.REGIME_CHANGE and event.regime is None:
        raise Refused(Reason.REGIME_MISSING)
    if event.kind is EventKind.STAGE_CHANGE and event.stage is None:
        raise Refused(Reason.STAGE_MISSING)
    if event.until is not None and not _is_within(event, event.until, LONGEST_OUTING):
        raise Refused(Reason.UNTIL_NOT_VALID, date=event.until)
    if event.secret_until is not None and not _is_within(event, event.secret_until, LONGEST_SECRET):
        raise Refused(Reason.SECRET_NOT_VALID, date=event.secret_until)


def _foreign_facts(kind: EventKind) -> set[str]:
    return {fact for fact, owner in _FACT_OF.items() if owner is not kind}


def _is_within(event: Event, day: date, longest: timedelta) -> bool:
    return event.effective_on <= day <= event.effective_on + longest


def check_may_follow(standing: Standing | None, event: Event) -> None:
    """Raise Refused when the event cannot happen to a person who stands so (None: not admitted yet)."""
    if standing is None:
        if event.kind is not EventKind.ADMISSION:
            raise Refused(Reason.NOT_ADMITTED_YET)
        check_stage(event.regime or Regime.CLOSED_ORDINARY, event.stage)
        return
    if standing.status not in MAY_FOLLOW[event.kind]:
        raise Refused(_why_not(standing, event))
    inside = standing.status in INSIDE
    if inside and event.establishment_id not in (None, standing.establishment_id):
        raise Refused(Reason.WRONG_ORIGIN)
    if event.kind is EventKind.TRANSFER and event.to == standing.establishment_id:
        raise Refused(Reason.SAME_PLACE)
    if event.regime is not None or event.stage is not None:
        following = after(standing, event)
        check_stage(following.regime, following.stage)


def _why_not(standing: Standing, event: Event) -> Reason:
    if standing.status is Status.DECEASED:
        return Reason.DECEASED
    if event.kind is EventKind.ADMISSION:
        return Reason.ALREADY_HELD
    if event.kind is EventKind.RETURN:
        return Reason.NOT_OUTSIDE
    if event.kind in (EventKind.MONITORING_BREACH, EventKind.BENEFIT_REVOKED):
        return Reason.NOT_MONITORED
    return Reason.NOT_HELD


def check_stage(regime: Regime, stage: Stage | None) -> None:
    """Each closed regime has stages of its own; an open one has none."""
    if stage is not None and stage not in STAGES[regime]:
        raise Refused(Reason.STAGE_NOT_OF_REGIME)


def check_last_word(event: Event, later: Iterable[Event]) -> None:
    """A death that comes in late cannot stand before what the person lived through afterwards."""
    if event.kind is EventKind.DEATH and any(later):
        raise Refused(Reason.LATER_EVENTS)


def weigh(current: Standing | None, history: Sequence[Event], event: Event) -> tuple[Standing, str]:
    """Where the person stands once `event` is known too, and in which establishment it happened.

    The newest event builds on the current standing; one that comes in late is judged by what was before
    it, and everything is computed again in order. Raises Refused.
    """
    check_whole(event)
    later = [known for known in history if known.effective_on > event.effective_on]
    if not later:
        check_may_follow(current, event)
        return after(current, event), _where(current, event)
    earlier = [known for known in history if known.effective_on <= event.effective_on]
    then = standing_after(earlier)
    check_may_follow(then, event)
    check_last_word(event, later)
    following = standing_after([*earlier, event, *later])
    assert following is not None, "an admission stands before every event that may follow"
    return following, _where(then, event)


def _where(standing: Standing | None, event: Event) -> str:
    if event.establishment_id is not None:
        return event.establishment_id
    if standing is None:
        raise Refused(Reason.ESTABLISHMENT_MISSING)
    return standing.establishment_id
