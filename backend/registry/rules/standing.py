"""Where a person stands, computed from dated events: what each kind of event changes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from backend.core.custody import EventKind, Regime, Stage, Status
from backend.registry.rules.reasons import Reason, Refused

INSIDE = frozenset({Status.HELD, Status.OUTSIDE})

_SETS_STATUS = {
    EventKind.ADMISSION: Status.HELD,
    EventKind.BENEFIT_REVOKED: Status.HELD,
    EventKind.RETURN: Status.HELD,
    EventKind.TRANSFER: Status.HELD,
    EventKind.OUTING: Status.OUTSIDE,
    EventKind.MONITORING_INSTALLED: Status.MONITORED,
    EventKind.SEMI_LIBERTY: Status.RELEASED,
    EventKind.CONDITIONAL_RELEASE: Status.RELEASED,
    EventKind.RELEASE: Status.RELEASED,
    EventKind.TRANSFER_ABROAD: Status.TRANSFERRED_ABROAD,
    EventKind.EVASION: Status.EVADED,
    EventKind.DEATH: Status.DECEASED,
}
_SHOWS_INSIDE = frozenset(
    {EventKind.STAGE_CHANGE, EventKind.REGIME_CHANGE, EventKind.PAVILION_CHANGE}
)
"""Nobody changes stage in liberty: such an event outweighs an older release that was recorded late."""

_SETS_PLACE = frozenset({EventKind.ADMISSION, EventKind.BENEFIT_REVOKED})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where and how a person is held, and since when that status."""

    establishment_id: str
    pavilion_id: UUID | None
    regime: Regime
    stage: Stage | None
    status: Status
    status_on: date
    admitted_on: date


@dataclass(frozen=True, slots=True)
class Event:
    """One custody event, checked. `establishment_id`: where it happened, None when the caller does not say."""

    kind: EventKind
    effective_on: date
    establishment_id: str | None = None
    to: str | None = None
    pavilion_id: UUID | None = None
    regime: Regime | None = None
    stage: Stage | None = None
    until: date | None = None
    secret_until: date | None = None


def after(standing: Standing | None, event: Event) -> Standing:
    """Where the person stands once the event took force. Total: the newest word counts, even over a contradiction."""
    if event.kind is EventKind.ADMISSION or standing is None:
        return _admitted(standing, event)
    changed = _replaced(standing, event)
    status = _SETS_STATUS.get(event.kind, standing.status)
    if event.kind in _SHOWS_INSIDE and standing.status not in INSIDE:
        status = Status.HELD
    if status is not standing.status:
        changed = replace(changed, status=status, status_on=event.effective_on)
    return changed


def _admitted(standing: Standing | None, event: Event) -> Standing:
    place = event.establishment_id or (standing.establishment_id if standing else None)
    if place is None:
        raise Refused(Reason.ESTABLISHMENT_MISSING)
    return Standing(
        establishment_id=place,
        pavilion_id=event.pavilion_id,
        regime=event.regime or Regime.CLOSED_ORDINARY,
        stage=event.stage,
        status=_SETS_STATUS.get(event.kind, Status.HELD),
        status_on=event.effective_on,
        admitted_on=event.effective_on,
    )


def _replaced(standing: Standing, event: Event) -> Standing:
    """A move leaves the old pavilion behind; a new regime leaves the old stage behind."""
    if event.kind is EventKind.PAVILION_CHANGE:
        return replace(standing, pavilion_id=event.pavilion_id)
    if event.kind is EventKind.TRANSFER and event.to is not None:
        standing = replace(standing, establishment_id=event.to, pavilion_id=event.pavilion_id)
    if event.kind in _SETS_PLACE and event.establishment_id is not None:
        if event.establishment_id != standing.establishment_id or event.pavilion_id is not None:
            standing = replace(standing, pavilion_id=event.pavilion_id)
        standing = replace(standing, establishment_id=event.establishment_id)
    if event.regime is not None and event.regime is not standing.regime:
        return replace(standing, regime=event.regime, stage=event.stage)
    return replace(standing, stage=event.stage) if event.stage is not None else standing


def standing_after(events: Iterable[Event]) -> Standing | None:
    """Where the person stands after all these events, in order; None when there are none."""
    standing: Standing | None = None
    for event in events:
        if standing is not None or event.kind is EventKind.ADMISSION:
            standing = after(standing, event)
    return standing
