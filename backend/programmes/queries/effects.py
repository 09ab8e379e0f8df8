"""What dates of an event ask of the visits of its own establishment; elsewhere they ask for nothing."""

from collections.abc import Iterable
from datetime import datetime

from backend.database import Connection
from backend.programmes.rules.series import WantedDate
from backend.programmes.rules.vocabulary import DateState, VisitEffect
from backend.visits import queries as visits


def yielding(effect: VisitEffect, doors_at: datetime, ends_at: datetime) -> visits.Yielding:
    """Of a date that stands, of an event that has an effect."""
    return visits.Yielding.of(visits.Effect(effect.value), doors_at, ends_at)


def asked_of_visits(
    effect: VisitEffect, dates: Iterable[WantedDate], now: datetime
) -> list[visits.Yielding]:
    """Of the dates that stand and are to come."""
    if effect is VisitEffect.NONE:
        return []
    return [
        yielding(effect, each.doors_at, each.ends_at)
        for each in dates
        if each.state is DateState.PLANNED and each.starts_at > now
    ]


async def visits_off(
    tx: Connection,
    establishment_id: str,
    effect: VisitEffect,
    dates: Iterable[WantedDate],
    now: datetime,
) -> int:
    """How many visits that are booked would be called off: as the release counts them."""
    closing = [each for each in asked_of_visits(effect, dates, now) if each.closes]
    return len(await visits.in_the_way(tx, establishment_id, closing, now)) if closing else 0
