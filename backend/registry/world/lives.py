"""An invented person's time in custody, as dated events that lead to where the person stands."""

from datetime import date, timedelta
from typing import NamedTuple

from backend.core.custody import EventKind, Regime, Stage
from backend.registry.rules.standing import Event, Standing, standing_after
from backend.registry.world import shares
from backend.registry.world.chance import Chance
from backend.registry.world.places import Country, Place

_MEAN_STAY = 3 * 365
_LONGEST_STAY = 20 * 365
_SHORTEST_STAY = 30

_LAST_DAYS = _SHORTEST_STAY // 2

_LAST_EVENTS = (
    (EventKind.OUTING, shares.OUTSIDE_NOW),
    (EventKind.MONITORING_INSTALLED, shares.MONITORED_NOW),
    (EventKind.RELEASE, shares.RELEASED_LATELY),
)
"""What may have happened within the last days, and how often."""


class Life(NamedTuple):
    """Events in order, and where they lead."""

    events: list[Event]
    standing: Standing


def live(
    chance: Chance, country: Country, place: Place, sex: str, age_days: int, today: date
) -> Life:
    """A stay that ends at `place`, begun at 18 or later."""
    stay = min(
        _SHORTEST_STAY + int(chance.expovariate(1 / _MEAN_STAY)), _LONGEST_STAY, age_days - 18 * 365
    )
    stay = max(stay, _SHORTEST_STAY)
    begins = today - timedelta(days=stay)
    regime, stage = _regime(chance, place)
    first = _first_place(chance, country, place, sex)
    events = [_admission(chance, first, sex, begins, regime, stage, changes=first is not place)]
    if first is not place:
        events.append(
            _transfer(chance, first, place, sex, begins + timedelta(days=stay // 3), regime, stage)
        )
    if stage is not None and chance.happens(shares.STAGE_CHANGED):
        day = begins + timedelta(days=stay // 2)
        events.append(Event(EventKind.STAGE_CHANGE, day, place.id, stage=_another(chance, regime)))
    events += _last_event(chance, place, today)
    standing = standing_after(events)
    assert standing is not None and standing.establishment_id == place.id
    return Life(events, standing)


def _regime(chance: Chance, place: Place) -> tuple[Regime, Stage | None]:
    special = chance.happens(shares.SPECIAL_REGIME.get(place.id, shares.SPECIAL_ELSEWHERE))
    regime = Regime.CLOSED_SPECIAL if special else chance.pick(shares.OTHER_REGIMES)
    return regime, _another(chance, regime)


def _another(chance: Chance, regime: Regime) -> Stage | None:
    if regime is Regime.CLOSED_SPECIAL:
        return chance.pick(shares.SPECIAL_STAGES)
    return chance.pick(shares.ORDINARY_STAGES) if regime is Regime.CLOSED_ORDINARY else None


def _first_place(chance: Chance, country: Country, place: Place, sex: str) -> Place:
    elsewhere = country.places[chance.pick(country.by_sex[sex])]
    return elsewhere if chance.happens(shares.TRANSFERRED) else place


def _admission(
    chance: Chance,
    place: Place,
    sex: str,
    day: date,
    regime: Regime,
    stage: Stage | None,
    *,
    changes: bool,
) -> Event:
    """Who is moved later begins under the ordinary regime, as everybody who awaits judgment does."""
    pavilion = chance.choice(place.pavilions[sex])
    if changes:
        regime, stage = Regime.CLOSED_ORDINARY, Stage.MEDIUM
    return Event(
        EventKind.ADMISSION, day, place.id, pavilion_id=pavilion, regime=regime, stage=stage
    )


def _transfer(
    chance: Chance,
    origin: Place,
    place: Place,
    sex: str,
    day: date,
    regime: Regime,
    stage: Stage | None,
) -> Event:
    pavilion = chance.choice(place.pavilions[sex])
    return Event(
        EventKind.TRANSFER,
        day,
        origin.id,
        to=place.id,
        pavilion_id=pavilion,
        regime=regime,
        stage=stage,
    )


def _last_event(chance: Chance, place: Place, today: date) -> list[Event]:
    fate = chance.random()
    for kind, share in _LAST_EVENTS:
        if fate < share:
            day = today - timedelta(days=chance.randrange(_LAST_DAYS))
            return [Event(kind, day, place.id)]
        fate -= share
    return []
